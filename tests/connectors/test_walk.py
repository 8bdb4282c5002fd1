"""Laws of walking a list from the newest back: nothing is lost, whatever comes and ends when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import NOW

from patroli.connectors.json_values import text_from, words_of
from patroli.connectors.walk import NEWEST, OVERLAP, Listed, Pages, is_page, lost, step

MINUTE, EVERY = timedelta(minutes=1), timedelta(hours=6)
DAYS = 4
"""For so long posts come."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post that is to be seen from `shown` on and claims to be of `claimed`."""

    shown: datetime
    claimed: datetime


@dataclass
class Place:
    """A list, newest first by what posts claim, walked in rounds of which each may be cut short."""

    arrivals: list[Arrival]
    size: int
    pages: Pages
    by_number: bool
    """Whether places in the list are numbers, as tokens are that count, or posts."""
    now: datetime = NOW
    cursor: str = ""
    before: str = ""
    """The cursor as the last round left it."""
    met: set[int] = field(default_factory=set)
    first_look: datetime | None = None
    more: bool = False

    def listed(self) -> list[int]:
        shown = [n for n, one in enumerate(self.arrivals) if one.shown <= self.now]
        return sorted(shown, key=self.key, reverse=True)

    def key(self, number: int) -> tuple[datetime, int]:
        return self.arrivals[number].claimed, number

    def behind(self, place: str) -> list[int]:
        listed = self.listed()
        if not place:
            return listed
        if self.by_number:
            return listed[int(place) :]
        return [n for n in listed if self.key(n) < self.key(int(place))]

    def round(self, most: int = 1000) -> int:
        """A round of at most so many pages; every page is checked. How many there were."""
        purpose, place, seen = NEWEST, "", 0
        while seen < most:
            rest = self.behind(place)
            some = rest[: self.size]
            begin = len(self.listed()) - len(rest)
            following = str(begin + self.size if self.by_number else some[-1]) if some else ""
            page = Listed(
                [self.arrivals[n].claimed for n in some],
                following if len(rest) > self.size else "",
            )
            then = step(self.before, purpose, page, self.now, self.pages)
            self.met |= set(some)
            self.cursor, seen = then.cursor, seen + 1
            self.check()
            self.now += MINUTE
            self.more = then.more
            if not then.purpose:
                break
            assert is_page(then.purpose)
            assert not then.more
            purpose, place = then.purpose, then.place
        assert seen <= self.pages.most + self.pages.sweep
        self.before = self.cursor
        self.now += EVERY
        return seen

    def promised(self) -> set[int]:
        """All that is to be seen; without a sweep all that came since the first look."""
        since = self.first_look
        came = {n for n in self.listed() if since and self.arrivals[n].shown > since}
        return set(self.listed()) if self.pages.sweep else came

    def check(self) -> None:
        """Every promised post was met, or the cursor holds a way to it."""
        words = words_of(self.cursor)
        if "floor" not in words:
            return
        self.first_look = self.first_look or self.now
        floor = datetime.fromisoformat(words["floor"])
        ways = set(self.behind(words["sweep"])) if "sweep" in words else set()
        begins = floor
        if "place" in words:
            rest = self.behind(words["place"])
            ways |= {n for n in rest if self.arrivals[n].claimed >= floor}
            begins = datetime.fromisoformat(words["began"]) - OVERLAP
        ways |= {n for n in self.listed() if self.arrivals[n].claimed >= begins}
        assert not self.promised() - self.met - ways, self.cursor


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    """Of before the first round, whatever it claims; or later, late by at most the overlap."""
    shown = NOW + draw(st.integers(-DAYS * 1440, DAYS * 1440)) * MINUTE
    if shown <= NOW:
        return Arrival(shown, shown - draw(st.integers(0, 300)) * timedelta(days=1))
    late = draw(st.just(0) | st.integers(0, OVERLAP // MINUTE))
    return Arrival(shown, shown - late * MINUTE)


@settings(deadline=None, max_examples=400)
@given(
    found=st.lists(arrivals(), max_size=40),
    size=st.integers(1, 5),
    most=st.integers(2, 5),
    sweep=st.integers(0, 3),
    cuts=st.lists(st.integers(1, 8), max_size=20),
    by_number=st.booleans(),
)
def test_every_post_is_met_when_arrivals_stop_and_no_cursor_is_ahead_of_what_was_met(
    found: list[Arrival], size: int, most: int, sweep: int, cuts: list[int], by_number: bool
) -> None:
    place = Place(found, size, Pages(most, sweep), by_number)
    for cut in cuts:
        place.round(cut)
    while place.now < NOW + timedelta(days=DAYS):
        place.round()
    for _ in range(2 * len(found) + 4):
        place.round()
    assert place.met >= place.promised()


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.integers(1, 4), st.integers(2, 5), st.integers(1, 3))
def test_more_waits_while_the_history_or_a_gap_is_unread_and_not_afterwards(
    count: int, size: int, most: int, sweep: int
) -> None:
    history = [Arrival(NOW, NOW - timedelta(days=3 * n)) for n in range(count)]
    burst = [Arrival(NOW + timedelta(days=90), NOW + timedelta(days=90)) for _ in range(count)]
    place = Place([*history, *burst], size, Pages(most, sweep), by_number=False)
    for wanted in (count, 2 * count):
        for _ in range(2 * count + 4):
            place.round()
            assert place.more or len(place.met) == wanted
        assert not place.more
        assert len(place.met) == wanted
        place.now = NOW + timedelta(days=90)


def test_posts_that_claim_the_future_do_not_raise_the_floor_above_today() -> None:
    page = Listed([NOW + timedelta(days=300), NOW - timedelta(days=9)], "")
    then = step("", NEWEST, page, NOW, Pages(3, 1))
    assert datetime.fromisoformat(words_of(then.cursor)["floor"]) == NOW - OVERLAP


def test_a_page_that_tells_no_times_ends_nothing() -> None:
    read = text_from(floor=(NOW - timedelta(days=5)).isoformat())
    then = step(read, NEWEST, Listed([], "p2"), NOW, Pages(3, 1))
    assert (then.purpose.partition(":")[0], then.place) == ("owed", "p2")


def test_the_sweep_begins_again_where_it_has_looked_back_far_enough() -> None:
    read = text_from(floor=NOW.isoformat(), sweep="lama")
    old = Listed([NOW - timedelta(days=91)], "p9")
    then = step(read, "sweep", old, NOW, Pages(3, 1, look_back=timedelta(days=90)))
    assert words_of(then.cursor) == {"floor": NOW.isoformat(), "whole": "1"}


@pytest.mark.parametrize("earlier", ["top", "1060", "CAAQAA", "2029-11-19T01:00:00Z::bafy", "&q=x"])
def test_a_bare_place_of_an_earlier_version_makes_the_list_be_read_anew(earlier: str) -> None:
    page = Listed([NOW], "p2")
    assert step(earlier, NEWEST, page, NOW, Pages(3, 1)) == step("", NEWEST, page, NOW, Pages(3, 1))


def test_a_cursor_of_an_earlier_version_is_gone_on_with() -> None:
    """`since` was the newest time met, and `sweep` where older posts were to be read from."""
    since = NOW - timedelta(hours=6)
    earlier = text_from(since=since.isoformat(), sweep="1890000000")
    then = step(earlier, NEWEST, Listed([since - OVERLAP], "p2"), NOW, Pages(3, 1))
    assert (then.purpose.partition(":")[0], then.place) == ("owed", "p2")
    then = step(earlier, NEWEST, Listed([since - OVERLAP - MINUTE], "p2"), NOW, Pages(3, 1))
    assert (then.purpose.partition(":")[0], then.place) == ("sweep", "1890000000")


@pytest.mark.parametrize("purpose", ["posts:1:", "posts:3:2029-11-20T00:00:00+00:00", "further:2"])
def test_captures_of_earlier_versions_name_pages_too(purpose: str) -> None:
    assert is_page(purpose)


def test_a_place_that_is_lost_is_sought_from_the_top_and_the_floor_stays() -> None:
    words = {"floor": NOW.isoformat(), "began": NOW.isoformat(), "place": "p3", "sweep": "p9"}
    kept = words_of(lost(text_from(**words), "owed:1"))
    assert kept == {"floor": NOW.isoformat(), "sweep": "p9"}
    kept = words_of(lost(text_from(**words), "sweep:0"))
    assert kept == {"floor": NOW.isoformat(), "began": NOW.isoformat(), "place": "p3"}


def test_a_list_read_to_its_end_at_once_leaves_nothing_to_the_sweep() -> None:
    read = text_from(floor=(NOW - OVERLAP).isoformat(), sweep="p9")
    then = step(read, NEWEST, Listed([NOW], ""), NOW, Pages(3, 1))
    assert words_of(then.cursor) == {"floor": (NOW - OVERLAP).isoformat(), "whole": "1"}
    assert (then.purpose, then.more) == ("", False)
