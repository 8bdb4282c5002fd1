"""patroli connects to public addresses, and to others only where the config names them."""

from __future__ import annotations

import asyncio

import httpcore
import pytest
from tests.collect.faults import answer, faults, redirect
from tests.collect.webs import fetch, resolver, some_settings

from patroli.collect.guard import (
    AddressRefused,
    Guard,
    GuardedBackend,
    NameUnknown,
    is_public,
    look_up,
)
from patroli.config.settings import HostSettings
from patroli.model import Outcome

PUBLIC = ["8.8.8.8", "103.10.0.1", "2606:4700::1", "64:ff9b::808:808", "2002:808:808::1"]
NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.9.10",
    "10.255.255.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "192.0.2.1",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001:db8::1",
    "2001:0:4136:e378::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


SPELLINGS = ["127.1", "0x7f.1", "2130706433", "127.0.0.1", "localhost", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("host", SPELLINGS)
def test_loopback_is_refused_however_it_is_spelled(host: str) -> None:
    with faults({"/": answer(b"inside")}) as site:
        fetched = fetch(f"http://{host}:{site.port}/", some_settings(hosts={}))
    assert fetched.outcome is Outcome.FAILED
    assert "not on the public Internet" in fetched.detail or "name not found" in fetched.detail
    assert site.seen == []


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_redirect_to_loopback_is_refused_however_it_is_spelled(host: str) -> None:
    with faults({"/": answer(b"inside")}) as inner:
        with faults({"/": redirect(f"http://{host}:{inner.port}/")}) as outer:
            places = (f"127.0.0.1:{outer.port}",)
            fetched = fetch(outer.url(), some_settings(hosts={}, allow_private=places))
        assert inner.seen == []
    assert fetched.outcome is Outcome.FAILED
    assert "not on the public Internet" in fetched.detail or "name not found" in fetched.detail


NAMED = [
    {"hosts": {"127.0.0.1": HostSettings(allow_private=True)}},
    {"hosts": {}, "allow_private": ("127.0.0.1",)},
    {"hosts": {}, "allow_private": ("127.0.0.1:{port}",)},
]


@pytest.mark.parametrize("named", NAMED)
def test_a_private_place_that_the_config_names_is_asked(named: dict[str, object]) -> None:
    with faults({"/": answer(b"halo")}) as site:
        places = named.get("allow_private", ())
        assert isinstance(places, tuple)
        filled = tuple(place.format(port=site.port) for place in places)
        fetched = fetch(site.url(), some_settings(**{**named, "allow_private": filled}))
    assert fetched.hops[-1].body == b"halo"


def test_a_named_port_opens_no_other() -> None:
    with faults({"/": answer(b"inner")}) as inner:
        with faults({"/": redirect(inner.url())}) as outer:
            places = (f"127.0.0.1:{outer.port}",)
            fetched = fetch(outer.url(), some_settings(hosts={}, allow_private=places))
        assert fetched.outcome is Outcome.FAILED
        assert "not on the public Internet" in fetched.detail
        assert inner.seen == []


TARGETS = ["http://dalam.example/", "http://10.255.255.1/", "http://[::1]/", "http://169.254.1.1/"]


@pytest.mark.parametrize("target", TARGETS)
def test_a_redirect_inside_is_never_followed(target: str) -> None:
    tried: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        tried.append(host)
        return {"dalam.example": ["10.255.255.1"]}.get(host, [host])

    with faults({"/": redirect(target)}) as site:
        fetched = fetch(site.url(), resolve=resolve)
    assert fetched.outcome is Outcome.FAILED
    assert "not on the public Internet" in fetched.detail
    assert len(tried) == 2


def test_a_mixed_answer_leads_only_to_its_public_addresses() -> None:
    guard = Guard(some_settings(), resolver({"a.example": ["10.0.0.1", "8.8.8.8", "::1"]}))
    assert asyncio.run(guard.endpoints("a.example", 443)) == [("8.8.8.8", 443)]


def test_a_dns_answer_that_changes_after_the_check_changes_nothing() -> None:
    """The name is looked up once for a connection, and that answer is what is connected to."""
    answers = [["127.0.0.1"], ["10.255.255.1"]]

    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    with faults({"/": answer(b"halo")}) as site:
        settings = some_settings(hosts={}, allow_private=(f"127.0.0.1:{site.port}",))
        fetched = fetch(f"http://berubah.example:{site.port}/", settings, resolve=resolve)
    assert fetched.hops[-1].body == b"halo"
    assert answers == [["10.255.255.1"]]


def test_a_dns_answer_that_changes_between_connections_is_checked_again() -> None:
    answers = [["127.0.0.1"], ["10.255.255.1"]]

    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    with faults({"/robots.txt": answer(b"", connection="close"), "/": answer(b"x")}) as site:
        settings = some_settings(hosts={}, allow_private=(f"127.0.0.1:{site.port}",))
        fetched = fetch(f"http://berubah.example:{site.port}/", settings, resolve=resolve)
    assert fetched.outcome is Outcome.FAILED
    assert "10.255.255.1" in fetched.detail
    assert site.pages == []


def test_connect_to_leads_a_name_elsewhere_and_keeps_the_name() -> None:
    with faults({"kabar.example/": answer(b"halo")}) as site:
        hosts = {"*.example": HostSettings(pace=0, connect_to=f"127.0.0.1:{site.port}")}
        fetched = fetch("http://kabar.example/", some_settings(hosts=hosts))
    assert fetched.hops[-1].body == b"halo"
    assert {request.host for request in site.seen} == {"kabar.example"}


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with faults({"/": answer(b"halo")}) as site:
        guard = Guard(
            some_settings(hosts={"dua.example": HostSettings(allow_private=True)}),
            resolver({"dua.example": ["127.9.9.9", "127.0.0.1"]}),
        )

        async def connect() -> None:
            stream = await GuardedBackend(guard).connect_tcp("dua.example", site.port, 2)
            await stream.aclose()

        asyncio.run(connect())


def test_a_look_up_without_end_is_ended() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    backend = GuardedBackend(Guard(some_settings(), never))
    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(backend.connect_tcp("lambat.example", 80, 0.05))


def test_a_name_without_address_is_told() -> None:
    guard = Guard(some_settings(), resolver({"kosong.example": []}))
    with pytest.raises(AddressRefused, match="no address"):
        asyncio.run(guard.endpoints("kosong.example", 80))


@pytest.mark.parametrize("name", ["a" * 64 + ".invalid", "x..invalid"])
def test_an_unknown_name_is_a_value(name: str) -> None:
    with pytest.raises(NameUnknown):
        asyncio.run(look_up(name, 80))


def test_a_fetch_of_an_unknown_name_is_a_value() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise NameUnknown(f"{host}: Name or service not known", again=False)

    fetched = fetch("http://tidak-ada.example/", resolve=unknown)
    assert fetched.outcome is Outcome.FAILED
    assert "name not found: tidak-ada.example" in fetched.detail
