"""How often a slot is asked follows from what it posts, the stage it is in, and how it fails."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.collect.states import a_fared, an_ending
from tests.fakes import NOW, a_contest, a_slot

from patroli.collect.fared import HARD_LIMIT, SOFT_LIMIT, Fared, fare
from patroli.collect.habit import DAYS, Habit
from patroli.collect.interval import (
    EARLY,
    JITTER,
    SLOWLY,
    SOON,
    Bounds,
    bounds_of,
    due_at,
    usual_due_at,
)
from patroli.collect.robots import KEPT_FOR
from patroli.config.settings import Asking
from patroli.model import Outcome, Stage

TODAY = NOW.astimezone(UTC).date()
SLOT = a_slot()
BOUNDS = Bounds(timedelta(hours=6), timedelta(hours=168))
ages = st.integers(0, 40)
days = st.lists(ages, max_size=40)
outcomes = st.sampled_from(list(Outcome))


def a_habit(posts: list[int], since: int = DAYS - 1) -> Habit:
    """Posts of so many days ago each."""
    start = Habit(TODAY - timedelta(days=since))
    return start.met(NOW, [NOW - timedelta(days=age) for age in posts])


def due(fared: Fared, bounds: Bounds = BOUNDS) -> datetime:
    found = due_at(SLOT, fared, bounds)
    assert found is not None
    return found


def after(*endings: Outcome, hours: float = 24) -> Fared:
    """A new slot after rounds that ended so."""
    fared: Fared | None = None
    for number, outcome in enumerate(endings):
        at = NOW + timedelta(hours=hours * number)
        fared = fare(fared, an_ending(outcome, "ujian"), at, ())
    assert fared
    return fared


def test_who_posts_daily_is_asked_daily_and_who_is_silent_weekly() -> None:
    daily = due(a_fared(habit=a_habit(list(range(DAYS))))) - NOW
    weekly = due(a_fared(habit=a_habit([7, 14, 21]))) - NOW
    silent = due(a_fared(habit=a_habit([]))) - NOW
    assert daily <= timedelta(hours=24)
    assert daily < weekly < silent == timedelta(days=7) * EARLY


def test_an_unknown_account_is_asked_often_at_first() -> None:
    assert due(after(Outcome.EMPTY)) - NOW == timedelta(hours=6) * EARLY


def test_a_feed_whose_newest_post_is_a_year_old_is_known_to_be_silent_at_first_sight() -> None:
    fared = fare(None, an_ending(), NOW, [NOW - timedelta(days=400)] * 10)
    assert due(fared) - NOW == timedelta(days=7) * EARLY


def test_a_post_without_a_date_or_from_the_future_counts_today() -> None:
    met = Habit(TODAY).met(NOW, [None, NOW + timedelta(days=400)])
    assert met.posts == ((TODAY, 2),)


@settings(deadline=None)
@given(days, st.integers(0, 50))
def test_a_habit_is_written_and_read_alike(posts: list[int], since: int) -> None:
    habit = a_habit(posts, since)
    assert Habit.parse(str(habit)) == habit
    assert len(str(habit)) < 12 * DAYS + 100


@settings(deadline=None)
@given(days, ages, st.integers(0, DAYS - 1))
def test_more_posts_never_mean_asked_less_often(posts: list[int], one: int, since: int) -> None:
    """Where the span of days that is known is the same."""
    kept = [age for age in posts if age <= since]
    before = a_fared(habit=a_habit(kept, since))
    more = a_fared(habit=a_habit([*kept, min(one, since)], since))
    assert due(more) <= due(before)


@settings(deadline=None)
@given(
    st.lists(st.tuples(outcomes, st.integers(1, 400), days), min_size=1, max_size=12),
    st.floats(0.5, 48),
    st.floats(0, 600),
)
def test_a_slot_is_always_asked_within_its_bounds(
    rounds: list[tuple[Outcome, int, list[int]]], shortest: float, wider: float
) -> None:
    bounds = Bounds(timedelta(hours=shortest), timedelta(hours=shortest + wider))
    fared, at = None, NOW
    for outcome, hours, posts in rounds:
        at += timedelta(hours=hours)
        fared = fare(fared, an_ending(outcome), at, [at - timedelta(days=age) for age in posts])
        failing = min(bounds.shortest, SOON) * (1 - JITTER)
        least = failing if fared.failures else bounds.shortest
        assert least * EARLY <= due(fared, bounds) - at <= bounds.longest
        assert due(fared, bounds) == due(fared, bounds)
        assert (usual_due_at(fared, bounds) or at) - at <= bounds.longest


@pytest.mark.parametrize(
    "outcome", [Outcome.FAILED, Outcome.ROBOTS_UNREACHABLE, Outcome.LOGIN_WALL]
)
def test_failures_are_asked_ever_more_rarely_up_to_the_longest(outcome: Outcome) -> None:
    waits = []
    for failures in range(1, 15):
        fared = after(*[outcome] * failures)
        assert fared.asked_at
        waits.append(due(fared) - fared.asked_at)
    assert waits == sorted(waits)
    assert waits[0] < timedelta(hours=7)
    assert waits[-1] == timedelta(days=7) * EARLY


def test_what_robots_txt_refuses_is_looked_at_ever_more_rarely_and_is_never_in_quarantine() -> None:
    fared, at, waits = None, NOW, []
    for _ in range(8):
        fared = fare(fared, an_ending(Outcome.ROBOTS_REFUSED, "ujian"), at, ())
        waits.append(due(fared) - at)
        at = due(fared)
    assert fared
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (SLOWLY * EARLY, BOUNDS.longest * EARLY)
    assert (fared.failures, fared.quarantined_since, fared.refused_since) == (0, None, NOW)
    assert fared.why == "robots_refused: ujian"
    answered = fare(fared, an_ending(Outcome.EMPTY), at, ())
    assert (answered.refused_since, answered.failing_since, answered.why) == (None, None, "")


def test_a_robots_txt_is_read_anew_whenever_what_it_refuses_is_looked_at() -> None:
    assert SLOWLY * EARLY > KEPT_FOR


def test_a_refusal_is_no_failure_and_a_failure_no_refusal() -> None:
    refused = after(Outcome.FAILED, Outcome.GONE, Outcome.ROBOTS_REFUSED)
    assert (refused.failures, refused.refused_since) == (0, NOW + timedelta(hours=48))
    failing = after(Outcome.ROBOTS_REFUSED, Outcome.ROBOTS_UNREACHABLE)
    assert (failing.soft, failing.hard, failing.refused_since) == (1, 0, None)
    assert failing.failing_since == NOW
    assert due(failing) - NOW - timedelta(hours=24) <= SOON


def test_a_place_that_robots_txt_refuses_in_part_is_read_as_often_as_ever() -> None:
    partly = an_ending(Outcome.ROBOTS_REFUSED, partly=True)
    assert due(fare(None, partly, NOW, ())) == due(fare(None, an_ending(), NOW, ()))
    after_failure = fare(after(Outcome.FAILED), partly, NOW, ())
    assert (after_failure.failures, after_failure.failing_since) == (0, None)


def test_older_posts_of_a_refused_place_are_waited_for_and_not_asked() -> None:
    waiting = fare(None, an_ending(more=True), NOW, ())
    refused = fare(waiting, an_ending(Outcome.ROBOTS_REFUSED), NOW, ())
    assert refused.more
    assert due(refused) - NOW == SLOWLY * EARLY
    assert fare(refused, an_ending(Outcome.ROBOTS_REFUSED, partly=True), NOW, ()).more


def test_slots_that_fail_together_do_not_come_back_together() -> None:
    down = after(*[Outcome.FAILED] * 4)
    slots = [a_slot(f"http://desa-{n}.example/") for n in range(20)]
    assert len({due_at(slot, down, BOUNDS) for slot in slots}) == 20


def test_a_later_time_that_the_place_named_counts() -> None:
    later = NOW + timedelta(days=30)
    ending = an_ending(Outcome.RATE_LIMITED, not_before=later)
    assert due(fare(None, ending, NOW, ())) == later


def test_soft_and_hard_failures_are_counted_apart_and_the_first_answer_resets_both() -> None:
    fared = after(Outcome.FAILED, Outcome.LOGIN_WALL, Outcome.RATE_LIMITED)
    assert (fared.soft, fared.hard, fared.failing_since) == (2, 1, NOW)
    assert fared.why == "rate_limited: ujian"
    well = after(Outcome.FAILED, Outcome.LOGIN_WALL, Outcome.UNCHANGED)
    assert (well.soft, well.hard, well.failing_since, well.why) == (0, 0, None, "")


@pytest.mark.parametrize(
    ("outcome", "limit"),
    [
        (Outcome.FAILED, SOFT_LIMIT),
        (Outcome.ROBOTS_UNREACHABLE, SOFT_LIMIT),
        (Outcome.GONE, HARD_LIMIT),
    ],
)
def test_who_fails_repeatedly_is_in_quarantine_until_it_answers(
    outcome: Outcome, limit: int
) -> None:
    assert after(*[outcome] * (limit - 1)).quarantined_since is None
    ill = after(*[outcome] * (limit + 2))
    assert ill.quarantined_since == NOW + timedelta(hours=24) * (limit - 1)
    answered = fare(ill, an_ending(Outcome.EMPTY), NOW + timedelta(days=9), ())
    assert (answered.quarantined_since, answered.failures) == (None, 0)


def test_nobody_to_ask_is_neither_an_answer_nor_a_failure() -> None:
    failing = after(Outcome.FAILED)
    assert fare(failing, an_ending(Outcome.SKIPPED), NOW, ()).failures == 1
    assert after(Outcome.SKIPPED, Outcome.SKIPPED).failures == 0


def test_older_posts_that_wait_are_fetched_at_night_an_hour_apart() -> None:
    waiting = an_ending(more=True)
    night = datetime(2029, 11, 24, 13, 0, tzinfo=UTC)  # 22:00 WIT
    noon = datetime(2029, 11, 24, 3, 0, tzinfo=UTC)  # 12:00 WIT
    busy = [NOW - timedelta(days=age) for age in range(0, DAYS, 3)]
    assert due(fare(None, waiting, night, busy)) == night + SOON * EARLY
    wide = Bounds(timedelta(hours=12), timedelta(hours=168))
    assert due(fare(None, waiting, noon, busy), wide) == noon + timedelta(hours=8)


STAGES = (
    Stage("kampanye", date(2029, 9, 25), date(2029, 11, 23)),
    Stage("masa-tenang", date(2029, 11, 24), date(2029, 11, 26)),
)


def test_the_stage_of_the_accounts_own_day_and_region_counts() -> None:
    contest = a_contest(region="95.99", stages=STAGES)
    last_evening = datetime(2029, 11, 23, 14, 59, tzinfo=UTC)  # 23:59 WIT, 21:59 WIB

    def longest(at: datetime, **where: str) -> float:
        bounds = bounds_of(a_slot(**where), [contest], Asking(), at)
        return bounds.longest.total_seconds() / 3600

    assert longest(last_evening) == 24
    assert longest(last_evening + timedelta(minutes=1)) == 6
    assert longest(last_evening + timedelta(minutes=1), zone="Asia/Jakarta") == 24
    assert longest(last_evening, region="31.71") == 168


def test_of_two_contests_the_closer_bounds_count() -> None:
    calm = a_contest(id="lain", region="95.99", stages=())
    tense = a_contest(region="95.99", stages=STAGES)
    at = datetime(2029, 11, 25, tzinfo=UTC)
    assert bounds_of(SLOT, [calm, tense], Asking(), at) == bounds_of(SLOT, [tense], Asking(), at)


def test_bounds_the_wrong_way_round_are_refused_and_usual_stages_stay() -> None:
    with pytest.raises(ValidationError, match="the shorter one"):
        Asking.model_validate({"at_most_every": 10, "at_least_every": 5})
    own = Asking.model_validate({"during": {"rekapitulasi": {"at_least_every": 12}}})
    assert own.during["rekapitulasi"].at_least_every == 12
    assert own.during["masa-tenang"].at_least_every == 6
