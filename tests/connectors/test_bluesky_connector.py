"""Bluesky's answers. Shapes: the lexicons under `app.bsky.*` (atproto.com, docs.bsky.app)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.connectors.builders import html
from tests.connectors.platforms import BLUESKY, all_asks, asks, known_on, query, sample, says, utc

from patroli.collect.drive import MAX_ASKS
from patroli.config.settings import UNREAD
from patroli.connectors.json_values import text_from, words_of
from patroli.model import Ask, Outcome, Platform, Post, Slot, SlotState, Standing, post_id

DID = "did:plc:dewi22222222222222222222"
POSTS = f"at://{DID}/app.bsky.feed.post/"
BAGAS = "at://did:plc:bagas2222222222222222222/app.bsky.feed.post/3lppp"
SEARCH = replace(
    BLUESKY, address="https://bsky.app/", query="dukung BaRa", account_id=None, keyword_id="bara"
)
NEWEST, PROFILE = asks(BLUESKY)["newest"], asks(BLUESKY)["profile"]


def feed() -> dict[str, Any]:
    found: dict[str, Any] = sample("bluesky/author_feed.json")
    return found


def posts() -> dict[str, Post]:
    """The posts of the sample by the last part of their uris."""
    return {p.native_id[-5:]: p for p in says(BLUESKY, feed(), NEWEST).posts}


def known(*keys: str) -> SlotState:
    return SlotState(known=tuple(known_on(Platform.BLUESKY, POSTS + key) for key in keys))


def error(name: str, message: str = "") -> dict[str, str]:
    return {"error": name, "message": message}


# ------------------------------------------------------------------ what is asked


def test_an_account_is_asked_for_its_profile_and_its_newest_posts_without_a_key() -> None:
    made = asks(BLUESKY)
    assert set(made) == {"profile", "newest"}
    assert all(ask.key is None for ask in made.values())
    assert made["profile"].url.startswith("https://public.api.bsky.app/xrpc/app.bsky.actor.")
    assert query(made["newest"])["actor"] == "dewi.lestawa.example"
    assert query(made["newest"])["filter"] == "posts_with_replies"


def test_an_account_may_be_named_by_its_did() -> None:
    slot = replace(BLUESKY, address=f"https://bsky.app/profile/{DID}")
    assert query(asks(slot)["newest"])["actor"] == DID


def test_a_search_goes_with_the_operators_account_and_no_secret_in_the_address() -> None:
    (ask,) = asks(SEARCH).values()
    assert query(ask)["q"] == "dukung BaRa"
    assert ask.key is not None
    assert ask.key.login == "https://bsky.social/xrpc/com.atproto.server.createSession"
    assert "PATROLI" not in ask.url
    assert "{" not in ask.url


# ------------------------------------------------------------------ posts


def test_a_post_is_read_with_all_it_says() -> None:
    post = posts()["3laaa"]
    assert post.id == post_id("bluesky", f"{POSTS}3laaa")
    assert post.url == "https://bsky.app/profile/dewi.lestawa.example/post/3laaa"
    assert (post.author, post.author_handle) == ("Dewi Lestawa", "")
    assert post.published_at == utc("2029-11-22T01:00:00+00:00")
    assert post.edited_at is None
    assert post.media == (f"https://cdn.bsky.app/img/feed_fullsize/plain/{DID}/bafkreiimg",)


def test_a_shortened_link_is_written_out_and_a_picture_is_read_aloud() -> None:
    assert posts()["3laaa"].text == (
        "✌ Baca programnya https://bara.example/program/danau-bersih #TelagaBiruMaju\n\n"
        "Tiga jari di tepi danau"
    )


def test_a_reply_names_what_it_answers_and_whose() -> None:
    reply = posts()["3lbbb"]
    assert reply.parent_id == post_id("bluesky", BAGAS)
    assert (reply.parent_text, reply.parent_author) == ("Mari menangkan perubahan", "bagas.example")


def test_a_repost_is_the_sharers_with_the_shared_post_as_its_parent() -> None:
    share = posts()["3lrrr"]
    assert (share.author, share.author_handle) == ("Dewi Lestawa", "")
    assert share.text == "RT @bagas.example: Mari menangkan perubahan"
    assert share.parent_id == post_id("bluesky", BAGAS)
    assert (share.parent_text, share.parent_author) == ("Mari menangkan perubahan", "bagas.example")
    assert share.published_at == utc("2029-11-20T05:00:00+00:00")


def test_a_repost_of_an_old_server_has_a_name_of_its_own_all_the_same() -> None:
    data = feed()
    del data["feed"][2]["reason"]["uri"]
    share = says(BLUESKY, data, NEWEST).posts[2]
    assert share.native_id == f"at://{DID}/app.bsky.feed.repost?of={BAGAS}"
    assert share.id != post_id("bluesky", BAGAS)


def test_a_quote_has_the_quoted_post_as_its_parent() -> None:
    quote = posts()["3lqqq"]
    assert quote.text == "Sepakat"
    assert quote.parent_id == post_id("bluesky", BAGAS)
    assert (quote.parent_text, quote.parent_author) == ("Mari menangkan perubahan", "bagas.example")


def test_a_quote_beside_pictures_keeps_both() -> None:
    data = feed()
    quote, picture = data["feed"][3]["post"], data["feed"][0]["post"]["embed"]
    quote["embed"] = {"record": quote["embed"], "media": picture}
    post = says(BLUESKY, data, NEWEST).posts[3]
    assert post.parent_author == "bagas.example"
    assert len(post.media) == 1


def test_a_link_card_is_read_with_its_title() -> None:
    data = feed()
    card = {
        "uri": "https://kabar.example/1",
        "title": "Danau bersih",
        "description": "",
        "thumb": "x",
    }
    data["feed"][3]["post"]["embed"] = {"$type": "app.bsky.embed.external#view", "external": card}
    assert says(BLUESKY, data, NEWEST).posts[3].text == (
        "Sepakat\n\nDanau bersih\n\nhttps://kabar.example/1"
    )


def test_somebody_elses_post_says_whose_it_is() -> None:
    data = {"posts": [feed()["feed"][0]["post"]], "hitsTotal": 1}
    (post,) = says(SEARCH, data, asks(SEARCH)["newest"]).posts
    assert post.author_handle == "dewi.lestawa.example"
    assert post.id == posts()["3laaa"].id
    assert post.version == posts()["3laaa"].version


def test_a_reply_among_hits_is_read_in_its_thread_so_that_it_reads_the_same() -> None:
    entry = feed()["feed"][1]
    hits = {"posts": [entry["post"], feed()["feed"][0]["post"]]}
    result = says(SEARCH, hits, asks(SEARCH)["newest"])
    assert [post.native_id for post in result.posts] == [f"{POSTS}3laaa"]
    (ask,) = result.asks
    assert (ask.key, ask.subject) == (None, "")
    thread = {"thread": {"post": entry["post"], "parent": {"post": entry["reply"]["parent"]}}}
    (reply,) = says(SEARCH, thread, ask).posts
    assert reply.version == posts()["3lbbb"].version
    late = says(SEARCH, error("NotFound", "Post not found"), ask, status=400)
    assert (late.outcome, late.absences) == (Outcome.EMPTY, ())
    again = says(SEARCH, hits, asks(SEARCH)["newest"], known("3lbbb"))
    assert ([post.native_id for post in again.posts], again.asks) == ([f"{POSTS}3laaa"], ())


def test_more_replies_than_may_be_asked_come_without_what_they_answer() -> None:
    views = [feed()["feed"][1]["post"] | {"uri": f"{POSTS}{n}"} for n in range(25)]
    result = says(SEARCH, {"posts": views}, asks(SEARCH)["newest"])
    assert (len(result.asks), len(result.posts)) == (10, 15)


@pytest.mark.parametrize(
    ("key", "indexed", "came"),
    [
        ("3laaa", "2029-11-22T01:00:01.000Z", "2029-11-22T01:00:01+00:00"),
        ("3n34bhdiejk2d", "2019-01-01T00:00:00.000Z", "2026-11-25T"),
    ],
)
def test_a_backdated_post_keeps_its_claim_and_tells_when_it_came(
    key: str, indexed: str, came: str
) -> None:
    """The second pair is from a real AppView, which shows the claim as the day of indexing."""
    data = feed()
    data["feed"][0]["post"] |= {"uri": f"{POSTS}{key}", "indexedAt": indexed}
    data["feed"][0]["post"]["record"]["createdAt"] = "2019-01-01T00:00:00.000Z"
    post = says(BLUESKY, data, NEWEST).posts[0]
    assert post.published_at == utc("2019-01-01T00:00:00+00:00")
    assert post.published_raw.startswith(f"2019-01-01T00:00:00.000Z (came {came}")


@pytest.mark.parametrize("key", ["3n34bhdiejk2", "zzzzzzzzzzzzz", "2222222222222", "3n34bhdiejk1d"])
def test_a_key_that_is_no_time_tells_none(key: str) -> None:
    data = feed()
    data["feed"][0]["post"] |= {"uri": f"{POSTS}{key}", "indexedAt": "2029-11-22T01:00:00.000Z"}
    assert says(BLUESKY, data, NEWEST).posts[0].published_raw == "2029-11-22T01:00:00.000Z"


def test_a_date_after_the_indexing_is_not_believed() -> None:
    data = feed()
    data["feed"][0]["post"]["record"]["createdAt"] = "2029-11-24T00:00:00.000Z"
    post = says(BLUESKY, data, NEWEST).posts[0]
    assert post.published_at == utc("2029-11-22T01:00:01+00:00")


def test_an_edit_keeps_the_uri_and_changes_the_version() -> None:
    data = feed()
    data["feed"][3]["post"] |= {"cid": "bafyreinew"}
    data["feed"][3]["post"]["record"]["text"] = "Netral saja"
    before, after = posts()["3lqqq"], says(BLUESKY, data, NEWEST).posts[3]
    assert before.id == after.id
    assert before.version != after.version


# ------------------------------------------------------------------ pages


def eight(ask: Ask) -> tuple[Any, int]:
    """Eight posts by three a page; the cursor is told until a page is empty."""
    if "getProfile" in ask.url:
        return sample("bluesky/profile.json"), 200
    if "getPosts" in ask.url:
        return {"posts": []}, 200
    if "getPostThread" in ask.url:
        return error("NotFound", "Post not found"), 400
    begin = int(query(ask).get("cursor", "0"))
    entries = []
    for number in range(begin, min(begin + 3, 8)):
        entry = feed()["feed"][0]
        entry["post"]["uri"] = f"{POSTS}{number}"
        day = f"2029-11-{22 - number}T01:00:00.000Z"
        entry["post"]["indexedAt"] = entry["post"]["record"]["createdAt"] = day
        entries.append(entry)
    return {"feed": entries, **({"cursor": str(begin + 3)} if entries else {})}, 200


def test_the_cursor_is_followed_until_it_is_absent() -> None:
    made, cursor = all_asks(BLUESKY, SlotState(), eight)
    pages = [query(ask).get("cursor", "") for ask in made if "getAuthorFeed" in ask.url]
    assert pages == ["", "3", "6", "9"]
    assert words_of(cursor or "") == {"floor": "2029-11-20T01:00:00+00:00", "whole": "1"}


def test_a_page_below_the_floor_ends_the_descent_and_the_sweep_goes_on_where_it_was() -> None:
    state = SlotState(text_from(floor="2029-11-20T01:00:00+00:00", sweep="6"))
    made, cursor = all_asks(BLUESKY, state, eight)
    assert [query(ask).get("cursor") for ask in made if "getAuthorFeed" in ask.url] == [
        None, "3", "6", "9",
    ]  # fmt: skip
    assert words_of(cursor or "") == {"floor": "2029-11-20T01:00:00+00:00", "whole": "1"}


def test_further_pages_are_aside_since_the_cursor_remembers_them() -> None:
    made, _ = all_asks(BLUESKY, SlotState(), eight)
    assert {ask.aside for ask in made if "cursor=" in ask.url} == {True}
    assert not any(ask.aside for ask in made if "cursor=" not in ask.url)


def test_a_cursor_that_is_not_taken_any_more_is_forgotten() -> None:
    state = SlotState(text_from(floor="2029-11-20T01:00:00+00:00", sweep="basi"))
    asked = replace(NEWEST, purpose=f"sweep:2:{state.cursor}")
    result = says(BLUESKY, error("InvalidRequest", "cursor"), asked, state, status=400)
    assert result.outcome is Outcome.EMPTY
    assert words_of(result.cursor or "") == {"floor": "2029-11-20T01:00:00+00:00"}


def test_a_feed_without_end_is_read_in_steps() -> None:
    def endless(ask: Ask) -> tuple[Any, int]:
        body, status = eight(ask)
        if "feed" in body:
            place = int(query(ask).get("cursor", "0"))
            body["feed"] = feed()["feed"][:1]
            body["feed"][0]["post"]["uri"] = f"{POSTS}{place}"
            body["cursor"] = str(place + 1)
        return body, status

    made, cursor = all_asks(BLUESKY, SlotState(), endless)
    assert (len(made), words_of(cursor or "")["sweep"]) == (9, "8")
    made, cursor = all_asks(BLUESKY, SlotState(cursor or ""), endless)
    words = words_of(cursor or "")
    assert (len(made), words["place"], words["sweep"]) == (9, "5", "11")


# ------------------------------------------------------------------ known posts


def test_known_posts_are_asked_by_uri_25_a_request_those_unseen_longest_first() -> None:
    state = SlotState(
        known=tuple(known_on(Platform.BLUESKY, f"{POSTS}{n}", days_ago=n) for n in range(1, 120))
    )
    made, _ = all_asks(BLUESKY, state, lambda _: ({"posts": [], "feed": []}, 200))
    known_asks = [ask for ask in made if ask.purpose == "known"]
    assert len(known_asks) == 4
    assert known_asks[0].url.count("uris=") == 25
    assert f"{POSTS.replace(':', '%3A').replace('/', '%2F')}119" in known_asks[0].url


def test_a_repost_is_not_asked_by_uri() -> None:
    share = known_on(Platform.BLUESKY, f"at://{DID}/app.bsky.feed.repost/3lrrr")
    assert "known" not in asks(BLUESKY, SlotState(known=(share,)))


def test_what_is_not_listed_is_a_sign_of_absence_and_its_thread_is_another() -> None:
    state = known("3laaa", "3lzzz")
    there = feed()["feed"][0]["post"]
    result = says(BLUESKY, {"posts": [there]}, asks(BLUESKY, state)["known"], state)
    gone = state.known[1]
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (gone.post_id, "getPosts: not listed")
    ]
    assert result.posts[0].version == posts()["3laaa"].version
    (ask,) = result.asks
    assert ask.subject == gone.post_id
    second = says(BLUESKY, error("NotFound", "Post not found"), ask, state, status=400)
    assert second.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in second.absences] == [
        (gone.post_id, "getPostThread: NotFound")
    ]


def test_a_known_reply_that_the_feed_shows_no_more_is_read_with_its_parent() -> None:
    state = SlotState(
        known=(
            known_on(Platform.BLUESKY, f"{POSTS}3lbbb", days_ago=3),
            known_on(Platform.BLUESKY, f"{POSTS}3laaa", days_ago=1),
        )
    )
    entry = feed()["feed"][1]
    result = says(BLUESKY, {"posts": [entry["post"]]}, asks(BLUESKY, state)["known"], state)
    ask = next(a for a in result.asks if a.subject == state.known[0].post_id)
    parent = {"post": entry["reply"]["parent"]}
    thread = {"thread": {"post": entry["post"], "parent": parent, "replies": []}}
    (post,) = says(BLUESKY, thread, ask, state).posts
    assert post.version == posts()["3lbbb"].version


@pytest.mark.parametrize(
    ("status", "data", "outcome"),
    [
        (429, error("RateLimitExceeded", "Rate Limit Exceeded"), Outcome.RATE_LIMITED),
        (502, "", Outcome.FAILED),
        (400, error("InvalidRequest", "Error: uri must be a valid at-uri"), Outcome.FAILED),
        (200, {"thread": {"uri": f"{POSTS}1", "blocked": True}}, Outcome.UNCHANGED),
        (200, html(), Outcome.FAILED),
        (403, html(head="<title>Just a moment...</title>"), Outcome.BLOCKED),
    ],
)
def test_anything_else_about_one_post_is_no_absence(
    status: int, data: Any, outcome: Outcome
) -> None:
    ask = Ask("https://public.api.bsky.app/xrpc/x", "thread", subject="s")
    result = says(BLUESKY, data, ask, known("1"), status=status)
    assert (result.outcome, result.absences) == (outcome, ())


# ------------------------------------------------------------------ the account


def test_the_profile_tells_who_the_account_is() -> None:
    (profile,) = says(BLUESKY, sample("bluesky/profile.json"), PROFILE).profiles
    assert (profile.native_id, profile.handle) == (DID, "dewi.lestawa.example")
    assert (profile.name, profile.standing) == ("Dewi Lestawa", Standing.PUBLIC)


@pytest.mark.parametrize(
    ("data", "standing"),
    [
        (error("AccountDeactivated", "Account is deactivated"), Standing.DEACTIVATED),
        (error("AccountTakedown", "Account has been suspended"), Standing.SUSPENDED),
        (error("InvalidRequest", "Profile not found"), Standing.GONE),
    ],
)
def test_an_account_that_is_away_says_how_and_never_to_log_in(
    data: dict[str, str], standing: Standing
) -> None:
    for status in (400, 401):
        result = says(BLUESKY, data, PROFILE, status=status)
        assert result.outcome is Outcome.GONE
        assert [p.standing for p in result.profiles] == [standing]


def test_the_feed_of_a_deactivated_account_does_not_overrule_its_profile() -> None:
    result = says(BLUESKY, error("InvalidRequest", "Profile not found"), NEWEST, status=400)
    assert (result.outcome, result.profiles) == (Outcome.GONE, ())


def test_a_handle_nobody_bears_is_looked_up_by_the_did_of_its_posts() -> None:
    missing = error("InvalidRequest", "Profile not found")
    result = says(BLUESKY, missing, PROFILE, known("1"), status=400)
    (ask,) = result.asks
    assert (query(ask)["actor"], result.profiles) == (DID, ())
    renamed = sample("bluesky/profile.json") | {"handle": "dewi.baru.example"}
    (profile,) = says(BLUESKY, renamed, ask, known("1")).profiles
    assert (profile.native_id, profile.handle) == (DID, "dewi.baru.example")
    (gone,) = says(BLUESKY, missing, ask, known("1"), status=400).profiles
    assert (gone.native_id, gone.standing) == (DID, Standing.GONE)


def test_who_asks_for_signed_in_readers_only_is_left_alone() -> None:
    label = {"src": DID, "val": "!no-unauthenticated", "cts": "2029-01-02T03:04:05.000Z"}
    profile = sample("bluesky/profile.json") | {"labels": [label]}
    result = says(BLUESKY, profile, PROFILE)
    assert result.outcome is Outcome.LOGIN_WALL
    assert result.profiles[0].standing is Standing.PRIVATE
    data = feed()
    for entry in data["feed"]:
        entry["post"]["author"]["labels"] = [label]
    hidden = says(BLUESKY, data, NEWEST)
    assert (hidden.outcome, hidden.posts) == (Outcome.EMPTY, ())
    assert "4 posts shown to signed-in readers only" in hidden.detail
    state = known("3laaa")
    by_uri = {"posts": [data["feed"][0]["post"]]}
    again = says(BLUESKY, by_uri, asks(BLUESKY, state)["known"], state)
    assert (again.posts, again.absences, again.asks) == ((), (), ())
    thread = Ask("https://public.api.bsky.app/xrpc/x", "thread", subject="s")
    alone = says(BLUESKY, {"thread": data["feed"][0]}, thread, state)
    assert (alone.outcome, alone.posts) == (Outcome.UNCHANGED, ())


# ------------------------------------------------------------------ what else may come


@pytest.mark.parametrize(
    ("data", "status", "outcome", "told"),
    [
        (error("RateLimitExceeded", "Rate Limit Exceeded"), 429, Outcome.RATE_LIMITED, "Rate"),
        (error("AuthMissing", "Authentication Required"), 401, Outcome.LOGIN_WALL, "Required"),
        ("<html><title>403 Forbidden</title></html>", 403, Outcome.LOGIN_WALL, "refused"),
        (error("InternalServerError"), 500, Outcome.FAILED, "InternalServerError"),
        (html(), 200, Outcome.FAILED, "no JSON"),
        ("[" * 100_000, 200, Outcome.FAILED, "no JSON"),
        ({}, 200, Outcome.FAILED, "no posts"),
        ({"posts": []}, 200, Outcome.EMPTY, ""),
    ],
)
def test_what_is_no_list_of_hits_says_what_it_is(
    data: Any, status: int, outcome: Outcome, told: str
) -> None:
    result = says(SEARCH, data, asks(SEARCH)["newest"], status=status)
    assert result.outcome is outcome
    assert told in result.detail


def test_entries_that_are_no_posts_are_counted_and_left_out() -> None:
    data = {"feed": [{}, {"post": {"uri": "x", "record": {}}}, feed()["feed"][0]]}
    result = says(BLUESKY, data, NEWEST)
    assert len(result.posts) == 1
    assert "2 entries that are no posts" in result.detail


@pytest.mark.parametrize("slot", [BLUESKY, SEARCH])
def test_the_longest_round_stays_within_the_asks_of_a_slot(slot: Slot) -> None:
    """Every list without end, every hit a reply, every known post gone."""
    ids = iter(range(10_000))

    def worst(ask: Ask) -> tuple[Any, int]:
        if "getProfile" in ask.url:
            return sample("bluesky/profile.json"), 200
        if "getPostThread" in ask.url:
            return error("NotFound"), 400
        if "getPosts" in ask.url:
            return {"posts": []}, 200
        views = [feed()["feed"][1]["post"] | {"uri": f"{POSTS}{next(ids)}"} for _ in range(40)]
        return {"posts": views, "feed": [{"post": v} for v in views], "cursor": "x"}, 200

    state = SlotState(
        "floor=2029-11-20T01:00:00%2B00:00&place=x&sweep=y",
        known(*(f"lama{n}" for n in range(200))).known,
    )
    made, _ = all_asks(slot, state, worst, limit=500)
    rechecks = sum(bool(ask.subject) for ask in made)
    assert len(made) - rechecks + UNREAD.recheck_posts <= MAX_ASKS
