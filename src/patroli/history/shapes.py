"""The columns of what is handed to DuckDB as Arrow tables."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def _texts(*names: str) -> list[pa.Field[Any]]:
    return [pa.field(name, pa.string()) for name in names]


_LIST = pa.list_(pa.string())
_NUMBER = pa.int32()
_SPAN = pa.struct([pa.field("start", _NUMBER), pa.field("end", _NUMBER), *_texts("what", "name")])

ROLES = pa.schema(_texts("kind", "key", "role"))
KEYS = pa.schema(_texts("post_id", "version"))
POST_NAMES = pa.schema(
    [
        *_texts("name_id", "name", "post_id"),
        pa.field("published_at", pa.timestamp("us", "UTC")),
        *_texts("batch"),
    ]
)
MATCHES = pa.schema(
    [
        *_texts("match_id", "post_id", "version", "rule_set", "rule_id", "form"),
        *_texts("contest_id", "contestant_id", "tier"),
        pa.field("score", pa.float64()),
        pa.field("spans", pa.list_(_SPAN)),
        pa.field("reasons", _LIST),
        pa.field("lowered_by", _LIST),
        pa.field("basis", _LIST),
        *_texts("stage"),
        pa.field("local_day", pa.date32()),
    ]
)
ITEMS = pa.schema(
    [
        *_texts("queue_id", "item_id"),
        pa.field("day", pa.date32()),
        pa.field("position", _NUMBER),
        pa.field("part", _NUMBER),
        *_texts("tier"),
        pa.field("score", pa.float64()),
        pa.field("contestants", pa.list_(pa.struct(_texts("contest_id", "contestant_id")))),
        pa.field("forms", _LIST),
        pa.field("rules", _LIST),
        pa.field("members", pa.list_(pa.struct(_texts("post_id", "version")))),
        pa.field("first_seen", pa.timestamp("us", "UTC")),
        pa.field("deadline", pa.date32()),
        pa.field("days_left", _NUMBER),
        pa.field("since", pa.date32()),
    ]
)
