"""Whoever asks for what changed since last time misses nothing that came late or bears an old date.

Feeds and pages have no cursor: the whole listing is read each time. WordPress's cursor stays two
days behind the newest modification, and its newest by date are read besides.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import SITE, WORDPRESS, a_wp_post
from tests.fakes import NOW

from patroli.connectors import CONNECTORS
from patroli.connectors.wordpress import NEWEST
from patroli.connectors.wordpress_cursor import OVERLAP
from patroli.model import Answer, Ask, Platform, SlotState, post_id

EVERY = timedelta(hours=6)
PER_PAGE = 7


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post that is to be seen from `shown` on and bears these dates."""

    shown: datetime
    modified: datetime
    dated: datetime


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    """Late by at most the overlap, or a post scheduled long ago whose date is its day."""
    shown = NOW + timedelta(minutes=draw(st.integers(0, 12 * 24 * 60)))
    late = timedelta(minutes=draw(st.integers(0, int(OVERLAP.total_seconds() // 60) - 1)))
    if draw(st.booleans()):
        dated = shown - timedelta(days=draw(st.integers(0, 4000)))
        return Arrival(shown, shown - late, dated)
    return Arrival(shown, shown - timedelta(days=draw(st.integers(0, 300))), shown)


def serve(ask: Ask, posts: dict[int, Arrival], now: datetime) -> Answer:
    """What WordPress answers to a list of posts, a few a page."""
    if "/comments" in ask.url:
        return Answer(ask, ask.url, 200, (("Content-Type", "application/json"),), b"[]", now)
    query = {key: values[0] for key, values in parse_qs(urlsplit(ask.url).query).items()}
    found = [(n, p) for n, p in posts.items() if p.shown <= now]
    if "include" in query:
        found = [(n, p) for n, p in found if str(n) in query["include"].split(",")]
    if "modified_after" in query:
        since = datetime.fromisoformat(query["modified_after"])
        found = [(n, p) for n, p in found if p.modified > since]
    by_date = query.get("orderby") == "date"
    found.sort(key=lambda pair: (pair[1].dated if by_date else pair[1].modified, pair[0]))
    if query.get("order") != "asc":
        found.reverse()
    most = min(int(query["per_page"]), NEWEST if by_date else PER_PAGE)
    page = int(query.get("page", "1"))
    body = json.dumps([_rest(*one) for one in found[(page - 1) * most : page * most]])
    headers = (
        ("Content-Type", "application/json"),
        ("X-WP-TotalPages", str(max(1, -(-len(found) // most)))),
    )
    return Answer(ask, ask.url, 200, headers, body.encode(), now)


def _rest(number: int, post: Arrival) -> dict[str, Any]:
    dates = {"date_gmt": post.dated, "modified_gmt": post.modified}
    named = {name: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") for name, at in dates.items()}
    return a_wp_post(number, **named)


def walk(state: SlotState, posts: dict[int, Arrival], now: datetime) -> tuple[SlotState, set[str]]:
    """One round: every ask answered; the state moves on only at its end."""
    connector = CONNECTORS[Platform.WORDPRESS]
    waiting, met, cursor = deque(connector.start(WORDPRESS, state)), set[str](), state.cursor
    while waiting:
        reading = connector.read(WORDPRESS, state, serve(waiting.popleft(), posts, now))
        assert reading.outcome.reached
        met |= {post.id for post in reading.posts}
        waiting.extend(reading.asks)
        cursor = reading.cursor if reading.cursor is not None else cursor
    return replace(state, cursor=cursor), met


@settings(deadline=None, max_examples=60)
@given(st.lists(arrivals(), min_size=1, max_size=18))
def test_nothing_that_comes_late_or_bears_an_old_date_is_lost(found: list[Arrival]) -> None:
    posts = dict(enumerate(found, 1))
    state, met, now = SlotState(), set[str](), NOW
    while now < NOW + timedelta(days=13):
        state, more = walk(state, posts, now)
        met |= more
        now += EVERY
    assert met == {post_id("web", f"{SITE}/?p={number}") for number in posts}
