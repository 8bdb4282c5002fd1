"""A planned round in, its collected and landed batches out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from itertools import groupby
from pathlib import Path

from patroli.clock import Clock
from patroli.collect.client import Connect, WebClient
from patroli.collect.drive import Connectors, Parts, collect_slot
from patroli.collect.fared import fare
from patroli.collect.hosts import host_of
from patroli.collect.interval import bounds_of, due_at
from patroli.collect.plan import Round
from patroli.collect.sharing import Sharing
from patroli.collect.state import LEASE, Settled, SlotDue, SlotProgress, StateStore
from patroli.collect.watched import NOBODY, Watched
from patroli.config.settings import Settings
from patroli.connectors import CONNECTORS
from patroli.errors import LandingError
from patroli.landing import Batch, BatchWriter
from patroli.model import Contest, LedgerEntry, Slot, digest

HELD_ROWS = 100
"""Rows of each table that a batch holds in memory: as many batches are open as hosts are asked."""


@dataclass(frozen=True, slots=True)
class Done:
    """How far a round has come."""

    slots: int
    slots_of: int
    hosts: int
    hosts_of: int
    posts: int
    host: str
    """Of the slot that ended last."""


Progress = Callable[[Done], None]


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What one batch brought."""

    round_id: str
    batch: Batch | None
    """None where every slot of the batch had already ended, or another collector has them."""
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


@dataclass(frozen=True, slots=True)
class Setting:
    """All that collecting a round needs beside the round."""

    settings: Settings
    state: StateStore
    landing_root: Path
    clock: Clock
    contests: tuple[Contest, ...] = ()
    progress: Progress | None = None
    connectors: Connectors = field(default_factory=lambda: CONNECTORS)
    connect: Connect = WebClient
    watched: Watched = NOBODY
    """Whose comments under other people's posts are kept."""
    renew_every: timedelta = LEASE / 3
    """How often the claims of a running round are renewed."""


def collect_round(round_: Round, setting: Setting) -> tuple[CollectReport, ...]:
    """Ask every host of the round side by side; land each batch when its last slot has ended.

    The state moves forward with each landed batch. Slots that already ended in this round are left
    out, so a round that was killed is simply run again. Raises LandingError when a batch cannot be
    landed; what was landed before stays, and the state stays where that left it.
    """
    mine = setting.state.claim(round_.slots, round_.id, setting.clock())
    # Asked only now that they are held: another collector may just have been done with some.
    before = setting.state.due()
    ended = {s.id for s in round_.slots if _has_ended(before.get(s.id), round_)}
    setting.state.release((s for s in round_.slots if s.id in mine & ended), round_.id)
    owed = mine - ended
    batches = [
        _Batch(slots, tuple(s for s in slots if s.id in owed), round_, setting, before)
        for slots in round_.batches
    ]
    if owed:
        asyncio.run(_collect(batches, round_, setting))
    return tuple(CollectReport(round_.id, b.landed, tuple(b.ended)) for b in batches)


def _has_ended(due: SlotDue | None, round_: Round) -> bool:
    """In this round, or in a later one of another collector that took it over."""
    if due is None or due.round_id == round_.id:
        return due is not None
    asked_at = due.fared.asked_at if due.fared else None
    return asked_at is not None and asked_at > round_.planned_at


class _Batch:
    """One batch on its way: begun with its first slot, landed with its last."""

    def __init__(
        self,
        planned: Sequence[Slot],
        owed: tuple[Slot, ...],
        round_: Round,
        setting: Setting,
        before: Mapping[str, SlotDue],
    ) -> None:
        self.owed = owed
        self.ended: list[LedgerEntry] = []
        self._lost = 0
        self._unsettled: list[SlotProgress] = []
        self.landed: Batch | None = None
        self._name = f"round-{round_.id}-{digest(*(slot.id for slot in planned))[:8]}"
        self._round, self._setting, self._before = round_, setting, before
        self._parts: Parts | None = None
        self._stack = ExitStack()

    def parts(self, open_batches: ExitStack) -> Parts:
        """What its slots are collected with; an error closes it with `open_batches`, unlanded."""
        if self._parts is None:
            setting, at = self._setting, self._round.planned_at
            day = at.astimezone(UTC).date()
            writer = BatchWriter(
                setting.landing_root, day, self._name, created=at, held_rows=HELD_ROWS
            )
            open_batches.enter_context(self._stack)
            self._parts = Parts(
                setting.settings,
                setting.state,
                self._stack.enter_context(writer),
                setting.clock,
                setting.connectors,
                setting.watched,
            )
        return self._parts

    def end(self, entry: LedgerEntry, progress: SlotProgress) -> None:
        """One slot more has ended; with the last one the batch is landed, then remembered.

        Of a landed batch nothing but its entries is held.
        """
        self.ended.append(entry)
        self._unsettled.append(progress)
        self._land()

    def lose(self) -> None:
        """One slot more is another collector's now, and not asked here."""
        self._lost += 1
        self._land()

    def _land(self) -> None:
        if len(self.ended) + self._lost == len(self.owed) and self._parts is not None:
            self._stack.close()
            self.landed = self._parts.batch.landed
            slots = {slot.id: slot for slot in self.owed}
            self._setting.state.advance(self._settled(slots[p.slot_id], p) for p in self._unsettled)
            self._unsettled.clear()
            self._parts = None

    def _settled(self, slot: Slot, progress: SlotProgress) -> Settled:
        setting, at = self._setting, self._round.planned_at
        before = self._before.get(slot.id)
        met = setting.state.known_ids(slot.id)
        written = [progress.written.get(p.post_id) for p in progress.seen if p.post_id not in met]
        fared = fare(before.fared if before else None, progress.ending, at, written)
        bounds = bounds_of(slot, setting.contests, setting.settings.asking, at)
        return Settled(progress, fared, due_at(slot, fared, bounds) or at)


async def _collect(batches: Iterable[_Batch], round_: Round, setting: Setting) -> None:
    """Hosts side by side, the slots of one host one after another, whatever batch they are of."""
    owed = [(slot, batch) for batch in batches for slot in batch.owed]
    hosts: dict[str, list[tuple[Slot, _Batch]]] = {}
    for slot, batch in owed:
        hosts.setdefault(host_of(slot.address), []).append((slot, batch))
    gate = asyncio.Semaphore(setting.settings.parallel_hosts)
    done = Done(0, len(owed), 0, len(hosts), 0, "")

    async def ask(name: str, own: list[tuple[Slot, _Batch]], web: WebClient) -> None:
        nonlocal done
        async with gate:
            for batch, of_batch in groupby(own, key=lambda pair: pair[1]):
                sharing = Sharing(web)
                for slot, _ in of_batch:
                    posts = 0
                    if setting.state.holds(slot.id, round_.id):
                        parts = batch.parts(open_batches)
                        entry, progress = await collect_slot(
                            slot, round_.id, round_.planned_at, parts, sharing
                        )
                        batch.end(entry, progress)
                        posts = entry.posts
                    else:
                        batch.lose()
                    slots, posts = done.slots + 1, done.posts + posts
                    done = replace(done, slots=slots, posts=posts, host=name)
                    if slot is own[-1][0]:
                        done = replace(done, hosts=done.hosts + 1)
                    if setting.progress is not None:
                        setting.progress(done)

    with ExitStack() as open_batches:
        async with setting.connect(setting.settings, setting.state, setting.clock) as web:
            keep = _renew(round_, setting)
            work = [keep, *(ask(name, own, web) for name, own in hosts.items())]
            _, *asked = tasks = [asyncio.create_task(one) for one in work]
            try:
                await asyncio.gather(*asked)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def _renew(round_: Round, setting: Setting) -> None:
    """Keep what is still to be asked for as long as this process lives."""
    while True:
        await asyncio.sleep(setting.renew_every.total_seconds())
        with suppress(LandingError):  # a state that is busy or away now may be there the next time
            setting.state.renew(round_.id, setting.clock())
