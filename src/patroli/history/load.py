"""Landed batches in, rows of the history out; each batch whole or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from patroli.errors import LandingError
from patroli.history.arrival import Arrived, arrive
from patroli.history.incoming import gathered, incoming
from patroli.history.names import under_one_name
from patroli.history.store import given, statement, transaction
from patroli.landing import Batch

ROWS_AT_ONCE = 200_000
"""Sightings that share one transaction: enough that DuckDB's fixed costs do not show."""

READERS = 2
"""Batches that are checked and read while another is inserted."""

FAULTS_OF_THE_PLACE = (
    duckdb.IOException, duckdb.TransactionException, duckdb.FatalException,
    duckdb.InternalException,
)  # fmt: skip
"""What DuckDB raises where the disk is full or broken, at a commit too."""

Chunk = Sequence[Arrived]


@dataclass(frozen=True, slots=True)
class Refused:
    """A batch that could not be loaded; the others were."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did. `rows` counts new rows by table; what was known already adds none."""

    loaded: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


def load(
    connection: duckdb.DuckDBPyConnection, batches: Iterable[Batch], now: datetime
) -> LoadReport:
    """Load what is not loaded yet, in the order of days and names.

    A batch is known by its name, which ends in the digest of its manifest: one that is loaded is
    not opened again. A new one is verified against its manifest first.
    """
    done = {row[0] for row in connection.execute(statement("loaded_batches")).fetchall()}
    ordered = sorted(batches, key=lambda batch: (batch.day, batch.name, batch.id))
    fresh = [batch for batch in ordered if batch.id not in done]
    loaded: list[str] = []
    refused: list[Refused] = []
    rows: dict[str, int] = {}
    for chunk in _chunks(fresh, refused):
        for part in _insert_or_split(connection, chunk, now, refused):
            loaded += part.loaded
            rows = {name: rows.get(name, 0) + count for name, count in part.rows.items()}
    already = tuple(batch.id for batch in ordered if batch.id in done)
    return LoadReport(tuple(loaded), already, tuple(refused), rows)


def _chunks(batches: Sequence[Batch], refused: list[Refused]) -> Iterator[Chunk]:
    chunk: list[Arrived] = []
    size = 0
    for batch, arrival in _read_ahead(batches):
        try:
            arrived = arrival.result()
        except LandingError as error:
            refused.append(Refused(batch.id, str(error)))
            continue
        chunk.append(arrived)
        size += arrived.tables.sightings.num_rows
        if size >= ROWS_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_ahead(batches: Sequence[Batch]) -> Iterator[tuple[Batch, Future[Arrived]]]:
    """Each batch in order, while the next ones are being checked and read."""
    with ThreadPoolExecutor(READERS) as pool:
        coming: deque[tuple[Batch, Future[Arrived]]] = deque()
        for batch in batches:
            coming.append((batch, pool.submit(arrive, batch)))
            if len(coming) > READERS:
                yield coming.popleft()
        yield from coming


def _insert_or_split(
    connection: duckdb.DuckDBPyConnection, chunk: Chunk, now: datetime, refused: list[Refused]
) -> Iterator[LoadReport]:
    """Insert together; where that fails, one by one, so that only the broken batch is refused.

    Where the disk fails, no batch is to blame: nothing is refused, the load stops.
    """
    try:
        yield _insert(connection, chunk, now)
    except FAULTS_OF_THE_PLACE:
        raise
    except (duckdb.Error, pa.ArrowException) as error:
        if len(chunk) == 1:
            refused.append(Refused(chunk[0].batch.id, str(error)))
            return
        for one in chunk:
            yield from _insert_or_split(connection, [one], now, refused)


def _insert(connection: duckdb.DuckDBPyConnection, chunk: Chunk, now: datetime) -> LoadReport:
    rows = {}
    with transaction(connection):
        landed = under_one_name(connection, gathered(chunk))
        for name, table in incoming(landed):
            with given(connection, incoming=table):
                values = _span(table) if name == "sightings" else {}
                answer = connection.execute(statement(f"insert_{name}"), values).fetchone()
                rows[name] = answer[0] if answer else 0
        with given(connection, incoming=_described(chunk)):
            connection.execute(statement("insert_batches"), {"loaded_at": now})
    return LoadReport(loaded=tuple(one.batch.id for one in chunk), rows=rows)


def _span(sightings: pa.Table) -> dict[str, object]:
    span = pc.min_max(sightings["seen_at"])
    return {"first": span["min"].as_py(), "last": span["max"].as_py()}


def _described(chunk: Chunk) -> pa.Table:
    rows = [
        {
            "batch": one.batch.id,
            "day": one.batch.day,
            "manifest_sha256": one.manifest_sha256,
            "sightings": one.tables.sightings.num_rows,
            "fetches": one.tables.fetches.num_rows,
            "absences": one.tables.absences.num_rows,
            "ledger": one.tables.ledger.num_rows,
        }
        for one in chunk
    ]
    return pa.Table.from_pylist(rows)
