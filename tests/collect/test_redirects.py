"""Redirects are followed one by one, within limits, and carry nothing along."""

from __future__ import annotations

import pytest
from tests.collect.faults import Handler, answer, faults, redirect
from tests.collect.webs import fetch, hosts_on, some_settings


def test_redirects_are_followed_hop_by_hop() -> None:
    routes = {
        "satu.example/a": redirect("b?x=1#c", "301 Moved"),
        "satu.example/b?x=1": redirect("http://dua.example/d", "308 Moved"),
        "dua.example/d": answer(b"halo"),
    }
    with faults(routes) as site:
        fetched = fetch("http://satu.example/a", some_settings(hosts=hosts_on(site.port)))
    assert fetched.url == "http://dua.example/d"
    assert [hop.status for hop in fetched.hops] == [301, 308, 200]
    assert [hop.url for hop in fetched.hops][1] == "http://satu.example/b?x=1"


def test_a_redirect_drops_names_and_passwords() -> None:
    routes = {
        "satu.example/a": redirect("http://budi:rahasia@dua.example/b"),
        "dua.example/b": answer(b"halo"),
    }
    with faults(routes) as site:
        url = "http://siti:kunci@satu.example/a"
        fetched = fetch(url, some_settings(hosts=hosts_on(site.port)))
    assert fetched.url == "http://dua.example/b"
    there = [request for request in site.seen if request.host == "dua.example"]
    assert all("authorization" not in request.headers for request in there)


@pytest.mark.parametrize(("most", "followed"), [(0, False), (2, False), (3, True)])
def test_no_more_redirects_are_followed_than_allowed(most: int, followed: bool) -> None:
    routes: dict[str, Handler] = {f"/{n}": redirect(f"/{n + 1}") for n in range(3)}
    with faults({**routes, "/3": answer(b"halo")}) as site:
        fetched = fetch(site.url("/0"), some_settings(max_redirects=most))
    assert (fetched.outcome is None) is followed
    assert len(site.pages) == most + 1


def test_a_ring_of_redirects_is_left() -> None:
    with faults({"/a": redirect("/b"), "/b": redirect("/a")}) as site:
        fetched = fetch(site.url("/a"))
    assert fetched.detail == "redirect loop"
    assert site.pages == ["/a", "/b"]
