"""Sitemaps, their indexes and robots.txt, as sources of pages."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import an_answer, html
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.frontier import Named
from patroli.connectors.sitemap import MAX_FILES, MAX_PAGES, newest_files
from patroli.connectors.sitemap_files import MAX_NAMED, is_sitemap
from patroli.model import Ask, KnownPost, Outcome, Platform, Reading, Slot, SlotState, post_id

PAGE = CONNECTORS[Platform.PAGE]
SITE = "https://dinas.example"
SLOT = a_slot(f"{SITE}/sitemap.xml", platform=Platform.PAGE)
ROBOTS = replace(SLOT, address=f"{SITE}/robots.txt")


def read(
    body: str | bytes,
    ask: Ask | None = None,
    state: SlotState = SlotState(),  # noqa: B008
    slot: Slot = SLOT,
    status: int = 200,
) -> Reading:
    asked = ask or PAGE.start(slot, state)[0]
    return PAGE.read(slot, state, an_answer(body, slot, ask=asked, status=status))


def urlset(*pages: tuple[str, str]) -> str:
    """A sitemap of paths with what `lastmod` says, empty for none."""
    entries = "".join(
        f"<url><loc>{SITE}{path}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>"
        for path, date in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )


def index(*files: str) -> str:
    entries = "".join(f"<sitemap><loc>{SITE}{path}</loc></sitemap>" for path in files)
    return (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{entries}</sitemapindex>"
    )


def paths(result: Reading) -> list[str]:
    return [a.url.removeprefix(SITE) for a in result.asks if a.purpose == "article"]


def files(result: Reading) -> list[Ask]:
    return [ask for ask in result.asks if ask.purpose.startswith("map")]


# ------------------------------------------------------------------ which address is one


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        (f"{SITE}/sitemap.xml", True),
        (f"{SITE}/wp-sitemap.xml", True),
        (f"{SITE}/post-sitemap2.xml.gz", True),
        (f"{SITE}/sitemap.txt", True),
        (f"{SITE}/robots.txt", True),
        (f"{SITE}/", False),
        (f"{SITE}/sitemap", False),
        (f"{SITE}/sitemap.html", False),
        (f"{SITE}/feed.xml", False),
        (f"{SITE}/berita?x=sitemap.xml", False),
        ("https://[rusak/sitemap.xml", False),
    ],
)
def test_a_sitemap_is_told_by_the_last_part_of_its_address(address: str, is_one: bool) -> None:
    assert is_sitemap(address) is is_one


def test_another_page_is_read_as_before() -> None:
    (ask,) = PAGE.start(replace(SLOT, address=f"{SITE}/berita"), SlotState())
    assert (ask.purpose, ask.conditional) == ("page", True)


# ------------------------------------------------------------------ pages


def test_the_newest_pages_are_read_first_and_then_only_new_ones() -> None:
    body = urlset(("/1", "2029-11-20"), ("/2", "2029-11-21T10:00:00+09:00"), ("/3", "2029-11-22"))
    first = read(body)
    assert (first.outcome, paths(first)) == (Outcome.UNCHANGED, ["/1", "/2", "/3"])
    state = SlotState(first.cursor or "")
    assert paths(read(body, state=state)) == []
    more = body.replace("</urlset>", f"<url><loc>{SITE}/4</loc><lastmod>2029-11-23</lastmod></url>")
    assert paths(read(more, state=state)) == ["/4"]


def test_an_edited_page_is_read_again() -> None:
    before = urlset(("/1", "2029-11-20"), ("/2", "2029-11-21"))
    state = SlotState(read(before).cursor or "")
    assert paths(read(urlset(("/1", "2029-11-23"), ("/2", "2029-11-21")), state=state)) == ["/1"]


def test_a_page_is_an_article_that_decides_nothing_about_the_slot() -> None:
    (ask,) = read(urlset(("/1", "2029-11-20"))).asks
    assert (ask.aside, ask.key, ask.subject) == (True, None, "")
    (post,) = read(html(), ask).posts
    assert post.id == post_id("web", f"{SITE}/1")
    assert read("", ask, status=404).absences == ()


def test_the_selector_chooses_the_text_of_every_page() -> None:
    slot = replace(SLOT, selector=".isi")
    body = html("<h1>Judul</h1><div class=isi>Ini saja</div><p>Bukan ini</p>")
    (ask,) = read(urlset(("/1", "2029-11-20")), slot=slot).asks
    (post,) = read(body, ask, slot=slot).posts
    assert post.text == "Judul\n\nIni saja"


def test_a_keyword_is_looked_for_in_the_pages() -> None:
    slot = replace(SLOT, contains="danau", account_id=None, keyword_id="danau")
    (ask,) = read(urlset(("/1", "2029-11-20")), slot=slot).asks
    assert read(html(), ask, slot=slot).posts
    assert read(html("<p>Lain</p>"), ask, slot=slot).posts == ()


def test_known_pages_are_read_again_before_new_ones() -> None:
    url = f"{SITE}/1"
    state = SlotState(known=(KnownPost(post_id("web", url), url, url, NOW),))
    _, again = PAGE.start(SLOT, state)
    assert (again.url, again.subject, again.aside) == (url, post_id("web", url), True)
    assert [a.post_id for a in read("", again, state, status=410).absences] == [again.subject]
    assert read(html(), again, state).posts


def test_many_new_pages_are_read_in_steps() -> None:
    old = urlset(("/awal", "2029-11-01"))
    cursor = read(old).cursor or ""
    many = urlset(("/awal", "2029-11-01"), *((f"/{n}", f"2029-11-{n:02}") for n in range(2, 24)))
    first = read(many, state=SlotState(cursor))
    assert len(first.asks) == MAX_PAGES
    assert "7 wait for the next round" in first.detail
    assert first.more
    second = read(many, state=SlotState(first.cursor or ""))
    assert len(second.asks) == 7


# ------------------------------------------------------------------ dates that lie or are missing


@pytest.mark.parametrize("date", ["", "2029-11-24T20:59:59+00:00", "2029-11-10"])
def test_dates_that_cannot_be_true_do_not_make_every_page_new(date: str) -> None:
    """WordPress 6.1 has no dates; others give every page the present time, or the same day."""
    pages = [(f"/{n}", date) for n in range(30)]
    first = read(urlset(*pages))
    assert len(first.asks) == MAX_PAGES
    state = SlotState(first.cursor or "")
    assert paths(read(urlset(*pages), state=state)) == []
    assert paths(read(urlset(*pages, ("/baru", date)), state=state)) == ["/baru"]
    assert paths(read(urlset(("/baru", date), *pages), state=state)) == ["/baru"]


def test_a_sitemap_made_anew_at_every_look_is_not_new_at_every_look() -> None:
    def made(seconds: int) -> str:
        at = NOW - timedelta(seconds=seconds)
        return urlset(*((f"/{n}", (at + timedelta(seconds=n)).isoformat()) for n in range(10)))

    state = SlotState(read(made(60)).cursor or "")
    assert paths(read(made(30), state=state)) == []


def test_a_news_sitemap_gives_the_date_of_publication() -> None:
    body = urlset(("/1", ""), ("/2", "")).replace(
        "</loc>",
        "</loc><news:news xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<news:publication_date>2029-11-23T08:00:00+09:00</news:publication_date>"
        "<news:title>Judul</news:title></news:news>",
    )
    result = read(body)
    assert sorted(paths(result)) == ["/1", "/2"]
    assert (
        "since=2029-11-22T23" not in (result.cursor or "").replace("%3A", ":").partition("since")[0]
    )
    assert "2029-11-22T23:00:00" in (result.cursor or "")


def test_pictures_named_with_a_page_are_no_pages() -> None:
    picture = f"<image:image xmlns:image='x'><image:loc>{SITE}/f.jpg</image:loc></image:image>"
    body = urlset(("/1", "2029-11-20")).replace("</url>", f"{picture}</url>")
    assert paths(read(body)) == ["/1"]


# ------------------------------------------------------------------ files


def test_a_packed_file_is_unpacked_and_a_bomb_is_not() -> None:
    packed = gzip.compress(urlset(("/1", "2029-11-20")).encode())
    assert paths(read(packed)) == ["/1"]
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    assert len(bomb) < 100_000
    result = read(bomb)
    assert result.outcome is Outcome.FAILED
    assert "more than 50000000 bytes" in result.detail
    assert read(packed[:40]).outcome is Outcome.FAILED


def test_a_list_of_addresses_is_a_sitemap_too() -> None:
    assert paths(read(f"{SITE}/1\n{SITE}/2\n")) == ["/1", "/2"]


def test_no_more_addresses_are_read_than_a_sitemap_may_hold() -> None:
    pages = "".join(f"<url><loc>{SITE}/{n}</loc></url>" for n in range(MAX_NAMED + 10))
    result = read(f"<urlset>{pages}</urlset>")
    assert f"more than {MAX_NAMED} addresses" in result.detail


def test_an_entity_is_not_resolved() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a "http://jahat.example/">]>'
    body = f"{doctype}<urlset><url><loc>&a;</loc></url><url><loc>{SITE}/1</loc></url></urlset>"
    assert paths(read(body)) == ["/1"]


@pytest.mark.parametrize(
    ("body", "status", "outcome", "told"),
    [
        ("", 200, Outcome.FAILED, "sitemap was promised"),
        (html(), 200, Outcome.FAILED, "<html> where a sitemap was promised"),
        (html(head="<title>Just a moment...</title>"), 200, Outcome.BLOCKED, "firewall"),
        ("<rss><channel/></rss>", 200, Outcome.FAILED, "<rss>"),
        ("{}", 200, Outcome.FAILED, "neither XML nor"),
        ("", 404, Outcome.GONE, "404"),
        ("", 503, Outcome.FAILED, "503"),
    ],
)
def test_what_is_no_sitemap_says_what_it_is(
    body: str, status: int, outcome: Outcome, told: str
) -> None:
    result = read(body, status=status)
    assert result.outcome is outcome
    assert told in result.detail
    assert (result.asks, result.cursor) == ((), None)


def test_an_empty_sitemap_is_empty() -> None:
    assert read(urlset()).outcome is Outcome.EMPTY


# ------------------------------------------------------------------ indexes


def walk(
    state: SlotState, web: dict[str, str], slot: Slot = SLOT
) -> tuple[list[str], SlotState, int]:
    """One round over a web of files: pages asked, next state, files read."""
    asks, got, count, cursor = [PAGE.start(slot, state)[0]], list[str](), 0, None
    while asks:
        ask = asks.pop(0)
        body = web.get(ask.url.removeprefix(SITE))
        result = read(body or "", ask, state, slot, status=200 if body is not None else 404)
        assert result.outcome.reached, result.detail
        got += paths(result)
        count += 1
        asks += [a for a in result.asks if a.purpose != "article"]
        cursor = result.cursor if result.cursor is not None else cursor
    assert cursor is not None
    return got, SlotState(cursor), count


def test_an_index_of_an_index_is_followed_and_each_file_keeps_its_place() -> None:
    web = {
        "/sitemap.xml": index("/posts.xml", "/dalam-sitemap.xml"),
        "/dalam-sitemap.xml": index("/pages.xml"),
        "/posts.xml": urlset(("/p/1", "2029-11-20")),
        "/pages.xml": urlset(("/h/1", "")),
    }
    got, state, _ = walk(SlotState(), web)
    assert sorted(got) == ["/h/1", "/p/1"]
    web["/posts.xml"] = urlset(("/p/1", "2029-11-20"), ("/p/2", "2029-11-21"))
    web["/pages.xml"] = urlset(("/h/1", ""), ("/h/2", ""))
    got, state, _ = walk(state, web)
    assert sorted(got) == ["/h/2", "/p/2"]
    assert walk(state, web)[0] == []


def test_of_many_files_the_newest_of_each_kind_is_read() -> None:
    named = [
        *(Named(f"{SITE}/wp-sitemap-posts-post-{n}.xml") for n in range(1, 12)),
        Named(f"{SITE}/wp-sitemap-posts-page-1.xml"),
        Named(f"{SITE}/wp-sitemap-taxonomies-category-1.xml"),
        Named(f"{SITE}/wp-sitemap-users-1.xml"),
    ]
    assert [url.removeprefix(SITE) for url in newest_files(named)] == [
        "/wp-sitemap-posts-post-11.xml",
        "/wp-sitemap-posts-page-1.xml",
    ]
    by_date = [
        Named(f"{SITE}/post-sitemap.xml", NOW),
        Named(f"{SITE}/post-sitemap2.xml", NOW - timedelta(days=90)),
    ]
    assert newest_files(by_date)[0] == f"{SITE}/post-sitemap.xml"
    by_month = [Named(f"{SITE}/sitemap-{month}.xml") for month in ("2028-12", "2029-11", "2029-02")]
    assert newest_files(by_month) == [f"{SITE}/sitemap-2029-11.xml"]
    only_users = [Named(f"{SITE}/user-sitemap.xml")]
    assert newest_files(only_users) == [f"{SITE}/user-sitemap.xml"]


def test_an_index_that_names_itself_comes_to_an_end() -> None:
    web = {
        "/sitemap.xml": index("/sitemap.xml", "/a-sitemap.xml", "/b-sitemap.xml", "/c-sitemap.xml")
    }
    web |= {f"/{name}-sitemap.xml": urlset((f"/{name}", "2029-11-20")) for name in "abc"}
    got, _, count = walk(SlotState(), web)
    assert count <= MAX_FILES + 1
    assert set(got) <= {"/a", "/b", "/c"}


@pytest.mark.parametrize("broken", [None, "<html>"])
def test_one_file_that_cannot_be_read_does_not_hide_the_others(broken: str | None) -> None:
    web = {
        "/sitemap.xml": index("/a-post.xml", "/b-post.xml", "/c-post.xml"),
        "/a-post.xml": urlset(("/a", "2029-11-20")),
        "/c-post.xml": urlset(("/c", "2029-11-20")),
    }
    if broken is not None:
        web["/b-post.xml"] = broken
    asks, got, deciding, cursor = [PAGE.start(SLOT, SlotState())[0]], list[str](), [], None
    while asks:
        ask = asks.pop(0)
        body = web.get(ask.url.removeprefix(SITE))
        result = read(body or "", ask, status=200 if body is not None else 404)
        got += paths(result)
        deciding += [] if ask.aside else [result.outcome]
        asks += files(result)
        cursor = result.cursor or cursor
    assert sorted(got) == ["/a", "/c"]
    assert deciding == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert cursor


def test_the_first_file_of_an_index_decides() -> None:
    (child,) = files(read(index("/a-post.xml", "/b-post.xml")))
    assert not child.aside
    assert read("", child, status=404).outcome is Outcome.GONE
    assert read("", child, status=404).asks == ()


def test_files_beyond_the_limit_are_told() -> None:
    web = {"/sitemap.xml": index(*(f"/{name}.xml" for name in "abcdefgh"))}
    web |= {f"/{name}.xml": urlset((f"/{name}", "2029-11-20")) for name in "abcdefgh"}
    asks, details = [PAGE.start(SLOT, SlotState())[0]], list[str]()
    while asks:
        ask = asks.pop(0)
        result = read(web[ask.url.removeprefix(SITE)], ask)
        details.append(result.detail)
        asks += files(result)
    assert len(details) == 1 + MAX_FILES
    assert "3 sitemaps are left unread" in details[-1]


def test_what_is_remembered_of_files_that_come_and_go_stays_short() -> None:
    state, longest = SlotState(), 0
    for month in range(1, 40):
        name = f"/sitemap-{2029 + month // 12}-{month % 12 + 1:02}.xml"
        web = {"/sitemap.xml": index(name), name: urlset((f"/{month}", "2029-11-20"))}
        _, state, _ = walk(state, web)
        longest = max(longest, len(state.cursor))
    assert longest < 1500


# ------------------------------------------------------------------ robots.txt


def test_the_sitemap_lines_of_robots_txt_are_followed() -> None:
    web = {
        "/robots.txt": f"User-agent: *\nDisallow: /x\nSITEMAP: {SITE}/peta.xml\nSitemap: /dua.xml",
        "/peta.xml": urlset(("/1", "2029-11-20")),
        "/dua.xml": urlset(("/2", "2029-11-20")),
    }
    got, state, _ = walk(SlotState(), web, ROBOTS)
    assert sorted(got) == ["/1", "/2"]
    assert walk(state, web, ROBOTS)[0] == []


@pytest.mark.parametrize("at", ["/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml"])
@pytest.mark.parametrize("robots", ["User-agent: *", None])
def test_without_such_a_line_the_usual_places_are_tried(at: str, robots: str | None) -> None:
    web = {at: urlset(("/1", "2029-11-20"))}
    if robots is not None:
        web["/robots.txt"] = robots
    got, state, _ = walk(SlotState(), web, ROBOTS)
    assert got == ["/1"]
    web[at] = urlset(("/1", "2029-11-20"), ("/2", "2029-11-21"))
    assert walk(state, web, ROBOTS)[0] == ["/2"]


def test_a_site_without_any_sitemap_is_told() -> None:
    ask, state = PAGE.start(ROBOTS, SlotState())[0], SlotState()
    for _ in range(3):
        (ask,) = read("", ask, state, ROBOTS, status=404).asks
    last = read("", ask, state, ROBOTS, status=404)
    assert (last.outcome, last.asks) == (Outcome.GONE, ())


def test_a_site_that_is_busy_is_not_asked_for_guesses() -> None:
    (ask,) = read("", slot=ROBOTS, status=404).asks
    for status in (403, 429, 503):
        assert read("", ask, slot=ROBOTS, status=status).asks == ()


def test_a_robots_txt_that_cannot_be_had_is_no_reason_to_guess() -> None:
    result = read("", slot=ROBOTS, status=500)
    assert (result.outcome, result.asks) == (Outcome.FAILED, ())


# ------------------------------------------------------------------ laws


@given(body=st.binary(max_size=300), status=st.sampled_from([200, 404, 500]), data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_reading(body: bytes, status: int, data: st.DataObject) -> None:
    purposes = [
        "robots",
        "map:",
        "map:todo=http%3A%2F%2Fa&files=2&pages=9",
        "article",
        "map:guess=1",
    ]
    ask = Ask(SLOT.address, data.draw(st.sampled_from(purposes)))
    prefix = data.draw(st.sampled_from([b"", b"\x1f\x8b", b"<urlset>", b"<sitemapindex><sitemap>"]))
    result = read(prefix + body, ask, status=status)
    assert not result.detail.startswith("the answer could not be read"), result.detail


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_cursor_is_as_good_as_none(cursor: str) -> None:
    state = SlotState(cursor)
    assert read(urlset(("/1", "2029-11-20"), ("/2", "")), state=state).outcome.reached
    assert PAGE.start(SLOT, state)
