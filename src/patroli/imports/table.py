"""A table that people keep (CSV, XLSX) in, posts out; every complaint at once.

What spreadsheets do to data is expected: semicolons, a byte order mark, cp1252 or UTF-16, days
before months, and ids that were rounded to `1,23457E+18`, which nobody can put right again.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from patroli.errors import BadInput
from patroli.imports.item import Item, Read, handle_of
from patroli.model import Platform

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "item_id", "post_id", "id unggahan", "kode"),
    "text": ("text", "body", "teks", "isi", "caption", "unggahan", "message"),
    "time": ("published_at", "timestamp", "time", "date", "waktu", "tanggal", "creation_time"),
    "author": ("author", "username", "akun", "penulis", "handle", "nama akun"),
    "url": ("url", "link", "tautan", "permalink", "post_url"),
    "platform": ("platform", "media sosial"),
    "parent_text": ("parent_text", "teks induk"),
    "parent_author": ("parent_author", "akun induk"),
}
"""What a column may be called; `--column text=Isi` names others."""
NEEDED = ("id", "text", "author")
MOST_COMPLAINTS = 20
MOST_CELLS = 50_000_000
"""Characters of one sheet, unpacked: an XLSX file is a zip and may be a bomb."""

_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)


def read_table(path: Path, named: Mapping[str, str], platform: Platform | None) -> Read:
    """The posts of a table. `named` says which column is which; `platform` stands in for none.

    Raises BadInput with every complaint: file, row, column, what was found, what was expected.
    """
    rows = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    return read_rows(path.name, rows, named, platform)


def read_rows(
    name: str,
    rows: Iterable[Sequence[object]],
    named: Mapping[str, str],
    platform: Platform | None,
) -> Read:
    """The same from rows, the heads first."""
    walking = iter(rows)
    heads = [str(cell or "").strip() for cell in next(walking, ())]
    places = _places(name, heads, named, platform)
    items: dict[tuple[Platform, str], Item] = {}
    wrong: list[str] = []
    for number, row in enumerate(walking, 2):
        cells = {what: row[place] if place < len(row) else None for what, place in places.items()}
        if not any(cell not in (None, "") for cell in cells.values()):
            continue
        found = list(_wrong(cells, platform))
        wrong += [f"{name}:{number}: {complaint}" for complaint in found]
        if not found:
            item = _item(number, cells, platform)
            items[item.platform, item.native_id] = item
    if wrong:
        more = len(wrong) - MOST_COMPLAINTS
        last = [f"{name}: and {more:,} more"] if more > 0 else []
        raise BadInput("\n".join(wrong[:MOST_COMPLAINTS] + last))
    return Read(tuple(items.values()))


def _places(
    name: str, heads: Sequence[str], named: Mapping[str, str], platform: Platform | None
) -> dict[str, int]:
    small = [head.lower() for head in heads]
    places: dict[str, int] = {}
    missing = []
    for what, known in COLUMNS.items():
        wanted = [named[what].lower()] if what in named else list(known)
        place = next((small.index(one) for one in wanted if one in small), None)
        if place is not None:
            places[what] = place
        elif what in named or what in NEEDED or (what == "platform" and platform is None):
            missing.append(f"{what} ({' or '.join(wanted)})")
    if missing:
        found = ", ".join(filter(None, heads)) or "nothing"
        raise BadInput(f"{name}:1: found the columns {found}; expected also {'; '.join(missing)}")
    return places


def _wrong(cells: Mapping[str, object], platform: Platform | None) -> Iterator[str]:
    for what in ("id", "author"):
        if not _text(cells[what]).strip():
            yield f"{what}: found an empty cell; expected the post's {what}"
    ident = cells["id"]
    if isinstance(ident, float) or _ROUNDED.fullmatch(_text(ident).strip()):
        yield (
            f"id: found {_text(ident)}, which a spreadsheet has rounded; "
            "expected the id itself: export again with this column as text"
        )
    given = _text(cells.get("platform")).strip().lower()
    if given and given not in list(Platform):
        yield f"platform: found {given!r}; expected one of {', '.join(Platform)}"
    if not given and platform is None:
        yield "platform: found an empty cell; expected one, or --platform"


def _item(number: int, cells: Mapping[str, object], platform: Platform | None) -> Item:
    given = _text(cells.get("platform")).strip().lower()
    place = Platform(given) if given else platform
    assert place is not None  # noqa: S101 - _wrong has seen to it
    when = cells.get("time")
    return Item(
        line=number,
        platform=place,
        handle=handle_of(_text(cells["author"])),
        native_id=_text(cells["id"]).strip(),
        url=_text(cells.get("url")).strip(),
        author=_text(cells["author"]).strip(),
        text=_text(cells["text"]),
        # A spreadsheet's moments have no zone; the account's own is added where it is known.
        published=when.isoformat(" ") if isinstance(when, datetime) else _text(when).strip(),
        parent_text=_text(cells.get("parent_text")),
        parent_author=_text(cells.get("parent_author")).strip(),
    )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _csv(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    text = decoded(path.read_bytes())
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def decoded(data: bytes) -> str:
    """By its byte order mark, else as UTF-8 if it is, else as Windows writes it (cp1252)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _xlsx(path: Path) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MOST_CELLS:
            raise BadInput(f"{path.name}: found {size:,} bytes unpacked; expected {MOST_CELLS:,}")
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.active
        if sheet is None:
            raise BadInput(f"{path.name}: found no sheet; expected one with posts")
        yield from sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, LookupError, OSError, ValueError, TypeError, SyntaxError) as error:
        raise BadInput(f"{path.name}: found no readable XLSX file ({error})") from error


def utc(stamp: str) -> datetime | str:
    """4CAT writes UTC without saying so."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
