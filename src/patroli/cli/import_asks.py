"""What `patroli import` asks a person at a terminal, in the words of those who bring files."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from patroli.errors import BadInput
from patroli.import_file import Brought, Typed
from patroli.imports import propose_columns
from patroli.model import Platform

HOLDS = {
    "id": "nomor unggahan",
    "text": "isi unggahan",
    "time": "tanggal unggahan",
    "author": "nama akun",
    "url": "tautan unggahan",
    "platform": "platform",
    "parent_text": "isi yang dibalas",
    "parent_author": "akun yang dibalas",
    "seen": "waktu dilihat",
}
TYPED = {
    "url": "Tautan unggahan (kosongkan bila tidak ada)",
    "seen": "Kapan dilihat, mis. 24/11/2029 08.15",
    "published": "Kapan diunggah (kosongkan bila tidak tampak)",
    "text": "Isi, persis seperti di gambar",
}
MAY_BE_EMPTY = frozenset({"url", "published"})


def someone_is_there() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm_columns(
    file: Brought, named: Mapping[str, str], platform: Platform | None, *, sure: bool
) -> None:
    """Show which column is taken for what, and have it confirmed where nobody named it.

    Raises BadInput where nobody can be asked, or the person says no.
    """
    places = propose_columns(file.name, file.data, named, platform)
    for what, head in places.heads.items():
        click.echo(f"  {what:<14} {HOLDS[what]:<20} ← {head}", err=True)
    if sure or not places.guessed:
        return
    guessed = ", ".join(f"{what} ({places.heads[what]})" for what in places.guessed)
    if not someone_is_there():
        raise BadInput(f"{file.name}: guessed {guessed}; expected --yes, --columns or --column")
    if not click.confirm("Sudah benar?", err=True):
        raise BadInput(f"{file.name}: nothing was taken; name the columns with --column text=Isi")


def ask_typed(given: Typed) -> Typed:
    """Ask for what was not given, where somebody is there to ask."""
    if not someone_is_there():
        return given
    said = {
        what: getattr(given, what)
        or click.prompt(
            question, default="" if what in MAY_BE_EMPTY else None, show_default=False, err=True
        )
        for what, question in TYPED.items()
    }
    return Typed(**said)
