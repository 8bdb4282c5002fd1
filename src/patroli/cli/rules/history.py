"""`patroli rules history`: which rules were in force when, who decided it and why."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.options import data_option
from patroli.cli.shown import OUT
from patroli.errors import BadInput
from patroli.history import History
from patroli.history.in_force import Activation


@click.command(name="history")
@data_option
def history_command(data_folder: Path) -> None:
    """List every activation, the newest last; needs no configuration."""
    path = data_folder / "history.duckdb"
    if not path.exists():
        raise BadInput(f"found no history at {path}; expected the folder of the data")
    with History.open(path) as history:
        known = history.activations()
    if not known:
        OUT.print("No rule set was ever in force; the first `match` puts the configured one.")
    for one in known:
        for line in _lines(one, is_last=one is known[-1]):
            OUT.print(line, markup=False, soft_wrap=True)


def _lines(one: Activation, *, is_last: bool) -> list[str]:
    now = " (in force)" if is_last else ""
    proof = (
        f"backtest {one.backtest[:12]} against {one.against[:12]}, {one.first_day} to "
        f"{one.last_day}: {one.versions:,} versions, {one.gained:,} gained, {one.lost:,} lost, "
        f"{one.moved:,} moved"
        if one.backtest
        else "none: the first"
    )
    return [
        f"{one.number}. {one.activated_at:%Y-%m-%d %H:%M %Z}  rule set {one.rule_set}{now}",
        f"   by {one.made_by}: {one.because}",
        f"   proof: {proof}",
    ]


COMMANDS = {"history": history_command}
