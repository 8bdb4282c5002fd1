"""Are all contestants treated alike? Swap them, match again, and compare.

Sound swaps only: examples are filled for each contestant from the same slots; a text of somebody's
has what the matcher found in it replaced by the other's counterpart (`patroli.trials.swap`). Then
whoever takes the place of another must get the same tiers from the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from patroli.match import Matcher, Texts
from patroli.match.judge import usual_day
from patroli.model import Contest, Match
from patroli.report import Watch
from patroli.sayings import of_trials as say
from patroli.told import Told, as_it_is
from patroli.trials.counterpart import Counterparts
from patroli.trials.families import (
    Family,
    Sample,
    Version,
    distinct,
    of_examples,
    of_own_words,
    of_spellings,
    of_text,
)

NO_MATCH = "no match"
ANYBODY = "anybody"
BLOCK = 300
"""Families that are matched at once."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts that should have been judged alike."""

    text: str
    parent: str
    contestant: str
    tier: str
    """`no match` where the rule does not hold."""

    @property
    def told_tier(self) -> Told:
        return say.NO_MATCH() if self.tier == NO_MATCH else as_it_is(self.tier)

    @property
    def told_contestant(self) -> Told:
        return say.ANYBODY() if self.contestant == ANYBODY else as_it_is(self.contestant)


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule that does not treat two contestants alike."""

    rule: str
    contest: str
    source: str | Told
    """Where the text is from."""
    day: date
    before: Side
    after: Side

    @property
    def told(self) -> Told:
        """It in one sentence."""
        return say.DIFFERENCE(
            rule=self.rule,
            source=self.source,
            tier=self.before.told_tier,
            contestant=self.before.told_contestant,
            text=self.before.text,
            other_tier=self.after.told_tier,
            other=self.after.told_contestant,
            other_text=self.after.text,
        )

    def __str__(self) -> str:
        return str(self.told)


@dataclass(frozen=True, slots=True)
class SymmetryReport:
    """What was swapped, and every difference that came of it."""

    families: int
    """Texts that were turned through the contestants."""
    versions: int
    """Texts that were matched in all."""
    mentioning: int
    """Of the given texts, those that mention a contestant; the others had one written after."""
    left_out: Mapping[Told, int]
    """Given texts that could not be swapped soundly, by reason."""
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule treats all contestants alike in all that was tried."""
        return not self.differences

    def by_rule(self) -> Mapping[str, Sequence[Difference]]:
        """The differences of each rule, the rules with most first."""
        found: dict[str, list[Difference]] = {}
        for difference in self.differences:
            found.setdefault(difference.rule, []).append(difference)
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def symmetry(
    matcher: Matcher, texts: Iterable[str | Sample] = (), watch: Watch | None = None
) -> SymmetryReport:
    """Swap the contestants through all examples and these texts, and demand equal tiers.

    Posts are held against the first day of the campaign, and the first day of every stage that a
    rule is bound to. Never raises on a text.
    """
    samples = [
        Sample(t, say.TEXT_NUMBER(number=n)) if isinstance(t, str) else t
        for n, t in enumerate(texts, 1)
    ]
    differences: list[Difference] = []
    count: Counter[str] = Counter()
    left_out: Counter[Told] = Counter()
    for index, contest in enumerate(matcher.rule_set.contests):
        if len(contest.contestants) < 2:
            continue
        counterparts = Counterparts(contest)
        own = (
            of_examples(matcher.rule_set, contest),
            of_spellings(matcher.rule_set, contest, counterparts),
            of_own_words(contest),
        )
        given = _given(samples, matcher, index, counterparts, count, left_out, watch)
        for block in _blocks(distinct(chain(*own, given))):
            count["families"] += len(block)
            count["versions"] += sum(map(len, block))
            for day in _days(matcher, contest):
                differences += _compared(matcher, contest, day, block)
            if watch:
                watch("texts swapped and matched", count["versions"], count["versions"])
    return SymmetryReport(
        count["families"], count["versions"], count["mentioning"], dict(left_out),
        tuple(dict.fromkeys(differences)),
    )  # fmt: skip


def _given(
    samples: Sequence[Sample],
    matcher: Matcher,
    contest: int,
    counterparts: Counterparts,
    count: Counter[str],
    left_out: Counter[Told],
    watch: Watch | None,
) -> Iterator[Family]:
    for number, sample in enumerate(samples):
        turned = of_text(sample, matcher, contest, counterparts, number)
        if turned.why_not:
            left_out[turned.why_not] += 1
        elif turned.family and turned.family[0].sample is sample:
            count["mentioning"] += 1
        yield turned.family
        if watch and number % 100 == 99:
            watch("texts read", number + 1, len(samples))


def _blocks(families: Iterable[Family]) -> Iterator[list[Family]]:
    block: list[Family] = []
    for family in families:
        block.append(family)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _days(matcher: Matcher, contest: Contest) -> tuple[date, ...]:
    bound = {stage for rule in matcher.rule_set.running for stage in rule.stages}
    firsts = [stage.first for stage in contest.stages if stage.name in bound]
    return tuple(dict.fromkeys([usual_day(contest), *firsts]))


Result = dict[tuple[str, int], str]
"""The tier of each rule for each contestant, numbered as before the turn; -1 for nobody."""


def _compared(
    matcher: Matcher, contest: Contest, day: date, block: Sequence[Family]
) -> Iterator[Difference]:
    versions = [version for family in block for version in family]
    found = dict(matcher.match_rows(_texts(versions, contest, day)))
    row = 0
    for family in block:
        results = [
            _result(found.get(row + n, ()), contest, version.turn)
            for n, version in enumerate(family)
        ]
        row += len(family)
        for version, result in zip(family[1:], results[1:], strict=True):
            for key in sorted(results[0].keys() | result.keys()):
                if results[0].get(key) != result.get(key):
                    yield _difference(key, contest, day, (family[0], results[0]), (version, result))


def _texts(versions: Sequence[Version], contest: Contest, day: date) -> Texts:
    return Texts(
        post_id=[str(n) for n in range(len(versions))],
        text=[v.sample.text for v in versions],
        parent_text=[v.sample.parent for v in versions],
        parent_role=[v.sample.parent_role for v in versions],
        author_role=[v.sample.role for v in versions],
        region=[contest.region] * len(versions),
        zone=[contest.zone] * len(versions),
        contest=contest.id,
        day=day,
    )


def _result(matches: Iterable[Match], contest: Contest, turn: Sequence[int]) -> Result:
    numbers = {contestant.id: who for who, contestant in enumerate(contest.contestants)}
    before = {now: was for was, now in enumerate(turn)} | {-1: -1}
    return {(m.rule_id, before[numbers.get(m.contestant_id, -1)]): m.tier.value for m in matches}


def _difference(
    key: tuple[str, int],
    contest: Contest,
    day: date,
    before: tuple[Version, Result],
    after: tuple[Version, Result],
) -> Difference:
    rule, who = key
    name: Callable[[int], str] = lambda w: contest.contestants[w].id if w >= 0 else ANYBODY  # noqa: E731
    sides = [
        Side(version.sample.text, version.sample.parent,
             name(version.turn[who] if who >= 0 else who), result.get(key, NO_MATCH))
        for version, result in (before, after)
    ]  # fmt: skip
    return Difference(rule, contest.id, before[0].sample.source, day, *sides)
