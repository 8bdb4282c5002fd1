"""Pages of history and what two rule sets find in them in, the counts of all that differs out."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from patroli.backtest.report import Change, Example
from patroli.candidates import is_set_aside
from patroli.model import Match, Tier, digest
from patroli.rules import RuleSet, Status

EXAMPLES = 5
"""Examples of each kind of change that are kept for each rule."""

Key = tuple[str, str, str]
"""Rule, contest, contestant."""
Found = Mapping[int, Sequence[Match]]
"""Matches by row of a page."""


@dataclass
class Heading:
    """Counts under one heading while pages are read."""

    before: int = 0
    after: int = 0
    changes: Counter[Change] = field(default_factory=Counter)


@dataclass
class Tally:
    """Everything that is counted. It grows with rules, contestants and regions, not with pages."""

    old: RuleSet
    new: RuleSet
    decided: Mapping[tuple[str, str], str]
    """What a person found last, by post id and version."""
    versions: int = 0
    set_aside: int = 0
    total: Heading = field(default_factory=Heading)
    rules: dict[str, Heading] = field(default_factory=dict)
    contestants: dict[tuple[str, str], Heading] = field(default_factory=dict)
    regions: dict[str, Heading] = field(default_factory=dict)
    tiers: dict[Tier, Heading] = field(default_factory=dict)
    shadow_before: Counter[str] = field(default_factory=Counter)
    shadow_after: Counter[str] = field(default_factory=Counter)
    queued: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    """Decision word, in the queue before, in the queue after: how many versions."""
    _kept: dict[tuple[str, Change], list[tuple[str, Example]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._active_before = _active(self.old)
        self._active_after = _active(self.new)

    def add(self, page: pa.RecordBatch, before: Found, after: Found) -> None:
        """Count one page of `History.met_between`, with what each rule set found in its rows."""
        self.versions += page.num_rows
        for number in sorted({*before, *after}):
            row = {name: page.column(name)[number].as_py() for name in page.schema.names}
            if is_set_aside(row["owner_role"], sought=row["sought"]):
                self.set_aside += 1
                continue
            self._add_row(row, before.get(number, ()), after.get(number, ()))

    def examples(self) -> tuple[Example, ...]:
        """The kept examples, by rule and change; the same whatever the pages were."""
        return tuple(
            example
            for _, kept in sorted(self._kept.items())
            for _, example in sorted(kept, key=lambda pair: pair[0], reverse=True)
        )

    def _add_row(
        self, row: dict[str, Any], before: Iterable[Match], after: Iterable[Match]
    ) -> None:
        old = self._in_force(before, self._active_before, self.shadow_before)
        new = self._in_force(after, self._active_after, self.shadow_after)
        word = self.decided.get((row["post_id"], row["version"]), "")
        if old or new:
            self.queued[word, bool(old), bool(new)] += 1
        for key in sorted({*old, *new}):
            self._add_match(row, word, new.get(key) or old[key], old.get(key), new.get(key))

    @staticmethod
    def _in_force(
        found: Iterable[Match], active: frozenset[str], shadow: Counter[str]
    ) -> dict[Key, Match]:
        kept: dict[Key, Match] = {}
        for match in found:
            if match.rule_id in active:
                kept[match.rule_id, match.contest_id, match.contestant_id] = match
            else:
                shadow[match.rule_id] += 1
        return kept

    def _add_match(
        self, row: dict[str, Any], word: str, one: Match, old: Match | None, new: Match | None
    ) -> None:
        change = _change(old, new)
        place = (one.contest_id, one.contestant_id)
        for heading in (
            self.total,
            self.rules.setdefault(one.rule_id, Heading()),
            self.contestants.setdefault(place, Heading()),
            self.regions.setdefault(row["region"], Heading()),
        ):
            heading.before += old is not None
            heading.after += new is not None
            if change:
                heading.changes[change] += 1
        self._add_tiers(old, new, change)
        if change and change is not Change.REWORDED:
            self._keep(change, row, word, one, old, new)

    def _add_tiers(self, old: Match | None, new: Match | None, change: Change | None) -> None:
        """What is raised or lowered leaves one tier and comes to another."""
        for match, is_old in ((old, True), (new, False)):
            if match is None:
                continue
            heading = self.tiers.setdefault(match.tier, Heading())
            heading.before += is_old
            heading.after += not is_old
            if change in (Change.GAINED, Change.LOST):
                heading.changes[change] += 1
            elif change in (Change.RAISED, Change.LOWERED):
                heading.changes[Change.LOST if is_old else Change.GAINED] += 1

    def _keep(
        self,
        change: Change,
        row: dict[str, Any],
        word: str,
        one: Match,
        old: Match | None,
        new: Match | None,
    ) -> None:
        """Keep the few whose digests are smallest: an even draw that no order of pages moves."""
        drawn = digest(one.rule_id, one.contestant_id, row["post_id"], row["version"])
        kept = self._kept.setdefault((one.rule_id, change), [])
        if len(kept) == EXAMPLES and drawn >= max(kept, key=lambda pair: pair[0])[0]:
            return
        example = Example(
            change, one.rule_id, one.contest_id, one.contestant_id,
            old.tier if old else None, new.tier if new else None,
            row["region"], one.local_day, word, row["post_id"], row["version"], row["url"],
            row["text"], row["parent_text"] or "", one.spans, one.reasons, one.lowered_by,
        )  # fmt: skip
        kept.append((drawn, example))
        kept[:] = heapq.nsmallest(EXAMPLES, kept, key=lambda pair: pair[0])


def _active(rules: RuleSet) -> frozenset[str]:
    return frozenset(rule.id for rule in rules.rules if rule.status is Status.ACTIVE)


def _change(old: Match | None, new: Match | None) -> Change | None:
    if old is None:
        return Change.GAINED
    if new is None:
        return Change.LOST
    if old.tier is not new.tier:
        return Change.RAISED if new.tier.rank > old.tier.rank else Change.LOWERED
    return None if _said(old) == _said(new) else Change.REWORDED


def _said(match: Match) -> tuple[object, ...]:
    return (match.spans, match.reasons, match.lowered_by, match.basis, match.stage, match.score)
