"""config/rules/ in, a rule set and every complaint out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patroli.config import Config
from patroli.config.located import read_yaml, salvage
from patroli.config.reading import files_in
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.errors import Complaint
from patroli.rules.examples import EXAMPLE_SLOTS, unknown_slots
from patroli.rules.model import Group, Rule
from patroli.rules.neutrality import Names, names_of
from patroli.rules.ruleset import RuleSet
from patroli.rules.targets import ANY
from patroli.rules.words import fault, wanted

POINTING_SLOTS = frozenset({*ANY, "fullname", "firstname", "sign", "colour"})
BUILT_IN_CONTEXTS = frozenset({"all-contestants", "namesake"})


def read_rules(folder: Path, config: Config) -> tuple[RuleSet, tuple[Complaint, ...]]:
    """Read `folder`/rules/*.yaml against a configuration. Never raises.

    What can be read is in the result even when there are complaints. The rules' own examples need
    the matcher: `patroli.match.check_examples` runs them.
    """
    complaints: list[Complaint] = []
    origins: dict[str, Located] = {}
    rules: list[Rule] = []
    seen = Seen("id")
    names = names_of(config.contests)
    for path in files_in(folder, "rules"):
        located = read_yaml(path)
        rule, wrong = salvage(Rule, located)
        complaints += wrong
        if rule is None:
            continue
        again = seen.add(located, ("id",), rule.id)
        complaints += again
        complaints += _check(rule, located, config, names)
        if not again:
            rules.append(rule)
            origins[rule.id] = located
    for located in config.word_files or map(read_yaml, files_in(folder, "lexicon")):
        complaints += names.complaints(located, (), "words that name no contestant")
        complaints += _check_list(located)
    if not rules:
        found, expected = "no rule that can be read", "at least one *.yaml file with a rule"
        complaints.append(Complaint(str(folder / "rules"), 0, "", found, expected))
    rule_set = RuleSet.of(tuple(rules), config.lexicon, config.contests, config.law, origins)
    return rule_set, tuple(sorted(set(complaints)))


def _check(rule: Rule, located: Located, config: Config, names: Names) -> Iterator[Complaint]:
    laws = {basis.id for basis in config.law}
    for index, basis in enumerate(rule.basis):
        if laws and basis not in laws:  # else law.yaml itself is the complaint
            found = f"the unknown legal basis {basis!r}"
            yield located.complain(("basis", index), found, "an id of law.yaml")
    stages = {stage.name for contest in config.contests for stage in contest.stages} | {"none"}
    for index, stage in enumerate(rule.stages):
        if stage not in stages:
            found = f"the unknown stage {stage!r}"
            yield located.complain(("stages", index), found, f"one of {', '.join(sorted(stages))}")
    for index, lowering in enumerate(rule.lowered_by):
        known = lowering.context in config.lexicon and not _weights(config, lowering.context)
        if not known and lowering.context not in BUILT_IN_CONTEXTS:
            found = f"the unknown context {lowering.context!r}"
            expected = "all-contestants, namesake, or the id of a list in lexicon/"
            yield located.complain(("lowered_by", index), found, expected)
    yield from _check_groups(rule, located, config)
    yield from _check_weighed(rule, located, config)
    for place, text in located.texts_below(("examples",)):
        for slot in unknown_slots(text):
            expected = ", ".join("{" + known + "}" for known in EXAMPLE_SLOTS)
            yield located.complain(place, f"the unknown slot {{{slot}}}", f"one of {expected}")
    yield from names.complaints(located, ("find",))
    yield from names.complaints(located, ("examples",))


def _check_groups(rule: Rule, located: Located, config: Config) -> Iterator[Complaint]:
    parts: tuple[tuple[str, tuple[Group, ...]], ...] = (
        ("all", rule.find.all),
        ("any", rule.find.any),
        ("none", rule.find.none),
    )
    for part, groups in parts:
        for number, group in enumerate(groups):
            path: KeyPath = ("find", part, number)
            for index, word in enumerate(group.any):
                place = (*path, index) if (*path, index) in located.lines else (*path, "any", index)
                yield from _check_word(word, place, located, config)
    if all(group.on == "parent" for group in (*rule.find.all, *rule.find.any)):
        found = "groups that look only at the parent post"
        yield located.complain(("find",), found, "one group at least that looks at the post")


def _check_weighed(rule: Rule, located: Located, config: Config) -> Iterator[Complaint]:
    if rule.find.weighed and not _weights(config, rule.find.weighed.by):
        found, place = f"the unknown weights {rule.find.weighed.by!r}", ("find", "weighed", "by")
        yield located.complain(place, found, "the id of a file of lexicon/ with `weights`")


def _weights(config: Config, name: str) -> bool:
    return name in config.lexicon and bool(config.lexicon[name].weights)


def _check_word(word: str, place: KeyPath, located: Located, config: Config) -> Iterator[Complaint]:
    try:
        read = wanted(word)
    except ValueError as error:
        found, _, expected = str(error).partition("; ")
        yield located.complain(place, found, expected)
        return
    listed = read.list_id in config.lexicon and not _weights(config, read.list_id)
    if word.startswith("@") and not listed:
        yield located.complain(place, f"the unknown list {word!r}", "@ and an id of lexicon/")
    if wrong := fault(word):
        yield located.complain(place, *wrong)


def _check_list(located: Located) -> Iterator[Complaint]:
    """Words of lists may hold `{office}` and no other slot, and none is in every text."""
    for place, text in located.texts_below(()):
        weighed = "weights" in place
        if "words" not in place and not weighed:
            continue
        if wrong := fault(text.strip()):
            yield located.complain(place, *wrong)
        if weighed and (text.startswith("@") or "~" in text):
            yield located.complain(place, repr(text), "a word as it is, without @ and ~")
        if "{" not in text:
            continue
        try:
            read = wanted(text)
        except ValueError:
            read = None
        if weighed and not (read and read.alone and read.slot in POINTING_SLOTS):
            yield located.complain(place, repr(text), "words, and kinds of target such as {tag}")
        if not weighed and not (read and read.slot == "office"):
            yield located.complain(place, repr(text), "words and {office}; no other slot")
