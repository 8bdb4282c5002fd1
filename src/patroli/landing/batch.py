"""Landed folders in, tables, captures and proofs out."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.exceptions import ArchiveLoadFailed

from patroli.errors import LandingError
from patroli.landing.files import sha256_of
from patroli.landing.reading import Captured, check_capture, read_capture
from patroli.landing.tables import MAY_LACK, SCHEMAS, as_now

CAPTURE = "capture.warc.gz"
MANIFEST = "manifest.json"
TEMPORARY = ".writing-"
PROOFS = frozenset({"response", "revisit", "resource"})
"""Kinds of record that a fetch may name."""


@dataclass(frozen=True, slots=True, order=True)
class Batch:
    """One landed batch; its folder never changes."""

    path: Path
    day: date
    name: str
    """The name it was given, without the hash."""

    @property
    def id(self) -> str:
        """The folder's name: unique, and proof of the content."""
        return self.path.name

    @property
    def capture(self) -> Path:
        return self.path / CAPTURE


@dataclass(frozen=True, slots=True)
class BatchTables:
    """The rows of one batch, as landing.tables has their schemas."""

    sightings: pa.Table
    fetches: pa.Table
    absences: pa.Table
    profiles: pa.Table
    ledger: pa.Table
    captures: pa.Table


def list_batches(root: Path) -> list[Batch]:
    """Every landed batch, by day and name."""
    if not root.is_dir():
        return []
    found = []
    for folder in sorted(root.iterdir()):
        day = _day(folder.name)
        if day is None:
            continue
        shown = (f for f in sorted(folder.iterdir()) if not f.name.startswith("."))
        found += [Batch(f, day, f.name.rpartition("-")[0]) for f in shown if f.is_dir()]
    return found


def find_batch(root: Path, day: date, batch_id: str) -> Batch | None:
    """The batch of this id, if it lies here."""
    path = root / day.isoformat() / batch_id
    return Batch(path, day, batch_id.rpartition("-")[0]) if path.is_dir() else None


def read_batch(batch: Batch) -> BatchTables:
    """The tables, a rare one empty where it is not there.

    Raises LandingError if one cannot be read or has other columns.
    """
    return BatchTables(**{name: _read_table(batch, name) for name in SCHEMAS})


def captured(batch: Batch) -> Iterator[Captured]:
    """The capture's records in the order they were written."""
    return read_capture(batch.capture)


def verify_batch(batch: Batch) -> None:
    """Recompute everything: name, manifest, files, digests, row counts, and who refers to whom.

    Raises LandingError naming the first thing that does not hold.
    """
    manifest = _manifest(batch)
    for name, expected in manifest["files"].items():
        path = batch.path / name
        if path.stat().st_size != expected["bytes"] or sha256_of(path) != expected["sha256"]:
            raise LandingError(f"{batch.id}: {name} is not what was landed")
    tables = read_batch(batch)
    for name, rows in manifest["rows"].items():
        if getattr(tables, name).num_rows != rows:
            raise LandingError(f"{batch.id}: {name}.parquet does not have {rows} rows")
    try:
        kinds = check_capture(batch.capture)
    except (ValueError, ArchiveLoadFailed, EOFError) as error:
        raise LandingError(f"{batch.id}: {CAPTURE}: {error}") from error
    if len(kinds) != manifest["records"]:
        raise LandingError(f"{batch.id}: {CAPTURE} does not have {manifest['records']} records")
    _verify_references(batch, tables, kinds)


def _verify_references(batch: Batch, tables: BatchTables, kinds: dict[str, str]) -> None:
    answers = {record for record, kind in kinds.items() if kind in PROOFS} | {""}
    for name in ("fetches", "captures"):
        lost = _values(getattr(tables, name), "warc_record_id") - answers
        if lost:
            raise LandingError(
                f"{batch.id}: {name} name records that were not captured: {min(lost)}"
            )
    fetches = _values(tables.fetches, "fetch_id")
    for name in ("sightings", "absences", "profiles"):
        unknown = _values(getattr(tables, name), "fetch_id") - fetches
        if unknown:
            raise LandingError(f"{batch.id}: {name} name fetches that are not here: {min(unknown)}")


def _values(table: pa.Table, column: str) -> set[str]:
    return {str(value) for value in table[column].unique().to_pylist()}


def sweep(root: Path) -> int:
    """Remove what killed writers left; a folder whose writer lives stays. Returns how many."""
    removed = 0
    for folder in root.glob(f"*/{TEMPORARY}*"):
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            removed += 1
        except BlockingIOError:
            continue
        finally:
            os.close(lock)
    return removed


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _read_table(batch: Batch, name: str) -> pa.Table:
    path = batch.path / f"{name}.parquet"
    if name in MAY_LACK and not path.exists():
        return SCHEMAS[name].empty_table()
    try:
        table = as_now(name, pq.read_table(path))
    except (OSError, pa.ArrowException) as error:
        raise LandingError(f"{batch.id}: {name}.parquet cannot be read: {error}") from error
    if table.schema.names != SCHEMAS[name].names:
        raise LandingError(f"{batch.id}: {name}.parquet has other columns than expected")
    return table


def _manifest(batch: Batch) -> dict[str, Any]:
    path = batch.path / MANIFEST
    present = {file.name for file in batch.path.iterdir()}
    try:
        manifest = json.loads(path.read_bytes())
        listed = {*manifest["files"], MANIFEST}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LandingError(f"{batch.id}: {MANIFEST} cannot be read: {error}") from error
    if batch.id != f"{manifest['name']}-{sha256_of(path)[:32]}":
        raise LandingError(f"{batch.id}: the folder's name is not that of its manifest")
    if present != listed:
        raise LandingError(f"{batch.id}: files are missing or too many: {present ^ listed}")
    return dict(manifest)
