"""The rules whose words are all in a row in, those whose words stand near enough out.

Before the original is read: what is left out here could not hold whatever stands there. A rule
holds along a chain of finds, each at most `within` words from the one before. So all its groups
must be met between two wider gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from patroli.match.phrases import Span
from patroli.match.program import Program, RulePlan
from patroli.rules.targets import ANY

Placed = tuple[int, int, int]
"""First word, one past the last, and a bit for each group that a hit there serves."""


class _Wanted(NamedTuple):
    """What must be met together if a rule is to hold."""

    every: int
    """A bit for each group."""
    some: int
    at_least: int
    within: int | None


class Reach:
    """The distances of one program. What it remembers changes no result."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._wanted = tuple(map(_wanted, program.rules))
        self._served: dict[int, int] = {}

    def rules(self, chosen: Iterable[int], spans: Sequence[Span]) -> tuple[int, ...]:
        """Those of the chosen rules that the spans of one row may fulfil."""
        placed = sorted((first, end, self._serves(number)) for number, first, end in spans)
        return tuple(rule for rule in chosen if _met(self._wanted[rule], placed))

    def _serves(self, number: int) -> int:
        """The groups that a literal, or a phrase that was met, serves by itself."""
        served = self._served.get(number)
        if served is None:
            found: set[int] = set()
            for use, groups in self._program.phrases.means(number):
                found |= groups
                if use.points and not groups:
                    found.update(self._program.slot_groups.get(use.slot, ()))
                    found.update(self._program.other_groups if use.slot in ANY else ())
            served = self._served[number] = _bits(found)
        return served


def _wanted(plan: RulePlan) -> _Wanted:
    needed = plan.rule.find.at_least - len(plan.above.some) if plan.part("any") else 0
    return _Wanted(_bits(plan.here.every), _bits(plan.here.some), needed, plan.rule.find.within)


def _bits(groups: Iterable[int]) -> int:
    return sum(1 << group for group in set(groups))


def _met(wanted: _Wanted, placed: Sequence[Placed]) -> bool:
    every, some, at_least, within = wanted
    if not every and at_least <= 0:
        return True
    ours = every | some
    met = reached = 0
    for first, end, groups in placed:
        mine = groups & ours
        if not mine:
            continue
        if within is not None and first - reached > within:
            met = 0
        met |= mine
        reached = max(reached, end)
        if met & every == every and (met & some).bit_count() >= at_least:
            return True
    return False
