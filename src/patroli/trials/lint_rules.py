"""Rules in, what is wrong with them besides their words out: examples, law, dates, use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from patroli.config.tree import KeyPath
from patroli.model import Contest, LegalBasis
from patroli.rules import Rule, RuleSet, Status, contexts_of
from patroli.rules.examples import cases
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
    rule_set: RuleSet, rule: Rule, path: KeyPath, severity: Severity, kind: Kind, found: str,
    expected: str,
) -> Finding:  # fmt: skip
    origin = rule_set.origins.get(rule.id)
    file, line = (origin.file, origin.line(path)) if origin else (f"rule {rule.id}", 0)
    return Finding(file, line, severity, kind, f"rule {rule.id}", found, expected)


def _examples(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    if not rule.examples.flag:
        bad = Severity.ERROR if rule.status is Status.ACTIVE else Severity.WARNING
        yield _at(rule_set, rule, ("examples",), bad, Kind.EXAMPLES,
                  "no `flag` example", "one text at least that the rule must match")  # fmt: skip
    if not rule.examples.pass_:
        yield _at(rule_set, rule, ("examples",), Severity.WARNING, Kind.EXAMPLES,
                  "no `pass` example", "one text at least that the rule must leave")  # fmt: skip
    tried = {case.place for case in cases(rule, rule_set.contests)}
    parts = (("flag", rule.examples.flag), ("pass", rule.examples.pass_))
    for kind, examples in parts:
        for index in range(len(examples)):
            place: KeyPath = ("examples", kind, index)
            if place not in tried:
                yield _at(rule_set, rule, place, Severity.WARNING, Kind.EXAMPLES,
                          f"{examples[index].text!r}, which no contestant can fill",
                          "slots that contestants have something for")  # fmt: skip


def _law(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    law = {basis.id: basis for basis in rule_set.law}
    for contest in rule_set.contests:
        norms = [law[ident] for ident in rule.basis if ident in law]
        none = norms and not any(_during(norm, contest) for norm in norms)
        for index, norm in enumerate(norms):
            if found := _not_in_force(norm, contest):
                successor = f", such as its successor {norm.successor}" if norm.successor else ""
                days = f"{contest.first} .. {contest.last}"
                yield _at(
                    rule_set, rule, ("basis", index),
                    Severity.ERROR if none else Severity.WARNING, Kind.LAW, found,
                    f"law in force while posts count for {contest.id} ({days}){successor}",
                )  # fmt: skip


def _during(norm: LegalBasis, contest: Contest) -> bool:
    return norm.valid_from <= contest.last and (
        norm.valid_to is None or norm.valid_to >= contest.first
    )


def _not_in_force(norm: LegalBasis, contest: Contest) -> str:
    if norm.valid_to is not None and norm.valid_to < contest.last:
        return f"{norm.id}, which ends on {norm.valid_to}"
    if norm.valid_from > contest.first:
        return f"{norm.id}, which begins on {norm.valid_from}"
    return ""


def _never(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    """Stages and regions in which no contest is."""
    places = [contest.region for contest in rule_set.contests]
    for index, region in enumerate(rule.regions):
        if not any(p.startswith(region) or region.startswith(p) for p in places):
            yield _at(rule_set, rule, ("regions", index), Severity.WARNING, Kind.DEAD,
                      f"the region {region}, in which no contest is",
                      f"a part of {' or '.join(places)}")  # fmt: skip
    for contest in rule_set.contests:
        stages = {stage.name for stage in contest.stages} | {"none"}
        if rule.stages and not stages & set(rule.stages):
            yield _at(rule_set, rule, ("stages",), Severity.WARNING, Kind.DEAD,
                      f"stages that {contest.id} does not have",
                      f"one of {', '.join(sorted(stages))}")  # fmt: skip


def _dates(rule_set: RuleSet, rule: Rule, today: date) -> Iterator[Finding]:
    if not rule.author or not rule.date:
        missing = " and no ".join(n for n in ("author", "date") if not getattr(rule, n))
        yield _at(rule_set, rule, (), Severity.WARNING, Kind.DATES, f"no {missing}",
                  "who answers for the rule, and since when")  # fmt: skip
    if not rule.date:
        return
    try:
        since = date.fromisoformat(rule.date)
    except ValueError:
        yield _at(rule_set, rule, ("date",), Severity.WARNING, Kind.DATES, repr(rule.date),
                  "a day like 2029-09-25")  # fmt: skip
        return
    if since > today:
        yield _at(rule_set, rule, ("date",), Severity.WARNING, Kind.DATES,
                  f"{since}, which is to come", f"{today} or earlier")  # fmt: skip
    wait = WAITING.get(rule.status)
    if wait and today - since > wait:
        yield _at(rule_set, rule, ("status",), Severity.WARNING, Kind.DATES,
                  f"{rule.status} since {since}, {(today - since).days} days",
                  f"a decision within {wait.days} days: active or retired")  # fmt: skip


def _unused(rule_set: RuleSet, lists: Mapping[str, ListFile]) -> Iterator[Finding]:
    used = reached(dict(lists), {*_named(rule_set.rules), *contexts_of(rule_set.rules)})
    regions = [contest.region for contest in rule_set.contests]
    for name, one in sorted(lists.items()):
        if name not in used:
            yield Finding(one.located.file, one.line, Severity.WARNING, Kind.UNUSED,
                          f"list {name}", "no rule that uses it",
                          f"@{name} or the context {name} in a rule")  # fmt: skip
        region = one.located.at((*one.path, "region"))
        if isinstance(region, str) and not any(
            place.startswith(region) or region.startswith(place) for place in regions
        ):
            yield Finding(one.located.file, one.line, Severity.WARNING, Kind.UNUSED,
                          f"list {name}", f"the region {region}, in which no contest is",
                          f"a part of {' or '.join(regions)}")  # fmt: skip


def _named(rules: Collection[Rule]) -> Iterator[str]:
    for rule in rules:
        for group in (*rule.find.all, *rule.find.any, *rule.find.none):
            yield from (word[1:] for word in group.any if word.startswith("@"))
