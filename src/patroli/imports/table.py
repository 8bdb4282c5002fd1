"""Rows of a table that people or tools keep in, posts out; every complaint at once.

Ids that a spreadsheet rounded to `1,23457E+18` or to zeros at the end cannot be put right again,
but the address of the post beside one can name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from patroli.connectors.native import native_id, native_in, platform_of, why_nameless
from patroli.imports.columns import place_columns
from patroli.imports.item import MOST_TEXT, Item, Read, handle_of, refuse_all
from patroli.imports.sheet import Formula, Row
from patroli.model import Platform

DIGITS_KEPT = 15
"""Digits of a number that a spreadsheet keeps; the rest become zeros."""

_ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\s*(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2\d|3[01])[/.-]\d{4}\b")
_EPOCH = re.compile(r"\d{10}(\.\d+)?")

Cells = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of table is read."""

    named: Mapping[str, str] = field(default_factory=dict)
    """What people said of its columns."""
    platform: Platform | None = None
    """Stands in where no column and no address tells."""
    utc: bool = False
    """Whether its times are UTC without saying so, as those of research tools are."""
    ids_of: str = ""
    """Whose ids these are, where they are not the platform's own: put before each."""
    reader: str = "table"


def read_rows(name: str, rows: Iterable[Row], manner: Manner) -> Read:
    """The posts of a table whose first row is its heads.

    Raises BadInput with every complaint: file, row, column, what was found, what was expected.
    """
    walking = iter(rows)
    _, first = next(walking, (1, ()))
    heads = texts_of(first)
    places = place_columns(name, heads, manner.named, has_platform=manner.platform is not None)
    items: dict[tuple[Platform, str], Item] = {}
    wrong: list[str] = []
    rescued = 0
    for line, row in walking:
        cells = {w: row[at] if at < len(row) else None for w, at in places.columns.items()}
        if not any(_text(cell).strip() for cell in cells.values()):
            continue
        found = _Row(cells, manner)
        complaints = list(found.wrong())
        wrong += [f"{name}:{line}: {complaint}" for complaint in complaints]
        if not complaints:
            item = found.item(line)
            items[item.platform, item.native_id] = item
            rescued += found.is_rescued
    refuse_all(name, wrong)
    note = f"{rescued} ids that a spreadsheet had rounded were taken from the addresses"
    return Read(tuple(items.values()), notes=(note,) if rescued else ())


def texts_of(cells: Iterable[object]) -> list[str]:
    """Cells as the texts they are."""
    return [_text(cell).strip() for cell in cells]


class _Row:
    """One row, its id and platform made out once."""

    def __init__(self, cells: Cells, manner: Manner) -> None:
        self._cells, self._manner = cells, manner
        self._url = _text(cells.get("url")).strip()
        self._given = _text(cells.get("platform")).strip().lower()
        self._platform = self._which()
        self._told = _text(cells.get("id")).strip()
        self._named = native_in(self._platform, self._url) if self._platform else ""
        self._native = self._named
        if self._platform and not self._native:
            self._native = native_id(self._platform, self._whole())
        self._is_rounded = _is_rounded(cells.get("id"))
        self.is_rescued = bool(self._is_rounded and self._named)

    def _whole(self) -> str:
        """The id; on Telegram a message's number is one of its channel's, which is the author."""
        is_number = self._platform is Platform.TELEGRAM and self._told.isdigit()
        return (
            f"{handle_of(_text(self._cells.get('author')))}/{self._told}"
            if is_number
            else self._told
        )

    def _which(self) -> Platform | None:
        if self._given in list(Platform):
            return Platform(self._given)
        return None if self._given else (self._manner.platform or platform_of(self._url))

    def wrong(self) -> Iterator[str]:
        for what, cell in self._cells.items():
            if isinstance(cell, Formula):
                yield (
                    f"{what}: found the formula {cell.text[:40]}; expected what it shows: copy the "
                    "column and paste it as values"
                )
            elif len(_text(cell)) > MOST_TEXT:
                yield (
                    f"{what}: found {len(_text(cell)):,} characters; expected at most "
                    f"{MOST_TEXT:,}: is a quotation mark not closed?"
                )
        if not handle_of(_text(self._cells.get("author"))):
            yield "author: found an empty cell; expected the post's author"
        yield from self._wrong_id()
        yield from self._wrong_platform()
        when = _text(self._cells.get("time"))
        if _MONTH_FIRST.match(when):
            yield f"time: found {when.strip()}, month before day; expected day before month"

    def _wrong_id(self) -> Iterator[str]:
        if self._named and not self._manner.ids_of:
            return
        if self._is_rounded:
            yield (
                f"id: found {self._told}, which a spreadsheet has rounded; expected the id itself: "
                "export again with this column as text, or add a column with the posts' addresses"
            )
        elif not (self._told if self._manner.ids_of or not self._platform else self._native):
            also = f" or in the address {self._url[:80]}" if self._url else ""
            why = why_nameless(self._url) or why_nameless(self._told)
            why = why or "expected the post's id or its address"
            yield f"id: found no id{also}; {why}"

    def _wrong_platform(self) -> Iterator[str]:
        if self._given and self._platform is None:
            yield f"platform: found {self._given[:40]!r}; expected one of {', '.join(Platform)}"
        elif self._platform is None:
            yield "platform: found none; expected one, an address that tells it, or --platform"

    def item(self, line: int) -> Item:
        cells, manner = self._cells, self._manner
        assert self._platform is not None  # noqa: S101 - `wrong` has seen to it
        told = f"{manner.ids_of}:{self._told}" if manner.ids_of else ""
        return Item(
            line=line,
            platform=self._platform,
            handle=handle_of(_text(cells["author"])),
            native_id=told or self._native,
            url=self._url,
            author=_text(cells["author"]).strip(),
            text=_text(cells["text"]),
            published=_when(cells.get("time"), utc=manner.utc),
            collected_at=_when(cells.get("seen"), utc=manner.utc) or None,
            parent_text=_text(cells.get("parent_text")),
            parent_author=_text(cells.get("parent_author")).strip(),
            reader=manner.reader,
        )


def _is_rounded(cell: object) -> bool:
    """Whether a spreadsheet has taken digits from an id: by its form, or by what is left of it."""
    if isinstance(cell, float):
        return True
    text = _text(cell).strip()
    if _ROUNDED.fullmatch(text):
        return True
    behind = text[DIGITS_KEPT:] if text.isascii() and text.isdigit() else ""
    return bool(behind) and (isinstance(cell, int) or (len(behind) > 2 and not behind.strip("0")))


def _when(cell: object, *, utc: bool) -> datetime | str:
    """The time as it stands; the zone of the account is added where the account is known."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC) if utc and not cell.tzinfo else cell.isoformat(" ")
    text = _text(cell).strip()
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC)
    if not utc:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(cell: object) -> str:
    if isinstance(cell, Formula):
        return cell.text
    return "" if cell is None else str(cell)
