"""Landed rows in, the same rows under the ids their posts are kept under out; and what was learned.

See `patroli.history.one_post` for how that is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from patroli.connectors.native import (
    NUMBERED,
    TELLING,
    changes_hands,
    id_of,
    native_id,
    other_names,
)
from patroli.history.incoming import first_of_kind
from patroli.history.one_post import Coming, Known, Name, Taught, settle
from patroli.history.shapes import POST_NAMES
from patroli.history.store import ask, given
from patroli.model import Platform

Landed = Mapping[str, pa.Table]
POINTING = {
    "sightings": ("post_id", "parent_id"),
    "absences": ("post_id",),
    "captures": ("post_id",),
}
"""Columns that hold ids of posts, by landed table."""
TOLD = ("post_id", "url", "platform", "native_id", "published_at", "batch")


@dataclass(frozen=True, slots=True)
class PossiblyOne:
    """Two posts of an account with the same words in the same minute: only a person can tell."""

    account_id: str
    post_id: str
    other_id: str


def under_one_name(connection: duckdb.DuckDBPyConnection, landed: Landed) -> dict[str, pa.Table]:
    """The landed tables with every post under its one id, and what was learned as `post_names`."""
    coming = list(_coming(landed["sightings"]))
    known = _known(connection, landed, coming)
    kept, taught = settle(coming, known)

    def home(post_id: str) -> str:
        return kept.get(post_id) or known.place_of(post_id)

    moved = {name: _moved(landed[name], columns, known, home) for name, columns in POINTING.items()}
    learned = pa.Table.from_pylist(list(map(_row, taught)), schema=POST_NAMES)
    return {**landed, **moved, "post_names": learned}


def kept_under(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, str]:
    """Of ids that no post here has: the post that each is a name of."""
    asked = pa.table({"id": pa.array(sorted(set(ids)), pa.string())})
    with given(connection, asked=asked):
        rows = ask(connection, "kept_under").to_pylist()
    return {row["name_id"]: row["post_id"] for row in rows}


def possibly_one(
    connection: duckdb.DuckDBPyConnection, batches: Sequence[str]
) -> tuple[PossiblyOne, ...]:
    """Of what people brought in these batches, what may be a post known under another name."""
    rows = ask(connection, "possibly_one", {"batches": list(batches)}).to_pylist()
    return tuple(PossiblyOne(**row) for row in rows)


def _coming(sightings: pa.Table) -> Iterator[Coming]:
    """Posts that came with two names, and those that came with one of these names only, in order.

    A post that no other name speaks of is not looked at further.
    """
    rows = sightings.select(TOLD)
    rows = rows.append_column("place", pa.array(np.arange(rows.num_rows)))
    is_social = pc.is_in(rows["platform"], value_set=pa.array(sorted(TELLING)))
    may_tell = pc.or_(is_social, pc.match_substring_regex(rows["native_id"], NUMBERED))
    telling = {row["place"]: one for row in _rows(rows, may_tell) if (one := _two_names(row))}
    if not telling:
        return
    names = {name.id for one in telling.values() for name in one.others}
    spoken_of = pc.is_in(rows["post_id"], value_set=pa.array(sorted(names), pa.string()))
    others = {row["place"]: _one_name(row) for row in _rows(rows, spoken_of)}
    for _, one in sorted({**others, **telling}.items()):
        yield one


def _rows(rows: pa.Table, mask: Any) -> Iterator[dict[str, Any]]:
    """Rows that fit, each post once with each address.

    A platform that this program does not know tells it nothing, nor does a row that is spoilt.
    """
    is_known = pc.is_in(rows["platform"], value_set=pa.array(sorted(Platform)))
    mask = pc.and_(mask, pc.and_(is_known, pc.is_valid(rows["url"])))
    for batch in first_of_kind(rows.filter(mask), ("post_id", "url")).to_batches():
        yield from batch.to_pylist()


def _two_names(row: Mapping[str, Any]) -> Coming | None:
    """The post with its other names; None for one that has none and keeps the one it has."""
    one, platform = _one_name(row), Platform(row["platform"])
    others = tuple(_other_names(platform, row["native_id"], row["url"], one.name.id))
    return replace(one, others=others) if others or one.name.changes_hands else None


def _one_name(row: Mapping[str, Any]) -> Coming:
    native = row["native_id"]
    own = Name(row["post_id"], native, changes_hands(Platform(row["platform"]), native))
    return Coming(own, (), row["published_at"], row["batch"])


def _other_names(platform: Platform, native: str, url: str, own: str) -> Iterator[Name]:
    for other in other_names(platform, native, url):
        is_own = platform in TELLING and other == native_id(platform, native)
        name = Name(id_of(platform, other), other, changes_hands(platform, other), is_own)
        if name.id != own:
            yield name


def _known(
    connection: duckdb.DuckDBPyConnection, landed: Landed, coming: Sequence[Coming]
) -> Known:
    """What the history holds of every id that comes; of posts only what the decision needs."""
    known = Known()
    if not coming and not ask(connection, "has_names").num_rows:
        return known
    ids = [landed[name][column] for name, columns in POINTING.items() for column in columns]
    told = [name.id for one in coming for name in (one.name, *one.others)]
    ids.append(pa.chunked_array([pa.array(told, pa.string())]))
    unique = pc.unique(pa.chunked_array([chunk for column in ids for chunk in column.chunks]))
    with given(connection, asked=pa.table({"id": unique})):
        for row in ask(connection, "known_names").to_pylist():
            known.learn(row["name_id"], row["post_id"], row["published_at"])
    needed = sorted({*told, *known.leads})
    if needed:
        with given(connection, asked=pa.table({"id": pa.array(needed, pa.string())})):
            for row in ask(connection, "known_posts").to_pylist():
                known.posts[row["post_id"]] = row["published_at"]
    return known


def _moved(
    table: pa.Table, columns: Sequence[str], known: Known, home: Callable[[str], str]
) -> pa.Table:
    """The table with ids in some columns replaced by those their posts are kept under."""
    old = list(known.leads)
    new = [home(post_id) for post_id in old]
    moves = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    if not moves:
        return table
    befores, afters = (pa.array(ids, pa.string()) for ids in zip(*moves, strict=True))
    for column in columns:
        place = table.schema.get_field_index(column)
        values: Any = table[column]
        led = pc.take(afters, pc.index_in(values, value_set=befores))
        table = table.set_column(place, table.schema.field(place), pc.coalesce(led, values))
    return table


def _row(taught: Taught) -> dict[str, object]:
    return {
        "name_id": taught.name.id,
        "name": taught.name.text,
        "post_id": taught.post_id,
        "published_at": taught.published_at,
        "batch": taught.batch,
    }
