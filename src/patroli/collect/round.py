"""Slots in, a planned round and its collected, landed batches out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from patroli.clock import Clock
from patroli.collect.client import Connect, WebClient
from patroli.collect.drive import Connectors, Parts, collect_slot
from patroli.collect.hosts import host_of
from patroli.collect.sharing import Sharing
from patroli.collect.state import SlotProgress, StateStore
from patroli.collect.watched import NOBODY, Watched
from patroli.config.settings import Settings
from patroli.connectors import CONNECTORS
from patroli.landing import Batch, BatchWriter, Due
from patroli.model import LedgerEntry, Slot, digest

Progress = Callable[[int, int, str], None]
"""Called with slots done, slots in all, and the host of the slot that ended."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is asked together. All slots of one host are in one batch."""

    id: str
    planned_at: datetime
    batches: tuple[tuple[Slot, ...], ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for batch in self.batches for slot in batch)


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What one batch brought."""

    round_id: str
    batch: Batch | None
    """None where every slot of the batch had already ended in this round."""
    entries: tuple[LedgerEntry, ...]

    @property
    def outcomes(self) -> Mapping[str, int]:
        """Slots by outcome."""
        return Counter(entry.outcome.value for entry in self.entries)

    @property
    def posts(self) -> int:
        return sum(entry.posts for entry in self.entries)

    @property
    def fetches(self) -> int:
        return sum(entry.fetches for entry in self.entries)


def plan_round(
    slots: Iterable[Slot], state_store: StateStore, settings: Settings, now: datetime
) -> Round:
    """The slots that are due, host by host in batches; the same due slots and time, the same id."""
    known = state_store.due()
    due = [s for s in slots if s.id not in known or known[s.id].next_due_at <= now]
    due = sorted({slot.id: slot for slot in due}.values(), key=_by_host)
    round_id = digest("round", now.astimezone(UTC).isoformat(), *(slot.id for slot in due))
    hosts = [tuple(group) for _, group in groupby(due, key=lambda slot: host_of(slot.address))]
    return Round(round_id, now, tuple(_packed(hosts, settings.batch_slots)))


def _by_host(slot: Slot) -> tuple[str, str, str]:
    return host_of(slot.address), slot.address, slot.id


def _packed(hosts: Sequence[tuple[Slot, ...]], most: int) -> list[tuple[Slot, ...]]:
    """Hosts, largest first, each into the first batch with room; one too large stays whole."""
    batches: list[tuple[Slot, ...]] = []
    for host in sorted(hosts, key=lambda slots: (-len(slots), slots[0].id)):
        fitting = (i for i, batch in enumerate(batches) if len(batch) + len(host) <= most)
        place = next(fitting, None)
        if place is None:
            batches.append(host)
        else:
            batches[place] += host
    return batches


def land_plan(round_: Round, landing_root: Path) -> Batch | None:
    """Land what the round owes before it starts: a killed round shows what was never answered."""
    if not round_.batches:
        return None
    day = round_.planned_at.astimezone(UTC).date()
    name = f"plan-{round_.id}"
    with BatchWriter(landing_root, day, name, created=round_.planned_at) as batch:
        batch.add(ledger=[Due(slot, round_.id, round_.planned_at) for slot in round_.slots])
    return batch.landed


def collect_batch(
    slots: Sequence[Slot],
    round_: Round,
    *,
    settings: Settings,
    state: StateStore,
    landing_root: Path,
    clock: Clock,
    progress: Progress | None = None,
    connectors: Connectors = CONNECTORS,
    connect: Connect = WebClient,
    watched: Watched = NOBODY,
) -> CollectReport:
    """Collect slots, land them as one batch, then move the state forward.

    Slots that already ended in this round are left out, so a batch that was killed is simply run
    again. Raises LandingError when the batch cannot be landed; the state then stays where it was.
    """
    ended = {slot_id for slot_id, due in state.due().items() if due.round_id == round_.id}
    owed = [slot for slot in slots if slot.id not in ended]
    if not owed:
        return CollectReport(round_.id, None, ())
    day = round_.planned_at.astimezone(UTC).date()
    name = f"round-{round_.id}-{digest(*(slot.id for slot in slots))[:8]}"
    with BatchWriter(landing_root, day, name, created=round_.planned_at) as batch:
        parts = Parts(settings, state, batch, clock, connectors, watched)
        results = asyncio.run(_collect(owed, round_, parts, connect, progress))
    state.advance(progress for _, progress in results)
    entries = tuple(entry for entry, _ in results)
    return CollectReport(round_.id, batch.landed, entries)


Result = tuple[LedgerEntry, SlotProgress]


async def _collect(
    slots: Sequence[Slot],
    round_: Round,
    parts: Parts,
    connect: Connect,
    progress: Progress | None,
) -> list[Result]:
    """Hosts side by side, the slots of one host one after another."""
    gate = asyncio.Semaphore(parts.settings.parallel_hosts)
    done = 0

    async def host(group: Sequence[Slot], web: WebClient) -> list[Result]:
        nonlocal done
        sharing, results = Sharing(web), []
        async with gate:
            for slot in group:
                results.append(
                    await collect_slot(slot, round_.id, round_.planned_at, parts, sharing)
                )
                done += 1
                if progress is not None:
                    progress(done, len(slots), host_of(slot.address))
        return results

    ordered = sorted(slots, key=_by_host)
    groups = [list(g) for _, g in groupby(ordered, key=lambda slot: host_of(slot.address))]
    async with connect(parts.settings, parts.state, parts.clock) as web:
        collected = await asyncio.gather(*(host(group, web) for group in groups))
    return [result for group in collected for result in group]
