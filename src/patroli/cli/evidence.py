"""`patroli evidence POST_ID --to DIR`: everything that proves a post, in one folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.audit import latest_snapshot
from patroli.cli.options import Moment, data_option, demand_history
from patroli.cli.shown import show_report
from patroli.clock import ticking_from
from patroli.errors import BadInput
from patroli.evidence import write_evidence


@click.command(name="evidence")
@click.argument("post_id")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="A folder that is new or empty.",
)
@click.option(
    "--snapshot",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Which snapshot to ask; the newest by default.",
)
@click.option("--now", type=Moment(), default=None, help="Replay a moment.")
@data_option
def evidence(
    post_id: str, folder: Path, snapshot: Path | None, now: datetime | None, data_folder: Path
) -> None:
    """Write everything that proves the post POST_ID into a folder, with a manifest.

    POST_ID is its id, the start of it, or its address. Versions, sightings, requests with their
    WARC records, images, page looks, matches, law in force and decisions. Needs no configuration.
    """
    chosen = snapshot or latest_snapshot(data_folder / "snapshots")
    if chosen is None:
        demand_history(data_folder)
        raise BadInput(f"found no snapshot in {data_folder}; expected one: run patroli publish")
    show_report(write_evidence(data_folder, chosen, post_id, folder, ticking_from(now)()))


COMMANDS = {"evidence": evidence}
