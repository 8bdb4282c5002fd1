"""A snapshot in; a connection that can only read it, and what in it does not hold, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from patroli.audit.reading import SEALED, sha256_of, statements, translated
from patroli.model import digest

ROWS_AT_ONCE = 10_000


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read this one file and do nothing else, not even change a setting."""
    with translated(f"open {path}"):
        connection = duckdb.connect(str(path), read_only=True, config=dict(SEALED))
        try:
            if not _locked(connection):  # connections of one process to one file share settings
                connection.execute("SET GLOBAL TimeZone = 'UTC'")
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
        except BaseException:
            connection.close()
            raise
    return connection


def _locked(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return bool(found and found[0])


def verify_snapshot(path: Path) -> tuple[str, ...]:
    """What does not hold, in sentences; empty if the snapshot is what was published.

    The file against the SHA-256 beside it; every match and queue item against its row hash; every
    version against the hash of its content. Raises HistoryError if it cannot be read.
    """
    with translated(f"verify {path}"):
        beside = path.with_name(f"{path.name}.sha256")
        published = beside.read_text("utf-8").split()[0] if beside.exists() else ""
        wrong = [] if sha256_of(path) == published else [f"{path.name} is not what was published"]
        queries = statements("queries")
        with open_snapshot(path) as connection:
            matches = connection.execute(queries["changed_matches"]).fetchall()
            wrong += [f"match {row[0]} is not what was recorded" for row in matches]
            items = connection.execute(queries["changed_items"]).fetchall()
            wrong += [f"queue item {row[0]} is not what was recorded" for row in items]
            for (number,) in connection.execute(queries["changed_activations"]).fetchall():
                wrong.append(f"activation {number} is not what was recorded")
            changed = _changed_versions(connection, queries["version_contents"])
            wrong += [f"version {version} does not hold what its hash says" for version in changed]
    return tuple(wrong)


def _changed_versions(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    result = connection.execute(query)
    while rows := result.fetchmany(ROWS_AT_ONCE):
        for version, title, text, parent_id, parent_text, media in rows:
            if digest(title, text, parent_id, parent_text, *media) != version:
                yield version
