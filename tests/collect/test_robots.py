"""robots.txt is a gate: RFC 9309, and the cases protego alone gets wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.collect.faults import Handler, answer, faults, hang_up, in_turn, redirect, reset, silence
from tests.collect.webs import HURRIED, FakeTime, NoCache, fetch, some_settings, with_web
from tests.fakes import NOW

from patroli.collect.robots import (
    MAX_BYTES,
    RobotsFile,
    Verdict,
    decode,
    is_fresh,
    judge,
    origin_of,
)
from patroli.config.settings import HostSettings
from patroli.model import Ask, Outcome

SITE = "http://contoh.example"


def verdict(text: str, path: str) -> Verdict:
    return judge(RobotsFile(200, text, NOW), SITE + path)


RULES = [
    ("", "/x", True),
    ("User-agent: *\nDisallow: /", "/x", False),
    ("User-agent: *\nDisallow:", "/x", True),
    ("User-agent: *\nDisallow: /\nAllow: /x", "/x", True),
    ("User-agent: *\nAllow: /berita\nDisallow: /berita/rahasia", "/berita/rahasia", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    ("user-agent: patroli\ndisallow: /x", "/x", False),
    ("User-agent: PATROLI\nDisallow: /x", "/x", False),
    ("User-agent: Patroli/1.0\nDisallow: /x", "/x", False),
    ("User-agent: patroli bot\nDisallow: /x", "/x", False),
    ("User-agent: patro\nDisallow: /", "/x", True),
    ("User-agent: patroli-lain\nDisallow: /", "/x", True),
    ("User-agent: patrolix\nDisallow: /", "/x", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: patroli\nDisallow: /y", "/x", True),
    ("User-agent: lain\nUser-agent: *\nDisallow: /x", "/x", False),
    ("User-agent: *\nDisallow: /y\nUser-agent: patroli\nDisallow: /x", "/y", True),
    ("User-agent: *\rDisallow: /x\r", "/x", False),
    ("# halo\nUser-agent: * # semua\nDisallow: /x # ini", "/x", False),
    ("<!doctype html><title>404</title>", "/x", True),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
]


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_rules_are_read_as_written(text: str, path: str, allowed: bool) -> None:
    assert verdict(text, path).allowed is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (401, True), (403, True), (410, True), (500, False), (503, False)],
)
def test_a_file_that_is_not_there_allows_and_one_that_fails_refuses(
    status: int, allowed: bool
) -> None:
    assert judge(RobotsFile(status, "", NOW), SITE + "/x").allowed is allowed


def test_a_crawl_delay_is_honoured_up_to_a_minute() -> None:
    text = "User-agent: *\nCrawl-delay: {}\nDisallow: /y"
    assert verdict(text.format(7), "/x").crawl_delay == 7
    assert verdict(text.format(7), "/y").crawl_delay == 7
    assert verdict(text.format(86_400), "/x").crawl_delay == 60
    assert verdict(text.format(-5), "/x").crawl_delay == 0
    assert verdict(text.format("besok"), "/x").crawl_delay == 0


def test_only_the_first_500_kib_count_and_no_half_rule_does() -> None:
    padding = b"#" * 78 + b"\n"
    front = b"User-agent: *\nDisallow: /awal\n"
    filler = padding * ((MAX_BYTES - len(front)) // len(padding))
    rest = MAX_BYTES - len(front) - len(filler)
    text = decode(front + filler + b"Disallow: /x".rjust(rest + 2) + b"\nDisallow: /akhir\n")
    assert not verdict(text, "/awal").allowed
    assert verdict(text, "/akhir").allowed
    assert verdict(text, "/x").allowed
    assert len(text) <= MAX_BYTES


def test_odd_bytes_do_not_break_the_file() -> None:
    text = decode(b"\xef\xbb\xbfUser-agent: *\x00\nDisallow: /x\xff\nDisallow: /y\n")
    assert not verdict(text, "/y").allowed


@pytest.mark.parametrize(
    ("status", "hours", "fresh"),
    [(200, 0, True), (200, 23, True), (200, 25, False), (404, 1, True), (503, 0, False)],
)
def test_a_file_serves_for_a_day(status: int, hours: int, fresh: bool) -> None:
    assert is_fresh(RobotsFile(status, "", NOW), NOW + timedelta(hours=hours)) is fresh


def test_each_scheme_and_port_has_its_own_file() -> None:
    origins = {
        origin_of(f"{place}/a/b") for place in (SITE, SITE + ":81", "https://contoh.example")
    }
    assert len(origins) == 3
    assert origin_of("http://u:p@Contoh.example/x") == SITE


REFUSING = b"User-agent: *\nDisallow: /x\n"


def test_a_refused_page_is_never_asked() -> None:
    with faults({"/robots.txt": answer(REFUSING), "/x": answer(b"rahasia")}) as site:
        fetched = fetch(site.url("/x"))
    assert fetched.outcome is Outcome.ROBOTS_REFUSED
    assert site.paths == ["/robots.txt"]


FAILING: list[tuple[Handler, Outcome]] = [
    (answer(b"", "500 Internal Server Error"), Outcome.ROBOTS_UNREACHABLE),
    (answer(b"", "503 Service Unavailable"), Outcome.ROBOTS_UNREACHABLE),
    (silence, Outcome.ROBOTS_UNREACHABLE),
    (reset, Outcome.ROBOTS_UNREACHABLE),
    (hang_up, Outcome.ROBOTS_UNREACHABLE),
    (answer(b"", "429 Slow Down"), Outcome.RATE_LIMITED),
]


@pytest.mark.parametrize(("robots", "outcome"), FAILING)
def test_without_a_robots_answer_nothing_is_asked(robots: Handler, outcome: Outcome) -> None:
    with faults({"/robots.txt": robots, "/x": answer(b"x")}) as site:
        fetched = fetch(site.url("/x"), some_settings(timeouts=HURRIED))
    assert fetched.outcome is outcome
    assert fetched.detail.startswith("robots.txt ") is (outcome is Outcome.ROBOTS_UNREACHABLE)
    assert site.pages == []


def test_the_file_is_asked_once_for_all_pages() -> None:
    async def two(web: object) -> None:
        for path in ("/a", "/b"):
            await web.fetch(Ask(site.url(path), "test"))  # type: ignore[attr-defined]

    with faults({"/robots.txt": answer(REFUSING)}) as site:
        with_web(two)
    assert site.paths == ["/robots.txt", "/a", "/b"]


def test_a_cached_file_spares_the_request_for_a_day() -> None:
    with faults({"/x": answer(b"x")}) as site:
        origin = origin_of(site.url())
        young = RobotsFile(200, "", NOW - timedelta(hours=3))
        with_web(lambda web: web.fetch(Ask(site.url("/x"), "t")), None, NoCache({origin: young}))
        assert site.paths == ["/x"]
        old = NoCache({origin: RobotsFile(200, "", NOW - timedelta(hours=30))})
        with_web(lambda web: web.fetch(Ask(site.url("/x"), "t")), None, old)
        assert site.paths == ["/x", "/robots.txt", "/x"]
        assert old.files[origin].status == 404


def test_old_rules_go_on_while_the_file_cannot_be_reached() -> None:
    with faults({"/robots.txt": answer(b"", "503 Busy"), "/y": answer(b"y")}) as site:
        origin = origin_of(site.url())
        cache = NoCache({origin: RobotsFile(200, REFUSING.decode(), NOW - timedelta(days=3))})
        refused = with_web(lambda web: web.fetch(Ask(site.url("/x"), "t")), None, cache)
        allowed = with_web(lambda web: web.fetch(Ask(site.url("/y"), "t")), None, cache)
    assert refused.outcome is Outcome.ROBOTS_REFUSED
    assert allowed.outcome is None
    assert cache.files[origin].status == 200


def test_redirects_of_the_file_are_followed_and_rule_the_first_place() -> None:
    steps = {f"/r{n}": redirect(f"/r{n + 1}") for n in range(1, 5)}
    routes = {"/robots.txt": redirect("/r1"), **steps, "/r5": answer(REFUSING)}
    with faults(routes) as site:
        assert fetch(site.url("/x")).outcome is Outcome.ROBOTS_REFUSED


def test_too_many_redirects_of_the_file_count_as_no_file() -> None:
    with faults({"/robots.txt": redirect("/robots.txt"), "/x": answer(b"x")}) as site:
        assert fetch(site.url("/x")).outcome is None
    assert site.paths.count("/robots.txt") == 6


def test_a_huge_file_is_read_as_far_as_its_cap() -> None:
    huge = REFUSING + b"# padding\n" * 400_000
    with faults({"/robots.txt": answer(huge), "/x": answer(b"x")}) as site:
        assert fetch(site.url("/x")).outcome is Outcome.ROBOTS_REFUSED
    assert site.pages == []


def test_each_hop_of_a_redirect_obeys_its_own_file() -> None:
    routes = {"satu.example/": redirect("http://dua.example/x")}
    routes["dua.example/robots.txt"] = answer(REFUSING)
    with faults(routes) as site:
        hosts = {"*.example": HostSettings(pace=0, connect_to=f"127.0.0.1:{site.port}")}
        fetched = fetch("http://satu.example/", some_settings(hosts=hosts))
    assert fetched.outcome is Outcome.ROBOTS_REFUSED
    assert ("dua.example", "/x") not in [(r.host, r.path) for r in site.seen]
    assert [hop.status for hop in fetched.hops] == [302]


def test_a_crawl_delay_slows_the_host_down() -> None:
    time = FakeTime()

    async def three(web: object) -> None:
        for path in ("/a", "/b", "/c"):
            await web.fetch(Ask(site.url(path), "test"))  # type: ignore[attr-defined]

    with faults({"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 9\n")}) as site:
        with_web(three, sleep=time.sleep, now=time.now)
    assert time.seconds == 18


def test_a_passing_error_of_the_file_is_asked_again() -> None:
    robots = in_turn(answer(b"", "503 Busy"), answer(b""))
    with faults({"/robots.txt": robots, "/x": answer(b"x")}) as site:
        assert fetch(site.url("/x")).outcome is None
