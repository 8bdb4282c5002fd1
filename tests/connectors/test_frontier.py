"""Which of many named addresses are read now, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import NOW

from patroli.connectors.frontier import MARKS, Named, take

MOST = 5


def dated(*hours: float) -> list[Named]:
    """Pages named so many hours ago."""
    return [Named(f"http://a.example/{hour}", NOW - timedelta(hours=hour)) for hour in hours]


def bare(*names: object) -> list[Named]:
    return [Named(f"http://a.example/{name}") for name in names]


def read_all(words: Mapping[str, str], named: Sequence[Named]) -> tuple[list[str], dict[str, str]]:
    """Every round until nothing waits and nothing is new."""
    got: list[str] = []
    for _ in range(200):
        taken = take(words, named, MOST)
        assert len(taken.urls) <= MOST
        words = taken.words
        if not taken.urls:
            return got, dict(words)
        got += taken.urls
    raise AssertionError("it never comes to an end")


def names(urls: Sequence[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls]


def test_watching_begins_with_the_newest_few() -> None:
    taken = take({}, dated(*range(100)), MOST)
    assert names(taken.urls) == ["4", "3", "2", "1", "0"]
    assert taken.waiting == 0


def test_what_is_newer_is_read_oldest_first_and_in_steps() -> None:
    old = dated(*range(48, 60))
    words = take({}, old, MOST).words
    new = dated(*range(1, 13))
    first = take(words, [*new, *old], MOST)
    assert names(first.urls) == ["12", "11", "10", "9", "8"]
    second = take(first.words, [*new, *old], MOST)
    assert names(second.urls) == ["7", "6", "5", "4", "3"]
    assert take(second.words, [*new, *old], MOST).waiting == 0


def test_one_that_came_late_is_read_after_what_is_newer() -> None:
    words = take({}, dated(3, 4), MOST).words
    taken = take(words, dated(1, 3, 4, 5.5), MOST)
    assert names(taken.urls) == ["1", "5.5"]


def test_a_changed_date_makes_a_page_new_again() -> None:
    words = take({}, dated(3, 4), MOST).words
    changed = [Named("http://a.example/4", NOW), *dated(3)]
    assert names(take(words, changed, MOST).urls) == ["4"]


def test_the_place_never_moves_back_however_many_come_late() -> None:
    words: Mapping[str, str] = take({}, dated(1), MOST).words
    late = dated(*(1 + n / 100 for n in range(3 * MARKS)))
    for _ in range(100):
        taken = take(words, late, MOST)
        assert taken.words["since"] >= words["since"]
        words = taken.words
    newer = [*late, *dated(0.5, 0.25)]
    assert names(take(words, newer, MOST).urls)[:2] == ["0.5", "0.25"]


@pytest.mark.parametrize("count", [1, MARKS, 3 * MARKS])
def test_more_of_one_moment_than_are_remembered_are_all_read(count: int) -> None:
    words: Mapping[str, str] = take({}, dated(48), MOST).words
    named = [Named(f"http://a.example/{n}", NOW) for n in range(count)]
    got, taken = set[str](), take(words, named, MOST)
    for _ in range(count):
        got |= set(taken.urls)
        if not taken.waiting:
            break
        taken = take(taken.words, named, MOST)
    assert len(got) == count
    late = [*named, *(Named(f"http://a.example/late-{n}", NOW) for n in range(MOST))]
    for _ in range(2 * count):
        taken = take(taken.words, late, MOST)
        got |= set(taken.urls)
    assert len(got) == count + MOST


@given(st.lists(st.lists(st.integers(1, 500), max_size=8), max_size=8))
@settings(max_examples=100, deadline=None)
def test_dated_pages_are_read_once_each(batches: list[list[int]]) -> None:
    base = NOW - timedelta(days=400)
    named = [Named("http://a.example/awal", base)]
    _, words = read_all({}, named)
    seen, at = ["http://a.example/awal"], base + timedelta(days=1)
    for batch in batches:
        for step in batch:
            at += timedelta(minutes=step)
            named.append(Named(f"http://a.example/{at:%m%d%H%M}", at))
        got, words = read_all(words, named)
        seen += got
    assert sorted(seen) == sorted(one.url for one in named)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 7)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_undated_pages_put_in_at_either_end_are_read_once_each(
    batches: list[tuple[bool, int]],
) -> None:
    named, count = bare("awal"), 0
    got, words = read_all_of_first(named)
    seen = list(got)
    for at_end, size in batches:
        more = bare(*range(count, count + size))
        count += size
        named = [*named, *more] if at_end else [*more, *named]
        got, words = read_all(words, named)
        seen += got
    assert sorted(seen) == sorted(one.url for one in named)


def read_all_of_first(named: list[Named]) -> tuple[list[str], dict[str, str]]:
    taken = take({}, named, MOST)
    return list(taken.urls), dict(taken.words)


def test_a_page_taken_out_at_the_end_hides_nothing() -> None:
    words = take({}, bare(*"abcdef"), MOST).words
    taken = take(words, bare(*"abcdeghi"), MOST)
    assert names(taken.urls) == ["g", "h", "i"]


def test_a_list_without_anything_known_begins_anew() -> None:
    words = take({}, bare(*"abcdef"), MOST).words
    taken = take(words, bare(*"uvwxyz"), MOST)
    assert names(taken.urls) == ["u", "v", "x", "y", "z"]


def test_a_single_page_without_a_date_makes_the_place_decide() -> None:
    mixed = [*dated(1, 2), *bare("x")]
    assert set(take({}, mixed, MOST).words) == {"first", "last"}


def test_nothing_to_read_leaves_what_is_remembered() -> None:
    words = take({}, dated(1, 2), MOST).words
    assert take(words, dated(1, 2), MOST) == take(words, dated(1, 2), MOST)
    assert dict(take(words, dated(0, 1), 0).words) == dict(words)


@pytest.mark.parametrize("since", ["rusak", "2029", "9999-12-31T23:59:59+00:00"])
def test_words_that_nobody_wrote_do_no_harm(since: str) -> None:
    words = {"since": since, "read": "..", "first": ".", "last": "zz"}
    assert take(words, dated(1, 2), MOST).words["since"]
    assert take(words, bare(1, 2), MOST).urls


def test_what_is_remembered_stays_short() -> None:
    words: Mapping[str, str] = {}
    at: datetime = NOW - timedelta(days=90)
    named: list[Named] = []
    for n in range(300):
        named.append(Named(f"http://a.example/{n}", at + timedelta(hours=n)))
        words = take(words, named, MOST).words
    assert len("".join(words.values())) < 600
