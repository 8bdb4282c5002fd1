"""A page of a list that runs from the newest back in, what to ask next and what to remember out.

Each round reads the first page. A *descent* goes from it down to the floor, below which all was
read before. What a round has no pages for is gone on with in the next rounds, and only at its end
does the floor rise: to where the descent began, less an overlap for posts that come late. So a gap
behind a busy top stays owed until it is read. What is older is the *sweep's*, which has pages of
its own: at first the whole history, then all of it again, for edits and posts with old dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from patroli.connectors.json_values import number_at, text_from, words_of

OVERLAP: Final = timedelta(days=2)
"""How much later than it claims a post may come and still be met without the sweep."""

NEWEST, OWED, SWEEP = "newest", "owed", "sweep"
"""Purposes of asks for pages. `NEWEST` alone is that of the first; others tell more behind `:`."""
_EARLIER: Final = {"posts": NEWEST, "further": SWEEP}
"""Purposes in captures of earlier versions."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages one round reads at most, two of them at least, and those of its sweep."""

    most: int
    sweep: int
    look_back: timedelta | None = None
    """How far back the sweep goes before it begins again; None: to the end of the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: the times of all it lists, and where the list goes on; empty where it ends."""

    times: Sequence[datetime]
    following: str


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a list was read. An empty one is always true: all is read anew."""

    floor: datetime | None = None
    """What claims to be older was read, or is the sweep's; None: never read yet."""
    began: datetime | None = None
    place: str = ""
    """The descent under way: the newest it met, and where it goes on; empty if there is none."""
    again: bool = False
    """Whether it has come to the overlap, which the one before it has read."""
    sweep: str = ""
    """Where the sweep goes on; empty if it begins anew."""
    whole: bool = False
    """Whether the sweep has been at the end."""

    @property
    def more(self) -> bool:
        """Whether posts are known to wait that were never read."""
        unread = (self.place and not self.again) or (self.sweep and not self.whole)
        return self.floor is not None and bool(unread)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes after a page. Every page but the first is aside: a round may end before it."""

    cursor: str
    """As it is if the round ends here; never ahead of what was read."""
    purpose: str = ""
    """Of the ask for the next page; empty if none is asked now."""
    place: str = ""
    """Where the next page begins: at the page's `following`, or where an earlier round stopped."""
    more: bool = False
    """Whether the round ends here though more is known to wait."""


LOST: Final = "the place in the list is not known any more; it is sought from the top"


def is_page(purpose: str) -> bool:
    """Whether an ask is for a page of the list."""
    return purpose.partition(":")[0] in {NEWEST, OWED, SWEEP, *_EARLIER}


def step(cursor: str, purpose: str, page: Listed, now: datetime, pages: Pages) -> Step:
    """What comes after a page that was asked with this purpose and answered `now`."""
    then = _step(cursor, purpose, page, now, pages)
    # A list that goes on for ever without telling anything hurries nobody.
    return then if page.times else replace(then, more=False)


def _step(cursor: str, purpose: str, page: Listed, now: datetime, pages: Pages) -> Step:
    track, left, walk = _where(cursor, purpose)
    if track == SWEEP:
        return _swept(walk, left, page, now, pages)
    if track == OWED:
        return _descended(walk, left, page, pages)
    if walk.place:
        return _ask(walk, OWED, pages.most - 1, walk.place)
    newest = max((min(time, now) for time in page.times), default=None)
    if walk.floor is None and newest is not None:
        walk = Walk(newest - OVERLAP)
        return _swept(walk, pages.most + pages.sweep - 1, page, now, pages)
    return _descended(replace(walk, began=newest), pages.most - 1, page, pages)


def lost(cursor: str, purpose: str) -> str:
    """The cursor where the place that a page was asked from is not known any more."""
    track, _, walk = _where(cursor, purpose)
    if track == SWEEP:
        return _text(replace(walk, sweep=""))
    return _text(replace(walk, began=None, place="", again=False))


def ended(told: Step) -> Step:
    """The round ends after this page, whatever was to come."""
    return replace(told, purpose="", more=_walk(told.cursor).more)


def _descended(walk: Walk, left: int, page: Listed, pages: Pages) -> Step:
    """A page of the descent under way, with `left` further ones in this round."""
    if page.following and not _all_before(page.times, walk.floor):
        again = walk.again or _is_again(page, walk.floor)
        walk = replace(walk, place=page.following, again=again)
        if left > 0:
            return _ask(walk, OWED, left, walk.place)
        return _ask(walk, SWEEP, pages.sweep, walk.sweep)
    floors = (walk.floor, walk.began - OVERLAP if walk.began else None)
    walk = replace(walk, floor=max(filter(None, floors), default=None), began=None)
    walk = replace(walk, place="", again=False)
    if not page.following:
        return _ask(replace(walk, sweep="", whole=True), SWEEP, 0, "")
    return _ask(walk, SWEEP, pages.sweep, walk.sweep or page.following)


def _swept(walk: Walk, left: int, page: Listed, now: datetime, pages: Pages) -> Step:
    limit = now - pages.look_back if pages.look_back else None
    following = "" if _all_before(page.times, limit) else page.following
    kept = following if pages.sweep else ""
    return _ask(replace(walk, sweep=kept, whole=walk.whole or not kept), SWEEP, left, following)


def _ask(walk: Walk, track: str, left: int, place: str) -> Step:
    """The next page of a track; none where its pages are used up, or where it has no place."""
    text = _text(walk)
    if left > 0 and place:
        return Step(text, f"{track}:{left - 1}:{text}", place)
    return Step(text, more=walk.more)


def _where(cursor: str, purpose: str) -> tuple[str, int, Walk]:
    """Which track an ask is of, how many pages of it may follow, and how far the list is read."""
    track, _, rest = purpose.partition(":")
    left, _, carried = rest.partition(":")
    walk = _walk(carried) if carried and track in {OWED, SWEEP} else _walk(cursor)
    return _EARLIER.get(track, track), number_at({"left": left}, "left"), walk


def _walk(text: str) -> Walk:
    """What a cursor remembers; a bare place, as earlier versions wrote, is as good as none."""
    words = words_of(text)
    floor, began, since = (_moment(words.get(name, "")) for name in ("floor", "began", "since"))
    if floor is None and since is not None:
        floor = since - OVERLAP
    place, sweep = words.get("place", ""), words.get("sweep", "")
    return Walk(floor, began, place, "again" in words, sweep, "whole" in words)


def _text(walk: Walk) -> str:
    floor, began = (at.isoformat() if at else "" for at in (walk.floor, walk.began))
    again, whole = int(walk.again), int(walk.whole)
    words = {"floor": floor, "began": began, "place": walk.place, "sweep": walk.sweep}
    return text_from(**words, again=again, whole=whole)


def _is_again(page: Listed, floor: datetime | None) -> bool:
    """Whether a page holds nothing newer than what the last descent began with."""
    return floor is not None and bool(page.times) and max(page.times) <= floor + OVERLAP


def _all_before(times: Sequence[datetime], limit: datetime | None) -> bool:
    """A page that tells no times tells nothing of how far it reaches."""
    return limit is not None and bool(times) and all(time < limit for time in times)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
