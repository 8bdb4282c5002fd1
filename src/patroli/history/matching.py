"""A rule set in, the versions it has not judged out; and its matches in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from patroli.history.shapes import MATCHES, ROLES
from patroli.history.store import ask, given, statement, transaction
from patroli.model import Account, Contest, Match, Role, Source


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
    with given(connection, roles=who):
        connection.execute(statement("pending_versions"), {"rule_set": rule_set})
    for page in ask(connection, "pending_pages", {"rows": rows}).to_pylist():
        texts = ask(connection, "pending_texts", page).combine_chunks()
        yield from texts.to_batches()


def record_matches(
    connection: duckdb.DuckDBPyConnection,
    rule_set: str,
    canonical: str,
    judged: pa.Table | pa.RecordBatch,
    matches: Sequence[Match],
    now: datetime,
) -> int:
    """Keep the matches and that `judged` (post_id, version) need no second look; new matches."""
    table = pa.Table.from_pylist([_row(match) for match in matches], schema=MATCHES)
    keys = pa.table({name: judged.column(name) for name in ("post_id", "version")})
    values = {"rule_set": rule_set, "now": now}
    with transaction(connection), given(connection, incoming=table, judged=keys):
        connection.execute(statement("insert_rule_set"), values | {"canonical": canonical})
        count = connection.execute(statement("insert_matches")).fetchone()
        connection.execute(statement("insert_match_runs"), values)
    return int(count[0]) if count else 0


def counts(connection: duckdb.DuckDBPyConnection, rule_set: str) -> tuple[MatchCount, ...]:
    """How often each rule holds, for each contestant: what a symmetry check looks at."""
    rows = ask(connection, "match_counts", {"rule_set": rule_set}).to_pylist()
    return tuple(MatchCount(**row) for row in rows)


def _name(written: str) -> str:
    return written.strip().lstrip("@").lower()


def _row(match: Match) -> dict[str, object]:
    values = asdict(match)
    values["match_id"] = values.pop("id")
    return values
