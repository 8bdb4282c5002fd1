"""The operating system's lock beside the history; the system frees it if its holder dies."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from patroli.errors import HistoryLocked
from patroli.told import Saying, Told

_HELD = Saying("{path} is held by {holder}", "{path} sedang dipakai oleh {holder}")
_PROCESS = Saying("process {number} ({program})", "proses {number} ({program})")
_ANOTHER = Saying("another process", "proses lain")


class Hold:
    """Holds the history at `path` until `release`; as `with Hold(path, wait):` until its end.

    Raises HistoryLocked, naming the holder, after `wait` seconds.
    """

    def __init__(self, path: Path, wait: float) -> None:
        self._lock = FileLock(path.with_suffix(".lock"))
        self._note = path.with_suffix(".holder")
        try:
            self._lock.acquire(timeout=wait)
        except Timeout:
            raise HistoryLocked(_HELD(path=str(path), holder=self._holder())) from None
        note = {"process": os.getpid(), "program": " ".join(sys.argv[:3])}
        with suppress(OSError):  # a full disk: only the holder's name is missing then
            self._note.write_text(json.dumps(note), "utf-8")

    def __enter__(self) -> Hold:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let the next process in."""
        self._note.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> Told:
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return _PROCESS(number=str(note["process"]), program=str(note["program"]))
        except (OSError, ValueError, KeyError, TypeError):
            return _ANOTHER()
