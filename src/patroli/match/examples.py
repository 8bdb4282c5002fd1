"""A compiled rule set in, how each example of its rules fares out, and complaints where one fails.

A `flag` example must be matched by its rule at medium or above (by a low rule: at all), for the
contestant it was filled for; a `pass` example must not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patroli.errors import Complaint
from patroli.match.judge import usual_day
from patroli.match.matcher import Matcher
from patroli.match.texts import Texts
from patroli.model import Match, Tier
from patroli.rules.examples import Case, cases
from patroli.sayings import of_examples as say
from patroli.told import Told

FLAGGED = Tier.MEDIUM.rank


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example tried for one contestant."""

    case: Case
    holds: bool
    tier: Tier | None
    """The best tier of its own rule; None where that does not match."""
    lowered_by: tuple[str, ...]
    expected: Told


def run_examples(matcher: Matcher) -> Iterator[Outcome]:
    """Run every example of every running rule for every contestant, a contest in one go."""
    rule_set = matcher.rule_set
    for contest in rule_set.contests:
        tried = [case for rule in rule_set.running for case in cases(rule, (contest,))]
        texts = Texts(
            post_id=[str(number) for number in range(len(tried))],
            text=[case.text for case in tried],
            parent_text=[case.parent for case in tried],
            parent_role=[case.parent_role for case in tried],
            author_role=[case.role or "asn" for case in tried],
            region=[contest.region] * len(tried),
            zone=[contest.zone] * len(tried),
            contest=contest.id,
            day=usual_day(contest),
        )
        by_row = dict(matcher.match_rows(texts, only=[case.rule.id for case in tried]))
        for number, case in enumerate(tried):
            yield _outcome(case, by_row.get(number, []))


def check_examples(matcher: Matcher) -> tuple[Complaint, ...]:
    """A complaint for every example that fails."""
    failed = (outcome for outcome in run_examples(matcher) if not outcome.holds)
    return tuple(sorted({_complaint(matcher, outcome) for outcome in failed}))


def _outcome(case: Case, matches: list[Match]) -> Outcome:
    own = [m for m in matches if m.rule_id == case.rule.id]
    if case.contestant is not None and case.flag:
        own = [m for m in own if m.contestant_id in ("", case.contestant.id)]
    needed = min(FLAGGED, case.rule.tier.rank)
    best = max((m.tier for m in own), key=lambda tier: tier.rank, default=None)
    flagged = (say.A_MATCH, say.NO_MATCH), (say.MEDIUM_OR_ABOVE, say.NO_MEDIUM)
    expected = flagged[needed >= FLAGGED][not case.flag]
    return Outcome(
        case,
        case.flag == (best is not None and best.rank >= needed),
        best,
        tuple(dict.fromkeys(sentence for m in own for sentence in m.lowered_by)),
        expected(),
    )


def result_of(outcome: Outcome) -> Told:
    """Whether its rule matched, and at which tier."""
    return say.TIER(tier=outcome.tier) if outcome.tier else say.NO_MATCH()


def _complaint(matcher: Matcher, outcome: Outcome) -> Complaint:
    case = outcome.case
    result = result_of(outcome)
    if outcome.tier and outcome.lowered_by:
        result = say.TIER_LOWERED(tier=outcome.tier, why="; ".join(outcome.lowered_by))
    shown = say.IN_TEXT(result=result, text=case.text)
    if case.contestant:
        whose = {"contestant": case.contestant.id, "contest": case.contest.id}
        shown = say.FOR_IN_TEXT(result=result, **whose, text=case.text)
    origin = matcher.rule_set.origins.get(case.rule.id)
    if origin:
        return origin.complain(case.place, shown, outcome.expected)
    return Complaint(f"rule {case.rule.id}", 0, "examples", shown, outcome.expected)
