"""The text of a JSON Feed in, its items out (jsonfeed.org, versions 1 and 1.1)."""

from __future__ import annotations

import json
from typing import Any

from patroli.connectors.feed_item import Item, NotAFeed, as_text


def json_items(text: str) -> tuple[Item, ...]:
    """The items in the feed's order. Raises NotAFeed."""
    try:
        feed = json.loads(text)
    except RecursionError:
        raise NotAFeed("JSON nested too deep to be a feed") from None
    except ValueError as error:
        raise NotAFeed(f"broken JSON: {error}") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise NotAFeed("JSON without a list of items")
    return tuple(_json_item(item) for item in items if isinstance(item, dict))


def _json_item(item: dict[str, Any]) -> Item:
    authors = item.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else item.get("author")
    html = as_text(item.get("content_html"))
    attachments = item.get("attachments")
    attached = attachments if isinstance(attachments, list) else []
    media = [item.get("image"), *(a.get("url") for a in attached if isinstance(a, dict))]
    return Item(
        guid=as_text(item.get("id")),
        link=as_text(item.get("url")),
        title=as_text(item.get("title")),
        content=html or as_text(item.get("content_text")) or as_text(item.get("summary")),
        is_text=not html,
        author=as_text(author.get("name")) if isinstance(author, dict) else "",
        published=as_text(item.get("date_published")),
        updated=as_text(item.get("date_modified")),
        media=tuple(m for m in map(as_text, media) if m),
    )
