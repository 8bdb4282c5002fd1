"""How far a list was read in, whether to turn the page and what to remember out.

Each round reads the newest pages until a whole page holds nothing new, and beside them a few pages
from where the last round stopped. At the end of the list that walk begins anew. So a long history
is fetched in steps, and a post that sorts far down since its date is a lie is met all the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from patroli.model import SlotState

NEWEST, FURTHER = "newest", "further"
"""Purposes of asks for pages; the number of the page follows, from the second on: `newest:2`."""

TOP: Final = "top"
"""The cursor when the walk has come to the end of the list."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages one round reads at most."""

    newest: int
    further: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes after a page."""

    purpose: str = ""
    """Of the ask for the next page; empty if it is not asked now."""
    cursor: str | None = None


def place_in(state: SlotState) -> str:
    """Where the walk goes on; empty if it has not begun, or begins anew."""
    return "" if state.cursor == TOP else state.cursor


def is_page(purpose: str) -> bool:
    """Whether an ask is for a page of the list."""
    return purpose.partition(":")[0] in {NEWEST, FURTHER}


def turn(
    state: SlotState, purpose: str, met: Collection[str], following: str, pages: Pages
) -> Turn:
    """After a page with the posts `met`, where the list goes on at `following` (empty: it ends).

    Only one of the two tracks moves the cursor: the walk while there is one, else the newest.
    """
    track, _, number = purpose.partition(":")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    walking = bool(place_in(state))
    if track == FURTHER:
        if following and page < pages.further:
            return Turn(f"{FURTHER}:{page + 1}")
        return Turn(cursor=following or TOP)
    known = {one.post_id for one in state.known}
    is_old_news = bool(met) and known.issuperset(met)
    if following and page < pages.newest and not is_old_news:
        return Turn(f"{NEWEST}:{page + 1}")
    return Turn(cursor=None if walking or not pages.further else following or TOP)
