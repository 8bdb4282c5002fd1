"""`patroli check`: every complaint about the configuration at once."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from patroli.cli.options import config_option
from patroli.workspace import Workspace


@click.command()
@config_option
def check(config_folder: Path) -> None:
    """Read the whole configuration and the rules with their examples; exits 2 on complaints."""
    place = Workspace.open(config_folder, Path("data"))
    gc.freeze()  # nothing more is made, so the exit need not look through all of it once more
    config, rules = place.config, place.rules
    counts = {
        "accounts": config.accounts,
        "keywords": config.keywords,
        "contests": config.contests,
        "norms": config.law,
        "rules": rules.rules,
    }
    counted = ", ".join(f"{len(things):,} {what}" for what, things in counts.items())
    click.echo(f"{config_folder}: {counted}. No complaints.")


COMMANDS = {"check": check}
