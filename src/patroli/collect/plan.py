"""Slots and how they fared in, a planned round out: who is asked, and who is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from patroli.collect.fared import Fared
from patroli.collect.hosts import host_of
from patroli.collect.interval import Bounds, bounds_of, due_at, usual_due_at
from patroli.collect.state import SlotDue, StateStore
from patroli.config.settings import Settings
from patroli.landing import Batch, BatchWriter, Due, Ended
from patroli.model import Contest, LedgerEntry, Outcome, Slot, digest


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A slot that is not asked in this round, though it would be had it answered."""

    slot: Slot
    outcome: Outcome
    """`skipped` in quarantine; `robots_refused` while that is what its robots.txt last said."""
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """What is asked together. A batch is landed as one; a host is asked by one batch at a time."""

    id: str
    planned_at: datetime
    batches: tuple[tuple[Slot, ...], ...]
    passed_over: tuple[PassedOver, ...] = ()
    held: int = 0
    """Due slots that another collector is asking just now."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for batch in self.batches for slot in batch)


def plan_round(
    slots: Iterable[Slot],
    state: StateStore,
    settings: Settings,
    now: datetime,
    contests: Iterable[Contest] = (),
) -> Round:
    """The slots that are due and that no other collector is asking, claimed for this round.

    The same due slots and time make the same id.
    """
    watched = sorted({slot.id: slot for slot in slots}.values(), key=lambda slot: slot.id)
    bounds = _bounds(settings, now, tuple(contests))
    due = _due(watched, state.due(), bounds, now)
    over = _passed_over(watched, state.due(), bounds, now)
    names = (slot.id for slot in (*due, *(one.slot for one in over)))
    round_id = digest("round", now.astimezone(UTC).isoformat(), *names)
    mine = state.claim(due, round_id, now)
    known = state.due()
    # Asked again now that they are held: another collector may just have been done with some.
    got = _due([slot for slot in due if slot.id in mine], known, bounds, now)
    state.release((slot for slot in due if slot.id in mine and slot not in got), round_id)
    waiting = {slot_id for slot_id, one in known.items() if one.fared and one.fared.more}
    batches = _batches(got, settings.batch_slots, waiting)
    return Round(round_id, now, tuple(batches), over, len(due) - len(mine))


def _bounds(
    settings: Settings, now: datetime, contests: tuple[Contest, ...]
) -> Callable[[Slot], Bounds]:
    """The bounds of a slot at the moment of planning, reckoned once for each region and zone."""

    places: dict[tuple[str, str], Bounds] = {}

    def of(slot: Slot) -> Bounds:
        place = slot.region, slot.zone
        if place not in places:
            places[place] = bounds_of(slot, contests, settings.asking, now)
        return places[place]

    return of


def _due(
    slots: Sequence[Slot],
    known: Mapping[str, SlotDue],
    bounds: Callable[[Slot], Bounds],
    now: datetime,
) -> list[Slot]:
    def is_due(slot: Slot) -> bool:
        one = known.get(slot.id)
        if one is None:
            return True
        due = due_at(slot, one.fared, bounds(slot)) if one.fared else one.next_due_at
        return due is None or due <= now

    return [slot for slot in slots if is_due(slot)]


def _passed_over(
    slots: Sequence[Slot],
    known: Mapping[str, SlotDue],
    bounds: Callable[[Slot], Bounds],
    now: datetime,
) -> tuple[PassedOver, ...]:
    """Slots in quarantine, or refused, that are not due, though they would be had they answered."""
    over = []
    for slot in slots:
        fared = known[slot.id].fared if slot.id in known else None
        if fared is None or (since := fared.quarantined_since or fared.refused_since) is None:
            continue
        due, usual = due_at(slot, fared, bounds(slot)), usual_due_at(fared, bounds(slot))
        if due is not None and usual is not None and usual <= now < due:
            over.append(_passed_over_until(slot, fared, since, due))
    return tuple(over)


def _passed_over_until(slot: Slot, fared: Fared, since: datetime, due: datetime) -> PassedOver:
    began, again = (f"{at.astimezone(ZoneInfo(slot.zone)):%Y-%m-%d %H:%M}" for at in (since, due))
    if fared.refused_since is not None:
        why = f"not asked: robots.txt has refused it since {began}, looked at again {again}"
        return PassedOver(slot, Outcome.ROBOTS_REFUSED, why)
    failed = f"because it failed {fared.failures} times in a row ({fared.why})"
    why = f"quarantined since {began} {failed}, next try {again}"
    return PassedOver(slot, Outcome.SKIPPED, why)


def _batches(slots: Sequence[Slot], most: int, waiting: set[str]) -> list[tuple[Slot, ...]]:
    """Slots host by host, those that only go on with older posts last.

    The largest hosts come first: they take longest. What fits into one batch stays in one; a
    larger host has batches of its own, one after another, so that much is landed early.
    """

    def order(slot: Slot) -> tuple[str, bool, str, str]:
        return host_of(slot.address), slot.id in waiting, slot.address, slot.id

    ordered = sorted(slots, key=order)
    hosts = [list(group) for _, group in groupby(ordered, key=lambda slot: host_of(slot.address))]
    batches: list[tuple[Slot, ...]] = []
    open_from = 0
    for host in sorted(hosts, key=lambda slots: (-len(slots), slots[0].id)):
        whole = len(host) - len(host) % most if len(host) > most else 0
        for start in range(0, whole, most):
            batches.append(tuple(host[start : start + most]))
            open_from = len(batches)
        rest = tuple(host[whole:])
        if not rest:
            continue
        fitting = (i for i in range(open_from, len(batches)) if len(batches[i]) + len(rest) <= most)
        place = next(fitting, None)
        if place is None:
            batches.append(rest)
        else:
            batches[place] += rest
    return batches


def land_plan(round_: Round, landing_root: Path, state: StateStore | None = None) -> Batch | None:
    """Land what the round owes before it starts: a killed round shows what was never answered.

    Slots that are passed over get their ledger row here; `state` then knows that they have it.
    """
    if not round_.batches and not round_.passed_over:
        return None
    at = round_.planned_at
    with BatchWriter(
        landing_root, at.astimezone(UTC).date(), f"plan-{round_.id}", created=at
    ) as batch:
        batch.add(ledger=[Due(slot, round_.id, at) for slot in round_.slots])
        batch.add(ledger=[_told(one, round_) for one in round_.passed_over])
    if state is not None:
        state.note_passed_over((one.slot for one in round_.passed_over), at)
    return batch.landed


def _told(one: PassedOver, round_: Round) -> Ended:
    at = round_.planned_at
    entry = LedgerEntry(round_.id, one.slot.id, at, at, one.outcome, one.why, 0, 0)
    return Ended(one.slot, entry)
