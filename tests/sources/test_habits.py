"""Silence is called where a habit is broken, over many invented ones: in time, not before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW

from patroli.sources.habits import SILENT_AT_LEAST, chance, silent_since

ZONE = "Asia/Jayapura"
DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=60)
STOPPED = timedelta(days=24)
"""Nobody who kept a habit for seven weeks is quiet for longer without an alarm."""

WEEKS = st.sets(st.integers(0, 6), min_size=1)
HOURS = st.lists(st.floats(7, 21), min_size=40, max_size=80)


def kept(weekdays: set[int], hours: list[float], days: int) -> list[datetime]:
    """A post on every such weekday, at this or that hour of the day, for so many days until NOW."""
    first = NOW.astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0) - days * DAY
    midnights = [first + n * DAY for n in range(days)]
    return [
        midnight + timedelta(hours=hours[n % len(hours)])
        for n, midnight in enumerate(midnights)
        if midnight.weekday() in weekdays
    ]


def seen(written: list[datetime], at: datetime) -> list[datetime]:
    """What a look at a moment knows of it."""
    past = [post for post in written if post <= at]
    return [post for post in past if post >= past[-1] - LOOKED_BACK]


@given(WEEKS, HOURS)
def test_whoever_keeps_a_habit_is_never_called_silent(
    weekdays: set[int], hours: list[float]
) -> None:
    written = kept(weekdays, hours, 120)
    at = written[0]
    while at < written[-1]:
        assert silent_since(seen(written, at), at, ZONE) is None
        at += timedelta(hours=9)


@given(WEEKS, HOURS)
def test_whoever_breaks_a_habit_is_called_silent_in_time_and_not_at_once(
    weekdays: set[int], hours: list[float]
) -> None:
    written = kept(weekdays, hours, 60)
    last = written[-1]
    assert silent_since(seen(written, last), last + SILENT_AT_LEAST, ZONE) is None
    assert silent_since(seen(written, last), last + STOPPED, ZONE) == last


@given(WEEKS, HOURS, st.integers(25, 400))
def test_silence_does_not_end_by_itself(weekdays: set[int], hours: list[float], days: int) -> None:
    written = kept(weekdays, hours, 60)
    assert silent_since(seen(written, NOW), written[-1] + days * DAY, ZONE) == written[-1]


@given(st.lists(st.floats(0, 60), max_size=4), st.integers(0, 400))
def test_who_posted_too_little_is_never_called_silent(ago: list[float], later: int) -> None:
    written = sorted(NOW - timedelta(days=days) for days in ago)
    assert silent_since(written, NOW + later * DAY, ZONE) is None


def test_a_burst_on_one_day_is_no_habit() -> None:
    burst = [NOW - timedelta(minutes=n) for n in range(40, 0, -1)]
    assert silent_since(burst, NOW + 30 * DAY, ZONE) is None


def test_an_office_that_posts_on_workdays_may_be_quiet_over_a_long_weekend() -> None:
    written = kept({0, 1, 2, 3, 4}, [9.0], 60)
    last = written[-1]
    silent = [n for n in range(20) if silent_since(written, last + n * DAY, ZONE)]
    assert silent[0] > 6


def test_a_weekly_poster_may_be_quiet_for_two_weeks() -> None:
    written = [NOW - timedelta(days=days) for days in (48, 41, 34, 27, 20, 13)]
    assert silent_since(written, NOW, ZONE) is None
    assert silent_since(written, NOW + 2 * DAY, ZONE) == written[-1]


def test_a_day_on_which_nothing_is_ever_posted_says_nothing() -> None:
    mondays = [datetime(2029, 10, day).date() for day in (1, 8, 15, 22, 29)]  # noqa: DTZ001
    assert chance(mondays, mondays[-1] + 7 * DAY) == 1
    assert chance(mondays, mondays[-1] + 8 * DAY) < 0.1
