"""A span of time in, what every slot answered and brought in it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from patroli.history.store import ask
from patroli.model import Outcome

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OUTCOMES = {outcome.value: outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class AskedRound:
    """One round that meant to ask a slot."""

    due_at: datetime
    outcome: Outcome | None
    """None where the round never ended for it."""
    posts: int


@dataclass(frozen=True, slots=True)
class MetPost:
    """One post as a slot first showed it."""

    written_at: datetime
    """As the place says, else when it was first seen; never later than that."""
    seen_at: datetime
    length: int
    """Characters of its text."""
    words: int
    """Hash of its text, to be compared with others of this answer only."""
    is_dated: bool
    is_signed: bool
    """Whether the place named an author."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One slot with all it did in a span of time, oldest first."""

    slot_id: str
    account_id: str | None
    keyword_id: str | None
    source_id: str | None
    platform: str
    address: str
    region: str
    zone: str
    holder: str
    agency: str
    last_reached: datetime | None
    """The last time ever, also before the span."""
    last_filled: datetime | None
    """The last time ever that a round brought posts."""
    rounds: tuple[AskedRound, ...]
    detail: str
    """What the last of them said."""
    posts: tuple[MetPost, ...]


def source_records(
    connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime, habit: timedelta
) -> tuple[SourceRecord, ...]:
    """Every slot that was due from `since` to `until`, by agency and holder.

    Its posts are those of as many days as `habit` has, counted back from its newest one.
    """
    span = {"until": until, "days": habit.days}
    posts = {
        row.pop("slot_id"): tuple(_posts(**row))
        for row in ask(connection, "source_posts", span).to_pylist()
    }
    rows = ask(connection, "source_rounds", {"since": since, "until": until}).to_pylist()
    return tuple(_record(posts=posts.get(row["slot_id"], ()), row=row) for row in rows)


def _record(posts: tuple[MetPost, ...], row: dict[str, Any]) -> SourceRecord:
    told = zip(row.pop("due_us"), row.pop("outcomes"), row.pop("posts"), strict=True)
    rounds = tuple(
        AskedRound(_time(at), OUTCOMES.get(outcome), count) for at, outcome, count in told
    )
    return SourceRecord(**row, rounds=rounds, posts=posts)


def _posts(written_us: list[int], seen_us: list[int], **columns: list[Any]) -> Iterator[MetPost]:
    others = (columns[name] for name in ("length", "words", "is_dated", "is_signed"))
    for written, seen, *rest in zip(written_us, seen_us, *others, strict=True):
        yield MetPost(_time(written), _time(seen), *rest)


def _time(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
