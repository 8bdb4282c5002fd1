"""Comments under a Page's posts, from bytes.

The samples follow developers.facebook.com, "Page Post Comments" and "Comment": with a token of who
may moderate the Page, and with Page Public Content Access only. All people are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.connectors.networks import read
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import NOW, a_slot, an_account

from patroli.collect.outcomes import Part, ending_of
from patroli.collect.watched import watched_on
from patroli.config.slots import account_slot
from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of
from patroli.model import (
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Post,
    Reading,
    SlotState,
    Spend,
    post_id,
)

FACEBOOK = CONNECTORS[Platform.FACEBOOK]
SLOT = a_slot("https://m.facebook.com/Disdik.TelagaBiru/", platform=Platform.FACEBOOK)
POSTS, COMMENTS = sample("facebook/published-posts"), sample("facebook/comments")
PAGE, OTHER = "100100100100100", "200200200200200"


def listed(data: Any = POSTS, **more: Any) -> Reading:
    (ask,) = read(SLOT, sample("facebook/page")).asks
    return read(SLOT, data, ask, **more)


def comment_asks(reading: Reading) -> list[Ask]:
    return [ask for ask in reading.asks if ask.purpose.startswith("comments")]


def under(data: Any = COMMENTS, state: SlotState = SlotState(), **more: Any) -> Reading:  # noqa: B008
    """What the first list of comments says."""
    (ask,) = comment_asks(listed())
    return read(SLOT, data, ask, state, **more)


def posts() -> dict[str, Post]:
    return {post.native_id: post for post in under().posts}


def test_the_newest_posts_are_asked_one_after_the_other_newest_comments_first() -> None:
    reading, asked = listed(), []
    while made := comment_asks(reading):
        (ask,) = made
        asked.append(urlsplit(ask.url).path.split("/")[2])
        assert query_of(ask.url)["order"] == "reverse_chronological"
        assert query_of(ask.url)["filter"] == "stream"
        assert (ask.spend, ask.aside, ask.subject) == (Spend("meta", 1), True, "")
        assert holds_no_secret(ask)
        reading = read(SLOT, COMMENTS, ask)
    assert asked == [f"{PAGE}_300", f"{PAGE}_290", f"{PAGE}_280"]


def test_a_comment_is_a_post_under_the_pages_post() -> None:
    post = posts()["300_4001"]
    assert post.id == post_id("facebook", "4001")
    assert post.url == f"https://www.facebook.com/{PAGE}_300?comment_id=4001"
    assert (post.author, post.author_handle) == ("Kecamatan Telaga Biru", OTHER)
    assert (post.text, post.published_at) == (
        "Siap hadir bersama warga",
        datetime(2029, 11, 23, 4, tzinfo=UTC),
    )
    assert (post.parent_id, post.parent_author) == (
        listed().posts[0].id,
        "disdik.telagabiru",
    )
    assert post.media == ("https://www.facebook.com/photo.php?fbid=9001",)


def test_the_pages_own_answer_is_its_own_post_under_the_comment() -> None:
    post = posts()["300_4003"]
    assert post.author_handle == "disdik.telagabiru"
    assert (post.parent_id, post.parent_author) == (post_id("facebook", "4001"), OTHER)


def test_a_comment_without_an_author_is_told_and_nobodys() -> None:
    assert set(posts()) == {"300_4001", "300_4003"}
    assert "1 comments that Meta gives without number or author, not kept" in under().detail


def test_only_watched_pages_comments_find_a_home() -> None:
    page = an_account("disdik", platform=Platform.FACEBOOK, address=SLOT.address)
    other = an_account(
        "kecamatan", platform=Platform.FACEBOOK, address=f"https://www.facebook.com/{OTHER}"
    )
    slot, found = account_slot(page), posts()
    hers, own = found["300_4001"], found["300_4003"]
    both, alone = watched_on([page, other], NOW), watched_on([page], NOW)
    for purpose in ("comments:1:", "known-comments"):
        assert both.home_of(hers, slot, purpose) == account_slot(other)
        assert alone.home_of(hers, slot, purpose) is None
        assert alone.home_of(own, slot, purpose) == slot


# ------------------------------------------------------------------ what ends the lists


def test_without_numbers_nothing_is_kept_and_no_further_post_is_asked() -> None:
    result = under(sample("facebook/comments-without-ids"))
    assert (result.outcome, result.posts, result.asks) == (Outcome.EMPTY, (), ())
    assert "2 comments that Meta gives without number or author" in result.detail


def test_a_refused_list_ends_the_comments_and_the_posts_are_still_collected() -> None:
    refused = under(sample("facebook/no-permission"), status=400)
    assert (refused.outcome, refused.asks) == (Outcome.BLOCKED, ())
    ending = ending_of(
        [
            Part(listed().outcome, listed().detail),
            Part(refused.outcome, refused.detail, is_aside=True),
        ]
    )
    assert (ending.outcome, ending.is_complete) == (Outcome.COLLECTED, True)
    assert "lacks a permission that App Review gives" in ending.detail


def test_comments_of_old_posts_are_not_asked() -> None:
    late = NOW + timedelta(days=14)
    assert comment_asks(listed(fetched_at=late)) == []


def test_at_most_five_posts_a_round() -> None:
    first = POSTS["data"][0]
    many = {"data": [{**first, "id": f"{PAGE}_{number}"} for number in range(20)]}
    reading, count = listed(many), 0
    while made := comment_asks(reading):
        count += 1
        reading = read(SLOT, {"data": []}, made[0])
    assert count == 5


def a_page(*, hours_ago: float) -> dict[str, Any]:
    written = (NOW - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    one = {**COMMENTS["data"][0], "created_time": written}
    paging = {"cursors": {"after": "X"}, "next": "https://graph.facebook.com/?access_token=F"}
    return {"data": [one], "paging": paging}


def test_pages_go_on_to_what_the_last_round_read_and_are_at_most_three() -> None:
    reading, count = under(a_page(hours_ago=1)), 1
    while "after=X" in reading.asks[0].url:
        assert "access_token" not in reading.asks[0].url
        count += 1
        reading = read(SLOT, a_page(hours_ago=1), reading.asks[0])
    assert count == 3
    assert f"{PAGE}_290" in reading.asks[0].url
    seen = KnownPost("x", "300_4001", "x", NOW - timedelta(hours=6))
    ask = under(a_page(hours_ago=60), SlotState(known=(seen,))).asks[0]
    assert f"{PAGE}_290" in ask.url


def test_nothing_further_is_asked_when_the_allowance_is_nearly_used() -> None:
    headers = (("X-App-Usage", '{"call_count":97}'),)
    assert comment_asks(listed(headers=headers)) == []
    assert under(headers=headers).asks == ()


# ------------------------------------------------------------------ known comments


def known(native: str, *, days_ago: float = 1) -> KnownPost:
    post = posts()[native]
    return KnownPost(post.id, native, post.url, NOW - timedelta(days=days_ago))


STATE = SlotState(known=(known("300_4003"), known("300_4001", days_ago=2)))


def known_ask(state: SlotState = STATE) -> Ask:
    """What a list that shows numbers asks besides."""
    (ask,) = (ask for ask in under(state=state).asks if ask.purpose == "known-comments")
    return ask


def test_known_comments_are_read_again_by_id_as_what_they_were() -> None:
    ask = known_ask()
    assert (query_of(ask.url)["ids"], ask.spend) == ("300_4001,300_4003", Spend("meta", 2))
    assert "permalink_url" not in query_of(ask.url)["fields"]
    answer = {one["id"]: one for one in COMMENTS["data"] if "from" in one}
    again = {post.native_id: post for post in read(SLOT, answer, ask, STATE).posts}
    assert again == posts()
    edited = {**answer, "300_4003": {**answer["300_4003"], "message": "Dihapus saja"}}
    (post,) = (p for p in read(SLOT, edited, ask, STATE).posts if p.native_id == "300_4003")
    assert post.version != posts()["300_4003"].version


def test_a_comment_that_is_gone_is_asked_by_itself_and_absent() -> None:
    ask = known_ask()
    result = read(SLOT, sample("facebook/missing"), ask, STATE, status=400)
    (again,) = (ask for ask in result.asks if ask.subject == STATE.known[0].post_id)
    gone = read(SLOT, sample("facebook/missing"), again, STATE, status=400)
    assert [one.post_id for one in gone.absences] == [STATE.known[0].post_id]
    there = read(SLOT, COMMENTS["data"][0], again, STATE)
    assert there.posts == (posts()["300_4003"],)


def test_known_comments_are_not_asked_unless_a_list_shows_that_the_token_may_see_them() -> None:
    """A token that may not moderate the Page any more would find every comment gone."""
    assert [ask.purpose for ask in FACEBOOK.start(SLOT, STATE)] == ["page"]
    assert under(sample("facebook/comments-without-ids"), STATE).asks == ()
    assert under(sample("facebook/no-permission"), STATE, status=400).asks == ()


def test_posts_and_comments_are_never_asked_in_one_call() -> None:
    post = KnownPost(post_id("facebook", "300"), f"{PAGE}_300", "https://x.example/", NOW)
    state = replace(STATE, known=(*STATE.known, post))
    _, first = FACEBOOK.start(SLOT, state)
    second = known_ask(state)
    assert (query_of(first.url)["ids"], query_of(second.url)["ids"]) == (
        f"{PAGE}_300",
        "300_4001,300_4003",
    )


def test_a_lost_token_is_no_sign_that_a_comment_is_gone() -> None:
    ask = known_ask()
    alone = replace(ask, purpose="one-comment", subject=STATE.known[0].post_id)
    for name in ("facebook/expired", "facebook/no-permission", "facebook/too-many"):
        assert read(SLOT, sample(name), alone, STATE, status=400).absences == ()
