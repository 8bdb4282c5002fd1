"""What was tried to be kept besides texts out, so that nothing is asked for twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from patroli.history.shapes import KEYS
from patroli.history.store import ask, given
from patroli.model import KeptPicture

Key = tuple[str, str, str]
"""Post id, kind and address: an image that stays in the next version is the same image."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Attempts so far."""

    times: int
    done: bool
    """Whether it is kept, or there is nothing to keep."""


def tried_captures(connection: duckdb.DuckDBPyConnection) -> Mapping[Key, Tried]:
    """Every image and page look that was tried."""
    rows = ask(connection, "tried_captures").to_pylist()
    return {(r["post_id"], r["kind"], r["url"]): Tried(r["tries"], r["done"]) for r in rows}


def kept_pictures(
    connection: duckdb.DuckDBPyConnection, keys: Iterable[tuple[str, str]]
) -> tuple[KeptPicture, ...]:
    """The pictures of these versions (post id, version), and those that they were typed from."""
    rows = [dict(zip(KEYS.names, key, strict=True)) for key in sorted(set(keys))]
    asked = pa.Table.from_pylist(rows, schema=KEYS)
    with given(connection, asked=asked):
        return tuple(KeptPicture(**row) for row in ask(connection, "kept_pictures").to_pylist())
