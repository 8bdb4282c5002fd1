"""When a slot's posts were written in, how many a day to expect out; kept in one short text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAYS = 28
"""For so many days back posts count."""
HALF_LIFE = 7.0
"""Days after which a day counts half."""
STRANGER = 1.0
"""Posts that a slot is credited with at first, so that one nobody knows is not taken for silent."""


@dataclass(frozen=True, slots=True)
class Habit:
    """On which UTC days new posts were written, over the last four weeks."""

    since: date
    """From this day on the slot's posts are known."""
    posts: tuple[tuple[date, int], ...] = ()

    def met(self, at: datetime, written: Iterable[datetime | None]) -> Habit:
        """With posts met for the first time at `at`; one without a date counts on that day.

        A listing that reaches back before `since` tells of the days between, too: an account whose
        newest post is a year old is known to be silent at first sight.
        """
        today = at.astimezone(UTC).date()
        oldest = today - timedelta(days=DAYS - 1)
        days = [min(_day(w), today) if w else today for w in written]
        since = max(oldest, min([self.since, *days]))
        counts = Counter(dict(self.posts)) + Counter(days)
        return Habit(since, tuple(sorted((d, n) for d, n in counts.items() if d >= oldest)))

    def per_day(self, at: datetime) -> float:
        """Posts to expect a day, always above 0; the more posts, the more."""
        today = at.astimezone(UTC).date()
        observed = max((today - self.since).days, 0)
        credit = STRANGER * _weight(observed)
        posts = sum(_weight((today - day).days) * count for day, count in self.posts)
        days = sum(_weight(age) for age in range(min(observed + 1, DAYS)))
        return (posts + credit) / days

    def __str__(self) -> str:
        """`2029-11-01 2029-11-03:2 2029-11-09:1`"""
        return " ".join([f"{self.since}", *(f"{day}:{count}" for day, count in self.posts)])

    @classmethod
    def parse(cls, text: str) -> Habit:
        """The habit as `str` wrote it."""
        since, *posts = text.split()
        pairs = (one.split(":") for one in posts)
        return cls(
            date.fromisoformat(since),
            tuple((date.fromisoformat(day), int(count)) for day, count in pairs),
        )


def _day(written: datetime) -> date:
    """The UTC day; of a moment at either end of the calendar the day it is written with."""
    try:
        return written.astimezone(UTC).date()
    except OverflowError:
        return written.date()


def _weight(age: int) -> float:
    return float(0.5 ** (max(age, 0) / HALF_LIFE))
