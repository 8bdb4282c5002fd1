"""One item of a feed, whatever its form, every value as the feed writes it."""

from __future__ import annotations

from dataclasses import dataclass


class NotAFeed(ValueError):
    """The text is no feed either parser can read."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, every value as the feed writes it."""

    guid: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    is_text: bool = False
    """Whether the feed says that `content` is no HTML."""
    author: str = ""
    published: str = ""
    updated: str = ""
    media: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    """Names of what it replies to: id and address (RFC 4685)."""


def as_text(value: object) -> str:
    """A text or number as text; anything else as nothing."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
