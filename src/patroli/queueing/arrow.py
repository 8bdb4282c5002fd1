"""A planned queue in, the tables of `queue.duckdb` out. Pure.

`items` one row an item, `posts` one row a post of an item, `matches` one row a match of a post,
`spans` one row a span of a match with the words it covers, `coverage` one row a watched slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from patroli.model import Match
from patroli.queueing.inputs import Candidate
from patroli.queueing.plan import Queue

TIME = pa.timestamp("us", "UTC")
TEXTS = pa.list_(pa.string())


def _schema(columns: list[tuple[str, pa.DataType]]) -> pa.Schema:
    return pa.schema(columns)


ITEMS = _schema(
    [
        ("item_id", pa.string()),
        ("day", pa.date32()),
        ("position", pa.int32()),
        ("part", pa.int32()),
        ("waiting", pa.bool_()),
        ("tier", pa.string()),
        ("score", pa.float64()),
        ("contestants", TEXTS),
        ("forms", TEXTS),
        ("rules", TEXTS),
        ("first_seen", TIME),
        ("deadline", pa.date32()),
        ("days_left", pa.int32()),
        ("since", pa.date32()),
    ]
)
POSTS = _schema(
    [
        ("item_id", pa.string()),
        ("post_id", pa.string()),
        ("version", pa.string()),
        ("account_id", pa.string()),
        ("holder", pa.string()),
        ("agency", pa.string()),
        ("url", pa.string()),
        ("text", pa.string()),
        ("published_at", TIME),
        ("zone", pa.string()),
        ("first_seen", TIME),
        ("last_seen", TIME),
        ("captured_at", TIME),
        ("body_sha256", pa.string()),
        ("warc_file", pa.string()),
        ("warc_record_id", pa.string()),
    ]
)
MATCHES = _schema(
    [
        ("match_id", pa.string()),
        ("post_id", pa.string()),
        ("version", pa.string()),
        ("rule_set", pa.string()),
        ("rule_id", pa.string()),
        ("form", pa.string()),
        ("contest_id", pa.string()),
        ("contestant_id", pa.string()),
        ("tier", pa.string()),
        ("score", pa.float64()),
        ("reasons", TEXTS),
        ("lowered_by", TEXTS),
        ("basis", TEXTS),
        ("stage", pa.string()),
        ("local_day", pa.date32()),
    ]
)
SPANS = _schema(
    [
        ("match_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("what", pa.string()),
        ("name", pa.string()),
        ("words", pa.string()),
    ]
)
COVERAGE = _schema(
    [
        ("slot_id", pa.string()),
        ("kind", pa.string()),
        ("label", pa.string()),
        ("place", pa.string()),
        ("platform", pa.string()),
        ("address", pa.string()),
        ("outcome", pa.string()),
        ("detail", pa.string()),
        ("rounds", pa.int32()),
        ("reached", pa.int32()),
        ("last_reached", TIME),
        ("posts", pa.int64()),
    ]
)


def arrow_tables(queue: Queue) -> dict[str, pa.Table]:
    """Everything the day's page shows, as tables a question can be put to."""
    members = [
        (item.id, queue.candidates[key])
        for item in (*queue.items, *queue.waiting)
        for key in item.members
    ]
    matches = [(match, candidate) for _, candidate in members for match in candidate.matches]
    return {
        "items": pa.Table.from_pylist(list(_items(queue)), schema=ITEMS),
        "posts": pa.Table.from_pylist([_post(*member) for member in members], schema=POSTS),
        "matches": pa.Table.from_pylist([_match(match) for match, _ in matches], schema=MATCHES),
        "spans": pa.Table.from_pylist(
            [row for match, candidate in matches for row in _spans(match, candidate)], schema=SPANS
        ),
        "coverage": pa.Table.from_pylist(
            [asdict(watched) for watched in queue.coverage.watched], schema=COVERAGE
        ),
    }


def _items(queue: Queue) -> Iterator[dict[str, Any]]:
    for item in (*queue.items, *queue.waiting):
        contestants = [f"{contest}/{contestant}" for contest, contestant in item.contestants]
        own = {"item_id": item.id, "waiting": item.position == 0, "contestants": contestants}
        yield asdict(item) | own


def _post(item_id: str, candidate: Candidate) -> dict[str, Any]:
    post, account, proof = candidate.post, candidate.account, candidate.proof
    return {
        "item_id": item_id,
        "post_id": post.id,
        "version": candidate.version,
        "account_id": account.id if account else None,
        "holder": account.holder if account else None,
        "agency": account.agency if account else None,
        "url": post.url,
        "text": _storable(post.text),
        "published_at": post.published_at,
        "zone": candidate.zone,
        "first_seen": candidate.first_seen,
        "last_seen": candidate.last_seen,
        "captured_at": proof.fetched_at,
        "body_sha256": proof.body_sha256,
        "warc_file": proof.warc_file,
        "warc_record_id": proof.warc_record_id,
    }


def _match(match: Match) -> dict[str, Any]:
    return asdict(match) | {"match_id": match.id}


def _spans(match: Match, candidate: Candidate) -> Iterator[dict[str, Any]]:
    for span in match.spans:
        words = _storable(candidate.post.text[span.start : span.end])
        yield asdict(span) | {"match_id": match.id, "words": words}


def _storable(text: str) -> str:
    """Lone surrogates have no UTF-8; they are shown as what they are not."""
    return text.encode("utf-8", "replace").decode("utf-8")
