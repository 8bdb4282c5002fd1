"""WordPress's REST answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.connectors.builders import (
    SITE,
    WORDPRESS,
    a_wp_post,
    an_item,
    html,
    known,
    reading,
    rss,
    wp_error,
    wp_reading,
)

from patroli.connectors import CONNECTORS
from patroli.connectors.wordpress_cursor import advanced, read_cursor
from patroli.model import Ask, Outcome, Platform, Slot, SlotState

READ_BEFORE = SlotState(cursor="wp-json 2029-11-18T00:00:00+00:00")


def asks_of(state: SlotState, slot: Slot = WORDPRESS) -> dict[str, Ask]:
    """The asks about posts by their purpose; those about comments have tests of their own."""
    asks = CONNECTORS[Platform.WORDPRESS].start(slot, state)
    return {ask.purpose: ask for ask in asks if not ask.aside}


def query(ask: Ask) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(ask.url).query).items()}


def test_a_first_round_asks_for_the_newest() -> None:
    (ask,) = asks_of(SlotState()).values()
    assert ask.url.startswith(f"{SITE}/wp-json/wp/v2/posts?")
    assert query(ask)["per_page"] == "100"
    assert query(ask)["order"] == "desc"
    assert not ask.conditional


def test_a_later_round_asks_for_what_changed_and_for_the_newest_by_date() -> None:
    asks = asks_of(READ_BEFORE)
    assert query(asks["modified"])["modified_after"] == "2029-11-18T00:00:00Z"
    assert query(asks["modified"])["order"] == "asc"
    assert query(asks["latest"])["orderby"] == "date"


def test_a_search_is_handed_to_the_site() -> None:
    asks = asks_of(READ_BEFORE, replace(WORDPRESS, query="dukung BaRa & kawan"))
    assert {query(ask)["search"] for ask in asks.values()} == {"dukung BaRa & kawan"}


@pytest.mark.parametrize(
    ("address", "state", "begins"),
    [
        ("http://a.example", SlotState(), "http://a.example/wp-json/wp/v2/posts?"),
        ("http://a.example/dewi/", SlotState(), "http://a.example/dewi/wp-json/wp/v2/posts?"),
        (
            "http://a.example/dewi/",
            SlotState(cursor="rest_route"),
            "http://a.example/dewi/?rest_route=/wp/v2/posts&",
        ),
        (
            "http://a.example/wp-json/wp/v2/pages?categories=3",
            SlotState(),
            "http://a.example/wp-json/wp/v2/pages?categories=3&",
        ),
    ],
)
def test_the_address_of_the_interface_is_found(address: str, state: SlotState, begins: str) -> None:
    for ask in asks_of(state, replace(WORDPRESS, address=address)).values():
        assert ask.url.startswith(begins)


def test_a_post_is_read_with_all_it_says() -> None:
    wp = a_wp_post(
        text="<p>Isi <img src='/f.jpg' alt='✌'></p>",
        modified="2029-11-22T10:00:00",
        modified_gmt="2029-11-22T01:00:00",
        title={"rendered": "Bakti &#038; budaya"},
    )
    (post,) = wp_reading([wp]).posts
    assert post.native_id == f"{SITE}/?p=12"
    assert post.url == f"{SITE}/2029/11/catatan-12/"
    assert (post.title, post.author) == ("Bakti & budaya", "Dewi Lestawa")
    assert post.text == "Bakti & budaya\n\nIsi ✌"
    assert post.published_at == datetime(2029, 11, 20, 1, tzinfo=UTC)
    assert post.edited_at == datetime(2029, 11, 22, 1, tzinfo=UTC)
    assert post.media == (f"{SITE}/f.jpg",)


def test_only_gmt_times_count() -> None:
    wp = a_wp_post(date="2029-11-21T03:10:00", date_gmt="2029-11-20T19:10:00")
    (post,) = wp_reading([wp]).posts
    assert post.published_at == datetime(2029, 11, 20, 19, 10, tzinfo=UTC)
    assert post.published_raw == "2029-11-20T19:10:00Z"


def test_an_edit_moves_the_edit_and_not_the_date() -> None:
    edited = a_wp_post(text="<p>Diubah</p>", modified_gmt="2029-11-23T01:00:00")
    (before,), (after,) = wp_reading([a_wp_post()]).posts, wp_reading([edited]).posts
    assert (before.edited_at, after.edited_at) == (None, datetime(2029, 11, 23, 1, tzinfo=UTC))
    assert before.published_at == after.published_at
    assert before.id == after.id
    assert before.version != after.version


def test_the_same_post_through_feed_page_and_rest_is_the_same_post() -> None:
    (through_rest,) = wp_reading([a_wp_post()]).posts
    item = an_item("Catatan 12", link=f"{SITE}/2029/11/catatan-12/", guid=f"{SITE}/?p=12")
    (through_feed,) = reading(rss(item)).posts
    page = replace(WORDPRESS, platform=Platform.PAGE, address=f"{SITE}/2029/11/catatan-12/")
    head = f"<link rel='shortlink' href='{SITE}/?p=12'>"
    (through_page,) = reading(html(head=head), page, kind="text/html").posts
    assert through_rest.id == through_feed.id == through_page.id


def test_two_sites_that_were_built_on_one_machine_share_no_post() -> None:
    left_over = {"rendered": "http://localhost/wordpress/?p=12"}
    links = (f"{SITE}/catatan-12/", "http://dinas.example/catatan-12/")
    told = [wp_reading([a_wp_post(guid=left_over, link=link)]).posts[0] for link in links]
    assert [post.native_id for post in told] == list(links)
    item = an_item("Catatan 12", link=links[0], guid=left_over["rendered"])
    assert reading(rss(item)).posts[0].id == told[0].id


def test_an_author_that_is_not_public_stays_unnamed() -> None:
    hidden = a_wp_post(_embedded={"author": [{"code": "rest_user_invalid_id"}]})
    assert wp_reading([hidden]).posts[0].author == ""


def test_a_protected_post_is_left_out_instead_of_emptied() -> None:
    locked = a_wp_post(13, content={"rendered": "", "protected": True})
    result = wp_reading([a_wp_post(), locked])
    assert len(result.posts) == 1
    assert "1 password-protected posts left out" in result.detail
    assert result.absences == ()


# ------------------------------------------------------------------ pages and the cursor


def test_further_pages_are_asked_until_the_last() -> None:
    first = asks_of(READ_BEFORE)["modified"]
    (second,) = wp_reading([a_wp_post()], first, READ_BEFORE, pages=3).asks
    (third,) = wp_reading([a_wp_post()], second, READ_BEFORE, pages=3).asks
    assert [query(a).get("page") for a in (second, third)] == ["2", "3"]
    assert wp_reading([a_wp_post()], third, READ_BEFORE, pages=3).asks == ()
    assert query(third)["modified_after"] == query(first)["modified_after"]


def test_pages_without_end_are_not_followed_for_ever() -> None:
    ask, count = asks_of(READ_BEFORE)["modified"], 1
    while asks := wp_reading([a_wp_post()], ask, READ_BEFORE, pages=10**6).asks:
        (ask,) = asks
        count += 1
    assert count == 10


def test_past_the_last_page_is_an_end_and_no_failure() -> None:
    result = wp_reading(wp_error("rest_post_invalid_page_number"), status=400)
    assert (result.outcome, result.asks) == (Outcome.EMPTY, ())


def test_no_posts_is_empty() -> None:
    assert wp_reading([]).outcome is Outcome.EMPTY


def test_the_cursor_stands_an_overlap_before_the_newest_change() -> None:
    posts = [a_wp_post(1), a_wp_post(2, modified_gmt="2029-11-23T12:00:00")]
    cursor = wp_reading(posts, asks_of(READ_BEFORE)["modified"], READ_BEFORE).cursor
    assert cursor == "wp-json 2029-11-21T12:00:00+00:00"


def test_a_first_round_sets_the_cursor_only_when_its_last_page_is_read() -> None:
    (first,) = asks_of(SlotState()).values()
    newest = wp_reading([a_wp_post(9, modified_gmt="2029-11-23T12:00:00")], first, pages=2)
    assert newest.cursor is None
    (second,) = newest.asks
    last = wp_reading([a_wp_post(8)], second, pages=2)
    assert last.cursor == "wp-json 2029-11-21T12:00:00+00:00"


def test_the_cursor_never_moves_back_nor_into_the_future() -> None:
    for moment in ("2029-11-01T00:00:00", "2099-01-01T00:00:00", "rusak"):
        old = a_wp_post(modified_gmt=moment)
        assert wp_reading([old], asks_of(READ_BEFORE)["modified"], READ_BEFORE).cursor is None


def test_the_newest_by_date_does_not_move_the_cursor() -> None:
    ask = asks_of(READ_BEFORE)["latest"]
    assert (
        wp_reading([a_wp_post(modified_gmt="2029-11-23T12:00:00")], ask, READ_BEFORE).cursor is None
    )


@pytest.mark.parametrize("text", ["", "rusak", "wp-json besok", "wp-json "])
def test_a_cursor_nobody_wrote_is_none(text: str) -> None:
    assert read_cursor(text).since is None
    assert advanced(text, None, "wp-json") in {None, "wp-json"}


# ------------------------------------------------------------------ discovery and walls


def test_a_site_without_pretty_addresses_is_asked_by_route() -> None:
    first = asks_of(READ_BEFORE)["modified"]
    result = wp_reading("Not Found", first, READ_BEFORE, status=404, kind="text/html")
    assert {urlsplit(ask.url).path for ask in result.asks} == {"/"}
    modified = next(ask for ask in result.asks if ask.purpose == "modified")
    assert query(modified)["rest_route"] == "/wp/v2/posts"
    found = wp_reading([a_wp_post(modified_gmt="2029-11-23T12:00:00")], modified, READ_BEFORE)
    assert found.cursor == "rest_route 2029-11-21T12:00:00+00:00"
    again = asks_of(replace(READ_BEFORE, cursor=found.cursor or ""))
    assert "rest_route" in query(again["modified"])


def test_other_asks_do_not_discover_a_second_time() -> None:
    latest = asks_of(READ_BEFORE)["latest"]
    assert wp_reading("", latest, READ_BEFORE, status=404).asks == ()


@pytest.mark.parametrize(
    ("body", "status", "outcome", "told"),
    [
        (html(), 200, Outcome.FAILED, "HTML where JSON was promised"),
        (html(head="<title>Just a moment...</title>"), 200, Outcome.BLOCKED, "firewall"),
        (html(head="<title>403 Forbidden</title>"), 403, Outcome.BLOCKED, "403"),
        (json.dumps(wp_error("rest_not_logged_in")), 401, Outcome.LOGIN_WALL, "rest_not_logged_in"),
        (json.dumps(wp_error("rest_forbidden")), 403, Outcome.BLOCKED, "rest_forbidden"),
        ("", 429, Outcome.RATE_LIMITED, "429"),
        ("", 502, Outcome.FAILED, "502"),
        ("", 410, Outcome.GONE, "410"),
        ("", 200, Outcome.FAILED, "no list"),
        ("{}", 200, Outcome.FAILED, "no list"),
        ("[" * 100_000, 200, Outcome.FAILED, "no list"),
        ('{"a":' * 100_000, 200, Outcome.FAILED, "no list"),
        ('[{"id": 1', 200, Outcome.FAILED, "no list"),
        ("9" * 100_000, 200, Outcome.FAILED, "no list"),
    ],
)
def test_what_is_no_list_of_posts_says_what_it_is(
    body: str, status: int, outcome: Outcome, told: str
) -> None:
    result = wp_reading(body, status=status)
    assert result.outcome is outcome
    assert told in result.detail


def test_a_site_that_answers_on_neither_address_is_gone_or_no_wordpress() -> None:
    ask = asks_of(SlotState(cursor="rest_route"))["backfill"]
    assert wp_reading("Not Found", ask, status=404).outcome is Outcome.GONE
    assert wp_reading(wp_error("rest_no_route"), ask, status=404).outcome is Outcome.FAILED


def test_entries_that_are_no_posts_are_counted_and_left_out() -> None:
    junk = [None, 1, "x", {}, {"id": "x"}, {"guid": {"rendered": "bukan"}, "link": 3}, a_wp_post()]
    result = wp_reading(junk)
    assert len(result.posts) == 1
    assert "6 entries that are no posts" in result.detail


def test_nul_and_lone_surrogates_do_no_harm() -> None:
    (post,) = wp_reading([a_wp_post(text="a\x00b\ud83d")]).posts
    assert post.text == "Catatan 12\n\nab\ufffd"
    assert len(post.version) == 32


# ------------------------------------------------------------------ known posts

KNOWN = tuple(known(f"{SITE}/?p={n}", f"{SITE}/2029/11/catatan-{n}/") for n in (11, 12))
WITH_KNOWN = replace(READ_BEFORE, known=(*KNOWN, known("http://lain.example/")))


def test_known_posts_are_asked_by_number_in_one_request() -> None:
    include = asks_of(WITH_KNOWN)["include"]
    assert query(include)["include"] == "11,12"
    assert query(include)["per_page"] == "100"


def test_the_known_posts_unseen_for_longest_are_asked_first() -> None:
    many = tuple(known(f"{SITE}/?p={n}", days_ago=n) for n in range(1, 150))
    asked = query(asks_of(replace(READ_BEFORE, known=many))["include"])["include"].split(",")
    assert len(asked) == 100
    assert asked[0] == "149"


def test_a_known_post_reads_the_same_by_number_as_in_the_list() -> None:
    asks = asks_of(WITH_KNOWN)
    assert query(asks["include"])["_embed"] == query(asks["modified"])["_embed"]


def test_what_is_not_listed_is_a_sign_of_absence_and_is_asked_why() -> None:
    result = wp_reading([a_wp_post(12)], asks_of(WITH_KNOWN)["include"], WITH_KNOWN)
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (KNOWN[0].post_id, "rest: not listed")
    ]
    (ask,) = result.asks
    assert (ask.url, ask.subject) == (f"{SITE}/wp-json/wp/v2/posts/11", KNOWN[0].post_id)


def test_known_posts_whose_number_nobody_knows_are_asked_by_slug_and_then_by_address() -> None:
    first = known(f"{SITE}/2029/11/berita-0/", f"{SITE}/2029/11/berita-0/")
    second = known(f"{SITE}/2029/11/berita-1/", f"{SITE}/2029/11/berita-1/")
    state = replace(READ_BEFORE, known=(first, second))
    by_slug = asks_of(state)["include"]
    assert set(query(by_slug)["slug"].split(",")) == {"berita-0", "berita-1"}
    still = a_wp_post(guid={"rendered": first.native_id}, link=first.url)
    result = wp_reading([still], by_slug, state)
    assert result.absences == (), "it may have another slug now"
    (ask,) = result.asks
    assert (ask.url, ask.subject) == (second.url, second.post_id)
    assert wp_reading("", ask, state, status=404).absences[0].signal == "status 404"
    assert wp_reading(html(), ask, state).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("is_it", [True, False])
def test_an_address_that_leads_elsewhere_is_asked_after_by_the_slug_there(is_it: bool) -> None:
    old, new = f"{SITE}/2029/11/lama/", f"{SITE}/2029/11/baru/"
    state = replace(READ_BEFORE, known=(known(old, old),))
    (ask,) = wp_reading([], asks_of(state)["include"], state).asks
    (by_slug,) = wp_reading(html(), ask, state, url=new).asks
    assert query(by_slug)["slug"] == "baru"
    there = a_wp_post(guid={"rendered": old if is_it else f"{SITE}/?p=99"}, link=new)
    result = wp_reading([there], by_slug, state)
    assert [post.url for post in result.posts] == ([new] if is_it else [])
    signs = [(one.post_id, one.url, one.signal) for one in result.absences]
    assert signs == ([] if is_it else [(by_slug.subject, old, "redirected to another address")])


def test_a_known_post_that_asks_for_a_password_gives_a_sign_of_its_own() -> None:
    locked = a_wp_post(11, content={"rendered": "", "protected": True})
    result = wp_reading([locked, a_wp_post(12)], asks_of(WITH_KNOWN)["include"], WITH_KNOWN)
    assert [(one.post_id, one.signal) for one in result.absences] == [
        (KNOWN[0].post_id, "rest: password-protected")
    ]
    assert result.asks == ()


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_list_that_is_refused_is_no_sign_of_absence(status: int) -> None:
    result = wp_reading(wp_error("x"), asks_of(WITH_KNOWN)["include"], WITH_KNOWN, status=status)
    assert result.absences == ()


ONE = Ask(f"{SITE}/wp-json/wp/v2/posts/11", "number", subject=KNOWN[0].post_id)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "rest_forbidden"), (404, "rest_post_invalid_id"), (403, "rest_forbidden")],
)
def test_a_post_that_may_not_be_read_alone_is_gone_and_no_login(status: int, code: str) -> None:
    result = wp_reading(wp_error(code), ONE, WITH_KNOWN, status=status)
    assert result.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (KNOWN[0].post_id, f"rest: {status} {code}")
    ]


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (html(), 404, Outcome.FAILED),
        (json.dumps(wp_error("rest_not_logged_in")), 401, Outcome.LOGIN_WALL),
        (html(head="<title>Just a moment...</title>"), 403, Outcome.BLOCKED),
        ("", 500, Outcome.FAILED),
        (html(), 200, Outcome.FAILED),
        (json.dumps(a_wp_post(11)), 200, Outcome.UNCHANGED),
    ],
)
def test_anything_else_about_one_post_is_no_absence(
    body: str, status: int, outcome: Outcome
) -> None:
    result = wp_reading(body, ONE, WITH_KNOWN, status=status)
    assert (result.outcome, result.absences) == (outcome, ())
