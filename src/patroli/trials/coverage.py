"""Rules and contests in, what points to each contestant out: kind by kind, form by form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patroli.model import Contest, Contestant, Form
from patroli.rules import Rule, RuleSet
from patroli.rules.model import Group
from patroli.rules.targets import SLOTS, targets
from patroli.rules.words import wanted
from patroli.sayings import of_trials as say
from patroli.told import Told


@dataclass(frozen=True, slots=True)
class Kinds:
    """What one contestant is known by."""

    contestant: str
    things: dict[str, int]
    """How many are configured of each kind of target: two names, one tag."""
    spellings: dict[str, int]
    """How many spellings they become."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """How much of a form's rules speaks of one contestant."""

    contestant: str
    form: Form
    rules: int
    """Rules that can hold for the contestant at all."""
    spellings: int
    """Spellings of targets that these rules take."""
    by_kind: dict[str, int]
    """For each kind the rules that take it and have something to find."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something one contestant has less of than another."""

    contestant: str
    kind: str
    found: Told
    expected: Told
    needed_by: tuple[str, ...] = ()
    """Rules that cannot hold for the contestant without it: that is unfair, not only uneven."""


@dataclass(frozen=True, slots=True)
class ContestCoverage:
    """One contest, all its contestants side by side."""

    contest: str
    kinds: tuple[Kinds, ...]
    speaking: tuple[Speaking, ...]
    lacks: tuple[Lack, ...]

    @property
    def unfair(self) -> tuple[Lack, ...]:
        """What is lacking and needed by a rule alone."""
        return tuple(lack for lack in self.lacks if lack.needed_by)


def coverage(rule_set: RuleSet) -> tuple[ContestCoverage, ...]:
    """Compare the contestants of every contest."""
    return tuple(_of(rule_set, contest) for contest in rule_set.contests)


def _of(rule_set: RuleSet, contest: Contest) -> ContestCoverage:
    kinds = tuple(_kinds(contest, contestant) for contestant in contest.contestants)
    asked = {rule.id: _asked(rule) for rule in rule_set.running}
    speaking = tuple(
        _speaking(rule_set, form, one, asked)
        for form in Form
        for one in kinds
        if any(rule.form is form for rule in rule_set.running)
    )
    return ContestCoverage(contest.id, kinds, speaking, tuple(_lacks(kinds, asked)))


def _kinds(contest: Contest, contestant: Contestant) -> Kinds:
    each = Counter(target.slot for target in targets(contest, contestant))
    things = {
        "name": len(contestant.names),
        "fullname": len(contestant.names),
        "firstname": each["firstname"],
        "short": len(contestant.short),
        "number": int(contestant.number is not None),
        "digit": int(contestant.number is not None),
        "party": len(contestant.parties),
        "tag": len(contestant.tags),
        "sign": len(contestant.signs),
        "colour": len(contestant.colours),
        "slogan": len(contestant.slogans),
        "team": len(contestant.teams),
        "account": len(contestant.accounts),
    }
    return Kinds(contestant.id, things, {slot: each[slot] for slot in SLOTS})


Asked = tuple[frozenset[str], ...]
"""For every group that must hit and asks for contestants alone, the kinds it takes."""


def _asked(rule: Rule) -> Asked:
    find = rule.find
    must = [*find.all, *(find.any if find.at_least == len(find.any) else ())]
    groups = [_slots(group) for group in must]
    return tuple(slots for slots, alone in groups if alone and slots)


def _slots(group: Group) -> tuple[frozenset[str], bool]:
    """The kinds of target a group takes, and whether nothing else will do."""
    slots: set[str] = set()
    alone = True
    for word in map(wanted, group.any):
        if word.slot == "other":
            alone = False
        elif word.slot and word.slot != "office":
            slots.update(word.slots)
        else:
            alone = False
    return frozenset(slots), alone


def _taken(rule: Rule) -> frozenset[str]:
    """Every kind of target a rule takes anywhere."""
    words = (wanted(w) for group in (*rule.find.all, *rule.find.any) for w in group.any)
    return frozenset(slot for word in words if word.slot != "office" for slot in word.slots)


def _holds(asked: Asked, one: Kinds) -> bool:
    return all(any(one.things[slot] for slot in slots) for slots in asked)


def _speaking(rule_set: RuleSet, form: Form, one: Kinds, asked: dict[str, Asked]) -> Speaking:
    of_form = [rule for rule in rule_set.running if rule.form is form]
    able = [rule for rule in of_form if _holds(asked[rule.id], one)]
    kinds = frozenset(slot for rule in able for slot in _taken(rule) if one.things[slot])
    by_kind = {
        slot: sum(slot in _taken(rule) and one.things[slot] > 0 for rule in able) for slot in SLOTS
    }
    spellings = sum(one.spellings[slot] for slot in kinds)
    return Speaking(one.contestant, form, len(able), spellings, by_kind)


def _lacks(kinds: Sequence[Kinds], asked: dict[str, Asked]) -> Iterator[Lack]:
    for slot in SLOTS:
        most = max((one.things[slot] for one in kinds), default=0)
        widest = max((one.spellings[slot] for one in kinds), default=0)
        for one in kinds:
            here, spelled = one.things[slot], one.spellings[slot]
            if most and not here:
                needing = _needing(slot, one, kinds, asked)
                yield Lack(one.contestant, slot, say.NONE(), say.AS_OTHERS(count=most), needing)
            elif here < most:
                yield Lack(one.contestant, slot, say.SOME(count=here), say.AS_OTHERS(count=most))
            elif spelled < widest:
                found, expected = say.SPELLINGS(count=spelled), say.AS_OTHERS(count=widest)
                yield Lack(one.contestant, slot, found, expected)


def _needing(
    slot: str, one: Kinds, kinds: Sequence[Kinds], asked: dict[str, Asked]
) -> tuple[str, ...]:
    """Rules that hold for others and not for one of them, because of this kind."""
    return tuple(
        rule
        for rule, groups in asked.items()
        if any(slot in slots and not any(one.things[s] for s in slots) for slots in groups)
        and any(_holds(groups, other) for other in kinds)
    )
