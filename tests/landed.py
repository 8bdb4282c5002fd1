"""Builders of landed batches for tests: real files, invented posts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from patroli.landing import Batch, BatchWriter, Due, Ended, Missed, Shown, Sighting
from patroli.model import (
    Absence,
    Fetch,
    LedgerEntry,
    Outcome,
    Post,
    Profile,
    Slot,
    Standing,
    digest,
)
from tests.fakes import NOW, a_slot


def a_fetch(slot: Slot, round_id: str, at: datetime, **changes: object) -> Fetch:
    """An answered request for a slot; its id follows from slot and round."""
    values: dict[str, object] = {
        "id": digest("fetch", round_id, slot.id),
        "round_id": round_id,
        "slot_id": slot.id,
        "purpose": "list",
        "url": slot.address,
        "final_url": slot.address,
        "status": 200,
        "outcome": Outcome.COLLECTED,
        "detail": "",
        "fetched_at": at,
        "elapsed_ms": 20,
        "wire_bytes": 100,
        "body_bytes": 300,
        "body_sha256": "ab" * 32,
        "content_type": "application/rss+xml",
        "peer": "192.0.2.7",
        "warc_record_id": "",
    }
    return Fetch(**{**values, **changes})  # type: ignore[arg-type]


def land_posts(
    root: Path,
    posts: Iterable[Post],
    *,
    round_id: str = "r1",
    slot: Slot | None = None,
    at: datetime = NOW,
    missing: Sequence[str] = (),
    profiles: Sequence[Profile] = (),
) -> Batch:
    """A batch in which `slot` showed `posts` at `at`, and `missing` post ids did not answer."""
    slot = slot or a_slot()
    fetch = a_fetch(slot, round_id, at)
    posts = tuple(posts)
    entry = LedgerEntry(round_id, slot.id, at, at, Outcome.COLLECTED, "", 1, len(posts))
    with BatchWriter(root, at.date(), f"{round_id}-{slot.id[:6]}") as batch:
        batch.add(
            fetches=[fetch],
            sightings=[Sighting(post, slot, fetch.id, round_id, at) for post in posts],
            absences=[
                Missed(
                    Absence(post, "http://contoh.example/x", "404"), slot.id, fetch.id, round_id, at
                )
                for post in missing
            ],
            profiles=[Shown(profile, slot, fetch.id, round_id, at) for profile in profiles],
            ledger=[Ended(slot, entry)],
        )
    assert batch.landed
    return batch.landed


def land_plan(
    root: Path, slots: Iterable[Slot], *, round_id: str = "r1", at: datetime = NOW
) -> Batch:
    """The plan of a round: what it meant to ask."""
    with BatchWriter(root, at.date(), f"plan-{round_id}") as batch:
        batch.add(ledger=[Due(slot, round_id, at) for slot in slots])
    assert batch.landed
    return batch.landed


def land_outcome(
    root: Path, slot: Slot, outcome: Outcome, *, round_id: str = "r1", at: datetime = NOW
) -> Batch:
    """A batch in which a slot ended without a post."""
    entry = LedgerEntry(round_id, slot.id, at, at + timedelta(seconds=5), outcome, "ujian", 1, 0)
    with BatchWriter(root, at.date(), f"{round_id}-{slot.id[:6]}") as batch:
        batch.add(ledger=[Ended(slot, entry)])
    assert batch.landed
    return batch.landed


def a_profile(handle: str = "dewi.lestawa", **changes: object) -> Profile:
    """What an invented platform publicly says of an account."""
    values: dict[str, object] = {
        "native_id": "1001",
        "handle": handle,
        "name": "Dewi Lestawa",
        "standing": Standing.PUBLIC,
        "moved_to": "",
    }
    return Profile(**{**values, **changes})  # type: ignore[arg-type]


def as_format_1(batch: Batch) -> Batch:
    """The batch as it was before profiles and authors' handles: bytes, manifest and name."""
    (batch.path / "profiles.parquet").unlink()
    file = batch.path / "sightings.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["author_handle"]), file)
    manifest = batch.path / "manifest.json"
    content = json.loads(manifest.read_bytes())
    del content["files"]["profiles.parquet"], content["rows"]["profiles"]
    content["format"] = 1
    content["files"][file.name] = {
        "bytes": file.stat().st_size,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    manifest.write_text(json.dumps(content), "utf-8")
    proof = hashlib.sha256(manifest.read_bytes()).hexdigest()[:32]
    return replace(batch, path=batch.path.rename(batch.path.with_name(f"{batch.name}-{proof}")))
