"""Finds of each group in, the places that fulfil a rule's conditions out.

Complete: where a choice of finds fulfils the conditions one is found, and none is closer. The finds
are walked from left to right, and for every set of groups served so far the ways are kept that no
other is better than: one that ends later with no wider gap is as good for all that follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patroli.match.scene import Find, Scene
from patroli.match.weighing import Sum
from patroli.rules.model import Find as Conditions

MOST_FINDS = 300
"""Finds of one group that are looked at; a text with more of them is no post that people write."""

_POINTED = 1
"""The bit of a way that has a find of the contestant who is asked about."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One find for each group, in the order of the text, and the most words between neighbours."""

    finds: tuple[Find, ...]
    gap: int
    weighed: Sum | None = None
    """What the post weighs, where the rule asks for it."""


@dataclass(slots=True)
class _Way:
    """Finds chosen so far, what they serve, and how far they reach."""

    served: int
    end: int
    gap: int
    finds: tuple[Find, ...]
    last: int = -1
    """Last word of the find that serves the last of the groups of `all`."""


_START = _Way(0, -1, 0, ())
"""No find chosen yet."""


def solve(
    scene: Scene,
    every: Sequence[Sequence[Find]],
    some: Sequence[Sequence[Find]],
    at_least: int,
    conditions: Conditions,
    who: int | None = None,
) -> Solution | None:
    """The closest way to fulfil the conditions, of equals the one that ends first; None without.

    With `who`, one of its finds must point to that contestant. No word serves two groups, except
    that a target may hold fewer words that serve another: `pilih 2` is a target, and its `pilih`
    is support; `salam dua jari` is a sign, and its `dua jari` a number.
    """
    if not all(every) or sum(map(bool, some)) < at_least:
        return None
    if len(every) + at_least == 1:
        return _first(every or some, who)
    bits = _bits(every, some if at_least else ())
    if conditions.same == "sentence":
        sentences: dict[int, list[tuple[Find, int]]] = {}
        for find, served in bits:
            sentences.setdefault(scene.sentence(find.start), []).append((find, served))
        parts: Iterable[list[tuple[Find, int]]] = sentences.values()
    else:
        parts = (bits,)
    best: Solution | None = None
    for part in parts:
        found = _closest(part, len(every), at_least, conditions, who)
        if found and (best is None or found.gap < best.gap):
            best = found
    return best


def _first(groups: Sequence[Sequence[Find]], who: int | None) -> Solution | None:
    """The first find of those of which one is enough."""
    finds = [
        find
        for group in groups
        for find in group[:MOST_FINDS]
        if who is None or find.use.contestant == who
    ]
    return Solution((min(finds, key=_place),), 0) if finds else None


def _place(find: Find) -> tuple[int, int, int]:
    return find.first_word, find.last_word, find.start


def _bits(
    every: Sequence[Sequence[Find]], some: Sequence[Sequence[Find]]
) -> list[tuple[Find, int]]:
    """Each find with a bit for every group it serves, in the order of the text."""
    bits: dict[Find, int] = {}
    for number, group in enumerate((*every, *some), start=1):
        for find in group[:MOST_FINDS]:
            bits[find] = bits.get(find, 0) | 1 << number
    return sorted(bits.items(), key=lambda b: _place(b[0]))


def _closest(
    bits: Sequence[tuple[Find, int]],
    groups: int,
    at_least: int,
    conditions: Conditions,
    who: int | None,
) -> Solution | None:
    all_served = (1 << (groups + 1)) - 2
    wanted = all_served | _POINTED
    ways: list[_Way] = []
    best: _Way | None = None
    alike: set[tuple[int, int, int, int, bool]] = set()
    for find, serves in bits:
        pointing = _POINTED if who is None or find.use.contestant == who else 0
        same = (find.first_word, find.last_word, serves, pointing, _holds(find))
        if same in alike:
            continue
        alike.add(same)
        if ways:
            ways = _worth_keeping(ways, find, conditions, best)
        fresh = []
        for way in (_START, *ways):
            for bit in _each_bit(serves & ~way.served):
                longer = _with(way, find, bit, pointing, all_served, conditions)
                if longer is None or (best is not None and longer.gap >= best.gap):
                    continue
                some = (longer.served >> (groups + 1)).bit_count()
                if some == at_least and longer.served & wanted == wanted:
                    best = longer
                elif some <= at_least:
                    fresh.append(longer)
        ways += fresh
        if best is not None and best.gap == 0:
            break
    return Solution(_each_once(best.finds), best.gap) if best else None


def _with(
    way: _Way, find: Find, bit: int, pointing: int, all_served: int, conditions: Conditions
) -> _Way | None:
    """A way and one more find, or None where the conditions forbid it."""
    if conditions.in_order and bit & all_served:
        before = (bit - 1) & all_served
        if way.served & all_served != before or find.first_word <= way.last:
            return None
    if find.first_word <= way.end and not all(_both(f, find) for f in way.finds):
        return None
    gap = max(0, find.first_word - way.end - 1) if way.finds else 0
    if conditions.within is not None and gap > conditions.within:
        return None
    return _Way(
        way.served | bit | pointing,
        max(way.end, find.last_word),
        max(way.gap, gap),
        (*way.finds, find),
        find.last_word if bit & all_served else way.last,
    )


def _both(one: Find, other: Find) -> bool:
    """Whether two finds may serve two groups: they share no word, or one holds the other."""
    if other.first_word > one.last_word or one.first_word > other.last_word:
        return True
    longer, shorter = sorted((one, other), key=lambda f: f.first_word - f.last_word)
    return (
        _holds(longer)
        and longer.first_word <= shorter.first_word
        and shorter.last_word <= longer.last_word
        and longer.last_word - longer.first_word > shorter.last_word - shorter.first_word
    )


def _holds(find: Find) -> bool:
    """Whether a find is a target or a phrase around one."""
    return find.use.points


def _worth_keeping(
    ways: Sequence[_Way], find: Find, conditions: Conditions, best: _Way | None
) -> list[_Way]:
    """The ways that may still become the closest from this find on."""
    kept: list[_Way] = []
    closed: dict[int, list[_Way]] = {}
    for way in ways:
        gap = find.first_word - way.end - 1
        if conditions.within is not None and gap > conditions.within:
            continue
        if best is not None and max(way.gap, gap) >= best.gap:
            continue
        (kept if gap < 0 else closed.setdefault(way.served, [])).append(way)
    for same in closed.values():
        narrowest: int | None = None
        for way in sorted(same, key=lambda w: (-w.end, w.gap)):
            if narrowest is None or way.gap < narrowest:
                narrowest = way.gap
                kept.append(way)
    return kept


def _each_bit(bits: int) -> Iterable[int]:
    while bits:
        bit = bits & -bits
        yield bit
        bits ^= bit


def _each_once(finds: Sequence[Find]) -> tuple[Find, ...]:
    return tuple(sorted(dict.fromkeys(finds), key=lambda f: (f.start, f.end)))
