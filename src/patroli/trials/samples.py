"""Posts in, a fair sample of them out: the same one whatever the order they come in."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from patroli.model import digest
from patroli.posts_file import NeedsCare, read_posts
from patroli.report import Watch
from patroli.trials.families import Sample

LONGEST = 20_000
"""Code points of a text that are tried; the rest of a longer one is left out."""


def from_file(path: Path, size: int, seed: int, watch: Watch | None = None) -> list[Sample]:
    """A sample of an export. Raises BadInput naming every bad line."""
    for careful in (False, True):
        try:
            return chosen(_samples(read_posts(path, careful=careful), watch), size, seed)
        except NeedsCare:
            continue
    return []


def chosen(samples: Iterable[Sample], size: int, seed: int) -> list[Sample]:
    """`size` of the samples by the hash of seed, source and text; each text once."""
    keyed = ((digest(str(seed), str(sample.source), sample.text), sample) for sample in samples)
    distinct = {sample.text: (key, sample) for key, sample in keyed if sample.text.strip()}
    least = heapq.nsmallest(size, distinct.values(), key=lambda one: one[0])
    return [sample for _, sample in least]


def of_rows(rows: Iterable[dict[str, Any]]) -> Iterator[Sample]:
    """Rows of posts as samples."""
    for row in rows:
        yield Sample(
            _text(row.get("text"))[:LONGEST],
            str(row.get("id") or row.get("post_id") or ""),
            _text(row.get("parent_text"))[:LONGEST],
            row.get("parent_role") or "",
            row.get("role") or row.get("author_role") or "asn",
        )


def _samples(tables: Iterable[Any], watch: Watch | None) -> Iterator[Sample]:
    done = 0
    for table in tables:
        yield from of_rows(table.to_pylist())
        done += table.num_rows
        if watch:
            watch("posts read", done, done)


def _text(value: str | bytes | None) -> str:
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value or ""
