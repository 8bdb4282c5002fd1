"""A landed batch in; its tables out, if every byte is what its name says."""

from __future__ import annotations

import json
from dataclasses import dataclass

from patroli.errors import LandingError
from patroli.landing import Batch, BatchTables, read_batch
from patroli.landing.batch import MANIFEST
from patroli.landing.files import sha256_of


@dataclass(frozen=True, slots=True)
class Arrived:
    """A batch whose bytes were checked, with its rows."""

    batch: Batch
    manifest_sha256: str
    tables: BatchTables


def arrive(batch: Batch) -> Arrived:
    """Check name, manifest and the digest of every file, then read the tables.

    Cheaper than `landing.verify_batch`, which also walks through the capture record by record:
    equal digests say that nothing changed since the writer closed the files. Raises LandingError.
    """
    try:
        manifest_sha256 = sha256_of(batch.path / MANIFEST)
        files = json.loads((batch.path / MANIFEST).read_bytes())["files"]
        if not batch.id.endswith(f"-{manifest_sha256[:32]}"):
            raise LandingError(f"{batch.id}: the folder's name is not that of its manifest")
        for name, expected in files.items():
            if sha256_of(batch.path / name) != expected["sha256"]:
                raise LandingError(f"{batch.id}: {name} is not what was landed")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LandingError(f"{batch.id} cannot be read: {error}") from error
    return Arrived(batch, manifest_sha256, read_batch(batch))
