"""Exchanges and rows in, one visible batch folder out, or none at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import IO

from patroli import __version__
from patroli.errors import LandingError
from patroli.landing.batch import CAPTURE, MANIFEST, TEMPORARY, Batch
from patroli.landing.capture import CaptureWriter, Exchange
from patroli.landing.files import canonical_json, sha256_of, sync_and_close, sync_folder
from patroli.landing.rows import Due, Ended, Missed, Shown, Sighting
from patroli.landing.tables import FORMAT, GROUP_ROWS, RARE, SCHEMAS, TableWriter
from patroli.model import Capture, Fetch

SOFTWARE = f"patroli/{__version__}"


class BatchWriter:
    """One batch being written: `with BatchWriter(root, day, name) as batch: …`.

    Everything goes to disk as it comes. At a normal exit the files are synced, listed in a
    manifest and shown by one rename; after that `landed` is the batch. At an error nothing is
    shown; what a killed process leaves is a temporary that `sweep` removes. `created` stands in
    the capture's first record; the same inputs give the same folder name. Who has many batches
    open at once lets each hold fewer rows; the others wait on the disk, and the folder is the same.

    Raises LandingError when the disk is full or not writable.
    """

    def __init__(
        self,
        root: Path,
        day: date,
        name: str,
        *,
        created: datetime | None = None,
        held_rows: int = GROUP_ROWS,
    ) -> None:
        self._held_rows = held_rows
        self.landed: Batch | None = None
        self._day_folder, self._day, self._name = root / day.isoformat(), day, name
        self._created = created or datetime.combine(day, time(), UTC)

    def __enter__(self) -> BatchWriter:
        with _as_landing_error(self._name), ExitStack() as stack:
            self._folder, self._lock = _locked_folder(self._day_folder, self._name)
            stack.callback(self._discard)
            self._files = {"capture": self._open(CAPTURE)}
            self._capture = CaptureWriter(self._files["capture"], self._created, SOFTWARE)
            self._tables: dict[str, TableWriter] = {}
            for name in SCHEMAS:
                if name not in RARE:
                    self._begin(name)
            stack.pop_all()
        return self

    def add_exchange(self, exchange: Exchange) -> str:
        """Capture one exchange at once; returns the WARC id of its response or revisit record."""
        with _as_landing_error(self._name):
            return self._capture.add(exchange)

    def add_file(self, uri: str, at: datetime, content_type: str, data: bytes) -> str:
        """Keep a file whole in the capture; returns the WARC id of its resource record."""
        with _as_landing_error(self._name):
            return self._capture.keep(uri, at, content_type, data)

    def add_note(self, url: str, at: datetime, fields: Mapping[str, str], about: str = "") -> None:
        """A metadata record about an address, or about the captured record `about`."""
        with _as_landing_error(self._name):
            self._capture.note(url, at, fields, about)

    def add(
        self,
        *,
        fetches: Iterable[Fetch] = (),
        sightings: Iterable[Sighting] = (),
        absences: Iterable[Missed] = (),
        profiles: Iterable[Shown] = (),
        ledger: Iterable[Due | Ended] = (),
        captures: Sequence[Capture] = (),
    ) -> None:
        """Rows of the tables, in any portions."""
        with _as_landing_error(self._name):
            self._tables["fetches"].add(fetches)
            self._tables["sightings"].add(sightings)
            self._tables["absences"].add(absences)
            self._tables["profiles"].add(profiles)
            self._tables["ledger"].add(ledger)
            if captures:
                self._begin("captures")
                self._tables["captures"].add(captures)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                with _as_landing_error(self._name):
                    self.landed = self._land()
        finally:
            self._discard()

    def _land(self) -> Batch:
        for name, table in self._tables.items():
            self._files[name] = self._open(f"{name}.parquet")
            table.write(self._files[name])
        for file in self._files.values():
            sync_and_close(file)
        manifest = canonical_json(self._manifest())
        with self._open(MANIFEST) as file:
            file.write(manifest)
            sync_and_close(file)
        sync_folder(self._folder)
        final = self._day_folder / f"{self._name}-{sha256_of(self._folder / MANIFEST)[:32]}"
        if not final.exists():
            self._folder.rename(final)
        sync_folder(self._day_folder)
        return Batch(final, self._day, self._name)

    def _manifest(self) -> dict[str, object]:
        files = (CAPTURE, *(f"{name}.parquet" for name in self._tables))
        return {
            "name": self._name,
            "day": self._day.isoformat(),
            "format": FORMAT,
            "software": SOFTWARE,
            "rows": {name: table.rows for name, table in self._tables.items()},
            "records": self._capture.records,
            "files": {
                name: {
                    "bytes": (self._folder / name).stat().st_size,
                    "sha256": sha256_of(self._folder / name),
                }
                for name in files
            },
        }

    def _begin(self, name: str) -> None:
        if name not in self._tables:
            self._tables[name] = TableWriter(name, self._folder, self._held_rows)

    def _open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("xb")

    def _discard(self) -> None:
        """Close what is open and remove what was not shown; a full disk must not stop that."""
        for table in getattr(self, "_tables", {}).values():
            with suppress(OSError, ValueError):
                table.abandon()
        for file in getattr(self, "_files", {}).values():
            with suppress(OSError, ValueError):
                file.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)


@contextmanager
def _as_landing_error(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise LandingError(f"batch {name} cannot be written: {why}") from error


def _locked_folder(day_folder: Path, name: str) -> tuple[Path, int]:
    """A new temporary folder held by an OS lock, so that `sweep` can tell it from a dead one."""
    if not day_folder.is_dir():
        day_folder.mkdir(parents=True, exist_ok=True)
        sync_folder(day_folder.parent)
    while True:
        folder = day_folder / f"{TEMPORARY}{name}-{secrets.token_hex(6)}"
        folder.mkdir()
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder, lock
        os.close(lock)
