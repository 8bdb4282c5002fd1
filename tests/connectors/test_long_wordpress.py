"""A site of thousands of posts is read whole, in steps, whatever happens to it meanwhile."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import SITE, WORDPRESS, a_wp_post

from patroli.connectors import CONNECTORS
from patroli.connectors.wordpress_cursor import read_cursor
from patroli.model import Answer, Ask, Outcome, Platform, SlotState

NOW = datetime(2029, 11, 24, tzinfo=UTC)
WORDPRESS_READER = CONNECTORS[Platform.WORDPRESS]


@dataclass
class Site:
    """WordPress's list of posts as its handbook has it: number to when it was modified."""

    modified: dict[int, datetime]
    asked: list[dict[str, str]] = field(default_factory=list)
    pages_said: str = ""
    """What it says of its pages, if that is not the truth."""

    def answer(self, ask: Ask) -> Answer:
        query = dict(parse_qsl(urlsplit(ask.url).query))
        self.asked.append(query)
        chosen = list(self.modified.items())
        if after := query.get("modified_after"):
            chosen = [(n, at) for n, at in chosen if at > datetime.fromisoformat(after)]
        by_number = query["orderby"] == "id"
        chosen.sort(key=lambda one: one if by_number else one[::-1])
        if query["order"] == "desc":
            chosen.reverse()
        size, page = int(query["per_page"]), int(query.get("page", "1"))
        first = int(query.get("offset", (page - 1) * size))
        shown = chosen[first : first + size]
        body = json.dumps([self._post(number, at) for number, at in shown]).encode()
        pages = self.pages_said or str(-(-len(chosen) // size))
        headers = (("Content-Type", "application/json"), ("X-WP-TotalPages", pages))
        return Answer(ask, ask.url, 200, headers, body, NOW)

    @staticmethod
    def _post(number: int, at: datetime) -> dict[str, object]:
        told = at.strftime("%Y-%m-%dT%H:%M:%S")
        guid = {"rendered": f"{SITE}/?p={number}"}
        link = f"{SITE}/{number}/"
        return a_wp_post(id=number, guid=guid, link=link, date_gmt=told, modified_gmt=told)


@dataclass
class Reader:
    """What rounds have brought so far."""

    site: Site
    state: SlotState = field(default_factory=SlotState)
    read: set[str] = field(default_factory=set)

    def round(self) -> bool:
        """Ask until nothing more is wanted; whether older posts are waiting."""
        cursor, more = None, False
        waiting = deque(a for a in WORDPRESS_READER.start(WORDPRESS, self.state) if not a.aside)
        while waiting:
            reading = WORDPRESS_READER.read(
                WORDPRESS, self.state, self.site.answer(waiting.popleft())
            )
            assert reading.outcome in {Outcome.COLLECTED, Outcome.EMPTY}, reading.detail
            self.read |= {post.native_id for post in reading.posts}
            cursor = reading.cursor or cursor
            more = more or reading.more
            waiting.extend(a for a in reading.asks if not a.aside)
        if cursor is not None:
            self.state = SlotState(cursor=cursor)
        return more

    def missed(self) -> set[int]:
        return {n for n in self.site.modified if f"{SITE}/?p={n}" not in self.read}


def a_site(posts: int) -> Site:
    return Site({n: NOW - timedelta(hours=3) * (posts - n) for n in range(1, posts + 1)})


def test_a_long_site_is_read_whole_in_steps_of_a_thousand() -> None:
    reader = Reader(a_site(2_350))
    assert reader.round()
    assert len(reader.read) == 1_000
    assert reader.round()
    assert not reader.round()
    assert reader.missed() == set()
    cursor = read_cursor(reader.state.cursor)
    assert cursor.read is None
    assert not reader.round()
    assert "offset" not in reader.site.asked[-1]


def test_posts_written_and_edited_between_the_steps_are_read_too() -> None:
    reader = Reader(a_site(2_050))
    reader.round()
    reader.site.modified[5_000] = NOW - timedelta(minutes=5)
    reader.site.modified[900] = NOW - timedelta(minutes=4)
    for gone in range(1_500, 1_580):
        del reader.site.modified[gone]
    while reader.round():
        pass
    reader.round()
    assert reader.missed() == set()


def test_posts_that_were_all_imported_in_one_second_do_not_stop_it() -> None:
    site = a_site(2_500)
    site.modified |= dict.fromkeys(range(900, 1_800), NOW - timedelta(days=120))
    reader = Reader(site)
    rounds = 1
    while reader.round():
        rounds += 1
        assert rounds < 10
    assert reader.missed() == set()


def test_thousands_of_changes_in_a_day_are_read_in_steps() -> None:
    reader = Reader(a_site(10))
    reader.round()
    later = {n: NOW + timedelta(seconds=n) for n in range(11, 2_311)}
    reader.site.modified |= later
    rounds = 1
    while reader.round():
        rounds += 1
        assert rounds < 5
    assert reader.missed() == set()


def test_changes_that_share_a_second_are_not_cut_in_the_middle() -> None:
    reader = Reader(a_site(10))
    reader.round()
    reader.site.modified |= {n: NOW + timedelta(seconds=n // 300) for n in range(11, 2_311)}
    rounds = 1
    while reader.round():
        rounds += 1
        assert rounds < 6
    assert reader.missed() == set()


def test_a_site_that_lies_about_its_pages_is_not_read_for_ever() -> None:
    reader = Reader(a_site(150))
    reader.site.pages_said = "99999999"
    assert not reader.round()
    assert read_cursor(reader.state.cursor).read is None
    assert reader.missed() == set()


@given(
    days=st.lists(st.integers(0, 40), min_size=900, max_size=1_400),
    edits=st.lists(st.integers(0, 900), max_size=20),
)
@settings(max_examples=8, deadline=None)
def test_no_post_is_missed_however_they_crowd(days: list[int], edits: list[int]) -> None:
    site = Site({n: NOW - timedelta(days=day + 1) for n, day in enumerate(days)})
    reader = Reader(site)
    going, rounds = True, 0
    while going:
        going, rounds = reader.round(), rounds + 1
        for number in edits[rounds - 1 : rounds]:
            site.modified[number] = NOW - timedelta(seconds=rounds)
        assert rounds < 10
    reader.round()
    assert reader.missed() == set()
