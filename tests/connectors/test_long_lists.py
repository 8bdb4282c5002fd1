"""Lists too long for one round: what lies behind a busy top, came late or far down is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.connectors.builders import an_answer
from tests.connectors.platforms import MASTODON
from tests.connectors.samples_of import sample
from tests.connectors.test_facebook_connector import SLOT as FACEBOOK
from tests.fakes import NOW

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of
from patroli.model import Ask, KnownPost, Platform, Slot, SlotState

SEARCH = replace(MASTODON, address="https://mastodon.example/", query="dukung BaRa")
HISTORY, EVERY = timedelta(days=60), timedelta(hours=6)


@dataclass
class Place:
    """A list of posts, newest first by the time they claim, and rounds of it."""

    slot: Slot
    now: datetime = NOW
    posts: dict[int, datetime] = field(default_factory=dict)
    """By number, in the order in which they came."""
    state: SlotState = field(default_factory=SlotState)
    met: set[int] = field(default_factory=set)
    asks: list[Ask] = field(default_factory=list)
    more: bool = False

    def add(self, times: Iterable[datetime]) -> set[int]:
        numbers = dict(enumerate(times, len(self.posts) + 1))
        self.posts |= numbers
        return set(numbers)

    def add_new(self, count: int) -> set[int]:
        """So many since the last round, evenly."""
        return self.add(self.now - EVERY * (n + 1) / (count + 1) for n in reversed(range(count)))

    def add_history(self, count: int) -> set[int]:
        return self.add(self.now - HISTORY * (n + 1) / count for n in reversed(range(count)))

    def round(self) -> set[int]:
        """What a round yields."""
        waiting = list(CONNECTORS[self.slot.platform].start(self.slot, self.state))
        cursor, met, known = self.state.cursor, set[int](), {k.post_id: k for k in self.state.known}
        self.asks, self.more = [], False
        while waiting:
            ask = waiting.pop(0)
            self.asks.append(ask)
            assert len(self.asks) < 60
            body = json.dumps(self.answer(ask))
            answer = an_answer(body, self.slot, kind="application/json", ask=ask)
            result = CONNECTORS[self.slot.platform].read(
                self.slot, self.state, replace(answer, fetched_at=self.now)
            )
            assert result.outcome.reached, result.detail
            assert len({one.url for one in self.asks}) == len(self.asks), "a page asked twice"
            waiting += result.asks
            cursor = cursor if result.cursor is None else result.cursor
            self.more |= result.more
            met |= {_number(post.native_id) for post in result.posts}
            seen = (KnownPost(p.id, p.native_id, p.url, self.now) for p in result.posts)
            known |= {one.post_id: one for one in seen}
        latest = sorted(known.values(), key=lambda one: one.last_seen)[-500:]
        self.state, self.now = SlotState(cursor, tuple(latest)), self.now + EVERY
        self.met |= met
        return met

    def rounds_until(self, wanted: set[int], most: int) -> int:
        for number in range(1, most + 1):
            self.round()
            if wanted <= self.met:
                return number
        raise AssertionError(f"{len(wanted - self.met)} of {len(wanted)} not met in {most} rounds")

    def answer(self, ask: Ask) -> Any:
        ordered = sorted(self.posts, key=lambda n: (self.posts[n], n), reverse=True)
        if self.slot.platform is Platform.FACEBOOK:
            return self._facebook(ask, ordered)
        return self._mastodon(ask, ordered)

    def _facebook(self, ask: Ask, ordered: list[int]) -> Any:
        query = query_of(ask.url)
        if ask.purpose == "page":
            return sample("facebook/page")
        if "ids" in query:
            return {one: self._page_post(_number(one)) for one in query["ids"].split(",")}
        until, at, size = float(query.get("until") or 2**40), int(query.get("after") or 0), 20
        fitting = [n for n in ordered if int(self.posts[n].timestamp()) <= until]
        paging: dict[str, Any] = {"cursors": {"after": str(at + size)}}
        if len(fitting) > at + size:
            paging["next"] = "https://graph.facebook.com/x"
        return {"data": [self._page_post(n) for n in fitting[at : at + size]], "paging": paging}

    def _page_post(self, number: int) -> dict[str, Any]:
        created = self.posts[number].strftime("%Y-%m-%dT%H:%M:%S+0000")
        return {"id": f"1_{number}", "message": f"Catatan {number}", "created_time": created}

    def _mastodon(self, ask: Ask, ordered: list[int]) -> Any:
        if ask.purpose == "account":
            return sample("mastodon/account")
        query = parse_qsl(urlsplit(ask.url).query)
        asked = [int(value) for name, value in query if name == "id[]"]
        if asked:
            return [self._status(number) for number in asked]
        given = dict(query)
        begin = int(given.get("offset", 0))
        if "max_id" in given:
            begin = ordered.index(int(given["max_id"])) + 1
        found = [self._status(number) for number in ordered[begin : begin + 40]]
        return {"statuses": found} if "q" in given else found

    def _status(self, number: int) -> dict[str, Any]:
        uri = f"https://mastodon.example/users/dewi/statuses/{number}"
        account = {"acct": "dewi", "display_name": "Dewi"}
        return {
            "id": str(number), "uri": uri, "url": uri, "visibility": "public", "account": account,
            "content": f"<p>Catatan {number}</p>", "media_attachments": [],
            "created_at": self.posts[number].isoformat(),
        }  # fmt: skip


def _number(native_id: str) -> int:
    return int(native_id.rpartition("/")[2].rpartition("_")[2])


PLACES = (MASTODON, FACEBOOK)


def amid_history(slot: Slot) -> tuple[Place, set[int]]:
    """A place whose long history is being read."""
    place = Place(slot)
    old = place.add_history(1500 if slot is MASTODON else 400)
    for _ in range(3):
        place.round()
    assert not old <= place.met
    return place, old


@pytest.mark.parametrize("slot", PLACES)
def test_a_gap_behind_a_busy_top_is_read_before_older_history(slot: Slot) -> None:
    place, old = amid_history(slot)
    busy = place.add_new(400 if slot is MASTODON else 120)
    assert place.rounds_until(busy, most=4) <= 4
    assert place.more
    assert not old <= place.met


def test_a_gap_behind_a_busy_top_of_a_search_is_not_forgotten() -> None:
    place = Place(SEARCH)
    place.add_new(30)
    place.round()
    busy = place.add_new(400)
    place.rounds_until(busy, most=15)


@pytest.mark.parametrize("slot", PLACES)
def test_busy_tops_do_not_send_the_reading_of_history_back_to_its_start(slot: Slot) -> None:
    place, old = amid_history(slot)
    for _ in range(40):
        place.add_new(220 if slot is MASTODON else 70)
        place.round()
        if old <= place.met:
            return
    raise AssertionError(f"{len(old - place.met)} posts of the history are not read")


@pytest.mark.parametrize("slot", PLACES)
def test_a_late_post_within_the_overlap_is_met_soon_however_much_was_posted(slot: Slot) -> None:
    place = Place(slot)
    old = place.add_history(5000 if slot is MASTODON else 400)
    for _ in range(11):
        place.round()
        place.add_new(60 if slot is MASTODON else 15)
    place.rounds_until(set(place.posts) - old, most=4)
    assert not old <= place.met
    late = place.add([place.now - timedelta(hours=44)])
    place.rounds_until(late, most=4)


@pytest.mark.parametrize("slot", PLACES)
def test_a_post_that_claims_to_be_of_long_ago_is_met_by_the_sweep(slot: Slot) -> None:
    place = Place(slot)
    place.rounds_until(place.add_history(300), most=30)
    late = place.add([place.now - timedelta(days=31)])
    place.rounds_until(late, most=30)


@pytest.mark.parametrize("slot", [*PLACES, SEARCH])
def test_a_list_read_to_its_end_is_not_hurried(slot: Slot) -> None:
    place = Place(slot)
    place.rounds_until(place.add_history(100), most=30)
    place.add_new(3)
    for _ in range(6):
        place.round()
    assert not place.more
