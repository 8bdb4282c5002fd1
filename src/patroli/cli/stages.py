"""`patroli run` and its single stages: the daily round without Prefect and without a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from patroli import stages
from patroli.cli.options import (
    demand_folder,
    demand_history,
    place_options,
    tell_new,
    usual_cache,
)
from patroli.cli.shown import OUT, show_report, watching
from patroli.clock import Clock, ticking_from
from patroli.report import StageReport, Watch
from patroli.workspace import Workspace

Stage = Callable[[Workspace, datetime, Watch], StageReport]

SINGLE: dict[str, tuple[Stage, str]] = {
    "load": (stages.load, "Load landed batches into the history; loading twice changes nothing."),
    "match": (stages.match, "Match every version that this rule set has not judged yet."),
    "queue": (stages.queue, "Write the queue of the day: HTML, XLSX, CSV, DuckDB and a manifest."),
    "publish": (stages.publish, "Publish a read-only snapshot of the history for auditors."),
    "maintain": (stages.maintain, "Sweep leftovers, prune state, verify what is stored."),
}
DAY = ("load", "match", "queue", "publish")


def collect_round(place: Workspace, clock: Clock, watch: Watch) -> StageReport:
    """One whole round, all its hosts side by side."""
    return stages.collect_round(place, stages.plan_round(place, clock()), clock, watch)


@click.command()
@place_options
def collect(config_folder: Path, data_folder: Path, now: datetime | None) -> None:
    """Ask every account and keyword that is due and land the answers with their evidence."""
    place = Workspace.open(config_folder, data_folder, usual_cache())
    tell_new(data_folder, history=False)
    with watching() as watch:
        report = collect_round(place, ticking_from(now), watch)
    show_report(report)


@click.command()
@place_options
def run(config_folder: Path, data_folder: Path, now: datetime | None) -> None:
    """Collect, load, match, queue and publish in one go. Interrupted, it is simply run again."""
    place = Workspace.open(config_folder, data_folder, usual_cache())
    clock = ticking_from(now)
    tell_new(data_folder, history=True)
    with watching() as watch:
        show_report(collect_round(place, clock, watch))
        for name in DAY:
            show_report(SINGLE[name][0](place, clock(), watch))
    OUT.print(f"The queue lies in {place.queues}", markup=False)


def _single(name: str) -> click.Command:
    stage, sentence = SINGLE[name]

    @click.command(name=name, help=sentence)
    @place_options
    def command(config_folder: Path, data_folder: Path, now: datetime | None) -> None:
        place = Workspace.open(config_folder, data_folder, usual_cache())
        if name == "load":
            tell_new(data_folder, history=True)
        else:
            demand_folder(data_folder) if name == "maintain" else demand_history(data_folder)
        with watching() as watch:
            report = stage(place, ticking_from(now)(), watch)
        show_report(report)

    return command


@click.command(help=SINGLE["match"][1])
@place_options
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that match, besides the one that reads and records; for a whole history.",
)
def match(config_folder: Path, data_folder: Path, now: datetime | None, processes: int) -> None:
    place = Workspace.open(config_folder, data_folder, usual_cache())
    demand_history(data_folder)
    with watching() as watch:
        report = stages.match(place, ticking_from(now)(), watch, processes)
    show_report(report)


COMMANDS = {
    **{name: _single(name) for name in SINGLE},
    "run": run,
    "collect": collect,
    "match": match,
}
