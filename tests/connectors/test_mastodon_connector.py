"""Mastodon's answers. Shapes: docs.joinmastodon.org, entities Account and Status.

No Mastodon server can be had for tests on one machine, so these are the documented examples only.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.collect.faults import answer, faults, in_turn
from tests.collect.rounds import Team
from tests.collect.webs import hosts_on, some_settings
from tests.connectors.builders import html
from tests.connectors.platforms import MASTODON, all_asks, asks, known_on, query, sample, says, utc
from tests.fakes import NOW

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import text_from, words_of
from patroli.model import Ask, Outcome, Platform, Post, SlotState, Standing, post_id

DEWI, BAGAS = "https://mastodon.example/users/dewi", "https://mastodon.example/users/bagas"
TAG = replace(MASTODON, address="https://mastodon.example/", query="#TelagaBiruMaju")
SEARCH = replace(TAG, query="dukung BaRa")
LOOKUP = asks(MASTODON)["account"]
LIST = Ask("https://mastodon.example/api/v1/accounts/23634/statuses?limit=40", "newest")


def statuses() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sample("mastodon/statuses.json")
    return found


def posts() -> dict[str, Post]:
    """The posts of the sample by their numbers; replies are asked with what they answer."""
    result = says(MASTODON, statuses(), LIST)
    (ask,) = result.asks
    read = (*result.posts, *says(MASTODON, statuses()[1:2], ask).posts)
    return {p.native_id.removesuffix("/activity").rpartition("/")[2]: p for p in read}


def known(*numbers: int) -> SlotState:
    uris = (f"{DEWI}/statuses/{number}" for number in numbers)
    return SlotState(known=tuple(known_on(Platform.MASTODON, uri) for uri in uris))


def refusal(text: str) -> dict[str, str]:
    return {"error": text}


# ------------------------------------------------------------------ what is asked


def test_an_account_is_looked_up_and_its_list_asked_by_the_number_it_has_there() -> None:
    assert LOOKUP.url == "https://mastodon.example/api/v1/accounts/lookup?acct=dewi"
    result = says(MASTODON, sample("mastodon/account.json"), LOOKUP)
    (ask,) = result.asks
    assert ask.url == LIST.url
    assert (LOOKUP.key, ask.key) == (None, None)


def test_an_account_of_another_server_may_be_asked_here() -> None:
    slot = replace(MASTODON, address="https://mastodon.example/@dewi@lain.example")
    assert query(asks(slot)["account"])["acct"] == "dewi@lain.example"


def test_the_token_of_one_server_is_never_sent_to_another() -> None:
    (here,) = asks(SEARCH).values()
    (there,) = asks(replace(SEARCH, address="https://lain-danau.example/")).values()
    assert here.key is not None
    assert there.key is not None
    assert here.key.name != there.key.name
    assert there.key.name == "PATROLI_MASTODON_TOKEN_LAIN_DANAU_EXAMPLE"


def test_a_hashtag_is_read_without_a_key_and_a_search_with_a_token() -> None:
    (tag,), (search,) = asks(TAG).values(), asks(SEARCH).values()
    assert tag.url == "https://mastodon.example/api/v1/timelines/tag/TelagaBiruMaju?limit=40"
    assert tag.key is None
    assert search.url.startswith("https://mastodon.example/api/v2/search?q=dukung+BaRa&")
    assert search.key is not None
    assert "PATROLI" not in search.url


# ------------------------------------------------------------------ posts


def test_a_post_is_read_with_all_it_says() -> None:
    post = posts()["1104"]
    assert post.id == post_id("mastodon", f"{DEWI}/statuses/1104")
    assert post.url == "https://mastodon.example/@dewi/1104"
    assert (post.author, post.author_handle) == ("Dewi Lestawa", "")
    assert post.text == (
        "Soal danau\n\nBaca https://bara.example/program/danau-bersih\n\n#TelagaBiruMaju\n\n"
        "Nomor 2\nTidak tahu\n\nTiga jari di tepi danau"
    )
    assert post.published_at == utc("2029-11-22T01:00:00+00:00")
    assert post.edited_at == utc("2029-11-22T03:00:00+00:00")
    assert post.media == (
        "https://files.mastodon.example/media_attachments/files/022/345/792/original/57859.jpg",
    )


def test_an_edit_keeps_the_uri_and_says_when() -> None:
    data = statuses()
    data[3] |= {"content": "<p>Netral saja</p>", "edited_at": "2029-11-23T00:00:00.000Z"}
    after = says(MASTODON, data, LIST).posts[2]
    assert after.id == posts()["1101"].id
    assert after.version != posts()["1101"].version
    assert after.edited_at == utc("2029-11-23T00:00:00+00:00")


def test_a_reply_to_somebody_of_the_same_server_names_the_very_post() -> None:
    reply = posts()["1103"]
    assert reply.text == "@bagas Mantap pak, siap!"
    assert reply.parent_id == post_id("mastodon", f"{BAGAS}/statuses/1001")
    assert reply.parent_author == "bagas"


def test_a_reply_to_oneself_names_the_very_post() -> None:
    data = statuses()
    data[0] |= {"in_reply_to_id": "1101", "in_reply_to_account_id": "23634"}
    assert says(MASTODON, data, LIST).posts[0].parent_id == posts()["1101"].id


def test_a_reply_to_another_server_says_whose_it_answers() -> None:
    data = statuses()
    data[1]["mentions"][0] |= {"acct": "Bagas@lain.example", "url": "https://lain.example/@bagas"}
    (ask,) = says(MASTODON, data, LIST).asks
    (reply,) = says(MASTODON, data[1:2], ask).posts
    assert reply.parent_author == "bagas@lain.example"
    assert reply.parent_id not in {"", posts()["1103"].parent_id}


def test_a_boost_is_the_sharers_with_the_shared_post_as_its_parent() -> None:
    share = posts()["1102"]
    assert share.native_id == f"{DEWI}/statuses/1102/activity"
    assert (share.author, share.author_handle) == ("Dewi Lestawa", "")
    assert share.text == "RT @bagas: Mari menangkan perubahan"
    assert share.parent_id == post_id("mastodon", f"{BAGAS}/statuses/1001")
    assert (share.parent_text, share.parent_author) == ("Mari menangkan perubahan", "bagas")
    assert share.url == "https://mastodon.example/@bagas/1001"


def test_a_quote_has_the_quoted_post_as_its_parent() -> None:
    quote = posts()["1101"]
    assert (quote.text, quote.parent_text) == ("Sepakat", "Mari menangkan perubahan")
    assert quote.parent_id == post_id("mastodon", f"{BAGAS}/statuses/1001")
    assert quote.parent_author == "bagas"


def test_a_post_is_the_same_on_every_server() -> None:
    far = replace(TAG, address="https://lain.example/")
    data = statuses()[:1]
    data[0] |= {"id": "999"}
    data[0]["account"] |= {"acct": "dewi@mastodon.example"}
    (ask,) = asks(far).values()
    (post,) = says(far, data, ask).posts
    assert post.id == posts()["1104"].id
    assert post.version == posts()["1104"].version
    assert post.author_handle == "dewi@mastodon.example"


@pytest.mark.parametrize("visibility", ["private", "direct", "limited", ""])
def test_what_was_not_written_for_all_is_left_out(visibility: str) -> None:
    data = {"accounts": [], "hashtags": [], "statuses": statuses()}
    data["statuses"][3]["visibility"] = visibility
    result = says(SEARCH, data, asks(SEARCH)["newest"])
    assert len(result.posts) == 2
    assert "1 entries that are no posts for all" in result.detail


# ------------------------------------------------------------------ pages


def hundred(ask: Ask) -> tuple[Any, int]:
    """A hundred statuses by forty a page, the last one backdated."""
    if "lookup" in ask.url:
        return sample("mastodon/account.json"), 200
    if "/statuses?id" in ask.url:
        return [], 200
    if "/accounts/" not in ask.url:
        return refusal("Record not found"), 404
    last = int(query(ask).get("max_id", "1100"))
    found = []
    for number in range(last - 1, max(last - 41, 999), -1):
        one = deepcopy(statuses()[3])
        one |= {"id": str(number), "uri": f"{DEWI}/statuses/{number}"}
        found.append(one)
    return found, 200


def pages(made: list[Ask]) -> list[str]:
    return [query(ask).get("max_id", "") for ask in made if "/accounts/23634/" in ask.url]


def test_pages_are_asked_to_the_end() -> None:
    made, cursor = all_asks(MASTODON, SlotState(), hundred)
    assert pages(made) == ["", "1060", "1020"]
    assert words_of(cursor or "")["whole"] == "1"


def test_the_next_page_is_the_one_the_link_header_names() -> None:
    url = "https://mastodon.example/api/v1/accounts/23634/statuses?limit=40&max_id=77"
    link = (("Link", f'<{url}>; rel="next", <{url}>; rel="prev"'),)
    ask, _replies = says(MASTODON, statuses(), LIST, headers=link).asks
    assert query(ask)["max_id"] == "77"
    only_back = (("Link", f'<{url}>; rel="prev"'),)
    assert says(MASTODON, statuses()[2:] * 20, LIST, headers=only_back).asks == ()


def test_a_page_below_the_floor_ends_the_descent_and_the_sweep_finds_what_sorts_far_down() -> None:
    state = SlotState(text_from(floor=NOW.isoformat(), sweep="1020"))
    made, cursor = all_asks(MASTODON, state, hundred)
    assert pages(made) == ["", "1020"]
    assert words_of(cursor or "") == {"floor": NOW.isoformat(), "whole": "1"}


def test_a_hashtag_is_walked_like_an_account() -> None:
    state = SlotState(text_from(floor=NOW.isoformat(), sweep="1060"))
    (ask,) = says(TAG, statuses()[2:] * 20, asks(TAG, state)["newest"], state).asks
    assert (query(ask)["max_id"], ask.aside) == ("1060", True)


def test_a_search_goes_on_by_number_and_has_no_sweep() -> None:
    data = {"accounts": [], "hashtags": [], "statuses": statuses()[2:] * 20}
    result = says(SEARCH, data, asks(SEARCH)["newest"])
    (ask,) = result.asks
    assert (query(ask)["offset"], ask.aside) == ("40", True)
    assert "sweep" not in words_of(result.cursor or "")
    assert says(SEARCH, data | {"statuses": statuses()[2:]}, ask).asks == ()


# ------------------------------------------------------------------ known posts


def test_known_posts_are_asked_by_number_20_a_request() -> None:
    made = CONNECTORS[Platform.MASTODON].start(MASTODON, known(*range(1, 46)))
    by_number = [ask for ask in made if ask.purpose == "known"]
    assert [ask.url.count("id%5B%5D=") for ask in by_number] == [20, 20, 5]


def test_what_is_not_listed_is_a_sign_of_absence_and_is_asked_by_itself() -> None:
    state = known(1101, 1099)
    result = says(MASTODON, statuses()[3:], asks(MASTODON, state)["known"], state)
    gone = state.known[1]
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (gone.post_id, "statuses: not listed")
    ]
    assert result.posts[0].version == posts()["1101"].version
    (ask,) = result.asks
    assert ask.url == "https://mastodon.example/api/v1/statuses/1099"
    second = says(MASTODON, refusal("Record not found"), ask, state, status=404)
    assert second.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in second.absences] == [(gone.post_id, "statuses/:id: 404")]


def test_a_known_boost_is_asked_by_its_number_too() -> None:
    state = SlotState(known=(known_on(Platform.MASTODON, f"{DEWI}/statuses/1102/activity"),))
    ask = asks(MASTODON, state)["known"]
    assert ask.url.endswith("id%5B%5D=1102")
    assert says(MASTODON, statuses()[2:3], ask, state).absences == ()


@pytest.mark.parametrize("status", [400, 404, 405])
def test_an_old_server_without_a_list_is_asked_one_by_one(status: int) -> None:
    state = known(1101, 1099)
    result = says(MASTODON, html(), asks(MASTODON, state)["known"], state, status=status)
    assert (result.outcome, result.absences) == (Outcome.EMPTY, ())
    assert [ask.subject for ask in result.asks] == [one.post_id for one in state.known]
    there = says(MASTODON, statuses()[3], result.asks[0], state)
    assert there.posts[0].version == posts()["1101"].version


def test_a_post_of_another_server_is_asked_where_it_lives() -> None:
    far = known_on(Platform.MASTODON, "https://lain.example/users/x/statuses/5", days_ago=3)
    state = SlotState(known=(far, *known(1101).known))
    ask = asks(TAG, state)["recheck"]
    assert (ask.url, ask.subject) == (far.url, far.post_id)
    assert says(TAG, "", ask, state, status=410).absences[0].signal == "status 410"


@pytest.mark.parametrize(
    ("data", "status", "outcome"),
    [
        (refusal("This API requires an authenticated user"), 401, Outcome.LOGIN_WALL),
        (html(), 404, Outcome.FAILED),
        (refusal("Too many requests"), 429, Outcome.RATE_LIMITED),
        ("", 503, Outcome.FAILED),
        (html(), 200, Outcome.FAILED),
    ],
)
def test_anything_else_about_one_post_is_no_absence(
    data: Any, status: int, outcome: Outcome
) -> None:
    ask = Ask("https://mastodon.example/api/v1/statuses/1", "number", subject="s")
    result = says(MASTODON, data, ask, known(1), status=status)
    assert (result.outcome, result.absences) == (outcome, ())


# ------------------------------------------------------------------ the account


def account(**changes: Any) -> Any:
    return sample("mastodon/account.json") | changes


def test_the_account_tells_who_it_is() -> None:
    (profile,) = says(MASTODON, account(), LOOKUP).profiles
    assert (profile.native_id, profile.handle) == (DEWI, "dewi")
    assert (profile.name, profile.standing) == ("Dewi Lestawa :danau:", Standing.PUBLIC)


def test_a_moved_account_is_read_on_and_says_where_it_went() -> None:
    there = account(url="https://lain.example/@dewi", acct="dewi@lain.example")
    result = says(MASTODON, account(moved=there), LOOKUP)
    (profile,) = result.profiles
    assert (profile.standing, profile.moved_to) == (Standing.MOVED, "https://lain.example/@dewi")
    assert result.asks


def test_a_suspended_account_is_gone() -> None:
    result = says(MASTODON, account(suspended=True, display_name=""), LOOKUP)
    assert (result.outcome, result.asks) == (Outcome.GONE, ())
    assert result.profiles[0].standing is Standing.SUSPENDED


def test_a_locked_or_limited_account_still_posts_in_public() -> None:
    result = says(MASTODON, account(locked=True, limited=True), LOOKUP)
    assert result.profiles[0].standing is Standing.PUBLIC


@pytest.mark.parametrize(("status", "standing"), [(404, Standing.GONE), (410, Standing.SUSPENDED)])
def test_an_account_nobody_bears_is_gone(status: int, standing: Standing) -> None:
    result = says(MASTODON, refusal("Record not found"), LOOKUP, status=status)
    assert result.outcome is Outcome.GONE
    assert result.profiles[0].standing is standing


# ------------------------------------------------------------------ servers that show nothing


@pytest.mark.parametrize(
    ("status", "error", "outcome", "told"),
    [
        (401, "This API requires an authenticated user", Outcome.LOGIN_WALL, "without login"),
        (422, "This method requires an authenticated user", Outcome.LOGIN_WALL, "without login"),
        (403, "This API requires an authenticated user", Outcome.LOGIN_WALL, "without login"),
        (403, "This action is not allowed", Outcome.BLOCKED, "not allowed"),
        (429, "Too many requests", Outcome.RATE_LIMITED, "Too many"),
        (503, "Remote data could not be fetched", Outcome.FAILED, "Remote data"),
    ],
)
def test_a_server_that_shows_nothing_says_why(
    status: int, error: str, outcome: Outcome, told: str
) -> None:
    for slot, ask in ((MASTODON, LOOKUP), (TAG, asks(TAG)["newest"])):
        result = says(slot, refusal(error), ask, status=status)
        assert result.outcome is outcome
        assert told in result.detail


def test_a_token_that_is_not_accepted_is_told_apart() -> None:
    wrong = refusal("The access token is invalid")
    result = says(SEARCH, wrong, asks(SEARCH)["newest"], status=401)
    assert result.outcome is Outcome.LOGIN_WALL
    assert "the token was not accepted" in result.detail


@pytest.mark.parametrize(
    ("data", "status", "outcome"),
    [
        (html(), 200, Outcome.FAILED),
        (html(head="<title>Just a moment...</title>"), 403, Outcome.BLOCKED),
        (html(), 404, Outcome.FAILED),
        ("[" * 100_000, 200, Outcome.FAILED),
        ({}, 200, Outcome.FAILED),
        ("", 502, Outcome.FAILED),
    ],
)
def test_what_is_no_account_says_so(data: Any, status: int, outcome: Outcome) -> None:
    assert says(MASTODON, data, LOOKUP, status=status).outcome is outcome


# ------------------------------------------------------------------ a whole round


def test_a_whole_round_notices_an_edit_and_a_deletion(tmp_path: Path) -> None:
    def body(value: Any) -> bytes:
        return json.dumps(value).encode()

    as_json = {"content_type": "application/json"}
    edited = statuses()
    edited[3] |= {"content": "<p>Netral saja</p>", "edited_at": "2029-11-23T00:00:00.000Z"}
    pages = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /interact/"),
        "/api/v1/accounts/lookup?acct=dewi": answer(body(account()), **as_json),
        "/api/v1/accounts/23634/statuses?limit=40": in_turn(
            answer(body(statuses()), **as_json), answer(body(edited[1:]), **as_json)
        ),
        "/api/v1/statuses/1104": answer(
            body(refusal("Record not found")), "404 Not Found", **as_json
        ),
    }
    numbers = ["1101", "1102", "1103", "1104"]
    for order in _orders(numbers):
        path = "/api/v1/statuses?" + "&".join(f"id%5B%5D={n}" for n in order)
        pages[path] = answer(body(edited[1:]), **as_json)
    with faults(pages) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        team = Team(tmp_path, settings, CONNECTORS)
        slot = replace(MASTODON, address="http://mastodon.example/@dewi")
        assert team.one(slot).outcomes == {"collected": 1}
        team.later(hours=6)
        assert team.one(slot).outcomes == {"collected": 1}
    versions = {(row["native_id"], row["version"]) for row in team.rows("sightings")}
    assert len(versions) == 5
    assert {row["signal"] for row in team.rows("absences")} == {
        "statuses: not listed", "statuses/:id: 404",
    }  # fmt: skip
    team.verify()


def _orders(numbers: list[str]) -> list[tuple[str, ...]]:
    return list(permutations(numbers))
