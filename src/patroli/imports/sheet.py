"""The bytes of a CSV or XLSX file in, its rows out: whatever a spreadsheet made of them.

Semicolons, a byte order mark, cp1252 and UTF-16 are expected. An XLSX file is a zip full of XML:
what it unpacks to, how wide it is, and entities in it are bounded before and while it is read.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patroli.errors import BadInput
from patroli.imports.content import OLD_EXCEL, ZIP, decoded, unpacked
from patroli.imports.item import MOST_TEXT

MOST_CELLS = 50_000_000
"""Bytes of a workbook, unpacked."""
MOST_COLUMNS = 200
MOST_ROWS = 300_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: what a person saw in it is not in the file for sure."""

    text: str


Row = tuple[int, Sequence[object]]
"""The line on which a row begins, from 1, and its cells."""


def rows_of(name: str, data: bytes) -> Iterator[Row]:
    """The rows of a table. Raises BadInput where it is none, or larger than people make them."""
    if data.startswith(OLD_EXCEL):
        raise BadInput(f"{name}: found an XLS file of 2003 or before; expected XLSX or CSV")
    rows = _xlsx(name, data) if data.startswith(ZIP) else _csv(name, data)
    for number, (line, cells) in enumerate(rows):
        if number > MOST_ROWS:
            raise BadInput(f"{name}:{line}: found another row; expected at most {MOST_ROWS:,}")
        yield line, cells


def _csv(name: str, data: bytes) -> Iterator[Row]:
    csv.field_size_limit(MOST_TEXT)
    content = unpacked(name, data)
    if content.is_cut:
        raise BadInput(f"{name}: found a gzip file without its end; expected all of it")
    text = decoded(content.data)
    head = text[:1_000_000].partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise BadInput(
                f"{name}:{line}: found {_told(error)}; expected rows of a table, each quotation "
                "mark closed"
            ) from error
        if row is None:
            return
        yield line, row
        line = reader.line_num + 1


def _told(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"a cell of more than {MOST_TEXT:,} characters"
    return str(error)


def _xlsx(name: str, data: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MOST_CELLS:
            raise BadInput(f"{name}: found {size:,} bytes unpacked; expected {MOST_CELLS:,}")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.active
        if sheet is None or not hasattr(sheet, "iter_rows"):
            raise BadInput(f"{name}: found no sheet; expected one with posts")
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # a file may claim a sheet of 16,384 columns
        rows = sheet.iter_rows(max_col=MOST_COLUMNS)
        for number, cells in enumerate(rows, 1):
            yield number, [_value(cell) for cell in cells]
    except BadInput:
        raise
    except (
        zipfile.BadZipFile, zlib.error, LookupError, OSError, ValueError, TypeError, SyntaxError,
        AttributeError, NotImplementedError, RuntimeError, OverflowError, AssertionError,
    ) as error:  # fmt: skip
        raise BadInput(f"{name}: found no readable XLSX file ({error})") from error


def _value(cell: object) -> object:
    value = getattr(cell, "value", None)
    return Formula(str(value)) if getattr(cell, "data_type", "") == "f" else value
