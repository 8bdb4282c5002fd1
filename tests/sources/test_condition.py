"""A source that goes quiet in any way is told from one that is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW
from tests.sources.records import LETTERS, RHYTHM, APost, ARecord, ARound, posts, rounds

from patroli.model import Outcome
from patroli.sources import Condition, judge
from patroli.sources.condition import condition_of
from patroli.sources.words import ADVICE, CONDITIONS, ENGLISH, sparkline

DAILY = posts(9, 8, 7, 6, 5, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("letters", "condition"),
    [
        ("CCCC", Condition.WELL),
        ("CuuC", Condition.WELL),
        ("CCff", Condition.WELL),
        ("CCfff", Condition.FAILING),
        ("CCr", Condition.REFUSED),
        ("CCrrr", Condition.REFUSED),
        ("CCr?s", Condition.REFUSED),
        ("CCrs??", Condition.FAILING),
        ("CCrrf", Condition.FAILING),
        ("CCrC", Condition.WELL),
        ("CCnn", Condition.WELL),
        ("CCnnn", Condition.FAILING),
        ("CC???", Condition.FAILING),
        ("CCf?f", Condition.FAILING),
        ("CCffC", Condition.WELL),
        ("CCe", Condition.EMPTY),
        ("CCc", Condition.EMPTY),
        ("CCeu", Condition.EMPTY),
        ("eee", Condition.WELL),
        ("CeC", Condition.WELL),
    ],
)
def test_rounds_tell_how_a_source_is(letters: str, condition: Condition) -> None:
    assert condition_of(ARecord(rounds=rounds(letters)), NOW)[0] is condition


def test_trouble_is_dated_to_the_round_it_began_with() -> None:
    assert condition_of(ARecord(rounds=rounds("CCfff")), NOW)[1] == NOW - 2 * RHYTHM
    assert condition_of(ARecord(rounds=rounds("CCee")), NOW)[1] == NOW - RHYTHM


def test_a_source_that_never_answered_differs_from_one_that_stopped() -> None:
    record = ARecord(last_reached=None, rounds=rounds("fff"))
    assert condition_of(record, NOW) == (Condition.NEVER, NOW - 2 * RHYTHM)


def test_a_source_that_robots_txt_refuses_is_told_apart_and_is_no_alarm() -> None:
    record = ARecord(last_reached=None, rounds=rounds("nnrr?r"))
    condition, since = condition_of(record, NOW)
    assert (condition, since) == (Condition.REFUSED, NOW - 3 * RHYTHM)
    assert not condition.is_alarm
    assert not condition.is_reached
    unread = ARecord(last_reached=None, rounds=rounds("rrn"))
    assert condition_of(unread, NOW)[0] is Condition.NEVER


def test_a_search_that_finds_nothing_once_is_no_alarm_but_three_times_is() -> None:
    assert condition_of(ARecord(keyword_id="k", rounds=rounds("CCe")), NOW)[0] is Condition.WELL
    assert condition_of(ARecord(keyword_id="k", rounds=rounds("Ceee")), NOW)[0] is Condition.EMPTY


def test_a_daily_poster_who_stops_is_silent_after_three_days() -> None:
    for days, condition in ((1, Condition.WELL), (2.9, Condition.WELL), (3.1, Condition.SILENT)):
        later = NOW + timedelta(days=days - 1)
        record = ARecord(rounds=rounds("Cuuu"), posts=posts(*range(60, 0, -1)))
        assert condition_of(record, later)[0] is condition


def test_a_place_that_was_emptied_long_ago_is_still_told() -> None:
    record = ARecord(rounds=rounds("eee"), last_filled=NOW - timedelta(days=200))
    assert condition_of(record, NOW)[0] is Condition.EMPTY


def test_a_wall_that_is_read_as_posts_is_told() -> None:
    wall = tuple(APost(NOW - timedelta(hours=h), words=99) for h in (4, 3, 2, 1))
    assert condition_of(ARecord(rounds=rounds("CCC"), posts=DAILY + wall), NOW) == (
        Condition.ALIKE,
        wall[0].seen_at,
    )
    assert condition_of(ARecord(rounds=rounds("C"), posts=wall), NOW)[0] is Condition.ALIKE
    assert condition_of(ARecord(rounds=rounds("C"), posts=DAILY + wall[:3]), NOW)[0] is (
        Condition.WELL
    )


def test_who_always_writes_one_text_or_spreads_a_keyword_raises_nothing() -> None:
    same = tuple(APost(NOW - timedelta(hours=h), words=99) for h in range(30, 0, -3))
    assert condition_of(ARecord(rounds=rounds("C"), posts=same), NOW)[0] is Condition.WELL
    spread = ARecord(keyword_id="k", rounds=rounds("C"), posts=same[:4])
    assert condition_of(spread, NOW)[0] is Condition.WELL


def listings(*counts: int) -> tuple[ARound, ...]:
    first = NOW - RHYTHM * (len(counts) - 1)
    return tuple(
        ARound(first + RHYTHM * n, Outcome.COLLECTED, posts=count) for n, count in enumerate(counts)
    )


def test_a_listing_that_collapses_is_told_after_three_rounds() -> None:
    usual = (10, 12, 10, 9, 10, 10, 11, 10)
    found = listings(*usual, 2, 1, 2)
    assert condition_of(ARecord(rounds=found), NOW) == (Condition.FEWER, found[-3].due_at)
    for counts in ((*usual, 2, 1), (*usual, 2, 9, 2), (10, 10, 10, 1, 1, 1)):
        assert condition_of(ARecord(rounds=listings(*counts)), NOW)[0] is Condition.WELL


def test_a_place_that_lists_only_what_is_new_may_list_little() -> None:
    counts = (12, 1, 3, 8, 1, 2, 9, 4, 7, 1, 1, 1)
    assert condition_of(ARecord(rounds=listings(*counts)), NOW)[0] is Condition.WELL


@pytest.mark.parametrize("lost", ["is_dated", "is_signed"])
def test_dates_or_authors_that_vanish_are_told(lost: str) -> None:
    def without(post: APost) -> APost:
        return replace(post, is_dated=lost != "is_dated", is_signed=lost != "is_signed")

    bare = tuple(without(APost(NOW - timedelta(hours=h), words=h)) for h in (9, 6, 3))
    record = ARecord(rounds=rounds("CCC"), posts=DAILY + bare)
    assert condition_of(record, NOW) == (Condition.BARE, bare[0].seen_at)
    never = tuple(map(without, DAILY))
    assert condition_of(ARecord(rounds=rounds("C"), posts=never + bare), NOW)[0] is Condition.WELL


def test_an_account_that_is_read_from_files_does_not_fail_between_two_of_them() -> None:
    skipped = tuple(ARound(NOW - n * RHYTHM, Outcome.SKIPPED) for n in range(5, 0, -1))
    record = ARecord(platform="tiktok", rounds=(*listings(3), *skipped))
    assert condition_of(record, NOW)[0] is Condition.WELL
    assert condition_of(replace(record, platform="x"), NOW)[0] is Condition.FAILING
    assert condition_of(replace(record, last_reached=None), NOW)[0] is Condition.NEVER


def test_a_keyword_that_nobody_uses_any_more_is_no_alarm() -> None:
    record = ARecord(keyword_id="k", rounds=rounds("CCC"), posts=DAILY)
    assert condition_of(record, NOW + timedelta(days=30))[0] is Condition.WELL


def test_who_hardly_ever_posts_breaks_no_habit() -> None:
    assert condition_of(ARecord(rounds=rounds("C"), posts=posts(90, 89)), NOW)[0] is Condition.WELL


def test_texts_that_shrink_to_a_teaser_are_told() -> None:
    short = tuple(APost(NOW - timedelta(hours=h), 40, h) for h in (9, 6, 3))
    record = ARecord(rounds=rounds("CCC"), posts=DAILY + short)
    assert condition_of(record, NOW) == (Condition.SHORTER, short[0].written_at)
    one_long = (*short[:2], APost(NOW, 199))
    assert condition_of(ARecord(rounds=rounds("C"), posts=DAILY + one_long), NOW)[0] is (
        Condition.WELL
    )


def test_the_worst_come_first() -> None:
    records = [
        ARecord("a", rounds=rounds("CC")),
        ARecord("b", rounds=rounds("Ce")),
        ARecord("c", rounds=rounds("fff"), last_reached=None),
        ARecord("d", rounds=rounds("Cfff")),
    ]
    found = judge([(r.slot_id, r.agency, r) for r in records], NOW)
    assert [s.slot_id for s in found] == ["c", "d", "b", "a"]


def test_every_condition_has_its_words() -> None:
    for condition in Condition:
        assert CONDITIONS[condition]
        assert ENGLISH[condition]
        assert bool(ADVICE[condition]) == (condition is not Condition.WELL)


def test_a_sparkline_shows_the_newest_rounds_on_the_right() -> None:
    outcomes = tuple(asked.outcome for asked in rounds("Cuef?"))
    assert sparkline(outcomes) == "█▅▂×?"
    assert sparkline(outcomes, width=2) == "×?"


@given(
    st.text(alphabet="".join(LETTERS) + "C", max_size=12),
    st.lists(st.tuples(st.floats(0, 60), st.integers(0, 5000)), max_size=20),
    st.booleans(),
)
def test_whatever_a_source_did_it_gets_a_condition(
    letters: str, met: list[tuple[float, int]], reached: bool
) -> None:
    written = sorted((NOW - timedelta(days=days), length) for days, length in met)
    record = ARecord(
        rounds=rounds(letters),
        posts=tuple(APost(at, length) for at, length in written),
        last_reached=NOW if reached else None,
    )
    condition, since = condition_of(record, NOW)
    assert condition is not Condition.WELL or since is None
    assert since is None or since <= NOW
