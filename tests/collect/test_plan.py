"""What is due is planned host by host, and the plan is landed before anything is asked."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.collect.faults import answer, faults
from tests.collect.rounds import Team
from tests.collect.webs import some_settings
from tests.fakes import NOW, a_slot

from patroli.collect import Round, StateStore, land_plan, plan_round
from patroli.landing import list_batches, read_batch
from patroli.model import Slot


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
