"""What a source did in a span of time in, whether people must look after it out. Pure.

A source may fail openly, and then the ledger says so. It may also fail quietly: it answers, and
brings nothing any more. The quiet ways are told by comparing a source with its own past:

========== ======================================================================================
never      no round has ever reached it
failing    its last rounds (at least `FAILING_ROUNDS`) all ended without an answer
empty      it answers without a post, though it had posts when it answered before (a keyword must do
           so three times: a search may find nothing for a while)
alike      the newest posts of an account all have one text, unlike before: a wall or a notice that
           was read as posts
fewer      its last three listings each hold less than a third of what nearly all held before
bare       none of its newest posts has a date, or an author, though nearly all had: the page's
           layout has changed
shorter    the texts of its newest posts are less than a third as long as its posts used to be:
           the page's layout has changed, or only a teaser is left
silent     an account broke its habit of posting; see `habits` (a keyword has none: people may just
           stop using it)
refused    of its last rounds (`FAILING_ROUNDS`) the newest that asked found that robots.txt says no
well       none of these
========== ======================================================================================

A refusal is told before all others: it is why nothing else can be known. Then the first that holds
is told, in this order. An alarm is a question for people, not a finding: a quiet account may just
be quiet. A refusal is no alarm, for there is nothing to mend; that it is not read is told all the
same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import Protocol

from patroli.model import Outcome, Platform
from patroli.sources.habits import POSTS_TO_JUDGE, silent_since

FAILING_ROUNDS = 3
NEWEST = 3
"""So many new posts or listings must be strange before the layout is suspected."""
ALIKE = 4
"""So many new posts must have one text."""
SHORTER = 1 / 3
LONG_ENOUGH = 60
"""Characters; where posts were shorter than this before, their length tells nothing."""
LISTINGS_TO_JUDGE = 8
LISTED_USUALLY = 6
"""Where a listing may hold fewer posts than this, their number tells nothing."""
NEARLY_ALL = 0.9


class Condition(StrEnum):
    """How a source is, the worst first."""

    NEVER = "never"
    FAILING = "failing"
    EMPTY = "empty"
    ALIKE = "alike"
    FEWER = "fewer"
    BARE = "bare"
    SHORTER = "shorter"
    SILENT = "silent"
    REFUSED = "refused"
    WELL = "well"

    @property
    def is_alarm(self) -> bool:
        return self not in {Condition.REFUSED, Condition.WELL}

    @property
    def is_reached(self) -> bool:
        """Whether its last rounds reached it, so that "no posts" is not "not asked"."""
        return self not in {Condition.NEVER, Condition.FAILING, Condition.REFUSED}


class Round(Protocol):
    """One round that meant to ask the source; `outcome` None: it never ended."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def posts(self) -> int: ...


class Post(Protocol):
    """One post as it was first met."""

    @property
    def written_at(self) -> datetime: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def length(self) -> int: ...
    @property
    def words(self) -> int: ...
    @property
    def is_dated(self) -> bool: ...
    @property
    def is_signed(self) -> bool: ...


class Record(Protocol):
    """What is known of one source, oldest first."""

    @property
    def slot_id(self) -> str: ...
    @property
    def account_id(self) -> str | None: ...
    @property
    def keyword_id(self) -> str | None: ...
    @property
    def platform(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def last_reached(self) -> datetime | None: ...
    @property
    def last_filled(self) -> datetime | None: ...
    @property
    def rounds(self) -> Sequence[Round]: ...
    @property
    def detail(self) -> str: ...
    @property
    def posts(self) -> Sequence[Post]: ...


def condition_of(record: Record, now: datetime) -> tuple[Condition, datetime | None]:
    """How a source is, and since when."""
    if since := _refused_since(record.rounds):
        return Condition.REFUSED, since
    if record.last_reached is None:
        first = record.rounds[0].due_at if record.rounds else None
        return Condition.NEVER, first
    needed = FAILING_ROUNDS if record.keyword_id else 1
    # Of a platform that is only read from files no round can reach anything.
    by_hand = Platform(record.platform).by_import
    found = (
        (Condition.FAILING, None if by_hand else _lost_since(record.rounds)),
        (Condition.EMPTY, _empty_since(record.rounds, needed, record.last_filled)),
        *_strange(record),
    )
    if first_found := next(((c, since) for c, since in found if since), None):
        return first_found
    if not record.keyword_id:
        written = [post.written_at for post in record.posts]
        if since := silent_since(written, now, record.zone):
            return Condition.SILENT, since
    return Condition.WELL, None


def _strange(record: Record) -> Sequence[tuple[Condition, datetime | None]]:
    """What is read is not what used to be read."""
    met = sorted(record.posts, key=lambda post: (post.seen_at, post.written_at))
    return (
        (Condition.ALIKE, None if record.keyword_id else _alike_since(met)),
        (Condition.FEWER, None if record.keyword_id else _fewer_since(record.rounds)),
        (Condition.BARE, _bare_since(met)),
        (Condition.SHORTER, _short_since(record.posts)),
    )


def _refused_since(rounds: Sequence[Round]) -> datetime | None:
    """Since when robots.txt says no. A round that never ended, or asked nothing, unsays nothing."""
    untold = {None, Outcome.SKIPPED}
    if all(asked.outcome in untold for asked in rounds[-FAILING_ROUNDS:]):
        return None
    since = None
    for asked in reversed(rounds):
        if asked.outcome is Outcome.ROBOTS_REFUSED:
            since = asked.due_at
        elif asked.outcome not in untold:
            break
    return since


def _lost_since(rounds: Sequence[Round]) -> datetime | None:
    """Since when every round ended without an answer, if those are enough."""
    lost: list[Round] = []
    for asked in reversed(rounds):
        if asked.outcome is not None and asked.outcome.reached:
            break
        lost.append(asked)
    return lost[-1].due_at if len(lost) >= min(FAILING_ROUNDS, len(rounds)) and lost else None


def _empty_since(
    rounds: Sequence[Round], needed: int, last_filled: datetime | None
) -> datetime | None:
    """Since when a source that had posts answers without any. "Unchanged" says nothing anew.

    That it had posts may be longer ago than the rounds looked at.
    """
    told = [r for r in rounds if r.outcome in (Outcome.COLLECTED, Outcome.EMPTY)]
    empty: list[Round] = []
    for asked in reversed(told):
        if asked.posts:
            break
        empty.append(asked)
    had = len(empty) < len(told) or last_filled is not None
    return empty[-1].due_at if empty and had and len(empty) >= needed else None


def _alike_since(met: Sequence[Post]) -> datetime | None:
    newest, before = met[-ALIKE:], met[:-ALIKE]
    if len(newest) < ALIKE or len({post.words for post in newest}) > 1:
        return None
    varied = not before or len({post.words for post in before}) > len(before) / 2
    return newest[0].seen_at if varied else None


def _fewer_since(rounds: Sequence[Round]) -> datetime | None:
    """Compares with the few listings that held least, so that a place that lists only what is new,
    now much, now little, raises nothing.
    """
    listings = [r for r in rounds if r.outcome is Outcome.COLLECTED and r.posts]
    newest, before = listings[-NEWEST:], sorted(r.posts for r in listings[:-NEWEST])
    if len(before) < LISTINGS_TO_JUDGE:
        return None
    least = before[len(before) // 10]
    if least < LISTED_USUALLY or any(r.posts >= least / 3 for r in newest):
        return None
    return newest[0].due_at


def _bare_since(met: Sequence[Post]) -> datetime | None:
    newest, before = met[-NEWEST:], met[:-NEWEST]
    if len(before) < POSTS_TO_JUDGE:
        return None
    nearly_all = NEARLY_ALL * len(before)
    undated = sum(p.is_dated for p in before) >= nearly_all and not any(p.is_dated for p in newest)
    unsigned = sum(p.is_signed for p in before) >= nearly_all and not any(
        p.is_signed for p in newest
    )
    return newest[0].seen_at if undated or unsigned else None


def _short_since(posts: Sequence[Post]) -> datetime | None:
    if len(posts) < POSTS_TO_JUDGE + NEWEST:
        return None
    usual = median(post.length for post in posts[:-NEWEST])
    newest = posts[-NEWEST:]
    if usual < LONG_ENOUGH or any(post.length >= usual * SHORTER for post in newest):
        return None
    return newest[0].written_at
