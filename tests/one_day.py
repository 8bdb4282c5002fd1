"""One day on the fictional web through the plain stages, for tests that look at the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from patroli import stages
from patroli.clock import ticking_from
from patroli.config import read_config
from patroli.demo import ROUNDS, Web, World, build_world, prepare
from patroli.report import StageReport
from patroli.workspace import Workspace

SHIPPED = Path(__file__).resolve().parents[1] / "config"
MORNING = ROUNDS[-1] + timedelta(hours=8)
"""06:00 of the fictional world's today, when the daily flow runs."""
DAY = (stages.load, stages.match, stages.queue, stages.publish, stages.maintain)

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Day:
    """A workspace in which the rounds were collected, and the world they were collected from."""

    place: Workspace
    world: World
    collected: tuple[StageReport, ...]


def a_day(folder: Path) -> Day:
    """Collect the demo's three rounds; nothing is loaded yet."""
    world = build_world(read_config(SHIPPED)[0])
    with Web(world, ROUNDS[0]) as web:
        place = Workspace.open(prepare(folder, SHIPPED, web.port), folder / "data")
        reports = tuple(_round(web, place, moment) for moment in ROUNDS)
    return Day(place, world, reports)


def _round(web: Web, place: Workspace, moment: datetime) -> StageReport:
    web.show(moment)
    round_ = stages.plan_round(place, moment)
    return stages.collect_round(place, round_, ticking_from(moment))


def work(place: Workspace, now: datetime = MORNING) -> list[StageReport]:
    """Everything after collecting."""
    return [stage(place, now) for stage in DAY]


def ask(history: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a history that nobody else has open."""
    with duckdb.connect(str(history), read_only=True) as connection:
        connection.execute("SET TimeZone='UTC'")
        return connection.execute(question, list(values)).fetchall()


def everything(history: Path) -> Rows:
    """Every row of every table, in a fixed order."""
    tables = [name for (name,) in ask(history, "SELECT table_name FROM duckdb_tables()")]
    return {name: sorted(ask(history, f"FROM {name}"), key=repr) for name in tables}


def files(folder: Path) -> Iterator[str]:
    """Every file below a folder by its relative path."""
    yield from sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
