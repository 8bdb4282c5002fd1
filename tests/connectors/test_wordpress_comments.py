"""WordPress's comments from bytes, as /wp-json/wp/v2/comments of WordPress 6.1 gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import (
    SITE,
    WORDPRESS,
    a_wp_post,
    an_item,
    known,
    reading,
    rss,
    wp_error,
    wp_reading,
)

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of
from patroli.model import Ask, Outcome, Platform, Slot, SlotState, post_id

READ_BEFORE = SlotState(cursor="wp-json 2029-11-18T00:00:00+00:00")
POST = known(f"{SITE}/?p=12", f"{SITE}/2029/11/catatan-12/")
KNOWN = replace(READ_BEFORE, known=(POST,))


def a_comment(number: int = 5, post: int = 12, **changes: Any) -> dict[str, Any]:
    """A comment of a site in WIT, with the post it answers embedded."""
    link = f"{SITE}/2029/11/catatan-{post}/"
    up = {
        "id": post,
        "slug": f"catatan-{post}",
        "link": link,
        "title": {"rendered": f"Catatan {post}"},
        "excerpt": {"rendered": "<p>Bersama calon bupati</p>", "protected": False},
    }
    return {
        "id": number,
        "post": post,
        "parent": 0,
        "author": 0,
        "author_name": "Budi Santika",
        "author_url": "",
        "date": "2029-11-21T10:00:00",
        "date_gmt": "2029-11-21T01:00:00",
        "content": {"rendered": "<p>Siap menangkan nomor 2 &#x1f44d;</p>"},
        "link": f"{link}#comment-{number}",
        "type": "comment",
        "_embedded": {"up": [up]},
        **changes,
    }


def asks_of(state: SlotState, slot: Slot = WORDPRESS) -> dict[str, Ask]:
    asks = CONNECTORS[Platform.WORDPRESS].start(slot, state)
    return {ask.purpose: ask for ask in asks if ask.aside}


NEWEST = asks_of(READ_BEFORE)["comments"]


def test_the_newest_comments_are_asked_beside_the_posts() -> None:
    assert NEWEST.url.startswith(f"{SITE}/wp-json/wp/v2/comments?")
    query = query_of(NEWEST.url)
    assert (query["orderby"], query["order"], query["_embed"]) == ("date_gmt", "desc", "up")


def test_a_slot_is_whole_without_comments() -> None:
    state = replace(READ_BEFORE, known=(known(f"{SITE}/?p=12#comment-5"),))
    assert set(asks_of(state)) == {"comments", "comments-known"}
    for ask in asks_of(state).values():
        result = wp_reading([a_comment(5)], ask, state)
        assert all(more.aside for more in result.asks)
        assert result.cursor is None


def test_a_search_is_handed_to_the_comments_too() -> None:
    ask = asks_of(READ_BEFORE, replace(WORDPRESS, query="menang"))["comments"]
    assert query_of(ask.url)["search"] == "menang"


def test_the_road_without_pretty_addresses_is_taken_for_comments_too() -> None:
    ask = asks_of(SlotState("rest_route"))["comments"]
    assert query_of(ask.url)["rest_route"] == "/wp/v2/comments"
    names = wp_reading([a_comment()], ask, SlotState("rest_route")).asks[0]
    assert query_of(names.url)["rest_route"] == "/wp/v2/posts"


def test_a_slot_of_one_collection_has_no_comments() -> None:
    slot = replace(WORDPRESS, address=f"{SITE}/wp-json/wp/v2/pages?categories=3")
    assert asks_of(READ_BEFORE, slot) == {}


def test_a_comment_is_a_post_that_answers_a_post() -> None:
    (post,) = wp_reading([a_comment()], NEWEST, KNOWN).posts
    assert post.text == "Siap menangkan nomor 2 👍"
    assert (post.author, post.author_handle) == ("Budi Santika", "")
    assert post.parent_id == POST.post_id
    assert post.parent_text == "Catatan 12\n\nBersama calon bupati"
    assert post.published_at == datetime(2029, 11, 21, 1, tzinfo=UTC)
    assert post.published_raw == "2029-11-21T01:00:00Z"
    assert post.url == f"{SITE}/2029/11/catatan-12/#comment-5"


def test_a_comment_has_one_name_by_rest_and_in_wordpresss_own_feed() -> None:
    (by_rest,) = wp_reading([a_comment()], NEWEST, KNOWN).posts
    (in_feed,) = reading(rss(an_item("Budi", guid=f"{SITE}/?p=12#comment-5"))).posts
    assert by_rest.native_id == f"{SITE}/?p=12#comment-5"
    assert by_rest.id == in_feed.id


def test_the_names_of_unknown_posts_are_asked_and_then_the_comments_again() -> None:
    first = wp_reading([a_comment(5), a_comment(6, 13)], NEWEST, KNOWN)
    assert [post.native_id for post in first.posts] == [f"{SITE}/?p=12#comment-5"]
    (names,) = first.asks
    assert names.url.startswith(f"{SITE}/wp-json/wp/v2/posts?")
    assert query_of(names.url)["include"] == "13"
    imported = a_wp_post(13, guid={"rendered": f"{SITE}/2019/lama/"})
    (again,) = wp_reading([imported], names, KNOWN).asks
    assert query_of(again.url)["include"] == "6"
    (post,) = wp_reading([a_comment(6, 13)], again, KNOWN).posts
    assert post.native_id == f"{SITE}/2019/lama/#comment-6"
    assert post.parent_id == wp_reading([imported]).posts[0].id


def test_a_comment_on_something_that_is_no_post_is_named_by_its_address() -> None:
    names = wp_reading([a_comment(6, 13)], NEWEST, READ_BEFORE).asks[0]
    (again,) = wp_reading([], names, READ_BEFORE).asks
    (post,) = wp_reading([a_comment(6, 13)], again, READ_BEFORE).posts
    assert post.parent_id == post_id("web", f"{SITE}/2029/11/catatan-13/")


def test_a_post_that_may_not_be_read_leaves_the_comment_without_its_text() -> None:
    hidden = a_comment(_embedded={"up": [{"code": "rest_forbidden", "data": {"status": 401}}]})
    (post,) = wp_reading([hidden], NEWEST, KNOWN).posts
    assert (post.parent_id, post.parent_text) == (POST.post_id, "")


def test_pingbacks_are_no_comments() -> None:
    assert wp_reading([a_comment(type="pingback")], NEWEST, KNOWN).posts == ()


def test_no_comments_are_empty() -> None:
    assert wp_reading([], NEWEST).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (json.dumps(wp_error("rest_cannot_read")), 401, Outcome.LOGIN_WALL),
        (json.dumps(wp_error("rest_no_route")), 404, Outcome.GONE),
        ("", 404, Outcome.GONE),
        ("", 500, Outcome.FAILED),
        ("<html>", 200, Outcome.FAILED),
    ],
)
def test_a_site_that_serves_no_comments_says_so(body: str, status: int, outcome: Outcome) -> None:
    result = wp_reading(body, NEWEST, KNOWN, status=status)
    assert (result.outcome, result.posts, result.asks) == (outcome, (), ())
    assert result.absences == ()


# ------------------------------------------------------------------ known comments

TALK = tuple(known(f"{SITE}/?p=12#comment-{n}", f"{SITE}/12/#comment-{n}") for n in (5, 6))
WITH_TALK = replace(READ_BEFORE, known=(*TALK, POST))


def test_known_comments_are_asked_by_number_and_not_as_posts() -> None:
    assert query_of(asks_of(WITH_TALK)["comments-known"].url)["include"] == "5,6"
    asks = CONNECTORS[Platform.WORDPRESS].start(WORDPRESS, WITH_TALK)
    assert [query_of(a.url)["include"] for a in asks if a.purpose == "include"] == ["12"]


def test_an_edited_comment_is_a_new_version_of_the_same_post() -> None:
    ask = asks_of(WITH_TALK)["comments-known"]
    before = wp_reading([a_comment(5)], NEWEST, KNOWN).posts[0]
    edited = a_comment(5, content={"rendered": "<p>Selamat pagi</p>"})
    after = wp_reading([edited, a_comment(6)], ask, WITH_TALK).posts[0]
    assert after.id == before.id
    assert after.version != before.version


def test_a_known_comment_reads_the_same_by_number_as_in_the_list() -> None:
    ask = asks_of(WITH_TALK)["comments-known"]
    before = wp_reading([a_comment(5)], NEWEST, KNOWN).posts
    assert wp_reading([a_comment(5)], ask, WITH_TALK).posts == before


def test_a_comment_that_is_not_listed_is_a_sign_of_absence_and_is_asked_why() -> None:
    ask = asks_of(WITH_TALK)["comments-known"]
    result = wp_reading([a_comment(6)], ask, WITH_TALK)
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (TALK[0].post_id, "rest: comment not listed")
    ]
    (why,) = result.asks
    assert (why.url, why.subject) == (f"{SITE}/wp-json/wp/v2/comments/5", TALK[0].post_id)


@pytest.mark.parametrize(
    ("status", "code"), [(404, "rest_comment_invalid_id"), (401, "rest_cannot_read")]
)
def test_a_deleted_and_a_withheld_comment_are_gone(status: int, code: str) -> None:
    why = Ask(f"{SITE}/wp-json/wp/v2/comments/5", "comments-one", subject=TALK[0].post_id)
    result = wp_reading(wp_error(code), why, WITH_TALK, status=status)
    assert result.outcome is Outcome.GONE
    assert [a.signal for a in result.absences] == [f"rest: {status} {code}"]


@pytest.mark.parametrize(("body", "status"), [("", 404), ("", 500), ("", 403), (a_comment(5), 200)])
def test_anything_else_about_one_comment_is_no_absence(body: Any, status: int) -> None:
    why = Ask(f"{SITE}/wp-json/wp/v2/comments/5", "comments-one", subject=TALK[0].post_id)
    assert wp_reading(body, why, WITH_TALK, status=status).absences == ()


# ------------------------------------------------------------------ laws

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4)
    ),
    max_leaves=8,
)
PURPOSES = ("comments", "comments:12=x", "comments-posts:5", "comments-known", "comments-one")


@given(value=JSON, key=st.sampled_from(sorted(a_comment())), purpose=st.sampled_from(PURPOSES))
@settings(max_examples=200, deadline=None)
def test_a_comment_with_anything_anywhere_gives_a_reading(
    value: Any, key: str, purpose: str
) -> None:
    ask = Ask(f"{SITE}/wp-json/wp/v2/comments?include=5", purpose, subject=TALK[0].post_id)
    result = wp_reading([a_comment(**{key: value}), value], ask, WITH_TALK)
    assert not result.detail.startswith("the answer could not be read"), result.detail
    for post in result.posts:
        repr(post).encode("utf-8")
        assert len(post.version) == 32
