"""Pages of history and two rule sets in, the report of all that differs out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from patroli.backtest.compare import Heading, Tally
from patroli.backtest.differences import differences
from patroli.backtest.even import unevenness
from patroli.backtest.report import (
    Change,
    ContestantRow,
    DecisionRow,
    Figures,
    Report,
    Row,
    RuleRow,
)
from patroli.judging import engine_mark, texts_of
from patroli.match import Matcher
from patroli.model import Contest, Contestant, Tier
from patroli.rules import RuleSet

Progress = Callable[[int], None]
"""Told how many versions are done."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which versions were met first, both included, on the clock of `zone`."""

    first: date
    last: date
    zone: str


def backtest(
    pages: Iterable[tuple[pa.RecordBatch, pa.RecordBatch]],
    old: Matcher,
    new: Matcher,
    span: Span,
    decided: Mapping[tuple[str, str], str],
    progress: Progress = lambda _: None,
) -> Report:
    """Judge every page by both rule sets and count what differs.

    A page comes twice, with roles as the contests of the old and of the new rule set make them.
    `decided` holds the word of the last decision on a post id and version. Memory grows with
    rules, contestants and regions, never with the number of pages.
    """
    tally = Tally(old.rule_set, new.rule_set, decided)
    for before, after in pages:
        tally.add(
            after,
            dict(old.match_rows(texts_of(before))),
            dict(new.match_rows(texts_of(after))),
        )
        progress(tally.versions)
    return _report(tally, span)


def _report(tally: Tally, span: Span) -> Report:
    contestants = _contestants(tally)
    queued = tally.queued
    return Report(
        rule_set=tally.new.hash,
        against=tally.old.hash,
        engine=engine_mark(),
        first_day=span.first,
        last_day=span.last,
        zone=span.zone,
        versions=tally.versions,
        set_aside=tally.set_aside,
        queued_before=sum(n for (_, old, _), n in queued.items() if old),
        queued_after=sum(n for (_, _, new), n in queued.items() if new),
        entered=sum(n for (_, old, new), n in queued.items() if new and not old),
        left=sum(n for (_, old, new), n in queued.items() if old and not new),
        total=_figures(tally.total),
        differences=differences(tally.old, tally.new),
        rules=_rules(tally),
        contestants=contestants,
        regions=tuple(Row(key, _figures(h)) for key, h in sorted(tally.regions.items())),
        tiers=tuple(Row(tier.value, _figures(tally.tiers.get(tier))) for tier in Tier),
        decisions=_decisions(tally),
        uneven=unevenness(contestants),
        examples=tally.examples(),
    )


def _rules(tally: Tally) -> tuple[RuleRow, ...]:
    before = {rule.id: rule for rule in tally.old.rules}
    after = {rule.id: rule for rule in tally.new.rules}
    return tuple(
        RuleRow(
            rule_id=ident,
            title=(after.get(ident) or before[ident]).title,
            status_before=before[ident].status.value if ident in before else "",
            status_after=after[ident].status.value if ident in after else "",
            figures=_figures(tally.rules.get(ident)),
            shadow_before=tally.shadow_before[ident],
            shadow_after=tally.shadow_after[ident],
        )
        for ident in sorted({*before, *after})
    )


def _contestants(tally: Tally) -> tuple[ContestantRow, ...]:
    """Every contestant of either set, a zero too, then who is nobody in particular."""
    before, after = _known(tally.old), _known(tally.new)
    rows = [
        ContestantRow(
            contest,
            ident,
            label_of(after.get((contest, ident)) or before[contest, ident]),
            _figures(tally.contestants.get((contest, ident))),
            (contest, ident) not in before,
        )
        for contest, ident in sorted({*before, *after})
    ]
    rows += [
        ContestantRow(contest, "", "", _figures(heading))
        for (contest, ident), heading in sorted(tally.contestants.items())
        if not ident
    ]
    return tuple(rows)


def label_of(contestant: Contestant) -> str:
    """Number and names, as people call a contestant."""
    number = f"{contestant.number} " if contestant.number is not None else ""
    return f"{number}{' – '.join(contestant.names)}"


def _known(rules: RuleSet) -> dict[tuple[str, str], Contestant]:
    contests: tuple[Contest, ...] = rules.contests
    return {(contest.id, one.id): one for contest in contests for one in contest.contestants}


def _decisions(tally: Tally) -> tuple[DecisionRow, ...]:
    words = sorted({word for word, _, _ in tally.queued}, key=lambda word: (not word, word))
    queued = tally.queued
    return tuple(
        DecisionRow(
            word,
            before=queued[word, True, True] + queued[word, True, False],
            after=queued[word, True, True] + queued[word, False, True],
            entered=queued[word, False, True],
            left=queued[word, True, False],
        )
        for word in words
    )


def _figures(heading: Heading | None) -> Figures:
    if heading is None:
        return Figures()
    counts = {change.value: heading.changes[change] for change in Change}
    return Figures(heading.before, heading.after, **counts)
