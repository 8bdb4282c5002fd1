"""`patroli import FILE`: bring in what a person saw where no machine may look."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.cli.import_asks import ask_typed, confirm_columns
from patroli.cli.options import place_options, tell_new, usual_cache
from patroli.cli.shown import show_report
from patroli.clock import ticking_from
from patroli.errors import BadInput
from patroli.import_file import Brought, Typed, brought, land_import, typed_post
from patroli.import_file.land import LANDED
from patroli.imports import FORMATS, Read, read_file
from patroli.imports.columns import COLUMNS, named_columns, read_column_map
from patroli.model import Account, Platform
from patroli.workspace import Workspace

KINDS = "\n".join(f"  {name:<12} {meaning}" for name, meaning in FORMATS.items())


@click.command(
    name="import",
    epilog=f"\b\nFormats:\n{KINDS}\n\n\b\nExample:\n"
    '  patroli import tiktok.ndjson --as zeeschuimer --by "Sari Manu"\n'
    '  patroli import pantauan.xlsx --as table --platform facebook --by "Sari Manu"\n'
    '  patroli import foto.png --as screenshot --account dewi-tiktok --by "Sari Manu"',
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
@click.option(
    "--columns",
    "column_map",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The same from a YAML file with lines like `text: Isi`.",
)
@click.option("--yes", "sure", is_flag=True, help="Take the columns as they are guessed.")
@click.option("--account", "account_id", help="Whose the picture or the archived pages are.")
@click.option("--url", default="", help="Of a picture: the post's own address.")
@click.option(
    "--seen-at", default="", help="Of a picture: when it was seen, in the account's zone."
)
@click.option("--published", default="", help="Of a picture: when the post says it was published.")
@click.option("--text", default="", help="Of a picture: what it says, word for word.")
@place_options
def import_(
    file: Path,
    kind: str,
    by: str,
    platform: str | None,
    columns: tuple[str, ...],
    column_map: Path | None,
    sure: bool,
    account_id: str | None,
    url: str,
    seen_at: str,
    published: str,
    text: str,
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
) -> None:
    """Bring in posts of watched accounts from a file that a person saved while browsing.

    Only posts of accounts on the watch list are kept. The original is kept whole, with its
    SHA-256 and who brought it. Importing the same file again changes nothing.
    """
    place = Workspace.open(config_folder, data_folder, usual_cache())
    tell_new(data_folder, history=False)
    source = brought(file, kind, by, ticking_from(now)())
    whose = _account(place, account_id)
    if kind == "screenshot":
        read = _typed(source, whose, Typed(url, seen_at, published, text))
    else:
        named = read_column_map(column_map) if column_map else {}
        named |= named_columns(columns)
        chosen = Platform(platform) if platform else None
        if kind == "table":
            confirm_columns(source, named, chosen, sure=sure)
        read = read_file(kind, source.name, source.data, named, chosen)
    report = land_import(place, source, read, whose)
    show_report(report)
    if report.counts.get(LANDED):
        click.echo("Run `patroli load`, or wait for the daily flow, to have them matched.")


def _account(place: Workspace, account_id: str | None) -> Account | None:
    if account_id is None:
        return None
    found = next((a for a in place.config.accounts if a.id == account_id), None)
    if found is None:
        raise BadInput(f"found no account {account_id!r}; expected an id of accounts/*.csv")
    return found


def _typed(source: Brought, whose: Account | None, given: Typed) -> Read:
    if whose is None:
        raise BadInput("found no --account; expected the id of the account that the picture shows")
    return typed_post(source.name, source.data, source.sha256, whose, ask_typed(given), source.at)


COMMANDS = {"import": import_}
