"""Builders of landed things, and what test processes of their own do with them."""

from __future__ import annotations

import os
import resource
import time
from datetime import date
from pathlib import Path

from tests.fakes import NOW, a_post, a_slot

from patroli.errors import LandingError
from patroli.landing import BatchWriter, Ended, Exchange, Missed, Sighting
from patroli.model import Absence, Fetch, LedgerEntry, Outcome

DAY = date(2029, 11, 25)


def an_exchange(body: bytes = b"<p>Selamat pagi</p>", **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": "http://contoh.example/feed",
        "request_headers": (("Host", "contoh.example"),),
        "status_line": "HTTP/1.1 200 OK",
        "response_headers": (("Content-Type", "text/html"),),
        "body": body,
        "fetched_at": NOW,
        "peer": "127.0.0.1",
    }
    return Exchange(**{**values, **changes})  # type: ignore[arg-type]


def a_fetch(record: str = "", **changes: object) -> Fetch:
    values: dict[str, object] = {
        "id": "fetch-1",
        "round_id": "round-1",
        "slot_id": a_slot().id,
        "purpose": "feed",
        "url": "http://contoh.example/feed",
        "final_url": "http://contoh.example/feed",
        "status": 200,
        "outcome": Outcome.COLLECTED,
        "detail": "",
        "fetched_at": NOW,
        "elapsed_ms": 12,
        "wire_bytes": 19,
        "body_bytes": 19,
        "body_sha256": "0" * 64,
        "content_type": "text/html",
        "peer": "127.0.0.1",
        "warc_record_id": record,
    }
    return Fetch(**{**values, **changes})  # type: ignore[arg-type]


def fill(batch: BatchWriter, text: str = "Selamat pagi") -> None:
    record = batch.add_exchange(an_exchange())
    entry = LedgerEntry("round-1", a_slot().id, NOW, NOW, Outcome.COLLECTED, "", 1, 1)
    batch.add(
        fetches=[a_fetch(record)],
        sightings=[Sighting(a_post(text), a_slot(), "fetch-1", "round-1", NOW)],
        absences=[Missed(Absence("p", "http://x.example", "404"), "s", "fetch-1", "round-1", NOW)],
        ledger=[Ended(a_slot(), entry)],
    )


def fill_with_little_room(root: Path, room: int) -> None:
    """In a process of its own: files may not grow beyond `room` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        with BatchWriter(root, DAY, "batch") as batch:
            for number in range(200):
                batch.add_exchange(an_exchange(os.urandom(2_000)))
                batch.add(fetches=[a_fetch(id=f"fetch-{number}")])
                batch.add(sightings=[_a_sighting(number)])
    except LandingError as error:
        os._exit(7 if "batch batch cannot be written" in str(error) else 8)
    os._exit(0)


def _a_sighting(number: int) -> Sighting:
    return Sighting(a_post(os.urandom(500).hex()), a_slot(), f"fetch-{number}", "round-1", NOW)


def write_for_ever(root: Path) -> None:
    while True:
        with BatchWriter(root, DAY, f"batch-{time.monotonic_ns()}") as batch:
            for _ in range(5):
                fill(batch)
