"""A config folder in, rules to try out: also those whose examples fail, and drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from patroli.config import Config, read_config
from patroli.config.nearest import nearest
from patroli.errors import BadInput, BrokenConfig, sentence
from patroli.model import Contest
from patroli.rules import RuleSet, Status, read_rules
from patroli.sayings import of_trials as say
from patroli.told import Told, as_it_is


@dataclass(frozen=True)
class Bench:
    """A configuration without complaints. `Workspace.open` asks more: that all examples hold."""

    folder: Path
    config: Config
    rules: RuleSet

    @classmethod
    def open(cls, folder: Path) -> Bench:
        """Read a configuration. Raises BrokenConfig with every complaint but those of examples."""
        config, complaints = read_config(folder)
        rules, more = read_rules(folder, config)
        if complaints or more:
            raise BrokenConfig((*complaints, *more))
        return cls(folder, config, rules)

    def contest(self, contest_id: str | None) -> Contest:
        """The contest of that id, or the only one. Raises BadInput for another."""
        contests = {contest.id: contest for contest in self.config.contests}
        if contest_id is None and len(contests) == 1:
            return next(iter(contests.values()))
        if contest_id not in contests:
            found = say.CONTEST(id=contest_id) if contest_id else say.SEVERAL_CONTESTS()
            raise BadInput(sentence(found, say.ONE_OF_CONTESTS(known=tuple(contests))))
        return contests[contest_id]

    def known(self, ids: Iterable[str]) -> tuple[str, ...]:
        """These ids of rules. Raises BadInput naming every one that is no rule."""
        expected = say.IDS_OF_RULES(folder=str(self.folder / "rules"))
        return _known(ids, [rule.id for rule in self.rules.rules], expected)

    def known_subjects(self, ids: Iterable[str]) -> tuple[str, ...]:
        """These ids of rules or lists. Raises BadInput naming every one that is neither."""
        every = [*(rule.id for rule in self.rules.rules), *self.config.lexicon]
        return _known(ids, every, say.IDS_OF_BOTH(folder=str(self.folder)))


def _known(ids: Iterable[str], every: Sequence[str], expected: Told) -> tuple[str, ...]:
    asked = tuple(ids)
    if strange := [one for one in asked if one not in every]:
        near = tuple(dict.fromkeys(filter(None, (nearest(one, every) for one in strange))))
        wanted = say.PERHAPS(expected=expected, near=near) if near else expected
        raise BadInput(sentence(as_it_is(", ".join(map(repr, strange))), wanted))
    return asked


def running(rule_set: RuleSet, wanted: Iterable[str] = ()) -> RuleSet:
    """The rules that match, and those of the wanted ids that are draft or retired, as shadows."""
    asked = frozenset(wanted)
    return replace(
        rule_set,
        rules=tuple(
            rule.model_copy(update={"status": Status.SHADOW})
            if rule.id in asked and rule not in rule_set.running
            else rule
            for rule in rule_set.rules
        ),
    )
