"""Where the round state is kept in, one small face for SQLite and PostgreSQL out.

Both run the same files in `sql/`. What they do not share is said here, all of it:

=============== ============================ ==================================================
                SQLite                       PostgreSQL
=============== ============================ ==================================================
a value         `:name`                      `%(name)s`
a text column   `TEXT`, compared by bytes    `TEXT COLLATE "C"`, else the locale decides
a table         `STRICT`, so types hold      types always hold
the version     `PRAGMA user_version`        the table `state_version`
a lock          waited for a minute          the same; who holds one and says nothing for
                                             a minute, being stopped or away, is cut off
=============== ============================ ==================================================
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, cast

from patroli.errors import LandingError, in_a_line

Row = tuple[Any, ...]
Values = Mapping[str, object]
NOTHING: Values = {}
UPGRADING = 7_470_215
"""PostgreSQL's advisory lock under which tables are made: two collectors may start at once."""
CONNECT_SECONDS = 20
LOCK_SECONDS = 60.0
"""So long a lock is waited for. In PostgreSQL nobody keeps one longer without saying a word."""
WAITS = "lock_timeout", "idle_in_transaction_session_timeout"


class Database(Protocol):
    """Statements by the names of their files; safe for threads. Raises LandingError."""

    def rows(self, name: str, values: Values = NOTHING) -> list[Row]:
        """What a question answers."""

    def transaction(self) -> AbstractContextManager[None]:
        """All of the block, or nothing of it."""

    def run(self, name: str, values: Values = NOTHING) -> int:
        """Change something, inside a transaction; how many rows."""

    def close(self) -> None: ...


def open_database(
    where: Path | str, version: int, tables: tuple[str, ...], lock_seconds: float = LOCK_SECONDS
) -> Database:
    """The database at a path or a `postgresql://` address, its tables made if need be."""
    if isinstance(where, Path):
        return SQLite(where, version, tables, lock_seconds)
    if not where.startswith(("postgresql://", "postgres://")):
        kind = where.partition("://")[0] if "://" in where else "no scheme"
        raise LandingError(f"the round state's address has {kind}; expected postgresql://…")
    return PostgreSQL(where, version, tables, lock_seconds)


class SQLite:
    """One file (WAL), shared by threads and by processes of one machine."""

    def __init__(
        self, path: Path, version: int, tables: tuple[str, ...], lock_seconds: float
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(
            path, timeout=lock_seconds, check_same_thread=False, isolation_level="IMMEDIATE"
        )
        try:
            self._prepare(version, tables)
        except sqlite3.OperationalError as error:
            self._db.close()
            raise LandingError(f"{path} cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise LandingError(f"{path} is not a state file: {error}") from error
        except BaseException:
            self._db.close()
            raise

    def rows(self, name: str, values: Values = NOTHING) -> list[Row]:
        with (
            self._as_landing_error(),
            self._lock,
            closing(self._db.execute(statement(name), dict(values))) as found,
        ):
            return found.fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._as_landing_error(), self._lock, self._db:
            yield

    def run(self, name: str, values: Values = NOTHING) -> int:
        return self._db.execute(statement(name), dict(values)).rowcount

    def close(self) -> None:
        self._db.close()

    def _prepare(self, version: int, tables: tuple[str, ...]) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        _refuse_later(int(self._db.execute("PRAGMA user_version").fetchone()[0]), version)
        with self.transaction():
            for table in tables:
                self._db.execute(statement(f"create_{table}").replace("\n);", "\n) STRICT;"))
            self._db.execute(f"PRAGMA user_version={version}")

    @contextmanager
    def _as_landing_error(self) -> Iterator[None]:
        """A full disk, or a lock held for a minute, stops the batch and not one slot of it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise LandingError(f"the round state cannot be kept: {error}") from error


class PostgreSQL:
    """A database that collectors on several machines share; needs the extra `postgres`."""

    def __init__(
        self, url: str, version: int, tables: tuple[str, ...], lock_seconds: float
    ) -> None:
        try:
            import psycopg  # only who keeps the state there needs it
        except ImportError as error:
            raise LandingError(
                "the round state is in PostgreSQL: install patroli[postgres]"
            ) from error
        self._error = psycopg.Error
        self._lock = threading.RLock()
        with self._as_landing_error("cannot be opened"):
            self._db = psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        try:
            for name in WAITS:
                self._db.execute("SELECT set_config(%s, %s, false)", (name, f"{lock_seconds}s"))
            self._prepare(version, tables)
        except BaseException:
            self._db.close()
            raise

    def rows(self, name: str, values: Values = NOTHING) -> list[Row]:
        with self._as_landing_error(), self._lock:
            return self._db.execute(_for_postgresql(name), values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._as_landing_error(), self._lock, self._db.transaction():
            yield

    def run(self, name: str, values: Values = NOTHING) -> int:
        return self._db.execute(_for_postgresql(name), values).rowcount

    def close(self) -> None:
        self._db.close()

    def _prepare(self, version: int, tables: tuple[str, ...]) -> None:
        with self.transaction():
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", (UPGRADING,))
            for table in ("state_version", *tables):
                self.run(f"create_{table}")
            found = self.rows("state_version")
            _refuse_later(found[0][0] if found else 0, version)
            self.run("put_state_version", {"version": version})

    @contextmanager
    def _as_landing_error(self, what: str = "cannot be kept") -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise LandingError(f"the round state {what}: {in_a_line(error)}") from error


def _refuse_later(found: int, version: int) -> None:
    if found > version:
        raise LandingError(f"the state is of version {found}, newer than this patroli")


@cache
def statement(name: str) -> str:
    """The text of one file in `sql/`."""
    return resources.files("patroli.collect").joinpath("sql", f"{name}.sql").read_text("utf-8")


@cache
def _for_postgresql(name: str) -> Any:
    text = re.sub(r":([a-z][a-z0-9_]*)", r"%(\1)s", statement(name).replace("%", "%%"))
    return cast("Any", text.replace(" TEXT", ' TEXT COLLATE "C"'))
