"""Zeeschuimer NDJSON in, posts out: what a browser showed a person on TikTok or Instagram.

Each line is one object with `source_platform`, `source_platform_url`, `timestamp_collected`
(milliseconds), `item_id` and `data`, the platform's own object, whose shape changes with the
months: what cannot be read is told line by line and stays in the kept original.
Source: github.com/digitalmethodsinitiative/zeeschuimer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from patroli.errors import BadInput
from patroli.imports.item import Item, Read, handle_of
from patroli.model import Platform

Fields = Mapping[str, Any]


def read_zeeschuimer(lines: Iterator[str], name: str) -> Read:
    """Every line. Raises BadInput naming the lines that are no JSON objects."""
    items: dict[tuple[Platform, str], Item] = {}
    unread: list[tuple[int, str]] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
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
    if wrong:
        raise BadInput("\n".join(wrong[:20]))
    return Read(tuple(items.values()), tuple(unread))


def _item(number: int, row: Fields) -> Item | str:
    place = str(row.get("source_platform", "")).lower()
    mapper = next((m for name, m in MAPPERS.items() if name in place), None)
    if mapper is None:
        return f"items of {place or 'no platform'} are not read"
    try:
        values = mapper(row["data"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return f"{place}: {type(error).__name__} {error}"
    if not values["native_id"] or not values["handle"]:
        return f"{place}: no id or no author"
    return Item(line=number, collected_at=_moment(row.get("timestamp_collected"), 1000), **values)


def _tiktok(data: Fields) -> dict[str, Any]:
    author = data["author"]
    handle = handle_of(author["uniqueId"] if isinstance(author, dict) else str(author))
    number = str(data["id"])
    return {
        "platform": Platform.TIKTOK,
        "handle": handle,
        "native_id": number,
        "url": f"https://www.tiktok.com/@{handle}/video/{number}",
        "author": str(author.get("nickname", handle)) if isinstance(author, dict) else handle,
        "text": str(data.get("desc", "")),
        "published": _required(data["createTime"]),
    }


def _instagram(data: Fields) -> dict[str, Any]:
    caption = data.get("caption") or {}
    user = data.get("user") or data["owner"]
    code = str(data["code"])
    return {
        "platform": Platform.INSTAGRAM,
        "handle": handle_of(user["username"]),
        "native_id": code,
        "url": f"https://www.instagram.com/p/{code}/",
        "author": str(user.get("full_name") or user["username"]),
        "text": str(caption.get("text", "")) if isinstance(caption, dict) else str(caption),
        "published": _required(data["taken_at"]),
    }


MAPPERS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "tiktok": _tiktok,
    "instagram": _instagram,
}


def _required(seconds: object) -> datetime:
    moment = _moment(seconds, 1)
    if moment is None:
        raise ValueError(f"no time in {seconds!r}")
    return moment


def _moment(value: object, per_second: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(value)) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None
