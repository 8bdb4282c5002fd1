"""A span of time in, what every slot answered and brought in it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from patroli.history.store import ask
from patroli.model import Outcome


@dataclass(frozen=True, slots=True)
class AskedRound:
    """One round that meant to ask a slot."""

    due_at: datetime
    outcome: Outcome | None
    """None where the round never ended for it."""
    detail: str
    posts: int


@dataclass(frozen=True, slots=True)
class MetPost:
    """One post as a slot first showed it."""

    written_at: datetime
    """As the place says, else when it was first seen; never later than that."""
    seen_at: datetime
    length: int
    """Characters of its text."""
    words: str
    """Hash of its text."""
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
    posts: tuple[MetPost, ...]
    """Of as many days as the span has, counted back from the newest post."""


def source_records(
    connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime
) -> tuple[SourceRecord, ...]:
    """Every slot that was due from `since` to `until`, by agency and holder."""
    span = {"since": since, "until": until}
    posts = {
        row["slot_id"]: tuple(MetPost(**post) for post in row["posts"])
        for row in ask(connection, "source_posts", span).to_pylist()
    }
    return tuple(
        SourceRecord(
            **{
                **row,
                "rounds": tuple(map(_round, row["rounds"])),
                "posts": posts.get(row["slot_id"], ()),
            }
        )
        for row in ask(connection, "source_rounds", span).to_pylist()
    )


def _round(row: dict[str, object]) -> AskedRound:
    outcome = row["outcome"]
    return AskedRound(**{**row, "outcome": Outcome(outcome) if outcome else None})  # type: ignore[arg-type]
