"""config/rules/ in, a rule set and every complaint out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patroli.config import Config
from patroli.config.located import read_yaml, salvage
from patroli.config.nearest import nearest, nearest_slot
from patroli.config.reading import files_in
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.errors import Complaint
from patroli.rules.examples import EXAMPLE_SLOTS, unknown_slots
from patroli.rules.model import Group, Rule
from patroli.rules.neutrality import Names, names_of
from patroli.rules.ruleset import RuleSet
from patroli.rules.targets import ANY
from patroli.rules.words import Meaningless, fault, wanted
from patroli.sayings import of_rules as say
from patroli.sayings.of_files import KIND_ID, UNKNOWN_STAGE
from patroli.sayings.of_lists import ONE_AMONG, UNKNOWN_LIST, UNKNOWN_SLOT
from patroli.told import as_it_is

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
    seen = Seen(KIND_ID())
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
        complaints += names.complaints(located, (), say.NAMES_NOBODY())
        complaints += _check_list(located)
    if not rules:
        complaints.append(Complaint(str(folder / "rules"), 0, "", say.NO_RULE(), say.A_RULE()))
    rule_set = RuleSet.of(tuple(rules), config.lexicon, config.contests, config.law, origins)
    return rule_set, tuple(sorted(set(complaints)))


def _check(rule: Rule, located: Located, config: Config, names: Names) -> Iterator[Complaint]:
    laws = {basis.id for basis in config.law}
    for index, basis in enumerate(rule.basis):
        if laws and basis not in laws:  # else law.yaml itself is the complaint
            found, near = say.UNKNOWN_BASIS(name=basis), nearest(basis, sorted(laws))
            yield located.complain(("basis", index), found, say.ID_OF_LAW(), near)
    known = {stage.name for contest in config.contests for stage in contest.stages} | {"none"}
    stages = tuple(sorted(known))
    for index, stage in enumerate(rule.stages):
        if stage not in stages:
            found, near = UNKNOWN_STAGE(name=stage), nearest(stage, stages)
            yield located.complain(("stages", index), found, ONE_AMONG(known=stages), near)
    contexts = sorted(BUILT_IN_CONTEXTS | config.lexicon.keys())
    for index, lowering in enumerate(rule.lowered_by):
        if lowering.context not in contexts or _weights(config, lowering.context):
            found = say.UNKNOWN_CONTEXT(name=lowering.context)
            near = nearest(lowering.context, contexts)
            yield located.complain(("lowered_by", index), found, say.A_CONTEXT(), near)
    yield from _check_groups(rule, located, config)
    yield from _check_weighed(rule, located, config)
    for place, text in located.texts_below(("examples",)):
        for slot in unknown_slots(text):
            slots = tuple("{" + known + "}" for known in EXAMPLE_SLOTS)
            found, near = UNKNOWN_SLOT(slot=slot), nearest_slot(slot, EXAMPLE_SLOTS)
            yield located.complain(place, found, ONE_AMONG(known=slots), near)
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
        yield located.complain(("find",), say.ONLY_PARENT(), say.LOOKS_AT_POST())


def _check_weighed(rule: Rule, located: Located, config: Config) -> Iterator[Complaint]:
    if rule.find.weighed and not _weights(config, rule.find.weighed.by):
        name = rule.find.weighed.by
        near = nearest(name, [known for known in config.lexicon if _weights(config, known)])
        place, found = ("find", "weighed", "by"), say.UNKNOWN_WEIGHTS(name=name)
        yield located.complain(place, found, say.ID_OF_WEIGHTS(), near)


def _weights(config: Config, name: str) -> bool:
    return name in config.lexicon and bool(config.lexicon[name].weights)


def _check_word(word: str, place: KeyPath, located: Located, config: Config) -> Iterator[Complaint]:
    try:
        read = wanted(word)
    except Meaningless as error:
        yield located.complain(place, *error.told)
        return
    listed = read.list_id in config.lexicon and not _weights(config, read.list_id)
    if word.startswith("@") and not listed:
        near = nearest(read.list_id, config.lexicon)
        found = UNKNOWN_LIST(word=word)
        yield located.complain(place, found, say.AT_AND_ID(), f"@{near}" if near else "")
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
            yield located.complain(place, as_it_is(repr(text)), say.PLAIN_WORD())
        if "{" not in text:
            continue
        try:
            read = wanted(text)
        except ValueError:
            read = None
        if weighed and not (read and read.alone and read.slot in POINTING_SLOTS):
            yield located.complain(place, as_it_is(repr(text)), say.WORDS_AND_KINDS())
        if not weighed and not (read and read.slot == "office"):
            yield located.complain(place, as_it_is(repr(text)), say.WORDS_AND_OFFICE())
