"""A text in, the numbers out that look like ballot numbers and were not taken for any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from patroli.match import Matcher
from patroli.model import Contest
from patroli.rules.numbers import (
    PLACES,
    RANK_AFTER,
    TRAP_AFTER,
    TRAP_BEFORE,
    TRAP_RIGHT_BEFORE,
    number_surfaces,
)

_WORD = re.compile(r"\w+")
_BEFORE = TRAP_BEFORE | TRAP_RIGHT_BEFORE
_AFTER = TRAP_AFTER | RANK_AFTER | PLACES


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A place that was read and left."""

    start: int
    end: int
    why: str
    """Indonesian."""


def passed_over(matcher: Matcher, text: str, contest: Contest) -> tuple[PassedOver, ...]:
    """Numbers of contestants that something beside them makes another number."""
    finds = [(f.start, f.end) for f in matcher.scene(text).finds if f.use.points]
    found: dict[int, PassedOver] = {}
    for start, end in _numbers(text, contest):
        if not any(a < end and start < b for a, b in finds):
            before = [p.end for p in found.values()]
            if not before or start >= max(before):
                found[start] = PassedOver(start, end, _why(text, start, end))
    return tuple(found.values())


def _numbers(text: str, contest: Contest) -> Iterator[tuple[int, int]]:
    numbers = [c.number for c in contest.contestants if c.number is not None]
    written = {s.text.lower() for number in numbers for s in number_surfaces(number)}
    longest = sorted(written, key=lambda t: (-len(t), t))
    if longest:
        each = "|".join(re.escape(text).replace(r"\ ", r"[\s.]+") for text in longest)
        pattern = re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)
        yield from (match.span() for match in pattern.finditer(text))


def _why(text: str, start: int, end: int) -> str:
    quoted = f"“{' '.join(text[start:end].split())}” tidak dianggap nomor urut"
    before = [w for w in _WORD.findall(text[:start])[-2:] if w.lower() in _BEFORE]
    after = [w for w in _WORD.findall(text[end:])[:2] if w.lower() in _AFTER]
    if before:
        return f"{quoted}: didahului “{before[-1]}”."
    if after:
        return f"{quoted}: diikuti “{after[0]}”."
    return f"{quoted}: di dekatnya ada angka atau tanda lain."
