"""`patroli check`: every complaint about the configuration at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patroli.cli.language import lang_option
from patroli.cli.options import config_option
from patroli.told import Language, Saying

if TYPE_CHECKING:
    from patroli.config import Config

_COUNTED = Saying(
    "{folder}: {accounts:,} accounts, {keywords:,} keywords, {contests:,} contests, "
    "{norms:,} norms, {rules:,} rules. {complaints}",
    "{folder}: {accounts:,} akun, {keywords:,} kata kunci, {contests:,} pemilihan, "
    "{norms:,} norma, {rules:,} aturan. {complaints}",
)
_NOTE = Saying("Note: {platform}: {lacking}.", "Catatan: {platform}: {lacking}.")


@click.command()
@config_option
@lang_option
def check(config_folder: Path, lang: Language) -> None:
    """Read the whole configuration and the rules with their examples; exits 2 on complaints."""
    gc.disable()  # all that is imported and read stays to the end: there is no garbage to look for
    # Looking through all installed packages for plug-ins of pydantic costs more than reading.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from patroli.config.check import NO_COMPLAINTS
    from patroli.workspace import Workspace

    place = Workspace.open(config_folder, Path("data"))
    gc.freeze()  # nor need the exit look through all of it once more
    config, rules = place.config, place.rules
    counted = _COUNTED(
        folder=str(config_folder),
        accounts=len(config.accounts),
        keywords=len(config.keywords),
        contests=len(config.contests),
        norms=len(config.law),
        rules=len(rules.rules),
        complaints=NO_COMPLAINTS(),
    )
    click.echo(counted.words(lang))
    for note in _waiting_for_keys(config, lang):
        click.echo(note)


def _waiting_for_keys(config: Config, lang: Language) -> Iterator[str]:
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
        lacking = told_lacking(names, platform)
        yield _NOTE(platform=platform.value, lacking=lacking).words(lang)


COMMANDS = {"check": check}
