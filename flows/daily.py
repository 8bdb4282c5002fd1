"""From what was landed to the queue of the day, before working hours."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff

from flows.shown import show
from patroli import stages
from patroli.clock import ticking_from
from patroli.errors import HistoryLocked
from patroli.kept import cache_folder
from patroli.report import StageReport
from patroli.workspace import Workspace

Stage = Callable[[Workspace, datetime], StageReport]


def asking_again_helps(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Another process may let go of the history; whatever else fails would fail again."""
    return isinstance(state.result(raise_on_failure=False), HistoryLocked)


@task(
    task_run_name="{name}",
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=30),
    retry_jitter_factor=0.5,
    retry_condition_fn=asking_again_helps,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def stage(name: str, place: Workspace, now: datetime) -> StageReport:
    """One stage of the day; every stage may be run again and then changes nothing."""
    return show(DAY[name](place, now))


DAY: dict[str, Stage] = {
    "load": stages.load,
    "match": stages.match,
    "queue": stages.queue,
    "publish": stages.publish,
}


@flow(name="daily", persist_result=False)
def daily(
    config: str = "config", data: str = "data", now: datetime | None = None
) -> list[StageReport]:
    """Load, match, queue, publish. Killed half way, it is simply run again.

    `now` replays a past moment; without it the clock on the wall counts.
    """
    clock = ticking_from(now)
    place = Workspace.open(config, data, cache_folder(os.environ))
    return [stage(name, place, clock()) for name in DAY]
