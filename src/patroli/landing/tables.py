"""Rows in, Parquet files out: the tables of a batch and their schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from patroli.landing.rows import ROWS, Row
from patroli.landing.waiting import Waiting

GROUP_ROWS = 5_000
"""Rows of a table that are one row group: with fewer, files are larger and slower to read."""
CHARACTERS_A_ROW = 1_600
"""Long texts count as more rows: as so many characters each."""

_TIME = pa.timestamp("us", tz="UTC")
_TEXT = pa.string()


def _text(*names: str) -> list[pa.Field[Any]]:
    return [pa.field(name, _TEXT, nullable=False) for name in names]


SIGHTINGS = pa.schema(
    [
        *_text("post_id", "version", "platform", "native_id", "url", "author", "author_handle"),
        *_text("title", "text"),
        pa.field("published_at", _TIME),
        *_text("published_raw"),
        pa.field("edited_at", _TIME),
        *_text("parent_id", "parent_text", "parent_author"),
        pa.field("media", pa.list_(pa.field("element", _TEXT, nullable=False)), nullable=False),
        *_text("slot_id"),
        pa.field("account_id", _TEXT),
        pa.field("keyword_id", _TEXT),
        pa.field("source_id", _TEXT),
        *_text("region", "zone", "fetch_id", "round_id"),
        pa.field("seen_at", _TIME, nullable=False),
    ]
)
FETCHES = pa.schema(
    [
        *_text("fetch_id", "round_id", "slot_id", "purpose", "url", "final_url"),
        pa.field("status", pa.int32()),
        *_text("outcome", "detail"),
        pa.field("fetched_at", _TIME, nullable=False),
        pa.field("elapsed_ms", pa.int64(), nullable=False),
        pa.field("wire_bytes", pa.int64(), nullable=False),
        pa.field("body_bytes", pa.int64(), nullable=False),
        *_text("body_sha256", "content_type", "peer", "warc_record_id"),
    ]
)
ABSENCES = pa.schema(
    [
        *_text("post_id", "url", "signal", "slot_id", "fetch_id", "round_id"),
        pa.field("seen_at", _TIME, nullable=False),
    ]
)
PROFILES = pa.schema(
    [
        *_text("slot_id"),
        pa.field("account_id", _TEXT),
        *_text("platform", "version", "native_id", "handle", "name", "standing", "moved_to"),
        *_text("fetch_id", "round_id"),
        pa.field("seen_at", _TIME, nullable=False),
    ]
)
LEDGER = pa.schema(
    [
        *_text("round_id", "slot_id"),
        pa.field("account_id", _TEXT),
        pa.field("keyword_id", _TEXT),
        pa.field("source_id", _TEXT),
        *_text("platform", "address", "region", "zone"),
        pa.field("due_at", _TIME, nullable=False),
        pa.field("ended_at", _TIME),
        *_text("outcome", "detail"),
        pa.field("fetches", pa.int32(), nullable=False),
        pa.field("posts", pa.int32(), nullable=False),
    ]
)
CAPTURES = pa.schema(
    [
        *_text("post_id", "version", "kind", "url", "outcome", "detail"),
        pa.field("captured_at", _TIME, nullable=False),
        *_text("content_type"),
        pa.field("body_bytes", pa.int64(), nullable=False),
        *_text("body_sha256", "warc_record_id"),
    ]
)
SCHEMAS: dict[str, pa.Schema] = {
    "sightings": SIGHTINGS,
    "fetches": FETCHES,
    "absences": ABSENCES,
    "profiles": PROFILES,
    "ledger": LEDGER,
    "captures": CAPTURES,
}
"""Table name to schema; the file is `<name>.parquet`. In `ledger` no outcome means planned."""
RARE = frozenset({"captures"})
"""Tables whose file is there only where the batch has rows of it."""
MAY_LACK = RARE | {"profiles"}
"""Tables whose file older batches do not have."""

FORMAT = 2
"""Of a batch. Format 1 had no profiles and no author's handle: it is read as having none."""


def as_now(name: str, table: pa.Table) -> pa.Table:
    """A landed table of any format with today's columns; others stay as they are."""
    if name == "sightings" and "author_handle" not in table.schema.names:
        at = table.schema.get_field_index("author") + 1
        field = SIGHTINGS.field("author_handle")
        return table.add_column(at, field, pa.repeat("", table.num_rows))
    return table


class TableWriter:
    """Rows of one table to one Parquet file; holds at most `held_rows` of usual length.

    The others wait on the disk. How many are held changes no byte of the file.
    """

    def __init__(self, name: str, folder: Path, held_rows: int = GROUP_ROWS) -> None:
        self._row, self._schema = ROWS[name], SCHEMAS[name]
        self._folder, self._most = folder, held_rows
        self._rows: list[Row] = []
        self._held, self._group = _Size(), _Size()
        self._groups: list[int] = []
        self._waiting: Waiting | None = None

    @property
    def rows(self) -> int:
        return sum(self._groups) + self._group.rows

    def add(self, nouns: Iterable[object]) -> None:
        for noun in nouns:
            row = self._row(noun)
            self._rows.append(row)
            for size in (self._held, self._group):
                size.rows += 1
                size.characters += len(str(row.get("text", "")))
            ended = self._group.counted >= GROUP_ROWS
            if ended or self._held.counted >= self._most:
                self._let_wait()
            if ended:
                self._groups.append(self._group.rows)
                self._group = _Size()

    def write(self, file: IO[bytes]) -> None:
        """All rows, once, as a Parquet file."""
        with pq.ParquetWriter(file, self._schema, compression="zstd") as writer:
            for group in self._grouped():
                writer.write_table(group)
        self.abandon()

    def abandon(self) -> None:
        """Let go of what waits."""
        self._rows = []
        if self._waiting is not None:
            self._waiting.close()

    def _grouped(self) -> Iterator[pa.Table]:
        waiting = self._waiting.all() if self._waiting else iter(())
        for rows in self._groups:
            group: list[pa.RecordBatch] = []
            while sum(part.num_rows for part in group) < rows:
                group.append(next(waiting))
            yield pa.Table.from_batches(group).combine_chunks()
        rest = [*waiting, *self._table().to_batches()]
        if rest:
            yield pa.Table.from_batches(rest).combine_chunks()

    def _let_wait(self) -> None:
        if self._waiting is None:
            self._waiting = Waiting(self._folder, self._schema)
        self._waiting.add(self._table())
        self._rows, self._held = [], _Size()

    def _table(self) -> pa.Table:
        return pa.Table.from_pylist(self._rows, schema=self._schema)


@dataclass(slots=True)
class _Size:
    """How much some rows are."""

    rows: int = 0
    characters: int = 0

    @property
    def counted(self) -> int:
        return max(self.rows, self.characters // CHARACTERS_A_ROW)
