"""A folded spelling has hit; does the original say the same?

Folding makes one of `1` and `i`, of `22` and `2`, of BaRa and bara. Here the original is read:
every digit of the spelling must stand there as written, a word must not be a number, and a ballot
number must not be a house, a rank or an article of law.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from patroli.rules.numbers import (
    OWN_NUMBER,
    PLACE_AFTER,
    PLACES,
    RANK_AFTER,
    TRAP_AFTER,
    TRAP_BEFORE,
    TRAP_RIGHT_BEFORE,
)
from patroli.rules.surface import Check, Surface

_WORD = re.compile(r"\w+")
_STRONG = re.compile(r"paslon|pasangan|calon|kandidat|urut|jari|salam", re.IGNORECASE)
"""Words that make a number a ballot number whatever stands around it."""
_LISTED = re.compile(r"(?:\b\d{1,3}\s*(?:,|&|-|\b(?:dan|atau|sampai|hingga)\b)\s*)+$")
"""Numbers before the last one of a list, which is of their kind: `RT 01 dan 02`."""
SHORT = 4
"""Words of so few letters must show their double letters: TPP is not `tp`, maaf not `maf`."""

_REACH = 60
"""Code points looked at on either side."""


IN_PLACE = frozenset(Check) - {Check.WORD}
"""Checks of what stands around the words."""


def spelled_alike(surface: Surface, spelled: tuple[str, ...]) -> bool:
    """Whether words of the original bear a spelling out."""
    return all(map(_same, _parts(surface.text, len(spelled)), spelled))


def confirmed(
    surface: Surface, text: str, start: int, end: int, spelled: tuple[str, ...], in_tag: bool
) -> tuple[bool, bool]:
    """Whether what is spelled alike counts in its place, and whether it is a weak sign only."""
    check = surface.check
    if check is Check.CASED:
        written = text[start:end]
        strong = in_tag or written == surface.text or (written.isupper() and len(written) > 1)
        return True, not strong
    if check is Check.HANDLE:
        return _is_handle(surface.text, text, start), False
    if check is Check.TAG:
        return in_tag, False
    if check is Check.ROMAN:
        wanted = surface.text.split()[-1]
        same = spelled[-1] == wanted or (len(wanted) > 1 and spelled[-1].upper() == wanted)
        return same and _is_number(surface, text, start, end, in_tag), False
    if check in (Check.NUMBER, Check.BARE):
        return _is_number(surface, text, start, end, in_tag), False
    return True, False


def _is_handle(handle: str, text: str, start: int) -> bool:
    bare = handle.lstrip("@")
    begin = text.rfind(bare[:1], max(0, start - 3), start + 1) if bare[:1] == "_" else start
    if begin < 1 or text[begin - 1] not in "@/":
        return False
    follows = text[begin + len(bare) : begin + len(bare) + 1]
    same = text[begin : begin + len(bare)].casefold() == bare.casefold()
    return same and not (follows.isalnum() or follows == "_")


def _is_number(surface: Surface, text: str, start: int, end: int, in_tag: bool) -> bool:
    """Whether a number in context is a ballot number, by what stands on both sides of it."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if re.search(r"\d[/:.\-–]?$", before) or re.match(r"[/:.,\-–]?\d|[%°]", after):
        return False
    if surface.check is Check.BARE and (
        re.search(r"[/:=+_.\-]$", before) or re.match(r"[/:=_]", after)
    ):
        return False
    if in_tag or (surface.check is not Check.BARE and _STRONG.search(surface.text)):
        following = _WORD.findall(after.lower())[:1]
        return not (following and following[0] in ("tangan", "kaki"))
    if surface.check is Check.BARE:
        before = _LISTED.sub("", before)
    earlier = [w.lower() for w in _WORD.findall(before)][-2:]
    if len(earlier) == 2 and earlier[0] in OWN_NUMBER and earlier[1].isdigit():
        earlier = []
    if any(word in TRAP_BEFORE for word in earlier):
        return False
    if earlier and earlier[-1] in TRAP_RIGHT_BEFORE:
        return False
    later = [w.lower() for w in _WORD.findall(after)][:2]
    if not later or not re.match(r"[\s\-]", after):
        return True
    if later[0] in (TRAP_AFTER if surface.check is Check.BARE else RANK_AFTER):
        return False
    return not (len(later) > 1 and later[0] in PLACE_AFTER and later[1] in PLACES)


@lru_cache(maxsize=100_000)
def _parts(text: str, count: int) -> tuple[str, ...]:
    """The words of a spelling, as many as its literal has; empty texts where that is not clear."""
    words = text.split()
    if len(words) == count:
        return tuple(words)
    words = re.findall(r"[^\W_]+", text)
    return tuple(words) if len(words) == count else ("",) * count


@lru_cache(maxsize=100_000)
def _same(wanted: str, written: str) -> bool:
    """Digits as wanted; where none are wanted, letters enough to be a word."""
    if wanted.isalpha() and written.isascii() and written.isalpha():
        return len(wanted) > SHORT or _doubles(wanted) <= _doubles(written.lower())
    digits = _digits(wanted)
    if digits:
        return _digits(written) == digits
    found = _digits(written)
    letters = sum(c.isalpha() for c in unicodedata.normalize("NFKC", written))
    if not any(c.isalpha() for c in wanted):
        return True
    if not found:
        return letters > 0
    wished = sum(c.isalpha() for c in wanted)
    return letters >= len(found) if wished == 3 else wished > 3 and 2 * letters >= len(found)


def _doubles(word: str) -> frozenset[str]:
    return frozenset(a for a, b in pairwise(word.lower()) if a == b)


def _digits(text: str) -> str:
    """The digits of a word; a letter O beside a digit is a zero (`O2`)."""
    flat = unicodedata.normalize("NFKC", text)
    flat = re.sub(r"(?<=\d)[oO]|[oO](?=\d)", "0", flat)
    return "".join(str(unicodedata.digit(c)) for c in flat if unicodedata.digit(c, -1) >= 0)
