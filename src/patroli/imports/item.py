"""One post of a file, and what became of the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from patroli.errors import BadInput
from patroli.model import Platform

MOST_COMPLAINTS = 20
MOST_TEXT = 200_000
"""Characters of one cell. The longest post of any platform has 63,206; a longer one is as a rule
a quotation mark that was never closed.
"""


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
    collected_at: datetime | str | None = None
    """When the person saw it, where the file says so; a text is of the account's own zone."""
    media: tuple[str, ...] = ()
    """Addresses that stay: signed ones change each day and would make each day a new version."""
    parent_id: str = ""
    parent_author: str = ""
    parent_text: str = ""
    account_id: str = ""
    """Whose it is, where the person said so; else the handle tells."""
    reader: str = ""
    """Which reader of which form of the platform's data understood it; kept as provenance."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a web archive; what it says is read by a connector."""

    line: int
    """Which record of the file, from 1."""
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """All posts of a file, and the rows that are no posts with the reason."""

    items: tuple[Item, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()
    """Rows of a kind that nothing here reads: told, and no reason to refuse the file."""
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know of the file as a whole, such as that its end is missing."""


def handle_of(text: str) -> str:
    """A name as the watch list can be compared with: `@Dewi.Lestawa ` as `dewi.lestawa`."""
    return text.strip().removeprefix("@").rstrip("/").lower()


def refuse_all(name: str, wrong: Sequence[str]) -> None:
    """Raises BadInput with the first complaints and the number of the rest, if there are any."""
    if wrong:
        more = len(wrong) - MOST_COMPLAINTS
        last = [f"{name}: and {more:,} more"] if more > 0 else []
        raise BadInput("\n".join([*wrong[:MOST_COMPLAINTS], *last]))
