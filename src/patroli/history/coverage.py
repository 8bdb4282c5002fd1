"""A span of time in, how far collecting reached in it out: silence and absence look different."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from patroli.history.store import ask
from patroli.model import Outcome


@dataclass(frozen=True, slots=True)
class SlotCoverage:
    """How one due slot fared. Names are empty for a keyword."""

    slot_id: str
    account_id: str | None
    keyword_id: str | None
    source_id: str | None
    platform: str
    address: str
    holder: str
    agency: str
    outcome: Outcome
    """Of the last round; `failed` with the detail `interrupted` where it was never answered."""
    detail: str
    interrupted: bool
    rounds: int
    reached: int
    """Rounds in which "no posts" would have meant no posts."""
    last_reached: datetime | None
    """The last time ever, also outside the span."""
    posts: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the collection ledger says about a span of time, both ends included."""

    since: datetime
    until: datetime
    slots: tuple[SlotCoverage, ...]
    new_posts: int
    new_versions: int
    read_posts: int
    """Distinct posts that the rule set has judged: the base of "per 1,000"."""


def coverage(
    connection: duckdb.DuckDBPyConnection, rule_set: str, since: datetime, until: datetime
) -> Coverage:
    """How every slot fared that was due from `since` to `until`."""
    span = {"since": since, "until": until}
    rows = ask(connection, "slot_coverage", span).to_pylist()
    slots = tuple(SlotCoverage(**row | {"outcome": Outcome(row["outcome"])}) for row in rows)
    counts = ask(connection, "post_counts", span | {"rule_set": rule_set}).to_pylist()[0]
    return Coverage(since, until, slots, **counts)
