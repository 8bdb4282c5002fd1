"""Rows in, Parquet files out: the tables of a batch and their schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from patroli.landing.rows import ROWS, Row

HELD_ROWS = 5_000
"""Rows of a table that are held at most before they are written as one row group."""
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
    """Rows of one table to one Parquet file; holds at most `held_rows` of usual length."""

    def __init__(self, name: str, file: IO[bytes], held_rows: int = HELD_ROWS) -> None:
        self.rows = 0
        self._most = held_rows
        self._row, self._schema = ROWS[name], SCHEMAS[name]
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._held: list[Row] = []
        self._characters = 0

    def add(self, nouns: Iterable[object]) -> None:
        for noun in nouns:
            row = self._row(noun)
            self._held.append(row)
            self._characters += len(str(row.get("text", "")))
            longest = self._characters // CHARACTERS_A_ROW
            if max(len(self._held), longest) >= self._most:
                self._flush()

    def close(self) -> None:
        if self._held:
            self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file without finishing it; to be called after an error."""
        self._held = []
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._held, schema=self._schema))
        self.rows += len(self._held)
        self._held, self._characters = [], 0
