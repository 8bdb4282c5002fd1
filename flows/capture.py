"""Keep images and page looks of flagged posts, after the queue is out: nothing waits for it."""

from __future__ import annotations

import os
from datetime import datetime

from prefect import flow

from flows.daily import stage
from flows.shown import show
from patroli.capture import capture as keep
from patroli.clock import ticking_from
from patroli.kept import cache_folder
from patroli.report import StageReport
from patroli.workspace import Workspace


@flow(name="capture", persist_result=False)
def capture(
    config: str = "config", data: str = "data", now: datetime | None = None
) -> list[StageReport]:
    """Ask and draw, then load what was kept. Off unless `capture:` in patroli.yaml says otherwise.

    A flow of its own, so that its failure is no failure of the day.
    """
    clock = ticking_from(now)
    place = Workspace.open(config, data, cache_folder(os.environ))
    return [show(keep(place, clock)), stage("load", place, clock())]
