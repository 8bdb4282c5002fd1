"""A rule set in, everything a scan needs out: literals, what each may mean, and which rules ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from patroli.config.words import WordList
from patroli.match.alphabet import Alphabet, make_alphabet
from patroli.match.hashtags import TagSplitter
from patroli.match.meanings import ANYWHERE, Meaning, Meanings, Use
from patroli.match.phrases import Phrases
from patroli.match.shelf import NOTHING, Shelf, decoded, encoded
from patroli.match.spelling import Asking, Spelled, spell
from patroli.match.variants import Variants
from patroli.model import Contest
from patroli.rules import Rule, RuleSet
from patroli.rules.model import Group
from patroli.rules.targets import ANY
from patroli.rules.words import Wanted, wanted

__all__ = [
    "ANYWHERE",
    "GroupPlan",
    "Meaning",
    "Program",
    "RulePlan",
    "Use",
    "parts",
    "plan",
]


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """One group of one rule, numbered through all rules."""

    number: int
    rule: int
    part: str
    """`all`, `any` or `none`."""
    on: str
    name: str
    slots: frozenset[str]
    """Kinds of target that serve it."""
    others: bool
    """Whether targets of the other contestants serve it."""


class Parts(NamedTuple):
    """Numbers of a rule's groups that look at one text, by the part of `find` they stand in."""

    every: tuple[int, ...]
    some: tuple[int, ...]
    none: tuple[int, ...]


@dataclass(frozen=True)
class RulePlan:
    """One running rule with its groups."""

    rule: Rule
    groups: tuple[GroupPlan, ...]
    pointing: bool
    """Whether any group asks for a target or a phrase with one."""

    @property
    def answering(self) -> bool:
        """Whether it can hold only for a post of which it is known what it answers."""
        return bool(self.above.every or self.rule.where.parent)

    @cached_property
    def looks_above(self) -> bool:
        """Whether it looks at the words of what a post answers."""
        return any(self.above)

    @cached_property
    def here(self) -> Parts:
        """The groups that look at the post itself."""
        return self._parts({group.number for group in self.groups if group.on != "parent"})

    @cached_property
    def above(self) -> Parts:
        """The groups that look at what it answers."""
        return self._parts({group.number for group in self.groups if group.on == "parent"})

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of all its groups."""
        return frozenset(group.number for group in self.groups)

    @cached_property
    def contexts(self) -> frozenset[str]:
        """The lists that lower it."""
        return frozenset(low.context for low in self.rule.lowered_by)

    @cached_property
    def negates(self) -> bool:
        """Whether a negation lowers it."""
        return "negation" in self.contexts

    def speaks_of(self, author: str, parent: str) -> bool:
        """Whether it holds for what one of this role writes, in answer to one of that role."""
        where = self.rule.where
        return (not where.role or author in where.role) and (
            not where.parent or parent in where.parent
        )

    def part(self, part: str) -> tuple[GroupPlan, ...]:
        return tuple(group for group in self.groups if group.part == part)

    def _parts(self, some: Collection[int]) -> Parts:
        every, any_of, none = (
            tuple(group.number for group in self.part(part) if group.number in some)
            for part in ("all", "any", "none")
        )
        return Parts(every, any_of, none)


@dataclass(frozen=True, eq=False)
class Program:
    """What compiling makes of a rule set."""

    rules: tuple[RulePlan, ...]
    groups: tuple[GroupPlan, ...]
    contests: tuple[Contest, ...]
    alphabet: Alphabet
    splitter: TagSplitter
    literals: tuple[bytes, ...]
    uses: Meanings
    """For every literal what it may mean."""
    phrases: Phrases
    """What stands around targets."""
    slot_groups: dict[str, tuple[int, ...]]
    other_groups: tuple[int, ...]
    variants: Variants
    """How words of texts are read."""
    lexicon: Mapping[str, WordList]
    """The lists, for how far those reach that lower."""

    @cached_property
    def served(self) -> tuple[tuple[int, ...], ...]:
        """For every literal the groups it may serve, itself or as part of a phrase, ascending."""
        around: dict[str, set[int]] = {}
        for phrase in self.phrases.all:
            around.setdefault(phrase.around.slot, set()).update(phrase.groups)
        of_kind: list[frozenset[int]] = []
        for kind, asked in self.uses.kinds:
            groups = set(asked)
            if kind.points and not asked:
                groups |= {*self.slot_groups.get(kind.slot, ()), *around.get(kind.slot, ())}
                groups |= set(self.other_groups) if kind.slot in ANY else set()
            of_kind.append(frozenset(groups))
        return self._united(of_kind)

    def _united(self, of_kind: list[frozenset[int]]) -> tuple[tuple[int, ...], ...]:
        one = [tuple(sorted(groups)) for groups in of_kind]
        kinds, starts = self.uses.kind_of, self.uses.starts
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        found: list[tuple[int, ...]] = []
        for literal, start in enumerate(starts[:-1]):
            if starts[literal + 1] - start == 1:
                found.append(one[kinds[start]])
                continue
            key = tuple(kinds[start : starts[literal + 1]])
            if key not in known:
                known[key] = tuple(sorted(frozenset().union(*(of_kind[k] for k in key))))
            found.append(known[key])
        return tuple(found)

    @cached_property
    def ballot_numbers(self) -> tuple[frozenset[int], ...]:
        """Of each contest the ballot numbers of its contestants."""
        return tuple(
            frozenset(c.number for c in contest.contestants if c.number is not None)
            for contest in self.contests
        )

    @cached_property
    def weights(self) -> dict[str, dict[str, int]]:
        """What each word of each file of weights weighs."""
        weighed = {name: entry for name, entry in self.lexicon.items() if entry.weights}
        return {n: dict(zip(e.words, e.weights, strict=True)) for n, e in weighed.items()}

    @cached_property
    def above_too(self) -> frozenset[str]:
        """The lists that are looked for in the post that is answered too."""
        return frozenset(name for name, words in self.lexicon.items() if words.parent)

    @cached_property
    def wordy(self) -> frozenset[int]:
        """The groups that words serve which point to nobody."""
        return frozenset(g for kind, asked in self.uses.kinds if not kind.points for g in asked)


SPELLINGS = "spellings"


def plan(rule_set: RuleSet, shelf: Shelf = NOTHING) -> Program:
    """Expand the running rules over all contestants and give every spelling its literal.

    Raises BrokenConfig for rules that are more than can be searched for.
    """
    rules = _rule_plans(rule_set)
    kept = shelf.take(SPELLINGS)
    if kept is not None:
        with suppress(ValueError):
            return _program(rule_set, rules, decoded(kept))
    spelled = spell(rule_set, (each for rule in rules for each in _asking(rule)))
    if shelf is not NOTHING:
        shelf.put(SPELLINGS, encoded(spelled))
    return _program(rule_set, rules, spelled)


def _program(rule_set: RuleSet, rules: tuple[RulePlan, ...], spelled: Spelled) -> Program:
    groups = tuple(group for rule in rules for group in rule.groups)
    uses = Meanings(spelled.kinds, spelled.texts, spelled.kind_of, spelled.starts)
    return Program(
        rules,
        groups,
        rule_set.contests,
        make_alphabet(spelled.symbols),
        TagSplitter(spelled.tag_words),
        spelled.literals,
        uses,
        Phrases(spelled.phrases, spelled.literals, uses),
        {slot: tuple(g.number for g in groups if slot in g.slots) for slot in _slots(groups)},
        tuple(g.number for g in groups if g.others),
        Variants(spelled.variants),
        rule_set.lexicon,
    )


def _rule_plans(rule_set: RuleSet) -> tuple[RulePlan, ...]:
    plans: list[RulePlan] = []
    number = 0
    for index, rule in enumerate(rule_set.running):
        groups: list[GroupPlan] = []
        pointing = False
        for part, group in parts(rule):
            words = [wanted(word) for word in group.any]
            slots = {
                s for w in words if w.alone and w.slot not in ("other", "office") for s in w.slots
            }
            pointing = pointing or any(w.slot and w.slot not in ("office", "other") for w in words)
            others = any(w.slot == "other" for w in words)
            name = group.name or _name(words[0])
            groups.append(GroupPlan(number, index, part, group.on, name, frozenset(slots), others))
            number += 1
        plans.append(RulePlan(rule, tuple(groups), pointing))
    return tuple(plans)


def parts(rule: Rule) -> Iterator[tuple[str, Group]]:
    """The groups of a rule, each with the part of `find` it stands in, as they are numbered."""
    yield from (("all", group) for group in rule.find.all)
    yield from (("any", group) for group in rule.find.any)
    yield from (("none", group) for group in rule.find.none)


def _asking(rule: RulePlan) -> Iterator[tuple[Asking, Wanted]]:
    for (_, group), numbered in zip(parts(rule.rule), rule.groups, strict=True):
        for word in map(wanted, group.any):
            yield Asking(numbered.number, group.name, rule.rule.id), word


def _slots(groups: tuple[GroupPlan, ...]) -> set[str]:
    return {slot for group in groups for slot in group.slots}


def _name(word: Wanted) -> str:
    return word.list_id or word.text
