"""HTML pages and listings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.connectors.builders import NOTHING_KNOWN, PAGE, SENTENCE, html, known, reading

from patroli.connectors import CONNECTORS
from patroli.model import Outcome, Platform, Post, Reading, Slot, SlotState, post_id

SITE = "http://dinas.example"
LISTING = replace(PAGE, address=f"{SITE}/kabar", selector="list: article.kabar")


def read(
    body: bytes | str, slot: Slot = PAGE, state: SlotState = NOTHING_KNOWN, **kw: Any
) -> Reading:
    return reading(body, slot, state, **{"kind": "text/html", **kw})


def only(body: bytes | str, slot: Slot = PAGE, **kw: Any) -> Post:
    result = read(body, slot, **kw)
    (post,) = result.posts
    return post


def test_a_page_is_asked_for_with_a_condition() -> None:
    (ask,) = CONNECTORS[Platform.PAGE].start(PAGE, NOTHING_KNOWN)
    assert (ask.url, ask.conditional) == (PAGE.address, True)


def test_a_page_is_one_post_without_its_frame() -> None:
    post = only(html())
    assert post.title == "Bakti sosial"
    assert SENTENCE.strip() in post.text
    assert post.text.startswith("Bakti sosial")
    assert "Beranda" not in post.text
    assert "Hak cipta" not in post.text
    assert post.native_id == PAGE.address


def test_a_long_article_is_told_from_the_boxes_around_it() -> None:
    """On most sites only the shape of a box tells that it is one, not its element."""
    sentence = "Warga kampung bergotong royong membersihkan saluran air di tepi danau hari ini. "
    article = "".join(f"<p>{sentence * 4}Bagian {n}.</p>" for n in range(6))
    links = "".join(f"<li><a href='/{n}'>Berita lain nomor {n}</a></li>" for n in range(40))
    box = f"<div class='sidebar related'><h3>Baca juga</h3><ul>{links}</ul></div>"
    post = only(html(f"<div class='wrap'><div class='entry-content'>{article}</div>{box}</div>"))
    assert "Bagian 5." in post.text
    assert "Berita lain" not in post.text


def test_a_short_page_is_read_too() -> None:
    post = only(html("<main><p>Kantor tutup hari ini.</p></main>"))
    assert "Kantor tutup hari ini." in post.text
    assert "Beranda" not in post.text


def test_a_changed_page_is_a_new_version_of_the_same_post() -> None:
    before, after = only(html()), only(html().replace("membersihkan", "meninggalkan"))
    assert before.id == after.id
    assert before.version != after.version
    assert only(html()) == before


@pytest.mark.parametrize(
    ("head", "native"),
    [
        ('<link rel="canonical" href="/berita/bakti?utm_source=x">', f"{SITE}/berita/bakti"),
        ('<link rel="canonical" href="/">', PAGE.address),
        ('<link rel="canonical" href="http://lain.example/x">', PAGE.address),
        ('<link rel="shortlink" href="/?p=12"><link rel=canonical href=/x>', f"{SITE}/?p=12"),
        ('<link rel="shortlink" href="/pendek">', PAGE.address),
    ],
)
def test_a_page_is_named_by_what_it_says_of_itself_if_that_can_be(head: str, native: str) -> None:
    assert only(html(head=head)).native_id == native


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2029-11-20T10:00:00+09:00">',
        LD.format('{"@graph":[{"@type":"WebSite"},{"datePublished":"2029-11-20T10:00:00+09:00"}]}'),
        LD.format('[{"headline":"x","datePublished":"2029-11-20T01:00:00Z"}]'),
        LD.format("{rusak") + '<meta itemprop="datePublished" content="2029-11-20T10:00:00">',
        LD.format('{"a":' * 100_000)
        + '<meta name="DC.date.issued" content="20 November 2029 10:00">',
    ],
)
def test_a_page_says_when_it_was_published(head: str) -> None:
    assert only(html(head=head)).published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "shown",
    [
        '<time datetime="2029-11-20T10:00:00+09:00">4 hari yang lalu</time>',
        '<span class="post-date">Selasa, 20 November 2029 10.00 WIT</span>',
        '<div class="tanggal">Selasa, 20 Nopember 2029 | 10:00</div>',
    ],
)
def test_a_date_shown_in_the_page_is_read(shown: str) -> None:
    post = only(html(f"<article><h1>Bakti sosial</h1>{shown}<p>{SENTENCE * 6}</p></article>"))
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)


def test_the_date_in_the_article_outranks_todays_date_in_the_header() -> None:
    body = (
        "<div class=tanggal>Minggu, 25 November 2029</div><article><h1>Bakti sosial</h1>"
        f"<span class=tanggal>20 November 2029 10.00</span><p>{SENTENCE * 6}</p></article>"
    )
    assert only(html(body)).published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)


def test_what_a_page_says_of_itself_is_kept() -> None:
    head = (
        '<meta property="og:title" content="Bakti &amp; budaya">'
        '<meta name="author" content="Humas">'
        '<meta property="og:image" content="/f.jpg">'
        '<meta property="article:published_time" content="2029-11-20T10:00:00+09:00">'
        '<meta property="article:modified_time" content="2029-11-21T10:00:00+09:00">'
    )
    post = only(html(head=head))
    assert (post.title, post.author, post.media) == ("Bakti & budaya", "Humas", (f"{SITE}/f.jpg",))
    assert post.edited_at == datetime(2029, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (
            LD.format(
                '{"datePublished":"2029-11-20","parentItem":{"url":"/kabar/7","text":"Ayo",'
                '"author":{"name":"Bagas Wiratama"}}}'
            ),
            "",
            "Ayo",
        ),
        ("", "<p>Membalas <a class='u-in-reply-to' href='/kabar/7'>Bagas Wiratama</a></p>", ""),
    ],
)
def test_a_reply_names_the_post_it_replies_to(head: str, body: str, text: str) -> None:
    post = only(html(f"{body}<article><p>{SENTENCE * 6}</p></article>", head=head))
    assert post.parent_id == post_id("web", f"{SITE}/kabar/7")
    assert (post.parent_author, post.parent_text) == ("Bagas Wiratama", text)


def test_windows_bytes_are_read_as_windows_bytes() -> None:
    body = html(
        f"<article><p>Kata “pilih” – {SENTENCE * 6}</p></article>",
        charset='<meta charset="iso-8859-1">',
    )
    assert "Kata “pilih” –" in only(body.encode("cp1252")).text
    assert only(body.encode("cp1252")) == only(body.encode(), kind="text/html; charset=iso-8859-1")


# ------------------------------------------------------------------ selectors


def test_a_selector_says_where_the_text_is() -> None:
    post = only(
        html("<div class=isi>Satu <b>dua</b></div><div>lain</div>"), replace(PAGE, selector=".isi")
    )
    assert post.text == "Bakti sosial\n\nSatu dua"


@pytest.mark.parametrize(
    ("selector", "told"), [(".tidak-ada", "nothing"), ("a[", "no CSS selector")]
)
def test_a_selector_that_finds_nothing_is_a_failure_not_an_empty_post(
    selector: str, told: str
) -> None:
    result = read(html(), replace(PAGE, selector=selector))
    assert result.outcome is Outcome.FAILED
    assert told in result.detail


def kabar(number: int, text: str = "Selamat pagi", time: str = "2 jam yang lalu") -> str:
    return (
        f'<article class="kabar" id="k{number}"><span class="author">Dewi Lestawa</span>'
        f'<p>{text} <img class=emoji alt="✌"></p><img src="/f{number}.jpg">'
        f'<a href="/kabar/{number}"><time>{time}</time></a></article>'
    )


def test_a_listing_is_one_post_for_each_element() -> None:
    first, second = read(html(kabar(1) + kabar(2, "Selamat siang")), LISTING).posts
    assert first.native_id == f"{SITE}/kabar/1"
    assert first.text == "Dewi Lestawa\n\nSelamat pagi ✌"
    assert first.author == "Dewi Lestawa"
    assert first.published_at == datetime(2029, 11, 24, 19, tzinfo=UTC)
    assert first.media == (f"{SITE}/f1.jpg",)
    assert "Selamat siang" in second.text


def test_time_that_passes_is_no_edit() -> None:
    (now,) = read(html(kabar(1)), LISTING).posts
    (later,) = read(html(kabar(1, time="3 jam yang lalu")), LISTING).posts
    assert now.version == later.version


def test_a_heading_that_is_only_a_date_is_no_title() -> None:
    entry = (
        '<article class="kabar"><h2><a href="/kabar/1" rel="bookmark">Selasa, 20 November 2029'
        ' 10.00 WIT</a></h2><time>Selasa, 20 November 2029 10.00 WIT</time><div class="isi"><p>Ayo'
        '</p></div><a class="u-in-reply-to" href="/kabar/7">Bagas</a></article>'
    )
    (post,) = read(html(entry), LISTING).posts
    assert (post.title, post.text) == ("", "Ayo")
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)
    assert (post.parent_id, post.parent_author) == (post_id("web", f"{SITE}/kabar/7"), "Bagas")


def test_elements_without_an_address_are_named_by_their_anchor_or_content() -> None:
    body = html('<article class="kabar" id="a1">Satu</article><article class="kabar">Dua</article>')
    first, second = read(body, LISTING).posts
    assert first.native_id == f"{LISTING.address}#a1"
    assert second.native_id.startswith(f"{LISTING.address}#")
    assert read(body, LISTING) == read(body, LISTING)


def test_a_listing_without_a_match_is_empty_and_says_so() -> None:
    result = read(html(), LISTING)
    assert result.outcome is Outcome.EMPTY
    assert "article.kabar" in result.detail
    assert read(html(), replace(LISTING, selector="list: [")).outcome is Outcome.FAILED


def test_what_fell_off_a_listing_is_asked_at_its_own_address() -> None:
    gone = known(f"{SITE}/kabar/9", days_ago=2)
    state = SlotState(known=(gone, known(f"{SITE}/kabar/1"), known(f"{LISTING.address}#a1")))
    assert [a.url for a in read(html(kabar(1)), LISTING, state).asks] == [gone.url]
    assert [a.url for a in read("", LISTING, state, status=304).asks] == [gone.url]


# ------------------------------------------------------------------ walls and absence


@pytest.mark.parametrize(
    ("body", "status", "signal"),
    [
        ("", 404, "status 404"),
        ("", 410, "status 410"),
        (html(head="<title>Halaman tidak ditemukan</title>"), 200, "soft 404"),
    ],
)
def test_a_page_that_is_gone_is_an_absence_of_its_post(body: str, status: int, signal: str) -> None:
    post = known(PAGE.address)
    result = read(body, state=SlotState(known=(post,)), status=status)
    assert result.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in result.absences] == [(post.post_id, signal)]


def test_a_page_that_leads_to_the_front_page_is_gone() -> None:
    result = read(html(), url=f"{SITE}/")
    assert (result.outcome, result.posts) == (Outcome.GONE, ())


@pytest.mark.parametrize("title", ["Just a moment...", "Sedang dalam perbaikan", "Access Denied"])
def test_a_wall_is_neither_a_post_nor_an_absence(title: str) -> None:
    result = read(
        html(head=f"<title>{title}</title>"), state=SlotState(known=(known(PAGE.address),))
    )
    assert result.outcome in {Outcome.BLOCKED, Outcome.FAILED}
    assert (result.posts, result.absences) == ((), ())


@pytest.mark.parametrize(
    ("body", "outcome"), [("", Outcome.FAILED), ("<html></html>", Outcome.EMPTY)]
)
def test_a_page_without_text_is_no_post(body: str, outcome: Outcome) -> None:
    assert read(body).outcome is outcome


def test_nul_surrogates_and_depth_do_no_harm() -> None:
    assert "ab" in only(html("<main>a\x00b &#xD83D; &#0;</main>")).text
    deep = "<div>" * 100_000
    for selector in ("", "div", "list: div"):
        result = read(html(f"<main>awal{deep}dalam"), replace(PAGE, selector=selector))
        assert result.outcome in Outcome


def test_a_five_megabyte_page_is_read() -> None:
    body = html(f"<article><p>{SENTENCE * 75_000}</p></article>")
    assert len(only(body).text) > 5_000_000


def test_the_name_of_a_drawing_is_not_the_title_of_its_page() -> None:
    drawing = "<svg><title>Cari</title></svg>"
    assert only(html(f"{drawing}<main><p>{SENTENCE}</p></main>", head="")).title == ""
