"""An HTML page in, the feed that it names out."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from patroli.connectors.address import absolute

_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(rel|type|href|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE
)
_HEAD = 262_144
TYPES: Final = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
)
_COMMENTS = re.compile(r"comment|komentar", re.IGNORECASE)


def named_feed(html: str, base: str) -> str:
    """The first feed that a page names, one of comments only where there is no other; or empty."""
    found = []
    for tag in _LINK.findall(html[:_HEAD]):
        pairs = {m[0].lower(): unescape(m[1] or m[2] or m[3]) for m in _ATTRIBUTE.findall(tag)}
        kind = pairs.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in pairs.get("rel", "").lower().split() and kind in TYPES:
            address = absolute(pairs.get("href", ""), base)
            is_comments = _COMMENTS.search(f"{pairs.get('title', '')} {address}")
            if address:
                found.append((bool(is_comments), address))
    return min(found, key=lambda one: one[0], default=(False, ""))[1]
