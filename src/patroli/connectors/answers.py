"""An answer or the posts read from it in, a Reading out: what all connectors agree on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Protocol

from patroli.connectors.text import MAX_TEXT, bounded
from patroli.connectors.walls import find_wall
from patroli.model import Answer, Ask, Outcome, Post, Reading, Slot, SlotState

Read = Callable[[Slot, SlotState, Answer], Reading]


class Connector(Protocol):
    """Two pure functions: what to ask, and what an answer says."""

    def start(self, slot: Slot, state: SlotState, /) -> tuple[Ask, ...]:
        """The first requests of a round."""

    def read(self, slot: Slot, state: SlotState, answer: Answer, /) -> Reading:
        """What one answer says; never raises, whatever the bytes."""


def never_raises(read: Read) -> Read:
    """A reader whose answer to bytes nobody foresaw is FAILED with a detail, not an exception.

    One poisoned page must not stop a round; what a connector foresees it says more clearly itself.
    """

    @wraps(read)
    def guarded(slot: Slot, state: SlotState, answer: Answer) -> Reading:
        try:
            return read(slot, state, answer)
        except (Exception, RecursionError) as error:
            return failed(f"the answer could not be read: {type(error).__name__}: {error}"[:300])

    return guarded


def failed(detail: str) -> Reading:
    return Reading(Outcome.FAILED, detail)


def refusal(answer: Answer, text: str) -> Reading | None:
    """What a status other than success says, or None where the body is the one asked for.

    `text` is the decoded body: a firewall's challenge may come with any status, also 404.
    """
    status = answer.status
    if 200 <= status < 300 and status != 204:
        return None
    if status == 304:
        return Reading(Outcome.UNCHANGED, "not modified since it was last read")
    wall = find_wall(answer, text)
    if wall is not None and wall.outcome is Outcome.BLOCKED:
        return Reading(Outcome.BLOCKED, f"status {status}: {wall.detail}")
    outcome = {
        401: Outcome.LOGIN_WALL,
        403: Outcome.BLOCKED,
        404: Outcome.GONE,
        407: Outcome.BLOCKED,
        410: Outcome.GONE,
        429: Outcome.RATE_LIMITED,
        451: Outcome.BLOCKED,
    }.get(status, Outcome.FAILED)
    more = f": {wall.detail}" if wall is not None and outcome is Outcome.FAILED else ""
    return Reading(outcome, f"status {status}{more}")


def collected(slot: Slot, state: SlotState, posts: Iterable[Post], detail: str = "") -> Reading:
    """The posts of an answer, cut to size and filtered by the slot's keyword, each id once."""
    read = {post.id: post for post in reversed(list(posts))}
    sized = [_within_cap(post) for post in reversed(read.values())]
    kept = tuple(post for post, _ in sized if wanted(slot, state, post))
    notes = [detail] if detail else []
    if slot.contains:
        notes.append(f"{len(kept)} of {len(sized)} posts contain the keyword")
    cut = sum(was_cut for _, was_cut in sized)
    if cut:
        notes.append(f"{cut} posts cut to {MAX_TEXT} characters")
    return Reading(Outcome.COLLECTED if kept else Outcome.EMPTY, "; ".join(notes), kept)


def wanted(slot: Slot, state: SlotState, post: Post) -> bool:
    """Whether a post holds the slot's keyword or held it before: an edit may remove it."""
    if not slot.contains:
        return True
    return _folded(slot.contains) in _folded(post.text) or any(
        known.post_id == post.id for known in state.known
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _within_cap(post: Post) -> tuple[Post, bool]:
    text, cut = bounded(post.text)
    return (replace(post, text=text), True) if cut else (post, False)
