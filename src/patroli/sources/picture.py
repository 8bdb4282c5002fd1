"""Judged sources in, what is drawn of them out: days, bars and the map. Pure geometry, few words.

Whatever a picture shows stands beside it in words or numbers too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from patroli.model import Outcome
from patroli.sources.provinces import Province, provinces
from patroli.sources.source import Asked, Source

DAYS = 30
"""Days in a strip."""
STEP = 8
"""Units of the drawing from one day to the next."""

DAY_STATES = {
    "got": "terjangkau, ada unggahan",
    "calm": "terjangkau, tanpa unggahan baru",
    "partly": "terjangkau hanya di sebagian putaran",
    "lost": "tidak terjangkau",
}
_SHAPES = {
    "got": "M{x} 1h6v14h-6z",
    "calm": "M{x} 9h6v6h-6z",
    "partly": "M{x} 15v-14h6z",
    "lost": "M{x} 3l6 10M{x} 13l6 -10",
}

GROUPS = {
    "well": "baik",
    "strange": "menjawab, tetapi ganjil",
    "lost": "tidak terjangkau",
}

SHARES = ((95, "c4", "95–100%"), (80, "c3", "80–94%"), (50, "c2", "50–79%"), (0, "c1", "0–49%"))
"""From which share reached, in percent, a province has which colour."""


@dataclass(frozen=True, slots=True)
class Strip:
    """How the days of one source were, oldest left."""

    paths: Mapping[str, str]
    """The `d` of one SVG path for each state that occurs."""
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How the sources of one agency or region are."""

    label: str
    counts: Mapping[str, int]
    """By group, in their order, zeros too."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def reached(self) -> int:
        return self.total - self.counts["lost"]

    @property
    def pieces(self) -> tuple[tuple[str, float, float], ...]:
        """Group, beginning and width of each piece, in hundredths of the bar."""
        found, x = [], 0.0
        for group, count in self.counts.items():
            width = 100 * count / self.total
            if count:
                found.append((group, round(x, 2), round(width, 2)))
            x += width
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Area:
    """One province on the map; `bar` None: nothing is watched there."""

    province: Province
    bar: Bar | None
    colour: str

    @property
    def percent(self) -> int:
        return 100 * self.bar.reached // self.bar.total if self.bar else 0


def group_of(source: Source) -> str:
    """`well`, `strange` or `lost`."""
    if not source.condition.is_reached:
        return "lost"
    return "strange" if source.condition.is_alarm else "well"


def bars(sources: Sequence[Source], key: Callable[[Source], str]) -> list[Bar]:
    """Sources by a key, the ones with most trouble first."""
    groups: dict[str, Counter[str]] = {}
    for source in sources:
        groups.setdefault(key(source), Counter())[group_of(source)] += 1
    found = [Bar(label, {g: counts[g] for g in GROUPS}) for label, counts in groups.items()]
    return sorted(found, key=lambda b: (-b.counts["lost"], -b.counts["strange"], b.label))


def areas(sources: Sequence[Source]) -> list[Area]:
    """Every province; the first two digits of a source's region say which it lies in."""
    found = {bar.label: bar for bar in bars(sources, lambda s: s.region[:2])}
    return [_area(province, found.get(province.code)) for province in provinces()]


def _area(province: Province, bar: Bar | None) -> Area:
    if bar is None:
        return Area(province, None, "c0")
    percent = 100 * bar.reached // bar.total
    return Area(province, bar, next(colour for least, colour, _ in SHARES if percent >= least))


def strip(source: Source, last: date, zone: str) -> Strip:
    """The `DAYS` days up to `last`, on the clock of `zone`."""
    clock = ZoneInfo(zone)
    by_day: dict[date, list[Asked]] = {}
    for asked in source.asked:
        by_day.setdefault(asked.at.astimezone(clock).date(), []).append(asked)
    paths: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for n, day in enumerate(days(last)):
        if day in by_day:
            state = day_state(by_day[day])
            counts[state] += 1
            paths[state] = paths.get(state, "") + _SHAPES[state].format(x=n * STEP + 1)
    told = [f"{counts[s]} hari {words}" for s, words in DAY_STATES.items() if counts[s]]
    return Strip(paths, "; ".join(told) or "belum pernah ditanya")


def key_shape(state: str) -> str:
    """One day of a state, alone, for the key to the picture."""
    return _SHAPES[state].format(x=1)


def days(last: date) -> list[date]:
    """The days of a strip, oldest first."""
    return [last - timedelta(days=n) for n in reversed(range(DAYS))]


def day_state(rounds: Sequence[Asked]) -> str:
    """`got`, `calm`, `partly` or `lost`: how the rounds of one day ended."""
    reached = [r for r in rounds if r.outcome is not None and r.outcome.reached]
    if not reached:
        return "lost"
    if len(reached) < len(rounds):
        return "partly"
    got = any(r.outcome is Outcome.COLLECTED and r.posts for r in reached)
    return "got" if got else "calm"


def local_day(at: datetime, zone: str) -> date:
    """The day on the clock of a zone."""
    return at.astimezone(ZoneInfo(zone)).date()
