"""Judged sources in, one self-contained page out: what needs looking after. Pure.

The page asks nothing of anybody; collected text only passes through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from patroli.model import Outcome
from patroli.sources.condition import Condition
from patroli.sources.source import Source
from patroli.sources.words import ADVICE, CONDITIONS
from patroli.wording import OUTCOMES, number_words, short_day, time_words

STRIP = 40
"""Rounds shown of each source."""
_HEIGHTS = {Outcome.COLLECTED: 16, Outcome.UNCHANGED: 10, Outcome.EMPTY: 5}


@dataclass(frozen=True, slots=True)
class Bar:
    """How the sources of one agency or region are."""

    label: str
    counts: dict[Condition, int]
    total: int
    well: int


@dataclass(frozen=True, slots=True)
class Tick:
    """One round in a strip."""

    x: int
    height: int
    lost: bool
    words: str


def render_page(
    sources: Sequence[Source], *, team: str, zone: str, since: datetime, now: datetime
) -> str:
    """What needs looking after, coverage by agency and region, then every source."""
    style = _source("sources.css")
    alarms = [source for source in sources if source.condition.is_alarm]
    return (
        _environment()
        .get_template("sources.html")
        .render(
            team=team,
            sources=sources,
            alarms=alarms,
            by_condition=[
                (condition, [s for s in alarms if s.condition is condition])
                for condition in Condition
                if any(s.condition is condition for s in alarms)
            ],
            agencies=bars(sources, lambda s: s.place or "(tanpa instansi)"),
            regions=bars(sources, lambda s: s.region),
            ticks=ticks,
            conditions=CONDITIONS,
            advice=ADVICE,
            outcomes=OUTCOMES,
            when=lambda at: time_words(at, zone) if at else "belum pernah",
            since=short_day(since.date()),
            now=now,
            number=number_words,
            strip=STRIP * 6,
            style=Markup(style),  # noqa: S704 - our own file
            policy=f"default-src 'none'; style-src '{_hash(style)}'",
        )
    )


def bars(sources: Sequence[Source], key: Callable[[Source], str]) -> list[Bar]:
    """Sources by a key, the ones with most trouble first."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(key(source), []).append(source)
    found = [
        Bar(
            label,
            {c: sum(s.condition is c for s in group) for c in Condition},
            len(group),
            sum(not s.condition.is_alarm for s in group),
        )
        for label, group in groups.items()
    ]
    return sorted(found, key=lambda bar: (bar.well - bar.total, bar.label))


def ticks(source: Source) -> list[Tick]:
    """The source's last rounds as they are drawn: a bar as high as the round was good."""
    return [
        Tick(
            index * 6,
            _HEIGHTS.get(outcome, 16) if outcome else 16,
            _lost(outcome),
            OUTCOMES[outcome],
        )
        for index, outcome in enumerate(source.outcomes[-STRIP:])
    ]


def _lost(outcome: Outcome | None) -> bool:
    return outcome is None or not outcome.reached


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    loader = DictLoader({"sources.html": _source("sources.html")})
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _source(name: str) -> str:
    return files("patroli.sources").joinpath("templates", name).read_text("utf-8")
