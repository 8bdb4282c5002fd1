"""Rules in, what is wrong with them besides their words out: examples, law, dates, use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from patroli.config.tree import KeyPath
from patroli.model import Contest, LegalBasis
from patroli.rules import Rule, RuleSet, Status, contexts_of
from patroli.rules.examples import cases
from patroli.sayings import of_trials as say
from patroli.told import Told, as_it_is
from patroli.trials.finding import Finding, Kind, ListFile, Severity, reached

WAITING = {Status.DRAFT: timedelta(days=180), Status.SHADOW: timedelta(days=90)}
"""How long a rule may wait for a decision about it."""


def lint_rules(rule_set: RuleSet, lists: Mapping[str, ListFile], today: date) -> Iterator[Finding]:
    """Everything that is found in rules and lists as wholes."""
    for rule in rule_set.rules:
        if rule.status is not Status.RETIRED:
            yield from _examples(rule_set, rule)
            yield from _law(rule_set, rule)
            yield from _never(rule_set, rule)
        yield from _dates(rule_set, rule, today)
    yield from _unused(rule_set, lists)


def _at(
    rule_set: RuleSet, rule: Rule, path: KeyPath, severity: Severity, kind: Kind, found: Told,
    expected: Told,
) -> Finding:  # fmt: skip
    origin = rule_set.origins.get(rule.id)
    file, line = (origin.file, origin.line(path)) if origin else (f"rule {rule.id}", 0)
    return Finding(file, line, severity, kind, say.RULE(id=rule.id), found, expected)


def _examples(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    if not rule.examples.flag:
        bad = Severity.ERROR if rule.status is Status.ACTIVE else Severity.WARNING
        yield _at(rule_set, rule, ("examples",), bad, Kind.EXAMPLES,
                  say.NO_EXAMPLE(kind="flag"), say.MUST_MATCH())  # fmt: skip
    if not rule.examples.pass_:
        yield _at(rule_set, rule, ("examples",), Severity.WARNING, Kind.EXAMPLES,
                  say.NO_EXAMPLE(kind="pass"), say.MUST_LEAVE())  # fmt: skip
    tried = {case.place for case in cases(rule, rule_set.contests)}
    parts = (("flag", rule.examples.flag), ("pass", rule.examples.pass_))
    for kind, examples in parts:
        for index in range(len(examples)):
            place: KeyPath = ("examples", kind, index)
            if place not in tried:
                yield _at(rule_set, rule, place, Severity.WARNING, Kind.EXAMPLES,
                          say.UNFILLED(text=examples[index].text), say.FILLABLE())  # fmt: skip


def _law(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    law = {basis.id: basis for basis in rule_set.law}
    for contest in rule_set.contests:
        norms = [law[ident] for ident in rule.basis if ident in law]
        none = norms and not any(_during(norm, contest) for norm in norms)
        for index, norm in enumerate(norms):
            if found := _not_in_force(norm, contest):
                expected = say.LAW_IN_FORCE(
                    contest=contest.id, first=contest.first, last=contest.last
                )
                if norm.successor:
                    expected = say.SUCCESSOR(law=expected, successor=norm.successor)
                yield _at(
                    rule_set, rule, ("basis", index),
                    Severity.ERROR if none else Severity.WARNING, Kind.LAW, found, expected,
                )  # fmt: skip


def _during(norm: LegalBasis, contest: Contest) -> bool:
    return norm.valid_from <= contest.last and (
        norm.valid_to is None or norm.valid_to >= contest.first
    )


def _not_in_force(norm: LegalBasis, contest: Contest) -> Told | None:
    if norm.valid_to is not None and norm.valid_to < contest.last:
        return say.LAW_ENDS(norm=norm.id, day=norm.valid_to)
    if norm.valid_from > contest.first:
        return say.LAW_BEGINS(norm=norm.id, day=norm.valid_from)
    return None


def _never(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    """Stages and regions in which no contest is."""
    places = tuple(contest.region for contest in rule_set.contests)
    for index, region in enumerate(rule.regions):
        if not any(p.startswith(region) or region.startswith(p) for p in places):
            yield _at(rule_set, rule, ("regions", index), Severity.WARNING, Kind.DEAD,
                      say.REGION_WITHOUT(region=region), say.PART_OF(regions=places))  # fmt: skip
    for contest in rule_set.contests:
        stages = {stage.name for stage in contest.stages} | {"none"}
        if rule.stages and not stages & set(rule.stages):
            yield _at(rule_set, rule, ("stages",), Severity.WARNING, Kind.DEAD,
                      say.STAGES_WITHOUT(contest=contest.id),
                      say.ONE_OF_STAGES(stages=tuple(sorted(stages))))  # fmt: skip


def _dates(rule_set: RuleSet, rule: Rule, today: date) -> Iterator[Finding]:
    if not rule.author or not rule.date:
        missing = [key for key in ("author", "date") if not getattr(rule, key)]
        found = say.MISSING(key=missing[0]) if len(missing) == 1 else say.BOTH_MISSING()
        yield _at(rule_set, rule, (), Severity.WARNING, Kind.DATES, found,
                  say.WHO_AND_WHEN())  # fmt: skip
    if not rule.date:
        return
    try:
        since = date.fromisoformat(rule.date)
    except ValueError:
        yield _at(rule_set, rule, ("date",), Severity.WARNING, Kind.DATES,
                  as_it_is(repr(rule.date)), say.A_DAY())  # fmt: skip
        return
    if since > today:
        yield _at(rule_set, rule, ("date",), Severity.WARNING, Kind.DATES,
                  say.TO_COME(day=since), say.OR_EARLIER(day=today))  # fmt: skip
    wait = WAITING.get(rule.status)
    if wait and today - since > wait:
        yield _at(rule_set, rule, ("status",), Severity.WARNING, Kind.DATES,
                  say.STATUS_SINCE(status=rule.status, day=since, count=(today - since).days),
                  say.DECIDED_WITHIN(count=wait.days))  # fmt: skip


def _unused(rule_set: RuleSet, lists: Mapping[str, ListFile]) -> Iterator[Finding]:
    used = reached(dict(lists), {*_named(rule_set.rules), *contexts_of(rule_set.rules)})
    regions = tuple(contest.region for contest in rule_set.contests)
    for name, one in sorted(lists.items()):
        if name not in used:
            yield Finding(one.located.file, one.line, Severity.WARNING, Kind.UNUSED,
                          say.LIST(id=name), say.UNUSED(), say.USED(name=name))  # fmt: skip
        region = one.located.at((*one.path, "region"))
        if isinstance(region, str) and not any(
            place.startswith(region) or region.startswith(place) for place in regions
        ):
            yield Finding(one.located.file, one.line, Severity.WARNING, Kind.UNUSED,
                          say.LIST(id=name), say.REGION_WITHOUT(region=region),
                          say.PART_OF(regions=regions))  # fmt: skip


def _named(rules: Collection[Rule]) -> Iterator[str]:
    for rule in rules:
        if rule.find.weighed:
            yield rule.find.weighed.by
        for group in (*rule.find.all, *rule.find.any, *rule.find.none):
            yield from (word[1:] for word in group.any if word.startswith("@"))
