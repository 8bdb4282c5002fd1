"""Feeds, whole and broken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.connectors.builders import (
    FEED,
    NOTHING_KNOWN,
    SITE,
    an_entry,
    an_item,
    atom,
    html,
    known,
    reading,
    rss,
)
from tests.fakes import a_slot

from patroli.connectors import CONNECTORS
from patroli.model import Outcome, Platform, Post, SlotState, post_id

DATE = "Tue, 20 Nov 2029 10:00:00 +0900"


def only(body: bytes | str, **answer: Any) -> Post:
    (post,) = reading(body, **answer).posts
    return post


def test_a_feed_is_asked_for_with_a_condition() -> None:
    (ask,) = CONNECTORS[Platform.FEED].start(FEED, NOTHING_KNOWN)
    assert (ask.url, ask.conditional) == (FEED.address, True)


def test_an_item_is_a_post_with_all_it_says() -> None:
    post = only(
        rss(
            an_item(
                "Bakti &amp;amp; budaya",
                "Ringkas",
                link=f"{SITE}/a?utm_source=feed",
                guid=f"{SITE}/?p=12",
                date=DATE,
                more="<dc:creator>Dewi Lestawa</dc:creator><enclosure url='/s.mp3' type='a/b'/>"
                '<content:encoded><![CDATA[<p>Isi <img src="/f.jpg" alt="✌"></p>]]>'
                "</content:encoded>",
            )
        )
    )
    assert post.id == post_id("web", f"{SITE}/?p=12")
    assert post.url == f"{SITE}/a?utm_source=feed"
    assert (post.title, post.author) == ("Bakti & budaya", "Dewi Lestawa")
    assert post.text == "Bakti & budaya\n\nIsi ✌"
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)
    assert post.published_raw == DATE
    assert post.edited_at is None
    assert post.media == ("http://lamantelaga.example/s.mp3", "http://lamantelaga.example/f.jpg")


@pytest.mark.parametrize(
    ("guid", "link", "native"),
    [
        (f"{SITE}/?p=12", f"{SITE}/catatan/", f"{SITE}/?p=12"),
        ("12", f"{SITE}/catatan/?utm_source=x", f"{SITE}/catatan/"),
        ("tag:laman,2029:12", f"{SITE}/catatan/", f"{SITE}/catatan/"),
        ("12", "", f"{FEED.address}#12"),
        ("12", f"{SITE}/", f"{FEED.address}#12"),
        (f"{SITE}/", f"{SITE}/catatan/", f"{SITE}/catatan/"),
        ("http://localhost/wordpress/?p=12", f"{SITE}/catatan/", f"{SITE}/catatan/"),
        ("http://192.168.1.9/?p=12", f"{SITE}/catatan/", f"{SITE}/catatan/"),
        ("http://dinas.local/?p=12", f"{SITE}/catatan/", f"{SITE}/catatan/"),
        ("http://localhost/?p=12", "http://localhost/catatan/", "http://localhost/?p=12"),
        ("http://lama.example/?p=12", f"{SITE}/catatan/", "http://lama.example/?p=12"),
    ],
)
def test_an_item_is_named_by_what_stays(guid: str, link: str, native: str) -> None:
    assert only(rss(an_item("Judul", guid=guid, link=link))).native_id == native


def test_items_that_share_a_link_stay_apart() -> None:
    shared = f"{SITE}/berita"
    body = rss(*(an_item(guid=str(n), text=f"Isi {n}", link=shared) for n in range(3)))
    assert len({post.id for post in reading(body).posts}) == 3


def test_an_item_without_id_or_date_is_read_and_keeps_its_name() -> None:
    body = rss(an_item(text="Selamat pagi"), an_item(text="Selamat siang"))
    first, second = reading(body).posts
    assert first.published_at is None
    assert first.id != second.id
    assert reading(body) == reading(body)


@pytest.mark.parametrize(
    ("reply", "parent"),
    [
        (f"<thr:in-reply-to ref='{SITE}/?p=7' href='{SITE}/tujuh/'/>", f"{SITE}/?p=7"),
        (
            f'<thr:in-reply-to ref="tag:7" href="{SITE}/tujuh/?utm_source=x&amp;a=1"/>',
            f"{SITE}/tujuh/?a=1",
        ),
    ],
)
def test_a_reply_names_the_post_it_replies_to(reply: str, parent: str) -> None:
    threads = '<rss xmlns:thr="http://purl.org/syndication/thread/1.0" version="2.0">'
    body = rss(an_item(guid="1", more=reply), an_item(guid="2")).replace(
        '<rss version="2.0"', threads[:-1]
    )
    first, second = reading(body.replace(' version="2.0" xmlns:content', " xmlns:content")).posts
    assert (first.parent_id, second.parent_id) == (post_id("web", parent), "")


def test_atom_says_when_it_was_edited() -> None:
    post = only(atom(an_entry(updated="2029-11-21T08:00:00Z")))
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)
    assert post.edited_at == datetime(2029, 11, 21, 8, tzinfo=UTC)
    assert (post.author, post.native_id) == ("Dewi Lestawa", "http://lamantelaga.example/p/1")


def test_atom_that_was_not_edited_says_so() -> None:
    assert only(atom(an_entry())).edited_at is None


def test_dates_stay_with_their_items() -> None:
    days = range(10, 20)
    items = [
        an_item(f"Hari {d}", guid=str(d), date=f"{d} Nov 2029 10:00:00 +0900" if d % 3 else "")
        for d in days
    ]
    for day, post in zip(days, reading(rss(*items)).posts, strict=True):
        assert post.title == f"Hari {day}"
        assert (post.published_at and post.published_at.day) == (day if day % 3 else None)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Jum'at, 16 Nopember 2029 10.00 WIT", datetime(2029, 11, 16, 1, tzinfo=UTC)),
        ("Selasa, 20 November 2029 10:00", datetime(2029, 11, 20, 1, tzinfo=UTC)),
        ("November 2029", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("Mon, 01 Jan 2035 00:00:00 +0000", None),
    ],
)
def test_a_date_in_words_is_read_and_kept_raw(date: str, moment: datetime | None) -> None:
    post = only(rss(an_item("Judul", guid="1", date=date)))
    assert post.published_at == moment
    assert post.published_raw == date


def test_rdf_is_a_feed() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel><title>Laman</title></channel><item rdf:about="{SITE}/a"><title>Judul</title>'
        f"<link>{SITE}/a</link><dc:date>2029-11-20T10:00:00+09:00</dc:date></item></rdf:RDF>"
    )
    post = only(body)
    assert (post.native_id, post.title) == (f"{SITE}/a", "Judul")
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)


def test_json_feed_is_a_feed() -> None:
    item = {
        "id": 7,
        "url": f"{SITE}/a",
        "title": "Judul",
        "content_html": "<p>Isi <b>tebal</b></p>",
        "date_published": "2029-11-20T10:00:00+09:00",
        "date_modified": "2029-11-21T10:00:00+09:00",
        "authors": [{"name": "Dewi Lestawa"}],
        "image": "/f.jpg",
    }
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item, "x", None]})
    post = only(body, kind="application/feed+json")
    assert (post.native_id, post.text, post.author) == (
        f"{SITE}/a",
        "Judul\n\nIsi tebal",
        "Dewi Lestawa",
    )
    assert post.edited_at == datetime(2029, 11, 21, 1, tzinfo=UTC)
    assert post.media == ("http://lamantelaga.example/f.jpg",)


def test_the_same_feed_in_another_encoding_is_the_same_posts() -> None:
    item = an_item("Kata “pilih”", "Isi – “danau”", date=DATE)
    as_utf_8 = reading(rss(item).encode())
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>'
    assert reading(rss(item, prologue=declared).encode("cp1252")) == as_utf_8
    assert reading(rss(item).encode("utf-16")) == as_utf_8
    assert (
        reading(rss(item, prologue="").encode("cp1252"), kind="text/xml; charset=latin1")
        == as_utf_8
    )


# ------------------------------------------------------------------ what is no feed, or hurts


def test_an_empty_feed_is_empty() -> None:
    assert reading(rss()).outcome is Outcome.EMPTY
    assert reading(atom()).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    ("body", "outcome", "told"),
    [
        (html(), Outcome.FAILED, "HTML where a feed was promised"),
        (html(head="<title>Just a moment...</title>"), Outcome.BLOCKED, "firewall"),
        (html(head="<title>Halaman tidak ditemukan</title>"), Outcome.GONE, "not there"),
        ("", Outcome.FAILED, "empty body"),
        ("bukan umpan", Outcome.FAILED, "no rss, feed or rdf"),
        ("http://contoh.example/feed", Outcome.FAILED, "no rss, feed or rdf"),
        ("{", Outcome.FAILED, "broken JSON"),
        ('{"items": 3}', Outcome.FAILED, "without a list"),
        ('{"a":' * 100_000, Outcome.FAILED, "nested too deep"),
        ("<sitemapindex><sitemap/></sitemapindex>", Outcome.FAILED, "no rss, feed or rdf"),
    ],
)
def test_what_is_no_feed_fails_and_says_why(body: str, outcome: Outcome, told: str) -> None:
    result = reading(body, kind="text/html")
    assert result.outcome is outcome
    assert told in result.detail
    assert result.posts == ()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.UNCHANGED),
        (401, Outcome.LOGIN_WALL),
        (403, Outcome.BLOCKED),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (429, Outcome.RATE_LIMITED),
        (451, Outcome.BLOCKED),
        (500, Outcome.FAILED),
        (503, Outcome.FAILED),
        (302, Outcome.FAILED),
        (204, Outcome.FAILED),
    ],
)
def test_a_status_has_its_outcome(status: int, outcome: Outcome) -> None:
    assert reading("", status=status).outcome is outcome


def test_a_challenge_under_any_status_is_a_block() -> None:
    body = html(head="<title>Just a moment...</title>")
    assert {reading(body, status=s).outcome for s in (404, 503, 403)} == {Outcome.BLOCKED}


def test_a_truncated_feed_gives_its_whole_items_and_no_half_one() -> None:
    whole = rss(*(an_item(f"Hari {n}", guid=str(n), link=f"{SITE}/{n}") for n in range(5)))
    cut = whole[: whole.index("Hari 4") + 3].encode()
    assert [post.title for post in reading(cut).posts] == ["Hari 0", "Hari 1", "Hari 2", "Hari 3"]


def test_a_truncated_feed_is_not_said_to_be_read() -> None:
    whole = rss(*(an_item(f"Hari {n}", guid=str(n), link=f"{SITE}/{n}") for n in range(5)))
    behind = SlotState(known=(known(f"{SITE}/4"),))
    result = reading(whole[: whole.index("Hari 4")], state=behind)
    assert result.outcome is Outcome.FAILED
    assert "cut off; 4 whole items" in result.detail
    assert result.asks == ()


@pytest.mark.parametrize("kept", [40, 200, 330])
def test_a_feed_cut_before_its_first_item_is_a_failure_and_not_empty(kept: int) -> None:
    result = reading(rss(an_item("Hari 1", guid="1"))[:kept])
    assert result.outcome is Outcome.FAILED


def test_a_feed_with_broken_markup_is_still_read() -> None:
    body = rss(an_item("Tom & Jerry", guid="1", link=f"{SITE}/1"))
    (post,) = reading(body).posts
    assert post.native_id == f"{SITE}/1"


def test_markup_that_swallows_an_items_address_goes_to_the_second_parser() -> None:
    swallowing = an_item("Tom <br> lagi", guid="1", link=f"{SITE}/1", date="20 Nov 2029 10:00 WIB")
    (post,) = reading(rss(swallowing)).posts
    assert post.native_id == f"{SITE}/1"
    assert post.published_at == datetime(2029, 11, 20, 3, tzinfo=UTC)


def test_a_feed_inside_an_article_is_no_item() -> None:
    quoted = "<pre>&lt;item&gt;</pre> <item><pubDate>1 Jan 2029</pubDate></item>"
    (post,) = reading(rss(an_item("Cara", quoted, guid="1", date=DATE))).posts
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)


def test_html_entities_that_xml_does_not_know_are_read() -> None:
    post = only(
        rss("<item><title>Satu&nbsp;dua &ndash; tiga &amp; empat</title><guid>1</guid></item>")
    )
    assert post.title == "Satu dua – tiga & empat"


BOMB = "<!DOCTYPE rss [<!ENTITY a0 'haha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("doctype", "name"),
    [(BOMB, "a11"), (OUTSIDE, "x"), ('<!DOCTYPE rss SYSTEM "http://a.example/">', "x")],
)
def test_entities_are_neither_expanded_nor_fetched(doctype: str, name: str) -> None:
    post = only(
        f"<?xml version='1.0'?>{doctype}"
        + rss(an_item(f"awal &{name}; akhir", guid="1"), prologue="")
    )
    assert post.title == "awal akhir"


@pytest.mark.parametrize(
    "before", ["", "<!-- no <!DOCTYPE here -->\n", "<?xml version='1.0'?><!-- a --><!-- b -->"]
)
def test_a_text_that_speaks_of_a_doctype_is_a_text(before: str) -> None:
    body = f"{before}<rss><item><title>Contoh</title><description><![CDATA[ <!DOCTYPE ]]>"
    assert only(f"{body} Isi</description></item></rss>").title == "Contoh"


def test_a_doctype_that_never_closes_is_no_way_in() -> None:
    body = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>" + rss(
        an_item("&x;", guid="1"), prologue=""
    )
    assert "root:" not in repr(reading(body))


def test_elements_nested_a_hundred_thousand_deep_do_no_harm() -> None:
    deep = "<a>" * 100_000
    assert reading(rss(an_item(guid="1"), f"<item>{deep}")).outcome in Outcome
    assert reading(f"<rss>{deep}").outcome in Outcome


def test_nul_and_lone_surrogates_in_text_do_no_harm() -> None:
    escaped = json.dumps({"items": [{"id": "1", "content_text": "a\x00b\ud83dc"}]})
    assert only(escaped).text == "ab\ufffdc"
    assert only(rss(an_item(text="a\x00b&#0;&#xD83D;c", guid="1"))).text.startswith("ab")


def test_a_five_megabyte_post_is_kept_whole() -> None:
    long = "dukung " * 750_000
    post = only(rss(an_item(text=long, guid="1")))
    assert len(post.text) == len(long.strip())


def test_a_longer_post_is_cut_and_the_detail_says_so() -> None:
    result = reading(json.dumps({"items": [{"id": "1", "content_text": "a" * 8_000_001}]}))
    assert len(result.posts[0].text) == 8_000_000
    assert "1 posts cut to 8000000 characters" in result.detail


# ------------------------------------------------------------------ keywords and what is missing


def test_a_keyword_keeps_only_what_contains_it_in_any_case_and_spacing() -> None:
    slot = replace(FEED, contains="dukung BaRa")
    body = rss(an_item(guid="1", text="Ayo DUKUNG\n bara!"), an_item(guid="2", text="Selamat pagi"))
    result = reading(body, slot)
    assert [post.native_id for post in result.posts] == [f"{FEED.address}#1"]
    assert result.detail == "1 of 2 posts contain the keyword"
    assert reading(rss(an_item(guid="2")), slot).outcome is Outcome.EMPTY


def test_an_edit_that_removes_the_keyword_is_still_seen() -> None:
    slot = replace(FEED, contains="dukung")
    state = SlotState(known=(known(f"{SITE}/1"),))
    result = reading(rss(an_item(link=f"{SITE}/1", text="Sudah diubah")), slot, state)
    assert [post.text for post in result.posts] == ["Sudah diubah"]


def test_what_fell_out_of_the_feed_is_asked_at_its_own_address() -> None:
    gone, still = known(f"{SITE}/lama", days_ago=2), known(f"{SITE}/baru")
    result = reading(rss(an_item(link=f"{SITE}/baru")), state=SlotState(known=(gone, still)))
    assert [(ask.url, ask.purpose, ask.subject) for ask in result.asks] == [
        (f"{SITE}/lama", "recheck", gone.post_id)
    ]
    assert not result.asks[0].conditional


def test_an_unchanged_feed_rechecks_what_it_did_not_list_last_time() -> None:
    state = SlotState(known=(known(f"{SITE}/lama", days_ago=2), known(f"{SITE}/baru")))
    result = reading("", state=state, status=304)
    assert result.outcome is Outcome.UNCHANGED
    assert [ask.url for ask in result.asks] == [f"{SITE}/lama"]


def test_a_feed_that_could_not_be_read_asks_for_nothing_more() -> None:
    state = SlotState(known=(known(f"{SITE}/lama"),))
    assert reading("", state=state, status=500).asks == ()
    assert reading(html(), state=state).asks == ()


def test_posts_without_an_address_of_their_own_are_not_rechecked() -> None:
    state = SlotState(known=(known(f"{FEED.address}#1"),))
    assert reading(rss(), state=state).asks == ()


# ------------------------------------------------------------------ discovery

PLACE = "http://sekolah.example/"
HOME = a_slot(PLACE)
HEAD = (
    '<link rel="alternate" type="application/rss+xml" title="Komentar" href="/comments/feed/">'
    '<link rel="alternate" type="application/rss+xml" title="Sekolah" href="/umpan?a=1&amp;b=2">'
)


def test_the_feed_that_a_sites_page_names_is_asked_and_remembered() -> None:
    first = reading(html(head=HEAD), HOME, kind="text/html")
    assert first.outcome is Outcome.UNCHANGED
    (ask,) = first.asks
    assert ask.url == "http://sekolah.example/umpan?a=1&b=2"
    found = reading(rss(an_item("Satu", guid="1")), HOME, ask=ask)
    assert (len(found.posts), found.cursor) == (1, ask.url)
    state = SlotState(ask.url)
    (again,) = CONNECTORS[Platform.FEED].start(HOME, state)
    assert (again.url, again.conditional) == (ask.url, True)
    assert reading(rss(an_item("Satu", guid="1")), HOME, state, ask=again).cursor is None


def test_a_feed_of_comments_is_taken_only_where_there_is_no_other() -> None:
    only = HEAD.partition("<link")[0] + HEAD[: HEAD.index("<link", 5)]
    (ask,) = reading(html(head=only), HOME, kind="text/html").asks
    assert ask.url == "http://sekolah.example/comments/feed/"


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<link rel="alternate" type="text/html" hreflang="en" href="/en/">',
        '<link rel="stylesheet" type="application/rss+xml" href="/a">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:1">',
        f'<link rel="alternate" type="application/rss+xml" href="{PLACE}">',
    ],
)
def test_a_page_that_names_no_feed_is_no_feed(head: str) -> None:
    result = reading(html(head=head), HOME, kind="text/html")
    assert (result.outcome, result.asks) == (Outcome.FAILED, ())
    assert "names no feed" in result.detail


def test_a_named_feed_that_is_html_too_leads_nowhere_further() -> None:
    (ask,) = reading(html(head=HEAD), HOME, kind="text/html").asks
    assert reading(html(head=HEAD), HOME, ask=ask, kind="text/html").asks == ()


@pytest.mark.parametrize(("body", "status"), [("", 404), (html(head=HEAD), 200)])
def test_a_feed_that_is_gone_is_looked_for_again(body: str, status: int) -> None:
    state = SlotState("http://sekolah.example/lama.xml")
    ask = CONNECTORS[Platform.FEED].start(HOME, state)[0]
    result = reading(body, HOME, state, ask=ask, status=status, kind="text/html")
    assert result.outcome is Outcome.UNCHANGED
    assert [again.url for again in result.asks] == [PLACE]
    (found,) = reading(html(head=HEAD), HOME, state, ask=result.asks[0], kind="text/html").asks
    assert found.url == "http://sekolah.example/umpan?a=1&b=2"


def test_a_feed_written_down_as_such_needs_no_cursor() -> None:
    assert reading(rss(an_item("Satu", guid="1"))).cursor is None


# ------------------------------------------------------------------ searches and comments


def test_a_search_of_exactly_a_hundred_items_was_cut_off() -> None:
    search = a_slot("http://cari.example/rss?q=menang", account_id=None, keyword_id="menang")
    hundred = rss(*(an_item(f"Berita {n}", guid=str(n)) for n in range(100)))
    assert "the search was cut off" in reading(hundred, search).detail
    assert reading(hundred).detail == ""
    fewer = rss(*(an_item(f"Berita {n}", guid=str(n)) for n in range(99)))
    assert reading(fewer, search).detail == ""


def test_a_comment_in_a_feed_is_not_taken_for_its_post() -> None:
    guid = f"{SITE}/?p=12"
    post, comment = reading(
        rss(an_item("Judul", guid=guid), an_item("Budi", guid=f"{guid}#comment-5"))
    ).posts
    assert (post.native_id, comment.native_id) == (guid, f"{guid}#comment-5")
    assert (post.parent_id, comment.parent_id) == ("", post.id)
