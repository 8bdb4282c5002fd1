"""Rows of a batch in, their bytes one after the other out, as folding reads them.

pyarrow is imported where Arrow rows come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import Bytes
from patroli.match.fold import SEPARATOR, Indices

if TYPE_CHECKING:
    import pyarrow as pa

Rows: TypeAlias = "list[bytes] | pa.Array[Any]"


def joined(values: Rows) -> bytes:
    """Rows as the fold wants them: a blank, then every row with SEPARATOR after it."""
    if isinstance(values, list):
        return b" " + SEPARATOR.join(values) + (SEPARATOR if values else b"")
    if not len(values):
        return b" "
    import pyarrow as pa
    import pyarrow.compute as pc

    rows: Any = values.cast(pa.large_binary() if len(values) == 1 else pa.binary())
    if rows.null_count:
        rows = rows.fill_null(b"")
    nothing, separator = (pa.scalar(part, rows.type) for part in (b"", SEPARATOR))
    return b" " + _values(pc.binary_join_element_wise(rows, nothing, separator))


def laid(values: Rows) -> tuple[Bytes, Indices]:
    """Rows one after the other, and where each begins; one more at the end. Arrow is not copied."""
    if isinstance(values, list):
        starts = np.cumsum([0, *map(len, values)], dtype=np.int64)
        return np.frombuffer(b"".join(values), np.uint8), starts
    rows = values.fill_null("") if values.null_count else values
    _, offsets, data = rows.buffers()
    if offsets is None or data is None:
        return np.empty(0, np.uint8), np.zeros(len(values) + 1, np.int64)
    import pyarrow as pa

    wide = np.int64 if pa.types.is_large_string(rows.type) else np.int32
    ends = np.frombuffer(memoryview(offsets), wide)[rows.offset : rows.offset + len(rows) + 1]
    content = np.frombuffer(memoryview(data), np.uint8)
    return content[ends[0] : ends[-1]], ends.astype(np.int64) - np.int64(ends[0])


def size_of(values: Rows) -> int:
    """Bytes of rows."""
    return sum(map(len, values)) if isinstance(values, list) else int(sizes(values).sum())


def picked(rows: Rows, places: Sequence[int] | Indices) -> Rows:
    """Some rows, by their places."""
    if isinstance(rows, list):
        return [rows[int(place)] for place in places]
    import pyarrow as pa

    return rows.take(pa.array(places, pa.int64()))


def together(parts: Sequence[Rows]) -> Rows:
    """The rows of several batches, which are of one kind."""
    lists = [part for part in parts if isinstance(part, list)]
    if lists:
        return [row for part in lists for row in part]
    import pyarrow as pa

    return pa.concat_arrays([part for part in parts if not isinstance(part, list)])


def _values(array: pa.Array[Any]) -> bytes:
    """The bytes of all values of a binary array, one after the other."""
    _, offsets, data = array.buffers()
    if offsets is None or data is None:
        return b""
    import pyarrow as pa

    wide = pa.types.is_large_binary(array.type)
    ends = np.frombuffer(memoryview(offsets), np.int64 if wide else np.int32)
    return memoryview(data)[ends[array.offset] : ends[array.offset + len(array)]].tobytes()


def sizes(chunk: pa.Array[Any]) -> npt.NDArray[np.int64]:
    """Bytes of each row of an Arrow array."""
    import pyarrow.compute as pc

    lengths: Any = pc.binary_length(chunk)  # type: ignore[call-overload]
    return np.asarray(lengths.fill_null(0).to_numpy(zero_copy_only=False), np.int64)
