from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from patroli.demo import ROUNDS, Web, World, truth
from patroli.demo.draft import Kind
from patroli.demo.places import CLOSED, MANNERS, Manner, host_of, manner_of
from patroli.demo.server import SLOW
from patroli.model import Account, Platform, Role

ZIPPED = {"Accept-Encoding": "gzip"}


class Browser:
    """Asks the web for an address as a client that knows where `*.example` lives."""

    def __init__(self, web: Web) -> None:
        self._connection = HTTPConnection("127.0.0.1", web.port, timeout=10)

    def get(self, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers={"Host": parts.netloc, **named})
        response = self._connection.getresponse()
        body = response.read()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, body

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def browser(web: Web) -> Iterator[Browser]:
    browser = Browser(web)
    yield browser
    browser.close()


def _account(world: World, manner: Manner, platform: Platform) -> Account:
    return next(
        a
        for a in world.accounts
        if manner_of(host_of(a.address)) is manner and a.platform is platform
    )


def _one(world: World, platform: Platform) -> Account:
    return _account(world, Manner.WELL, platform)


def _well(world: World) -> list[Account]:
    return [a for a in world.accounts if manner_of(host_of(a.address)) is Manner.WELL]


def test_every_feed_is_read_by_feedparser_without_complaint(web: Web, browser: Browser) -> None:
    shown = web.world.at(ROUNDS[0])
    feeds = [a for a in _well(web.world) if a.platform is Platform.FEED]
    for account in feeds:
        status, headers, body = browser.get(account.address)
        parsed = feedparser.parse(body)
        assert (status, bool(parsed.bozo)) == (200, False), account.address
        wanted = {s.utterance.native_id for s in shown if s.utterance.account_id == account.id}
        assert {entry.id for entry in parsed.entries} == wanted
        assert ("atom" in headers["content-type"]) == account.address.endswith(".atom")


def test_an_unchanged_feed_answers_304_until_it_changes(web: Web, browser: Browser) -> None:
    address = _one(web.world, Platform.FEED).address
    _, headers, _ = browser.get(address)
    known = {"If_None_Match": headers["etag"], "If_Modified_Since": headers["last-modified"]}
    assert browser.get(address, **known)[0] == 304
    assert browser.get(address, If_Modified_Since=headers["last-modified"])[0] == 304
    web.show(ROUNDS[2])
    status, later, _ = browser.get(address, **known)
    assert status == 200
    assert later["etag"] != headers["etag"]


def test_a_client_that_takes_gzip_gets_gzip(web: Web, browser: Browser) -> None:
    address = _one(web.world, Platform.PAGE).address
    _, _, plain = browser.get(address)
    _, headers, zipped = browser.get(address, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped) == plain


def test_rest_pages_add_up_to_the_total(web: Web, browser: Browser) -> None:
    posts = f"{_one(web.world, Platform.WORDPRESS).address}wp-json/wp/v2/posts"
    _, headers, _ = browser.get(f"{posts}?per_page=5")
    found: list[int] = []
    for number in range(1, int(headers["x-wp-totalpages"]) + 1):
        found += [p["id"] for p in json.loads(browser.get(f"{posts}?per_page=5&page={number}")[2])]
    assert len(found) == len(set(found)) == int(headers["x-wp-total"])
    status, _, body = browser.get(f"{posts}?page=999")
    assert (status, json.loads(body)["code"]) == (400, "rest_post_invalid_page_number")
    assert browser.get(f"{posts}?per_page=101")[0] == 400


def test_rest_answers_without_pretty_addresses_too(web: Web, browser: Browser) -> None:
    base = _one(web.world, Platform.WORDPRESS).address
    pretty = browser.get(f"{base}wp-json/wp/v2/posts?per_page=3")[2]
    assert browser.get(f"{base}?rest_route=/wp/v2/posts&per_page=3")[2] == pretty


def test_modified_after_without_z_is_the_sites_own_time(web: Web, browser: Browser) -> None:
    posts = f"{_one(web.world, Platform.WORDPRESS).address}wp-json/wp/v2/posts"
    newest = json.loads(browser.get(f"{posts}?orderby=modified&per_page=1")[2])[0]
    gmt = newest["modified_gmt"]
    assert json.loads(browser.get(f"{posts}?modified_after={gmt}Z")[2]) == []
    assert newest in json.loads(browser.get(f"{posts}?modified_after={gmt}")[2])


def test_search_finds_the_readers_letters(web: Web, browser: Browser) -> None:
    letters = [t for t in truth(web.world) if Kind.LETTER in t.kinds]
    assert letters
    web.show(ROUNDS[2])
    news = f"http://{host_of(letters[0].url)}/wp-json/wp/v2/posts?search=surat+pembaca"
    assert {p["link"] for p in json.loads(browser.get(news)[2])} == {t.url for t in letters}


def test_every_post_has_its_own_page_with_canonical_address(web: Web, browser: Browser) -> None:
    shown = [
        s for s in web.world.at(ROUNDS[0]) if manner_of(host_of(s.utterance.link)) is Manner.WELL
    ]
    for post in shown[::25]:
        status, _, body = browser.get(post.utterance.link)
        assert status == 200
        assert f'rel="canonical" href="{post.utterance.link}"' in body.decode()


def test_deleted_posts_vanish_everywhere(web: Web, browser: Browser) -> None:
    web.show(ROUNDS[2])
    gone = [u for u in web.world.utterances if u.deleted_at and u.deleted_at <= ROUNDS[2]]
    assert len(gone) > 15
    for post in gone:
        if manner_of(host_of(post.link)) not in {Manner.WELL, Manner.MISLABELLED}:
            continue
        assert browser.get(post.link)[0] in {404, 410}
        assert post.native_id not in browser.get(post.home)[2].decode("utf-8", "replace")
        if post.platform is Platform.WORDPRESS:
            status, _, body = browser.get(f"{post.home}wp-json/wp/v2/posts/{post.number}")
            code = json.loads(body)["code"]
            trashed, deleted = (401, "rest_forbidden"), (404, "rest_post_invalid_id")
            assert (status, code) == (trashed if post.trashed else deleted)


def test_one_host_refuses_by_robots_txt_and_no_other(web: Web, browser: Browser) -> None:
    refusing = []
    for host in web.site.hosts:
        if manner_of(host) in {Manner.DOWN, Manner.SLOW}:
            continue
        status, _, body = browser.get(f"http://{host}/robots.txt")
        assert status == 200
        refusing += [host] if "Disallow: /" in body.decode().split("\n") else []
    assert refusing == [h for h, m in MANNERS.items() if m is Manner.REFUSES]


def test_the_host_that_is_down_closes_the_connection(web: Web, browser: Browser) -> None:
    address = _account(web.world, Manner.DOWN, Platform.FEED).address
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        browser.get(address)


def test_the_broken_feed_is_no_xml(web: Web, browser: Browser) -> None:
    status, _, body = browser.get(_account(web.world, Manner.BROKEN, Platform.FEED).address)
    assert status == 200
    with pytest.raises(ET.ParseError):
        ET.fromstring(body)  # noqa: S314


def test_the_mislabelled_host_says_utf_8_and_sends_windows_1252(web: Web, browser: Browser) -> None:
    address = _account(web.world, Manner.MISLABELLED, Platform.PAGE).address
    _, headers, body = browser.get(address)
    assert headers["content-type"] == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert "…" in body.decode("cp1252")


def test_the_limiting_host_says_429_and_then_answers(world: World) -> None:
    address = _account(world, Manner.LIMITED, Platform.FEED).address
    with Web(world, ROUNDS[0], refuse_for=0.05) as web:
        browser = Browser(web)
        status, headers, _ = browser.get(address)
        assert (status, headers["retry-after"]) == (429, "1")
        threading.Event().wait(0.06)
        assert browser.get(address)[0] == 200
        web.show(ROUNDS[1])
        assert browser.get(address)[0] == 429
        browser.close()


def test_the_slow_host_takes_one_to_two_seconds_and_does_not_hold_up_closing(world: World) -> None:
    assert 1 <= SLOW <= 2
    web = Web(world, ROUNDS[0], slow=3600)
    browser = Browser(web)
    address = _account(world, Manner.SLOW, Platform.FEED).address
    reader = threading.Thread(target=_ask_and_forget, args=(browser, address))
    reader.start()
    web.close()
    reader.join()
    browser.close()


def _ask_and_forget(browser: Browser, address: str) -> None:
    with suppress(HTTPException, OSError):
        browser.get(address)


def test_a_deactivated_account_answers_404(web: Web, browser: Browser) -> None:
    closed = next(a for a in web.world.accounts if a.id in CLOSED)
    assert browser.get(closed.address)[0] == 200
    web.show(ROUNDS[1])
    assert browser.get(closed.address)[0] == 404


def test_unknown_hosts_and_pages_are_404(browser: Browser) -> None:
    assert browser.get("http://tidakada.example/")[0] == 404
    assert browser.get("http://lamantelaga.example/tidak-ada")[0] == 404


def test_a_browser_can_walk_from_the_index_to_a_post(web: Web, browser: Browser) -> None:
    index = f"http://127.0.0.1:{web.port}"
    _, _, body = browser.get(f"{index}/")
    assert all(f"/_/{host}/" in body.decode() for host in web.site.hosts)
    account = _one(web.world, Platform.PAGE)
    _, _, body = browser.get(f"{index}/_/{account.address.removeprefix('http://')}")
    links = [part.split('"')[0] for part in body.decode().split('href="') if "/_/" in part[:4]]
    assert links
    assert browser.get(f"{index}{links[-1]}")[0] == 200


def test_the_web_listens_on_loopback_only(web: Web) -> None:
    assert web.address.startswith("http://127.0.0.1:")
    with socket.socket() as other, pytest.raises(OSError):
        other.connect(("127.0.0.2", web.port))


def test_closing_leaves_no_thread_and_no_port(world: World) -> None:
    before = threading.active_count()
    web = Web(world, ROUNDS[0])
    waiting = Browser(web)
    waiting.get(_one(world, Platform.FEED).address)
    web.close()
    assert threading.active_count() == before
    with Web(world, ROUNDS[0], web.port) as again:
        assert again.port == web.port
    waiting.close()


def test_every_role_is_on_the_web(world: World) -> None:
    roles = {a.id: a.role for a in world.accounts}
    assert {roles[u.account_id] for u in world.utterances if u.account_id} == set(Role)
