"""What is due is planned host by host, and the plan is landed before anything is asked."""

from __future__ import annotations

import subprocess
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.collect.faults import Wire, answer, faults
from tests.collect.lines import reading_lines
from tests.collect.rounds import Team
from tests.collect.states import settled
from tests.collect.webs import hosts_on, some_settings
from tests.fakes import NOW, a_contest, a_slot

from patroli.collect import Round, StateStore, collect_round, land_plan, plan_round
from patroli.collect.collector import is_dead, own_name
from patroli.collect.fared import SOFT_LIMIT
from patroli.collect.state import LEASE
from patroli.config.settings import Asking
from patroli.landing import list_batches, read_batch
from patroli.model import Answer, Slot, SlotState, Stage


def slots_on(*hosts: str, each: int = 1) -> list[Slot]:
    return [a_slot(f"http://{host}/{number}") for host in hosts for number in range(each)]


def plan(slots: list[Slot], batch_slots: int = 40) -> Round:
    with StateStore(Path(":memory:")) as state:
        return plan_round(slots, state, some_settings(batch_slots=batch_slots), NOW)


def test_a_host_that_fits_into_a_batch_is_in_one_and_a_larger_one_has_its_own() -> None:
    slots = slots_on("besar.example", each=12) + slots_on("dua.example", each=2)
    slots += slots_on(*(f"h{n}.example" for n in range(20)))
    planned = plan(slots, batch_slots=5)
    homes: dict[str, list[int]] = {}
    for number, batch in enumerate(planned.batches):
        for slot in batch:
            homes.setdefault(str(urlsplit(slot.address).hostname), []).append(number)
    assert homes.pop("besar.example") == [0] * 5 + [1] * 5 + [2] * 2
    assert all(len(set(batches)) == 1 for batches in homes.values())
    assert all(len(batch) <= 5 for batch in planned.batches)
    assert sorted(slot.id for slot in planned.slots) == sorted(slot.id for slot in slots)


def test_the_same_plan_has_the_same_id_in_any_order() -> None:
    slots = slots_on("a.example", "b.example", each=3)
    assert plan(slots) == plan(slots[::-1])
    assert plan(slots).id != plan(slots[:-1]).id
    assert plan(slots + slots[:2]) == plan(slots)


def test_nothing_due_is_an_empty_round(tmp_path: Path) -> None:
    planned = plan([])
    assert planned.batches == ()
    assert land_plan(planned, tmp_path) is None


def test_the_plan_is_landed_before_anything_is_asked(tmp_path: Path) -> None:
    planned = Team(tmp_path).plan(slots_on("a.example", "b.example"))
    (batch,) = list_batches(tmp_path / "landing")
    rows = read_batch(batch).ledger.to_pylist()
    assert batch.name == f"plan-{planned.id}"
    assert {row["slot_id"] for row in rows} == {slot.id for slot in planned.slots}
    assert {row["outcome"] for row in rows} == {""}


def test_a_slot_is_due_again_after_its_interval(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 satu")}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        team.one(slot)
        team.later(hours=5)
        assert team.plan([slot]).batches == ()
        team.later(hours=1)
        assert team.plan([slot]).slots == (slot,)


def test_a_stage_that_begins_counts_at_once_for_all_that_was_asked_before(tmp_path: Path) -> None:
    """Due times are reckoned when a round is planned, whatever was stored before."""
    quiet = Stage("masa-tenang", date(2029, 11, 24), date(2029, 11, 26))
    with faults({"/a": answer(b"nothing")}) as site:
        slot = a_slot(site.url("/a"))
        team = Team(tmp_path, some_settings(asking=Asking()), now=NOW - timedelta(days=60))
        for _ in range(8):
            team.one(slot)
            team.later(days=7)
        team.now = NOW - timedelta(hours=1)
        team.one(slot)
        team.later(hours=6)
        with team.store() as state:
            assert state.due()[slot.id].next_due_at > team.now + timedelta(days=5)
        assert team.plan([slot]).slots == ()
        team.contests = (a_contest(stages=(quiet,)),)
        assert team.plan([slot]).slots == (slot,)


def is_quarantined(state: StateStore, slot: Slot) -> bool:
    fared = state.due()[slot.id].fared
    return fared is not None and fared.quarantined_since is not None


def in_quarantine(team: Team, slot: Slot) -> None:
    for _ in range(SOFT_LIMIT):
        team.one(slot)
        team.later(days=7)


def test_a_slot_in_quarantine_has_its_ledger_row_whenever_it_would_be_due(tmp_path: Path) -> None:
    routes = {"a.example/robots.txt": answer(b"", "503 Busy")}
    with faults(routes) as site:
        asking = Asking(at_most_every=6, at_least_every=168)
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port), asking=asking))
        slot = a_slot("http://a.example/a")
        in_quarantine(team, slot)
        team.one(slot)
        for _ in range(4):
            team.later(hours=6)
            planned = team.plan([slot])
            assert planned.batches == ()
            assert [over.slot for over in planned.passed_over] == [slot]
            assert team.plan([slot]).passed_over == ()
    told = [row["detail"] for row in team.rows("ledger") if row["outcome"] == "skipped"]
    assert len(told) == 4
    assert told[0].startswith("quarantined since 2029-12-23 06:00 because it failed 6 times in a")
    assert "robots_unreachable: robots.txt answered 503" in told[0]
    assert ", next try 2029-12-31" in told[0]


def test_what_robots_txt_refuses_is_told_in_every_round_and_asked_again_when_it_allows(
    tmp_path: Path,
) -> None:
    """One look at the file in two days, no page, no quarantine, and a ledger row all the same."""
    refusing = answer(b"User-agent: *\nDisallow: /")
    with faults({"a.example/robots.txt": refusing, "a.example/a": answer(b"1 satu")}) as site:
        asking = Asking(at_most_every=24, at_least_every=168)
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port), asking=asking))
        slot = a_slot("http://a.example/a")
        for _ in range(5):
            team.collect([slot])
            with team.store() as state:
                assert not is_quarantined(state, slot)
            team.later(days=1)
        assert site.paths == ["/robots.txt"] * 3
        assert [row["outcome"] for row in team.rows("ledger")] == ["robots_refused"] * 5
        told = [row["detail"] for row in team.rows("ledger") if not row["fetches"]]
        assert told == [
            "not asked: robots.txt has refused it since 2029-11-25 06:00, "
            f"looked at again 2029-11-{again}"
            for again in ("27 01:12", "29 01:12")
        ]
        site.routes["a.example/robots.txt"] = answer(b"User-agent: *\nAllow: /")
        team.later(days=4)
        assert team.one(slot).outcomes == {"collected": 1}


def test_the_first_answer_ends_the_quarantine_and_retry_asks_at_once(tmp_path: Path) -> None:
    with faults({"/a": answer(b"", "404 Not Found")}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        for _ in range(SOFT_LIMIT):
            team.one(slot)
            team.later(days=7)
        site.routes["/a"] = answer(b"1 satu")
        team.now -= timedelta(days=6, hours=23)
        assert team.plan([slot]).slots == ()
        with team.store() as state:
            assert is_quarantined(state, slot)
            assert state.retry(slot.id)
            assert not state.retry("nobody")
        assert team.one(slot).outcomes == {"collected": 1}
        with team.store() as state:
            assert not is_quarantined(state, slot)


def test_two_collectors_plan_no_slot_twice(where: Path | str) -> None:
    slots, settings = slots_on("a.example", "b.example", each=3), some_settings()
    with StateStore(where, "satu") as one, StateStore(where, "dua") as two:
        first = plan_round(slots[:4], one, settings, NOW)
        second = plan_round(slots, two, settings, NOW)
        assert set(first.slots) == set(slots[:4])
        assert set(second.slots) == set(slots[4:])
        assert (first.held, second.held) == (0, 4)


def test_what_another_collector_has_just_ended_is_not_asked_again(where: Path | str) -> None:
    slots, settings = slots_on("a.example", each=2), some_settings()
    with StateStore(where, "satu") as one, StateStore(where, "dua") as two:
        planned = plan_round(slots, one, settings, NOW)
        one.advance([settled(slots[0].id, round_id=planned.id)])
        assert plan_round(slots, two, settings, NOW).slots == ()
        one.release(slots, planned.id)
        assert plan_round(slots, two, settings, NOW).slots == (slots[1],)


def test_the_claims_of_a_dead_collector_run_out_and_those_of_a_living_one_are_renewed(
    where: Path | str,
) -> None:
    slots, settings = slots_on("a.example", each=2), some_settings()
    with (
        StateStore(where, "jauh/1/1") as living,
        StateStore(where, "jauh/2/1") as dead,
        StateStore(where, "dua") as two,
    ):
        planned = plan_round(slots[:1], living, settings, NOW)
        assert plan_round(slots, dead, settings, NOW).slots == (slots[1],)
        living.renew(planned.id, NOW + LEASE / 2)
        assert plan_round(slots, two, settings, NOW + LEASE * 0.9).slots == ()
        assert plan_round(slots, two, settings, NOW + LEASE).slots == (slots[1],)
        assert living.claim(slots, planned.id, NOW + LEASE) == {slots[0].id}


@pytest.mark.parametrize("has_ended", [True, False])
def test_a_collector_that_was_stopped_too_long_leaves_what_another_took_over(
    where: Path | str, has_ended: bool
) -> None:
    slots, settings = slots_on("a.example", each=2), some_settings()
    with StateStore(where, "jauh/1/1") as stopped, StateStore(where, "dua") as other:
        mine = plan_round(slots, stopped, settings, NOW).id
        assert other.claim(slots[:1], "lain", NOW + LEASE) == {slots[0].id}
        late = [settled(slot.id, round_id=mine, cursor="tua") for slot in slots]
        new = [settled(slots[0].id, round_id="lain", cursor="baru")]
        for store, landed in [(other, new), (stopped, late)][:: 1 if has_ended else -1]:
            stopped.renew(mine, NOW + LEASE)
            assert not stopped.holds(slots[0].id, mine)
            store.advance(landed)
        cursors = [
            other.slot_state(slot.id, NOW, recheck_days=1, recheck_posts=1) for slot in slots
        ]
        assert [state.cursor for state in cursors] == ["baru", "tua"]
        assert other.rows("collectors", {}) == []


def test_what_another_ended_while_a_round_began_is_not_asked_again(
    where: Path | str, tmp_path: Path
) -> None:
    """The clock of a collector that is stopped before it claims what it planned long ago."""
    with faults({"/a": answer(b"1 satu"), "/b": answer(b"2 dua")}) as site:
        slots = [a_slot(site.url("/a")), a_slot(site.url("/b"))]
        address = where if isinstance(where, str) else ""
        team = Team(tmp_path, where=address, collector="jauh/1/1")
        planned = team.plan(slots)

        def stopped() -> datetime:
            if not site.pages:
                other = Team(tmp_path, now=NOW + LEASE, where=address, collector="dua")
                other.one(slots[0])
            return NOW + LEASE

        with team.store() as state:
            (report,) = collect_round(planned, team.setting(state, clock=stopped))
        assert [entry.slot_id for entry in report.entries] == [slots[1].id]
        assert sorted(site.pages) == ["/a", "/b"]


def test_a_round_longer_than_its_lease_keeps_what_it_asks(
    where: Path | str, tmp_path: Path
) -> None:
    """Its clock runs so fast that the one slow page takes many leases."""
    began = time.monotonic()

    def now() -> datetime:
        return NOW + LEASE * 10 * (time.monotonic() - began)

    def slowly(wire: Wire) -> None:
        time.sleep(0.6)
        answer(b"1 satu")(wire)

    seen: list[frozenset[str]] = []

    def took(slot: Slot, _state: SlotState, _answer: Answer) -> None:
        with StateStore(where, "lain") as other:
            seen.append(other.claim([slot], "lain", now()))

    address = where if isinstance(where, str) else ""
    with faults({"/a": slowly}) as site:
        team = Team(tmp_path, connectors=reading_lines(took), where=address, collector="satu")
        slot = a_slot(site.url("/a"))
        planned = team.plan([slot])
        with team.store() as state:
            every = timedelta(milliseconds=20)
            reports = collect_round(planned, team.setting(state, clock=now, renew_every=every))
    assert sum(report.posts for report in reports) == 1
    assert seen == [frozenset()]
    assert time.monotonic() - began > 0.5


def test_a_process_known_to_be_dead_holds_nothing(where: Path | str) -> None:
    """On its own machine nobody waits for the claims of a killed collector to run out."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    machine, me, started = own_name().split("/")
    dead = f"{machine}/{ended.pid}/1"
    assert is_dead(dead)
    assert is_dead(f"{machine}/{me}/{int(started) - 1}")
    assert not is_dead(own_name())
    assert not is_dead("elsewhere/1/1")
    slots, settings = slots_on("a.example"), some_settings()
    with StateStore(where, dead) as one, StateStore(where) as two:
        plan_round(slots, one, settings, NOW)
        assert plan_round(slots, two, settings, NOW).slots == tuple(slots)
