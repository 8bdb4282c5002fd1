"""A rule set in, everything a scan needs out: literals, what each may mean, and which rules ask."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from patroli.match.alphabet import Alphabet, make_alphabet, watchable
from patroli.match.fold import fold_words
from patroli.match.hashtags import TagSplitter
from patroli.model import Contest
from patroli.rules import ALWAYS_USED, Rule, RuleSet
from patroli.rules.affixes import phrases
from patroli.rules.model import Group
from patroli.rules.surface import Check, Surface, Target
from patroli.rules.targets import targets
from patroli.rules.words import Wanted, wanted

ANYWHERE = -1
NO_GROUP = -1

Asked = tuple["Use", int]
"""A use, and the number of the group that asks for it or NO_GROUP."""

Meaning = tuple["Use", frozenset[int]]
"""A use with all groups that ask for it."""


class Use(NamedTuple):
    """One thing a literal may mean: a word of groups, a word of a context, or a target.

    A tuple, because a rule set has tens of thousands and each is made and hashed at every start.
    """

    surface: Surface
    name: str
    """What reasons and spans call it: `{name}`, a list, a group's name."""
    contest: int = ANYWHERE
    contestant: int = ANYWHERE
    slot: str = ""
    since: date | None = None
    region: str = ""
    context: str = ""

    @property
    def points(self) -> bool:
        """Whether it points to a contestant."""
        return self.contestant != ANYWHERE


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


@dataclass(frozen=True, slots=True)
class RulePlan:
    """One running rule with its groups."""

    rule: Rule
    groups: tuple[GroupPlan, ...]
    pointing: bool
    """Whether any group asks for a target or a phrase with one."""

    def part(self, part: str) -> tuple[GroupPlan, ...]:
        return tuple(group for group in self.groups if group.part == part)


@dataclass(frozen=True, eq=False)
class Program:
    """What compiling makes of a rule set."""

    rules: tuple[RulePlan, ...]
    groups: tuple[GroupPlan, ...]
    contests: tuple[Contest, ...]
    alphabet: Alphabet
    splitter: TagSplitter
    literals: tuple[bytes, ...]
    uses: tuple[tuple[Meaning, ...], ...]
    """For every literal what it may mean."""
    slot_groups: dict[str, tuple[int, ...]]
    other_groups: tuple[int, ...]


def plan(rule_set: RuleSet) -> Program:
    """Expand the running rules over all contestants and give every spelling its literal."""
    rules = _rule_plans(rule_set)
    groups = tuple(group for rule in rules for group in rule.groups)
    uses = [*_targets(rule_set), *_words(rule_set, rules), *_contexts(rule_set)]
    texts = {use.surface.text for use, _ in uses}
    beyond = {c for text in texts if not text.isascii() for c in text}
    alphabet = make_alphabet(tuple(filter(watchable, beyond)))
    splitter = TagSplitter({w for text in texts for w in _tag_words(text)})
    meanings: dict[bytes, dict[Use, set[int]]] = {}
    spelled = [
        (text, use, group) for use, group in uses for text in _spellings(use.surface, splitter)
    ]
    folded = fold_words([text for text, _, _ in spelled], alphabet)
    for literal, (_, use, group) in zip(folded, spelled, strict=True):
        if not literal.isspace():
            served = meanings.setdefault(literal, {}).setdefault(use, set())
            if group != NO_GROUP:
                served.add(group)
    literals = tuple(sorted(meanings))
    return Program(
        rules,
        groups,
        rule_set.contests,
        alphabet,
        splitter,
        literals,
        tuple(
            tuple((use, frozenset(asked)) for use, asked in meanings[literal].items())
            for literal in literals
        ),
        {slot: tuple(g.number for g in groups if slot in g.slots) for slot in _slots(groups)},
        tuple(g.number for g in groups if g.others),
    )


def _slots(groups: tuple[GroupPlan, ...]) -> set[str]:
    return {slot for group in groups for slot in group.slots}


def _rule_plans(rule_set: RuleSet) -> tuple[RulePlan, ...]:
    plans: list[RulePlan] = []
    number = 0
    for index, rule in enumerate(rule_set.running):
        groups: list[GroupPlan] = []
        pointing = False
        for part, group in _parts(rule):
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


def _parts(rule: Rule) -> Iterator[tuple[str, Group]]:
    yield from (("all", group) for group in rule.find.all)
    yield from (("any", group) for group in rule.find.any)
    yield from (("none", group) for group in rule.find.none)


def _targets(rule_set: RuleSet) -> Iterator[Asked]:
    for index, contest in enumerate(rule_set.contests):
        for who, contestant in enumerate(contest.contestants):
            for target in targets(contest, contestant):
                if target.slot != "digit":
                    yield _target_use(target, index, who)


def _target_use(target: Target, contest: int, contestant: int) -> Asked:
    name = "{" + target.slot + "}"
    use = Use(target.surface, name, contest, contestant, target.slot, target.since)
    return use, NO_GROUP


def _words(rule_set: RuleSet, rules: tuple[RulePlan, ...]) -> Iterator[Asked]:
    by_slot = _by_slot(rule_set)
    for plan_ in rules:
        for (_, group), numbered in zip(_parts(plan_.rule), plan_.groups, strict=True):
            for word in map(wanted, group.any):
                if word.list_id:
                    entry = rule_set.lexicon.get(word.list_id)
                    for text in entry.words if entry else ():
                        yield from _phrase(
                            wanted(text), entry.region if entry else "", group.name or word.list_id,
                            numbered.number, by_slot, rule_set.contests,
                        )  # fmt: skip
                elif not word.alone or word.slot == "office":
                    name = group.name or _name(word)
                    yield from _phrase(word, "", name, numbered.number, by_slot, rule_set.contests)


def _phrase(
    word: Wanted,
    region: str,
    name: str,
    group: int,
    by_slot: dict[str, list[tuple[int, int, Target]]],
    contests: tuple[Contest, ...],
) -> Iterator[Asked]:
    if not word.slot:
        for text in phrases(word.text):
            yield Use(Surface(text), name, region=region), group
    elif word.slot == "office":
        for index, contest in enumerate(contests):
            for office in contest.office:
                for text in phrases(word.filled(office)):
                    yield Use(Surface(text), name, index, region=region), group
    else:
        for contest_, who, target in by_slot.get(word.slot, ()):
            check = target.surface.check
            kept = check if check in (Check.NUMBER, Check.BARE, Check.ROMAN) else Check.WORD
            for text in phrases(word.filled(target.surface.text.lstrip("#@"))):
                surface = Surface(text, kept)
                use = Use(surface, name, contest_, who, word.slot, target.since, region)
                yield use, group


def _by_slot(rule_set: RuleSet) -> dict[str, list[tuple[int, int, Target]]]:
    found: dict[str, list[tuple[int, int, Target]]] = {}
    for index, contest in enumerate(rule_set.contests):
        for who, contestant in enumerate(contest.contestants):
            for target in targets(contest, contestant):
                found.setdefault(target.slot, []).append((index, who, target))
    return found


def _contexts(rule_set: RuleSet) -> Iterator[Asked]:
    wanted_lists = {low.context for rule in rule_set.running for low in rule.lowered_by}
    for list_id in sorted(wanted_lists | ALWAYS_USED):
        entry = rule_set.lexicon.get(list_id)
        for word in entry.words if entry else ():
            if "{" not in word:
                for text in phrases(word):
                    use = Use(
                        Surface(text),
                        list_id,
                        region=entry.region if entry else "",
                        context=list_id,
                    )
                    yield use, NO_GROUP


def _spellings(surface: Surface, splitter: TagSplitter) -> tuple[str, ...]:
    """A tag whole and split, as texts may have it; all else as it is."""
    if surface.check is not Check.TAG:
        return (surface.text,)
    tag = surface.text.lstrip("#").encode("utf-8", "surrogatepass")
    cuts = [0, *splitter.split(tag), len(tag)]
    split = b" ".join(tag[a:b] for a, b in itertools.pairwise(cuts))
    return tuple(part.decode("utf-8", "surrogatepass") for part in dict.fromkeys((tag, split)))


def _tag_words(text: str) -> list[str]:
    """Words to know inside hashtags: those of the spelling, or the parts of a camel-case tag."""
    if not text.startswith("#") or not text.isascii():
        return text.lower().lstrip("#@").split()
    tag = text[1:]
    cuts = [0, *TagSplitter(()).split(tag.encode()), len(tag)]
    parts = [tag[a:b].lower() for a, b in itertools.pairwise(cuts)]
    return parts if len(parts) > 1 else [tag.lower()]


def _name(word: Wanted) -> str:
    return word.list_id or word.text
