"""A clock that was set while a round ran is told beside the times it gave."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.faults import Wire, answer, faults
from tests.collect.rounds import Team
from tests.fakes import NOW, a_slot

from patroli.collect.ticking import CheckedClock
from patroli.landing import captured, fields_of, list_batches


class Clocks:
    """A wall clock and a monotonic one that a test moves."""

    def __init__(self) -> None:
        self.wall, self.ticks = NOW, 0.0

    def go(self, seconds: float, wall: float | None = None) -> None:
        self.ticks += seconds
        self.wall += timedelta(seconds=seconds if wall is None else wall)

    def checked(self) -> CheckedClock:
        return CheckedClock(self._now, lambda: self.ticks)

    def _now(self) -> datetime:
        return self.wall


@given(st.lists(st.floats(0, 10_000), max_size=20))
def test_two_clocks_that_go_together_say_nothing(steps: list[float]) -> None:
    clocks = Clocks()
    checked = clocks.checked()
    for step in steps:
        clocks.go(step, step * 0.9996)
        assert checked() == clocks.wall
    assert checked.told == ""


MOVES = [
    (60, -3600, "3660 s behind"),
    (60, 3660, "3600 s ahead of"),
    (0, -6, "6 s behind"),
    (7200, 7180, "20 s behind"),
]


@pytest.mark.parametrize(("ticks", "wall", "told"), MOVES)
def test_a_clock_that_was_set_says_by_how_much(ticks: float, wall: float, told: str) -> None:
    clocks = Clocks()
    checked = clocks.checked()
    clocks.go(ticks, wall)
    checked()
    since = "2029-11-24T21:00:00+00:00"
    assert checked.told == f"the machine's clock went {told} its own ticking since {since}"


def test_evidence_and_ledger_say_that_the_clock_was_set(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x"), "/c": answer(b"3 z")}) as site:
        team = Team(tmp_path)

        def set_back(wire: Wire) -> None:
            team.later(minutes=-30)
            answer(b"2 y")(wire)

        site.routes["/b"] = set_back
        team.one(*(a_slot(site.url(path)) for path in ("/a", "/b", "/c")))
    by_path = {row["address"][-2:]: row["detail"] for row in team.rows("ledger")}
    told = "the machine's clock went 1800 s behind its own ticking since 2029-11-24T21:00:00+00:00"
    assert by_path == {"/a": "", "/b": told, "/c": told}
    (batch,) = (b for b in list_batches(team.landing) if b.name.startswith("round-"))
    notes = [fields_of(r) for r in captured(batch) if r.kind == "metadata" and r.about]
    assert [note.get("clock", "") for note in notes] == ["", "", told, told]
    team.verify()
