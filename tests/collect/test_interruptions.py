"""A round that is killed or runs out of disk is simply run again: nothing lost, nothing ahead."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

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

from patroli.landing import list_batches, sweep, verify_batch

HOSTS, EACH = 8, 3
KILLS = 8


def start(work: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=work, args=args)
    process.start()
    return process


def slowly(body: bytes) -> Handler:
    honest = answer(body)

    def handle(wire: Wire) -> None:
        wire.pause(0.01)
        honest(wire)

    return handle


def landed_slots(team: Team) -> set[str]:
    return {str(row["slot_id"]) for row in team.rows("ledger")}


def remembered_slots(team: Team) -> set[str]:
    with team.store() as state:
        return set(state.due())


def kill_somewhere(team: Team, site: Faults, seed: int) -> None:
    """Kill a round after a chosen number of requests, wherever it then is."""
    pick = random.Random(seed)
    goal = len(site.seen) + pick.randrange(1, HOSTS * EACH * 2)
    process = start(collect_villages, team.folder, site.port, team.now, HOSTS, EACH)
    while process.is_alive() and len(site.seen) < goal:
        time.sleep(0.002)
    time.sleep(pick.random() * 0.05)
    if process.is_alive() and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)


def test_a_round_killed_anywhere_loses_and_doubles_nothing(tmp_path: Path) -> None:
    slots = village_slots(HOSTS, EACH)
    lines = b"\n".join(b"%d kabar nomor %d" % (n, n) for n in range(5))
    with faults({f"/{number}": slowly(lines) for number in range(EACH)}) as site:
        team = Team(tmp_path)
        for seed in range(KILLS):
            kill_somewhere(team, site, seed)
            assert remembered_slots(team) <= landed_slots(team)
            team.later(minutes=1)
        final = start(collect_villages, tmp_path, site.port, team.now, HOSTS, EACH)
        final.join(120)
        assert final.exitcode == 0
    sweep(team.landing)
    assert not list(team.landing.glob("*/.*"))
    team.verify()
    wanted = {line_id(slot.address, n) for slot in slots for n in range(5)}
    loaded = {(row["post_id"], row["version"]) for row in team.rows("sightings")}
    assert {post for post, _ in loaded} == wanted
    assert len(loaded) == len(wanted)
    assert landed_slots(team) == remembered_slots(team) == {slot.id for slot in slots}


@pytest.mark.parametrize("room", [30_000, 300_000])
def test_a_full_disk_lands_nothing_and_remembers_nothing(tmp_path: Path, room: int) -> None:
    with faults({"/a": answer(b"1 x\n" + os.urandom(400_000))}) as site:
        url = site.url("/a")
        process = start(collect_with_little_room, tmp_path, url, room)
        process.join(60)
        assert process.exitcode == NOT_LANDED
        team = Team(tmp_path)
        assert remembered_slots(team) == set()
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
