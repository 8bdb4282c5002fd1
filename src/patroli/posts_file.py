"""A team's own export in, tables of posts out; every bad row named, all at once.

JSONL, CSV (comma, semicolon or tab) and Parquet, text files also gzipped. Files are read in
columns; only where that fails are they read again row by row, to say which rows are wrong.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TextIO, cast

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv as pacsv
import pyarrow.json as pajson
import pyarrow.parquet as pq

from patroli.errors import BadInput

pc: Any = pyarrow.compute
"""Untyped: its stubs know no Python values beside arrays."""

COLUMNS = (
    "id", "text", "published_at", "account_id", "parent_text", "parent_role", "role", "region",
    "zone",
)  # fmt: skip
"""The first two are needed; the rest is used where it is there."""

KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}
MOST_COMPLAINTS = 20
BLOCK_BYTES = 16_000_000
BLOCK_ROWS = 65_536
MOMENT = pa.timestamp("us", "UTC")
STRING = pa.string()


class NeedsCare(Exception):
    """The file cannot be read in columns; row by row it may be, or its bad rows can be named."""


def read_posts(path: Path, *, careful: bool = False) -> Iterator[pa.Table]:
    """The posts of a file in order, block by block: `id`, `text`, and the optional columns it has.

    `published_at` is UTC, null where it is missing or empty. Raises NeedsCare where only a careful
    reading can tell; a careful reading raises BadInput naming the file and its bad lines, the
    first twenty of them.
    """
    name = path.name.lower().removesuffix(".gz")
    kind = next((k for ending, k in KINDS.items() if name.endswith(ending)), "")
    if not kind:
        raise BadInput(f"{path}: found a file of another kind; expected {', '.join(KINDS)}")
    try:
        if kind == "parquet":
            yield from map(_checked, _parquet(path))
        elif careful:
            yield from _tables(path, _json_rows(path) if kind == "jsonl" else _csv_rows(path))
        else:
            yield from map(_checked, _json(path) if kind == "jsonl" else _csv(path))
    except NeedsCare as error:
        if kind == "parquet":
            raise BadInput(f"{path}: {error}") from error
        raise
    except OSError as error:
        raise BadInput(f"{path}: found {error.strerror or error}; expected a file") from error
    except pa.ArrowException as error:
        if kind == "parquet":
            raise BadInput(f"{path}: found no readable Parquet file ({error})") from error
        raise NeedsCare from error
    except (UnicodeError, EOFError) as error:
        raise BadInput(f"{path}: found {error}; expected text in UTF-8") from error


def _json(path: Path) -> Iterator[pa.Table]:
    schema = pa.schema([(column, STRING) for column in COLUMNS])
    options = pajson.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    if path.stat().st_size == 0:
        return
    with _columns(path) as stream:
        for batch in pajson.open_json(stream, pajson.ReadOptions(block_size=BLOCK_BYTES), options):
            yield pa.Table.from_batches([batch])


def _csv(path: Path) -> Iterator[pa.Table]:
    names, delimiter = _header(path)
    with _columns(path) as stream:
        reader = pacsv.open_csv(
            stream,
            pacsv.ReadOptions(block_size=BLOCK_BYTES, column_names=names, skip_rows=1),
            pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, STRING),
                strings_can_be_null=False,
                include_columns=[name for name in names if name in COLUMNS],
            ),
        )
        for batch in reader:
            yield pa.Table.from_batches([batch])


def _parquet(path: Path) -> Iterator[pa.Table]:
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name in COLUMNS]
    for batch in file.iter_batches(BLOCK_ROWS, columns=names):
        yield pa.Table.from_batches([batch])


def _checked(table: pa.Table) -> pa.Table:
    """Columns as they should be. Raises NeedsCare for anything else."""
    columns: dict[str, Any] = {}
    for name in ("id", "text"):
        if name not in table.column_names:
            raise NeedsCare(f"found no column {name!r}; expected id and text")
    for name in COLUMNS:
        if name not in table.column_names:
            continue
        column = table[name]
        try:
            columns[name] = _moments(column) if name == "published_at" else column.cast(STRING)
        except pa.ArrowException as error:
            raise NeedsCare(f"found {name} that cannot be read ({error})") from error
    ids, texts = columns["id"], columns["text"]
    if ids.null_count or texts.null_count or pc.any(pc.equal(pc.utf8_length(ids), 0)).as_py():
        raise NeedsCare("found rows without id or text; expected both in each row")
    return pa.table(columns)


def _moments(column: Any) -> Any:
    if pa.types.is_timestamp(column.type):
        if column.type.tz is None:
            raise NeedsCare("found published_at without a time zone; expected one")
        return column.cast(MOMENT)
    texts = column.cast(STRING)
    empty = pc.equal(pc.utf8_length(texts), 0)
    return pc.if_else(empty, pa.scalar(None, STRING), texts).cast(MOMENT)


# ------------------------------------------------------------------ row by row


def _json_rows(path: Path) -> Iterator[tuple[int, Any, str]]:
    """Line, row, and what is wrong with the line as a whole."""
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, None, f"found no JSON ({error}); expected one object a line"
                continue
            fine = isinstance(row, dict)
            wrong = "" if fine else f"found {type(row).__name__}; expected an object"
            yield number, row if fine else None, wrong


def _csv_rows(path: Path) -> Iterator[tuple[int, Any, str]]:
    names, delimiter = _header(path)
    csv.field_size_limit(sys.maxsize)
    with _opened(path) as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        next(reader, None)
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(names):
                yield start, dict(zip(names, cells, strict=True)), ""
            elif cells:
                yield start, None, f"found {len(cells)} columns; expected {len(names)}"
            start = reader.line_num + 1


def _opened(path: Path) -> TextIO:
    return io.TextIOWrapper(_bytes(path), encoding="utf-8-sig", newline="")


def _columns(path: Path) -> Any:
    """The same for Arrow, which reads a plain file faster by itself."""
    return pa.input_stream(str(path), compression="detect")


def _bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where its name ends in .gz."""
    return cast("IO[bytes]", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _header(path: Path) -> tuple[list[str], str]:
    """Column names and delimiter, from the first line."""
    with _opened(path) as lines:
        line = lines.readline(1_000_000)
    delimiter = max(",;\t", key=line.count)
    names = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
    for needed in ("id", "text"):
        if names.count(needed) != 1:
            found = ", ".join(names) or "nothing"
            raise BadInput(f"{path}:1: found the columns {found}; expected id and text, each once")
    return names, delimiter


def _tables(path: Path, rows: Iterable[tuple[int, Any, str]]) -> Iterator[pa.Table]:
    """Rows as blocks. Raises BadInput after the last row if any was bad."""
    wrong: list[str] = []
    block: list[dict[str, Any]] = []
    for line, row, complaint in rows:
        found = [complaint] if complaint else list(_wrong(row))
        if found:
            wrong += [f"{path}:{line}: {one}" for one in found]
        elif not wrong:
            block.append({name: _value(name, row.get(name)) for name in COLUMNS if name in row})
        if len(block) >= BLOCK_ROWS:
            yield _table(block)
            block = []
    if wrong:
        more = len(wrong) - MOST_COMPLAINTS
        last = [f"{path}: and {more:,} more"] if more > 0 else []
        raise BadInput("\n".join(wrong[:MOST_COMPLAINTS] + last))
    if block:
        yield _table(block)


def _wrong(row: dict[str, Any]) -> Iterator[str]:
    ident = row.get("id")
    if not (isinstance(ident, str | int) and not isinstance(ident, bool) and str(ident)):
        yield f"id: found {ident!r}; expected a text or a number"
    if not isinstance(row.get("text"), str):
        yield f"text: found {type(row.get('text')).__name__}; expected a text"
    for name in COLUMNS[3:]:
        if not isinstance(row.get(name, ""), str | None):
            yield f"{name}: found {row[name]!r}; expected a text"
    moment = row.get("published_at")
    if moment and _moment(moment) is None:
        yield (
            f"published_at: found {moment!r}; "
            "expected a time with its zone, like 2029-11-24T06:00:00+09:00"
        )


def _value(name: str, value: Any) -> Any:
    if name == "published_at":
        return _moment(value) if value else None
    if name == "text":
        return value.encode("utf-8", "surrogatepass")
    return None if value is None else str(value).encode("utf-8", "replace").decode()


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _table(block: list[dict[str, Any]]) -> pa.Table:
    names = [name for name in COLUMNS if any(name in row for row in block)]
    types = {"text": pa.binary(), "published_at": MOMENT}
    return pa.table(
        {name: pa.array([r.get(name) for r in block], types.get(name, STRING)) for name in names}
    )
