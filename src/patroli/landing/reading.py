"""A capture in, its records and the proof of its digests out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from patroli.landing.secrets import Headers

ABOUT = {"conversion": "WARC-Refers-To"}


@dataclass(frozen=True, slots=True)
class Captured:
    """One record read back: `kind` is the WARC type, `headers` and `body` those of HTTP."""

    record_id: str
    kind: str
    url: str
    status: int
    headers: Headers
    body: bytes
    """As captured: the content-encoding is still on it."""
    fetched_at: datetime
    about: str
    """The id of the record that a metadata or conversion record speaks of."""


def read_capture(path: Path) -> Iterator[Captured]:
    """Every record of a capture but its first, in order."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            headers, http = record.rec_headers, record.http_headers
            if record.rec_type == "warcinfo":
                continue
            yield Captured(
                record_id=headers.get_header("WARC-Record-ID"),
                kind=record.rec_type,
                url=headers.get_header("WARC-Target-URI"),
                status=_status(http) if record.rec_type != "request" else 0,
                headers=tuple(http.headers) if http else (),
                body=record.raw_stream.read(),
                fetched_at=datetime.fromisoformat(headers.get_header("WARC-Date")),
                about=headers.get_header(ABOUT.get(record.rec_type, "WARC-Concurrent-To")) or "",
            )


def _status(http: Any) -> int:
    return int(http.get_statuscode()) if http else 0


def check_capture(path: Path) -> dict[str, str]:
    """Record id to WARC type, after reading every byte and comparing every digest.

    Raises ValueError where a digest does not hold or the file ends early.
    """
    kinds: dict[str, str] = {}
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            while record.raw_stream.read(65_536):
                pass
            record_id = record.rec_headers.get_header("WARC-Record-ID")
            if record.digest_checker.passed is False:
                raise ValueError(f"record {record_id}: {'; '.join(record.digest_checker.problems)}")
            kinds[record_id] = record.rec_type
    return kinds


def fields_of(metadata: Captured) -> dict[str, str]:
    """The `name: value` lines of a metadata record."""
    lines = metadata.body.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)
