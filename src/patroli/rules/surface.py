"""How one thing is written, and what the original text must show for it to count."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Check(StrEnum):
    """What is looked at in the original text when the folded spelling has hit."""

    WORD = "word"
    """Words of letters, digits as written."""
    NUMBER = "number"
    """A ballot number in context: not an address, a rank, an article of law …"""
    BARE = "bare"
    """Digits alone (`02`): nothing numeric and no unit beside them either."""
    CASED = "cased"
    """A short name: weak unless written with its capitals, in capitals, or in a hashtag."""
    HANDLE = "handle"
    """An account: an @ before it and nothing more after it."""
    TAG = "tag"
    """Inside a hashtag."""
    ROMAN = "roman"
    """The last word letter for letter, because folding makes II and I one."""


class Surface(NamedTuple):
    """One spelling of a word or of something that points to a contestant."""

    text: str
    check: Check = Check.WORD


class Target(NamedTuple):
    """One spelling that points to a contestant, and since when."""

    slot: str
    surface: Surface
    since: date | None = None
