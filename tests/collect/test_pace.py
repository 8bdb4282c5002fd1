"""One request at a time to a host, never too soon after the last; hosts do not wait for others."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.webs import FakeTime, some_settings, steady

from patroli.collect.hosts import host_of, host_settings, pace_of
from patroli.collect.pace import ANY, UNEVEN, Pace
from patroli.config.settings import HostSettings


def test_requests_to_one_host_start_no_closer_than_its_pace() -> None:
    time, starts = FakeTime(), list[float]()

    async def ask(pace: Pace) -> None:
        async with pace.turn("a.example"):
            starts.append(time.now())
            await time.sleep(1)

    async def run() -> None:
        pace = Pace(lambda _: 5, now=time.now, sleep=time.sleep, chance=steady)
        await asyncio.gather(*(ask(pace) for _ in range(4)))

    asyncio.run(run())
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert gaps == [5, 5, 5]


def test_only_one_request_of_a_host_is_under_way() -> None:
    open_now = most = 0

    async def ask(pace: Pace) -> None:
        nonlocal open_now, most
        async with pace.turn("a.example"):
            open_now += 1
            most = max(most, open_now)
            await asyncio.sleep(0.001)
            open_now -= 1

    async def run() -> None:
        pace = Pace(lambda _: 0)
        await asyncio.gather(*(ask(pace) for _ in range(5)))

    asyncio.run(run())
    assert most == 1


def test_hosts_go_on_side_by_side() -> None:
    both = asyncio.Event

    async def run() -> None:
        pace, met = Pace(lambda _: 60), {"a": both(), "b": both()}

        async def ask(mine: str, other: str) -> None:
            async with pace.turn(mine):
                met[mine].set()
                await asyncio.wait_for(met[other].wait(), 10)

        await asyncio.gather(ask("a", "b"), ask("b", "a"))

    asyncio.run(run())


def test_a_pause_holds_the_whole_host() -> None:
    time = FakeTime()

    async def run() -> None:
        pace = Pace(lambda _: 1, now=time.now, sleep=time.sleep, chance=steady)
        pace.pause("a.example", 30)
        async with pace.turn("a.example"):
            pass
        pace.slow_down("a.example", 10)
        async with pace.turn("a.example"):
            pass
        async with pace.turn("a.example"):
            pass

    asyncio.run(run())
    assert time.seconds == 30 + 1 + 10


def test_an_error_gives_the_turn_back() -> None:
    async def run() -> None:
        pace = Pace(lambda _: 0)
        for _ in range(2):
            try:
                async with pace.turn("a.example"):
                    raise ValueError
            except ValueError:
                continue

    asyncio.run(asyncio.wait_for(run(), 10))


def test_the_nearest_host_setting_holds() -> None:
    hosts = {
        "*.example": HostSettings(pace=1),
        "*.desa.example": HostSettings(pace=2),
        "kabar.desa.example": HostSettings(pace=0),
        "*.lain.example": HostSettings(allow_private=True),
    }
    settings = some_settings(hosts=hosts, pace=7)
    paces = {
        "x.example": 1,
        "x.desa.example": 2,
        "kabar.desa.example": 0,
        "KABAR.desa.example.": 0,
        "x.lain.example": 7,
        "example": 7,
        "contoh.id": 7,
    }
    assert {host: pace_of(settings, host) for host in paces} == paces
    assert host_settings(settings, "a.lain.example").allow_private


def test_an_address_without_host_has_none() -> None:
    assert [host_of(url) for url in ("http://A.b:8/x", "mailto:a@b", "http://[oops")] == [
        "a.b",
        "",
        "",
    ]


def starts_after(*events: str, took: float = 0.1) -> list[float]:
    """Seconds between the starts of requests that end in these ways, at a pace of ten seconds."""
    time, starts = FakeTime(), list[float]()

    async def run() -> None:
        pace = Pace(lambda _: 10, now=time.now, sleep=time.sleep, chance=steady)
        for event in (*events, ""):
            async with pace.turn("a.example"):
                starts.append(time.now())
                time.moment += took
            if event:
                getattr(pace, event)("a.example")

    asyncio.run(run())
    return [round(later - earlier, 3) for earlier, later in itertools.pairwise(starts)]


def test_each_objection_doubles_the_time_between_requests_up_to_a_limit() -> None:
    gaps = starts_after(*["objected"] * 6)
    assert gaps == [20.1, 40.1, 80.1, 160.1, 160.1, 160.1]


def test_good_answers_lead_back_to_the_pace_and_never_below_it() -> None:
    gaps = starts_after("objected", "objected", *["content"] * 12)
    assert gaps[:2] == [20.1, 40.1]
    assert gaps[2:] == sorted(gaps[2:], reverse=True)
    assert gaps[-1] == 10


def test_a_host_that_labours_rests_as_long_as_it_took() -> None:
    assert starts_after("content", took=1.9) == [10]
    assert starts_after("content", took=9) == [18]
    assert starts_after("content", took=300) == [330]


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=3, max_size=20, unique=True))
def test_requests_keep_no_beat_and_are_never_sooner_than_the_pace(chances: list[float]) -> None:
    time, starts, left = FakeTime(), list[float](), list(chances)

    async def run() -> None:
        pace = Pace(lambda _: 5, now=time.now, sleep=time.sleep, chance=lambda: left.pop(0))
        for _ in chances:
            async with pace.turn("a.example"):
                starts.append(time.now())

    asyncio.run(run())
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    expected = [5 * (1 + UNEVEN * chance) for chance in chances[:-1]]
    assert gaps == pytest.approx(expected)
    assert min(gaps) >= 5 - 1e-9


def test_chance_is_the_machines_own_where_nobody_gives_another() -> None:
    assert len({ANY() for _ in range(20)}) > 1
