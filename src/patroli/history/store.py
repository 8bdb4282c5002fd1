"""The history file: opened by one process at a time, sealed off from all else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from patroli.errors import HistoryError, in_a_line

STORAGE = "v1.5.0"
"""The file format that both DuckDB 1.5 and 2.0 read and write."""

SEALED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
}
"""Nothing is downloaded: all that patroli needs is inside DuckDB."""

MEMORY = "1GB"
"""Beyond it DuckDB works on disk, beside the history; however large that is."""

LESS_MEMORY = "500MB"
"""The same where other processes work beside it: what it holds besides is about half as much."""


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise whatever DuckDB, Arrow or the disk says as HistoryError."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise HistoryError(f"cannot {doing}: {in_a_line(error)}") from error


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block, or nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def given(connection: duckdb.DuckDBPyConnection, **tables: pa.Table) -> Iterator[None]:
    """Arrow tables that statements may read by name inside the block."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            # From duckdb 2.0 on an aborted transaction refuses even this; what is left is replaced
            # by the next table of that name.
            with suppress(duckdb.TransactionException):
                connection.unregister(name)


@cache
def statement(name: str) -> str:
    """The statement of one file in queries/."""
    return files(__package__).joinpath("queries", f"{name}.sql").read_text("utf-8")


def ask(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> pa.Table:
    """The answer to the question in queries/`name`.sql as an Arrow table."""
    query = statement(name).rstrip().rstrip(";")
    return connection.sql(query, params=dict(parameters or {})).to_arrow_table()


def connect(
    path: Path, *, read_only: bool = False, memory: str = MEMORY
) -> duckdb.DuckDBPyConnection:
    """A connection whose only file is `path`, which becomes a history if it is not there yet."""
    config = SEALED | {"temp_directory": f"{path}.tmp", "memory_limit": memory}
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        place = str(path).replace("'", "''")
        options = "READ_ONLY" if read_only else f"STORAGE_VERSION '{STORAGE}'"
        connection.execute(f"ATTACH '{place}' AS history ({options})")
        connection.execute("USE history")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection
