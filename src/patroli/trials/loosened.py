"""A rule in, the same rule with one demand less out: what then matches, nearly matched before.

So that the question "what was missing" is answered by the very engine that said no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from patroli.rules import Rule, RuleSet, Status
from patroli.rules.model import NO_LEAST, Examples, Find, Group, Where


class Demand(StrEnum):
    """What a rule asked for and did not get, the nearest first."""

    DISTANCE = "distance"
    SENTENCE = "sentence"
    APART = "apart"
    """Distance and sentence at once."""
    ORDER = "order"
    NONE = "none"
    """A group that must not hit did."""
    AT_LEAST = "at-least"
    WEIGHT = "weight"
    """The words of the post weigh too little."""
    STAGE = "stage"
    REGION = "region"
    ROLE = "role"
    PARENT = "parent"
    """The post answers nobody, or somebody else."""
    STATUS = "status"
    GROUP = "group"
    """A group that must hit did not."""


@dataclass(frozen=True, slots=True)
class Loosened:
    """One rule without one of its demands."""

    rule: Rule
    """As it is written."""
    without: Demand
    group: int
    """Which group under `all` or `none`; -1 where it is no matter of groups."""


def loosened(rule_set: RuleSet, wanted: frozenset[str]) -> tuple[RuleSet, dict[str, Loosened]]:
    """The wanted rules without one demand each time; and what stands behind each new id."""
    made: dict[str, Loosened] = {}
    rules: list[Rule] = []
    for rule in rule_set.rules:
        if rule.id not in wanted:
            continue
        for number, (what, changed) in enumerate(_without(rule)):
            ident = f"{rule.id}-{number:02}-{what.without}"
            made[ident] = what
            update = {"id": ident, "status": Status.ACTIVE, "examples": Examples()}
            rules.append(changed.model_copy(update=update))
    return replace(rule_set, rules=tuple(rules), origins={}), made


def _without(rule: Rule) -> Iterator[tuple[Loosened, Rule]]:
    if rule.status not in (Status.ACTIVE, Status.SHADOW):
        yield Loosened(rule, Demand.STATUS, -1), rule
        return
    for demand, group, find in _finds(rule.find):
        yield Loosened(rule, demand, group), rule.model_copy(update={"find": find})
    where = rule.where
    if where.role:
        kept = Where(parent=where.parent)
        yield Loosened(rule, Demand.ROLE, -1), rule.model_copy(update={"where": kept})
    if where.parent:
        kept = Where(role=where.role)
        yield Loosened(rule, Demand.PARENT, -1), rule.model_copy(update={"where": kept})
    if rule.stages:
        yield Loosened(rule, Demand.STAGE, -1), rule.model_copy(update={"stages": ()})
    if rule.regions:
        yield Loosened(rule, Demand.REGION, -1), rule.model_copy(update={"regions": ()})


def _finds(find: Find) -> Iterator[tuple[Demand, int, Find]]:
    anywhere = {"within": None, "same": "post"}
    if find.within is not None:
        yield Demand.DISTANCE, -1, find.model_copy(update={"within": None})
    if find.same == "sentence":
        yield Demand.SENTENCE, -1, find.model_copy(update={"same": "post"})
    if find.within is not None and find.same == "sentence":
        yield Demand.APART, -1, find.model_copy(update=anywhere)
    if find.in_order:
        yield Demand.ORDER, -1, find.model_copy(update={"in_order": False})
    if find.any and find.at_least > 1:
        less = find.model_copy(update={**anywhere, "at_least": find.at_least - 1})
        yield Demand.AT_LEAST, -1, less
    if find.any and find.at_least == 1 and _on_the_post(find.all):
        yield Demand.AT_LEAST, -1, find.model_copy(update={**anywhere, "any": ()})
    if find.weighed:
        light = find.weighed.model_copy(update={"at_least": NO_LEAST})
        yield Demand.WEIGHT, -1, find.model_copy(update={"weighed": light})
    for index in range(len(find.none)):
        rest = find.none[:index] + find.none[index + 1 :]
        yield Demand.NONE, index, find.model_copy(update={"none": rest})
    for index in range(len(find.all)):
        rest = find.all[:index] + find.all[index + 1 :]
        if _on_the_post(rest) or (find.any and not rest):
            yield Demand.GROUP, index, find.model_copy(update={**anywhere, "all": rest})


def _on_the_post(groups: tuple[Group, ...]) -> bool:
    return any(group.on != "parent" for group in groups)
