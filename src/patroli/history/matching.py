"""A rule set in, the versions it has not judged out; and its matches in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from patroli.history.shapes import MATCHES, ROLES
from patroli.history.store import ask, given, statement, transaction
from patroli.model import Account, Contest, Match, Role, Source

STRETCH = 500_000
"""Versions whose authors and first sightings are looked up in one go."""


@dataclass(frozen=True, slots=True)
class MatchCount:
    """How often one rule holds for one contestant at one tier."""

    rule_id: str
    form: str
    contest_id: str
    contestant_id: str
    tier: str
    matches: int
    posts: int


def roles(
    accounts: Iterable[Account], sources: Iterable[Source], contests: Iterable[Contest]
) -> pa.Table:
    """Who is what: accounts and sources by id, people and places that post by their lower name.

    Where a name is borne twice, the side of the contest wins: a comment under it matters more.
    """
    names: dict[str, Role] = {}
    rows = [("source", source.id, source.role) for source in sources]
    for account in accounts:
        rows.append(("account", account.id, account.role))
        names[_name(account.holder)] = account.role
        names[_name(account.address)] = account.role
    for contestant in (one for contest in contests for one in contest.contestants):
        names |= {_name(name): Role.PARTY for name in contestant.parties}
        names |= {_name(name): Role.TEAM for name in contestant.teams}
        own = (*contestant.names, *contestant.accounts)
        names |= {_name(name): Role.CONTESTANT for name in own}
    rows += [("name", name, role) for name, role in names.items() if name]
    return pa.Table.from_pylist(
        [{"kind": kind, "key": key, "role": str(role)} for kind, key, role in rows], schema=ROLES
    )


def unmatched(
    connection: duckdb.DuckDBPyConnection, rule_set: str, who: pa.Table, rows: int
) -> Iterator[pa.RecordBatch]:
    """The versions `rule_set` has not judged, `rows` at a time, with what matching needs.

    Nothing is held open between two batches, so each can be recorded before the next is asked for.
    """
    # Asked once: asked in each stretch, it would look through all that was judged before.
    count_unjudged(connection, rule_set)
    yield from _pages(connection, "choose_unjudged", {}, "pending_texts", who, rows)


def met_between(
    connection: duckdb.DuckDBPyConnection,
    since: datetime,
    until: datetime,
    who: pa.Table,
    rows: int,
) -> Iterator[pa.RecordBatch]:
    """The versions met first from `since` to before `until`, with where they can be seen.

    Each call has its own temporary tables, so that two may be read side by side.
    """
    values = {"since": since, "until": until}
    with connection.cursor() as own:
        own.execute("USE history")
        yield from _pages(own, "choose_met", values, "pending_shown", who, rows)


def _pages(
    connection: duckdb.DuckDBPyConnection,
    choose: str,
    values: Mapping[str, object],
    shown: str,
    who: pa.Table,
    rows: int,
) -> Iterator[pa.RecordBatch]:
    """Stretch by stretch of the versions, so that memory does not grow with the history."""
    stretches = ask(connection, "stretches", {"rows": max(STRETCH, rows)}).to_pylist()
    for stretch in stretches:
        if not _made(connection, choose, {**values, **stretch}):
            continue
        with given(connection, roles=who):
            connection.execute(statement("pending_versions"))
        for page in ask(connection, "pending_pages", {"rows": rows}).to_pylist():
            texts = ask(connection, shown, page).combine_chunks()
            yield from texts.to_batches()


def count_unjudged(connection: duckdb.DuckDBPyConnection, rule_set: str) -> int:
    """How many versions `rule_set` has not judged."""
    # Two statements: with all joins in one, millions of replies are more than memory holds.
    _made(connection, "told_later", {})
    return _made(connection, "unjudged", {"rule_set": rule_set})


def count_met(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> int:
    """How many versions were met first in this time."""
    (row,) = ask(connection, "count_met", {"since": since, "until": until}).to_pylist()
    return int(row["versions"])


def met_bounds(connection: duckdb.DuckDBPyConnection) -> tuple[datetime, datetime] | None:
    """When the first and the last version were met for the first time; None without versions."""
    (row,) = ask(connection, "met_bounds").to_pylist()
    return None if row["first"] is None else (row["first"], row["last"])


def sample_texts(connection: duckdb.DuckDBPyConnection, count: int) -> tuple[str, ...]:
    """Texts of so many versions, always the same ones."""
    rows = ask(connection, "sample_texts", {"count": count}).to_pylist()
    return tuple(row["text"] for row in rows)


def record_matches(
    connection: duckdb.DuckDBPyConnection,
    rule_set: str,
    canonical: str,
    judged: pa.Table | pa.RecordBatch,
    matches: Sequence[Match],
    now: datetime,
    engine: str,
) -> int:
    """Keep the matches, in what context each was found, and that `judged` need no second look.

    `judged` is a page of `unmatched`. Returns how many matches are new.
    """
    table = pa.Table.from_pylist([_row(match) for match in matches], schema=MATCHES)
    page = pa.Table.from_batches([judged]) if isinstance(judged, pa.RecordBatch) else judged
    values = {"rule_set": rule_set, "now": now}
    with transaction(connection), given(connection, incoming=table, judged=page):
        connection.execute(statement("insert_rule_set"), values | {"canonical": canonical})
        count = connection.execute(statement("insert_matches")).fetchone()
        connection.execute(statement("insert_match_contexts"), {"engine": engine})
        connection.execute(statement("insert_match_runs"), values)
    return int(count[0]) if count else 0


def counts(connection: duckdb.DuckDBPyConnection, rule_set: str) -> tuple[MatchCount, ...]:
    """How often each rule holds, for each contestant: what a symmetry check looks at."""
    rows = ask(connection, "match_counts", {"rule_set": rule_set}).to_pylist()
    return tuple(MatchCount(**row) for row in rows)


def _made(connection: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]) -> int:
    """Rows of the temporary table that queries/`name`.sql makes."""
    count = connection.execute(statement(name), dict(values)).fetchone()
    return int(count[0]) if count else 0


def _name(written: str) -> str:
    return written.strip().lstrip("@").lower()


def _row(match: Match) -> dict[str, object]:
    values = asdict(match)
    values["match_id"] = values.pop("id")
    return values
