"""GDELT DOC 2.0 from bytes.

The sample follows the article list of blog.gdeltproject.org, "GDELT DOC 2.0 API Debuts", with
invented sites. No real server was asked.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.connectors.builders import html
from tests.connectors.networks import read
from tests.connectors.samples_of import sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.gdelt import MAX_PAGES
from patroli.connectors.json_values import query_of, words_of
from patroli.model import KnownPost, Outcome, Platform, SlotState, post_id

GDELT = CONNECTORS[Platform.GDELT]
SLOT = a_slot(
    "https://api.gdeltproject.org/",
    platform=Platform.GDELT,
    account_id=None,
    keyword_id="dukung",
    query="dukung Bagas Wiratama",
)
LIST = sample("gdelt/artlist")


def articles(count: int, *, minutes: int = 15) -> dict[str, Any]:
    """A list, the oldest first."""
    seen = [NOW - timedelta(days=2) + timedelta(minutes=minutes * n) for n in range(count)]
    return {
        "articles": [
            {"url": f"https://a.example/{n}", "title": "Berita", "seendate": f"{at:%Y%m%dT%H%M%SZ}"}
            for n, at in enumerate(seen)
        ]
    }


def test_a_keyword_is_asked_as_a_phrase_in_indonesian_media() -> None:
    (ask,) = GDELT.start(SLOT, SlotState())
    query = query_of(ask.url)
    assert query["query"] == '"dukung Bagas Wiratama" sourcelang:indonesian sourcecountry:ID'
    assert (query["mode"], query["format"], query["maxrecords"]) == ("artlist", "json", "250")
    assert query["timespan"] == "7d"
    assert (ask.key, ask.spend) == (None, None)


def test_a_later_round_asks_from_an_hour_before_the_newest_on_oldest_first() -> None:
    state = SlotState(read(SLOT, LIST).cursor or "")
    query = query_of(GDELT.start(SLOT, state)[0].url)
    assert query["startdatetime"] == "20291124091500"
    assert query["sort"] == "dateasc"


def test_every_article_is_asked_at_its_own_site_without_deciding_the_slot() -> None:
    result = read(SLOT, LIST)
    assert (result.outcome, result.posts) == (Outcome.UNCHANGED, ())
    assert {ask.url for ask in result.asks} == {
        "https://kabardanau.example/2029/11/23/dukungan-guru",
        "https://telagakini.example/berita/77",
    }
    assert all(ask.aside and ask.key is None for ask in result.asks)


def test_an_article_is_read_as_the_page_it_is() -> None:
    ask = read(SLOT, LIST).asks[0]
    (post,) = read(SLOT, html(), ask).posts
    assert post.id == post_id("web", ask.url)
    assert post.text.startswith("Bakti sosial\n\nPegawai dinas membersihkan tepi danau")
    assert post.platform is Platform.PAGE


def test_a_known_article_is_read_again_and_missed_where_it_is_gone() -> None:
    url = "https://telagakini.example/berita/77"
    state = SlotState(known=(KnownPost(post_id("web", url), url, url, NOW - timedelta(days=1)),))
    ask = GDELT.start(SLOT, state)[1]
    assert (ask.url, ask.subject) == (url, post_id("web", url))
    assert read(SLOT, html(), ask, state).posts[0].url == url
    gone = read(SLOT, "", ask, state, status=404)
    assert [(a.post_id, a.signal) for a in gone.absences] == [(post_id("web", url), "status 404")]
    for status in (403, 429, 500):
        assert read(SLOT, "", ask, state, status=status).absences == ()


def test_an_article_that_cannot_be_read_is_no_absence() -> None:
    ask = read(SLOT, LIST).asks[0]
    result = read(SLOT, "", ask, status=404)
    assert (result.outcome, result.absences) == (Outcome.GONE, ())
    moved = read(SLOT, html(), ask, url="https://kabardanau.example/")
    assert moved.outcome is Outcome.GONE


def test_many_articles_are_read_in_steps_each_once() -> None:
    many, state, got = articles(40), SlotState("since=2029-11-22T00:00:00%2B00:00"), []
    for _ in range(4):
        result = read(SLOT, many, state=state)
        assert len(result.asks) <= MAX_PAGES
        got += [ask.url for ask in result.asks]
        state = state if result.cursor is None else SlotState(result.cursor)
        assert result.more == (len(got) < 40)
    assert got == [article["url"] for article in many["articles"]]


def test_a_list_that_was_cut_off_says_so_and_the_window_slides() -> None:
    state = SlotState("since=2029-11-22T00:00:00%2B00:00")
    result = read(SLOT, articles(250, minutes=1), state=state)
    assert "cut off at 250" in result.detail
    assert "235 wait for the next round" in result.detail
    assert result.more
    newest = words_of(result.cursor or "")["since"]
    assert newest == (NOW - timedelta(days=2) + timedelta(minutes=14)).isoformat()


def test_no_article_is_empty_and_keeps_the_place() -> None:
    state = SlotState("since=2029-11-22T00:00:00%2B00:00")
    bodies: tuple[dict[str, Any], ...] = ({}, {"articles": []})
    for body in bodies:
        result = read(SLOT, body, state=state)
        assert (result.outcome, result.cursor) == (Outcome.EMPTY, None)


@pytest.mark.parametrize("status", [429, 200])
def test_too_many_requests_come_as_text_whatever_the_status(status: int) -> None:
    said = "Please limit requests to one every 5 seconds or contact us for larger queries."
    result = read(SLOT, said, status=status)
    assert result.outcome is Outcome.RATE_LIMITED


def test_a_refused_query_tells_what_gdelt_says() -> None:
    result = read(SLOT, "The specified phrase is too short.")
    assert result.outcome is Outcome.FAILED
    assert "The specified phrase is too short." in result.detail


def test_json_with_lone_backslashes_is_read() -> None:
    body = json.dumps(LIST).replace("Deklarasi", r"Deklarasi \' \x")
    assert len(read(SLOT, body).asks) == 2


@pytest.mark.parametrize("body", ["", '{"articles": [', "<html><body>", "9", "[" * 100_000])
def test_what_is_no_list_fails_and_moves_nothing(body: str) -> None:
    result = read(SLOT, body)
    assert (result.outcome, result.cursor, result.asks) == (Outcome.FAILED, None, ())


def test_entries_without_address_or_time_are_left_out() -> None:
    broken = [{"url": "bukan"}, {"title": "x"}, None, {"url": "https://a.example/1"}]
    data = {"articles": [*broken, *LIST["articles"]]}
    assert len(read(SLOT, data).asks) == 2


def test_quotes_in_a_keyword_do_not_end_the_phrase() -> None:
    slot = replace(SLOT, query='"menang" satu')
    assert query_of(GDELT.start(slot, SlotState())[0].url)["query"].count('"') == 2
