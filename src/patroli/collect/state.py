"""What earlier rounds left in, what the next one may skip out: the round state.

It moves forward only with a landed batch, all of the batch in one transaction. If it is lost or
behind, things are fetched again; it is never ahead of what is landed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from patroli import __version__
from patroli.collect.collector import is_dead, own_name
from patroli.collect.database import LOCK_SECONDS, open_database
from patroli.collect.fared import Fared
from patroli.collect.habit import Habit
from patroli.collect.outcomes import Ending
from patroli.collect.robots import RobotsFile
from patroli.model import KnownPost, Slot, SlotState

SCHEMA_VERSION = 1
TABLES = (
    *("slot", "faring", "claim", "validator", "known_post", "robots"),
    *("spending", "spent_on", "circuit"),
)
LEASE = timedelta(minutes=15)
"""So long a slot is its collector's; one that lives renews it, one that died loses it."""
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
    ending: Ending
    seen_at: datetime
    """One time for all posts of the slot, so that those listed together can be told."""
    cursor: str | None = None
    validators: tuple[Validators, ...] = ()
    seen: tuple[KnownPost, ...] = ()
    asked: tuple[str, ...] = ()
    """Ids of posts that were asked for by themselves."""
    listing_unchanged: bool = False
    written: Mapping[str, datetime | None] = field(default_factory=dict)
    """When each seen post was written, as far as it tells."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How far a landed round brought one slot, how it has fared with it, and when it is due."""

    progress: SlotProgress
    fared: Fared
    next_due_at: datetime


@dataclass(frozen=True, slots=True)
class SlotDue:
    """How a slot ended in which round, and how it has fared up to then."""

    next_due_at: datetime
    """As it was reckoned then; a stage of a contest that began since may have moved it."""
    round_id: str
    outcome: str
    fared: Fared | None
    """None for a slot that only an earlier version of patroli has asked."""


class StateStore:
    """The round state in a SQLite file or a PostgreSQL database; safe for threads and processes.

    `collector` names who asks: a collector's claims are free to itself, and at once to everybody on
    its machine when its process is dead. A change that another holds up for `lock_seconds` fails.
    Raises LandingError if the state is of a later version, is no state at all, or cannot be
    written.
    """

    def __init__(
        self, where: Path | str, collector: str = "", lock_seconds: float = LOCK_SECONDS
    ) -> None:
        self._collector = collector or own_name()
        self._db = open_database(where, SCHEMA_VERSION, TABLES, lock_seconds)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> StateStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def due(self) -> dict[str, SlotDue]:
        """Every slot that ever ended, by id."""
        return {
            str(row[0]): SlotDue(_time(row[1]), str(row[2]), str(row[3]), _fared(row[4:]))
            for row in self._db.rows("due")
        }

    def claim(self, slots: Iterable[Slot], round_id: str, now: datetime) -> frozenset[str]:
        """Take slots for a round, for `LEASE` from now; the ids of those it got.

        The others are being asked by another collector.
        """
        values = {"round_id": round_id, "collector": self._collector, "now": _text(now)}
        values["until"] = _text(now + LEASE)
        with self._db.transaction():
            for (name,) in self._db.rows("collectors"):
                if name != self._collector and is_dead(name):
                    self._db.run("release_collector", {"collector": name})
            got = (i for i in _ids(slots) if self._db.run("put_claim", {**values, "slot_id": i}))
            return frozenset(got)

    def renew(self, round_id: str, now: datetime) -> None:
        """Keep what a round still holds for `LEASE` from now; what it lost stays lost."""
        values = {"round_id": round_id, "collector": self._collector, "until": _text(now + LEASE)}
        with self._db.transaction():
            self._db.run("renew_claims", values)

    def holds(self, slot_id: str, round_id: str) -> bool:
        """Whether a slot is still a round's; if not, another collector took it over meanwhile."""
        values = {"slot_id": slot_id, "round_id": round_id, "collector": self._collector}
        return bool(self._db.rows("holds_claim", values))

    def release(self, slots: Iterable[Slot], round_id: str) -> None:
        """Give up claims of this collector's round."""
        with self._db.transaction():
            for slot_id in _ids(slots):
                self._release(slot_id, round_id)

    def retry(self, slot_id: str) -> bool:
        """Make a slot due now, in quarantine or not; False if it was never asked."""
        with self._db.transaction():
            return self._db.run("retry", {"slot_id": slot_id}) > 0

    def note_passed_over(self, slots: Iterable[Slot], at: datetime) -> None:
        """The ledger of a landed plan tells that these were passed over."""
        with self._db.transaction():
            for slot in slots:
                self._db.run("put_noted", {"slot_id": slot.id, "noted_at": _text(at)})

    def known_ids(self, slot_id: str) -> frozenset[str]:
        """Every post that was met in a slot and is not forgotten."""
        return frozenset(str(row[0]) for row in self._db.rows("known_ids", {"slot_id": slot_id}))

    def slot_state(
        self, slot_id: str, now: datetime, *, recheck_days: int, recheck_posts: int
    ) -> SlotState:
        """Cursor and known posts: those of the last listing, and at most `recheck_posts` others."""
        since = _text(now - timedelta(days=recheck_days))
        values = {"slot_id": slot_id, "since": since, "others": recheck_posts}
        values["listed"] = LISTED_AT_MOST if recheck_posts else 0
        known = tuple(
            KnownPost(str(row[0]), str(row[1]), str(row[2]), _time(row[3]))
            for row in self._db.rows("known_posts", values)
        )
        cursors = self._db.rows("cursor", {"slot_id": slot_id})
        return SlotState(cursor=str(cursors[0][0]) if cursors else "", known=known)

    def validators(self, slot_id: str) -> dict[str, Validators]:
        """What this version of the software last landed for a slot, by the address asked."""
        rows = self._db.rows("validators", {"slot_id": slot_id, "software": __version__})
        return {row[0]: _validators(row) for row in rows}

    def robots(self, origin: str) -> RobotsFile | None:
        for row in self._db.rows("robots", {"origin": origin}):
            return RobotsFile(int(str(row[0])), str(row[1]), _time(row[2]), str(row[3]))
        return None

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        values = {"origin": origin, "status": file.status, "text": file.text}
        at = _text(file.fetched_at)
        with self._db.transaction():
            self._db.run("put_robots", {**values, "fetched_at": at, "detail": file.detail})

    def advance(self, settled: Iterable[Settled]) -> None:
        """Move forward with a landed batch, all of it or nothing; its claims end.

        A slot that its round holds no more is left as it is: this collector was stopped for longer
        than its lease, another asks the slot or has asked it, and what this one landed is only met
        twice. Giving up the claim is what tells, so that nobody can take it in between.
        """
        with self._db.transaction():
            for one in sorted(settled, key=lambda one: one.progress.slot_id):
                if self._release(one.progress.slot_id, one.progress.round_id):
                    self._advance(one.progress, one.fared, one.next_due_at)

    def rows(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """What the statement `sql/<name>.sql` finds."""
        return self._db.rows(name, values)

    @contextmanager
    def changing(self) -> Iterator[Callable[[str, Mapping[str, object]], int]]:
        """One transaction; gives what runs a statement and says how many rows it changed."""
        with self._db.transaction():
            yield self._db.run

    def prune(self, before: datetime) -> int:
        """Forget what is older than that: posts, answers, spending …; returns how many rows."""
        names = (
            *("prune_known_posts", "prune_validators", "prune_robots"),
            *("prune_spending", "prune_spent_on", "prune_circuit"),
        )
        with self._db.transaction():
            return sum(self._db.run(name, {"before": _text(before)}) for name in names)

    def _release(self, slot_id: str, round_id: str) -> bool:
        """Whether the round held it up to now."""
        values = {"slot_id": slot_id, "round_id": round_id, "collector": self._collector}
        return self._db.run("release_claim", values) > 0

    def _advance(self, one: SlotProgress, fared: Fared, next_due_at: datetime) -> None:
        seen_at, slot, run = _text(one.seen_at), {"slot_id": one.slot_id}, self._db.run
        where = {"cursor": one.cursor, "next_due_at": _text(next_due_at)}
        how = {"round_id": one.round_id, "outcome": one.ending.outcome.value}
        run("put_slot", {**slot, **where, **how})
        run("put_faring", {**slot, **_faring(fared)})
        for held in one.validators:
            values = {name: getattr(held, name) for name in Validators.__slots__}
            values |= {"fetched_at": _text(held.fetched_at), "software": __version__}
            run("put_validator", {**slot, **values})
        if one.listing_unchanged:
            run("touch_listed", {**slot, "seen_at": seen_at})
        for post in one.seen:
            values = {"post_id": post.post_id, "native_id": post.native_id, "url": post.url}
            run("put_known_post", {**slot, **values, "seen_at": seen_at})
        for post_id in one.asked:
            run("put_asked", {**slot, "post_id": post_id, "asked_at": seen_at})


def _ids(slots: Iterable[Slot]) -> list[str]:
    """In one order for everybody: collectors that want the same rows wait, and never in a ring."""
    return sorted(slot.id for slot in slots)


def _validators(row: tuple[Any, ...]) -> Validators:
    url, answered_by, etag, modified, body, wire, record, at = row
    return Validators(url, answered_by, etag, modified, body, wire, record, _time(at))


def _faring(fared: Fared) -> dict[str, object]:
    return {
        "asked_at": _text_or_empty(fared.asked_at),
        "habit": str(fared.habit),
        "soft": fared.soft,
        "hard": fared.hard,
        "failing_since": _text_or_empty(fared.failing_since),
        "quarantined_since": _text_or_empty(fared.quarantined_since),
        "why": fared.why,
        "not_before": _text_or_empty(fared.not_before),
        "more": int(fared.more),
        "noted_at": _text_or_empty(fared.noted_at),
    }


def _fared(row: tuple[Any, ...]) -> Fared | None:
    asked_at, habit, soft, hard, failing, quarantined, why, not_before, more, noted = row
    if habit is None:
        return None
    return Fared(
        asked_at=_time_or_none(asked_at),
        habit=Habit.parse(str(habit)),
        soft=int(soft),
        hard=int(hard),
        failing_since=_time_or_none(failing),
        quarantined_since=_time_or_none(quarantined),
        why=str(why),
        not_before=_time_or_none(not_before),
        more=bool(more),
        noted_at=_time_or_none(noted),
    )


def _text(at: datetime) -> str:
    """Fixed width, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text_or_empty(at: datetime | None) -> str:
    return _text(at) if at else ""


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def _time_or_none(text: object) -> datetime | None:
    return _time(text) if text else None
