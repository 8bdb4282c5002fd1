"""What was collected of every source in, each as people read of it out, the worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from patroli.model import Outcome
from patroli.sources.condition import Condition, Record, condition_of


@dataclass(frozen=True, slots=True)
class Next:
    """When a slot is asked again, as the round state has it."""

    at: datetime
    quarantine: str = ""
    """Why it is set aside until then; empty where it is not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One round that meant to ask the source; `outcome` None: it never ended."""

    at: datetime
    outcome: Outcome | None
    posts: int


@dataclass(frozen=True, slots=True)
class Source:
    """One account or keyword, how it is, and since when."""

    slot_id: str
    account_id: str
    """Empty for a keyword."""
    label: str
    place: str
    """The agency of an account, or the source of a keyword."""
    region: str
    platform: str
    address: str
    condition: Condition
    since: datetime | None
    """When the trouble began, as far as can be told."""
    last_reached: datetime | None
    last_post: datetime | None
    asked: tuple[Asked, ...]
    """Its rounds, oldest first."""
    detail: str
    """What the last round said."""
    posts: int
    """In the days that tell its habit, counted back from its newest one."""
    next_due: Next | None
    """None where it never ended a round, or the round state is lost."""

    @property
    def outcomes(self) -> tuple[Outcome | None, ...]:
        return tuple(asked.outcome for asked in self.asked)

    @property
    def is_lost(self) -> bool:
        """Whether the last round did not reach it."""
        last = self.asked[-1].outcome if self.asked else None
        return last is None or not last.reached


def judge(
    records: Iterable[tuple[str, str, Record]], now: datetime, due: Mapping[str, Next] | None = None
) -> tuple[Source, ...]:
    """Each record with its label and place, judged; the worst first, then by place and label."""
    order = list(Condition)
    found = (_source(label, place, record, now, due or {}) for label, place, record in records)
    return tuple(
        sorted(found, key=lambda s: (order.index(s.condition), s.place, s.label, s.slot_id))
    )


def _source(
    label: str, place: str, record: Record, now: datetime, due: Mapping[str, Next]
) -> Source:
    condition, since = condition_of(record, now)
    return Source(
        slot_id=record.slot_id,
        account_id=record.account_id or "",
        label=label,
        place=place,
        region=record.region,
        platform=record.platform,
        address=record.address,
        condition=condition,
        since=since,
        last_reached=record.last_reached,
        last_post=record.posts[-1].written_at if record.posts else None,
        asked=tuple(Asked(r.due_at, r.outcome, r.posts) for r in record.rounds),
        detail=record.detail,
        posts=len(record.posts),
        next_due=due.get(record.slot_id),
    )
