"""When posts were written in, since when their writer broke the habit out. Pure.

Three things must hold together before a pause is called silence, so that neither a weekend nor a
slow week is taken for one:

* it is more than twice the longest pause before, and three days at least;
* somebody who posts on these days of the week, as often as before, would so rarely leave out all
  of them (once in 150 pauses, taking the days as independent);
* there is a habit: five posts at least, on six different days.

`benchmarks/silence.py` says how often this is wrong, and how late it is, for invented habits.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

POSTS_TO_JUDGE = 5
DAYS_TO_JUDGE = 6
"""A source with fewer posts, or that wrote on fewer days, has no habit that it could break."""
SILENT_TIMES = 2.0
SILENT_AT_LEAST = timedelta(days=3)
RARE = 1 / 150


def silent_since(written: Sequence[datetime], now: datetime, zone: str) -> datetime | None:
    """The last time of `written` (oldest first) if the pause since then breaks the habit."""
    clock = ZoneInfo(zone)
    days = sorted({at.astimezone(clock).date() for at in written})
    if len(written) < POSTS_TO_JUDGE or len(days) < DAYS_TO_JUDGE:
        return None
    longest = max(later - earlier for earlier, later in pairwise(written))
    if now - written[-1] <= max(longest * SILENT_TIMES, SILENT_AT_LEAST):
        return None
    return written[-1] if chance(days, now.astimezone(clock).date()) < RARE else None


def chance(days: Sequence[date], today: date) -> float:
    """How likely no post is on any day after the last of `days` and before today, 0 to 1.

    Each weekday counts by the share of its occurrences, from the first day to the last, on which
    there was a post; half an occurrence is added, for no habit is known for certain.
    """
    posted = Counter(day.weekday() for day in days)
    passed = Counter(
        (days[0] + timedelta(days=n)).weekday() for n in range((days[-1] - days[0]).days + 1)
    )
    pause = range(1, (today - days[-1]).days)
    weekdays = Counter((days[-1] + timedelta(days=n)).weekday() for n in pause)
    return math.prod(
        (1 - posted[day] / (passed[day] + 0.5)) ** times for day, times in weekdays.items()
    )
