"""Every way an answer can go wrong is a value, and politeness is kept on each of them."""

from __future__ import annotations

import gzip
import logging
import ssl
from datetime import timedelta
from email.utils import format_datetime

import pytest
from tests.collect import faults as f
from tests.collect.faults import Handler, answer, faults, in_turn, redirect
from tests.collect.webs import HURRIED, FakeTime, fetch, hosts_on, some_settings, with_web
from tests.fakes import NOW

from patroli.collect.client import Fetched
from patroli.collect.limits import retry_after
from patroli.collect.state import Validators
from patroli.config.settings import HostSettings
from patroli.model import Ask, Outcome


def ask_once(handler: Handler, **changes: object) -> tuple[Fetched, list[str]]:
    if handler in (f.drip, f.silence, f.stall):
        changes["timeouts"] = HURRIED
    with faults({"/x": handler}) as site:
        fetched = fetch(site.url("/x"), some_settings(**changes))
    return fetched, site.pages


def test_an_honest_answer_comes_whole() -> None:
    with faults({"/x": answer(b"halo", content_type="text/plain")}) as site:
        fetched = fetch(site.url("/x#bagian"))
    hop = fetched.hops[-1]
    assert (fetched.outcome, hop.status, hop.body) == (None, 200, b"halo")
    assert hop.status_line == "HTTP/1.1 200 OK"
    assert hop.peer == "127.0.0.1"
    assert hop.metadata["peer"] == f"127.0.0.1:{site.port}"
    assert hop.fetched_at == NOW
    assert site.pages == ["/x"]


def test_an_address_is_asked_and_told_in_one_spelling() -> None:
    with faults({"/kabar%20desa/%C3%A9?q=dua%20jari": answer(b"halo")}) as site:
        fetched = fetch(site.url("/kabar desa/é?q=dua jari#atas"))
    assert fetched.hops[-1].body == b"halo"
    assert fetched.url == fetched.hops[-1].url == site.url(site.pages[0])


def test_every_request_says_who_asks_and_what_can_be_read() -> None:
    with faults({}) as site:
        fetch(site.url("/x"))
    for request in site.seen:
        assert request.headers["user-agent"] == "patroli/0.1.0 (+tim@uji.example)"
        assert request.headers["accept-encoding"] == "gzip, deflate, br, zstd"


FAILURES: dict[str, tuple[Handler, str, int]] = {
    "endless slow body": (f.drip, "took longer than 2 s in all", 1),
    "silence": (f.silence, "no byte in time", 1),
    "stalled in the body": (f.stall, "no byte in time", 1),
    "hang up": (f.hang_up, "not HTTP, or cut off", 3),
    "reset": (f.reset, "the connection broke", 3),
    "reset in the body": (f.reset_in_body, "the connection broke", 3),
    "lying length": (f.promise_more, "not HTTP, or cut off", 1),
    "negative length": (f.say(f.head("200 OK", {"Content-Length": "-5"}) + b"x"), "not HTTP", 1),
    "two lengths": (f.say(f.head("200 OK", {"Content-Length": "1, 2"}) + b"x"), "not HTTP", 1),
    "two layers": (
        answer(gzip.compress(gzip.compress(bytes(50_000_000))), content_encoding="gzip, gzip"),
        "content-encoding gzip, gzip was not asked for",
        1,
    ),
    "chunks without end": (f.chunked(b"ab", finish=False), "not HTTP, or cut off", 1),
    "not HTTP": (f.say(b"220 mail.example ESMTP\r\n\r\n"), "not HTTP, or cut off", 1),
    "broken chunk": (
        f.say(f.head("200 OK", {"Transfer-Encoding": "chunked"}) + b"zz\r\nx"),
        "not HTTP, or cut off",
        1,
    ),
    "endless headers": (f.say(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000), "not HTTP", 1),
    "truncated gzip": (
        answer(gzip.compress(b"halo" * 999)[:40], content_encoding="gzip"),
        "the gzip body ends too early",
        1,
    ),
    "encoding unasked": (answer(b"\x0b", content_encoding="lzma"), "content-encoding lzma", 1),
    "304 unasked": (answer(b"", "304 Not Modified"), "304 without a condition", 1),
    "redirect without target": (answer(b"", "302 Found"), "redirect to no address", 1),
    "redirect to a file": (redirect("file:///etc/passwd"), "neither an http", 1),
    "redirect to rubbish": (redirect("http://a.example:x/"), "not HTTP, or cut off: Invalid", 1),
    "redirect to another scheme": (redirect("gopher://a.example/"), "neither an http", 1),
    "redirect to itself": (redirect("/x"), "redirect loop", 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_and_repeated_only_where_that_helps(name: str) -> None:
    handler, detail, requests = FAILURES[name]
    fetched, pages = ask_once(handler)
    assert fetched.outcome is Outcome.FAILED
    assert fetched.detail.startswith(detail)
    assert len(pages) == requests


CUTS = [
    (f.drip, "time"),
    (f.stall, "time"),
    (f.promise_more, "disconnect"),
    (f.reset_in_body, "disconnect"),
    (answer(bytes(5_000)), "length"),
]


@pytest.mark.parametrize(("handler", "cut"), CUTS)
def test_what_came_of_a_cut_answer_is_kept_and_marked(handler: Handler, cut: str) -> None:
    fetched, _ = ask_once(handler, max_body_bytes=1_000)
    hop = fetched.hops[-1]
    assert (hop.status, hop.truncated) == (200, cut)
    assert hop.wire


def test_a_body_over_the_cap_is_too_large() -> None:
    bomb = gzip.compress(bytes(3_000_000))
    fetched, _ = ask_once(answer(bomb, content_encoding="gzip"), max_body_bytes=100_000)
    assert fetched.outcome is Outcome.FAILED
    assert fetched.detail == "too large: more than 100,000 bytes"
    assert fetched.hops[-1].truncated == "length"


def test_of_a_hundred_megabytes_of_json_no_more_than_the_cap_is_read() -> None:
    sent: list[int] = []
    part = b'{"a": 1}, ' * 6_553
    handler = f.without_end(part, 1_600, sent, content_type="application/json")
    fetched, _ = ask_once(handler, max_body_bytes=1_000_000)
    assert fetched.detail == "too large: more than 1,000,000 bytes"
    assert len(fetched.hops[-1].body) == 1_000_000
    assert len(fetched.hops[-1].wire) < 1_500_000
    assert sum(sent) < 20_000_000


def test_a_type_that_lies_changes_nothing_of_what_came() -> None:
    for lie in ("image/png", "text/html; charset=klingon", "application/json", "\x01"):
        fetched, _ = ask_once(answer(b'["halo"]', content_type=lie))
        assert (fetched.outcome, fetched.hops[-1].body) == (None, b'["halo"]')


def test_nobody_there_is_told_after_repeats_and_asked_no_more() -> None:
    async def thrice(web: object) -> list[Fetched]:
        return [await web.fetch(Ask(url, "test")) for _ in range(3)]  # type: ignore[attr-defined]

    with faults({}) as site:
        url = site.url("/x")
    time = FakeTime()
    first, second, third = with_web(thrice, sleep=time.sleep, now=time.now)
    assert first.outcome is second.outcome is third.outcome is Outcome.FAILED
    assert "no connection" in first.detail
    assert len(first.beside) == 3
    assert second.beside == third.beside == ()


def tls_context(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_a_certificate_that_does_not_fit_is_told_once(certificate: tuple[str, str]) -> None:
    with faults({"/x": answer(b"halo")}, tls=tls_context(certificate)) as site:
        fetched = fetch(site.url("/x"))
    assert fetched.outcome is Outcome.FAILED
    assert "TLS: the certificate is signed by itself" in fetched.detail
    assert len(fetched.beside) == 1


def test_tls_checks_the_name_although_the_connection_goes_elsewhere(
    certificate: tuple[str, str],
) -> None:
    """The certificate is for aman.example: that name is fine, another at the same place is not."""
    trusting = ssl.create_default_context(cafile=certificate[0])
    with faults({"/x": answer(b"halo")}, tls=tls_context(certificate)) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        good = fetch("https://aman.example/x", settings, tls=trusting)
        bad = fetch("https://lain.example/x", settings, tls=trusting)
    assert good.hops[-1].body == b"halo"
    assert good.hops[-1].metadata["tls"].startswith("TLSv1.")
    assert len(good.hops[-1].metadata["certificate-sha256"]) == 64
    assert bad.outcome is Outcome.FAILED
    assert "TLS" in bad.detail


def test_plain_http_on_a_tls_port_is_a_value() -> None:
    with faults({}) as site:
        url = site.url("/x").replace("http:", "https:")
        fetched = fetch(url, some_settings(timeouts=HURRIED))
    assert fetched.outcome is Outcome.ROBOTS_UNREACHABLE


@pytest.mark.parametrize("status", ["502 Bad Gateway", "503 Busy", "504 Timeout", "429 Slow Down"])
def test_a_passing_error_is_asked_again(status: str) -> None:
    fetched, pages = ask_once(in_turn(answer(b"", status), answer(b"halo")))
    assert fetched.hops[-1].body == b"halo"
    assert len(pages) == 2
    assert [hop.status for hop in fetched.hops] == [int(status[:3]), 200]


@pytest.mark.parametrize(
    "status", ["500 Oops", "403 Forbidden", "404 Not Found", "400 Bad", "200 "]
)
def test_other_answers_are_taken_as_they_are(status: str) -> None:
    fetched, pages = ask_once(answer(b"isi", status))
    assert fetched.outcome is None
    assert fetched.hops[-1].body == b"isi"
    assert len(pages) == 1


def test_503_for_ever_ends_with_the_answer() -> None:
    fetched, pages = ask_once(answer(b"sibuk", "503 Busy"))
    assert fetched.outcome is None
    assert fetched.hops[-1].status == 503
    assert len(pages) == 3


def test_429_for_ever_closes_the_host() -> None:
    async def two(web: object) -> list[Fetched]:
        return [await web.fetch(Ask(site.url(p), "t")) for p in ("/x", "/y")]  # type: ignore[attr-defined]

    with faults({"/x": answer(b"", "429 Slow Down"), "/y": answer(b"y")}) as site:
        first, second = with_web(two)
    assert first.outcome is second.outcome is Outcome.RATE_LIMITED
    assert site.pages == ["/x"] * 3


RETRY_AFTERS = ["30", format_datetime(NOW + timedelta(seconds=30), usegmt=True)]


@pytest.mark.parametrize("value", RETRY_AFTERS, ids=["seconds", "date"])
def test_a_retry_after_within_reason_is_waited_for(value: str) -> None:
    time = FakeTime()
    handler = in_turn(answer(b"", "429 Slow", retry_after=value), answer(b"halo"))
    with faults({"/x": handler}) as site:
        fetched = fetch(site.url("/x"), sleep=time.sleep, now=time.now)
    assert fetched.hops[-1].body == b"halo"
    assert time.seconds == 30


LONG = ["3600", format_datetime(NOW + timedelta(hours=1), usegmt=True)]


@pytest.mark.parametrize("value", LONG, ids=["seconds", "date"])
def test_a_long_retry_after_ends_the_round_for_the_host(value: str) -> None:
    fetched, pages = ask_once(answer(b"", "429 Slow", retry_after=value))
    assert fetched.outcome is Outcome.RATE_LIMITED
    assert fetched.not_before == NOW + timedelta(hours=1)
    assert "asked to wait until 2029-11-24 22:00Z" in fetched.detail
    assert len(pages) == 1


def test_a_long_wait_of_a_busy_server_is_kept_too() -> None:
    async def two(web: object) -> list[Fetched]:
        return [await web.fetch(Ask(site.url(p), "t")) for p in ("/x", "/y")]  # type: ignore[attr-defined]

    with faults({"/x": answer(b"", "503 Busy", retry_after="7200")}) as site:
        first, second = with_web(two)
    assert first.outcome is None
    assert first.not_before == second.not_before == NOW + timedelta(hours=2)
    assert second.outcome is Outcome.FAILED
    assert site.pages == ["/x"]


def test_a_host_that_is_always_late_is_left_alone() -> None:
    async def five(web: object) -> list[Fetched]:
        return [await web.fetch(Ask(site.url(p), "t")) for p in ["/a", "/b", "/c", "/d", "/e"]]  # type: ignore[attr-defined]

    with faults({f"/{name}": f.silence for name in "abcde"}) as site:
        fetched = with_web(five, some_settings(timeouts=HURRIED))
    assert {one.outcome for one in fetched} == {Outcome.FAILED}
    assert site.pages == ["/a", "/b", "/c"]


def test_no_key_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with faults({"/x?key=rahasia": answer(b"halo")}) as site:
        assert fetch(site.url("/x?key=rahasia")).hops[-1].body == b"halo"
    assert "rahasia" not in caplog.text


VALUES = [
    ("5", 5.0),
    (" 5 ", 5.0),
    ("0", 0.0),
    ("9" * 40, 1e9),
    ("-5", None),
    ("besok", None),
    ("", None),
    ("²", None),
    ("Sat, 24 Nov 2029 21:00:10 GMT", 10.0),
    ("Saturday, 24-Nov-29 21:00:10 GMT", 10.0),
    ("Sat, 24 Nov 2029 20:00:00 GMT", 0.0),
    ("Sat, 99 Nov 2029 20:00:00 GMT", None),
]


@pytest.mark.parametrize(("value", "seconds"), VALUES)
def test_a_retry_after_is_read_in_both_forms(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def some_validators(url: str, **changes: str) -> Validators:
    values = {"etag": '"1"', "last_modified": "Sat, 24 Nov 2029 20:00:00 GMT", "answered_by": url}
    values |= {"body_sha256": "0", "wire_sha256": "0", "record_id": "<urn:uuid:1>"}
    return Validators(url=url, **{**values, **changes}, fetched_at=NOW)


def test_both_conditions_are_sent() -> None:
    with faults({"/x": f.validated(b"halo", etag='"1"')}) as site:
        fetched = fetch(site.url("/x"), held=some_validators(site.url("/x")))
    assert fetched.hops[-1].status == 304
    asked = site.seen[-1].headers
    assert asked["if-none-match"] == '"1"'
    assert asked["if-modified-since"] == "Sat, 24 Nov 2029 20:00:00 GMT"


def test_a_server_that_forgets_weak_etags_still_answers_304_by_date() -> None:
    modified = "Sat, 24 Nov 2029 20:00:00 GMT"
    with faults({"/x": f.validated(b"halo", etag='"1"', modified=modified)}) as site:
        fetched = fetch(site.url("/x"), held=some_validators(site.url("/x"), etag='W/"1"'))
    assert fetched.hops[-1].status == 304


def test_conditions_go_only_to_the_address_they_came_from() -> None:
    with faults({"/a": redirect("/x"), "/x": f.validated(b"halo", etag='"1"')}) as site:
        held = some_validators(site.url("/a"), answered_by=site.url("/x"))
        fetched = fetch(site.url("/a"), held=held)
    assert fetched.hops[-1].status == 304
    by_path = {request.path: request.headers for request in site.seen}
    assert "if-none-match" not in by_path["/a"]
    assert "if-none-match" in by_path["/x"]


def test_no_cookie_is_kept() -> None:
    async def two(web: object) -> None:
        for _ in range(2):
            await web.fetch(Ask(site.url("/x"), "test"))  # type: ignore[attr-defined]

    with faults({"/x": answer(b"halo", set_cookie="sid=1; Path=/")}) as site:
        with_web(two)
    assert all("cookie" not in request.headers for request in site.seen)


def test_a_cookie_for_a_whole_domain_is_not_carried_to_its_other_hosts() -> None:
    async def both(web: object) -> None:
        for name in ("satu", "dua"):
            await web.fetch(Ask(f"http://{name}.desa.example/x", "test"))  # type: ignore[attr-defined]

    cookie = "sid=1; Domain=desa.example; Path=/; Max-Age=9999"
    with faults({"/x": answer(b"halo", set_cookie=cookie)}) as site:
        with_web(both, some_settings(hosts=hosts_on(site.port)))
    assert len(site.pages) == 2
    assert all("cookie" not in request.headers for request in site.seen)


def test_a_weak_validator_is_given_back_as_it_came() -> None:
    weak = 'W/"abc"'
    with faults({"/x": f.validated(b"halo", etag=weak)}) as site:
        fetched = fetch(site.url("/x"), held=some_validators(site.url("/x"), etag=weak))
    assert site.seen[-1].headers["if-none-match"] == weak
    assert fetched.hops[-1].status == 304


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with faults({}) as proxy, faults({"/x": answer(b"halo")}) as site:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert fetch(site.url("/x")).hops[-1].body == b"halo"
    assert proxy.seen == []


@pytest.mark.parametrize("status", ["503 Busy", "429 Slow Down"])
def test_requests_to_a_host_keep_their_pace_through_all_of_it(status: str) -> None:
    """robots.txt, a redirect, a repeat after an objection, which doubles the wait."""
    time = FakeTime()
    handler = in_turn(answer(b"", status, retry_after="0"), answer(b"halo"))
    with faults({"/a": redirect("/x"), "/x": handler}) as site:
        hosts = {"127.0.0.1": HostSettings(pace=7, allow_private=True)}
        fetch(site.url("/a"), some_settings(hosts=hosts), sleep=time.sleep, now=time.now)
    assert site.paths == ["/robots.txt", "/a", "/x", "/x"]
    assert time.seconds == 28


def test_a_host_that_takes_long_rests_for_as_long_as_it_took() -> None:
    time = FakeTime()

    async def two(web: object) -> None:
        for path in ("/a", "/b"):
            await web.fetch(Ask(site.url(path), "test"))  # type: ignore[attr-defined]

    def labouring(wire: f.Wire) -> None:
        time.moment += 9
        answer(b"x")(wire)

    with faults({"/a": labouring, "/b": answer(b"x")}) as site:
        hosts = {"127.0.0.1": HostSettings(pace=5, allow_private=True)}
        with_web(two, some_settings(hosts=hosts), sleep=time.sleep, now=time.now)
    assert site.paths == ["/robots.txt", "/a", "/b"]
    assert time.seconds == 5 + 9 + 9


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http:///x", "/x", "", "http://[oops/", "http://0177.0.0.1/"]
)
def test_what_is_no_web_address_is_a_value(url: str) -> None:
    fetched = fetch(url)
    assert fetched.outcome is Outcome.FAILED
    assert fetched.hops == ()
