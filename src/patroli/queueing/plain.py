"""Cards in, `queue.csv` out. Pure.

UTF-8 with a byte order mark and semicolons: Excel set to Indonesian writes decimals with a comma,
so it splits at semicolons, and without the mark it reads UTF-8 as Windows-1252.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime

from patroli.queueing.cards import Card
from patroli.queueing.table import COLUMNS, Value, clean, rows_of

# A spreadsheet runs a cell that begins so; and where it splits at another separator than ours,
# or takes a line break inside a cell for a new row, a cell may begin anywhere after one of these.
_STARTS = re.compile("(^|[,;\t\n\"'|])([ \u00a0]*)(?=[=+\\-@＝＋－＠\t])")


def render_csv(cards: Iterable[Card]) -> bytes:
    """One row for each post; every cell is text that no spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(column.title for column in COLUMNS)
    for row in rows_of(cards):
        writer.writerow(_cell(column.value(row)) for column in COLUMNS)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """A text with an apostrophe wherever a spreadsheet might begin to read a formula."""
    return _STARTS.sub(r"\1\2'", text)


def _cell(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return harmless(clean(value)) if isinstance(value, str) else str(value)
