"""Which rules can hold for which rows, and which groups to look for first: all in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from patroli.match.program import GroupPlan, Program, RulePlan
from patroli.match.standings import Standings

Indices = npt.NDArray[np.int64]

COMMON_SLOTS = {"sign": 3, "colour": 3, "firstname": 2}
WORDS_COST = 4
MOST_CELLS = 4_000_000
"""Of rows by groups that are looked at together."""
PARENT_COST = 100
"""How common hits of a kind are, roughly; what a post answers is never scanned first."""


def anchor_groups(program: Program) -> frozenset[int]:
    """For each rule the groups of which one must hit if the rule is to hold: its rarest."""
    chosen: set[int] = set()
    often = _commonness(program)

    def cost(group: GroupPlan) -> tuple[int, float, int]:
        return _cost(group, program.wordy), often[group.number], group.number

    for plan in program.rules:
        every, some = plan.part("all"), plan.part("any")
        ranked = sorted(every, key=cost)
        if ranked and ranked[0].on != "parent":
            chosen.add(ranked[0].number)
            continue
        ranked = sorted(some, key=cost)
        enough = len(some) - plan.rule.find.at_least + 1
        chosen |= {g.number for g in ranked[:enough]}
    return frozenset(chosen)


@dataclass(frozen=True, eq=False)
class Anchors:
    """Literals of the anchor groups that are looked for together."""

    literals: tuple[bytes, ...]
    matters: npt.NDArray[np.bool_]
    """For each literal the standings of rows in which it may be part of a match."""
    standings: npt.NDArray[np.bool_]
    """Those in which any of them may."""


def anchors_of(program: Program, standings: Standings) -> tuple[Anchors, Anchors]:
    """Every literal that serves an anchor group, in every way it is written.

    First those looked for in every row, then those that only matter in answers to others.
    """
    anchors = anchor_groups(program)
    found: dict[bytes, int] = {}
    known: dict[tuple[int, ...], int] = {}
    for literal, groups in zip(program.literals, program.served, strict=True):
        where = known.get(groups)
        if where is None:
            served = anchors.intersection(groups)
            rules = {program.groups[group].rule for group in served}
            where = known[groups] = standings.of_rules(rules)
        if where:
            found[literal] = where
    written: dict[bytes, int] = {}
    for literal, where in found.items():
        if all(where & ~found[part] for part in parts_of(literal, found)):
            for way in program.variants.written(literal):
                written[way] = written.get(way, 0) | where
    size = len(standings.answering)
    answering = sum(1 << int(standing) for standing in np.flatnonzero(standings.answering))
    return (
        _laid_out({way: where for way, where in written.items() if where & ~answering}, size),
        _laid_out({way: where for way, where in written.items() if not where & ~answering}, size),
    )


def _laid_out(written: Mapping[bytes, int], standings: int) -> Anchors:
    bits = [[bool(where >> bit & 1) for bit in range(standings)] for where in written.values()]
    matters = np.array(bits, np.bool_).reshape(len(written), standings)
    return Anchors(tuple(written), matters, np.logical_or.reduce(matters, axis=0))


def parts_of(literal: bytes, known: Collection[bytes]) -> Iterator[bytes]:
    """The known rows of fewer words inside a literal: where it stands, they stand too."""
    words = literal.split()
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            part = b" %b " % b" ".join(words[start : start + size])
            if part in known:
                yield part


def _commonness(program: Program) -> npt.NDArray[np.float64]:
    """How often the words of each group are met, roughly: the shorter a word, the more often.

    Source: Zipf's law of abbreviation.
    """
    together: defaultdict[tuple[int, ...], float] = defaultdict(float)
    for literal, groups in zip(program.literals, program.served, strict=True):
        together[groups] += 2.0 ** -len(literal)
    found = np.zeros(len(program.groups))
    for groups, often in together.items():
        found[list(groups)] += often
    return found


def _cost(group: GroupPlan, wordy: Collection[int]) -> int:
    if group.on == "parent":
        return PARENT_COST
    costs = [COMMON_SLOTS.get(slot, 1) for slot in group.slots]
    costs += [1] if group.others else []
    costs += [WORDS_COST] if group.number in wordy else []
    return max(costs, default=WORDS_COST)


@dataclass(frozen=True, eq=False)
class Prefilter:
    """From literals to the groups they serve, as one long table of few different sets."""

    program: Program
    set_of: Indices
    """For each literal which set of groups it serves."""
    starts: Indices
    """For each set where its groups begin in `served`; one more at the end."""
    served: Indices
    needed: Indices
    """For each rule how many of its groups under `all` must hit."""
    needed_any: Indices
    rule_of: Indices
    is_all: npt.NDArray[np.bool_]
    is_any: npt.NDArray[np.bool_]
    spoken: npt.NDArray[np.bool_]
    """For each standing the rules that speak of it."""

    def rules_by_row(
        self, rows: Indices, literals: Indices, standings: Indices
    ) -> dict[int, tuple[int, ...]]:
        """The rules that speak of a row and whose groups are all hit, for each row that has one.

        `standings` says of each row who wrote it and whom it answers.
        """
        if not len(rows) or not len(self.needed):
            return {}
        sets = self.set_of[literals]
        counts = self.starts[sets + 1] - self.starts[sets]
        total = int(counts.sum())
        offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        groups = self.served[np.repeat(self.starts[sets], counts) + offsets]
        row = np.repeat(rows, counts)
        at_once = max(MOST_CELLS // len(self.rule_of), 1)
        found: dict[int, tuple[int, ...]] = {}
        for first in range(int(rows[0]), int(rows[-1]) + 1, at_once):
            some = slice(*np.searchsorted(row, (first, first + at_once)))
            if some.start < some.stop:
                part = self._whole(row[some], groups[some], standings)
                for name, rule in zip(*(each.tolist() for each in part), strict=True):
                    found[name] = (*found.get(name, ()), rule)
        return found

    def _whole(self, rows: Indices, groups: Indices, standings: Indices) -> tuple[Indices, Indices]:
        """Rows, and rules that are whole there: the hits of so many rows as one table of groups."""
        names, row = np.unique(rows, return_inverse=True)
        met = np.zeros((len(names), len(self.rule_of)), np.bool_)
        met[row, groups] = True
        starts = np.flatnonzero(np.diff(self.rule_of, prepend=-1))
        every = np.add.reduceat(met & self.is_all, starts, axis=1, dtype=np.int32)
        some = np.add.reduceat(met & self.is_any, starts, axis=1, dtype=np.int32)
        whole = (every >= self.needed) & (some >= self.needed_any)
        # A rule of which nothing was met is left for another row, whatever it needs.
        whole &= np.logical_or.reduceat(met, starts, axis=1)
        whole &= self.spoken[standings[names]]
        place, rule = np.nonzero(whole)
        return names[place], rule


def make_prefilter(program: Program, standings: Standings) -> Prefilter:
    """Lay the groups of every literal out in one table."""
    sets: dict[tuple[int, ...], int] = {}
    set_of = [sets.setdefault(groups, len(sets)) for groups in program.served]
    return Prefilter(
        program,
        np.array(set_of, np.int64),
        np.cumsum([0, *map(len, sets)], dtype=np.int64),
        np.array([g for groups in sets for g in groups], np.int64),
        np.array([_needed(plan) for plan in program.rules], np.int64),
        np.array([_needed_any(plan) for plan in program.rules], np.int64),
        np.array([g.rule for g in program.groups], np.int64),
        np.array([g.part == "all" for g in program.groups], np.bool_),
        np.array([g.part == "any" for g in program.groups], np.bool_),
        standings.spoken,
    )


def _needed(plan: RulePlan) -> int:
    return sum(g.on != "parent" for g in plan.part("all"))


def _needed_any(plan: RulePlan) -> int:
    some = plan.part("any")
    return plan.rule.find.at_least - sum(g.on == "parent" for g in some) if some else 0
