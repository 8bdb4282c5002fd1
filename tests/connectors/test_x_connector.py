"""X (API v2) from bytes.

The samples follow docs.x.com ("Timelines: integrate", "Posts lookup", "Users lookup", "Response
codes and errors", "Edit Posts fundamentals"), with invented people; what X says of suspended
accounts and used-up caps is shaped after what public clients expect. No real server was asked.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.connectors.builders import an_answer
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of, text_from, words_of
from patroli.connectors.x_posts import WORST, id_at, moment_at
from patroli.connectors.x_steps import MAX_PAGES, OVERLAP, PER_PAGE
from patroli.model import (
    Ask,
    Key,
    KnownPost,
    Outcome,
    Platform,
    Reading,
    Slot,
    SlotState,
    Spend,
    Standing,
    post_id,
)

X = CONNECTORS[Platform.X]
ACCOUNT = a_slot("https://twitter.com/DewiLestawa", platform=Platform.X)
SEARCH = a_slot(
    "https://x.com/",
    platform=Platform.X,
    account_id=None,
    keyword_id="dukung",
    query="dukung Bagas Wiratama",
)
NEWEST = int(sample("x/timeline")["meta"]["newest_id"])
READ = SlotState(text_from(id="2244994945", seen="2029-11-24", since=NEWEST))


def read(
    data: Any,
    ask: Ask | None = None,
    state: SlotState = READ,
    slot: Slot = ACCOUNT,
    status: int = 200,
    **more: Any,
) -> Reading:
    asked = ask or X.start(slot, state)[0]
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    kind = "application/json"
    answer = an_answer(body, slot, kind=kind, ask=asked, status=status, **more)
    return X.read(slot, state, answer)


def a_known(number: str) -> KnownPost:
    native = post_id("x", number)
    url = f"https://x.com/dewilestawa/status/{number}"
    return KnownPost(native, number, url, NOW - timedelta(days=1))


def page(*ids: int, following: str = "") -> dict[str, Any]:
    """A page of a list as the API gives it."""
    data = [
        {
            "id": str(i),
            "author_id": "2244994945",
            "text": f"Catatan {i}",
            "created_at": "2029-11-23T02:10:00.000Z",
            "edit_history_tweet_ids": [str(i)],
        }
        for i in ids
    ]
    meta: dict[str, Any] = {"result_count": len(ids)}
    if ids:
        meta |= {"newest_id": str(max(ids)), "oldest_id": str(min(ids))}
    if following:
        meta["next_token"] = following
    return {"data": data, "meta": meta} if data else {"meta": meta}


# ------------------------------------------------------------------ what is asked


def test_a_new_account_is_found_by_its_handle_and_then_asked_by_its_id() -> None:
    (who,) = X.start(ACCOUNT, SlotState())
    assert who.url.startswith("https://api.x.com/2/users/by/username/dewilestawa?")
    result = read(sample("x/user"), who, SlotState())
    (profile,) = result.profiles
    assert (profile.native_id, profile.handle) == ("2244994945", "dewilestawa")
    assert (profile.name, profile.standing) == ("Dewi Lestawa", Standing.PUBLIC)
    (posts,) = result.asks
    assert posts.url.startswith("https://api.x.com/2/users/2244994945/tweets?")


def test_every_ask_names_the_key_and_what_it_may_cost_and_holds_no_secret() -> None:
    state = replace(READ, known=(a_known("123"),))
    asks = [
        *X.start(ACCOUNT, SlotState()),
        *X.start(ACCOUNT, state),
        *X.start(SEARCH, SlotState()),
        *read(page(5, 4, following="b26v"), state=SlotState("id=1")).asks,
    ]
    assert len(asks) == 5
    assert {ask.key for ask in asks} == {Key("PATROLI_X_TOKEN")}
    assert all(ask.spend and ask.spend.budget == "x" and ask.spend.units > 0 for ask in asks)
    assert holds_no_secret(*asks)


def test_a_list_may_cost_what_a_full_page_with_all_it_includes_costs() -> None:
    (ask,) = X.start(ACCOUNT, READ)
    assert query_of(ask.url)["max_results"] == str(PER_PAGE)
    assert ask.spend == Spend("x", PER_PAGE * WORST)


def test_what_an_answer_cost_counts_what_it_includes() -> None:
    # 4 posts, 1 shared post, 1 picture, 2 users at twice the price.
    assert read(sample("x/timeline")).spent == 10
    assert read(page()).spent == 0
    assert read(sample("x/user"), X.start(ACCOUNT, SlotState())[0], SlotState()).spent == 2


def test_no_answer_costs_more_than_its_ask_said() -> None:
    tweet = sample("x/timeline")["data"][0]
    everything = {
        "tweets": [tweet] * (2 * PER_PAGE),
        "users": [{"id": str(i)} for i in range(3 * PER_PAGE)],
        "media": [{"media_key": str(i)} for i in range(4 * PER_PAGE)],
    }
    full = {"data": [tweet] * PER_PAGE, "includes": everything, "meta": {}}
    (ask,) = X.start(ACCOUNT, READ)
    assert ask.spend
    assert read(full, ask).spent == ask.spend.units


def test_a_phrase_is_searched_as_a_phrase_and_a_tag_as_a_tag() -> None:
    (ask,) = X.start(SEARCH, SlotState())
    assert ask.url.startswith("https://api.x.com/2/tweets/search/recent?")
    assert query_of(ask.url)["query"] == '"dukung Bagas Wiratama"'
    (ask,) = X.start(replace(SEARCH, query="#TelagaBiruMaju"), SlotState())
    assert query_of(ask.url)["query"] == "#TelagaBiruMaju"


def test_a_phrase_is_not_longer_than_a_search_may_be() -> None:
    (ask,) = X.start(replace(SEARCH, query="kata " * 200), SlotState())
    query = query_of(ask.url)["query"]
    assert len(query) <= 512
    assert query.startswith('"kata kata ')
    assert query.endswith(' kata"')


def test_a_later_round_asks_from_an_hour_before_the_newest_on() -> None:
    (ask,) = X.start(ACCOUNT, READ)
    before = moment_at(query_of(ask.url)["since_id"])
    newest = moment_at(str(NEWEST))
    assert before
    assert newest
    assert timedelta(0) <= newest - before - OVERLAP < timedelta(seconds=1)


# ------------------------------------------------------------------ posts


def test_a_post_is_read_with_text_picture_and_its_description() -> None:
    post = read(sample("x/timeline")).posts[0]
    assert post.text == "Selamat pagi & salam dua jari ✌\nTiga orang mengangkat dua jari"
    assert post.media == ("https://pbs.twimg.com/media/Fiktif0001.jpg",)
    assert (post.author, post.author_handle) == ("Dewi Lestawa", "")


def test_an_edit_is_a_new_version_of_one_post() -> None:
    data = sample("x/timeline")
    edited = read(data).posts[0]
    original, last = data["data"][0]["edit_history_tweet_ids"]
    assert (edited.native_id, edited.id) == (original, post_id("x", original))
    assert edited.url.endswith(f"/status/{last}")
    assert edited.published_at == datetime(2029, 11, 23, 1, 50, tzinfo=UTC)
    assert edited.edited_at == datetime(2029, 11, 23, 2, 10, tzinfo=UTC)
    before = copy.deepcopy(data)
    before["data"][0] |= {"id": original, "edit_history_tweet_ids": [original], "text": "Pagi"}
    first = read(before).posts[0]
    assert first.id == edited.id
    assert first.version != edited.version


def test_a_repost_holds_the_whole_shared_post_as_its_parent() -> None:
    post = read(sample("x/timeline")).posts[1]
    shared = "Mari menangkan perubahan untuk Telaga Biru, dimulai dari danau kita bersama"
    assert post.text == f"RT @bagaswiratama_: {shared}"
    assert (post.parent_text, post.parent_author) == (shared, "bagaswiratama_")
    assert post.parent_id


def test_a_quote_has_its_own_words_and_the_quoted_post_as_parent() -> None:
    repost, quote = read(sample("x/timeline")).posts[1:3]
    assert quote.text.startswith("Setuju sekali https://x.com/bagaswiratama_/status/")
    assert quote.parent_id == repost.parent_id
    assert quote.parent_text.startswith("Mari menangkan")


def test_a_long_post_is_read_whole_and_a_missing_parent_keeps_its_id() -> None:
    post = read(sample("x/timeline")).posts[3]
    assert post.text == "Tulisan panjang yang dipotong di daftar biasa, tetapi utuh di sini."
    assert post.parent_id
    assert post.parent_text == ""


def test_a_hit_of_a_search_names_its_author() -> None:
    result = read(sample("x/timeline"), slot=SEARCH, state=SlotState())
    assert {post.author_handle for post in result.posts} == {"dewilestawa"}


# ------------------------------------------------------------------ pages, gaps, the cursor


def rounds(
    timeline: list[int], state: SlotState, slot: Slot = ACCOUNT, affordable: int = 99
) -> tuple[set[int], SlotState, int]:
    """One round over a timeline that answers as the API does: ids read, state, pages."""
    asks, got, pages, cursor = [X.start(slot, state)[0]], set(), 0, None
    while asks and pages < affordable:
        ask = asks.pop(0)
        query = query_of(ask.url)
        since, until = int(query.get("since_id") or 0), int(query.get("until_id") or 2**63)
        fitting = [i for i in sorted(timeline, reverse=True) if since < i < until]
        at = int(query.get("pagination_token") or query.get("next_token") or 0)
        chunk = fitting[at : at + PER_PAGE]
        following = str(at + PER_PAGE) if len(fitting) > at + PER_PAGE else ""
        result = read(page(*chunk, following=following), ask, state, slot)
        got |= {int(post.native_id) for post in result.posts}
        pages += 1
        asks += [a for a in result.asks if a.purpose.startswith(("new", "gap"))]
        cursor = result.cursor if result.cursor is not None else cursor
    assert cursor is not None
    return got, SlotState(cursor), pages


def a_timeline(count: int, newest: datetime = NOW) -> list[int]:
    return [id_at(newest - timedelta(hours=2 * n)) for n in range(count)]


@pytest.mark.parametrize("slot", [ACCOUNT, SEARCH])
@pytest.mark.parametrize("count", [0, 1, PER_PAGE, PER_PAGE + 1, 7 * PER_PAGE])
def test_rounds_read_everything_in_steps(slot: Slot, count: int) -> None:
    timeline = a_timeline(count)
    state, got = SlotState("" if slot.query else "id=2244994945"), set()
    for _ in range(3):
        more, state, pages = rounds(timeline, state, slot)
        got |= more
        assert pages <= MAX_PAGES
    assert got == set(timeline)
    assert "high" not in words_of(state.cursor)


def test_what_came_while_a_round_was_cut_short_is_read_later() -> None:
    old = a_timeline(30)
    _, state, _ = rounds(old, SlotState("id=2244994945"))
    many = [id_at(NOW + timedelta(minutes=n)) for n in range(1, 8 * PER_PAGE)]
    got, state, _ = rounds(many + old, state)
    assert max(many) in got
    later = max(many) + 2**40
    for _ in range(2):
        more, state, _ = rounds([later, *many, *old], state)
        got |= more
    assert got >= {later, *many}
    assert "high" not in words_of(state.cursor)


def test_a_new_account_is_read_three_months_back_and_no_further() -> None:
    timeline = [id_at(NOW - timedelta(days=n)) for n in range(200)]
    state, got = SlotState("id=2244994945"), set()
    for _ in range(4):
        more, state, _ = rounds(timeline, state)
        got |= more
    assert 90 <= len(got) <= 91


@pytest.mark.parametrize("slot", [ACCOUNT, SEARCH])
@pytest.mark.parametrize("affordable", [2, 3])
def test_a_round_that_the_budget_cuts_short_is_not_paid_for_twice(
    slot: Slot, affordable: int
) -> None:
    timeline = a_timeline(7 * PER_PAGE)
    state, got, pages = SlotState("" if slot.query else "id=2244994945"), set[int](), 0
    for _ in range(9):
        more, state, read_now = rounds(timeline, state, slot, affordable)
        pages += read_now
        got |= more
        if "high" not in words_of(state.cursor):
            break
    assert got == set(timeline)
    # Each round but the first also looks at the top, where nothing is new.
    assert pages <= 2 * 8


def test_further_pages_are_aside_since_the_cursor_remembers_them() -> None:
    state = SlotState("id=2244994945")
    first = read(page(9, 8, following="lagi"), X.start(ACCOUNT, state)[0], state)
    (ask,) = first.asks
    assert ask.aside
    assert words_of(first.cursor or "")["high"] == "8"
    known, listed = replace(READ, known=(a_known("12"),)), X.start(ACCOUNT, READ)[0]
    assert not listed.aside
    assert X.start(ACCOUNT, known)[1].aside


def test_a_round_that_stops_before_a_gap_is_closed_says_that_more_waits() -> None:
    first = X.start(ACCOUNT, SlotState("id=2244994945"))[0]
    assert not read(page(9, 8, following="lagi"), first, SlotState("id=2244994945")).more
    last = replace(first, purpose=f"gap:{MAX_PAGES}:9")
    assert read(page(7, 6, following="lagi"), last, SlotState("id=2244994945")).more
    assert not read(page(7, 6), last, SlotState("id=2244994945")).more


def test_an_empty_list_is_empty_and_keeps_the_place() -> None:
    result = read(page())
    assert result.outcome is Outcome.EMPTY
    assert words_of(result.cursor or "")["since"] == str(NEWEST)


def test_a_search_that_was_silent_for_a_week_begins_anew_and_says_what_is_lost() -> None:
    state = SlotState(text_from(since=id_at(NOW - timedelta(days=14))))
    (ask,) = X.start(SEARCH, state)
    result = read(sample("x/since-too-old"), ask, state, SEARCH, status=400)
    assert (result.outcome, result.spent) == (Outcome.EMPTY, 0)
    assert "cannot be searched any more" in result.detail
    (again,) = result.asks
    assert "since_id" not in query_of(again.url)


def test_a_gap_out_of_reach_is_given_up() -> None:
    state = SlotState(text_from(since=NEWEST, low=5, high=9))
    (gap,) = read(page(NEWEST), slot=SEARCH, state=state).asks
    result = read(sample("x/since-too-old"), gap, state, SEARCH, status=400)
    assert words_of(result.cursor or "") == {"since": str(NEWEST)}


# ------------------------------------------------------------------ known posts


def test_known_posts_are_asked_by_the_id_of_their_newest_wording() -> None:
    known = replace(a_known("11"), url="https://x.com/dewilestawa/status/12")
    _, ask = X.start(ACCOUNT, replace(READ, known=(known,)))
    assert query_of(ask.url)["ids"] == "12"
    assert ask.spend == Spend("x", WORST)


def test_deleted_and_hidden_posts_are_absent_in_different_words() -> None:
    data = sample("x/lookup")
    gone, hidden = (error["value"] for error in data["errors"])
    there, edited = (tweet["id"] for tweet in data["data"])
    state = replace(READ, known=tuple(map(a_known, (gone, hidden, there, edited))))
    result = read(data, X.start(ACCOUNT, state)[1], state)
    assert {(a.post_id, a.signal) for a in result.absences} == {
        (post_id("x", gone), "x: not found"),
        (post_id("x", hidden), "x: hidden with its account"),
    }
    assert [post.native_id for post in result.posts] == [there]
    assert result.cursor is None


def test_an_old_wording_is_not_read_as_a_new_one_and_the_newest_is_asked() -> None:
    data = sample("x/lookup")
    newest = data["data"][1]["edit_history_tweet_ids"][1]
    state = replace(READ, known=(a_known(data["data"][1]["id"]),))
    (ask,) = read(data, X.start(ACCOUNT, state)[1], state).asks
    assert query_of(ask.url)["ids"] == newest


def test_a_missing_parent_is_no_absence_of_a_known_post() -> None:
    state = replace(READ, known=(a_known(sample("x/timeline")["errors"][0]["value"]),))
    ask = X.start(ACCOUNT, state)[1]
    assert read(sample("x/timeline"), ask, state).absences == ()


# ------------------------------------------------------------------ accounts and refusals


@pytest.mark.parametrize(
    ("name", "outcome", "standing"),
    [
        ("x/user-suspended", Outcome.GONE, Standing.SUSPENDED),
        ("x/user-not-found", Outcome.GONE, Standing.GONE),
        ("x/timeline-protected", Outcome.LOGIN_WALL, Standing.PRIVATE),
    ],
)
@pytest.mark.parametrize("state", [SlotState(), READ])
@pytest.mark.parametrize("status", [200, 404])
def test_states_of_an_account_are_told_apart(
    name: str, outcome: Outcome, standing: Standing, state: SlotState, status: int
) -> None:
    result = read(sample(name), state=state, status=status)
    assert (result.outcome, result.spent) == (outcome, 0)
    assert [profile.standing for profile in result.profiles] == [standing]
    assert "@dewilestawa" in result.detail


def test_a_protected_account_is_found_and_not_read() -> None:
    data = sample("x/user")
    data["data"]["protected"] = True
    result = read(data, X.start(ACCOUNT, SlotState())[0], SlotState())
    assert (result.outcome, result.asks) == (Outcome.LOGIN_WALL, ())
    assert result.profiles[0].standing is Standing.PRIVATE


def test_a_changed_handle_is_noticed_within_a_week_and_the_account_stays_the_same() -> None:
    state = SlotState(text_from(id="2244994945", seen="2029-11-10", since=NEWEST))
    result = read(page(), state=state)
    (who,) = result.asks
    assert who.aside
    assert who.url.startswith("https://api.x.com/2/users/2244994945?")
    data = sample("x/user")
    data["data"]["username"] = "BuDewi"
    renamed = read(data, who, state)
    assert renamed.profiles[0].handle == "budewi"
    assert renamed.detail == "the account @dewilestawa is now @budewi"
    assert words_of(renamed.cursor or "") == {
        "id": "2244994945",
        "seen": "2029-11-24",
        "since": str(NEWEST),
    }


@pytest.mark.parametrize(
    ("name", "status", "outcome", "told"),
    [
        ("x/usage-capped", 429, Outcome.SKIPPED, "Usage cap exceeded"),
        ("x/too-many", 429, Outcome.RATE_LIMITED, "until 2029-11-24T21:15:00+00:00"),
        ("x/unauthorized", 401, Outcome.FAILED, "PATROLI_X_TOKEN is wrong or expired"),
        ("x/client-forbidden", 403, Outcome.BLOCKED, "may not read this"),
        ("x/since-too-old", 400, Outcome.FAILED, "One or more parameters"),
    ],
)
def test_refusals_are_told_apart_and_cost_nothing(
    name: str, status: int, outcome: Outcome, told: str
) -> None:
    reset = str(int((NOW + timedelta(minutes=15)).timestamp()))
    headers = (("x-rate-limit-reset", reset),)
    ask = X.start(ACCOUNT, SlotState())[0]
    result = read(sample(name), ask, SlotState(), status=status, headers=headers)
    assert (result.outcome, result.spent) == (outcome, 0)
    assert told in result.detail
    assert (result.cursor, result.absences) == (None, ())


@pytest.mark.parametrize("body", ["", "[]", "<html>", "{}", '{"data": 3}', "[" * 100_000])
def test_what_is_no_answer_of_the_interface_fails(body: str) -> None:
    for ask in (None, X.start(ACCOUNT, SlotState())[0]):
        assert read(body, ask).outcome is Outcome.FAILED
