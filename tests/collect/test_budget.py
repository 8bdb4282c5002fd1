"""Nothing is sent that would cost more than may be spent, whatever dies in between."""

from __future__ import annotations

import multiprocessing
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.collect import children
from tests.collect.faults import Wire, answer, faults, in_turn, redirect
from tests.collect.lines import Billed, reading_lines
from tests.collect.rounds import Team
from tests.collect.webs import NoCache, hosts_on, some_settings, with_web
from tests.fakes import NOW, a_slot

from patroli.collect import StateStore
from patroli.collect.budget import Budgets, Refusal, Reservation, spending
from patroli.collect.client import Fetched, WebClient
from patroli.config.settings import BudgetSettings, HostSettings, Settings
from patroli.model import Ask, Outcome, Platform, Spend


class At:
    """A clock that a test moves."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def budgets(memory: Any, clock: At | None = None, **budget: Any) -> Budgets:
    settings = some_settings(budgets={"x": BudgetSettings(**budget)})
    return Budgets(settings, memory, clock or At())


def refused(found: Reservation | Refusal) -> Refusal:
    assert isinstance(found, Refusal)
    return found


def test_a_day_is_spent_and_free_again_at_its_own_midnight() -> None:
    memory, clock = NoCache(), At()
    mine = budgets(memory, clock, per_day=10, zone="America/Los_Angeles")
    assert isinstance(mine.reserve(Spend("x", 7), "u"), Reservation)
    found = refused(mine.reserve(Spend("x", 4), "u"))
    assert found.outcome is Outcome.SKIPPED
    assert found.until == datetime(2029, 11, 25, 8, tzinfo=UTC)
    assert found.detail == (
        "budget x: 7 of 10 of the day are spent and 4 are wanted; free again 2029-11-25 08:00Z"
    )
    assert isinstance(mine.reserve(Spend("x", 3), "u"), Reservation)
    clock.moment = datetime(2029, 11, 25, 7, 59, tzinfo=UTC)
    refused(mine.reserve(Spend("x", 1), "u"))
    clock.moment = datetime(2029, 11, 25, 8, tzinfo=UTC)
    assert isinstance(mine.reserve(Spend("x", 10), "u"), Reservation)
    memory.close()


def test_money_is_counted_in_units_and_never_rounded_up() -> None:
    memory, clock = NoCache(), At()
    mine = budgets(memory, clock, price=Decimal("0.005"), money_per_month=Decimal("0.0549"))
    assert isinstance(mine.reserve(Spend("x", 10), "u"), Reservation)
    found = refused(mine.reserve(Spend("x", 1), "u"))
    assert "10 of 10 of the month are spent" in found.detail
    assert found.until == datetime(2029, 12, 1, tzinfo=UTC)
    memory.close()


def test_what_a_refusal_had_taken_of_another_limit_is_given_back() -> None:
    memory = NoCache()
    mine = budgets(memory, per_day=100, per_month=10)
    refused(mine.reserve(Spend("x", 11), "u"))
    assert memory.rows("spending", {"budget": "x", "period": "2029-11-24"}) == []
    assert isinstance(mine.reserve(Spend("x", 10), "u"), Reservation)
    memory.close()


@pytest.mark.parametrize(("spent", "left"), [(2, 8), (0, 10), (5, 5), (9, 1), (-3, 10)])
def test_what_an_answer_really_cost_is_settled(spent: int, left: int) -> None:
    memory = NoCache()
    mine = budgets(memory, per_day=10)
    reservation = mine.reserve(Spend("x", 5), "u")
    assert isinstance(reservation, Reservation)
    mine.settle(reservation, spent)
    refused(mine.reserve(Spend("x", left + 1), "u"))
    assert isinstance(mine.reserve(Spend("x", left), "u"), Reservation)
    memory.close()


def test_different_things_are_counted_in_a_rolling_window() -> None:
    memory, clock = NoCache(), At()
    mine = budgets(memory, clock, unique=2, unique_days=7)
    assert isinstance(mine.reserve(Spend("x", 1), "#satu"), Reservation)
    clock.moment += timedelta(days=3)
    for _ in range(5):
        assert isinstance(mine.reserve(Spend("x", 1), "#dua"), Reservation)
    found = refused(mine.reserve(Spend("x", 1), "#tiga"))
    assert found.until == NOW + timedelta(days=7)
    assert "2 different things of 2 in 7 days are asked for" in found.detail
    assert isinstance(mine.reserve(Spend("x", 1), "#satu"), Reservation)
    clock.moment = NOW + timedelta(days=7)
    assert isinstance(mine.reserve(Spend("x", 1), "#tiga"), Reservation)
    memory.close()


def test_money_is_never_spent_that_nobody_allowed() -> None:
    memory = NoCache()
    found = refused(Budgets(some_settings(), memory, At()).reserve(Spend("x", 1), "u"))
    assert found.detail == "say in patroli.yaml how much may be spent: budgets: x: …"
    memory.close()


def test_what_a_platform_gives_for_nothing_is_known() -> None:
    memory = NoCache()
    mine = Budgets(some_settings(), memory, At())
    refused(mine.reserve(Spend("youtube", 10_001), "u"))
    assert isinstance(mine.reserve(Spend("youtube", 10_000), "u"), Reservation)
    own = some_settings(budgets={"youtube": BudgetSettings(per_day=5)})
    found = refused(Budgets(own, memory, At()).reserve(Spend("youtube", 1), "u"))
    assert found.until == datetime(2029, 11, 25, 8, tzinfo=UTC)
    monthly = some_settings(budgets={"youtube": BudgetSettings(per_month=50_000)})
    found = refused(Budgets(monthly, memory, At()).reserve(Spend("youtube", 1), "u"))
    assert "10,000 of 10,000 of the day" in found.detail
    memory.close()


@hypothesis_settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 9))), max_size=30),
    st.integers(0, 40),
)
def test_units_that_are_taken_never_exceed_the_limit(
    asks: list[tuple[int, int | None]], most: int
) -> None:
    """As long as no answer costs more than its ask said at most; None: killed before settling."""
    memory = NoCache()
    mine = budgets(memory, per_day=most)
    spent = 0
    for units, cost in asks:
        taken = mine.reserve(Spend("x", units), "u")
        if isinstance(taken, Reservation):
            spent += units if cost is None else min(cost, units)
            if cost is not None:
                mine.settle(taken, min(cost, units))
        assert spent <= most
    memory.close()


def test_processes_side_by_side_do_not_spend_more_than_there_is(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    StateStore(path).close()
    context = multiprocessing.get_context("spawn")
    work = [context.Process(target=children.reserve_many, args=(path, 40)) for _ in range(2)]
    for one in work:
        one.start()
    for one in work:
        one.join(60)
    assert [one.exitcode for one in work] == [0, 0]
    with StateStore(path) as state:
        assert state.rows("spending", {"budget": "x", "period": "2029-11-24"}) == [(50,)]


def test_a_process_killed_before_its_answer_has_spent(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=children.reserve_and_die, args=(path,))
    child.start()
    child.join(60)
    assert child.exitcode == -9
    with StateStore(path) as state:
        found = refused(children.fifty(state).reserve(Spend("x", 21), "u"))
    assert "30 of 50" in found.detail


def billed(folder: Path, **budget: Any) -> Team:
    settings = some_settings(budgets={"x": BudgetSettings(**budget)})
    return Team(folder, settings, dict.fromkeys(Platform, Billed()))


def spent_on_x(team: Team) -> int:
    with team.store() as state:
        rows = state.rows("spending", {"budget": "x", "period": "2029-11-24"})
    return int(rows[0][0])


def test_a_slot_that_would_cost_too_much_is_skipped_until_it_is_free_again(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x\n2 y"), "/b": answer(b"1 x"), "/c": answer(b"1 x")}) as site:
        team = billed(tmp_path, per_day=7, zone="Asia/Jayapura")
        slots = [a_slot(site.url(path)) for path in ("/a", "/b", "/c")]
        team.one(*slots)
    assert site.pages == ["/a", "/b"]
    rows = {row["address"]: row for row in team.rows("ledger")}
    assert rows[slots[2].address]["outcome"] == "skipped"
    assert (
        "budget x: 3 of 7 of the day are spent and 5 are wanted" in rows[slots[2].address]["detail"]
    )
    midnight = datetime(2029, 11, 25, 15, tzinfo=UTC)
    with team.store() as state:
        assert state.due()[slots[2].id].next_due_at == midnight
    team.verify()


def test_a_round_killed_while_it_waits_for_an_answer_has_spent(tmp_path: Path) -> None:
    asked = threading.Event()

    def never(wire: Wire) -> None:
        asked.set()
        wire.pause(60)
        wire.close()

    context = multiprocessing.get_context("spawn")
    with faults({"/a": never}) as site:
        child = context.Process(target=children.collect_billed, args=(tmp_path, site.url("/a")))
        child.start()
        assert asked.wait(60)
        child.kill()
        child.join(60)
        site.routes["/a"] = answer(b"1 x")
        assert child.exitcode == -9
        team = billed(tmp_path, per_day=9)
        assert spent_on_x(team) == 5
        (entry,) = team.one(a_slot(site.url("/a"))).entries
    assert entry.outcome is Outcome.SKIPPED
    assert "5 of 9 of the day are spent and 5 are wanted" in entry.detail


def test_slots_that_share_an_answer_pay_once(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x\n2 y")}) as site:
        team = billed(tmp_path, per_day=7)
        team.one(*(a_slot(site.url("/a"), id=str(n)) for n in range(4)))
    assert site.pages == ["/a"]
    assert spent_on_x(team) == 2


def test_an_answer_that_never_came_counts_and_a_host_that_is_not_there_does_not(
    tmp_path: Path,
) -> None:
    busy = in_turn(answer(b"", "503 Busy"), answer(b"1 x"))
    with faults({"/a": busy, "/r": redirect("/a")}) as site:
        team = billed(tmp_path, per_day=100)
        team.one(a_slot(site.url("/a")))
        assert spent_on_x(team) == 5 + 1
        closed = site.url("/a")
    team.later(hours=1)
    team.one(a_slot(closed, id="lain"))
    assert spent_on_x(team) == 5 + 1


def test_a_redirect_to_another_place_costs_nothing_there(tmp_path: Path) -> None:
    routes = {
        "satu.example/a": redirect("/b"),
        "satu.example/b": redirect("http://dua.example/c"),
        "dua.example/c": answer(b"1 x"),
    }
    with faults(routes) as site:
        team = billed(tmp_path, per_day=100)
        team.settings = team.settings.model_copy(update={"hosts": hosts_on(site.port)})
        team.one(a_slot("http://satu.example/a"))
    assert len(site.pages) == 3
    assert spent_on_x(team) == 10


def test_a_request_that_is_refused_as_one_too_many_costs_nothing(tmp_path: Path) -> None:
    with faults({"/a": answer(b"", "429 Slow Down")}) as site:
        team = billed(tmp_path, per_day=7)
        (entry,) = team.one(a_slot(site.url("/a"))).entries
    assert entry.outcome is Outcome.RATE_LIMITED
    assert site.pages == ["/a"] * 3
    assert spent_on_x(team) == 0


def ask_all(settings: Settings, memory: NoCache | None, *urls: str) -> list[Fetched]:
    async def ask(web: WebClient) -> list[Fetched]:
        return [await web.fetch(Ask(url, "test")) for url in urls]

    fetched: list[Fetched] = with_web(ask, settings, memory)
    return fetched


def test_a_hosts_day_ends_with_robots_redirects_and_repeats_counted() -> None:
    routes = {
        "satu.example/a": redirect("/b"),
        "satu.example/b": in_turn(answer(b"", "503 Busy"), answer(b"x")),
        "satu.example/c": answer(b"x"),
        "dua.example/a": answer(b"x"),
    }
    with faults(routes) as site:
        settings = some_settings(hosts=hosts_on(site.port), requests_per_day=5)
        names = [f"http://satu.example/{x}" for x in "acd"]
        fetched = ask_all(settings, None, *names, "http://dua.example/a")
    assert [seen.path for seen in site.seen if seen.host == "satu.example"] == [
        "/robots.txt", "/a", "/b", "/b", "/c",
    ]  # fmt: skip
    assert [one.outcome for one in fetched] == [None, None, Outcome.SKIPPED, None]
    assert fetched[2].detail == (
        "budget requests to satu.example: 5 of 5 of the day are spent and 1 are wanted; "
        "free again 2029-11-25 15:00Z"
    )
    assert fetched[2].not_before == datetime(2029, 11, 25, 15, tzinfo=UTC)


def test_a_host_may_have_a_day_of_its_own() -> None:
    with faults({"/a": answer(b"x")}) as site:
        hosts = {"127.0.0.1": HostSettings(pace=0, allow_private=True, per_day=1)}
        (fetched,) = ask_all(some_settings(hosts=hosts), None, site.url("/a"))
    assert site.paths == ["/robots.txt"]
    assert fetched.outcome is Outcome.SKIPPED


def test_the_day_of_a_host_goes_on_over_rounds(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x")}) as site:
        team = Team(tmp_path, some_settings(requests_per_day=3), reading_lines())
        reports = []
        for _ in range(4):
            reports.append(team.one(a_slot(site.url("/a"))).outcomes)
            team.later(hours=6)
    assert site.paths == ["/robots.txt", "/a", "/a", "/a"]
    assert reports == [{"collected": 1}, {"unchanged": 1}, {"skipped": 1}, {"unchanged": 1}]


def test_what_is_spent_is_told_in_a_table() -> None:
    memory = NoCache()
    limits = BudgetSettings(per_day=10, price=Decimal("0.5"), money_per_month=Decimal(30))
    settings = some_settings(budgets={"x": limits}, requests_per_day=1)
    mine = Budgets(settings, memory, At())
    mine.reserve(Spend("x", 4), "u")
    mine.reserve_request("sibuk.example")
    rows = spending(settings, memory, NOW)
    memory.close()
    assert [tuple(row.values()) for row in rows] == [
        ("x", "2029-11-24", 4, 10, "2.00", "2029-11-25 00:00Z"),
        ("x", "2029-11", 4, 60, "2.00", "2029-12-01 00:00Z"),
        ("requests to sibuk.example", "2029-11-25", 1, 1, "", "2029-11-25 15:00Z"),
    ]
