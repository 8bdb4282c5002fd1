"""The Bluesky connector against a real PDS and AppView; see docs/how-to/test-on-atproto.md.

Skipped unless `PATROLI_ATPROTO` names a running network: the addresses of its PDS and its AppView.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from tests.fakes import a_slot

from patroli.connectors import bluesky
from patroli.connectors.bluesky import SIGNED_IN
from patroli.connectors.bluesky_known import PUBLIC
from patroli.connectors.json_values import words_of
from patroli.model import (
    Answer,
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Post,
    Reading,
    SlotState,
    Standing,
)

NETWORK = os.environ.get("PATROLI_ATPROTO", "").split()
pytestmark = [
    pytest.mark.atproto,
    pytest.mark.skipif(len(NETWORK) != 2, reason="PATROLI_ATPROTO names no running network"),
    pytest.mark.timeout(300),
]
POST = "app.bsky.feed.post"


def call(address: str, body: Any = None, token: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    method = "GET" if body is None else "POST"
    said = httpx.request(method, address, json=body, headers=headers, timeout=30)
    return said.status_code, said.content


@dataclass
class Person:
    """An invented person with an account on the PDS."""

    did: str
    handle: str
    token: str

    def do(self, method: str, **body: Any) -> dict[str, Any]:
        status, said = call(f"{NETWORK[0]}/xrpc/{method}", body, self.token)
        assert status == 200, said
        return dict(json.loads(said)) if said else {}

    def write(self, text: str, created: str = "", collection: str = POST, **more: Any) -> str:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        record = {"$type": collection, "text": text, "createdAt": created or now, **more}
        said = self.do(
            "com.atproto.repo.createRecord", repo=self.did, collection=collection, record=record
        )
        return f"{said['uri']} {said['cid']}"


def a_person(name: str) -> Person:
    handle = f"{name}-{secrets.token_hex(3)}.test"
    body = {"handle": handle, "email": f"{handle}@contoh.example", "password": "rekaan"}
    status, said = call(f"{NETWORK[0]}/xrpc/com.atproto.server.createAccount", body)
    assert status == 200, said
    made = json.loads(said)
    return Person(made["did"], handle, made["accessJwt"])


@dataclass
class Watch:
    """Rounds over one account, each with what the round before left."""

    person: Person
    per_page: int = 3
    state: SlotState = field(default_factory=SlotState)
    asked: list[Ask] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def round(self) -> list[Reading]:
        slot = a_slot(f"https://bsky.app/profile/{self.person.handle}", platform=Platform.BLUESKY)
        waiting = list(bluesky.start(slot, self.state))
        self.asked, self.readings, cursor = [], [], self.state.cursor
        began = datetime.now(UTC)
        while waiting:
            ask = waiting.pop(0)
            url = ask.url.replace(PUBLIC, f"{NETWORK[1]}/xrpc/")
            url = url.replace("limit=100", f"limit={self.per_page}")
            status, body = call(url)
            answer = Answer(ask, ask.url, status, (), body, datetime.now(UTC))
            reading = bluesky.read(slot, self.state, answer)
            self.asked.append(ask)
            self.readings.append(reading)
            waiting += reading.asks
            cursor = cursor if reading.cursor is None else reading.cursor
        known = {one.post_id: one for one in self.state.known}
        known |= {
            post.id: KnownPost(post.id, post.native_id, post.url, began)
            for reading in self.readings
            for post in reading.posts
        }
        self.state = SlotState(cursor, tuple(known.values()))
        return self.readings

    def texts(self) -> dict[str, str]:
        return {post.native_id: post.text for one in self.readings for post in one.posts}

    def signals(self) -> set[tuple[str, str]]:
        ids = {known.post_id: known.native_id for known in self.state.known}
        return {(ids[a.post_id], a.signal) for one in self.readings for a in one.absences}


def until(person: Person, says: Any) -> None:
    """Wait until the AppView has caught up with the PDS."""
    query = urlencode({"actor": person.did, "limit": 100})
    for _ in range(200):
        status, body = call(f"{NETWORK[1]}/xrpc/app.bsky.feed.getAuthorFeed?{query}")
        if status == 200 and says([entry["post"] for entry in json.loads(body)["feed"]]):
            return
        time.sleep(0.1)
    raise AssertionError("the AppView does not catch up")


@pytest.fixture
def dewi() -> tuple[Person, list[str]]:
    """Seven posts in order, and one that claims to be of 2019."""
    person = a_person("dewi")
    made = [person.write(f"Catatan {number}").split()[0] for number in range(7)]
    made.append(person.write("Catatan lama", "2019-01-01T00:00:00.000Z").split()[0])
    until(person, lambda posts: len(posts) == 8)
    return person, made


def test_all_pages_are_read_and_the_backdated_post_with_them(
    dewi: tuple[Person, list[str]],
) -> None:
    person, made = dewi
    watch = Watch(person)
    watch.round()
    assert set(watch.texts()) == set(made)
    assert sum("getAuthorFeed" in ask.url for ask in watch.asked) == 4
    assert words_of(watch.state.cursor)["whole"] == "1"
    old = next(p for one in watch.readings for p in one.posts if p.text == "Catatan lama")
    assert old.published_at == datetime(2019, 1, 1, tzinfo=UTC)
    assert "(came 20" in old.published_raw
    (profile,) = watch.readings[0].profiles
    assert (profile.native_id, profile.handle) == (person.did, person.handle)


def test_a_backdated_post_that_comes_late_is_met_by_the_sweep(
    dewi: tuple[Person, list[str]],
) -> None:
    person, _ = dewi
    watch = Watch(person)
    watch.round()
    late = person.write("Terlambat", "2018-01-01T00:00:00.000Z").split()[0]
    until(person, lambda posts: len(posts) == 9)
    met = []
    for _ in range(3):
        watch.round()
        met.append(late in watch.texts())
    assert any(met)


def test_an_edit_is_a_new_text_under_the_same_uri(dewi: tuple[Person, list[str]]) -> None:
    person, made = dewi
    watch = Watch(person)
    watch.round()
    key = made[3].rpartition("/")[2]
    record = {"$type": POST, "text": "Netral", "createdAt": "2029-01-01T00:00:00.000Z"}
    person.do(
        "com.atproto.repo.putRecord", repo=person.did, collection=POST, rkey=key, record=record
    )
    until(person, lambda posts: any(post["record"]["text"] == "Netral" for post in posts))
    watch.round()
    assert watch.texts()[made[3]] == "Netral"


def test_a_deletion_shows_in_two_ways(dewi: tuple[Person, list[str]]) -> None:
    person, made = dewi
    watch = Watch(person)
    watch.round()
    key = made[5].rpartition("/")[2]
    person.do("com.atproto.repo.deleteRecord", repo=person.did, collection=POST, rkey=key)
    until(person, lambda posts: len(posts) == 7)
    watch.round()
    assert watch.signals() == {
        (made[5], "getPosts: not listed"),
        (made[5], "getPostThread: NotFound"),
    }


def test_replies_quotes_and_reposts_carry_what_they_answer(
    dewi: tuple[Person, list[str]],
) -> None:
    person, _ = dewi
    bagas = a_person("bagas")
    uri, cid = bagas.write("Mari menangkan perubahan").split()
    subject = {"uri": uri, "cid": cid}
    reply = person.write("Mantap pak", reply={"root": subject, "parent": subject}).split()[0]
    embed = {"$type": "app.bsky.embed.record", "record": subject}
    quote = person.write("Sepakat", embed=embed).split()[0]
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    share = person.do(
        "com.atproto.repo.createRecord", repo=person.did, collection="app.bsky.feed.repost",
        record={"$type": "app.bsky.feed.repost", "subject": subject, "createdAt": now},
    )["uri"]  # fmt: skip
    until(person, lambda posts: len(posts) == 11)
    watch = Watch(person, per_page=100)
    watch.round()
    posts = {post.native_id: post for one in watch.readings for post in one.posts}
    shared = next(p for p in posts.values() if p.text.startswith("RT @"))
    assert shared.text == f"RT @{bagas.handle}: Mari menangkan perubahan"
    assert shared.native_id in {share, f"at://{person.did}/app.bsky.feed.repost?of={uri}"}
    for one in (posts[reply], posts[quote], shared):
        assert (one.parent_text, one.parent_author) == ("Mari menangkan perubahan", bagas.handle)
    asked_alone = replace(watch.state, known=_older(watch.state.known, reply))
    watch.state = asked_alone
    before = posts[reply].version
    watch.round()
    threads = [r for a, r in zip(watch.asked, watch.readings, strict=True) if "Thread" in a.url]
    assert [p.version for one in threads for p in one.posts] == [before]


def _older(known: tuple[KnownPost, ...], native_id: str) -> tuple[KnownPost, ...]:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    return tuple(
        replace(one, last_seen=long_ago) if one.native_id == native_id else one for one in known
    )


def test_a_hit_of_a_search_is_the_very_post_of_the_feed(dewi: tuple[Person, list[str]]) -> None:
    """The dev network's AppView answers searches anonymously; the public one does not."""
    person, _ = dewi
    word = f"telaga{secrets.token_hex(4)}"
    uri, cid = a_person("bagas").write("Mari menangkan perubahan").split()
    subject = {"uri": uri, "cid": cid}
    person.write(f"Dukung {word}")
    person.write(f"Setuju {word}", reply={"root": subject, "parent": subject})
    until(person, lambda posts: len(posts) == 10)
    watch = Watch(person, per_page=100)
    in_feed = {post.id: post.version for one in watch.round() for post in one.posts}
    slot = a_slot("https://bsky.app/", platform=Platform.BLUESKY, query=word, account_id=None)
    waiting = list(bluesky.start(slot, SlotState()))
    hits: list[Post] = []
    while waiting:
        ask = waiting.pop(0)
        url = ask.url.replace(SIGNED_IN, PUBLIC).replace(PUBLIC, f"{NETWORK[1]}/xrpc/")
        status, body = call(url)
        answer = Answer(ask, ask.url, status, (), body, datetime.now(UTC))
        reading = bluesky.read(slot, SlotState(), answer)
        waiting += reading.asks
        hits += reading.posts
    assert len(hits) == 2
    for hit in hits:
        assert hit.version == in_feed[hit.id]
        assert hit.author_handle == person.handle


def test_a_deactivated_account_is_told_as_one_and_not_as_a_login(
    dewi: tuple[Person, list[str]],
) -> None:
    person, _ = dewi
    watch = Watch(person)
    watch.round()
    person.do("com.atproto.server.deactivateAccount", deleteAfter="2099-01-01T00:00:00.000Z")
    query = urlencode({"actor": person.did})
    for _ in range(200):
        if call(f"{NETWORK[1]}/xrpc/app.bsky.actor.getProfile?{query}")[0] != 200:
            break
        time.sleep(0.1)
    profile, feed, *_ = watch.round()
    assert (profile.outcome, feed.outcome) == (Outcome.GONE, Outcome.GONE)
    assert [one.standing for one in profile.profiles] == [Standing.DEACTIVATED]


def test_a_changed_handle_is_found_by_its_did(dewi: tuple[Person, list[str]]) -> None:
    person, _ = dewi
    watch = Watch(person)
    watch.round()
    renamed = f"baru-{secrets.token_hex(3)}.test"
    person.do("com.atproto.identity.updateHandle", handle=renamed)
    query = urlencode({"actor": person.handle})
    for _ in range(200):
        if call(f"{NETWORK[1]}/xrpc/app.bsky.actor.getProfile?{query}")[0] != 200:
            break
        time.sleep(0.1)
    told = [profile for one in watch.round() for profile in one.profiles]
    assert [(one.native_id, one.handle) for one in told] == [(person.did, renamed)]
