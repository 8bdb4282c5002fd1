"""The rows of a post in, its records copied out of the landed captures into one small WARC out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from patroli.audit import PostRows
from patroli.audit.evidence_rows import Rows
from patroli.errors import LandingError
from patroli.landing import Batch, extract_records
from patroli.landing.batch import find_batch
from patroli.landing.reading import check_capture

Place = tuple[date, str]
"""Day and name of a batch."""


@dataclass(frozen=True, slots=True)
class Records:
    """What was copied, and what could not be."""

    found: frozenset[str]
    missing: frozenset[str]
    batches: tuple[Batch, ...]
    """Those that hold a copied record."""


def copy_records(landing: Path, post: PostRows, rows: Mapping[str, Rows], out: Path) -> Records:
    """Copy what answered for the post, and what a copied record only repeats.

    The copy is read again and every digest in it compared. Raises LandingError where that fails.
    """
    wanted = _wanted(rows)
    found: set[str] = set()
    has: set[str] = set()
    batches: dict[Place, Batch] = {}
    with out.open("wb") as file:
        while wanted:
            further: set[str] = set()
            for (day, name), records in sorted(wanted.items()):
                batch = find_batch(landing, day, name)
                if batch is None:
                    continue
                copied = extract_records(batch, records - found, file, has)
                found |= copied.found
                has |= copied.copied
                further |= copied.refers_to
                if copied.found:
                    batches[day, name] = batch
            wanted = _by_batch(post, further - found)
    try:
        check_capture(out)
    except (ValueError, EOFError) as error:
        raise LandingError(f"the copied records do not hold: {error}") from error
    asked = {record for records in _wanted(rows).values() for record in records}
    return Records(frozenset(found), frozenset(asked - found), tuple(batches.values()))


def _wanted(rows: Mapping[str, Rows]) -> dict[Place, set[str]]:
    days = {row["batch"]: row["day"] for row in (*rows["batches"], *rows["capture_batches"])}
    wanted: dict[Place, set[str]] = {}
    for row in (*rows["fetches"], *rows["captures"]):
        if row["warc_record_id"] and row["batch"] in days:
            place = days[row["batch"]], row["batch"]
            wanted.setdefault(place, set()).add(row["warc_record_id"])
    return wanted


def _by_batch(post: PostRows, records: set[str]) -> dict[Place, set[str]]:
    wanted: dict[Place, set[str]] = {}
    for record in records:
        place = post.batch_of(record)
        if place is not None:
            wanted.setdefault(place, set()).add(record)
    return wanted
