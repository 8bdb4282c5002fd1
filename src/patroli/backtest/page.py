"""A report in, one self-contained page for those who write rules out. Pure.

Its frame and its policy are those of every page; see `patroli.pages`. It runs no script. Posts are
personal data: the page shows only what a queue shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from patroli.backtest import words
from patroli.backtest.chart import WIDTH, bars, scale_of
from patroli.backtest.report import Change, Example, Figures, Report
from patroli.pages import environment, policy
from patroli.queueing import words as house
from patroli.queueing.cards import safe_link
from patroli.queueing.marks import Piece, excerpt, visible

MOST_REGIONS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a chart."""

    label: str
    note: str
    figures: Figures
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as it is shown, its text cut around what was found."""

    example: Example
    pieces: tuple[Piece, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The examples of one rule."""

    rule_id: str
    title: str
    figures: Figures
    changes: tuple[tuple[Change, tuple[Shown, ...]], ...]


def render(report: Report, team: str, made_at: datetime) -> str:
    """The page: equal treatment, past decisions, what was changed, then rules and examples."""
    templates = _templates()
    running = "Uji balik aturan patroli"
    style = "".join(
        templates.get_template(name).render(running=running)
        for name in ("queue.css", "backtest.css")
    )
    regions = [line for line in _regions(report) if line.figures.changed]
    return templates.get_template(
        "backtest.html"
    ).render(
        report=report,
        team=team,
        made_at=house.time_words(made_at, report.zone),
        style=Markup(style),  # noqa: S704 - our own file
        policy=policy(style),
        words=words,
        house=house,
        width=WIDTH,
        bars=bars,
        safe_link=safe_link,
        scale_of=scale_of,
        contestants=_contestants(report),
        rules=_rules(report),
        shadows=[r for r in report.rules if r.shadow_before or r.shadow_after],
        tiers=[
            Line(house.TIERS[tier], "", row.figures)
            for tier in house.TIERS
            for row in report.tiers
            if row.key == tier.value
        ],
        regions=regions[:MOST_REGIONS],
        more_regions=len(regions[MOST_REGIONS:]),
        groups=list(_groups(report)),
        lost=words.lost_words(report.decisions),
    )


def _contestants(report: Report) -> list[tuple[str, list[Line]]]:
    def line(row: Any) -> Line:
        if not row.contestant_id:
            return Line(words.NOBODY, "", row.figures, is_named=False)
        return Line(row.label, "hanya dikenal aturan baru" if row.is_new else "", row.figures)

    ordered = sorted(
        report.contestants,
        key=lambda row: (row.contest_id, not row.contestant_id, row.label),
    )
    return [
        (contest, [line(row) for row in rows])
        for contest, rows in groupby(ordered, key=lambda row: row.contest_id)
    ]


def _rules(report: Report) -> list[Line]:
    """Rules that change anything, those that change most in front."""

    def status(before: str, after: str) -> str:
        if before == after:
            return ""
        return f"{words.STATUSES[before]} → {words.STATUSES[after]}"

    lines = [
        Line(row.title, status(row.status_before, row.status_after), row.figures)
        for row in report.rules
        if row.figures.changed or row.status_before != row.status_after
    ]
    return sorted(lines, key=lambda line: (-_size(line.figures), line.label))


def _regions(report: Report) -> list[Line]:
    lines = [Line(row.key or "tanpa wilayah", "", row.figures) for row in report.regions]
    return sorted(lines, key=lambda line: (-_size(line.figures), line.label))


def _size(figures: Figures) -> int:
    return figures.gained + figures.lost + figures.raised + figures.lowered


def _groups(report: Report) -> Iterator[Group]:
    rows = {row.rule_id: row for row in report.rules}
    order = list(Change)
    for rule_id, examples in groupby(report.examples, key=lambda example: example.rule_id):
        by_change: dict[Change, list[Shown]] = {}
        for example in examples:
            shown = Shown(example, excerpt(example.text, example.spans), safe_link(example.url))
            by_change.setdefault(example.change, []).append(shown)
        changes = sorted(by_change.items(), key=lambda item: order.index(item[0]))
        yield Group(
            rule_id,
            rows[rule_id].title,
            rows[rule_id].figures,
            tuple((change, tuple(shown)) for change, shown in changes),
        )


@cache
def _templates() -> Environment:
    """The page's own templates with the look of the queue's."""

    def finalize(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    theirs = ("patroli.queueing/queue.css", "patroli.queueing/macros.html")
    return environment("patroli.backtest", ("backtest.html", "backtest.css", *theirs), finalize)
