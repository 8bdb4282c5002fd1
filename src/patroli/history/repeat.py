"""Ids of matches in, what was recorded about each and all that it rests on out."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from patroli.history.store import ask, given


def match_ids(
    connection: duckdb.DuckDBPyConnection, begins: str, sample: int | None
) -> dict[str, tuple[str, ...]]:
    """The ids of recorded matches that begin so, by rule set; `sample`: at most so many."""
    found: dict[str, list[str]] = {}
    for row in ask(connection, "match_ids", {"match_id": begins, "sample": sample}).to_pylist():
        found.setdefault(row["rule_set"], []).append(row["match_id"])
    return {rule_set: tuple(ids) for rule_set, ids in found.items()}


def kept_matches(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> pa.Table:
    """A row for each match, by its id.

    The columns of `matches` without its hash; `text` of the version; and `parent_text`,
    `parent_role`, `author_role`, `region`, `zone`, `published_at`, `seen_at` as they were when it
    was judged, by which `engine`. Null where the history does not hold them.
    """
    asked = pa.table({"match_id": pa.array(ids, pa.string())})
    with given(connection, asked=asked):
        return ask(connection, "kept_matches")
