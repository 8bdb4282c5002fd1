"""`patroli check`: every complaint about the configuration at once."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from patroli.cli.options import config_option


@click.command()
@config_option
def check(config_folder: Path) -> None:
    """Read the whole configuration and the rules with their examples; exits 2 on complaints."""
    gc.disable()  # all that is imported and read stays to the end: there is no garbage to look for
    # Looking through all installed packages for plug-ins of pydantic costs more than reading.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from patroli.workspace import Workspace

    place = Workspace.open(config_folder, Path("data"))
    gc.freeze()  # nor need the exit look through all of it once more
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
