"""The columns that matching reads: lists, or Arrow arrays as a file or history gives them.

pyarrow is imported where an Arrow column comes: a rule set's examples come as lists, and
`patroli check` need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from patroli.match.rows import Rows, sizes

if TYPE_CHECKING:
    import pyarrow as pa

Column: TypeAlias = "Sequence[Any] | pa.Array[Any] | pa.ChunkedArray[Any] | None"

BATCH_ROWS = 10_000
BATCH_BYTES = 600_000
"""What a processor's own cache holds a few times over: larger batches are slower."""


@dataclass(frozen=True, eq=False)
class Texts:
    """Versions of posts, a column each, all of one length; None for a column nobody knows.

    `published_at` and `seen_at` are aware datetimes; the first that is known gives the post's local
    day in its `zone`. Where neither is, `day` is taken, else the first day of each contest's
    campaign. With `contest` the posts are held against that contest wherever they come from.
    """

    post_id: Column
    text: Column
    version: Column = None
    parent_text: Column = None
    parent_role: Column = None
    author_role: Column = None
    region: Column = None
    zone: Column = None
    published_at: Column = None
    seen_at: Column = None
    contest: str | None = None
    day: date | None = None

    def __len__(self) -> int:
        return len(self.text) if self.text is not None else 0

    def value(self, column: str, row: int) -> Any:
        """One value as Python has it; None for an unknown column."""
        values = getattr(self, column)
        if values is None:
            return None
        return values[row].as_py() if _is_arrow(values) else values[row]

    def said(self, column: str) -> list[str]:
        """All values of a column as texts; empty where nothing is known."""
        values = getattr(self, column)
        if values is None:
            return [""] * len(self)
        return [str(value or "") for value in _plain(values)]

    def text_of(self, row: int) -> str:
        """The text of a row; bytes that are no UTF-8 as lone surrogates; None as nothing."""
        return _decoded(self.value("text", row))

    def parent_of(self, row: int) -> str:
        """The text of the post that a row answers."""
        return _decoded(self.value("parent_text", row))

    def part(self, first: int, count: int) -> Texts:
        """So many rows from one on; row 0 of the part is `first` of the whole."""
        cut: dict[str, Any] = {name: _slice(getattr(self, name), first, count) for name in _COLUMNS}
        return replace(self, **cut)

    def picked(self, rows: Sequence[int]) -> Texts:
        """Some rows, ascending, as Python has their values."""
        cut: dict[str, Any] = {name: _taken(getattr(self, name), rows) for name in _COLUMNS}
        return replace(self, **cut)

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process go the rows themselves, not all that their Arrow buffers hold."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        arrow = {name: values.pop(name) for name in _COLUMNS if _is_arrow(values[name])}
        return _unpacked, (values, _packed(arrow))

    def answers(self, first: int, count: int) -> npt.NDArray[np.bool_]:
        """For a range of rows whether anything is known of the post they answer."""
        known = np.zeros(count, np.bool_)
        for column in (self.parent_role, self.parent_text):
            if column is not None:
                known |= _said(column, first, count)
        return known

    def numbered(
        self, column: str, names: Sequence[str], first: int, count: int
    ) -> npt.NDArray[np.int64]:
        """For a range of rows the place of each value among the names; 0 for any other."""
        values = getattr(self, column)
        if values is None:
            return np.zeros(count, np.int64)
        places = {name: place for place, name in enumerate(names)}
        if _is_arrow(values):
            return _looked_up(values.slice(first, count), places)
        found = (places.get(str(value or ""), 0) for value in values[first : first + count])
        return np.fromiter(found, np.int64, count)

    def local_day(self, row: int) -> date | None:
        """The day on the clock where the post's account lives, if any time is known."""
        moment = self.value("published_at", row) or self.value("seen_at", row)
        if not isinstance(moment, datetime):
            return self.day
        zone = self.value("zone", row)
        return moment.astimezone(_zone(zone or "UTC")).date()

    def batches(self, rows: int = BATCH_ROWS) -> Iterator[tuple[int, Rows]]:
        """First row and texts of each batch, small enough to stay in the processor's cache."""
        if not _is_arrow(self.text) or _is_binary(self.text):
            values = [_encoded(value) for value in _plain(self.text)]
            for start, end in _ranges(np.fromiter(map(len, values), np.int64, len(values)), rows):
                yield start, values[start:end]
            return
        import pyarrow as pa

        chunks = self.text.chunks if isinstance(self.text, pa.ChunkedArray) else [self.text]
        first = 0
        for chunk in chunks:
            for start, end in _ranges(sizes(chunk), rows):
                yield first + start, chunk.slice(start, end - start)
            first += len(chunk)


_COLUMNS = tuple(f.name for f in fields(Texts) if f.name not in ("contest", "day"))


def _slice(column: Column, first: int, count: int) -> Column:
    if _is_arrow(column):
        return column.slice(first, count)
    return None if column is None else column[first : first + count]


def _taken(column: Column, rows: Sequence[int]) -> list[Any] | None:
    if column is None or not rows:
        return None if column is None else []
    if not _is_arrow(column):
        return [column[row] for row in rows]
    import pyarrow as pa

    near = column.slice(rows[0], rows[-1] + 1 - rows[0])
    return near.take(pa.array([row - rows[0] for row in rows], pa.int64())).to_pylist()


def _packed(columns: dict[str, Any]) -> bytes:
    if not columns:
        return b""
    import pyarrow as pa

    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _unpacked(values: dict[str, Any], packed: bytes) -> Texts:
    if not packed:
        return Texts(**values)
    import pyarrow as pa

    table = pa.ipc.open_stream(packed).read_all()
    return Texts(**values | {name: table[name] for name in table.column_names})


def _said(
    column: Sequence[Any] | pa.Array[Any] | pa.ChunkedArray[Any], first: int, count: int
) -> npt.NDArray[np.bool_]:
    if _is_arrow(column):
        import pyarrow.compute as pc

        sizes: Any = pc.binary_length(column.slice(first, count))  # type: ignore[arg-type]
        return np.asarray(sizes.fill_null(0).to_numpy(), np.int64) > 0
    return np.fromiter(map(bool, column[first : first + count]), np.bool_, count)


def _looked_up(
    column: pa.Array[Any] | pa.ChunkedArray[Any], places: dict[str, int]
) -> npt.NDArray[np.int64]:
    """The place of each value, each distinct one looked up once; 0 for one without."""
    import pyarrow as pa

    whole: Any = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole.dictionary_encode()
    known = [places.get(str(value or ""), 0) for value in coded.dictionary.to_pylist()]
    codes: npt.NDArray[np.int64] = coded.indices.fill_null(len(known)).to_numpy()
    return np.array([*known, 0], np.int64)[codes]


def _is_arrow(column: Column) -> TypeGuard[pa.Array[Any] | pa.ChunkedArray[Any]]:
    return column is not None and not isinstance(column, list | Sequence)


def _plain(column: Column) -> Sequence[Any]:
    if _is_arrow(column):
        return column.to_pylist()
    return [] if column is None else list(column)


def _is_binary(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> bool:
    import pyarrow as pa

    return not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type))


def _ranges(sizes: npt.NDArray[np.int64], rows: int) -> Iterator[tuple[int, int]]:
    """Cut rows of these sizes into batches of at most `rows` rows and about BATCH_BYTES bytes."""
    if not len(sizes):
        return
    start = 0
    ends = np.cumsum(sizes, dtype=np.int64)
    while start < len(sizes):
        before = int(ends[start - 1]) if start else 0
        full = int(np.searchsorted(ends, before + BATCH_BYTES, side="right"))
        end = min(max(full, start + 1), start + rows, len(sizes))
        yield start, end
        start = end


def _encoded(value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, bytes) and _passes(value):
        return value
    return _decoded(value).encode("utf-8", "surrogatepass")


def _decoded(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogatepass" if _passes(value) else "replace")
    return str(value)


def _passes(value: bytes) -> bool:
    try:
        value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
