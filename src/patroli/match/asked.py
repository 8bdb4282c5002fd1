"""A word as it was found and written in, what it may mean to the rules that ask out.

What a word means where it is written so hardly ever depends on what stands around it. So that is
told once for each way to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from patroli.match.confirm import IN_PLACE, spelled_alike
from patroli.match.meanings import Meaning, Use
from patroli.match.phrases import Phrases
from patroli.match.program import RulePlan
from patroli.rules import ALWAYS_USED

MOST_WRITTEN = 10_000
"""Ways to write words that are remembered."""


class Reading(NamedTuple):
    """One thing that a word may mean as it is written."""

    use: Use
    groups: frozenset[int]
    """Numbers of the groups that ask for this very spelling; a target serves by its slot."""
    sure: bool
    """Whether what stands around it does not matter."""


class Asked:
    """What some rules look at: words of their groups, the contexts that lower them, all targets.

    What it remembers changes no result.
    """

    def __init__(
        self, phrases: Phrases, groups: Iterable[int], contexts: Iterable[str] = ()
    ) -> None:
        self._phrases = phrases
        self._groups, self._contexts = frozenset(groups), frozenset(contexts)
        self._wanted: dict[int, tuple[Meaning, ...]] = {}
        self._read: dict[tuple[int, tuple[str, ...]], tuple[Reading, ...]] = {}

    def wanted(self, literal: int) -> tuple[Meaning, ...]:
        """What a literal, or a phrase that was met, may mean to the rules."""
        found = self._wanted.get(literal)
        if found is None:
            means = self._phrases.means(literal)
            found = self._wanted[literal] = tuple(m for m in means if self._looks_at(*m))
        return found

    def read(self, literal: int, spelled: tuple[str, ...]) -> tuple[Reading, ...]:
        """What of that holds where its words are written so."""
        found = self._read.get((literal, spelled))
        if found is None:
            if len(self._read) >= MOST_WRITTEN:
                self._read.clear()
            found = self._read[literal, spelled] = tuple(
                Reading(use, groups, use.surface.check not in IN_PLACE)
                for use, groups in self.wanted(literal)
                if spelled_alike(use.surface, spelled)
            )
        return found

    def _looks_at(self, use: Use, groups: frozenset[int]) -> bool:
        """Whether a use with the groups that ask for it can matter to the rules."""
        if groups:
            return not self._groups.isdisjoint(groups)
        return use.points or use.context in self._contexts


def asked_by(plans: Sequence[RulePlan], phrases: Phrases) -> Asked:
    """What these rules look at."""
    contexts = {low.context for plan in plans for low in plan.rule.lowered_by}
    groups = {number for plan in plans for number in plan.numbers}
    return Asked(phrases, groups, ALWAYS_USED | contexts)


def asked_above(plans: Sequence[RulePlan], phrases: Phrases) -> Asked:
    """What these rules look at in a post that others answer."""
    return Asked(phrases, {number for plan in plans for part in plan.above for number in part})
