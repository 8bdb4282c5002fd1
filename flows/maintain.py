"""Keep house: sweep leftovers, prune state, verify what is stored."""

from __future__ import annotations

import os
from datetime import datetime

from prefect import flow

from flows.shown import show
from patroli import stages
from patroli.clock import ticking_from
from patroli.kept import cache_folder
from patroli.report import StageReport
from patroli.workspace import Workspace


@flow(name="maintain", persist_result=False)
def maintain(
    config: str = "config", data: str = "data", now: datetime | None = None
) -> StageReport:
    """One stage, once a week."""
    return show(
        stages.maintain(Workspace.open(config, data, cache_folder(os.environ)), ticking_from(now)())
    )
