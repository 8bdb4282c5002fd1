"""The history in, a dated file that nobody writes any more out."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from patroli.audit.reading import SEALED, sha256_of, statements, translated
from patroli.errors import HistoryError
from patroli.hold import Hold

STORAGE = "v1.5.0"
"""The file format that both DuckDB 1.5 and 2.0 read."""

LATEST = "latest"


def publish_snapshot(history: Path, folder: Path, now: datetime, *, wait: float = 60.0) -> Path:
    """Copy the history into `folder`, with the auditors' views, and point `latest` at the copy.

    The copy is named by `now` in UTC, so a reader of the one before is not disturbed. Beside it
    stands its SHA-256, as `sha256sum -c` reads it; `latest` holds the same line. Needs room for
    one more history. Raises HistoryLocked when the history stays held, HistoryError otherwise.
    """
    name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ.duckdb")
    path, aside = folder / name, folder / f".{name}.part"
    with translated(f"publish {history}"):
        if not history.exists():
            raise HistoryError(f"there is no history at {history} to publish")
        if path.exists():
            raise HistoryError(f"there is a snapshot {path} already")
        folder.mkdir(parents=True, exist_ok=True)
        with Hold(history, wait):
            _sweep(folder)
            try:
                _copy(history, aside)
                aside.chmod(0o444)
                line = f"{sha256_of(aside)}  {name}\n"
                _sync(aside)
                _write(folder / f"{name}.sha256", line)
                aside.replace(path)
                _write(folder / LATEST, line)
            finally:
                _sweep(folder)
    return path


def _sweep(folder: Path) -> None:
    """Remove what an unfinished copy leaves, this one's or a killed one's."""
    unproven = (f for f in folder.glob("*.sha256") if not f.with_suffix("").exists())
    for left in [*folder.glob(".*.part*"), *unproven]:
        left.unlink()


def latest_snapshot(folder: Path) -> Path | None:
    """The newest published snapshot, or None."""
    with translated(f"read {folder}"):
        pointer = folder / LATEST
        if not pointer.exists():
            return None
        return folder / pointer.read_text("utf-8").split()[-1]


def prune_snapshots(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest `keep` snapshots, never the latest; returns what was removed."""
    if keep < 1:
        raise HistoryError("at least one snapshot is kept")
    latest = latest_snapshot(folder)
    with translated(f"prune {folder}"):
        old = tuple(p for p in sorted(folder.glob("*.duckdb"))[:-keep] if p != latest)
        for path in old:
            path.unlink()
            path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
    return old


def _copy(history: Path, aside: Path) -> None:
    with duckdb.connect(":memory:", config=dict(SEALED)) as connection:
        connection.execute(f"ATTACH {_quoted(history)} AS history (READ_ONLY)")
        connection.execute(f"ATTACH {_quoted(aside)} AS snapshot (STORAGE_VERSION '{STORAGE}')")
        connection.execute("COPY FROM DATABASE history TO snapshot")
        connection.execute("USE snapshot")
        for view in statements("views").values():
            connection.execute(view)
        connection.execute("USE memory")
        connection.execute("DETACH snapshot")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, "utf-8")
    _sync(aside)
    aside.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
