"""Landed tables in, one table of the history's rows each out, every row once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from patroli.history.arrival import Arrived

Numbers = npt.NDArray[np.int64]

KEYS: dict[str, tuple[str, ...]] = {
    "post_names": ("name_id", "post_id"),
    "posts": ("post_id",),
    "versions": ("post_id", "version"),
    "sightings": ("post_id", "version", "slot_id", "fetch_id"),
    "fetches": ("fetch_id",),
    "absences": ("post_id", "fetch_id", "signal"),
    "authors": ("post_id", "author_handle"),
    "profiles": ("slot_id", "version"),
    "profile_sightings": ("slot_id", "version", "fetch_id"),
    "planned": ("round_id", "slot_id"),
    "ledger": ("round_id", "slot_id", "ended_at"),
    "captures": ("post_id", "version", "kind", "url", "captured_at"),
}
"""What makes a row of each table one of its kind."""

POST = ("post_id", "platform", "native_id")
AUTHOR = ("post_id", "author_handle", "batch")
CONTENT = (
    *("native_id", "url", "author", "author_handle", "title", "text"),
    *("parent_text", "parent_author", "media"),
)
CONTEXT = (
    *("native_id", "author_handle", "slot_id", "account_id", "region", "zone"),
    *("fetch_id", "round_id"),
)
"""What a sighting, and a version, need not carry: the less there is, the less is copied."""


def gathered(arrived: Sequence[Arrived]) -> dict[str, pa.Table]:
    """The landed tables of all batches, with the batch of every row."""
    names = ("sightings", "fetches", "absences", "profiles", "captures", "ledger")
    return {name: _together(arrived, name) for name in names}


def incoming(landed: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    """The rows for each table of the history, the first of its kind where there are several."""
    tables = dict(landed)
    ledger = tables["ledger"]
    planned = pc.equal(ledger["outcome"], pa.scalar(""))
    seen = tables["sightings"]
    others = seen.select(AUTHOR).filter(pc.not_equal(seen["author_handle"], pa.scalar("")))
    tables |= {"authors": others, "profile_sightings": tables["profiles"]}
    tables |= {"posts": seen.select(POST), "versions": seen.drop_columns([*CONTEXT])}
    tables["sightings"] = seen.drop_columns([*CONTENT])
    tables |= {"planned": ledger.filter(planned), "ledger": ledger.filter(pc.invert(planned))}
    for name, keys in KEYS.items():
        yield name, first_of_kind(tables[name], keys)


def first_of_kind(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """The rows whose keys no row above them has.

    Keys become numbers in the order in which they first appear, so a row is the first of its kind
    where the number is greater than all above: no sorting, no hashing of whole rows.
    """
    if not table.num_rows:
        return table
    numbers = _numbers(table[keys[0]])
    for key in keys[1:]:
        other = _numbers(table[key])
        pairs = numbers * (int(other.max()) + 1) + other
        numbers = _numbers(pa.chunked_array([pa.array(pairs)]))
    first = np.diff(np.maximum.accumulate(numbers), prepend=-1) > 0
    return table if first.all() else table.filter(pa.array(first))


def _numbers(column: pa.ChunkedArray[Any]) -> Numbers:
    encoded = cast("pa.DictionaryArray[Any, Any]", pc.dictionary_encode(column.combine_chunks()))
    numbers: Numbers = encoded.indices.to_numpy(zero_copy_only=True).astype(np.int64)
    return numbers


def _together(arrived: Sequence[Arrived], name: str) -> pa.Table:
    """One landed table of all batches, with the batch of every row."""
    named = []
    for one in arrived:
        table: pa.Table = getattr(one.tables, name)
        named.append(table.append_column("batch", pa.repeat(one.batch.id, table.num_rows)))
    return pa.concat_tables(named)
