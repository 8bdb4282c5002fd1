"""`patroli import FILE`: bring in what a person saw where no machine may look."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.cli.options import place_options, usual_cache
from patroli.cli.shown import show_report
from patroli.clock import ticking_from
from patroli.import_file import brought, land_import
from patroli.imports import FORMATS, read_file
from patroli.imports.table import COLUMNS
from patroli.model import Platform
from patroli.workspace import Workspace

KINDS = "\n".join(f"  {name:<12} {meaning}" for name, meaning in FORMATS.items())


@click.command(
    name="import",
    epilog=f"\b\nFormats:\n{KINDS}\n\n\b\nExample:\n"
    '  patroli import tiktok.ndjson --as zeeschuimer --by "Sari Manu"\n'
    '  patroli import pantauan.xlsx --as table --platform facebook --by "Sari Manu"',
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "kind", type=click.Choice(list(FORMATS)), required=True)
@click.option("--by", required=True, help="Who brings the file; kept as its provenance.")
@click.option(
    "--platform",
    type=click.Choice([p.value for p in Platform if p.importable]),
    help="Where the posts are from, if the file does not say.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="WHAT=HEAD",
    help=f"Which column holds what: {', '.join(COLUMNS)}.",
)
@place_options
def import_(
    file: Path,
    kind: str,
    by: str,
    platform: str | None,
    columns: tuple[str, ...],
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
) -> None:
    """Bring in posts of watched accounts from a file that a person saved while browsing.

    Only posts of accounts on the watch list are kept. The original is kept whole, with its
    SHA-256 and who brought it. Importing the same file again changes nothing.
    """
    place = Workspace.open(config_folder, data_folder, usual_cache())
    source = brought(file, kind, by, ticking_from(now)())
    read = read_file(kind, file, _named(columns), Platform(platform) if platform else None)
    show_report(land_import(place, source, read))
    click.echo("Run `patroli load`, or wait for the daily flow, to have them matched.")


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    named = {}
    for given in columns:
        what, equals, head = given.partition("=")
        if not equals or what not in COLUMNS or not head:
            raise click.BadParameter(
                f"found {given!r}; expected one of {', '.join(COLUMNS)}, then = and a head",
                param_hint="--column",
            )
        named[what] = head
    return named


COMMANDS = {"import": import_}
