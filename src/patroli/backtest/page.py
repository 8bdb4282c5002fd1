"""A report in, one self-contained page for those who write rules out. Pure.

Like the queue's page it asks nothing of anybody and runs no script; collected text only ever passes
through the template's escaping. Posts are personal data: the page shows only what a queue shows.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from patroli.backtest import words
from patroli.backtest.chart import WIDTH, bars, scale_of
from patroli.backtest.report import Change, Example, Figures, Report
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
    style = _style()
    regions = [line for line in _regions(report) if line.figures.changed]
    return (
        _environment()
        .get_template("backtest.html")
        .render(
            report=report,
            team=team,
            made_at=house.time_words(made_at, report.zone),
            style=Markup(style),  # noqa: S704 - our own file
            policy=_policy(style),
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


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    """The look of the house, and what only this page has."""
    return _shared("queue.css").replace("{{ running }}", "Uji balik aturan patroli") + _source(
        "backtest.css"
    )


@cache
def _environment() -> Environment:
    def finalize(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    return Environment(
        loader=DictLoader(
            {"backtest.html": _source("backtest.html"), "macros.html": _shared("macros.html")}
        ),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _shared(name: str) -> str:
    return files("patroli.queueing").joinpath("templates", name).read_text("utf-8")


@cache
def _source(name: str) -> str:
    return files("patroli.backtest").joinpath("templates", name).read_text("utf-8")
