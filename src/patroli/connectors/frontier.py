"""The addresses a list names in, those to read now and what to remember out.

With dates: what is newer than before, oldest first, then what came late. Those of one moment stand
in the order of their marks, so that the place is exact however many there are. Without dates: what
was put in after the last address read, or before the first. A list met for the first time gives its
newest few: watching begins now. What is remembered is short, so marks stand for addresses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from patroli.model import digest

OVERLAP: Final = timedelta(hours=6)
"""How far before the newest date an address that nobody read may still be new."""
MARKS: Final = 60
"""How many addresses read last are remembered."""
ENDS: Final = 4
"""How many addresses at each end of an undated list are remembered: one may be taken out."""


@dataclass(frozen=True, slots=True)
class Named:
    """One address that a list names, with its date in UTC if it has one that can be believed."""

    url: str
    at: datetime | None = None

    @property
    def mark(self) -> str:
        """A changed date makes an address new again."""
        return digest(self.url, self.at.isoformat() if self.at else "")[:6]


@dataclass(frozen=True, slots=True)
class Taken:
    """What to read now, what to remember, and how many wait for the next round."""

    urls: tuple[str, ...]
    words: Mapping[str, str]
    waiting: int = 0


def take(words: Mapping[str, str], named: Sequence[Named], most: int) -> Taken:
    """At most `most` new addresses, by date where all have one, else by their place in the list."""
    if most <= 0:
        return Taken((), words, len(named))
    named = list({one.url: one for one in reversed(named)}.values())[::-1]
    dated = [(one.at, one) for one in named if one.at is not None]
    if len(dated) == len(named):
        return _by_date(words, dated, most)
    return _by_place(words, [Named(one.url) for one in named], most)


def _by_date(words: Mapping[str, str], dated: Sequence[tuple[datetime, Named]], most: int) -> Taken:
    since, upto = _moment(words.get("since", "")), words.get("upto", "")
    marks = [mark for mark in words.get("read", "").split(".") if mark]
    ordered = sorted((at, one.mark, one) for at, one in dated)
    fresh = [one for one in ordered if one[1] not in marks]
    if since is None:
        newer, late = ordered[-most:], []
    else:
        newer = [one for one in fresh if one[:2] > (since, upto)]
        late = [one for one in fresh if since - OVERLAP <= one[0] and one[:2] <= (since, upto)]
    chosen, room = newer[:most], max(most - len(newer), 0)
    if chosen:
        since, upto, _ = chosen[-1]
    # What is read and no longer remembered is among the late ones: by turns, so that none waits
    # for ever behind it.
    turn = words.get("turn", "")
    late = sorted(late, key=lambda one: (one[1] <= turn, one[1]))[:room]
    turn = late[-1][1] if late else turn
    marks = [*marks, *(mark for _, mark, _ in (*chosen, *late))][-MARKS:]
    kept = {"since": since.isoformat() if since else "", "upto": upto, "turn": turn}
    urls = tuple(one.url for _, _, one in (*chosen, *late))
    return Taken(urls, {**kept, "read": ".".join(marks)}, len(newer) - len(chosen))


def _by_place(words: Mapping[str, str], named: Sequence[Named], most: int) -> Taken:
    marks = [one.mark for one in named]
    first, last = (words.get(end, "").split(".") for end in ("first", "last"))
    starts = [marks.index(mark) for mark in first if mark in marks]
    ends = [marks.index(mark) for mark in last if mark in marks]
    if not starts and not ends:
        return _first_look(named, most)
    start, end = min(starts, default=0), max(ends, default=len(named) - 1)
    behind = range(end + 1, len(named))
    before = range(start - 1, -1, -1)
    taken = [*behind, *before][:most]
    start = min((at for at in taken if at < start), default=start)
    end = max((at for at in taken if at > end), default=end)
    kept = _ends(named[start : end + 1])
    waiting = len(behind) + len(before) - len(taken)
    return Taken(tuple(named[at].url for at in taken), kept, waiting)


def _first_look(named: Sequence[Named], most: int) -> Taken:
    """Some of both ends, since nobody knows which is the newer one."""
    some = [*named[: most // 2], *named[len(named) - (most - most // 2) :]]
    chosen = named if len(named) <= most else some
    return Taken(tuple(one.url for one in chosen), _ends(named))


def _ends(named: Sequence[Named]) -> dict[str, str]:
    return {
        "first": ".".join(one.mark for one in named[:ENDS]),
        "last": ".".join(one.mark for one in named[-ENDS:]),
    }


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
