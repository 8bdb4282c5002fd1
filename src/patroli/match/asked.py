"""A word as it was found and written in, what it may mean to the rules that ask out.

What a word means where it is written so hardly ever depends on what stands around it. So that is
told once for each way to write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from patroli.match.confirm import IN_PLACE, spelled_alike
from patroli.match.meanings import Use
from patroli.match.phrases import Phrases
from patroli.match.program import Program, RulePlan
from patroli.rules import contexts_of

MOST_WRITTEN = 50_000
"""Ways to write words that are remembered."""


class Reading(NamedTuple):
    """One thing that a word may mean as it is written."""

    use: Use
    groups: frozenset[int]
    """Numbers of the groups that ask for this very spelling; a target serves by its slot."""
    sure: bool
    """Whether what stands around it does not matter."""


class Speaks(NamedTuple):
    """Groups that ask for a literal, contexts it is a word of, and whether it is a target."""

    groups: frozenset[int]
    contexts: frozenset[str]
    points: bool


class Readings:
    """What words mean as they are written, to all rules. What it remembers changes no result."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._known: dict[tuple[int, tuple[str, ...]], tuple[Reading, ...]] = {}
        self._speaks: dict[int, Speaks] = {}

    def speaks(self, literal: int) -> Speaks:
        """To whom a literal, or a phrase that was met, may mean anything."""
        found = self._speaks.get(literal)
        if found is None:
            means = self._phrases.means(literal)
            found = self._speaks[literal] = Speaks(
                frozenset(group for _, groups in means for group in groups),
                frozenset(use.context for use, groups in means if not groups),
                any(use.points and not groups for use, groups in means),
            )
        return found

    def of(self, literal: int, spelled: tuple[str, ...]) -> tuple[Reading, ...]:
        """What it means where its words are written so."""
        found = self._known.get((literal, spelled))
        if found is None:
            if len(self._known) >= MOST_WRITTEN:
                self._known.clear()
            found = self._known[literal, spelled] = tuple(
                Reading(use, groups, use.surface.check not in IN_PLACE)
                for use, groups in self._phrases.means(literal)
                if spelled_alike(use.surface, spelled)
            )
        return found


class Asked:
    """What some rules look at: words of their groups, the contexts that lower them, all targets."""

    def __init__(
        self, readings: Readings, groups: Iterable[int], contexts: Iterable[str] = ()
    ) -> None:
        self._readings = readings
        self._groups, self._contexts = frozenset(groups), frozenset(contexts)

    def wants(self, literal: int) -> bool:
        """Whether a literal, or a phrase that was met, may mean anything to the rules."""
        groups, contexts, points = self._readings.speaks(literal)
        return (
            points or not self._groups.isdisjoint(groups) or not self._contexts.isdisjoint(contexts)
        )

    def read(self, literal: int, spelled: tuple[str, ...]) -> list[Reading]:
        """What it means to the rules where its words are written so."""
        asked, contexts = self._groups, self._contexts
        return [
            reading
            for reading in self._readings.of(literal, spelled)
            if (
                not asked.isdisjoint(reading.groups)
                if reading.groups
                else reading.use.points or reading.use.context in contexts
            )
        ]


def asked_by(plans: Iterable[RulePlan], readings: Readings) -> Asked:
    """What these rules look at."""
    some = list(plans)
    return Asked(
        readings,
        frozenset().union(*[plan.numbers for plan in some]),
        contexts_of(plan.rule for plan in some)
        | {plan.rule.find.weighed.by for plan in some if plan.rule.find.weighed},
    )


def asked_above(program: Program, readings: Readings) -> Asked:
    """What the rules, and the lists that lower them, look at in a post that others answer."""
    groups = [number for plan in program.rules for part in plan.above for number in part]
    return Asked(readings, groups, program.above_too)
