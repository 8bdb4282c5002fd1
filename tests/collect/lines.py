"""A small connector for tests: a place is lines `number text`; what it does wrong is configured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fakes import a_post

from patroli.connectors import Connector
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Outcome,
    Platform,
    Profile,
    Reading,
    Slot,
    SlotState,
    Spend,
    Standing,
    post_id,
)

Hook = Callable[[Slot, SlotState, Answer], Reading | None]


@dataclass(frozen=True, slots=True)
class Lines:
    """Reads `number text`, `next ADDRESS`, `cursor TEXT` and `profile ID HANDLE` lines; rechecks
    posts not listed."""

    hook: Hook | None = None
    conditional: bool = True

    def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
        return (Ask(slot.address, "lines", "text/plain", conditional=self.conditional),)

    def read(self, slot: Slot, state: SlotState, answer: Answer, /) -> Reading:
        hooked = self.hook(slot, state, answer) if self.hook else None
        if hooked is not None:
            return hooked
        if answer.ask.subject:
            return _recheck(answer)
        if answer.status == 304:
            return Reading(Outcome.UNCHANGED, asks=_missing(state, set()))
        if answer.status != 200:
            return Reading(Outcome.FAILED, f"status {answer.status}")
        return _lines(slot, state, answer)


class Billed(Lines):
    """Lines that cost five units at most and one a line."""

    def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
        return (Ask(slot.address, "lines", spend=Spend("x", 5)),)

    def read(self, slot: Slot, state: SlotState, answer: Answer, /) -> Reading:
        found = Lines.read(self, slot, state, answer)
        return Reading(found.outcome, found.detail, found.posts, spent=len(found.posts))


def _recheck(answer: Answer) -> Reading:
    if answer.status != 404:
        return Reading(Outcome.UNCHANGED)
    gone = Absence(answer.ask.subject, answer.ask.url, "status 404")
    return Reading(Outcome.GONE, absences=(gone,))


def _lines(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    words = [line.partition(" ") for line in answer.body.decode("utf-8", "replace").splitlines()]
    posts = tuple(
        a_post(text, native_id=f"{slot.address}/{word}")
        for word, _, text in words
        if word.isdigit() and slot.contains in text
    )
    asks = tuple(Ask(text, "more") for word, _, text in words if word == "next")
    cursor = next((text for word, _, text in words if word == "cursor"), None)
    profiles = tuple(
        Profile(text.split()[0], text.split()[1], "Dewi Lestawa", Standing.PUBLIC)
        for word, _, text in words
        if word == "profile"
    )
    missing = () if asks or answer.ask.purpose == "more" else _missing(state, {p.id for p in posts})
    outcome = Outcome.COLLECTED if posts else Outcome.EMPTY
    return Reading(outcome, posts=posts, asks=asks + missing, cursor=cursor, profiles=profiles)


def _missing(state: SlotState, met: set[str]) -> tuple[Ask, ...]:
    latest = max((known.last_seen for known in state.known), default=None)
    lost = (k for k in state.known if k.post_id not in met and (met or k.last_seen != latest))
    return tuple(Ask(known.url, "recheck", subject=known.post_id) for known in lost)


def line_id(address: str, number: int) -> str:
    """The id of a line's post."""
    return post_id("web", f"{address}/{number}")


def reading_lines(hook: Hook | None = None) -> Mapping[Platform, Connector]:
    """Every platform is read by lines."""
    return dict.fromkeys(Platform, Lines(hook))
