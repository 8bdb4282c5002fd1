"""What earlier rounds left in, what the next one may skip out: a small SQLite file.

It moves forward only with a landed batch, all of the batch in one transaction. If it is lost or
behind, things are fetched again; it is never ahead of what is landed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from patroli import __version__
from patroli.collect.robots import RobotsFile
from patroli.errors import LandingError
from patroli.model import KnownPost, Outcome, SlotState

SCHEMA_VERSION = 1
TABLES = ("slot", "validator", "known_post", "robots", "spending", "spent_on", "circuit")
LISTED_AT_MOST = 500
"""Posts of one slot's last listing that a connector is told of."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last landed answer of one address can be compared with."""

    url: str
    answered_by: str
    """The address after redirects; only there the validators mean something."""
    etag: str
    last_modified: str
    body_sha256: str
    wire_sha256: str
    record_id: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class SlotProgress:
    """How far one landed round brought one slot."""

    slot_id: str
    round_id: str
    outcome: Outcome
    next_due_at: datetime
    seen_at: datetime
    """One time for all posts of the slot, so that those listed together can be told."""
    cursor: str | None = None
    validators: tuple[Validators, ...] = ()
    seen: tuple[KnownPost, ...] = ()
    asked: tuple[str, ...] = ()
    """Ids of posts that were asked for by themselves."""
    listing_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class SlotDue:
    """When a slot is due again, and how it ended in which round."""

    next_due_at: datetime
    round_id: str
    outcome: str


class StateStore:
    """The round state in one SQLite file (WAL); safe for threads and for other processes.

    Raises LandingError if the file was written by a later version, is no state file at all, or
    cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(
            path, timeout=60, check_same_thread=False, isolation_level="IMMEDIATE"
        )
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            self._db.close()
            raise LandingError(f"{path} cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise LandingError(f"{path} is not a state file: {error}") from error
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> StateStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def due(self) -> dict[str, SlotDue]:
        """Every slot that ever ended, by id."""
        rows = self._rows("due", {})
        return {str(r[0]): SlotDue(_time(r[1]), str(r[2]), str(r[3])) for r in rows}

    def slot_state(
        self, slot_id: str, now: datetime, *, recheck_days: int, recheck_posts: int
    ) -> SlotState:
        """Cursor and known posts: those of the last listing, and at most `recheck_posts` others."""
        since = _text(now - timedelta(days=recheck_days))
        values = {"slot_id": slot_id, "since": since, "others": recheck_posts}
        values["listed"] = LISTED_AT_MOST if recheck_posts else 0
        known = tuple(
            KnownPost(str(row[0]), str(row[1]), str(row[2]), _time(row[3]))
            for row in self._rows("known_posts", values)
        )
        cursors = self._rows("cursor", {"slot_id": slot_id})
        return SlotState(cursor=str(cursors[0][0]) if cursors else "", known=known)

    def validators(self, slot_id: str) -> dict[str, Validators]:
        """What this version of the software last landed for a slot, by the address asked."""
        rows = self._rows("validators", {"slot_id": slot_id, "software": __version__})
        return {row[0]: _validators(row) for row in rows}

    def robots(self, origin: str) -> RobotsFile | None:
        for row in self._rows("robots", {"origin": origin}):
            return RobotsFile(int(str(row[0])), str(row[1]), _time(row[2]), str(row[3]))
        return None

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        values = {"origin": origin, "status": file.status, "text": file.text}
        at = _text(file.fetched_at)
        with self._transaction() as db:
            db.execute(_sql("put_robots"), {**values, "fetched_at": at, "detail": file.detail})

    def advance(self, progress: Iterable[SlotProgress]) -> None:
        """Move forward with a landed batch: all of it or nothing."""
        with self._transaction() as db:
            for one in progress:
                _advance(db, one)

    def rows(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """What the statement `sql/<name>.sql` finds."""
        return self._rows(name, values)

    @contextmanager
    def changing(self) -> Iterator[Callable[[str, Mapping[str, object]], int]]:
        """One transaction; gives what runs a statement and says how many rows it changed."""
        with self._transaction() as db:
            yield lambda name, values: db.execute(_sql(name), dict(values)).rowcount

    def prune(self, before: datetime) -> int:
        """Forget what is older than that: posts, answers, spending …; returns how many rows."""
        names = (
            *("prune_known_posts", "prune_validators", "prune_robots"),
            *("prune_spending", "prune_spent_on", "prune_circuit"),
        )
        with self._transaction() as db:
            return sum(db.execute(_sql(name), {"before": _text(before)}).rowcount for name in names)

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        found = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if found > SCHEMA_VERSION:
            raise LandingError(f"the state file is of version {found}, newer than this patroli")
        with self._transaction() as db:
            for table in TABLES:
                db.execute(_sql(f"create_{table}"))
            db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")

    def _rows(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with (
            _as_landing_error(),
            self._lock,
            closing(self._db.execute(_sql(name), dict(values))) as found,
        ):
            return found.fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _as_landing_error(), self._lock, self._db:
            yield self._db


@contextmanager
def _as_landing_error() -> Iterator[None]:
    """A full disk, or a lock held for a minute, stops the batch and not one slot of it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LandingError(f"the round state cannot be kept: {error}") from error


def _validators(row: tuple[Any, ...]) -> Validators:
    url, answered_by, etag, modified, body, wire, record, at = row
    return Validators(url, answered_by, etag, modified, body, wire, record, _time(at))


def _advance(db: sqlite3.Connection, one: SlotProgress) -> None:
    seen_at, slot = _text(one.seen_at), {"slot_id": one.slot_id}
    db.execute(
        _sql("put_slot"),
        {
            **slot,
            "cursor": one.cursor,
            "next_due_at": _text(one.next_due_at),
            "round_id": one.round_id,
            "outcome": one.outcome.value,
        },
    )
    for held in one.validators:
        values = {name: getattr(held, name) for name in Validators.__slots__}
        values |= {"fetched_at": _text(held.fetched_at), "software": __version__}
        db.execute(_sql("put_validator"), {**slot, **values})
    if one.listing_unchanged:
        db.execute(_sql("touch_listed"), {**slot, "seen_at": seen_at})
    for post in one.seen:
        values = {"post_id": post.post_id, "native_id": post.native_id, "url": post.url}
        db.execute(_sql("put_known_post"), {**slot, **values, "seen_at": seen_at})
    for post_id in one.asked:
        db.execute(_sql("put_asked"), {**slot, "post_id": post_id, "asked_at": seen_at})


@cache
def _sql(name: str) -> str:
    return resources.files("patroli.collect").joinpath("sql", f"{name}.sql").read_text("utf-8")


def _text(at: datetime) -> str:
    """Fixed width, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
