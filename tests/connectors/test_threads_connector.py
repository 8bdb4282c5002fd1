"""Threads from bytes.

The samples follow developers.facebook.com, "Threads Profiles", "Retrieve User Posts" and "Keyword
Search", with invented people. No real server was asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.connectors.networks import a_round, read
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of
from patroli.model import Ask, Key, Outcome, Platform, SlotState, Spend, Standing, post_id

THREADS = CONNECTORS[Platform.THREADS]
SLOT = a_slot("https://www.threads.com/@Dewi.Lestawa", platform=Platform.THREADS)
SEARCH = a_slot(
    "https://www.threads.net/",
    platform=Platform.THREADS,
    account_id=None,
    keyword_id="dukung",
    query="dukung Bagas Wiratama",
)
POSTS = sample("threads/posts")


def first_list() -> Ask:
    (ask,) = read(SLOT, sample("threads/profile")).asks
    return ask


def test_a_profile_is_looked_up_and_then_its_posts() -> None:
    (ask,) = THREADS.start(SLOT, SlotState())
    assert ask.url == "https://graph.threads.net/v1.0/profile_lookup?username=dewi.lestawa"
    (profile,) = read(SLOT, sample("threads/profile"), ask).profiles
    assert (profile.handle, profile.name) == ("dewi.lestawa", "Dewi Lestawa")
    assert profile.standing is Standing.PUBLIC
    assert first_list().url.startswith("https://graph.threads.net/v1.0/profile_posts?")


def test_every_ask_names_key_and_price_and_holds_no_secret() -> None:
    started = THREADS.start(SEARCH, SlotState())
    asks = (*started, *read(SEARCH, POSTS).asks, *THREADS.start(SLOT, SlotState()), first_list())
    assert {ask.key for ask in asks} == {Key("PATROLI_THREADS_TOKEN")}
    assert [ask.spend for ask in asks] == [
        Spend("threads-search", 1),
        Spend("threads-search", 1),
        Spend("threads", 1),
        Spend("threads", 1),
    ]
    assert holds_no_secret(*asks)


def test_posts_are_read_with_picture_descriptions() -> None:
    first = read(SLOT, POSTS, first_list()).posts[0]
    assert first.text == "Salam dua jari dari sekolah\nGuru mengangkat dua jari"
    assert first.native_id == "Fik-Th_001"
    assert first.published_at == datetime(2029, 11, 23, 2, 10, tzinfo=UTC)
    assert first.media == (
        "https://www.threads.net/@dewi.lestawa/post/Fik-Th_001#18040000000000011",
        "https://www.threads.net/@dewi.lestawa/post/Fik-Th_001#18040000000000012",
    )


def test_reposts_and_quotes_have_what_they_share_as_parent() -> None:
    _, repost, quote = read(SLOT, POSTS, first_list()).posts
    assert repost.text == "RT @bagaswiratama_: Mari menangkan perubahan"
    assert quote.text == "Sepakat!"
    for post in (repost, quote):
        assert post.parent_id == post_id("threads", "Fik-Th_090")
        assert (post.parent_text, post.parent_author) == (
            "Mari menangkan perubahan",
            "bagaswiratama_",
        )


def test_only_a_hit_of_a_search_names_its_author() -> None:
    assert {post.author_handle for post in read(SEARCH, POSTS).posts} == {"dewi.lestawa"}
    assert {post.author_handle for post in read(SLOT, POSTS, first_list()).posts} == {""}


def test_a_phrase_is_searched_as_words_and_a_tag_as_a_tag() -> None:
    query = query_of(THREADS.start(SEARCH, SlotState())[0].url)
    assert (query["q"], query["search_mode"]) == ("dukung Bagas Wiratama", "KEYWORD")
    assert query["search_type"] == "RECENT"
    tagged = replace(SEARCH, query="#TelagaBiruMaju")
    query = query_of(THREADS.start(tagged, SlotState())[0].url)
    assert (query["q"], query["search_mode"]) == ("TelagaBiruMaju", "TAG")


def test_an_empty_search_is_free_and_warns_that_silence_is_not_absence() -> None:
    result = read(SEARCH, sample("threads/nothing"))
    assert (result.outcome, result.spent) == (Outcome.EMPTY, 0)
    assert "silence is not absence" in result.detail
    assert read(SEARCH, POSTS).spent == 1


def test_an_empty_profile_is_merely_empty() -> None:
    result = read(SLOT, sample("threads/nothing"), first_list())
    assert (result.outcome, result.detail) == (Outcome.EMPTY, "")


def test_a_profile_that_is_not_shown_says_what_threads_needs() -> None:
    result = read(SLOT, sample("facebook/missing"), status=400)
    assert result.outcome is Outcome.GONE
    assert "at least 100 followers" in result.detail


def test_the_next_page_is_asked_by_its_cursor_and_never_by_metas_link() -> None:
    for slot, ask in ((SLOT, first_list()), (SEARCH, None)):
        (again,) = read(slot, POSTS, ask).asks
        assert query_of(again.url)["after"] == "AFTER_CURSOR"
        assert "FICTIONALTOKEN" not in again.url


def test_rounds_read_everything_in_steps() -> None:
    posts = [
        {
            "id": str(n),
            "text": f"Catatan {n}",
            "permalink": f"https://www.threads.net/@dewi.lestawa/post/C{n}",
            "timestamp": (NOW - timedelta(hours=20 * n)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        for n in range(60)
    ]

    def answer(ask: Ask) -> Any:
        query = query_of(ask.url)
        until = int(query.get("until") or 2**40)
        fitting = [p for p in posts if datetime.fromisoformat(p["timestamp"]).timestamp() <= until]
        at = int(query.get("after") or 0)
        page: dict[str, Any] = {
            "data": fitting[at : at + 5],
            "paging": {"cursors": {"after": str(at + 5)}},
        }
        if len(fitting) > at + 5:
            page["paging"]["next"] = "https://graph.threads.net/x?access_token=FICTIONALTOKEN"
        return page

    state, got = SlotState(), set[str]()
    for _ in range(14):
        done = a_round(SEARCH, state, answer)
        state, got = done.state, got | done.natives
    assert len(got) == 60
