"""Known posts in, those to ask for first out, so many a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from patroli.model import KnownPost, SlotState

T = TypeVar("T")


def longest_unseen(
    state: SlotState, most: int, fits: Callable[[KnownPost], object] = bool
) -> tuple[KnownPost, ...]:
    """At most so many known posts that fit, those unseen for longest first."""
    fitting = (known for known in state.known if fits(known))
    return tuple(sorted(fitting, key=lambda known: known.last_seen))[:most]


def parts(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The values, so many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))


def outside_last_listing(state: SlotState) -> frozenset[str]:
    """Ids of known posts that the last round did not meet."""
    latest = max((known.last_seen for known in state.known), default=None)
    return frozenset(known.post_id for known in state.known if known.last_seen != latest)
