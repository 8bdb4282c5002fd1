"""Tables of one schema in, in any portions; the same rows out once, in order.

Until then they wait on the disk, in a file without a name: whatever happens, none is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa

_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")


class Waiting:
    """Raises OSError when the disk is full or not writable."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115
        self._stream = pa.ipc.new_stream(self._file, schema, options=_OPTIONS)

    def add(self, table: pa.Table) -> None:
        self._stream.write_table(table)

    def all(self) -> Iterator[pa.RecordBatch]:
        """What was added, as it was added; to be called once."""
        self._stream.close()
        self._file.seek(0)
        with pa.ipc.open_stream(pa.PythonFile(self._file, mode="r")) as stream:
            yield from stream

    def close(self) -> None:
        self._file.close()
