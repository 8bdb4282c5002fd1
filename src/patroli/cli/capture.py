"""`patroli capture`: keep images and page looks of flagged posts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.capture import capture
from patroli.cli.options import demand_history, place_options, usual_cache
from patroli.cli.shown import show_report
from patroli.clock import ticking_from
from patroli.workspace import Workspace


@click.command(name="capture")
@place_options
def capture_(config_folder: Path, data_folder: Path, now: datetime | None) -> None:
    """Keep images of flagged posts, and how their pages looked.

    Off unless `capture:` in patroli.yaml says otherwise. Posts with a match at medium or above
    that nobody has decided; each image once. What cannot be had is a row with the reason.
    """
    place = Workspace.open(config_folder, data_folder, usual_cache())
    demand_history(data_folder)
    show_report(capture(place, ticking_from(now)))


COMMANDS = {"capture": capture_}
