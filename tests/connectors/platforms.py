"""Slots, samples and answers of platforms with an interface of their own.

The samples keep the structure of the platforms' documented examples and lexicons; every person,
place and word in them is invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.connectors.builders import NOTHING_KNOWN, an_answer
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.model import Ask, KnownPost, Platform, Reading, Slot, SlotState, post_id

SAMPLES = Path(__file__).parent / "samples"

BLUESKY = a_slot("https://bsky.app/profile/dewi.lestawa.example", platform=Platform.BLUESKY)
MASTODON = a_slot("https://mastodon.example/@dewi", platform=Platform.MASTODON)
TELEGRAM = a_slot("https://t.me/KabarDanau", platform=Platform.TELEGRAM)
YOUTUBE = a_slot("https://www.youtube.com/@DewiLestawa", platform=Platform.YOUTUBE)


def sample(name: str) -> Any:
    """A sample to be changed: `bluesky/profile.json`; anything but JSON is text."""
    text = (SAMPLES / name).read_text("utf-8")
    return deepcopy(json.loads(text)) if name.endswith(".json") else text


def says(
    slot: Slot, data: Any, ask: Ask, state: SlotState = NOTHING_KNOWN, **answer: Any
) -> Reading:
    """What the slot's connector says of an answer to an ask."""
    is_text = isinstance(data, str | bytes)
    kind = answer.pop("kind", "text/html" if is_text else "application/json")
    body = data if is_text else json.dumps(data)
    return CONNECTORS[slot.platform].read(
        slot, state, an_answer(body, slot, ask=ask, kind=kind, **answer)
    )


def asks(slot: Slot, state: SlotState = NOTHING_KNOWN) -> dict[str, Ask]:
    """The first asks of a round by purpose; of several with one purpose the last."""
    return {ask.purpose: ask for ask in CONNECTORS[slot.platform].start(slot, state)}


def query(ask: Ask) -> Mapping[str, str]:
    """The parameters of an address, the last of each."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(ask.url).query).items()}


def known_on(
    platform: Platform, native_id: str, url: str = "", *, days_ago: float = 1
) -> KnownPost:
    """A post of a platform seen some days before `NOW`."""
    seen = NOW - timedelta(days=days_ago)
    return KnownPost(post_id(platform.value, native_id), native_id, url or native_id, seen)


def all_asks(
    slot: Slot, state: SlotState, answers: Any, limit: int = 200
) -> tuple[list[Ask], str | None]:
    """Every ask of one round in which `answers(ask)` gives (body, status), and its cursor."""
    waiting, cursor = list(CONNECTORS[slot.platform].start(slot, state)), None
    made: list[Ask] = []
    while waiting and len(made) < limit:
        ask = waiting.pop(0)
        made.append(ask)
        body, status = answers(ask)
        result = says(slot, body, ask, state, status=status)
        waiting += result.asks
        cursor = result.cursor if result.cursor is not None else cursor
    return made, cursor


def utc(text: str) -> datetime:
    """A moment from its ISO text."""
    return datetime.fromisoformat(text)
