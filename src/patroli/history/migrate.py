"""Numbered SQL files in, a history of this program's shape out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from patroli import __version__
from patroli.errors import HistoryError
from patroli.history.store import connect, statement, transaction


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from one shape of the history to the next."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """Every step this program knows, in order."""
    steps = [
        Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text("utf-8"))
        for file in files(__package__).joinpath("schema").iterdir()
        if file.name.endswith(".sql")
    ]
    return tuple(sorted(steps, key=lambda step: step.number))


def pending(
    connection: duckdb.DuckDBPyConnection, known: Sequence[Migration] | None = None
) -> tuple[Migration, ...]:
    """The steps this history still lacks; changes nothing.

    Raises HistoryError if the history has steps that this program does not know.
    """
    known = known or migrations()
    applied = _applied(connection)
    newer = applied - {step.number for step in known}
    if newer:
        raise HistoryError(
            f"the history is newer than this program: it has step {max(newer)}, "
            f"the program knows up to {known[-1].number}; use a newer patroli"
        )
    return tuple(step for step in known if step.number not in applied)


def migrate(
    connection: duckdb.DuckDBPyConnection, known: Sequence[Migration] | None = None
) -> tuple[Migration, ...]:
    """Take every missing step, each with its record in one transaction; returns those taken."""
    steps = pending(connection, known)
    for step in steps:
        with transaction(connection):
            connection.execute(statement("create_schema_migrations"))
            connection.execute(step.sql)
            values = {"number": step.number, "name": step.name, "program": __version__}
            connection.execute(statement("record_migration"), values)
    return steps


def begin(path: Path) -> None:
    """Make an empty history aside and give it its name: no half of one ever lies there.

    A file that DuckDB could not finish, on a full disk or at a kill, it would never open again.
    """
    aside = path.with_name(f".{path.name}.part")
    _remove(aside)
    try:
        with connect(aside) as connection:
            migrate(connection)
            connection.execute("CHECKPOINT")
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        _remove(aside)


def _remove(aside: Path) -> None:
    for left in aside.parent.glob(f"{aside.name}*"):
        left.unlink()


def _applied(connection: duckdb.DuckDBPyConnection) -> set[int]:
    found = connection.execute(statement("has_schema_migrations")).fetchall()
    if not found:
        return set()
    return {row[0] for row in connection.execute(statement("applied_migrations")).fetchall()}
