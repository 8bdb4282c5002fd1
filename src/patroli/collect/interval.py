"""How a slot fared, and the stage of its contests, in; when it is due again out. Pure.

========== =====================================================================================
answered   four times as often as it posts, within the bounds of `asking`
more       older posts are waiting: an hour later, at night where the account is
soft fault an hour later, then two, four, eight …, each a little off so that not all come at once
hard fault the shortest usual interval later, then two, four, eight times as long
refused    by robots.txt: `SLOWLY` later, then after as long as it has been refused
========== =====================================================================================

Nothing is asked less often than `at_least_every` says, whatever happened, unless the place itself
named a later time. The bounds are those of the stage on the day of planning: a stage that begins
counts at once, for all that was asked before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from patroli.collect.fared import Fared
from patroli.config.settings import Asking
from patroli.model import Contest, Slot, digest

SOON = timedelta(hours=1)
"""What may pass is asked again in the next round that begins after so long."""
EARLY = 0.9
"""Share of the interval after which a slot is due: a round that starts late must not skip one."""
SHARE = 0.25
"""Share of the time between two posts that passes between two rounds."""
SLOWLY = timedelta(days=2)
"""Longer than a robots.txt is kept: asked sooner, the same file would say the same again."""
JITTER = 0.2
NIGHT = (time(20), time(5))
"""Local time in which backfill goes on."""
MOST_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often at most and at least a slot is asked just now."""

    shortest: timedelta
    longest: timedelta


def bounds_of(slot: Slot, contests: Iterable[Contest], asking: Asking, now: datetime) -> Bounds:
    """Those of the stages that the slot's region is in on its local day; the narrowest count."""
    day = now.astimezone(ZoneInfo(slot.zone)).date()
    stages = {c.stage_on(day) for c in contests if c.covers(slot.region, day)}
    often = [asking, *(asking.during[stage] for stage in stages if stage in asking.during)]
    return Bounds(
        timedelta(hours=min(one.at_most_every for one in often)),
        timedelta(hours=min(one.at_least_every for one in often)),
    )


def due_at(slot: Slot, fared: Fared, bounds: Bounds) -> datetime | None:
    """When the slot is due again; None for now."""
    if fared.asked_at is None:
        return None
    due = fared.asked_at + _wait(slot.id, fared, fared.asked_at, bounds) * EARLY
    if fared.more and fared.failing_since is None:
        due = min(due, _at_night(fared.asked_at + SOON * EARLY, slot.zone))
    return max(due, fared.not_before) if fared.not_before else due


def usual_due_at(fared: Fared, bounds: Bounds) -> datetime | None:
    """When it would be due had it answered: then the ledger says that it is passed over.

    Its habit is that of the days when it did answer: not to be reached is not to be silent.
    """
    if fared.asked_at is None:
        return None
    told = max(fared.asked_at, fared.noted_at or fared.asked_at)
    return told + _usual(fared, fared.failing_since or fared.asked_at, bounds) * EARLY


def _wait(slot_id: str, fared: Fared, asked_at: datetime, bounds: Bounds) -> timedelta:
    if fared.refused_since is not None:
        slowly = max(asked_at - fared.refused_since, SLOWLY, bounds.shortest)
        return min(slowly, bounds.longest)
    if not fared.failures:
        return _usual(fared, asked_at, bounds)
    first = max(bounds.shortest, SOON) if fared.hard else min(bounds.shortest, SOON)
    doublings = min(fared.failures - 1, MOST_DOUBLINGS)
    wait: timedelta = first * (1 << doublings) * _jitter(slot_id, fared.failures)
    return min(wait, bounds.longest)


def _usual(fared: Fared, at: datetime, bounds: Bounds) -> timedelta:
    """The habit as it was when the slot was asked: waiting alone must not move its time away."""
    expected = timedelta(days=SHARE / fared.habit.per_day(at))
    return min(max(expected, bounds.shortest), bounds.longest)


def _jitter(slot_id: str, failures: int) -> float:
    """From 1 - JITTER to 1, the same for the same slot and number."""
    drawn = int(digest("jitter", slot_id, str(failures))[:8], 16) / 0xFFFFFFFF
    return 1 - JITTER * drawn


def _at_night(at: datetime, zone: str) -> datetime:
    """The moment itself if it is night there, else the next evening."""
    local = at.astimezone(ZoneInfo(zone))
    evening, morning = NIGHT
    if local.time() >= evening or local.time() < morning:
        return at
    return local.replace(hour=evening.hour, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)
