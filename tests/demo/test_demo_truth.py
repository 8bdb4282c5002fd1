"""The shipped connectors read the fictional web, without a network between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from patroli.config import Config
from patroli.config.slots import slots
from patroli.connectors import CONNECTORS
from patroli.demo import ROUNDS, World, truth
from patroli.demo.site import Site, build_site
from patroli.demo.world import Shown
from patroli.model import Answer, Ask, Post, Slot, SlotState


def _answer(site: Site, ask: Ask, now: datetime) -> Answer:
    parts = urlsplit(ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    reply = site.answer(parts.hostname or "", unquote(parts.path), query)
    headers = (("content-type", reply.content_type), *reply.headers.items())
    return Answer(ask, ask.url, reply.status, headers, reply.body, now)


def _read(site: Site, slot: Slot, now: datetime) -> Iterator[Post]:
    connector = CONNECTORS[slot.platform]
    asks = list(connector.start(slot, SlotState()))
    while asks:
        reading = connector.read(slot, SlotState(), _answer(site, asks.pop(), now))
        asks += reading.asks
        yield from reading.posts


def _read_all(config: Config, world: World, now: datetime) -> dict[str, Post]:
    site = build_site(world, now)
    asked = [slot for slot in slots(config, now) if slot.account_id]
    return {post.id: post for slot in asked for post in _read(site, slot, now)}


def test_what_connectors_read_is_what_the_world_shows(config: Config, world: World) -> None:
    for now in ROUNDS:
        read = _read_all(config, world, now)
        shown: dict[str, Shown] = {
            s.utterance.link: s for s in world.at(now) if s.utterance.account_id
        }
        assert {post.url for post in read.values()} == set(shown)
        for post in read.values():
            at = shown[post.url].utterance.created_at
            assert post.published_at is not None
            assert abs((post.published_at - at).total_seconds()) < 60
            assert all(line in post.text for line in shown[post.url].text.split("\n\n"))


def test_the_truth_names_posts_as_collecting_does(config: Config, world: World) -> None:
    read: dict[str, Post] = {}
    for now in ROUNDS:
        read |= _read_all(config, world, now)
    watched = [t for t in truth(world) if t.account_id]
    assert {t.post_id for t in watched} <= set(read)
    assert all(read[t.post_id].url == t.url for t in watched)


def test_posts_on_refusing_hosts_are_told_to_be_out_of_reach(world: World) -> None:
    hidden = [t for t in truth(world) if not t.reachable]
    assert len(hidden) == 3
    assert len({t.contestant for t in hidden}) == 3
