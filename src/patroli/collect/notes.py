"""Slots and the state they were asked with in, lines of a capture's notes out, and back.

With them a capture can be read again by itself: `drive` writes them, `replay` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from patroli.model import KnownPost, Platform, Post, Slot, SlotState

Kept = tuple[Post, Slot]
"""A post, and the slot it is kept for."""


def slot_note(slot: Slot, state: SlotState) -> dict[str, str]:
    """The fields that stand before everything a slot asked."""
    return {"slot": _line(asdict(slot)), "state": _line(asdict(state))}


def noted_slot(text: str) -> Slot:
    """The slot that a note tells."""
    return _slot(json.loads(text))


def noted_state(text: str) -> SlotState:
    """The state that a note tells."""
    values: dict[str, Any] = json.loads(text)
    known = (
        KnownPost(**{**one, "last_seen": datetime.fromisoformat(one["last_seen"])})
        for one in values["known"]
    )
    return SlotState(values["cursor"], tuple(known))


def homes_note(slot: Slot, kept: Iterable[Kept]) -> str:
    """Which posts of one answer are kept for which other slots; empty where none is."""
    others: dict[str, tuple[Slot, list[str]]] = {}
    for post, home in kept:
        if home != slot:
            others.setdefault(home.id, (home, []))[1].append(post.id)
    return _line([[asdict(home), ids] for home, ids in others.values()]) if others else ""


def noted_homes(text: str) -> dict[str, Slot]:
    """Post id to the slot of the watched account whose post it is."""
    told: list[tuple[dict[str, Any], list[str]]] = json.loads(text) if text else []
    return {post_id: _slot(values) for values, ids in told for post_id in ids}


def _slot(values: dict[str, Any]) -> Slot:
    return Slot(**{**values, "platform": Platform(values["platform"])})


def _line(value: object) -> str:
    """One line of JSON; times as ISO texts."""
    return json.dumps(value, default=datetime.isoformat, sort_keys=True)
