"""A config folder in, rules to try out: also those whose examples fail, and drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from patroli.config import Config, read_config
from patroli.errors import BadInput, BrokenConfig
from patroli.model import Contest
from patroli.rules import RuleSet, Status, read_rules


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
            found = f"found contest {contest_id!r}" if contest_id else "found several contests"
            raise BadInput(f"{found}; expected one of: {', '.join(contests)}")
        return contests[contest_id]

    def known(self, ids: Iterable[str]) -> tuple[str, ...]:
        """These ids of rules. Raises BadInput naming every one that is no rule."""
        asked = tuple(ids)
        every = {rule.id for rule in self.rules.rules}
        if strange := [one for one in asked if one not in every]:
            raise BadInput(
                f"found {', '.join(map(repr, strange))}; expected ids of rules, "
                f"as the files below {self.folder / 'rules'} give them"
            )
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
