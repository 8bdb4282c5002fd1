"""What replies answer on Mastodon: asked with them, never instead of them.

Shape: docs.joinmastodon.org/methods/statuses, "View multiple statuses" (Mastodon 4.3).
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.collect.faults import answer, faults
from tests.collect.rounds import Team
from tests.collect.webs import hosts_on, some_settings
from tests.connectors.builders import html
from tests.connectors.platforms import MASTODON, asks, known_on, sample, says

from patroli.connectors import CONNECTORS
from patroli.model import Ask, Outcome, Platform, Post, SlotState, post_id

LIST = Ask("https://mastodon.example/api/v1/accounts/23634/statuses?limit=40", "newest")
TAG = replace(MASTODON, address="https://mastodon.example/", query="#TelagaBiruMaju")
SEARCH = replace(TAG, query="dukung BaRa")
REPLY = "https://mastodon.example/users/dewi/statuses/1103"


def a_reply(number: int = 1103, answered: int = 1001) -> dict[str, Any]:
    """Dewi's reply of the sample, or another of hers."""
    one: dict[str, Any] = deepcopy(sample("mastodon/statuses.json")[1])
    uri = REPLY.replace("1103", str(number))
    return one | {"id": str(number), "uri": uri, "in_reply_to_id": str(answered)}


def parents() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sample("mastodon/parents.json")
    return found


def numbers(ask: Ask) -> list[str]:
    return [value for key, value in parse_qsl(urlsplit(ask.url).query) if key == "id[]"]


def asked_for(*replies: dict[str, Any]) -> tuple[Ask, ...]:
    return says(MASTODON, list(replies), LIST).asks


def answered(*listed: dict[str, Any], reply: dict[str, Any] | None = None) -> Post:
    """The sample's reply as it is read beside what else the server lists."""
    reply = reply or a_reply()
    (ask,) = asked_for(reply)
    (post,) = says(MASTODON, [reply, *listed], ask).posts
    return post


def test_a_reply_is_asked_together_with_what_it_answers() -> None:
    result = says(MASTODON, [a_reply()], LIST)
    (ask,) = result.asks
    assert result.posts == ()
    assert ask.url == "https://mastodon.example/api/v1/statuses?id%5B%5D=1103&id%5B%5D=1001"
    assert (ask.key, ask.subject, ask.aside) == (None, "", False)


def test_a_reply_has_the_text_and_the_author_of_its_parent() -> None:
    post = answered(parents()[0])
    assert (post.native_id, post.text) == (REPLY, "@bagas Mantap pak, siap!")
    assert (post.parent_text, post.parent_author) == ("Mari menangkan perubahan", "bagas")
    assert post.parent_id == post_id(
        "mastodon", "https://mastodon.example/users/bagas/statuses/1001"
    )


def test_a_parent_of_another_server_is_named_as_that_server_names_it() -> None:
    post = answered(parents()[1], reply=a_reply(answered=1002))
    assert post.parent_id == post_id("mastodon", "https://lain.example/users/Ratna/statuses/5")
    assert (post.parent_text, post.parent_author) == ("Pilih nomor dua", "ratna@lain.example")


def test_a_parent_is_no_post_of_the_slot_not_even_of_a_hashtag() -> None:
    reply = a_reply(answered=1002)
    (ask,) = says(TAG, [reply], asks(TAG)["newest"]).asks
    assert [p.native_id for p in says(TAG, [reply, parents()[1]], ask).posts] == [REPLY]


@pytest.mark.parametrize("visibility", ["gone", "private", "direct"])
def test_a_parent_that_is_gone_or_private_is_simply_absent(visibility: str) -> None:
    listed = [] if visibility == "gone" else [parents()[0] | {"visibility": visibility}]
    (ask,) = asked_for(a_reply())
    result = says(MASTODON, [a_reply(), *listed], ask)
    (post,) = result.posts
    assert result.outcome is Outcome.COLLECTED
    assert (post.parent_text, post.parent_author) == ("", "bagas")
    assert (result.absences, result.asks) == ((), ())


def test_a_parent_on_the_same_page_is_not_asked_again() -> None:
    own = a_reply(1101) | {"in_reply_to_id": None, "content": "<p>Sepakat</p>"}
    result = says(MASTODON, [a_reply(answered=1101), own], LIST)
    assert result.asks == ()
    assert result.posts[0].parent_text == "Sepakat"
    beside = answered(own, reply=a_reply(answered=1101))
    assert beside.version == result.posts[0].version


def test_many_replies_go_into_requests_of_20_numbers_and_each_is_asked_once() -> None:
    made = asked_for(*(a_reply(2000 + n, 1000 + n // 2) for n in range(39)))
    assert all(len(numbers(ask)) <= 20 for ask in made)
    assert len(made) == 3
    found = {n for ask in made for n in numbers(ask)}
    assert found == {str(2000 + n) for n in range(39)} | {str(1000 + n) for n in range(20)}


def test_a_search_asks_parents_with_its_token_and_a_hashtag_without() -> None:
    (newest,) = asks(SEARCH).values()
    (ask,) = says(SEARCH, {"statuses": [a_reply()]}, newest).asks
    assert ask.key == newest.key
    assert ask.key is not None


# ------------------------------------------------------------------ servers that list nothing


@pytest.mark.parametrize("status", [400, 404, 405])
def test_an_old_server_gives_replies_without_parents_from_where_they_were_met(status: int) -> None:
    (ask,) = asked_for(a_reply(), a_reply(1105))
    refused = says(MASTODON, html(), ask, status=status)
    (again,) = refused.asks
    assert (refused.outcome, again.url) == (Outcome.EMPTY, LIST.url)
    result = says(MASTODON, [a_reply(), a_reply(1105), a_reply(1107)], again)
    assert [post.native_id[-4:] for post in result.posts] == ["1103", "1105"]
    assert {post.parent_author for post in result.posts} == {"bagas"}
    assert "2 replies without what they answer" in result.detail
    assert result.asks == ()


def test_a_reply_that_the_server_does_not_list_is_read_where_it_was_met() -> None:
    (ask,) = asked_for(a_reply(), a_reply(1105))
    result = says(MASTODON, [a_reply(1105), parents()[0]], ask)
    assert [post.native_id[-4:] for post in result.posts] == ["1105"]
    (again,) = result.asks
    assert (again.url, again.purpose) == (LIST.url, "alone:1103")


@pytest.mark.parametrize(
    ("status", "outcome"), [(429, Outcome.RATE_LIMITED), (503, Outcome.FAILED)]
)
def test_replies_that_could_not_be_asked_now_are_told_and_wait(
    status: int, outcome: Outcome
) -> None:
    (ask,) = asked_for(a_reply())
    result = says(MASTODON, {"error": "Too many requests"}, ask, status=status)
    assert (result.outcome, result.posts, result.asks) == (outcome, (), ())


# ------------------------------------------------------------------ known replies


def known(days_ago: float) -> SlotState:
    """The sample's reply, and a post that the last round met."""
    other = known_on(Platform.MASTODON, REPLY.replace("1103", "1101"), days_ago=1)
    return SlotState(known=(known_on(Platform.MASTODON, REPLY, days_ago=days_ago), other))


def test_a_known_reply_that_no_list_holds_is_asked_with_what_it_answers() -> None:
    state = known(days_ago=3)
    result = says(MASTODON, [a_reply()], asks(MASTODON, state)["known"], state)
    (ask,) = (ask for ask in result.asks if not ask.subject)
    (post,) = says(MASTODON, [a_reply(), parents()[0]], ask, state).posts
    assert post.version == answered(parents()[0]).version


def test_a_known_reply_of_the_last_listing_is_left_to_the_listing() -> None:
    state = known(days_ago=1)
    listed = [a_reply(), a_reply(1101) | {"in_reply_to_id": None}]
    result = says(MASTODON, listed, asks(MASTODON, state)["known"], state)
    assert [post.native_id[-4:] for post in result.posts] == ["1101"]
    assert (result.asks, result.absences) == ((), ())


def test_a_known_reply_of_an_old_server_is_read_by_itself() -> None:
    state = known(days_ago=3)
    refused = says(MASTODON, html(), asks(MASTODON, state)["known"], state, status=404)
    ask = refused.asks[0]
    (post,) = says(MASTODON, a_reply(), ask, state).posts
    assert (post.native_id, post.parent_text) == (REPLY, "")
    gone = says(MASTODON, {"error": "Record not found"}, ask, state, status=404)
    assert gone.outcome is Outcome.GONE
    assert [one.post_id for one in gone.absences] == [state.known[0].post_id]


# ------------------------------------------------------------------ whole rounds


def _rounds(tmp_path: Path, pages: dict[str, Any]) -> Team:
    as_json = {"content_type": "application/json"}
    account = answer(json.dumps(sample("mastodon/account.json")).encode(), **as_json)
    listed = answer(json.dumps([a_reply()]).encode(), **as_json)
    served = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /interact/"),
        "/api/v1/accounts/lookup?acct=dewi": account,
        "/api/v1/accounts/23634/statuses?limit=40": listed,
        **pages,
    }
    with faults(served) as site:
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port)), CONNECTORS)
        slot = replace(MASTODON, address="http://mastodon.example/@dewi")
        for _ in range(2):
            assert team.one(slot).outcomes == {"collected": 1}
            team.later(hours=6)
    return team


def test_two_rounds_see_one_version_of_a_reply(tmp_path: Path) -> None:
    both = answer(json.dumps([a_reply(), parents()[0]]).encode(), content_type="application/json")
    pages = {
        "/api/v1/statuses?id%5B%5D=1103&id%5B%5D=1001": both,
        "/api/v1/statuses?id%5B%5D=1103": both,
    }
    team = _rounds(tmp_path, pages)
    seen = {
        (row["native_id"], row["version"], row["parent_text"]) for row in team.rows("sightings")
    }
    assert [(native, text) for native, _, text in seen] == [(REPLY, "Mari menangkan perubahan")]
    team.verify()


def test_an_old_server_is_asked_for_its_list_once_a_round(tmp_path: Path) -> None:
    team = _rounds(tmp_path, {})
    seen = {
        (row["native_id"], row["version"], row["parent_text"]) for row in team.rows("sightings")
    }
    assert [(native, text) for native, _, text in seen] == [(REPLY, "")]
    lists = [row for row in team.rows("fetches") if "/accounts/23634/" in row["url"]]
    assert sum(row["wire_bytes"] > 0 for row in lists) == 2
    assert len(lists) == 4
    team.verify()
