"""What was landed of accounts and authors in, what platforms showed and who was met out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from patroli.history.store import ask
from patroli.model import Standing


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """One state of an account, from when to when its platform showed it."""

    account_id: str
    slot_id: str
    platform: str
    native_id: str
    handle: str
    name: str
    standing: Standing
    moved_to: str
    first_seen: datetime
    last_seen: datetime
    url: str
    """The address that showed it first."""
    batch: str
    """The landed batch that proves it."""


@dataclass(frozen=True, slots=True)
class MetHandle:
    """One handle behind posts that are not a watched account's own, as it was met first."""

    platform: str
    handle: str
    name: str
    url: str
    first_seen: datetime
    batch: str


def shown_profiles(
    connection: duckdb.DuckDBPyConnection, until: datetime
) -> tuple[ShownProfile, ...]:
    """Every state of every account, one row a change, in the order of time within an account."""
    rows = ask(connection, "shown_profiles", {"until": until}).to_pylist()
    return tuple(ShownProfile(**row | {"standing": Standing(row["standing"])}) for row in rows)


def met_handles(connection: duckdb.DuckDBPyConnection, until: datetime) -> tuple[MetHandle, ...]:
    """Everybody who was met by a handle at a watched place, or by a search."""
    rows = ask(connection, "met_handles", {"until": until}).to_pylist()
    return tuple(MetHandle(**row) for row in rows)


def matched_accounts(connection: duckdb.DuckDBPyConnection, rule_set: str) -> dict[str, int]:
    """How many posts of each account the rule set matched, by account id."""
    rows = ask(connection, "matched_accounts", {"rule_set": rule_set}).to_pylist()
    return {row["account_id"]: row["posts"] for row in rows}
