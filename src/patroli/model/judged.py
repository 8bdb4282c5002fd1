"""What matching, queueing and people say of a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from patroli.model.words import Form, Reply, Tier


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the original text something stands, and what it is there for."""

    start: int
    end: int
    what: str
    """`target`, `signal` or `lowered`."""
    name: str
    """The slot or list that was found: `{name}`, `ajakan`, `negasi` …"""


@dataclass(frozen=True, slots=True)
class Match:
    """One rule holds for one version of a post, for one contestant. Not a violation."""

    id: str
    post_id: str
    version: str
    rule_set: str
    rule_id: str
    form: Form
    contest_id: str
    contestant_id: str
    """Empty where the rule holds without pointing to one contestant."""
    tier: Tier
    score: float
    spans: tuple[Span, ...]
    reasons: tuple[str, ...]
    """Why it matched, sentences in Indonesian."""
    lowered_by: tuple[str, ...]
    """What lowered it, sentences in Indonesian."""
    basis: tuple[str, ...]
    """Ids of the legal bases in force on the post's local day."""
    stage: str
    local_day: date


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What a person should look at: one post, or a group of the same or nearly the same text.

    `position` counts from 1 in the day's order and `part` is the reviewer it is meant for; both
    are 0 for an item that waits because the day is full.
    """

    id: str
    day: date
    position: int
    part: int
    tier: Tier
    score: float
    contestants: tuple[tuple[str, str], ...]
    """Contest id and contestant id of everyone its matches point to, sorted."""
    forms: tuple[Form, ...]
    rules: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    """Post id and version of each, the one seen first in front."""
    first_seen: datetime
    deadline: date
    """The last day of the seven-day clock, in the team's zone."""
    days_left: int
    """Days from `day` to `deadline`; negative when it has passed."""
    since: date
    """The first day on which one of its members was due in a queue."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person found about one version of a post."""

    post_id: str
    version: str
    item_id: str
    word: str
    reason: str
    """A reason code, such as `ajakan-terbuka`."""
    reviewer: str
    decided_at: datetime
    basis: tuple[str, ...] = ()
    """Ids of the norms that may have been breached; required for `dugaan pelanggaran`."""
    exculpatory: str = ""
    """What speaks for the person; required for `dugaan pelanggaran`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person answered to a question about an account; a later answer supersedes it."""

    question_id: str
    kind: str
    """What was asked: `owner`, `handle` …"""
    account_id: str
    reply: Reply
    by: str
    why: str
    answered_at: datetime
    asked: str
    """The question and its evidence as they read then."""
