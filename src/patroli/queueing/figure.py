"""Coverage in, the picture and the words of what was and was not reached out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from patroli.model import Outcome
from patroli.queueing.inputs import Alarm, Coverage, Watched
from patroli.queueing.words import OUTCOMES

STATES = {"full": "terjangkau", "partly": "terjangkau sebagian", "none": "tidak terjangkau"}

CELL = 12
"""Pixels from one square to the next."""
COLUMNS = 34
MOST_SQUARES = 1_700
"""Above it each square stands for several places."""


@dataclass(frozen=True, slots=True)
class Square:
    """One watched account or keyword in the picture."""

    x: int
    y: int
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why places were not reached, with all of them."""

    words: str
    places: tuple[Watched, ...]
    never: int
    """How many of them have not answered in any round so far."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The coverage of one queue as it is drawn and said."""

    squares: tuple[Square, ...]
    width: int
    height: int
    each: int
    """How many places one square stands for."""
    counts: tuple[tuple[str, str, int], ...]
    """State, its words, how many."""
    total: int
    reached: int
    """Reached in at least one round."""
    percent: int
    reasons: tuple[Reason, ...]
    partly: tuple[Watched, ...]
    strange: tuple[tuple[str, tuple[Alarm, ...]], ...]
    """Places that answer and whose answers are strange, by how they are."""


def picture_of(coverage: Coverage) -> Picture:
    """Draw one square for each place, the unreached last, so that they form one block."""
    order = list(STATES)
    places = sorted(
        coverage.watched, key=lambda w: (order.index(state_of(w)), w.kind, w.label, w.slot_id)
    )
    states = Counter(map(state_of, places))
    each = -(-len(places) // MOST_SQUARES) or 1
    squares = tuple(
        Square(
            x=index % COLUMNS * CELL,
            y=index // COLUMNS * CELL,
            state=state_of(place),
            label=f"{place.label}: {reason_of(place)}",
        )
        for index, place in enumerate(places[::each])
    )
    reached = len(places) - states["none"]
    return Picture(
        squares=squares,
        width=COLUMNS * CELL,
        height=max(-(-len(squares) // COLUMNS), 1) * CELL,
        each=each,
        counts=tuple((state, words, states[state]) for state, words in STATES.items()),
        total=len(places),
        reached=reached,
        percent=100 * reached // len(places) if places else 0,
        reasons=_reasons([p for p in places if state_of(p) == "none"]),
        partly=tuple(p for p in places if state_of(p) == "partly"),
        strange=_strange(coverage.alarms),
    )


def state_of(place: Watched) -> str:
    """`full`, `partly` or `none`: in how many of its rounds it was reached."""
    if place.reached <= 0:
        return "none"
    return "full" if place.reached >= place.rounds else "partly"


def reason_of(place: Watched) -> str:
    """How the last round ended, in plain words."""
    return OUTCOMES[place.outcome]


def _strange(alarms: Sequence[Alarm]) -> tuple[tuple[str, tuple[Alarm, ...]], ...]:
    grouped: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        if alarm.answers:
            grouped.setdefault(alarm.words, []).append(alarm)
    return tuple((words, tuple(group)) for words, group in grouped.items())


def _reasons(places: Sequence[Watched]) -> tuple[Reason, ...]:
    grouped: dict[Outcome | None, list[Watched]] = {}
    for place in places:
        grouped.setdefault(place.outcome, []).append(place)
    return tuple(
        Reason(OUTCOMES[outcome], tuple(group), sum(p.last_reached is None for p in group))
        for outcome, group in sorted(grouped.items(), key=lambda g: (-len(g[1]), str(g[0])))
    )
