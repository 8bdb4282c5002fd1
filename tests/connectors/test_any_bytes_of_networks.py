"""Laws of reading the networks' interfaces: whatever the bytes, a Reading, and always the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import an_answer
from tests.connectors.samples_of import FOLDER, holds_no_secret, sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.model import Ask, KnownPost, Outcome, Platform, Slot, SlotState, post_id

NETWORKS = {
    Platform.X: "https://x.com/dewilestawa",
    Platform.FACEBOOK: "https://www.facebook.com/disdik.telagabiru",
    Platform.INSTAGRAM: "https://www.instagram.com/dewi.lestawa/",
    Platform.THREADS: "https://www.threads.net/@dewi.lestawa",
    Platform.GDELT: "https://api.gdeltproject.org/",
}
CURSORS = (
    "",
    "id=1&since=5&low=2&high=4&seen=2029-11-20",
    "since=2029-11-20T00:00:00%2B00:00",
    "x",
)
PURPOSES = (
    "user", "user-again:id=1", "new:1:", "gap:4:77", "known", "page", "posts:1:", "sweep:2:9",
    "hashtag", "tag:1", "search", "article", "", "recheck",
    "comments:1:5_6,5_7", "comments:x", "known-comments", "one-comment", "known:9",
)  # fmt: skip
SAMPLES = sorted(str(p.relative_to(FOLDER).with_suffix("")) for p in FOLDER.rglob("*.json"))

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4)
    ),
    max_leaves=8,
)


def slots(platform: Platform) -> tuple[Slot, Slot]:
    address = NETWORKS[platform]
    return a_slot(address, platform=platform), a_slot(address, platform=platform, query="#satu")


def lawful(slot: Slot, body: bytes, purpose: str, cursor: str, status: int = 200) -> None:
    connector = CONNECTORS[slot.platform]
    known = KnownPost(post_id(slot.platform.value, "11"), "11", "https://x.example/status/11", NOW)
    state = SlotState(cursor, (known,))
    started = connector.start(slot, state)
    url = started[0].url if started else slot.address
    answer = an_answer(body, slot, ask=Ask(url, purpose, subject=known.post_id), status=status)
    result = connector.read(slot, state, answer)
    assert not result.detail.startswith("the answer could not be read"), result.detail
    assert bool(result.posts) == (result.outcome is Outcome.COLLECTED)
    assert result == connector.read(slot, state, answer)
    assert result.spent is None or result.spent >= 0
    assert holds_no_secret(*started, *result.asks)
    assert all(ask.key == started[0].key for ask in result.asks if started and ask.key)
    for post in result.posts:
        repr(post).encode("utf-8")
        assert len(post.version) == 32


@pytest.mark.parametrize("platform", list(NETWORKS))
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_damaged_answer_gives_a_reading(platform: Platform, data: st.DataObject) -> None:
    own = [name for name in SAMPLES if name.startswith(f"{platform.value}/")]
    body = json.dumps(sample(data.draw(st.sampled_from(own)))).encode()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 60)))
    damage = data.draw(st.binary(max_size=9) | st.sampled_from([b"", b"null", b"{}", b"[]", b"9"]))
    slot = data.draw(st.sampled_from(slots(platform)))
    purpose = data.draw(st.sampled_from(PURPOSES))
    cursor = data.draw(st.sampled_from(CURSORS))
    lawful(slot, body[:start] + damage + body[end:], purpose, cursor)


def damaged(value: Any, data: st.DataObject) -> Any:
    """The value with anything at one place in it."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 4)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: damaged(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 4)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], damaged(value[at], data), *value[at + 1 :]]
    return data.draw(JSON)


@pytest.mark.parametrize("platform", list(NETWORKS))
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_anything_anywhere_in_an_answer_gives_a_reading(
    platform: Platform, data: st.DataObject
) -> None:
    own = [name for name in SAMPLES if name.startswith(f"{platform.value}/")]
    value = damaged(sample(data.draw(st.sampled_from(own))), data)
    slot = data.draw(st.sampled_from(slots(platform)))
    purpose = data.draw(st.sampled_from(PURPOSES))
    lawful(slot, json.dumps(value).encode(), purpose, data.draw(st.sampled_from(CURSORS)))


@pytest.mark.parametrize("platform", list(NETWORKS))
@given(
    body=st.binary(max_size=200), status=st.integers(100, 599), purpose=st.sampled_from(PURPOSES)
)
@settings(max_examples=60, deadline=None)
def test_random_bytes_give_a_reading(
    platform: Platform, body: bytes, status: int, purpose: str
) -> None:
    lawful(slots(platform)[0], body, purpose, "", status)
