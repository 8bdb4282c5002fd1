"""Items and candidates in, the figures on top of the day's list out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patroli.model import Form, QueueItem, Tier
from patroli.queueing.inputs import Candidate, Reference


@dataclass(frozen=True, slots=True)
class ContestantCount:
    """How often matches point to one contestant, so that unequal treatment can be seen."""

    contest: str
    contestant: str
    label: str
    posts: int
    """Matched posts, the decided ones too."""
    per_thousand: float
    """Matched posts per 1,000 posts collected."""
    by_tier: tuple[tuple[Tier, int], ...]
    """Matched posts by the strongest match that points to this contestant."""
    items: int
    """Items on today's list."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one day's list."""

    items: int
    posts: int
    waiting: int
    waiting_posts: int
    decided: int
    """Candidates left out because a person has decided them."""
    not_queued: int
    """Matched versions of contestants, teams, parties and media, which are nobody's to judge."""
    by_tier: tuple[tuple[Tier, int], ...]
    by_form: tuple[tuple[Form, int], ...]
    by_rule: tuple[tuple[str, int], ...]
    by_contestant: tuple[ContestantCount, ...]


def count_day(
    candidates: Sequence[Candidate],
    items: Sequence[QueueItem],
    waiting: Sequence[QueueItem],
    decided: int,
    collected: int,
    reference: Reference,
    not_queued: int = 0,
) -> Counts:
    """Count items by tier, form and rule, and posts by contestant.

    Every tier, form, active rule and contestant has its figure, a zero too.
    """
    tiers = Counter(item.tier for item in items)
    forms = Counter(form for item in items for form in item.forms)
    rules = Counter(rule for item in items for rule in item.rules)
    return Counts(
        items=len(items),
        posts=_members(items),
        waiting=len(waiting),
        waiting_posts=_members(waiting),
        decided=decided,
        not_queued=not_queued,
        by_tier=tuple((tier, tiers[tier]) for tier in Tier),
        by_form=tuple((form, forms[form]) for form in Form),
        by_rule=tuple((rule, rules[rule]) for rule in sorted({*rules, *reference.rule_titles})),
        by_contestant=tuple(_by_contestant(candidates, items, collected, reference)),
    )


def _members(items: Iterable[QueueItem]) -> int:
    return len({post for item in items for post, _ in item.members})


def _by_contestant(
    candidates: Sequence[Candidate],
    items: Sequence[QueueItem],
    collected: int,
    reference: Reference,
) -> Iterable[ContestantCount]:
    strongest: dict[tuple[str, str], dict[str, Tier]] = {}
    for candidate in candidates:
        for match in candidate.matches:
            posts = strongest.setdefault((match.contest_id, match.contestant_id), {})
            posts[candidate.post.id] = max(
                posts.get(candidate.post.id, match.tier), match.tier, key=lambda tier: tier.rank
            )
    on_list = Counter(target for item in items for target in item.contestants)
    for contest, contestant, label in _everybody(reference):
        posts = strongest.get((contest, contestant), {})
        tiers = Counter(posts.values())
        yield ContestantCount(
            contest=contest,
            contestant=contestant,
            label=label,
            posts=len(posts),
            per_thousand=1000 * len(posts) / collected if collected else 0.0,
            by_tier=tuple((tier, tiers[tier]) for tier in Tier),
            items=on_list[contest, contestant],
        )


def _everybody(reference: Reference) -> Iterable[tuple[str, str, str]]:
    for contest in reference.contests:
        for person in sorted(contest.contestants, key=lambda c: (c.number or 0, c.id)):
            yield contest.id, person.id, contestant_label(person.number, person.names)


def contestant_label(number: int | None, names: Sequence[str]) -> str:
    """`2 · Bagas Wiratama – Ratna Kumala`."""
    together = " – ".join(names[:2])
    return f"{number} · {together}" if number else together
