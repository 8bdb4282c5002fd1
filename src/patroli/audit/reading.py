"""How audit meets DuckDB: sealed off, and every error a HistoryError."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from patroli.errors import HistoryError, in_a_line

SEALED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
}


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise whatever DuckDB, Arrow or the disk says as HistoryError."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise HistoryError(f"cannot {doing}: {in_a_line(error)}") from error


def statements(folder: str) -> dict[str, str]:
    """Every .sql file of a folder of this room, by name."""
    found = files(__package__).joinpath(folder).iterdir()
    sql = {f.name.removesuffix(".sql"): f.read_text("utf-8") for f in found if f.is_file()}
    return dict(sorted(sql.items()))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
