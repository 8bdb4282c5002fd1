"""Ask every account and keyword that is due. One task a batch of hosts, never one a post."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task, exponential_backoff

from flows.shown import progress_bar, show
from patroli import stages
from patroli.clock import Clock, ticking_from
from patroli.collect import Round
from patroli.errors import LandingError
from patroli.kept import cache_folder
from patroli.model import Slot
from patroli.report import StageReport
from patroli.workspace import Workspace

AT_ONCE = 4


def asking_again_helps(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """A disk that was full may have room again; whatever else fails would fail again."""
    return isinstance(state.result(raise_on_failure=False), LandingError)


@task(
    name="batch",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=10),
    retry_jitter_factor=0.5,
    retry_condition_fn=asking_again_helps,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def collect_batch(
    place: Workspace, round_: Round, slots: tuple[Slot, ...], clock: Clock
) -> StageReport:
    """Ask one batch of slots; no two batches share a host."""
    return stages.collect_batch(place, round_, slots, clock)


RUNNER: Any = ThreadPoolTaskRunner(max_workers=AT_ONCE)


@flow(name="collect", task_runner=RUNNER, persist_result=False)
def collect(config: str = "config", data: str = "data", now: datetime | None = None) -> StageReport:
    """Plan the round, ask its batches side by side, and show every slot's outcome.

    `now` replays a past moment; without it the clock on the wall counts.
    """
    clock = ticking_from(now)
    place = Workspace.open(config, data, cache_folder(os.environ))
    round_ = stages.plan_round(place, clock())
    draw = progress_bar(f"{len(round_.batches)} batches of round {round_.id}")
    asked: list[PrefectFuture[StageReport]] = [
        collect_batch.submit(place, round_, slots, clock) for slots in round_.batches
    ]
    reports: list[StageReport] = []
    failures: list[BaseException] = []
    for done, future in enumerate(as_completed(asked), start=1):
        result: object = future.result(raise_on_failure=False)
        if isinstance(result, StageReport):
            reports.append(result)
        elif isinstance(result, BaseException):
            failures.append(result)
        draw(done, len(asked))
    report = show(stages.collected(round_, reports))
    if failures:
        raise failures[0]
    return report
