"""What people found in, an append-only log of it out, each event chained to the one before.

Two kinds of event share the chain: a decision on a post, and an answer to a question about an
account. One head proves both.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from patroli.errors import BadInput, ReviewLogError
from patroli.model import Answered, Decision, Reply

START = "0" * 64
"""What the first event is chained to."""

BUSY_SECONDS = 30
"""How long one writer waits for another; an append takes milliseconds."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    previous TEXT NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS events_are_not_removed BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS events_follow_the_last BEFORE INSERT ON events
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
"""


class Word(StrEnum):
    """What a person can find. The system finds nothing."""

    SUSPECTED = "dugaan pelanggaran"
    NONE = "bukan pelanggaran"
    DEEPER = "perlu pendalaman"
    OUTSIDE = "di luar kewenangan"


@dataclass(frozen=True, slots=True)
class Event:
    """One decision in the log, with its place in the chain."""

    number: int
    hash: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: whoever kept it elsewhere can prove that nothing before it changed."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold."""

    number: int
    why: str


class ReviewLog:
    """The log at `path`; several processes may append at once. Nothing stays open between calls.

    Every method raises ReviewLogError when the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(path)

    def append(self, decision: Decision) -> Head:
        """Add one decision for good; it is on the disk when this returns.

        Raises BadInput for an unknown word, a missing reason, a time without a zone, or a
        suspected violation without a legal basis and what speaks for the person.
        """
        _check(decision)
        return self._append(_content(decision))

    def answer(self, answered: Answered) -> Head:
        """Add one answer about an account for good, likewise.

        Raises BadInput where it names no question or nobody, or says not why, or has no zone.
        """
        _check_answer(answered)
        return self._append(_answer_content(answered))

    def _append(self, content: str) -> Head:
        with self._open("append to") as connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                last = _last(connection)
                head = Head(last.number + 1, link(last.hash, last.number + 1, content))
                row = (head.number, last.hash, content, head.hash)
                connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", row)
        return head

    def read(self) -> tuple[Event, ...]:
        """Every decision ever, in order."""
        return tuple(
            Event(number, own, _decision(content))
            for number, _, content, own in self._rows()
            if not _is_answer(content)
        )

    def answers(self) -> tuple[Answered, ...]:
        """Every answer about an account ever, in order."""
        contents = (content for _, _, content, _ in self._rows())
        return tuple(_answered(content) for content in contents if _is_answer(content))

    def decided(self) -> dict[tuple[str, str], Decision]:
        """The latest decision on each post id and version."""
        return {(e.decision.post_id, e.decision.version): e.decision for e in self.read()}

    def head(self) -> Head:
        """The end of the chain, to be printed and kept where the log's writer cannot reach."""
        rows = self._rows()
        return Head(rows[-1][0], rows[-1][3]) if rows else Head(0, START)

    def verify(self, kept: Head | None = None) -> Broken | None:
        """The first broken link, or None. Only a head kept elsewhere shows that an end was cut."""
        previous = START
        rows = self._rows()
        for expected, (number, before, content, own) in enumerate(rows, start=1):
            if number != expected:
                return Broken(expected, f"event {expected} is missing")
            if before != previous:
                return Broken(number, "it is not chained to the event before it")
            if own != link(previous, number, content):
                return Broken(number, "its content is not what was hashed")
            previous = own
        if kept and kept.number > len(rows):
            return Broken(len(rows) + 1, f"the log once had {kept.number} events")
        if kept and kept.number and rows[kept.number - 1][3] != kept.hash:
            return Broken(kept.number, "it is not the event whose hash was kept")
        return None

    def _rows(self) -> list[tuple[int, str, str, str]]:
        if not self._path.exists():
            return []
        with self._open("read") as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='events'").fetchall():
                return []
            return connection.execute(
                "SELECT number, previous, content, hash FROM events ORDER BY number"
            ).fetchall()

    @contextmanager
    def _open(self, doing: str) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            with closing(connection):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise ReviewLogError(f"cannot {doing} {self._path}: {error}") from error


def link(previous: str, number: int, content: str) -> str:
    """The hash of an event: SHA-256 over the hash before it, its number and its JSON."""
    return hashlib.sha256(f"{previous}\n{number}\n{content}".encode()).hexdigest()


def _check(decision: Decision) -> None:
    if decision.word not in set(Word):
        raise BadInput(f"the word {decision.word!r} is not one of: {', '.join(Word)}")
    if not decision.reason.strip():
        raise BadInput("a decision needs a reason code")
    if not (decision.post_id and decision.version and decision.reviewer):
        raise BadInput("a decision names its post, the version and the reviewer")
    if decision.decided_at.tzinfo is None:
        raise BadInput("a decision's time needs a zone")
    if decision.word == Word.SUSPECTED and not (decision.basis and decision.exculpatory.strip()):
        raise BadInput(
            f"{Word.SUSPECTED.value!r} needs a legal basis and what speaks for the person"
        )


def _content(decision: Decision) -> str:
    values = asdict(decision) | {"decided_at": decision.decided_at.isoformat()}
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def _decision(content: str) -> Decision:
    try:
        values = json.loads(content)
        decided_at = datetime.fromisoformat(values["decided_at"])
        return Decision(**values | {"decided_at": decided_at, "basis": tuple(values["basis"])})
    except (ValueError, KeyError, TypeError) as error:
        raise ReviewLogError(f"an event of the review log cannot be read: {error}") from error


_ANSWER = '{"answer":'
"""How the content of an answer begins; a decision's, whose keys are sorted too, never does."""


def _is_answer(content: str) -> bool:
    return content.startswith(_ANSWER)


def _check_answer(answered: Answered) -> None:
    if not (answered.question_id and answered.account_id):
        raise BadInput("an answer names its question and the account")
    if not answered.by.strip() or not answered.why.strip():
        raise BadInput("an answer says who gives it, and why")
    if answered.answered_at.tzinfo is None:
        raise BadInput("an answer's time needs a zone")


def _answer_content(answered: Answered) -> str:
    values = asdict(answered) | {"answered_at": answered.answered_at.isoformat()}
    return json.dumps({"answer": values}, sort_keys=True, separators=(",", ":"))


def _answered(content: str) -> Answered:
    try:
        values = json.loads(content)["answer"]
        at = datetime.fromisoformat(values["answered_at"])
        return Answered(**values | {"answered_at": at, "reply": Reply(values["reply"])})
    except (ValueError, KeyError, TypeError) as error:
        raise ReviewLogError(f"an event of the review log cannot be read: {error}") from error


def _last(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT number, hash FROM events ORDER BY number DESC LIMIT 1")
    found = row.fetchone()
    return Head(*found) if found else Head(0, START)
