"""`patroli rules backtest`: what a changed rule set would have done to the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
import pyarrow as pa

from patroli.backtest import Report, Span, backtest
from patroli.backtest.gate import local_day, required
from patroli.backtest.words import lead
from patroli.cli.language import lang_option
from patroli.cli.options import demand_history, place_options
from patroli.cli.rules.backtest_shown import compared, shown
from patroli.cli.shown import OUT, show_report, watching
from patroli.clock import ticking_from
from patroli.decisions import ReviewLog
from patroli.errors import BadInput
from patroli.history import History
from patroli.history.in_force import KeptBacktest
from patroli.judging import rebuilt, rules_in_force
from patroli.match import Matcher, compile_rules
from patroli.model import Contest
from patroli.told import Language, Saying
from patroli.workspace import Workspace

ACTIVE = "active"
DAY = click.DateTime(["%Y-%m-%d"])

_IN_FORCE = Saying(
    "the rules in {folder}/ are in force already; expected a changed rule",
    "aturan dalam {folder}/ sudah berlaku; seharusnya ada aturan yang diubah",
)
_THOSE = Saying(
    "the rules in {folder}/ are those of {against!r} already; expected a changed rule",
    "aturan dalam {folder}/ sama dengan {against!r}; seharusnya ada aturan yang diubah",
)
_EMPTY = Saying(
    "found no version in {path}; expected some to judge",
    "didapati tidak ada versi unggahan di {path}; seharusnya ada yang dapat dinilai",
)
_TOO_LATE = Saying(
    "found --from {start} after {end}, the last day there is; expected before",
    "didapati --from {start} sesudah {end}, hari terakhir yang ada; seharusnya sebelumnya",
)
_PAGE = Saying("The page lies in {path}", "Lamannya ada di {path}")
_COUNTS = Saying("All counts lie in {path}", "Semua hitungan ada di {path}")


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
@lang_option
def backtest_command(
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
    first: datetime | None,
    last: datetime | None,
    against: str,
    html: Path | None,
    json_file: Path | None,
    lang: Language,
) -> None:
    """Judge the history by the configured rules and by those of REF, and show what differs.

    The days are those on which a version was met first, on the team's clock. Nothing changes but
    that the backtest is recorded: `patroli rules activate` asks for one.
    """
    place = Workspace.open(config_folder, data_folder)
    demand_history(data_folder)
    moment = ticking_from(now)()
    words = {key: one.word for key, one in ReviewLog(place.review_log).decided().items()}
    with History.open(place.history) as history, watching(lang) as watch:
        decided = history.under_kept_ids(words)
        span = _span(history, place, first, last)
        old = _against(against, history, place, moment)
        if old.rule_set.hash == place.rules.hash:
            same = _IN_FORCE if against == ACTIVE else _THOSE
            raise BadInput(same(folder=str(config_folder), against=against))
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
    show_report(shown(report, lang), lead(report) if lang == "id" else "")
    for line in compared(report, lang):
        OUT.print(line, markup=False, soft_wrap=True)
    if html:
        from patroli.backtest.page import render

        page = render(report, place.config.settings.team, moment)
        html.write_text(page, "utf-8", errors="surrogatepass")
        OUT.print(_PAGE(path=str(html)).words(lang), markup=False, soft_wrap=True)
    if json_file:
        json_file.write_text(report.json, "utf-8")
        OUT.print(_COUNTS(path=str(json_file)).words(lang), markup=False, soft_wrap=True)


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
        raise BadInput(_EMPTY(path=str(place.history)))
    end = min(last.date(), need.last) if last else need.last
    start = first.date() if first else min(need.first, end)
    if start > end:
        raise BadInput(_TOO_LATE(start=start, end=end))
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


COMMANDS = {"backtest": backtest_command}
