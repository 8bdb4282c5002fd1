"""A snapshot and a post in, every row that speaks of the post out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from patroli.audit.reading import statements, translated
from patroli.audit.verify import open_snapshot
from patroli.errors import BadInput

Rows = Sequence[Mapping[str, Any]]
TABLES = (
    "posts", "post_names", "versions", "sightings", "absences", "fetches", "captures", "matches",
    "law", "accounts", "activations", "rule_sets", "queue_items", "batches", "capture_batches",
)  # fmt: skip
"""Questions of evidence/*.sql, in the order in which a reader asks them."""
SHORTEST = 8


class PostRows:
    """One post in one snapshot; use with `with`.

    Raises BadInput unless `told`, an id, the start of one, or an address, names one post;
    HistoryError where the snapshot cannot be read.
    """

    def __init__(self, snapshot: Path, told: str) -> None:
        self._path, self._statements = snapshot, statements("evidence")
        if len(told) < SHORTEST:
            raise BadInput(f"found the post {told!r}; expected at least {SHORTEST} letters")
        self._connection = open_snapshot(snapshot)
        try:
            found = self._ask("find_post", {"told": told})
            found = found or self._ask("find_named", {"told": told})
            if len(found) != 1:
                raise BadInput(f"found {len(found)} posts by {told!r} in {snapshot}; expected one")
        except BaseException:
            self._connection.close()
            raise
        self.post_id = str(found[0]["post_id"])

    def __enter__(self) -> PostRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self) -> dict[str, Rows]:
        """The rows of each of TABLES."""
        return {name: self._ask(name, {"post": self.post_id}) for name in TABLES}

    def batch_of(self, record_id: str) -> tuple[date, str] | None:
        """Day and name of the batch that holds a record some fetch names."""
        found = self._ask("record_batch", {"record": record_id})
        return (found[0]["day"], found[0]["batch"]) if found else None

    def _ask(self, name: str, values: Mapping[str, str]) -> Rows:
        with translated(f"read {self._path}"):
            try:
                answer = self._connection.sql(
                    self._statements[name].rstrip().rstrip(";"), params=dict(values)
                )
                rows: Rows = answer.to_arrow_table().to_pylist()
            except duckdb.CatalogException:
                return ()  # a snapshot of an older patroli has no such table
            return rows
