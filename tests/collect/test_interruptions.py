"""A round that is killed or runs out of disk is simply run again: nothing lost, nothing ahead."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest
from tests.collect.children import (
    NOT_LANDED,
    collect_measured,
    collect_villages,
    collect_with_little_room,
    village_slots,
)
from tests.collect.faults import Faults, Handler, Wire, answer, faults
from tests.collect.lines import line_id
from tests.collect.rounds import Team
from tests.fakes import NOW, a_slot

from patroli.history import History
from patroli.landing import list_batches, read_batch, sweep, verify_batch

HOSTS, EACH = 4, 2
LISTED = 12
"""Lines that a place shows, the newest in front; one is new in every round."""
FINISHED = 6
"""One round of so many is run again to its end."""
A_ROUND = timedelta(hours=7)


def start(work: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=work, args=args)
    process.start()
    return process


def start_at_once(work: Callable[..., None], *args: object) -> ForkServerProcess:
    """In a process that has everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.collect.children"])
    process = context.Process(target=work, args=args)
    process.start()
    return process


def lines_of(round_: int) -> range:
    return range(max(0, round_ + 5 - LISTED), round_ + 5)


def slowly(lines: range) -> Handler:
    honest = answer(b"\n".join(b"%d kabar nomor %d" % (n, n) for n in lines))

    def handle(wire: Wire) -> None:
        wire.pause(0.005)
        honest(wire)

    return handle


def kill_somewhere(team: Team, site: Faults, pick: random.Random) -> bool:
    """Kill a round after a chosen number of requests, wherever it then is; False if it ended."""
    goal = len(site.seen) + pick.randrange(HOSTS * EACH)
    process = start_at_once(
        collect_villages, team.folder, site.port, team.now, HOSTS, EACH, team.where
    )
    while process.is_alive() and len(site.seen) < goal:
        time.sleep(0.001)
    time.sleep(pick.random() * 0.03)
    killed = process.is_alive()
    if killed and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    return killed


@dataclass
class Landed:
    """What lies in landing, each batch read and verified once."""

    team: Team
    ended: set[tuple[str, str]] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    def look(self) -> None:
        for batch in list_batches(self.team.landing):
            if batch.id not in self.read:
                verify_batch(batch)
                tables = read_batch(batch)
                rows = tables.ledger.to_pylist()
                self.ended |= {(r["round_id"], r["slot_id"]) for r in rows if r["outcome"]}
                self.posts |= set(map(str, tables.sightings["post_id"].to_pylist()))
                self.read.add(batch.id)

    def nothing_more_is_remembered(self) -> None:
        """The round state is never ahead: the slots and posts it knows lie in landed batches."""
        self.look()
        with self.team.store() as state:
            due = state.due()
            known = {post for slot_id in due for post in state.known_ids(slot_id)}
        assert {(one.round_id, slot_id) for slot_id, one in due.items()} <= self.ended
        assert known <= self.posts


@pytest.mark.parametrize(
    ("shared", "kills"),
    [(False, 100), pytest.param(True, 15, marks=pytest.mark.postgresql)],
)
def test_a_round_killed_anywhere_loses_and_doubles_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, shared: bool, kills: int
) -> None:
    """Every round shows a new line and lets the oldest go; few are run again to their end."""
    team = Team(tmp_path, where=request.getfixturevalue("shared_state") if shared else "")
    landed, pick, killed = Landed(team), random.Random(20291125), 0
    with faults({}) as site:
        for number in range(kills):
            site.routes |= {f"/{n}": slowly(lines_of(number)) for n in range(EACH)}
            killed += kill_somewhere(team, site, pick)
            landed.nothing_more_is_remembered()
            if number % FINISHED == FINISHED - 1:
                assert finish(team, site)
            team.now += A_ROUND
        assert finish(team, site)
    assert killed > kills / 2
    landed.nothing_more_is_remembered()
    sweep(team.landing)
    assert not list(team.landing.glob("*/.*"))
    slots = village_slots(HOSTS, EACH)
    wanted = {line_id(slot.address, n) for slot in slots for n in range(lines_of(kills - 1).stop)}
    with History.open(tmp_path / "history.duckdb") as history:
        report = history.load(list_batches(team.landing), team.now)
    assert not report.refused
    with duckdb.connect(str(tmp_path / "history.duckdb"), read_only=True) as kept:
        versions = kept.execute("SELECT post_id FROM versions").fetchall()
    assert sorted(post for (post,) in versions) == sorted(wanted)
    with team.store() as state:
        assert set(state.due()) == {slot.id for slot in slots}


def finish(team: Team, site: Faults) -> bool:
    """Run the round again to its end, as whoever looks after it would."""
    process = start_at_once(
        collect_villages, team.folder, site.port, team.now, HOSTS, EACH, team.where
    )
    process.join(120)
    return process.exitcode == 0


@pytest.mark.parametrize("room", [30_000, 300_000])
def test_a_full_disk_lands_nothing_and_remembers_nothing(tmp_path: Path, room: int) -> None:
    with faults({"/a": answer(b"1 x\n" + os.urandom(400_000))}) as site:
        url = site.url("/a")
        process = start(collect_with_little_room, tmp_path, url, room)
        process.join(60)
        assert process.exitcode == NOT_LANDED
        team = Team(tmp_path)
        with team.store() as state:
            assert state.due() == {}
        assert [batch.name[:5] for batch in list_batches(team.landing)] == ["plan-"]
        assert not list(team.landing.glob("*/.*"))
        report = team.one(a_slot(url))
    assert report.batch
    verify_batch(report.batch)


def test_memory_stays_flat_whatever_comes(tmp_path: Path) -> None:
    """Four bombs of 200 MB decompressed and four bodies of 60 MB, with a cap of 5 MB."""
    bomb = gzip.compress(bytes(200_000_000), 9)
    routes = {f"/bomb-{n}": answer(bomb, content_encoding="gzip") for n in range(4)}
    routes |= {f"/flood-{n}": flood for n in range(4)}
    with faults(routes) as site:
        process = start(collect_measured, tmp_path, [site.url(path) for path in routes])
        process.join(100)
        assert process.exitcode == 0
    assert len(bomb) < 300_000
    assert int((tmp_path / "grown").read_text("ascii")) < 60_000
    assert set(Team(tmp_path).outcomes().values()) == {"failed"}


def flood(wire: Wire) -> None:
    """60 MB of plain body, as fast as it is taken."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n")
    for _ in range(60):
        wire.send(bytes(1_000_000))


def test_a_slot_that_was_never_answered_shows_in_the_plan(tmp_path: Path) -> None:
    team = Team(tmp_path)
    planned = team.plan([a_slot("http://a.example/")])
    assert team.rows("ledger") == []
    assert list_batches(team.landing)[0].name == f"plan-{planned.id}"
    team.later(hours=1)
    assert team.plan([a_slot("http://a.example/")]).slots == planned.slots
    assert team.now - planned.planned_at == timedelta(hours=1)
    assert planned.planned_at == NOW
