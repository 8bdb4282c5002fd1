"""`patroli rules backtest`: what a changed rule set would have done to the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
import pyarrow as pa

from patroli.backtest import Report, Span, backtest
from patroli.backtest.gate import local_day, required
from patroli.cli.options import place_options
from patroli.cli.shown import OUT, show_report, watching
from patroli.clock import ticking_from
from patroli.decisions import ReviewLog, Word
from patroli.errors import BadInput
from patroli.history import History
from patroli.history.in_force import KeptBacktest
from patroli.judging import rebuilt, rules_in_force
from patroli.match import Matcher, compile_rules
from patroli.model import Contest
from patroli.report import Row, StageReport
from patroli.workspace import Workspace

ACTIVE = "active"
DAY = click.DateTime(["%Y-%m-%d"])
MOST_ROWS = 30


@click.command(name="backtest")
@place_options
@click.option("--from", "first", type=DAY, help="First day; default: as far as is required.")
@click.option("--to", "last", type=DAY, help="Last day; default: the newest day of the history.")
@click.option(
    "--against",
    default=ACTIVE,
    show_default=True,
    help="`active`, the start of a stored rule set's hash, or a configuration folder.",
)
@click.option("--html", type=click.Path(path_type=Path), help="Write the page for rule writers.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all counts.")
def backtest_command(
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
    first: datetime | None,
    last: datetime | None,
    against: str,
    html: Path | None,
    json_file: Path | None,
) -> None:
    """Judge the history by the configured rules and by those of REF, and show what differs.

    The days are those on which a version was met first, on the team's clock. Nothing changes but
    that the backtest is recorded: `patroli rules activate` asks for one.
    """
    place = Workspace.open(config_folder, data_folder)
    moment = ticking_from(now)()
    words = {key: one.word for key, one in ReviewLog(place.review_log).decided().items()}
    with History.open(place.history) as history, watching() as watch:
        decided = history.under_kept_ids(words)
        span = _span(history, place, first, last)
        old = _against(against, history, place, moment)
        if old.rule_set.hash == place.rules.hash:
            those = "in force already" if against == ACTIVE else f"those of {against!r} already"
            raise BadInput(f"the rules in {config_folder}/ are {those}; expected a changed rule")
        since = local_day(span.first, span.zone)
        until = local_day(span.last + timedelta(days=1), span.zone)
        total = history.met_count(since, until)
        report = backtest(
            _pages(history, place, old, since, until),
            old,
            place.matcher,
            span,
            decided,
            lambda done: watch("versions judged twice", done, total),
        )
        _keep(history, report, old, place, moment)
    show_report(shown(report))
    if html:
        from patroli.backtest.page import render

        page = render(report, place.config.settings.team, moment)
        html.write_text(page, "utf-8", errors="surrogatepass")
        OUT.print(f"The page lies in {html}", markup=False, soft_wrap=True)
    if json_file:
        json_file.write_text(report.json, "utf-8")
        OUT.print(f"All counts lie in {json_file}", markup=False, soft_wrap=True)


def _against(ref: str, history: History, place: Workspace, now: datetime) -> Matcher:
    if ref == ACTIVE:
        return rules_in_force(history, place, now).matcher
    if Path(ref).is_dir():
        return Workspace.open(ref, place.data).matcher
    return compile_rules(rebuilt(*history.rule_set_text(ref)))


def _span(
    history: History, place: Workspace, first: datetime | None, last: datetime | None
) -> Span:
    """The days asked for, but none after the newest that is known: nothing can be proven there."""
    settings = place.config.settings
    need = required(history.met_bounds(), settings.backtest_days, settings.zone)
    if need is None:
        raise BadInput(f"found no version in {place.history}; expected some to judge")
    end = min(last.date(), need.last) if last else need.last
    start = first.date() if first else min(need.first, end)
    if start > end:
        raise BadInput(f"found --from {start} after {end}, the last day there is; expected before")
    return Span(start, end, settings.zone)


def _pages(
    history: History, place: Workspace, old: Matcher, since: datetime, until: datetime
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Each page twice where the contests differ: who is a contestant decides how replies read."""

    def pages(contests: tuple[Contest, ...]) -> Iterator[pa.RecordBatch]:
        config = place.config
        return history.met_between(
            since, until, accounts=config.accounts, sources=config.sources, contests=contests
        )

    new = pages(place.rules.contests)
    if old.rule_set.contests == place.rules.contests:
        return ((page, page) for page in new)
    return zip(pages(old.rule_set.contests), new, strict=True)


def _keep(history: History, report: Report, old: Matcher, place: Workspace, now: datetime) -> None:
    made = KeptBacktest(
        backtest=report.id,
        rule_set=report.rule_set,
        against=report.against,
        engine=report.engine,
        first_day=report.first_day,
        last_day=report.last_day,
        versions=report.versions,
        gained=report.total.gained,
        lost=report.total.lost,
        moved=report.total.raised + report.total.lowered,
        report=report.json,
        made_at=now,
    )
    history.record_backtest(
        made,
        {old.rule_set.hash: old.rule_set.canonical, place.rules.hash: place.rules.canonical},
    )


def shown(report: Report) -> StageReport:
    """The report as the terminal shows it, equal treatment first."""
    total = report.total
    counts = {
        "versions": report.versions,
        "matches gained": total.gained,
        "lost": total.lost,
        "raised": total.raised,
        "lowered": total.lowered,
        "posts enter the queue": report.entered,
        "leave it": report.left,
    }
    contestants: list[Row] = [
        {"contest": r.contest_id, "contestant": r.label or "(nobody)", **_cells(r.figures)}
        for r in report.contestants
    ]
    decisions: list[Row] = [
        {
            "decision": d.word or "(none)",
            "before": d.before,
            "after": d.after,
            "left": d.left,
            "entered": d.entered,
        }
        for d in report.decisions
    ]
    rules: list[Row] = [
        {
            "rule": r.rule_id,
            "status": r.status_after or "gone",
            "trial": r.shadow_after,
            **_cells(r.figures),
        }
        for r in report.rules
        if r.figures.changed or r.status_before != r.status_after
    ]
    regions: list[Row] = [
        {"region": r.key, **_cells(r.figures)} for r in report.regions if r.figures.changed
    ]
    tiers: list[Row] = [{"tier": r.key, **_cells(r.figures)} for r in report.tiers]
    differ: list[Row] = [
        {"kind": d.kind, "id": d.id, "how": d.how, "what": ", ".join(d.what)}
        for d in report.differences
    ]
    examples: list[Row] = [
        {"change": e.change.value, "rule": e.rule_id, "text": " ".join(e.text.split())[:100]}
        for e in report.examples
    ]
    tables = {
        "equal treatment: by contestant": contestants,
        "by past decision": decisions,
        "what was changed": differ[:MOST_ROWS],
        "by rule": rules[:MOST_ROWS],
        "by tier": tiers,
        "by region": regions[:MOST_ROWS],
        "examples": examples[:MOST_ROWS],
    }
    return StageReport("backtest", counts, tables, tuple(_notes(report)))


def _notes(report: Report) -> Iterator[str]:
    for one in report.uneven:
        counts = ", ".join(f"{label} {count}" for label, count in one.counts)
        how = "though in proportion to their matches" if one.proportional else "out of proportion"
        yield f"UNEVEN in {one.contest_id}: {one.change.value} {counts}; {how}"
    if lost := sum(d.left for d in report.decisions if d.word == Word.SUSPECTED):
        yield f"{lost} posts that people suspected would no longer be found"
    yield f"{report.first_day} to {report.last_day} ({report.zone}), backtest {report.id}"
    yield f"rules {report.rule_set[:12]} against {report.against[:12]}"


def _cells(figures: object) -> dict[str, int]:
    names = ("before", "after", "gained", "lost", "raised", "lowered")
    return {name: int(getattr(figures, name)) for name in names}


COMMANDS = {"backtest": backtest_command}
