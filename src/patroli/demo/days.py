"""When things happen in the fictional world. All moments are aware, in WIT."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from patroli.demo.places import WIT

TODAY = date(2029, 11, 25)
"""The demo's day: its queue is made at 06:00 WIT."""

DAYS = 14
"""Days of posts before today."""

_ROUNDS = ((2, time(18, 0)), (1, time(12, 0)), (1, time(22, 0)))
_HOURS = (6, 7, 7, 8, 9, 10, 12, 12, 13, 15, 16, 17, 18, 19, 19, 20, 20, 21)


def rounds(today: date = TODAY) -> tuple[datetime, ...]:
    """When the demo collects; posts are edited and deleted between two rounds."""
    return tuple(
        datetime.combine(today - timedelta(days=days), clock, WIT) for days, clock in _ROUNDS
    )


ROUNDS = rounds()


def some_time(chance: Random, today: date, first: int = DAYS, last: int = 1) -> datetime:
    """A waking hour between `first` and `last` days before today."""
    day = today - timedelta(days=chance.randint(last, first))
    clock = time(chance.choice(_HOURS), chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, WIT)


def between(chance: Random, start: datetime, end: datetime) -> datetime:
    """A moment well inside two others, to the second."""
    span = (end - start).total_seconds()
    return start + timedelta(seconds=int(span * (0.1 + 0.8 * chance.random())))
