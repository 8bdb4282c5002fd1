"""The operator's key goes out with its request, and nowhere else does a byte of it stay."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tests.collect import faults as f
from tests.collect.faults import Wire, answer, faults, in_turn, redirect
from tests.collect.lines import Lines
from tests.collect.rounds import Team
from tests.collect.webs import hosts_on, resolver, some_settings, with_web
from tests.fakes import a_slot

from patroli.collect.client import Fetched, WebClient
from patroli.collect.keys import Keys, platforms_lacking
from patroli.landing import captured, fields_of, list_batches
from patroli.model import Ask, Key, Outcome, Platform, Slot, SlotState

SECRET = 'rahasia/7f3a+b==&"x'  # noqa: S105
TOKEN = "PATROLI_X_TOKEN"  # noqa: S105
KEY = Key(TOKEN)
WITH_OPERATOR = Key("PATROLI_INSTAGRAM_TOKEN", operator="PATROLI_INSTAGRAM_ID")
ENVIRONMENT = {
    TOKEN: SECRET,
    "PATROLI_INSTAGRAM_TOKEN": SECRET,
    "PATROLI_INSTAGRAM_ID": "1784/55",
    "PATROLI_BLUESKY_PASSWORD": SECRET,
    "PATROLI_BLUESKY_NAME": "tim.example",
}


def fetch_with(
    key: Key | None, *urls: str, environment: dict[str, str] | None = None, **seams: Any
) -> list[Fetched]:
    async def ask(web: WebClient) -> list[Fetched]:
        return [await web.fetch(Ask(url, "test", key=key)) for url in urls]

    given = ENVIRONMENT if environment is None else environment
    fetched: list[Fetched] = with_web(ask, environment=given, **seams)
    return fetched


def test_the_key_goes_out_with_its_request_and_is_not_in_what_is_kept_of_it() -> None:
    with faults({"/a": answer(b"1 satu")}) as site:
        (fetched,) = fetch_with(KEY, site.url("/a"))
    assert site.seen[-1].headers["authorization"] == f"Bearer {SECRET}"
    assert fetched.hops[-1].body == b"1 satu"
    assert SECRET not in repr(fetched)


def test_another_header_and_prefix_are_those_of_the_key() -> None:
    with faults({"/a": answer(b"x")}) as site:
        fetch_with(Key(TOKEN, "X-Goog-Api-Key", ""), site.url("/a"))
    assert site.seen[-1].headers["x-goog-api-key"] == SECRET


def test_with_a_key_robots_is_not_asked_and_without_as_ever() -> None:
    refusing = answer(b"User-agent: *\nDisallow: /")
    with faults({"/robots.txt": refusing, "/a": answer(b"x")}) as site:
        (fetched,) = fetch_with(KEY, site.url("/a"))
        assert site.paths == ["/a"]
        (without,) = fetch_with(None, site.url("/a"))
    assert fetched.outcome is None
    assert without.outcome is Outcome.ROBOTS_REFUSED


def test_the_operators_id_fills_the_address_and_stays_out_of_it() -> None:
    with faults({"/1784%2F55/media?by=1784%2F55": answer(b"x")}) as site:
        (fetched,) = fetch_with(WITH_OPERATOR, site.url("/{operator}/media?by={operator}"))
    assert fetched.hops[-1].status == 200
    assert "1784" not in repr(fetched)


def test_a_redirect_elsewhere_gets_no_key_and_is_held_against_the_robots_there() -> None:
    routes = {
        "satu.example/a": redirect("/b"),
        "satu.example/b": redirect("http://dua.example/c"),
        "dua.example/robots.txt": answer(b"User-agent: *\nDisallow: /d"),
        "dua.example/c": redirect("/d"),
    }
    with faults(routes) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        (fetched,) = fetch_with(KEY, "http://satu.example/a", settings=settings)
    asked = [(seen.host, seen.path, "authorization" in seen.headers) for seen in site.seen]
    assert asked == [
        ("satu.example", "/a", True),
        ("satu.example", "/b", True),
        ("dua.example", "/robots.txt", False),
        ("dua.example", "/c", False),
    ]
    assert fetched.outcome is Outcome.ROBOTS_REFUSED


def test_a_key_is_not_sent_without_tls_to_the_world_outside() -> None:
    (fetched,) = fetch_with(
        KEY, "http://api.example/a", resolve=resolver({"api.example": ["10.255.255.1"]})
    )
    assert (fetched.outcome, fetched.detail) == (
        Outcome.FAILED,
        f"{TOKEN} is not sent without TLS",
    )


def test_a_key_that_no_header_can_carry_is_told_without_it() -> None:
    with faults({}) as site:
        (fetched,) = fetch_with(KEY, site.url("/a"), environment={TOKEN: "rahasia\nX: y"})
    assert fetched.outcome is Outcome.SKIPPED
    assert fetched.detail == f"{TOKEN} holds characters that no key has"
    assert site.seen == []


class Keyed(Lines):
    """Lines, asked for with a key."""

    def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
        return (Ask(slot.address, "lines", "text/plain", conditional=True, key=WITH_OPERATOR),)


def keyed(folder: Path, **seams: Any) -> Team:
    given = {"environment": ENVIRONMENT, **seams}
    return Team(folder, connectors=dict.fromkeys(Platform, Keyed()), seams=given)


def test_a_key_that_is_not_there_is_a_row_that_says_what_to_do(tmp_path: Path) -> None:
    slots = [a_slot("http://a.example/", platform=p) for p in (Platform.X, Platform.FEED)]
    slots = [slots[0], a_slot("http://b.example/", platform=Platform.FEED)]
    with faults({}) as site:
        team = keyed(tmp_path, environment={"PATROLI_INSTAGRAM_ID": " "})
        team.one(*slots)
    assert site.seen == []
    needed = "set PATROLI_INSTAGRAM_TOKEN and PATROLI_INSTAGRAM_ID"
    told = f"the platform asks for the operator's own key: {needed}"
    rows = {row["platform"]: (row["outcome"], row["detail"]) for row in team.rows("ledger")}
    assert rows == {
        "x": ("skipped", f"{told}; until then `patroli import` brings its posts"),
        "feed": ("skipped", told),
    }
    team.verify()


def test_platforms_that_wait_for_a_key_are_known_beforehand() -> None:
    slots = [a_slot("http://a.example/", platform=p) for p in (Platform.X, Platform.X)]
    connectors = dict.fromkeys(Platform, Keyed())
    some = {"PATROLI_INSTAGRAM_TOKEN": "x"}
    assert platforms_lacking(slots, connectors, some) == {Platform.X: ("PATROLI_INSTAGRAM_ID",)}
    assert platforms_lacking(slots, connectors, ENVIRONMENT) == {}
    assert platforms_lacking(slots, {}, {}) == {}


LOGIN_PATH = "/xrpc/com.atproto.server.createSession"


def session_key(site: f.Faults) -> Key:
    return Key(
        "PATROLI_BLUESKY_PASSWORD",
        operator="PATROLI_BLUESKY_NAME",
        login=site.url(LOGIN_PATH),
    )


def sessions(*tokens: str) -> f.Handler:
    given = [json.dumps({"accessJwt": t, "refreshJwt": f"segar-{t}"}).encode() for t in tokens]
    return in_turn(*(answer(body, content_type="application/json") for body in given))


def for_token(token: str, refusal: str = "401 Unauthorized", said: bytes = b"") -> f.Handler:
    def handle(wire: Wire) -> None:
        if wire.request.headers.get("authorization") == f"Bearer {token}":
            answer(b"1 satu")(wire)
        else:
            answer(said, refusal)(wire)

    return handle


def test_a_login_is_made_once_a_round_with_name_and_password() -> None:
    with faults({LOGIN_PATH: sessions("token-satu")}) as site:
        site.routes |= {"/a": for_token("token-satu"), "/b": for_token("token-satu")}
        both = fetch_with(session_key(site), site.url("/a"), site.url("/b"))
    assert [fetched.hops[-1].body for fetched in both] == [b"1 satu"] * 2
    assert site.paths == [LOGIN_PATH, "/a", "/b"]
    assert site.seen[0].method == "POST"
    assert json.loads(site.seen[0].body) == {"identifier": "tim.example", "password": SECRET}
    assert "token-satu" not in repr(both)


REFUSALS = [("401 Unauthorized", b""), ("400 Bad Request", b'{"error":"ExpiredToken"}')]


@pytest.mark.parametrize(("status", "said"), REFUSALS)
def test_a_session_that_is_over_is_renewed_once(status: str, said: bytes) -> None:
    with faults({LOGIN_PATH: sessions("token-satu", "token-dua")}) as site:
        site.routes["/a"] = for_token("token-dua", status, said)
        site.routes["/b"] = for_token("token-tiga", status, said)
        first, second = fetch_with(session_key(site), site.url("/a"), site.url("/b"))
    assert first.hops[-1].body == b"1 satu"
    assert second.hops[-1].status == int(status[:3])
    assert site.paths == [LOGIN_PATH, "/a", LOGIN_PATH, "/a", "/b", LOGIN_PATH, "/b"]


def test_a_password_that_is_refused_is_sent_once_and_told() -> None:
    with faults({LOGIN_PATH: answer(b"{}", "401 Unauthorized")}) as site:
        both = fetch_with(session_key(site), site.url("/a"), site.url("/b"))
    assert site.paths == [LOGIN_PATH]
    told = "no session with PATROLI_BLUESKY_NAME and PATROLI_BLUESKY_PASSWORD: status 401"
    assert {(one.outcome, one.detail) for one in both} == {(Outcome.FAILED, told)}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"accessJwt": 7}', b'{"accessJwt":"a\\nb"}'])
def test_a_login_that_answers_rubbish_gives_no_session(body: bytes) -> None:
    with faults({LOGIN_PATH: answer(body)}) as site:
        (fetched,) = fetch_with(session_key(site), site.url("/a"))
    assert fetched.outcome is Outcome.FAILED
    assert site.paths == [LOGIN_PATH]


def test_a_login_is_captured_as_having_been_made_without_its_bodies(tmp_path: Path) -> None:
    with faults({LOGIN_PATH: sessions("token-satu")}) as site:
        site.routes["/a"] = for_token("token-satu")
        key = session_key(site)

        class WithSession(Lines):
            def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
                return (Ask(slot.address, "lines", key=key),)

        connectors = dict.fromkeys(Platform, WithSession())
        team = Team(tmp_path, connectors=connectors, seams={"environment": ENVIRONMENT})
        team.one(a_slot(site.url("/a")))
    (batch,) = (b for b in list_batches(team.landing) if b.name.startswith("round-"))
    about = [r for r in captured(batch) if r.url == key.login]
    assert [record.kind for record in about] == ["metadata"]
    fields = fields_of(about[0])
    assert (fields["purpose"], fields["status"]) == ("login", "200")
    assert fields["peer"] == f"127.0.0.1:{site.port}"
    assert set(team.outcomes().values()) == {"collected"}
    assert_nowhere(team, tmp_path, "token-satu", "segar-token-satu", SECRET)
    team.verify()


def assert_nowhere(team: Team, folder: Path, *secrets: str) -> None:
    """No secret in any landed byte, packed or not, in any row, in the state."""
    seen = bytearray()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        seen += data + (gzip.decompress(data) if path.name.endswith(".warc.gz") else b"")
    tables = ("fetches", "sightings", "absences", "ledger")
    seen += repr([team.rows(table) for table in tables]).encode()
    keys = Keys({str(n): secret for n, secret in enumerate(secrets)})
    for secret in secrets:
        keys.hide(secret)
    assert keys.cleaned_bytes(bytes(seen)) == bytes(seen)


ECHOES: dict[str, f.Handler] = {
    "/body": answer(f"1 kunci {SECRET} diulang".encode()),
    "/json": answer(b"2 " + json.dumps({"next": f"/?access_token={SECRET}"}).encode()),
    "/gzip": answer(gzip.compress(f"3 {SECRET}".encode()), content_encoding="gzip"),
    "/cut": answer(gzip.compress(f"4 {SECRET}".encode())[:-9], content_encoding="gzip"),
    "/headers": answer(b"5 lima", x_echo=SECRET, content_type=f"text/plain; k={SECRET}"),
    "/location": redirect(f"/elsewhere?t={SECRET}"),
    "/status": answer(b"x", f"500 Kunci {SECRET} salah"),
    "/rubbish": f.say(f"220 {SECRET} ESMTP\r\n\r\n".encode()),
    "/large": answer(b"6 " + bytes(60_000) + SECRET.encode()),
    "/percent": answer(b"7 rahasia%2F7f3a%2Bb%3D%3D%26%22x"),
}


def test_a_key_that_a_server_repeats_reaches_no_landed_byte_no_log_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with faults(ECHOES) as site:
        team = keyed(tmp_path)
        team.settings = some_settings(max_body_bytes=50_000)
        reports = [team.one(a_slot(site.url(path))) for path in ECHOES]
    assert all(SECRET in seen.headers["authorization"] for seen in site.seen)
    assert_nowhere(team, tmp_path, SECRET)
    assert SECRET not in caplog.text
    assert SECRET not in repr(reports)
    team.verify()


def test_a_body_that_repeats_the_key_is_withheld_and_what_can_be_kept_stands_beside(
    tmp_path: Path,
) -> None:
    with faults({"/body": ECHOES["/body"]}) as site:
        team = keyed(tmp_path)
        team.one(a_slot(site.url("/body")))
        team.later(hours=6)
        team.one(a_slot(site.url("/body")))
    first, second = (
        list(captured(b)) for b in list_batches(team.landing) if b.name.startswith("round-")
    )
    if any(record.kind == "revisit" for record in first):
        first, second = second, first
    kinds = {record.kind: record for record in first}
    assert kinds["response"].body == b""
    assert kinds["conversion"].body == b"1 kunci REDACTED diulang"
    assert kinds["conversion"].about == kinds["response"].record_id
    note = next(
        fields_of(r)
        for r in first
        if r.about == kinds["response"].record_id and r.kind == "metadata"
    )
    assert note["withheld"] == "it repeats the operator's own key"
    assert note["key"] == "PATROLI_INSTAGRAM_TOKEN"
    assert [row["text"] for row in team.rows("sightings")] == ["kunci REDACTED diulang"]
    assert "revisit" in {record.kind for record in second}
    team.verify()


def test_a_body_that_could_not_be_searched_to_its_end_is_withheld(tmp_path: Path) -> None:
    """Unpacked it is cut at the cap; packed, the key may stand behind the cut."""
    packed = gzip.compress(bytes(60_000) + SECRET.encode())
    with faults({"/a": answer(packed, content_encoding="gzip")}) as site:
        team = keyed(tmp_path)
        team.settings = some_settings(max_body_bytes=50_000)
        team.one(a_slot(site.url("/a")))
    (batch,) = (b for b in list_batches(team.landing) if b.name.startswith("round-"))
    records = list(captured(batch))
    assert [r.body for r in records if r.kind in {"response", "conversion"}] == [b""]
    (note,) = (fields_of(r) for r in records if r.kind == "metadata" and r.about)
    assert note["withheld"] == "it could not be searched to its end for the operator's own key"
    assert note["problem"] == "too large: more than 50,000 bytes"
    team.verify()


def test_what_a_request_carries_does_not_show_itself() -> None:
    keys = Keys(ENVIRONMENT)
    session = Key("PATROLI_BLUESKY_PASSWORD", operator="PATROLI_BLUESKY_NAME", login="x")
    shown = repr([keys.direct(KEY), keys.login(session), keys.session(session, "token-satu")])
    assert keys.cleaned(shown) == shown
    assert "token-satu" not in shown


def test_a_short_secret_is_not_looked_for_in_every_page() -> None:
    keys = Keys({TOKEN: "a"})
    keys.direct(KEY)
    assert keys.cleaned("banyak") == "banyak"
