"""Which backtest allows a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fakes import NOW

from patroli.backtest import Span
from patroli.backtest.gate import proof_of, required
from patroli.history.in_force import KeptBacktest

ENGINE = "e" * 64
NEED = Span(date(2029, 11, 1), date(2029, 11, 30), "Asia/Jayapura")
KEPT = KeptBacktest(
    "b" * 64, "r" * 64, "a" * 64, ENGINE, NEED.first, NEED.last, 9, 1, 2, 3, "{}", NOW
)
A_DAY = timedelta(days=1)


def test_the_last_days_are_required_and_no_more_than_there_are() -> None:
    first, last = datetime(2029, 1, 1, tzinfo=UTC), datetime(2029, 11, 30, 14, tzinfo=UTC)
    assert required((first, last), 30, "Asia/Jayapura") == NEED
    assert required((last - A_DAY, last), 30, "UTC") == Span(
        date(2029, 11, 29), date(2029, 11, 30), "UTC"
    )
    assert required(None, 30, "UTC") is None


def test_a_late_evening_in_utc_is_the_next_day_in_the_east() -> None:
    moment = datetime(2029, 11, 30, 16, tzinfo=UTC)
    need = required((moment, moment), 1, "Asia/Jayapura")
    assert need
    assert need.last == date(2029, 12, 1)


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (NEED.first, NEED.last, True),
        (NEED.first - A_DAY, NEED.last + A_DAY, True),
        (NEED.first, NEED.last - 3 * A_DAY, True),
        (NEED.first, NEED.last - 4 * A_DAY, False),
        (NEED.first + A_DAY, NEED.last, False),
    ],
)
def test_the_required_days_are_covered_but_for_the_newest(
    first: date, last: date, allowed: bool
) -> None:
    one = replace(KEPT, first_day=first, last_day=last)
    proof, missing = proof_of([one], NEED, ENGINE)
    assert (proof == one) is allowed
    assert bool(missing) is not allowed


def test_any_backtest_of_several_is_enough_and_none_is_not() -> None:
    short = replace(KEPT, first_day=NEED.last)
    assert proof_of([short, KEPT], NEED, ENGINE) == (KEPT, None)
    assert proof_of([], None, ENGINE)[0] is None
    assert proof_of([KEPT], None, ENGINE)[0] == KEPT
    assert proof_of([replace(KEPT, engine="f")], NEED, ENGINE)[0] is None
