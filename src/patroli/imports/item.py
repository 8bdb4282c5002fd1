"""One post of a file, and what became of the whole file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from patroli.model import Platform


@dataclass(frozen=True, slots=True)
class Item:
    """One post as a file tells it. Times are as the file has them: see `published`."""

    line: int
    """Line or row of the file, from 1."""
    platform: Platform
    handle: str
    """The author's name on the platform, small letters, without `@`."""
    native_id: str
    url: str
    author: str
    text: str
    published: datetime | str
    """A moment, or a date as it is written: it is then of the account's own zone."""
    collected_at: datetime | None = None
    """When the person saw it, where the file says so."""
    media: tuple[str, ...] = ()
    parent_id: str = ""
    parent_author: str = ""
    parent_text: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """All posts of a file, and the rows that are no posts with the reason."""

    items: tuple[Item, ...]
    unread: tuple[tuple[int, str], ...] = ()
    """Rows of a kind that nothing here reads: told, and no reason to refuse the file."""


def handle_of(text: str) -> str:
    """A name as the watch list can be compared with: `@Dewi.Lestawa ` as `dewi.lestawa`."""
    return text.strip().removeprefix("@").rstrip("/").lower()
