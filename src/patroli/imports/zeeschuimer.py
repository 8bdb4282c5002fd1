"""Zeeschuimer NDJSON in, posts out: what a browser showed a person.

Each line is one object with `source_platform`, `source_platform_url`, `timestamp_collected`
(milliseconds), `item_id` and `data`, the platform's own object, whose shape changes with the
months: what cannot be read is told line by line and stays in the kept original.
Source: github.com/digitalmethodsinitiative/zeeschuimer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from patroli.imports.item import MOST_TEXT, Item, Read, refuse_all
from patroli.imports.platform_items import READERS, Unlike, moment

MOST_LINE = 5_000_000
"""Characters of one item."""


def read_zeeschuimer(lines: Iterator[str], name: str) -> Read:
    """Every line. Raises BadInput naming the lines that are no JSON objects."""
    items: dict[tuple[str, str], Item] = {}
    unread: list[tuple[int, str]] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > MOST_LINE:
            wrong.append(
                f"{name}:{number}: found {len(line):,} characters; expected at most {MOST_LINE:,}"
            )
            continue
        try:
            # NUL stands in some exports and in no text that a person can see.
            row = json.loads(line.replace("\0", ""))
            if not isinstance(row, dict) or not isinstance(row.get("data"), dict):
                raise ValueError("an object without `data`")
        except (ValueError, RecursionError) as error:
            wrong.append(f"{name}:{number}: found {error}; expected one Zeeschuimer item a line")
            continue
        found = _item(number, row)
        if isinstance(found, Item):
            items[found.platform, found.native_id] = found
        else:
            unread.append((number, found))
    refuse_all(name, wrong)
    return Read(tuple(items.values()), tuple(unread))


def _item(number: int, row: Mapping[str, Any]) -> Item | str:
    """The post, or why it is none that can be read: the newest form that fits reads it."""
    place = str(row.get("source_platform", "")).removeprefix("www.")
    readers = READERS.get(place)
    if readers is None:
        return f"items of {place or 'no platform'} are not read"
    why = ""
    for name, reader in readers.items():
        try:
            values = reader(row["data"])
        except Unlike as error:
            why = why or str(error)
            continue
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            why = why or f"{type(error).__name__} {error}"
            continue
        if not values["native_id"] or not values["handle"]:
            return f"{place}: no id or no author"
        if len(values["text"]) > MOST_TEXT:
            return f"{place}: a text of {len(values['text']):,} characters"
        seen = moment(row.get("timestamp_collected"), 1000)
        return Item(line=number, collected_at=seen, reader=name, **values)
    return f"{place}: {why}"
