"""Matches that nobody has decided out; the day's queue in, and out again as a file of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from patroli.history.matched import Matched, matched
from patroli.history.shapes import ITEMS, KEYS
from patroli.history.store import SEALED, STORAGE, ask, given, statement, transaction
from patroli.model import QueueItem, digest


def queue_inputs(
    connection: duckdb.DuckDBPyConnection, rule_set: str, decided: pa.Table | None
) -> tuple[Matched, ...]:
    """The matched versions that are not in `decided` (post_id, version), oldest first."""
    keys = KEYS.empty_table() if decided is None else decided.select(KEYS.names)
    with given(connection, decided=keys):
        rows = ask(connection, "queue_versions", {"rule_set": rule_set}).to_pylist()
    return tuple(matched(row) for row in rows)


def item_members(
    connection: duckdb.DuckDBPyConnection, item: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Post id and version of all that the items whose ids begin so held when last queued."""
    rows = ask(connection, "item_members", {"item": item}).to_pylist()
    return {
        row["item_id"]: tuple((member["post_id"], member["version"]) for member in row["members"])
        for row in rows
    }


def record_queue(
    connection: duckdb.DuckDBPyConnection,
    day: date,
    rule_set: str,
    items: Sequence[QueueItem],
    waiting: Sequence[QueueItem],
    now: datetime,
) -> str:
    """Keep the day's items, those that wait too; the queue's id, the same for the same items."""
    everything = (*items, *waiting)
    queue_id = digest("queue", day.isoformat(), rule_set, *map(repr, everything))
    rows = [_row(queue_id, item) for item in everything]
    values = {"queue_id": queue_id, "day": day, "rule_set": rule_set, "now": now}
    values |= {"items": len(items), "waiting": len(waiting)}
    table = pa.Table.from_pylist(rows, schema=ITEMS)
    with transaction(connection), given(connection, incoming=table):
        connection.execute(statement("insert_queue_day"), values)
        connection.execute(statement("insert_queue_items"))
    return queue_id


def export_queue(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write `tables` as a DuckDB file of their own at `path`: whole, or not there at all."""
    aside = path.with_name(f".{path.name}.part")
    aside.unlink(missing_ok=True)
    try:
        _write(aside, tables)
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _write(path: Path, tables: Mapping[str, pa.Table]) -> None:
    with duckdb.connect(":memory:", config=dict(SEALED)) as connection:
        place = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{place}' AS queue (STORAGE_VERSION '{STORAGE}')")
        for name, table in tables.items():
            quoted = name.replace('"', '""')
            with given(connection, incoming=table):
                connection.execute(f'CREATE TABLE queue."{quoted}" AS FROM incoming')
        connection.execute("DETACH queue")


def _row(queue_id: str, item: QueueItem) -> dict[str, object]:
    values = asdict(item)
    values["queue_id"] = queue_id
    values["item_id"] = values.pop("id")
    values["contestants"] = [
        {"contest_id": contest, "contestant_id": contestant}
        for contest, contestant in item.contestants
    ]
    values["members"] = [{"post_id": post, "version": version} for post, version in item.members]
    return values
