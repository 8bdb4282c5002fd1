"""CSV text in, located rows out.

Comma, semicolon (Excel in Indonesia) or tab, whichever the header has most of; a byte order mark
is dropped. Rows whose first cell begins with # are comments, rows of empty cells are nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from patroli.config.nearest import nearest
from patroli.config.tree import KeyPath, Located, read_text
from patroli.errors import Complaint
from patroli.sayings import of_files as say

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
        expected = say.A_HEADER(columns=columns)
        return [], (*complaints, Complaint(file, 1, "", say.NO_ROWS(), expected))
    complaints += _header(file, line, header, columns)
    rows: list[Located] = []
    for line, cells in lines:
        cells = cells[: len(header)] + _trimmed(cells[len(header) :])
        if len(cells) != len(header):
            found, expected = say.ROW_OF(count=len(cells)), say.CELLS_AS_HEADER(count=len(header))
            complaints.append(Complaint(file, line, "", found, expected))
            continue
        data: dict[str, str | None] = {}
        for column, cell in zip(header, cells, strict=True):
            if column in columns:
                data.setdefault(column, cell.strip() or None)
        lines_of: dict[KeyPath, int] = {(column,): line for column in data}
        lines_of[()] = line
        rows.append(Located(file, data, lines_of, empty=say.EMPTY_CELL()))
    return rows, tuple(complaints)


def _trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end, which Excel adds."""
    full = [index for index, cell in enumerate(cells) if cell.strip()]
    return cells[: full[-1] + 1] if full else []


def _header(
    file: str, line: int, header: list[str], columns: tuple[str, ...]
) -> Iterator[Complaint]:
    expected = say.THE_COLUMNS(columns=columns)
    missing = tuple(column for column in columns if column not in header)
    if missing:
        yield Complaint(file, line, "", say.NO_COLUMN(columns=missing), expected)
    for index, name in enumerate(header):
        if name not in columns:
            nameless = say.COLUMN_WITHOUT_NAME(number=index + 1)
            found = say.UNKNOWN_COLUMN(name=name) if name else nameless
            yield Complaint(file, line, name, found, expected, nearest(name, missing))
        elif name in header[:index]:
            yield Complaint(file, line, name, say.COLUMN_AGAIN(), say.EACH_COLUMN_ONCE())


def _lines(text: str, file: str, complaints: list[Complaint]) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, with the line each begins in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            ended = str(error) == str(say.NO_END())
            problem = say.NO_END() if ended else say.BAD_QUOTES(problem=str(error))
            found = say.BROKEN_ROW(problem=problem)
            complaints.append(Complaint(file, line, "", found, say.QUOTES_CLOSED()))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield line, cells


def _separator(text: str) -> str:
    rows = (line for line in text.split("\n") if line.strip().strip('"')[:1] not in ("", "#"))
    header = next(rows, "")
    return max(SEPARATORS, key=header.count)
