"""A network's connector asked and answered in a test: asks, readings, rounds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.connectors.builders import NOTHING_KNOWN, an_answer
from tests.fakes import NOW

from patroli.connectors import CONNECTORS
from patroli.connectors.native import id_of, shortcode
from patroli.connectors.native import native_id as as_told
from patroli.connectors.unlisted import BEHIND_TIME, EPOCH
from patroli.model import Ask, KnownPost, Post, Reading, Slot, SlotState


def read(
    slot: Slot,
    data: Any,
    ask: Ask | None = None,
    state: SlotState = NOTHING_KNOWN,
    status: int = 200,
    **more: Any,
) -> Reading:
    """What the slot's connector says of a JSON answer to an ask, else to its first one."""
    connector = CONNECTORS[slot.platform]
    asked = ask or connector.start(slot, state)[0]
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    answer = an_answer(body, slot, kind="application/json", ask=asked, status=status, **more)
    return connector.read(slot, state, answer)


def known(slot: Slot, native_id: str, url: str = "", *, days_ago: float = 1) -> KnownPost:
    """A post of the slot's platform seen some days before `NOW`."""
    seen = NOW - timedelta(days=days_ago)
    post = id_of(slot.platform, as_told(slot.platform, native_id))
    return KnownPost(post, native_id, url or native_id, seen)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round brought."""

    posts: tuple[Post, ...]
    state: SlotState
    asks: tuple[Ask, ...]

    @property
    def natives(self) -> set[str]:
        return {post.native_id for post in self.posts}


def a_round(slot: Slot, state: SlotState, server: Callable[[Ask], Any]) -> Round:
    """Every ask of a round answered by `server`, as collecting drives a connector."""
    asks = list(CONNECTORS[slot.platform].start(slot, state))
    done: list[Ask] = []
    posts: list[Post] = []
    cursor = state.cursor
    while asks:
        ask = asks.pop(0)
        done.append(ask)
        assert len(done) < 60
        result = read(slot, server(ask), ask, state)
        assert result.outcome.reached, result.detail
        posts += result.posts
        asks += result.asks
        cursor = cursor if result.cursor is None else result.cursor
    return Round(tuple(posts), SlotState(cursor, state.known), tuple(done))


Dated = tuple[str, datetime | None]
"""A listed post's shortcode and its time."""


def code(hours_ago: float, number: int = 77) -> str:
    """The shortcode of what was made so long before `NOW` on Instagram or Threads."""
    moment = NOW - timedelta(hours=hours_ago)
    return shortcode((int(moment.timestamp() * 1000) - EPOCH << BEHIND_TIME) + number)


def dated(hours_ago: float, made_before: float = 0) -> Dated:
    """A listed post, made some hours before it was published."""
    return code(hours_ago + made_before), NOW - timedelta(hours=hours_ago)
