"""How a slot fared before and how it ended now in, how it has fared since out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from patroli.collect.habit import Habit
from patroli.collect.outcomes import Ending
from patroli.model import Outcome

SOFT_LIMIT = 5
HARD_LIMIT = 3
"""After so many failures in a row a slot is in quarantine: soft ones may pass by themselves."""
HARD = frozenset({Outcome.GONE, Outcome.LOGIN_WALL})
"""The place itself said no; whatever else fails (a dead line, a busy server, a robots.txt that
cannot be read) is soft. A robots.txt that says no is neither: nothing failed, and nothing is
broken that quarantine would tell people to mend.
"""
WHY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Fared:
    """What is kept of a slot between rounds, besides its cursor."""

    asked_at: datetime | None
    """When the last round that asked it was planned; None to ask now, whatever happened."""
    habit: Habit
    soft: int = 0
    hard: int = 0
    """Failures in a row, of each kind; the first answer sets both back to 0."""
    failing_since: datetime | None = None
    """Since when it is not read, for failures or because robots.txt says no; None while it is."""
    quarantined_since: datetime | None = None
    why: str = ""
    """The outcome and detail of the last round that did not read it; empty while it answers."""
    not_before: datetime | None = None
    """The place itself asked not to be asked before."""
    more: bool = False
    """Whether older posts are waiting behind the cursor."""
    noted_at: datetime | None = None
    """When the ledger last told that the slot was passed over."""

    @property
    def failures(self) -> int:
        return self.soft + self.hard

    @property
    def refused_since(self) -> datetime | None:
        """Since when robots.txt has said no in every round that asked; None where it does not."""
        return None if self.failures else self.failing_since


def fare(
    before: Fared | None, ending: Ending, at: datetime, written: Iterable[datetime | None]
) -> Fared:
    """After a round planned at `at` in which posts written then were met for the first time."""
    habit = before.habit if before else Habit(at.astimezone(UTC).date())
    calm = Fared(at, habit.met(at, written), more=ending.more, not_before=ending.not_before)
    if ending.outcome.reached or (before is None and ending.outcome is Outcome.SKIPPED):
        return calm
    before = before or calm
    if ending.outcome is Outcome.SKIPPED:
        return replace(before, asked_at=at)
    told = f"{ending.outcome.value}: {ending.detail}" if ending.detail else ending.outcome.value
    lost = replace(calm, why=told[:WHY_LENGTH], more=before.more)
    if ending.outcome is Outcome.ROBOTS_REFUSED:
        if ending.partly:  # what may be read is read as often as ever
            return replace(calm, more=before.more)
        return replace(lost, failing_since=before.refused_since or at)
    is_hard = ending.outcome in HARD
    soft, hard = before.soft + (not is_hard), before.hard + is_hard
    ill = soft >= SOFT_LIMIT or hard >= HARD_LIMIT
    return replace(
        lost,
        soft=soft,
        hard=hard,
        failing_since=before.failing_since or at,
        quarantined_since=(before.quarantined_since or at) if ill else None,
    )
