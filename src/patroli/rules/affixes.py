"""An Indonesian root in, the words people make of it out.

Forms are generated, not stripped: what is not generated is not matched, so `dukung~` can never
reach penduduk, produk or spanduk. Nasal prefixes follow the standard rules of meN- (TBBBI,
peluluhan of k p s t); the clipped ones (`nyoblos`, `milih`, `ngedukung`) follow spoken Jakarta,
Javanese and Sundanese use. Nouns of persons (`pendukung`) are left out: they mostly report what
others do.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

VOWELS = "aiueo"

_BARE = ("", "lah", "kan", "kanlah", "in", "i", "nya", "an", "annya", "anku", "anmu", "ku", "kah")
_ACTIVE = ("", "kan", "i", "in", "nya", "lah")
_PASSIVE = ("", "kan", "in", "i", "lah", "nya")


@lru_cache(maxsize=10_000)
def affixed(root: str) -> tuple[str, ...]:
    """Every form of a root, the root first, each once; a root of under three letters is itself."""
    if len(root) < 3 or not root.isalpha() or not root.isascii():
        return (root,)
    root = root.lower()
    forms = [root + suffix for suffix in _BARE]
    for active in _active(root):
        forms += [active + suffix for suffix in _ACTIVE]
    forms += ["di" + root + suffix for suffix in _PASSIVE]
    forms += ["ter" + root, "ke" + root, "ku" + root, "kau" + root, "ku" + root + "kan"]
    return tuple(dict.fromkeys(forms))


def phrases(text: str) -> tuple[str, ...]:
    """A phrase in which `~` may follow any word: every spelling of it."""
    if "~" not in text:
        return (text,)
    spellings = [""]
    for word in text.split():
        forms = affixed(word[:-1]) if word.endswith("~") else (word,)
        spellings = [f"{start} {form}".strip() for start in spellings for form in forms]
    return tuple(spellings)


def forms(text: str) -> int:
    """How many spellings `phrases` makes of a phrase, without making them."""
    return prod(len(affixed(word[:-1])) for word in text.split() if word.endswith("~"))


def _active(root: str) -> tuple[str, ...]:
    """meN- and the clipped spoken prefixes for one root."""
    first, rest = root[0], root[1:]
    if first == "p" and not root.startswith("pr"):
        return ("mem" + rest, "m" + rest, "nge" + root)
    if first == "t" and not root.startswith("tr"):
        return ("men" + rest, "n" + rest, "nge" + root)
    if first == "k" and not root.startswith("kr"):
        return ("meng" + rest, "ng" + rest, "nge" + root)
    if first == "s" and not root.startswith("st"):
        return ("meny" + rest, "ny" + rest, "nge" + root)
    if first in VOWELS:
        return ("meng" + root, "ng" + root)
    if first in "bfvp":
        return ("mem" + root, "m" + root, "nge" + root)
    if first == "c":
        return ("men" + root, "ny" + rest, "n" + root, "nge" + root)
    if first in "djzt":
        return ("men" + root, "n" + root, "nge" + root, "nga" + root)
    if first in "ghk":
        return ("meng" + root, "ng" + root, "nge" + root)
    return ("me" + root, "nge" + root)
