"""What people configured in, kept whenever it changed: old proof can still be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, get_type_hints

import duckdb
import pyarrow as pa

from patroli.history.store import given, statement, transaction
from patroli.model import Account, LegalBasis, Source, digest

Known = Account | Source | LegalBasis

TABLES: Mapping[type[Known], str] = {
    Account: "account_versions",
    Source: "source_versions",
    LegalBasis: "law_versions",
}


def record_configured(
    connection: duckdb.DuckDBPyConnection, things: Iterable[Known], now: datetime
) -> int:
    """Keep every thing that is new or worded differently; how many were."""
    everything = list(things)
    kept = 0
    with transaction(connection):
        for kind, name in TABLES.items():
            rows = [thing for thing in everything if isinstance(thing, kind)]
            if not rows:
                continue
            with given(connection, incoming=_table(kind, rows)):
                answer = connection.execute(statement(f"insert_{name}"), {"now": now})
                kept += (answer.fetchone() or (0,))[0]
    return kept


def _table(kind: type[Known], things: list[Known]) -> pa.Table:
    hints = get_type_hints(kind)
    columns: list[pa.Field[Any]] = [pa.field("content", pa.string())]
    columns += [pa.field(each.name, _arrow(hints[each.name])) for each in fields(kind)]
    return pa.Table.from_pylist([_row(thing) for thing in things], schema=pa.schema(columns))


def _arrow(hint: object) -> pa.DataType:
    if hint is bool:
        return pa.bool_()
    return pa.date32() if hint in (date, date | None) else pa.string()


def _row(thing: Known) -> dict[str, Any]:
    values = asdict(thing)
    content = digest(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str))
    return {"content": content} | values
