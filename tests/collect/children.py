"""What test processes of their own do: share a state, collect until killed, meet a bomb."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.collect.lines import Billed
from tests.collect.rounds import Team
from tests.collect.states import move, settled
from tests.collect.webs import hosts_on, some_settings
from tests.fakes import NOW, a_slot

from patroli.clock import Clock
from patroli.collect import StateStore, collect_round
from patroli.collect.budget import Budgets
from patroli.collect.state import LEASE
from patroli.config.settings import BudgetSettings
from patroli.errors import LandingError
from patroli.model import Platform, Slot, Spend

NOT_LANDED = 7


def advance_many(where: Path | str, number: int) -> None:
    """Thirty transactions beside another process that does the same."""
    with StateStore(where) as state:
        for step in range(30):
            move(state, settled(f"slot-{number}-{step}"))


def village_slots(hosts: int, each: int) -> list[Slot]:
    """Slots on invented hosts, several a host."""
    return [
        a_slot(f"http://desa-{host}.example/{number}")
        for host in range(hosts)
        for number in range(each)
    ]


def collect_villages(
    folder: Path, port: int, now: datetime, hosts: int, each: int, where: str = ""
) -> None:
    """One whole round, in batches of a few slots."""
    settings = some_settings(hosts=hosts_on(port, 0.01), batch_slots=each * 2)
    Team(folder, settings, now=now, where=where).collect(village_slots(hosts, each))


def collect_with_little_room(folder: Path, url: str, room: int) -> None:
    """A round where no file may grow beyond `room` bytes."""
    team = Team(folder)
    planned = team.plan([a_slot(url)])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        team.collect([], planned)
    except LandingError:
        sys.exit(NOT_LANDED)


def collect_measured(folder: Path, urls: list[str]) -> None:
    """A round whose peak memory, in KiB above what it took to start, is written to a file."""
    team = Team(folder, some_settings(max_body_bytes=5_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    team.collect([a_slot(url) for url in urls])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    (folder / "grown").write_text(str(grown), "ascii")


def fifty(state: StateStore) -> Budgets:
    """A budget of fifty units a day."""
    settings = some_settings(budgets={"x": BudgetSettings(per_day=50)})
    return Budgets(settings, state, lambda: NOW)


def reserve_many(path: Path, times: int) -> None:
    """Take one unit so many times, beside another process that does the same."""
    with StateStore(path) as state:
        mine = fifty(state)
        for _ in range(times):
            mine.reserve(Spend("x", 1), "u")


def reserve_and_die(path: Path) -> None:
    """Take thirty units, and be killed before anything is settled."""
    state = StateStore(path)
    fifty(state).reserve(Spend("x", 30), "u")
    os.kill(os.getpid(), signal.SIGKILL)


def collect_billed(folder: Path, url: str) -> None:
    """A round whose one ask costs five units at most."""
    settings = some_settings(budgets={"x": BudgetSettings(per_day=9)})
    Team(folder, settings, dict.fromkeys(Platform, Billed())).one(a_slot(url))


def by_leases(began: float) -> Clock:
    """A clock by which a lease is over in a second; `began` is when, monotonic, it was NOW."""
    return lambda: NOW + LEASE * (time.monotonic() - began)


def collect_by_leases(team: Team, began: float, each: int, renew_every: float) -> None:
    """One whole round of one host by such a clock, its claims renewed every so many seconds."""
    clock = by_leases(began)
    seams = {"ticking": lambda: (clock() - NOW).total_seconds()}
    team = replace(team, now=clock(), seams=seams)
    planned = team.plan(village_slots(1, each))
    every = timedelta(seconds=renew_every)
    try:
        with team.store() as state:
            collect_round(planned, team.setting(state, clock=clock, renew_every=every))
    except LandingError:
        sys.exit(NOT_LANDED)
