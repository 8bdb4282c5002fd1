"""The text of a feed in, its items with dates as written out.

fastfeedparser reads first, feedparser what it refuses. Dates never go through either of them: both
fill gaps with today's day or drop a zone they do not know, so the raw text is taken aside and a
fixed date stands in its place while they parse.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from html.entities import html5
from typing import Any, Final

import fastfeedparser
import feedparser

from patroli.connectors.feed_item import Item, NotAFeed, as_text
from patroli.connectors.feed_json import json_items

MAX_SLOW: Final = 4_000_000
"""Longest text, in characters, that is worth feedparser's second a megabyte."""

_STAND_IN = "2000-01-01T00:00:00Z"
_PROLOGUE = re.compile(
    r"\s*(?:(?:<\?xml[^>]{0,300}\?>|<!--(?:(?!-->).){0,4000}-->)\s*)*", re.DOTALL
)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_FEED_ROOT = re.compile(r"<(?:[\w-]+:)?(rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)
_FEED_END = re.compile(r"</(?:[\w-]+:)?(?:rss|feed|rdf|channel)\s{0,9}>|/>\s*\Z", re.IGNORECASE)
_ITEM = re.compile(r"<(?:rss:|atom:)?(?:item|entry)(?=[\s>/])(?!\s*/)", re.IGNORECASE)
_DATE = re.compile(
    r"(<(?:[\w-]+:)?(pubDate|published|issued|created|date|updated|modified)(?:\s[^<>]{0,200})?>)"
    r"\s{0,40}(?:<!\[CDATA\[)?([^<>\]]{1,200})(?:\]\]>)?\s{0,40}(?=</)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9_.-]{0,40});")
_XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
_PARENT = re.compile(r"<(?:[\w-]+:)?in-reply-to\s([^<>]{1,2000})", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(ref|href)\s{0,9}=\s{0,9}[\"']([^\"']*)[\"']", re.IGNORECASE)
_NAME = re.compile(r"<(?:[\w-]+:)?(?:guid|link|id)(?:\s[^<>]*)?>\s*[^\s<]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EDITED = frozenset({"updated", "modified"})


def feed_items(text: str) -> tuple[tuple[Item, ...], bool]:
    """The items of an RSS, Atom, RDF or JSON feed, in its order, and whether it arrived whole.

    Raises NotAFeed where there is none, or where it was cut before the first item ended: a feed
    that did not arrive must not look like one without posts.
    """
    if text.lstrip()[:1] == "{":
        return json_items(text), True
    body = _harmless(text)
    if not _FEED_ROOT.search(body[:8192]):
        raise NotAFeed("no rss, feed or rdf element where a feed was promised")
    items = _xml_items(body)
    if _FEED_END.search(body):
        return items, True
    whole = items[:-1] if items and not _ends_whole(body) else items
    if not whole:
        raise NotAFeed("the feed ends before its first item does")
    return whole, False


def _ends_whole(body: str) -> bool:
    """Whether the last item of a cut feed is closed: half an item would look like an edit."""
    last = max((match.end() for match in _ITEM.finditer(body)), default=0)
    return bool(_ITEM_END.search(body, last))


def _xml_items(body: str) -> tuple[Item, ...]:
    dated, dates = _take_dates(body)
    try:
        found = fastfeedparser.parse(dated.encode("utf-8"))["entries"]
        items = tuple(map(_fast_item, found))
    except Exception as error:  # whatever it raises, a second parser may still read the feed
        return _slow_items(body, str(error))
    starts = [match.start() for match in _ITEM.finditer(dated)]
    if len(starts) != len(items) or _lost_names(items, starts, dated):
        return _slow_items(body, f"{len(starts)} items begin, {len(items)} were read", items)
    return tuple(_completed(items, starts, dated, dates))


def _lost_names(items: tuple[Item, ...], starts: list[int], dated: str) -> bool:
    """Whether an item has an id or address in the text that broken markup hid from the parser."""
    ends = (*starts[1:], len(dated))[: len(starts)]
    return any(
        not item.guid and not item.link and _NAME.search(dated, start, end)
        for item, start, end in zip(items, starts, ends, strict=True)
    )


def _harmless(text: str) -> str:
    """The document without declaration and DOCTYPE, so that no entity can be defined or fetched.

    Named HTML entities, which XML does not know, become their characters.
    """
    text = _NOT_XML.sub("", text)
    body = text[_PROLOGUE.match(text).end() :]  # type: ignore[union-attr]
    root = _FEED_ROOT.search(body)
    start = body[: root.start() if root else 8192].upper().find("<!DOCTYPE")
    doctype = _DOCTYPE.match(body, start, start + 65_536) if start >= 0 else None
    if doctype:
        body = (body[:start] + body[doctype.end() :]).lstrip()
    return _ENTITY.sub(_entity, body)


def _entity(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group(0) if name in _XML_ENTITIES else html5.get(f"{name};", "")


@dataclass(frozen=True, slots=True)
class _Dates:
    """Where dates stood, whether each says `edited`, and what it said."""

    at: list[int]
    edited: list[bool]
    raw: list[str]


def _take_dates(body: str) -> tuple[str, _Dates]:
    pieces: list[str] = []
    dates = _Dates([], [], [])
    done = length = 0
    for match in _DATE.finditer(body):
        piece = body[done : match.start()] + match.group(1)
        pieces += (piece, _STAND_IN)
        length += len(piece)
        dates.at.append(length)
        dates.edited.append(match.group(2).lower() in _EDITED)
        dates.raw.append(" ".join(unescape(match.group(3)).split()))
        length += len(_STAND_IN)
        done = match.end()
    pieces.append(body[done:])
    return "".join(pieces), dates


def _completed(
    items: Iterable[Item], starts: list[int], dated: str, dates: _Dates
) -> Iterator[Item]:
    """The items with what stands between each one's beginning and the next one's."""
    ends = (*starts[1:], len(dated))
    for item, start, end in zip(items, starts, ends, strict=False):
        within = range(bisect_right(dates.at, start), bisect_right(dates.at, end))
        published = next((dates.raw[i] for i in within if not dates.edited[i]), "")
        updated = next((dates.raw[i] for i in within if dates.edited[i]), "")
        parent = _PARENT.search(dated, start, end)
        named = {
            k.lower(): unescape(v) for k, v in _REFERENCE.findall(parent.group(1) if parent else "")
        }
        yield replace(item, published=published, updated=updated, parent=_parent(named))


def _parent(named: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (as_text(named.get("ref")), as_text(named.get("href")))))


def _fast_item(entry: Mapping[str, Any]) -> Item:
    content = _contents(entry.get("content"))
    links = [link for link in entry.get("links") or () if isinstance(link, dict)]
    media = [m.get("url") for k in ("enclosures", "media_content") for m in entry.get(k) or ()]
    return Item(
        guid=as_text(entry.get("id")),
        link=as_text(entry.get("link")) or as_text(next((x.get("href") for x in links), "")),
        title=as_text(entry.get("title")),
        content=content[0] or as_text(entry.get("description")),
        is_text=content[1],
        author=as_text(entry.get("author")),
        media=tuple(as_text(m) for m in media if m),
    )


def _slow_items(body: str, why: str, read: tuple[Item, ...] = ()) -> tuple[Item, ...]:
    """What feedparser reads, unless the first parser read more."""
    if len(body) > MAX_SLOW:
        if read:
            return read
        raise NotAFeed(f"no parser for a broken feed of {len(body)} characters: {why}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            body.encode("utf-8"), sanitize_html=False, resolve_relative_uris=False
        )
    if len(parsed.entries) < len(read):
        return read
    if not parsed.entries and not parsed.get("version"):
        raise NotAFeed(f"no parser reads it as a feed: {why}"[:300])
    return tuple(map(_slow_item, parsed.entries))


def _slow_item(entry: Mapping[str, Any]) -> Item:
    content = _contents(entry.get("content"))
    media = [
        m.get("url") or m.get("href")
        for key in ("enclosures", "media_content")
        for m in entry.get(key) or ()
    ]
    return Item(
        guid=as_text(entry.get("id")),
        link=as_text(entry.get("link")),
        title=as_text(entry.get("title")),
        content=content[0] or as_text(entry.get("summary")),
        is_text=content[1],
        author=as_text(entry.get("author")),
        parent=_parent(reply if isinstance(reply := entry.get("thr_in-reply-to"), dict) else {}),
        published=as_text(entry.get("published")) or as_text(entry.get("created")),
        updated=as_text(entry.get("updated")) if "updated" in entry.keys() else "",  # noqa: SIM118
        media=tuple(as_text(m) for m in media if m),
    )


def _contents(values: object) -> tuple[str, bool]:
    """The first content and whether it is plain text."""
    if isinstance(values, list) and values and isinstance(values[0], dict):
        return as_text(values[0].get("value")), values[0].get("type") in {"text", "text/plain"}
    return "", False
