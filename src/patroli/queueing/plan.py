"""What is matched and decided in, the day's ordered list out. Pure.

::

    candidates → without the decided → groups of one text → ordered → limited → shared out
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from patroli.model import QueueItem, Tier, digest
from patroli.queueing.counts import Counts, count_day
from patroli.queueing.inputs import Candidate, Coverage, Key, Reference
from patroli.queueing.near import group_texts

CLOCK_DAYS = 7
"""UU 7/2017 art. 454(5): a finding is fixed within seven days of being found."""

WAITING_SHARE = 5
"""One place in so many is for what has waited longest, whatever its tier."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One day's list and all that its files show."""

    day: date
    zone: str
    made_at: datetime
    reviewers: int
    limit: int
    items: tuple[QueueItem, ...]
    waiting: tuple[QueueItem, ...]
    """Items over the limit, in order; they come back on the next day."""
    candidates: Mapping[Key, Candidate]
    """Every member of `items` and `waiting`."""
    coverage: Coverage
    counts: Counts
    reference: Reference


def plan_queue(
    candidates: Iterable[Candidate],
    *,
    decided: Collection[Key],
    coverage: Coverage,
    day: date,
    zone: str,
    now: datetime,
    reviewers: int,
    items_per_reviewer: int,
    near_duplicate: float,
    reference: Reference,
    since: Mapping[Key, date] | None = None,
    not_queued: int = 0,
) -> Queue:
    """Plan the day: nothing undecided is lost, it is on the list or counted as waiting.

    `zone` is the team's, in which the seven-day clock counts local days from `first_seen`.
    `since` tells, from earlier queues (their waiting items too), the first day each version was
    due; what it does not name is new today. `near_duplicate` is 0..1, see `near.group_texts`.
    `not_queued` counts matched versions that the caller set aside; it is only said, not used.

    Order: tier, days left, score, then a hash of the post's id; never the contestant. Over the
    limit, a fifth of the places go to what has waited longest, so a low tier is late, not lost.
    """
    everything = tuple(candidates)
    hidden = set(decided)
    due = [candidate for candidate in everything if candidate.key not in hidden]
    clock = _Clock(day, ZoneInfo(zone), since or {})
    items = sorted((clock.item(g) for g in _groups(due, near_duplicate)), key=_order)
    limit = max(reviewers, 0) * max(items_per_reviewer, 0)
    listed, waiting = _limit(items, limit, day)
    shared = tuple(
        replace(item, position=index + 1, part=index % max(reviewers, 1) + 1)
        for index, item in enumerate(listed)
    )
    counts = count_day(
        everything,
        shared,
        waiting,
        len({c.key for c in everything} & hidden),
        coverage.all_posts,
        reference,
        not_queued,
    )
    return Queue(
        day=day,
        zone=zone,
        made_at=now,
        reviewers=max(reviewers, 1),
        limit=limit,
        items=shared,
        waiting=tuple(waiting),
        candidates={candidate.key: candidate for candidate in due},
        coverage=coverage,
        counts=counts,
        reference=reference,
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """The day, and since when things are due."""

    day: date
    zone: ZoneInfo
    since: Mapping[Key, date]

    def item(self, members: Sequence[Candidate]) -> QueueItem:
        """One item of these members, the one seen first in front."""
        matches = [match for member in members for match in member.matches]
        lead = members[0]
        deadline = lead.first_seen.astimezone(self.zone).date() + timedelta(days=CLOCK_DAYS)
        return QueueItem(
            id=digest("item", *lead.key),
            day=self.day,
            position=0,
            part=0,
            tier=max((m.tier for m in matches), key=lambda t: t.rank, default=Tier.LOW),
            score=max((m.score for m in matches), default=0.0),
            contestants=_targets(members[0]),
            forms=tuple(sorted({m.form for m in matches})),
            rules=tuple(sorted({m.rule_id for m in matches})),
            members=tuple(member.key for member in members),
            first_seen=lead.first_seen,
            deadline=deadline,
            days_left=(deadline - self.day).days,
            since=min(self.since.get(member.key, self.day) for member in members),
        )


def _groups(candidates: Iterable[Candidate], threshold: float) -> Iterable[list[Candidate]]:
    """Groups of nearly one text with the same targets; neither depends on the order given."""
    by_targets: dict[object, list[Candidate]] = defaultdict(list)
    for candidate in {c.key: c for c in candidates}.values():
        by_targets[_targets(candidate)].append(candidate)
    for same in by_targets.values():
        same.sort(key=lambda c: (c.first_seen, _draw(c.post.id), c.version))
        groups: dict[int, list[Candidate]] = defaultdict(list)
        leaders = group_texts([c.post.text for c in same], threshold)
        for candidate, leader in zip(same, leaders, strict=True):
            groups[leader].append(candidate)
        yield from groups.values()


def _targets(candidate: Candidate) -> tuple[tuple[str, str], ...]:
    named = {(m.contest_id, m.contestant_id) for m in candidate.matches if m.contestant_id}
    return tuple(sorted(named))


def _order(item: QueueItem) -> tuple[object, ...]:
    post, version = item.members[0]
    return (-item.tier.rank, item.days_left, -item.score, _draw(post), item.first_seen, version)


def _draw(post: str) -> str:
    """A lot that follows from the post's id alone, so that no name decides a tie."""
    return digest("order", post)


def _limit(
    items: list[QueueItem], limit: int, day: date
) -> tuple[list[QueueItem], list[QueueItem]]:
    if len(items) <= limit:
        return items, []
    carried = [item for item in items if item.since < day]
    longest = sorted(carried, key=lambda item: item.since)[: limit // WAITING_SHARE]
    chosen = {item.id for item in longest}
    for item in items:
        if len(chosen) >= limit:
            break
        chosen.add(item.id)
    return [i for i in items if i.id in chosen], [i for i in items if i.id not in chosen]
