"""Lists that run from the newest back, read in rounds."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import an_answer
from tests.fakes import NOW

from patroli.connectors.newest_first import FIRST, LOOK_BACK, MAX_PAGES, next_of
from patroli.model import Ask, SlotState

PAGE = 10
HOUR = timedelta(hours=1)


def a_round(
    posts: list[tuple[datetime, int]], state: SlotState, affordable: int = 99
) -> tuple[set[int], SlotState, int]:
    """What a round reads of a list, the next state, and how many pages it took.

    A list is ordered by its own rank, which need not be the order of dates.
    """
    purpose, at, got, pages = FIRST, 0, set[int](), 0
    numbers = [number for _, number in posts]
    while True:
        page = posts[at : at + PAGE]
        pages += 1
        got |= {number for _, number in page}
        more = at + PAGE < len(posts)
        answer = an_answer("", ask=Ask("http://contoh.example", purpose))
        times = [time for time, _ in page]
        place = str(page[-1][1]) if page else ""
        step = next_of(state, answer, times, more, place, tired=False)
        if not step.purpose or pages >= affordable:
            return got, SlotState(step.cursor), pages
        after = step.sweep_from or place
        purpose, at = step.purpose, numbers.index(int(after)) + 1


def a_list(
    count: int, newest: datetime = NOW, step: timedelta = HOUR
) -> list[tuple[datetime, int]]:
    return [(newest - n * step, count - n) for n in range(count)]


def test_a_first_round_reads_some_pages_and_the_next_ones_go_on() -> None:
    posts, state, got = a_list(100, step=HOUR * 12), SlotState(), set[int]()
    for _ in range(10):
        more, state, pages = a_round(posts, state)
        got |= more
        assert pages <= MAX_PAGES + 1
    assert got == {number for _, number in posts}


def test_rounds_that_are_cut_short_come_to_the_end_too() -> None:
    posts, state, got = a_list(100, step=HOUR * 12), SlotState(), set[int]()
    for _ in range(12):
        more, state, pages = a_round(posts, state, affordable=3)
        got |= more
        assert pages <= 3
    assert got == {number for _, number in posts}


def test_a_quiet_list_costs_one_page_and_one_of_the_sweep() -> None:
    old = a_list(100, NOW - timedelta(days=10), timedelta(hours=12))
    _, state, _ = a_round(old, SlotState())
    later = a_list(1, NOW) + old
    _, state, _ = a_round(later, state)
    _, _, pages = a_round(later, SlotState(state.cursor))
    assert pages <= 3


def test_a_post_put_in_with_an_old_date_is_found_by_the_sweep() -> None:
    posts, state = a_list(80, step=HOUR * 12), SlotState()
    for _ in range(8):
        _, state, _ = a_round(posts, state)
    backdated = (NOW - timedelta(days=30), 999)
    posts = [*posts[:60], backdated, *posts[60:]]
    got: set[int] = set()
    for _ in range(12):
        more, state, _ = a_round(posts, state)
        got |= more
    assert 999 in got


def test_a_pinned_old_post_on_top_ends_nothing() -> None:
    _, state, _ = a_round(a_list(30, NOW - timedelta(days=3)), SlotState())
    pinned = (NOW - timedelta(days=400), 1000)
    posts = [pinned, *a_list(25, NOW, HOUR)]
    got, _, _ = a_round(posts, state)
    assert got == {number for _, number in posts}


def test_the_sweep_ends_three_months_back() -> None:
    posts, state, got = a_list(400, step=timedelta(days=1)), SlotState(), set[int]()
    for _ in range(60):
        more, state, _ = a_round(posts, state)
        got |= more
    oldest = min(time for time, number in posts if number in got)
    assert NOW - oldest <= LOOK_BACK + PAGE * 2 * timedelta(days=1)


def test_a_tired_interface_is_asked_nothing_more_and_the_place_is_kept() -> None:
    answer = an_answer("", ask=Ask("http://contoh.example", FIRST))
    step = next_of(SlotState(), answer, [NOW], True, "60", tired=True)
    assert step.purpose == ""
    got, _, _ = a_round(a_list(100, NOW - timedelta(days=9)), SlotState(step.cursor))
    assert len(got) == 2 * PAGE


@given(st.lists(st.integers(0, 4), min_size=6, max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_between_rounds_nothing_stays_unread(arrivals: list[int]) -> None:
    posts, state, got = a_list(20, NOW - timedelta(days=5)), SlotState(), set[int]()
    number = 100
    for at, count in enumerate(arrivals):
        for _ in range(count * 10):
            number += 1
            moment = (
                NOW - timedelta(days=4) + at * timedelta(hours=6) + number * timedelta(seconds=1)
            )
            posts = [(moment, number), *posts]
        more, state, _ = a_round(posts, state)
        got |= more
    for _ in range(len(posts) // PAGE + 2):
        more, state, _ = a_round(posts, state)
        got |= more
    assert got == {number for _, number in posts}
