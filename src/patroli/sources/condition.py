"""What a source did in a span of time in, whether people must look after it out. Pure.

A source may fail openly, and then the ledger says so. It may also fail quietly: it answers, and
brings nothing any more. The quiet ways are told by comparing a source with its own past:

========== ======================================================================================
never      no round has ever reached it
failing    its last rounds (at least `FAILING_ROUNDS`) all ended without an answer
empty      it answers without a post, though it had posts when it answered before (a keyword must do
           so three times: a search may find nothing for a while)
shorter    the texts of its newest posts are less than a third as long as its posts used to be:
           the page's layout has changed, or only a teaser is left
silent     an account has nothing new for more than twice its longest pause before, and for three
           days at least (a keyword has no habits: people may just stop using it)
well       none of these
========== ======================================================================================

The first that holds is told, in this order. An alarm is a question for people, not a finding: a
quiet account may just be quiet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Protocol

from patroli.model import Outcome

FAILING_ROUNDS = 3
POSTS_TO_JUDGE = 5
"""A source with fewer posts has no habit that it could break."""
SILENT_TIMES = 2.0
SILENT_AT_LEAST = timedelta(days=3)
NEWEST = 3
"""So many new posts must be short before the layout is suspected."""
SHORTER = 1 / 3
LONG_ENOUGH = 60
"""Characters; where posts were shorter than this before, their length tells nothing."""


class Condition(StrEnum):
    """How a source is, the worst first."""

    NEVER = "never"
    FAILING = "failing"
    EMPTY = "empty"
    SHORTER = "shorter"
    SILENT = "silent"
    WELL = "well"

    @property
    def is_alarm(self) -> bool:
        return self is not Condition.WELL


class Round(Protocol):
    """One round that meant to ask the source; `outcome` None: it never ended."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def detail(self) -> str: ...
    @property
    def posts(self) -> int: ...


class Post(Protocol):
    """One post as it was first met."""

    @property
    def written_at(self) -> datetime: ...
    @property
    def length(self) -> int: ...


class Record(Protocol):
    """What is known of one source, oldest first."""

    @property
    def slot_id(self) -> str: ...
    @property
    def keyword_id(self) -> str | None: ...
    @property
    def platform(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def last_reached(self) -> datetime | None: ...
    @property
    def rounds(self) -> Sequence[Round]: ...
    @property
    def posts(self) -> Sequence[Post]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One account or keyword, how it is, and since when."""

    slot_id: str
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
    rounds: tuple[Outcome | None, ...]
    """How its rounds ended, oldest first."""
    detail: str
    """What the last round said."""
    posts: int


def judge(records: Iterable[tuple[str, str, Record]], now: datetime) -> tuple[Source, ...]:
    """Each record with its label and place, judged; the worst first, then by place and label."""
    order = list(Condition)
    found = (_source(label, place, record, now) for label, place, record in records)
    return tuple(
        sorted(found, key=lambda s: (order.index(s.condition), s.place, s.label, s.slot_id))
    )


def _source(label: str, place: str, record: Record, now: datetime) -> Source:
    condition, since = condition_of(record, now)
    return Source(
        slot_id=record.slot_id,
        label=label,
        place=place,
        region=record.region,
        platform=record.platform,
        address=record.address,
        condition=condition,
        since=since,
        last_reached=record.last_reached,
        last_post=record.posts[-1].written_at if record.posts else None,
        rounds=tuple(asked.outcome for asked in record.rounds),
        detail=record.rounds[-1].detail if record.rounds else "",
        posts=len(record.posts),
    )


def condition_of(record: Record, now: datetime) -> tuple[Condition, datetime | None]:
    """How a source is, and since when."""
    if record.last_reached is None:
        first = record.rounds[0].due_at if record.rounds else None
        return Condition.NEVER, first
    lost = _lost_since(record.rounds)
    if lost is not None:
        return Condition.FAILING, lost
    emptied = _empty_since(record.rounds, FAILING_ROUNDS if record.keyword_id else 1)
    if emptied is not None:
        return Condition.EMPTY, emptied
    short = _short_since(record.posts)
    if short is not None:
        return Condition.SHORTER, short
    quiet = None if record.keyword_id else _silent_since(record.posts, now)
    if quiet is not None:
        return Condition.SILENT, quiet
    return Condition.WELL, None


def _lost_since(rounds: Sequence[Round]) -> datetime | None:
    """Since when every round ended without an answer, if those are enough."""
    lost: list[Round] = []
    for asked in reversed(rounds):
        if asked.outcome is not None and asked.outcome.reached:
            break
        lost.append(asked)
    return lost[-1].due_at if len(lost) >= min(FAILING_ROUNDS, len(rounds)) and lost else None


def _empty_since(rounds: Sequence[Round], needed: int) -> datetime | None:
    """Since when a source that had posts answers without any. "Unchanged" says nothing anew."""
    told = [r for r in rounds if r.outcome in (Outcome.COLLECTED, Outcome.EMPTY)]
    empty: list[Round] = []
    for asked in reversed(told):
        if asked.posts:
            break
        empty.append(asked)
    return empty[-1].due_at if needed <= len(empty) < len(told) else None


def _short_since(posts: Sequence[Post]) -> datetime | None:
    if len(posts) < POSTS_TO_JUDGE + NEWEST:
        return None
    usual = median(post.length for post in posts[:-NEWEST])
    newest = posts[-NEWEST:]
    if usual < LONG_ENOUGH or any(post.length >= usual * SHORTER for post in newest):
        return None
    return newest[0].written_at


def _silent_since(posts: Sequence[Post], now: datetime) -> datetime | None:
    if len(posts) < POSTS_TO_JUDGE:
        return None
    longest = max(b.written_at - a.written_at for a, b in pairwise(posts))
    pause = now - posts[-1].written_at
    return posts[-1].written_at if pause > max(longest * SILENT_TIMES, SILENT_AT_LEAST) else None
