"""A host that failed in round after round is tried with one request after growing pauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect import faults as f
from tests.collect.faults import answer, faults
from tests.collect.lines import reading_lines
from tests.collect.rounds import Team
from tests.collect.webs import HURRIED, hosts_on, some_settings
from tests.fakes import NOW, a_slot

from patroli.collect.breaker import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    OPENS_AFTER,
    Circuit,
    Stance,
    failed,
    stance,
)
from patroli.collect.guard import NameUnknown
from patroli.model import Answer, Outcome, Reading, Slot, SlotState, digest


def after(failures: int, at: datetime = NOW) -> Circuit | None:
    circuit: Circuit | None = None
    for _ in range(failures):
        circuit = failed(circuit, at, Outcome.FAILED, "no connection")
    return circuit


@pytest.mark.parametrize("failures", range(OPENS_AFTER))
def test_a_host_that_failed_seldom_is_asked_as_usual(failures: int) -> None:
    assert stance(after(failures), NOW) is Stance.FREE


def test_a_host_that_failed_often_is_tried_once_after_its_pause() -> None:
    circuit = after(OPENS_AFTER)
    assert stance(circuit, NOW) is Stance.SHUT
    assert stance(circuit, NOW + FIRST_PAUSE - timedelta(seconds=1)) is Stance.SHUT
    assert stance(circuit, NOW + FIRST_PAUSE) is Stance.PROBE


def test_the_pauses_double_up_to_a_day() -> None:
    pauses = [one.next_probe - NOW for n in range(3, 9) if (one := after(n))]
    hours = [pause / timedelta(hours=1) for pause in pauses]
    assert hours == [3, 6, 12, 24, 24, 24]


@given(st.integers(1, 10_000))
def test_no_pause_is_ever_longer_than_a_day(failures: int) -> None:
    circuit = failed(Circuit(failures, NOW, NOW, Outcome.FAILED, ""), NOW, Outcome.FAILED, "")
    assert timedelta() <= circuit.next_probe - NOW <= LONGEST_PAUSE
    assert circuit.since == NOW


class Host:
    """`sunyi.example`, which a test takes away and gives back."""

    def __init__(self) -> None:
        self.is_there = False
        self.looked_up = 0

    async def resolve(self, host: str, _port: int) -> list[str]:
        if host == "127.0.0.1":
            return ["127.0.0.1"]
        self.looked_up += 1
        if not self.is_there:
            raise NameUnknown(f"{host}: nobody", again=True)
        return ["127.0.0.1"]


def newcomers(team: Team, addresses: Iterable[str]) -> list[Slot]:
    """Slots that are due because nobody asked them yet: a host is let be for them, too."""
    return [a_slot(address, id=digest(address, team.now.isoformat())) for address in addresses]


def test_a_silent_host_is_let_be_tried_and_taken_back(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x"), "/b": answer(b"2 y")}) as site:
        host = Host()
        place = f"127.0.0.1:{site.port}"
        settings = some_settings(hosts={}, allow_private=(place,), retries=2, pace=0.01)
        team = Team(tmp_path, settings, seams={"resolve": host.resolve})
        addresses = [f"http://sunyi.example:{site.port}/{name}" for name in "ab"]

        def round_(after_hours: float) -> int:
            team.later(hours=after_hours)
            before = host.looked_up
            team.one(*newcomers(team, addresses))
            return host.looked_up - before

        assert [round_(6) for _ in range(3)] == [3, 3, 3]
        assert round_(1) == 0
        rows = [r for r in team.rows("ledger") if r["due_at"] == team.now]
        assert [row["outcome"] for row in rows] == ["failed"] * 2
        assert (
            "sunyi.example failed in 3 rounds since 2029-11-25 03:00Z (name not found"
            in rows[0]["detail"]
        )
        assert "one request tries it again after 2029-11-25 18:00Z" in rows[1]["detail"]
        with team.store() as state:
            due = {state.due()[s.id].next_due_at for s in newcomers(team, addresses)}
        assert min(due) >= NOW + timedelta(hours=21)
        assert round_(2) == 1
        team.later(hours=4)
        host.is_there = True
        assert round_(2) > 0
        rows = [r for r in team.rows("ledger") if r["due_at"] == team.now]
        assert [row["outcome"] for row in rows] == ["collected"] * 2
        host.is_there = False
        assert round_(6) == 3
    team.verify()


def test_a_host_that_is_late_in_a_probe_is_not_asked_a_second_time(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(4)]
    with faults(dict.fromkeys(paths, f.silence)) as site:
        team = Team(tmp_path, some_settings(timeouts=HURRIED))
        slots = [a_slot(site.url(path)) for path in paths]
        asked = []
        for hours in (1, 2, 2, 4):
            team.later(hours=hours)
            before = len(site.pages)
            team.one(*slots)
            asked.append(len(site.pages) - before)
    assert asked == [3, 3, 1, 1]


def test_a_host_whose_only_page_is_always_late_is_let_be_in_the_end(tmp_path: Path) -> None:
    with faults({"/a": f.silence}) as site:
        team = Team(tmp_path, some_settings(timeouts=HURRIED))
        for _ in range(5):
            team.one(*newcomers(team, [site.url("/a")]))
            team.later(hours=2)
    assert site.pages == ["/a"] * 4
    assert "failed in 3 rounds" in str([row["detail"] for row in team.rows("ledger")])


def test_one_page_that_is_late_closes_no_host(tmp_path: Path) -> None:
    with faults({"/a": f.silence, "/b": answer(b"1 x")}) as site:
        team = Team(tmp_path, some_settings(timeouts=HURRIED))
        for _ in range(5):
            team.one(a_slot(site.url("/a")), a_slot(site.url("/b")))
            team.later(hours=6)
    assert site.pages == ["/a", "/b"] * 5


def blocked(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
    return Reading(Outcome.BLOCKED, "a wall") if answer.status == 403 else None


def test_a_host_that_blocks_every_slot_is_let_be_although_its_robots_answers(
    tmp_path: Path,
) -> None:
    paths = ["/a", "/b", "/c"]
    with faults(dict.fromkeys(paths, answer(b"", "403 Forbidden"))) as site:
        team = Team(tmp_path, connectors=reading_lines(blocked))
        addresses = [site.url(path) for path in paths]
        asked = []
        for hours in (1, 6, 6, 1, 6):
            team.later(hours=hours)
            before = len(site.pages)
            team.one(*newcomers(team, addresses))
            asked.append(len(site.pages) - before)
        assert asked == [3, 3, 1, 0, 1]
        assert {row["outcome"] for row in team.rows("ledger")} == {"blocked"}
        site.routes |= dict.fromkeys(paths, answer(b"1 x"))
        team.later(hours=6)
        team.one(*newcomers(team, addresses))
        assert [r["outcome"] for r in team.rows("ledger") if r["due_at"] == team.now] == [
            "collected"
        ] * 3
    team.verify()


def test_a_host_that_lets_one_slot_in_is_never_let_be(tmp_path: Path) -> None:
    with faults({"/a": answer(b"", "403 Forbidden"), "/b": answer(b"1 x")}) as site:
        team = Team(tmp_path, connectors=reading_lines(blocked))
        slots = [a_slot(site.url(path)) for path in ("/a", "/b")]
        for _ in range(6):
            team.later(hours=6)
            team.one(*slots)
    assert site.pages == ["/a", "/b"] * 6


def test_a_network_of_ours_that_is_down_is_held_against_nobody(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x")}) as site:
        host = Host()
        settings = some_settings(
            hosts={}, allow_private=(f"127.0.0.1:{site.port}",), pace=0.01, retries=0
        )
        team = Team(tmp_path, settings, seams={"resolve": host.resolve})
        slots = [a_slot(f"http://{name}.example:{site.port}/a") for name in ("a", "b", "c")]
        for _ in range(5):
            team.one(*slots)
            team.later(hours=6)
        host.is_there = True
        team.one(*slots)
    assert set(team.outcomes().values()) == {"collected"}


def test_other_hosts_do_not_wait_for_one_that_is_silent(tmp_path: Path) -> None:
    with faults({"ada.example/a": answer(b"1 x")}) as site:
        hosts = hosts_on(site.port) | {"tiada.example": hosts_on(1)["*.example"]}
        team = Team(tmp_path, some_settings(hosts=hosts))
        slots = [a_slot(f"http://{name}.example/a") for name in ("ada", "tiada")]
        for _ in range(5):
            team.one(*slots)
            team.later(hours=6)
    assert team.outcomes() == {slots[0].address: "unchanged", slots[1].address: "failed"}
