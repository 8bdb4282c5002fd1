"""A compiled rule set in, a complaint for every example of its rules that fails out."""

from __future__ import annotations

from collections.abc import Iterator

from patroli.errors import Complaint
from patroli.match.judge import usual_day
from patroli.match.matcher import Matcher
from patroli.match.texts import Texts
from patroli.model import Match, Tier
from patroli.rules import Rule
from patroli.rules.examples import Case, cases

FLAGGED = Tier.MEDIUM.rank


def check_examples(matcher: Matcher) -> tuple[Complaint, ...]:
    """Run every example of every running rule for every contestant, all in one go.

    A `flag` example must be matched by its rule at medium or above (by a low rule: at all), for the
    contestant it was filled for; a `pass` example must not.
    """
    rule_set = matcher.rule_set
    found: list[Complaint] = []
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
            found += _complaints(matcher, case, by_row.get(number, []))
    return tuple(sorted(set(found)))


def _complaints(matcher: Matcher, case: Case, matches: list[Match]) -> Iterator[Complaint]:
    own = [m for m in matches if m.rule_id == case.rule.id]
    if case.contestant is not None and case.flag:
        own = [m for m in own if m.contestant_id in ("", case.contestant.id)]
    tiers = sorted({m.tier for m in own}, key=lambda t: -t.rank)
    needed = _needed(case.rule)
    if case.flag == any(tier.rank >= needed for tier in tiers):
        return
    who = f" for {case.contestant.id} of {case.contest.id}" if case.contestant else ""
    lowered = "; ".join(dict.fromkeys(s for m in own for s in m.lowered_by))
    why = f" ({lowered})" if lowered else ""
    result = f"tier {tiers[0]}{why}" if tiers else "no match"
    limit = "a match" if needed < FLAGGED else "tier medium or above"
    expected = limit if case.flag else f"no {limit.removeprefix('a ')}"
    origin = matcher.rule_set.origins.get(case.rule.id)
    shown = f"{result}{who} in {case.text!r}"
    if origin:
        yield origin.complain(case.place, shown, expected)
    else:
        yield Complaint(f"rule {case.rule.id}", 0, "examples", shown, expected)


def _needed(rule: Rule) -> int:
    return min(FLAGGED, rule.tier.rank)
