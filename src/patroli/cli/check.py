"""`patroli check`: every complaint about the configuration at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patroli.cli.options import config_option

if TYPE_CHECKING:
    from patroli.config import Config


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
    for note in _waiting_for_keys(config):
        click.echo(note)


def _waiting_for_keys(config: Config) -> Iterator[str]:
    """A note for each watched platform that asks for a key nobody has set."""
    from patroli.clock import wall
    from patroli.config.slots import slots

    watched = [slot for slot in slots(config, wall()) if slot.platform.importable]
    if not watched:
        return
    # What reads pages takes a while to import; feeds and web sites need no key.
    from patroli.collect.keys import platforms_lacking, told_lacking
    from patroli.connectors import CONNECTORS

    for platform, names in platforms_lacking(watched, CONNECTORS, os.environ).items():
        yield f"Note: {platform}: {told_lacking(names, platform)}."


COMMANDS = {"check": check}
