"""Ask every account and keyword that is due. One task for the round, never one a post."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff

from flows.shown import progress_bar, show
from patroli import stages
from patroli.clock import Clock, ticking_from
from patroli.collect import Round
from patroli.errors import LandingError
from patroli.kept import cache_folder
from patroli.report import StageReport
from patroli.workspace import Workspace

DRAWN_EVERY = 5.0
"""Seconds between two looks at how far a round has come."""


def asking_again_helps(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """A disk that was full may have room again; whatever else fails would fail again."""
    return isinstance(state.result(raise_on_failure=False), LandingError)


@task(
    name="round",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=10),
    retry_jitter_factor=0.5,
    retry_condition_fn=asking_again_helps,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def collect_round(place: Workspace, round_: Round, clock: Clock) -> StageReport:
    """Ask what the round owes, all hosts side by side; what has ended already is left out."""
    draw = progress_bar(f"{len(round_.slots)} slots of round {round_.id}")
    ended = 0

    def watch(what: str, done: int, _total: int) -> None:
        nonlocal ended
        if what == "slots":
            ended = done

    # The bar is drawn from here: hosts that are being asked must not wait for Prefect's server.
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(stages.collect_round, place, round_, clock, watch)
        while wait([asking], timeout=DRAWN_EVERY).not_done:
            draw(ended, len(round_.slots))
    draw(ended, len(round_.slots))
    return asking.result()


@flow(name="collect", persist_result=False)
def collect(config: str = "config", data: str = "data", now: datetime | None = None) -> StageReport:
    """Plan the round, ask all its hosts side by side, and show every slot's outcome.

    `now` replays a past moment; without it the clock on the wall counts.
    """
    clock = ticking_from(now)
    place = Workspace.open(config, data, cache_folder(os.environ))
    return show(collect_round(place, stages.plan_round(place, clock()), clock))
