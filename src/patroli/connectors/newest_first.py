"""A page of a list that runs from the newest back in, what to ask next and the cursor out.

Each round reads from the top until a page holds nothing newer than what was read before, less an
overlap, and then one page of a slow sweep through what is older: so an edited post, one with an old
date put in late, and one that a round had no time for are met again. Dates never end a page early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from patroli.connectors.json_values import number_at, text_from, words_of
from patroli.model import Answer, SlotState

MAX_PAGES: Final = 3
"""Most pages from the top in one round; the sweep reads what lies behind them later."""
OVERLAP: Final = timedelta(days=2)
LOOK_BACK: Final = timedelta(days=90)
"""How far back the sweep goes before it begins again at the top."""

POSTS, SWEEP = "posts", "sweep"
FIRST: Final = f"{POSTS}:1:"


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a page: a further one, one of the sweep, or nothing more."""

    cursor: str
    """As it is if the round ends here: what lies behind this page is then the sweep's."""
    purpose: str = ""
    """Of the next ask, which is aside; empty at the end."""
    sweep_from: str = ""
    """Where the sweep's page begins; empty for the page after this one."""


def is_list(purpose: str) -> bool:
    return purpose.partition(":")[0] in {POSTS, SWEEP}


def is_sweep(purpose: str) -> bool:
    return purpose.partition(":")[0] == SWEEP


def next_of(
    state: SlotState, answer: Answer, times: Sequence[datetime], more: bool, place: str, tired: bool
) -> Next:
    """What follows a page with posts of these `times`.

    `place` is where a sweep could go on after this page; `more`, whether there is a page after it;
    `tired`, whether to ask nothing more in this round.
    """
    kind, page, newest = _where(answer.ask.purpose)
    before = words_of(state.cursor)
    newest = max([time for time in (newest, *times) if time], default=None)
    since = _moment(before.get("since", ""))
    if kind == SWEEP:
        far = bool(times) and max(times) < answer.fetched_at - LOOK_BACK
        return Next(_cursor(since, newest, place if more and not far else ""))
    # A page that tells no times tells nothing of how far it reaches.
    told = since if times else None
    joined = told is not None and all(time <= told for time in times)
    sweep = (before.get("sweep") or place) if joined else place
    cursor = _cursor(since, newest, sweep if more else "")
    met = told is not None and all(time <= told - OVERLAP for time in times)
    if more and not met and page < MAX_PAGES and not tired:
        return Next(cursor, f"{POSTS}:{page + 1}:{_text(newest)}")
    if not more or tired or not sweep:
        return Next(cursor)
    return Next(cursor, f"{SWEEP}:1:{_text(newest)}", sweep_from=sweep)


def _cursor(since: datetime | None, newest: datetime | None, sweep: str) -> str:
    latest = max([time for time in (since, newest) if time], default=None)
    return text_from(since=_text(latest), sweep=sweep)


def _where(purpose: str) -> tuple[str, int, datetime | None]:
    kind, _, rest = purpose.partition(":")
    page, _, newest = rest.partition(":")
    return kind, number_at({"page": page}, "page") or 1, _moment(newest)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
