"""CSV text in, located rows out.

Comma, semicolon (Excel in Indonesia) or tab, whichever the header has most of; a byte order mark
is dropped. Rows whose first cell begins with # are comments, rows of empty cells are nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from patroli.config.tree import KeyPath, Located, read_text
from patroli.errors import Complaint

SEPARATORS = ",;\t"


def read_table(
    path: Path, file: str, columns: tuple[str, ...]
) -> tuple[list[Located], tuple[Complaint, ...]]:
    """The rows of one CSV file, each a document of its cells by column, and every complaint."""
    text, complaints = read_text(path, file)
    return ([], complaints) if text is None else parse_table(text, file, columns)


def parse_table(
    text: str, file: str, columns: tuple[str, ...]
) -> tuple[list[Located], tuple[Complaint, ...]]:
    """Like `read_table`, from text. Never raises."""
    complaints: list[Complaint] = []
    lines = _lines(text, file, complaints)
    line, header = next(lines, (1, []))
    header = _trimmed([name.strip() for name in header])
    if not header:
        expected = f"a header with the columns {', '.join(columns)}"
        return [], (*complaints, Complaint(file, 1, "", "no rows", expected))
    complaints += _header(file, line, header, columns)
    rows: list[Located] = []
    for line, cells in lines:
        cells = cells[: len(header)] + _trimmed(cells[len(header) :])
        if len(cells) != len(header):
            found, expected = (
                f"a row of {len(cells)} cells",
                f"{len(header)} cells as in the header",
            )
            complaints.append(Complaint(file, line, "", found, expected))
            continue
        data: dict[str, str | None] = {}
        for column, cell in zip(header, cells, strict=True):
            if column in columns:
                data.setdefault(column, cell.strip() or None)
        lines_of: dict[KeyPath, int] = {(column,): line for column in data}
        lines_of[()] = line
        rows.append(Located(file, data, lines_of, empty="an empty cell"))
    return rows, tuple(complaints)


def _trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end, which Excel adds."""
    full = [index for index, cell in enumerate(cells) if cell.strip()]
    return cells[: full[-1] + 1] if full else []


def _header(
    file: str, line: int, header: list[str], columns: tuple[str, ...]
) -> Iterator[Complaint]:
    expected = f"the columns {', '.join(columns)}"
    if missing := [column for column in columns if column not in header]:
        yield Complaint(file, line, "", f"no column {', '.join(missing)}", expected)
    for index, name in enumerate(header):
        if name not in columns:
            found = f"the unknown column {name!r}" if name else f"column {index + 1} without a name"
            yield Complaint(file, line, name, found, expected)
        elif name in header[:index]:
            yield Complaint(file, line, name, "the column again", "each column once")


def _lines(text: str, file: str, complaints: list[Complaint]) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, with the line each begins in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            found = f"{error}, in the row that begins here"
            complaints.append(Complaint(file, line, "", found, "cells with their quotes closed"))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield line, cells


def _separator(text: str) -> str:
    rows = (line for line in text.split("\n") if line.strip().strip('"')[:1] not in ("", "#"))
    header = next(rows, "")
    return max(SEPARATORS, key=header.count)
