"""Two handles or two names in, whether a reader could take one for the other out. Pure."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

RESEMBLES = 60
UNLIKE = 40
"""Of 100, as `rapidfuzz.fuzz.token_set_ratio` has them: above the one, below the other."""

_SILENT = re.compile(r"[_.\-·]")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_ALIKE = str.maketrans("0il1|", "ollll")
SHORTEST_NAME = 8
"""Letters; a shorter name, or one of one word, is shared by many."""


def skeleton(handle: str) -> str:
    """What stays of a handle when signs that are easily confused are one: `0` and `o`; `1`, `l`
    and `i`; `_`, `.`, `-` and nothing; a letter and the same letter doubled.
    """
    plain = unicodedata.normalize("NFKC", handle).casefold()
    return _DOUBLED.sub(r"\1", _SILENT.sub("", plain)).translate(_ALIKE)


def same_handle(one: str, other: str) -> bool:
    """Whether two spellings name one account; `nama` and `nama@server` do."""
    if "@" in one and "@" in other:
        return one == other
    return one.partition("@")[0] == other.partition("@")[0]


def full_name(name: str) -> str:
    """A display name to be compared with others; empty for one that is no person's full name."""
    plain = " ".join(default_process(name).split())
    return plain if " " in plain and len(plain) >= SHORTEST_NAME else ""


def likeness(one: str, other: str) -> float:
    """0 to 100: how much of the words of two names agree, in any order."""
    return fuzz.token_set_ratio(one, other, processor=default_process)
