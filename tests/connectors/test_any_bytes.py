"""Laws of reading: whatever the bytes, a Reading; the same bytes, the same Reading."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.connectors import platforms as p
from tests.connectors.builders import (
    FEED,
    PAGE,
    SITE,
    WORDPRESS,
    a_wp_post,
    an_answer,
    an_entry,
    an_item,
    atom,
    html,
    known,
    rss,
)

from patroli.connectors import CONNECTORS
from patroli.connectors.address import is_address
from patroli.model import Answer, Ask, Outcome, Platform, Reading, Slot, SlotState

STATE = SlotState("wp-json 2029-11-18T00:00:00+00:00", (known(f"{SITE}/?p=11", f"{SITE}/11/"),))
LISTING = replace(PAGE, selector="list: article")
PLATFORMS = (p.TELEGRAM, p.YOUTUBE, p.BLUESKY, p.MASTODON)
SEARCHES = tuple(replace(slot, query="dukung BaRa") for slot in PLATFORMS)
THEIR_PURPOSES = (
    "newest", "newest:2", "further:x", "profile", "known", "thread", "account", "number", "embed",
    "recheck", "channel", "owner", "renamed", "comments", "replies:x", "videos", "threads",
    "known-replies", "comment", "replies:1:http://danau.example/", "alone:1103", "apa saja", "",
)  # fmt: skip
THEIR_SAMPLES = (
    "bluesky/profile.json", "bluesky/author_feed.json", "mastodon/account.json",
    "mastodon/statuses.json", "telegram/channel.html", "telegram/card.html",
    "youtube/channels.json", "youtube/playlist_items.json", "youtube/videos.json",
    "youtube/comment_threads.json", "youtube/comments.json", "youtube/search.json",
    "youtube/error_key.json",
)  # fmt: skip
PURPOSES = ("", "recheck", "number", "include", "backfill:2029-11-01T00:00:00+00:00", "apa saja")
KINDS = (
    "text/html",
    "application/rss+xml; charset=iso-8859-1",
    "application/json",
    "",
    "x; charset=zip",
)

GOOD: tuple[tuple[Slot, bytes], ...] = (
    (FEED, rss(an_item("Satu", guid="1", date="20 Nov 2029"), an_item(link=f"{SITE}/2")).encode()),
    (FEED, atom(an_entry(), an_entry(f"{SITE}/2")).encode()),
    (FEED, json.dumps({"items": [{"id": "1", "content_html": "<p>Isi</p>"}]}).encode()),
    (PAGE, html().encode()),
    (LISTING, html("<article><p>Isi</p><a href=/1><time>kemarin</time></a></article>").encode()),
    (WORDPRESS, json.dumps([a_wp_post(), a_wp_post(13)]).encode()),
)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4)
    ),
    max_leaves=8,
)


def read(slot: Slot, answer: Answer) -> Reading:
    return CONNECTORS[slot.platform].read(slot, STATE, answer)


def lawful(slot: Slot, answer: Answer) -> None:
    result = read(slot, answer)
    assert isinstance(result.outcome, Outcome)
    assert not result.detail.startswith("the answer could not be read"), result.detail
    was_cut = result.outcome is Outcome.FAILED and "cut off" in result.detail
    assert result.posts or result.outcome is not Outcome.COLLECTED
    assert not result.posts or was_cut or result.outcome is Outcome.COLLECTED
    assert result == read(slot, answer)
    for post in result.posts:
        repr(post).encode("utf-8")
        assert "\x00" not in post.text
        assert len(post.version) == 32


@pytest.mark.parametrize(("slot", "body"), GOOD)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_answer_gives_a_reading_and_always_the_same(
    slot: Slot, body: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 200)))
    damage = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"", b"\x00", b"<", b"&x;", b"]]>"])
    )
    purpose = data.draw(st.sampled_from(PURPOSES))
    kind = data.draw(st.sampled_from(KINDS))
    ask = Ask(slot.address, purpose, subject=STATE.known[0].post_id) if purpose else None
    lawful(slot, an_answer(body[:start] + damage + body[end:], slot, kind=kind, ask=ask))


def their_answer(slot: Slot, body: bytes, purpose: str, status: int = 200) -> Answer:
    asked = "http://contoh.example/api?id=aaaaaaaaaaa,x&uris=at://x&offset=x&max_id=3"
    ask = Ask(asked, purpose, subject=STATE.known[0].post_id)
    return an_answer(body, slot, ask=ask, status=status, kind="")


@pytest.mark.parametrize("slot", [*PLATFORMS, *SEARCHES])
@given(
    body=st.binary(max_size=300) | st.sampled_from([b"{}", b"[]", b'{"items":[{}]}', b"null"]),
    status=st.integers(100, 599),
    purpose=st.sampled_from(THEIR_PURPOSES),
)
@settings(max_examples=60, deadline=None)
def test_random_bytes_of_a_platform_give_a_reading(
    slot: Slot, body: bytes, status: int, purpose: str
) -> None:
    lawful(slot, their_answer(slot, body, purpose, status))


@pytest.mark.parametrize("slot", PLATFORMS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_answer_of_a_platform_gives_a_reading(slot: Slot, data: st.DataObject) -> None:
    names = [name for name in THEIR_SAMPLES if name.startswith(slot.platform.value)]
    name = data.draw(st.sampled_from(names))
    body = (p.SAMPLES / name).read_bytes()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 200)))
    damage = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"", b"\x00", b"<", b'"', b"}", b"null"])
    )
    purpose = data.draw(st.sampled_from(THEIR_PURPOSES))
    lawful(slot, their_answer(slot, body[:start] + damage + body[end:], purpose))


def _swapped(value: Any, path: int, other: Any) -> Any:
    """The value with its part number `path`, in the order of reading, replaced by `other`."""
    count = -1

    def walk(part: Any) -> Any:
        nonlocal count
        count += 1
        if count == path:
            return other
        if isinstance(part, dict):
            return {key: walk(below) for key, below in part.items()}
        return [walk(below) for below in part] if isinstance(part, list) else part

    return walk(value)


@pytest.mark.parametrize("slot", [p.YOUTUBE, p.BLUESKY, p.MASTODON])
@given(data=st.data())
@settings(max_examples=250, deadline=None)
def test_an_answer_with_anything_anywhere_gives_a_reading(slot: Slot, data: st.DataObject) -> None:
    names = [name for name in THEIR_SAMPLES if name.startswith(slot.platform.value)]
    value = p.sample(data.draw(st.sampled_from(names)))
    changed = _swapped(value, data.draw(st.integers(0, 400)), data.draw(JSON))
    purpose = data.draw(st.sampled_from(THEIR_PURPOSES))
    lawful(slot, their_answer(slot, json.dumps(changed).encode(), purpose))


@pytest.mark.parametrize("slot", [FEED, PAGE, LISTING, WORDPRESS])
@given(body=st.binary(max_size=300), status=st.integers(100, 599), kind=st.sampled_from(KINDS))
@settings(max_examples=40, deadline=None)
def test_random_bytes_give_a_reading(slot: Slot, body: bytes, status: int, kind: str) -> None:
    lawful(slot, an_answer(body, slot, status=status, kind=kind))


@given(value=JSON, key=st.sampled_from(sorted(a_wp_post())))
@settings(max_examples=150, deadline=None)
def test_a_wordpress_post_with_anything_anywhere_gives_a_reading(value: Any, key: str) -> None:
    body = json.dumps([a_wp_post(**{key: value}), value])
    lawful(WORDPRESS, an_answer(body, WORDPRESS, kind="application/json"))


KEYS = (
    "id url title content_html content_text summary date_published authors author image attachments"
)


@given(value=JSON, key=st.sampled_from(KEYS.split()))
@settings(max_examples=150, deadline=None)
def test_a_json_feed_with_anything_anywhere_gives_a_reading(value: Any, key: str) -> None:
    lawful(FEED, an_answer(json.dumps({"items": [{"id": "1", key: value}, value]}), FEED))


@given(text=st.text(max_size=60), where=st.sampled_from(["guid", "link", "pubDate", "title"]))
@settings(max_examples=100, deadline=None)
def test_a_feed_item_with_any_value_gives_a_reading(text: str, where: str) -> None:
    body = rss(f"<item><{where}><![CDATA[{text}]]></{where}></item>", an_item(guid="2"))
    lawful(FEED, an_answer(body))


@given(st.text(st.characters(codec="cp1252"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_post_ids_do_not_depend_on_the_encoding(text: str) -> None:
    # Bytes that make characters in UTF-8 too (`Â` and a no-break space) could be either.
    assume(text.encode("cp1252").decode("utf-8", "ignore") == re.sub("[^\x00-\x7f]", "", text))
    item = an_item(text="“" + text.replace("]]>", ""))
    as_utf_8 = read(FEED, an_answer(rss(item)))
    as_windows = read(FEED, an_answer(rss(item).encode("cp1252"), kind="text/xml; charset=latin1"))
    as_utf_16 = read(FEED, an_answer(rss(item).encode("utf-16")))
    assert as_utf_8 == as_utf_16
    assert [p.id for p in as_utf_8.posts] == [p.id for p in as_windows.posts]


@pytest.mark.parametrize("platform", [Platform.FEED, Platform.PAGE, Platform.WORDPRESS])
@given(address=st.text(max_size=40), cursor=st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_round_starts_whatever_the_cursor(platform: Platform, address: str, cursor: str) -> None:
    slot = replace(FEED, platform=platform, address=f"http://contoh.example/{address}")
    asks = CONNECTORS[platform].start(slot, replace(STATE, cursor=cursor))
    assert asks


@pytest.mark.parametrize("slot", [*PLATFORMS, *SEARCHES])
@given(cursor=st.text(max_size=30), native=st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_round_of_a_platform_starts_whatever_is_remembered(
    slot: Slot, cursor: str, native: str
) -> None:
    remembered = SlotState(cursor, (known(native, f"{SITE}/11/", days_ago=2), *STATE.known))
    asks = CONNECTORS[slot.platform].start(slot, remembered)
    assert asks
    assert all(is_address(ask.url) for ask in asks)
