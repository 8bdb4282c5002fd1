"""Rules with all they rest on: one frozen thing with a hash, rebuilt from its own text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any

from patroli.config.lexicon import SPELLINGS
from patroli.config.located import Located
from patroli.config.words import RegionalWords, WordList
from patroli.model import Contest, Contestant, LegalBasis, Stage
from patroli.rules.model import Rule, Status

FORMAT = 1
"""Of the canonical text; changes when old texts need another reading."""


@dataclass(frozen=True)
class RuleSet:
    """Rules, word lists, contests and law: with the same four the same posts match the same.

    Everything is kept in the order of its id, so that the order of files means nothing.
    """

    rules: tuple[Rule, ...]
    lexicon: Mapping[str, WordList]
    contests: tuple[Contest, ...]
    law: tuple[LegalBasis, ...]
    origins: Mapping[str, Located] = field(default_factory=dict, compare=False, repr=False)
    """Where each rule was read, for complaints; not part of the hash."""

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON: sorted keys, no blanks. What history stores and the hash is taken of."""
        plain = {
            "format": FORMAT,
            "rules": [rule.canonical() for rule in self.rules],
            "lexicon": [self.lexicon[name] for name in sorted(self.lexicon)],
            "contests": self.contests,
            "law": self.law,
        }
        return json.dumps(
            plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain
        )

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical text, hex."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def running(self) -> tuple[Rule, ...]:
        """The rules that match: active and shadow ones."""
        return tuple(r for r in self.rules if r.status in (Status.ACTIVE, Status.SHADOW))

    @classmethod
    def of(
        cls,
        rules: tuple[Rule, ...],
        lexicon: Mapping[str, WordList],
        contests: tuple[Contest, ...],
        law: tuple[LegalBasis, ...],
        origins: Mapping[str, Located] | None = None,
    ) -> RuleSet:
        """A rule set in canonical order, with the lists and norms its rules use and no others."""
        used = _lists_used(rules)
        norms = {basis for rule in rules for basis in rule.basis}
        return cls(
            tuple(sorted(rules, key=lambda rule: rule.id)),
            {name: lexicon[name] for name in sorted(used & set(lexicon))},
            tuple(sorted(contests, key=lambda contest: contest.id)),
            tuple(sorted((b for b in law if b.id in norms), key=lambda basis: basis.id)),
            origins or {},
        )

    @classmethod
    def from_canonical(cls, text: str) -> RuleSet:
        """Rebuild a rule set from its canonical text. Raises ValueError for any other text.

        It keeps that very text, and so its hash, also where a newer program would write another.
        """
        plain = json.loads(text)
        if not isinstance(plain, dict) or plain.get("format") != FORMAT:
            raise ValueError("not the canonical text of a rule set of this version")
        rebuilt = cls(
            tuple(Rule.model_validate(rule) for rule in plain["rules"]),
            {words["id"]: _word_list(words) for words in plain["lexicon"]},
            tuple(_contest(contest) for contest in plain["contests"]),
            tuple(_basis(basis) for basis in plain["law"]),
        )
        rebuilt.__dict__["canonical"] = text
        return rebuilt


ALWAYS_USED = frozenset(
    {"negation", "contrast", "negation-undone", "tanya-retoris", "suasana-pemilu"}
)
"""Lists the engine itself asks for, where they exist."""


def contexts_of(rules: Iterable[Rule]) -> frozenset[str]:
    """The lists that lower what these rules find, or that the engine itself asks for."""
    return ALWAYS_USED.union(low.context for rule in rules for low in rule.lowered_by)


def _lists_used(rules: tuple[Rule, ...]) -> set[str]:
    used = {*contexts_of(rules), SPELLINGS}
    used |= {rule.find.weighed.by for rule in rules if rule.find.weighed}
    for rule in rules:
        for group in (*rule.find.all, *rule.find.any, *rule.find.none):
            used |= {word[1:] for word in group.any if word.startswith("@")}
    return used


def _plain(value: object) -> str | dict[str, Any]:
    """Days as text and dataclasses as their fields, each met by the encoder once."""
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in plain.items()}


def _word_list(plain: dict[str, Any]) -> WordList:
    regional = tuple(RegionalWords(**_tuples(each)) for each in plain.get("regional", ()))
    return WordList(**{**_tuples(plain), "regional": regional})


def _contest(plain: dict[str, Any]) -> Contest:
    stages = tuple(Stage(s["name"], _some(s["first"]), _some(s["last"])) for s in plain["stages"])
    contestants = tuple(
        Contestant(**{**_tuples(c), "number_from": _day(c["number_from"])})
        for c in plain["contestants"]
    )
    days = {"first": _some(plain["first"]), "last": _some(plain["last"])}
    return Contest(**{**_tuples(plain), **days, "stages": stages, "contestants": contestants})


def _basis(plain: dict[str, Any]) -> LegalBasis:
    return LegalBasis(
        **{**plain, "valid_from": _some(plain["valid_from"]), "valid_to": _day(plain["valid_to"])}
    )


def _some(text: str) -> date:
    return date.fromisoformat(text)
