"""Builders of what a source did: rounds as letters, posts as days ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.fakes import NOW

from patroli.model import Outcome

LETTERS: dict[str, Outcome | None] = {
    "c": Outcome.COLLECTED,
    "u": Outcome.UNCHANGED,
    "e": Outcome.EMPTY,
    "f": Outcome.FAILED,
    "r": Outcome.ROBOTS_REFUSED,
    "n": Outcome.ROBOTS_UNREACHABLE,
    "s": Outcome.SKIPPED,
    "?": None,
}
RHYTHM = timedelta(hours=6)


@dataclass(frozen=True)
class ARound:
    due_at: datetime
    outcome: Outcome | None
    posts: int = 0


@dataclass(frozen=True)
class APost:
    written_at: datetime
    length: int = 200
    words: int = 0
    is_dated: bool = True
    is_signed: bool = True

    @property
    def seen_at(self) -> datetime:
        return self.written_at


@dataclass(frozen=True)
class ARecord:
    slot_id: str = "s1"
    account_id: str | None = "dewi-feed"
    keyword_id: str | None = None
    platform: str = "feed"
    address: str = "http://contoh.example/feed"
    region: str = "95.99.01"
    zone: str = "Asia/Jayapura"
    agency: str = "SMPN 3 Telaga Biru"
    last_reached: datetime | None = NOW
    last_filled: datetime | None = None
    rounds: tuple[ARound, ...] = ()
    detail: str = ""
    posts: tuple[APost, ...] = field(default=())


def rounds(letters: str) -> tuple[ARound, ...]:
    """One round a letter, the last one now; a capital `C` brought posts, a small `c` none."""
    first = NOW - RHYTHM * (len(letters) - 1)
    return tuple(
        ARound(
            first + RHYTHM * index,
            LETTERS[letter.lower()],
            10 if letter == "C" else 0,
        )
        for index, letter in enumerate(letters)
    )


def posts(*days_ago: float, length: int = 200) -> tuple[APost, ...]:
    """Posts written so many days ago, oldest first."""
    return tuple(APost(NOW - timedelta(days=days), length, hash(days)) for days in days_ago)
