"""`patroli init`: a commented starting configuration."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.language import lang_option
from patroli.cli.shown import OUT
from patroli.config.starter import write_starter
from patroli.told import Language, Saying

_NOW_EDIT = Saying(
    "Now edit {file} and run: patroli check --config {folder}",
    "Sekarang sunting {file}, lalu jalankan: patroli check --config {folder}",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@lang_option
def init(folder: Path, lang: Language) -> None:
    """Write a commented starting configuration into FOLDER, which must be empty or new."""
    for path in write_starter(folder):
        OUT.print(str(path), markup=False, soft_wrap=True)
    edit = _NOW_EDIT(file=str(folder / "patroli.yaml"), folder=str(folder))
    OUT.print(edit.words(lang), markup=False, soft_wrap=True)


COMMANDS = {"init": init}
