"""Rule sets, backtests and activations: which rules judge, since when, and on what proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from patroli.errors import BadInput, HistoryError
from patroli.history.store import ask, statement, transaction
from patroli.told import Saying

SHORTEST = 8
"""Letters of a hash that a person must give at least."""


_TOO_SHORT = Saying(
    "found the rule set {begins!r}; expected at least {least} letters of its hash",
    "didapati himpunan aturan {begins!r}; seharusnya sedikitnya {least} huruf dari hash-nya",
)
_NOT_ONE = Saying(
    "found {count} stored rule sets that begin {begins!r}; expected one",
    "didapati {count} himpunan aturan tersimpan yang diawali {begins!r}; seharusnya satu",
)


@dataclass(frozen=True, slots=True)
class KeptBacktest:
    """A comparison of two rule sets over the versions met first from one day to another."""

    backtest: str
    """SHA-256 of the report."""
    rule_set: str
    against: str
    engine: str
    """SHA-256 of the matching code that ran it."""
    first_day: date
    last_day: date
    versions: int
    gained: int
    lost: int
    moved: int
    report: str
    """Counts as JSON; no text of any post."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Activation:
    """One rule set put in force. The figures are those of its backtest; the first has none."""

    number: int
    rule_set: str
    against: str
    backtest: str
    made_by: str
    because: str
    activated_at: datetime
    row_hash: str
    first_day: date | None
    last_day: date | None
    versions: int
    gained: int
    lost: int
    moved: int


def activations(connection: duckdb.DuckDBPyConnection) -> tuple[Activation, ...]:
    """Every activation ever, in order; the last one is in force."""
    return tuple(Activation(**row) for row in ask(connection, "activations").to_pylist())


def activate(
    connection: duckdb.DuckDBPyConnection,
    rule_set: str,
    canonical: str,
    *,
    against: str,
    backtest: str,
    made_by: str,
    because: str,
    now: datetime,
) -> Activation:
    """Put a rule set in force from `now` on. Raises HistoryError where `against` is not."""
    before = activations(connection)
    if against != (before[-1].rule_set if before else ""):
        raise HistoryError(f"the rule set {against or '(none)'} is not the one in force")
    values = {"rule_set": rule_set, "against": against, "backtest": backtest, "now": now}
    with transaction(connection):
        keep_rule_set(connection, rule_set, canonical, now)
        connection.execute(
            statement("insert_activation"), values | {"made_by": made_by, "because": because}
        )
    return activations(connection)[-1]


def keep_rule_set(
    connection: duckdb.DuckDBPyConnection, rule_set: str, canonical: str, now: datetime
) -> None:
    """Store the text of a rule set once."""
    values = {"rule_set": rule_set, "canonical": canonical, "now": now}
    connection.execute(statement("insert_rule_set"), values)


def rule_set_text(connection: duckdb.DuckDBPyConnection, begins: str) -> tuple[str, str]:
    """Hash and canonical text of the one stored rule set whose hash begins so.

    Raises BadInput where there is none or more than one.
    """
    if len(begins) < SHORTEST:
        raise BadInput(_TOO_SHORT(begins=begins, least=SHORTEST))
    rows = ask(connection, "rule_set_text", {"rule_set": begins}).to_pylist()
    if len(rows) != 1:
        raise BadInput(_NOT_ONE(count=len(rows), begins=begins))
    return rows[0]["rule_set"], rows[0]["canonical"]


def last_used(connection: duckdb.DuckDBPyConnection) -> str:
    """The rule set that judged last; empty where none ever judged."""
    rows = ask(connection, "last_used_rule_set").to_pylist()
    return rows[0]["rule_set"] if rows else ""


def record_backtest(
    connection: duckdb.DuckDBPyConnection, made: KeptBacktest, texts: Mapping[str, str]
) -> None:
    """Keep a backtest once, with the canonical texts of the rule sets it compared, by hash."""
    with transaction(connection):
        for rule_set, canonical in texts.items():
            keep_rule_set(connection, rule_set, canonical, made.made_at)
        values = asdict(made)
        now = values.pop("made_at")
        connection.execute(statement("insert_backtest"), values | {"now": now})


def backtests(
    connection: duckdb.DuckDBPyConnection, rule_set: str, against: str
) -> tuple[KeptBacktest, ...]:
    """Every backtest of one rule set against another, newest first."""
    values = {"rule_set": rule_set, "against": against}
    rows = ask(connection, "backtests", values).to_pylist()
    return tuple(KeptBacktest(rule_set=rule_set, against=against, **row) for row in rows)
