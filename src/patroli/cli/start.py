"""`patroli init`: a commented starting configuration."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.shown import OUT
from patroli.config.starter import write_starter


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a commented starting configuration into FOLDER, which must be empty or new."""
    for path in write_starter(folder):
        OUT.print(str(path), markup=False, soft_wrap=True)
    OUT.print(
        f"Now edit {folder / 'patroli.yaml'} and run: patroli check --config {folder}",
        markup=False,
        soft_wrap=True,
    )


COMMANDS = {"init": init}
