"""Which rules can hold for which rows, and which groups to look for first: all in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from patroli.match.program import GroupPlan, Program, RulePlan

Indices = npt.NDArray[np.int64]

COMMON_SLOTS = {"sign": 3, "colour": 3, "firstname": 2}
WORDS_COST = 4
PARENT_COST = 100
"""How common hits of a kind are, roughly; what a post answers is never scanned first."""


def anchor_groups(program: Program) -> frozenset[int]:
    """For each rule the groups of which one must hit if the rule is to hold: its rarest."""
    chosen: set[int] = set()
    common = _common(program)

    def rank(group: GroupPlan) -> tuple[int, float, int]:
        return _cost(group, program.wordy), common.get(group.number, 0.0), group.number

    for plan in program.rules:
        every, some = plan.part("all"), plan.part("any")
        ranked = sorted(every, key=rank)
        if ranked and ranked[0].on != "parent":
            chosen.add(ranked[0].number)
            continue
        ranked = sorted(some, key=rank)
        enough = len(some) - plan.rule.find.at_least + 1
        chosen |= {g.number for g in ranked[:enough]}
    return frozenset(chosen)


@dataclass(frozen=True, eq=False)
class Anchors:
    """The literals of the anchor groups, apart from those that only matter in answers to others."""

    everywhere: tuple[bytes, ...]
    in_answers: tuple[bytes, ...]


def anchors_of(program: Program) -> Anchors:
    """Every literal that serves an anchor group, in every way it is written."""
    anchors = anchor_groups(program)
    answering = {g.number for g in program.groups if program.rules[g.rule].rule.where.parent}
    found: dict[bytes, bool] = {}
    known: dict[tuple[int, ...], frozenset[int]] = {}
    for literal, groups in zip(program.literals, program.served, strict=True):
        served = known.get(groups)
        if served is None:
            served = known[groups] = anchors.intersection(groups)
        if served:
            found[literal] = served <= answering
    written: dict[bytes, bool] = {}
    for literal, in_answers in found.items():
        if not any(found.get(part, True) <= in_answers for part in parts_of(literal, found)):
            for way in program.variants.written(literal):
                written[way] = written.get(way, True) and in_answers
    return Anchors(
        tuple(way for way, in_answers in written.items() if not in_answers),
        tuple(way for way, in_answers in written.items() if in_answers),
    )


def parts_of(literal: bytes, known: Collection[bytes]) -> Iterator[bytes]:
    """The known rows of fewer words inside a literal: where it stands, they stand too."""
    words = literal.split()
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            part = b" %b " % b" ".join(words[start : start + size])
            if part in known:
                yield part


def _common(program: Program) -> dict[int, float]:
    """How common the words of each group are, roughly: many and short ones are met more often."""
    uses = program.uses
    words = {n: groups for n, (kind, groups) in enumerate(uses.kinds) if not kind.points}
    found: dict[int, float] = {}
    for text, kind in zip(uses.texts, uses.kind_of, strict=True):
        for group in words.get(kind, ()):
            found[group] = found.get(group, 0.0) + 2.0 ** -len(text)
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
    answering: npt.NDArray[np.bool_]
    """For each rule whether it speaks only of answers to certain accounts."""

    def rules_by_row(
        self, rows: Indices, literals: Indices, answers: npt.NDArray[np.bool_]
    ) -> dict[int, tuple[int, ...]]:
        """The rules whose groups are all hit, for each row that has one.

        `answers` says of each row whether the role of the account it answers is known.
        """
        if not len(rows) or not len(self.needed):
            return {}
        sets = self.set_of[literals]
        counts = self.starts[sets + 1] - self.starts[sets]
        total = int(counts.sum())
        offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        groups = self.served[np.repeat(self.starts[sets], counts) + offsets]
        size = max(len(self.rule_of), 1)
        pairs = np.unique(np.repeat(rows, counts) * size + groups)
        row, group = pairs // size, pairs % size
        rules = len(self.needed)
        code = row * rules + self.rule_of[group]
        codes, inverse = np.unique(code, return_inverse=True)
        every = np.bincount(inverse, self.is_all[group], len(codes))
        some = np.bincount(inverse, self.is_any[group], len(codes))
        rule = codes % rules
        whole = (every >= self.needed[rule]) & (some >= self.needed_any[rule])
        whole &= answers[codes // rules] | ~self.answering[rule]
        found: dict[int, list[int]] = {}
        for value in codes[whole].tolist():
            found.setdefault(value // rules, []).append(value % rules)
        return {name: tuple(numbers) for name, numbers in found.items()}


def make_prefilter(program: Program) -> Prefilter:
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
        np.array([bool(plan.rule.where.parent) for plan in program.rules], np.bool_),
    )


def _needed(plan: RulePlan) -> int:
    return sum(g.on != "parent" for g in plan.part("all"))


def _needed_any(plan: RulePlan) -> int:
    some = plan.part("any")
    return plan.rule.find.at_least - sum(g.on == "parent" for g in some) if some else 0
