"""Instagram from bytes: business discovery and hashtags.

The samples follow developers.facebook.com, "Business Discovery" and "IG Hashtag Recent Media", with
invented people; the codes for tags (18, 24) are believed, not seen. No real server was asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from tests.connectors.networks import a_round, known, read
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of, words_of
from patroli.model import Ask, Key, Outcome, Platform, SlotState, Spend, Standing, post_id

INSTAGRAM = CONNECTORS[Platform.INSTAGRAM]
SLOT = a_slot("https://www.instagram.com/Dewi.Lestawa/", platform=Platform.INSTAGRAM)
TAG = a_slot(
    "https://www.instagram.com/",
    platform=Platform.INSTAGRAM,
    account_id=None,
    keyword_id="tagar",
    query="#TelagaBiruMaju",
)
KEY = Key("PATROLI_META_TOKEN", operator="PATROLI_INSTAGRAM_USER")
MEDIA = sample("instagram/media")


def asked_fields(ask: Ask) -> str:
    return query_of(ask.url)["fields"]


def test_an_account_is_discovered_through_the_operators_own() -> None:
    (ask,) = INSTAGRAM.start(SLOT, SlotState())
    assert ask.url.startswith("https://graph.facebook.com/v26.0/{operator}?fields=")
    assert asked_fields(ask).startswith("business_discovery.username(dewi.lestawa){id,")
    assert unquote(ask.url).count("{operator}") == 1
    assert ask.url.replace("{operator}", "178").count("{") == 0


def test_every_ask_names_key_and_price_and_holds_no_secret() -> None:
    (find,) = INSTAGRAM.start(TAG, SlotState())
    (tag,) = read(TAG, sample("instagram/hashtag"), find).asks
    (later,) = INSTAGRAM.start(TAG, SlotState("id=17841593698074073&counted=2029-11-20"))
    asks = (*INSTAGRAM.start(SLOT, SlotState()), *read(SLOT, MEDIA).asks, find, tag, later)
    assert {ask.key for ask in asks} == {KEY}
    assert [ask.spend for ask in (find, tag, later)] == [
        Spend("instagram-hashtag", 1),
        Spend("meta", 1),
        Spend("instagram-hashtag", 1),
    ]
    assert holds_no_secret(*asks)


def test_the_account_and_its_media_are_read() -> None:
    result = read(SLOT, MEDIA)
    (profile,) = result.profiles
    assert (profile.native_id, profile.handle) == ("17841401441775531", "dewi.lestawa")
    assert (profile.name, profile.standing) == ("Dewi Lestawa", Standing.PUBLIC)
    first, second = result.posts
    assert first.text == "Siap menangkan #TelagaBiruMaju ✌"
    assert first.author == "Dewi Lestawa"
    assert second.url == "https://www.instagram.com/reel/Fik_tif-002/"


def test_a_post_has_the_id_that_an_imported_one_has() -> None:
    first = read(SLOT, MEDIA).posts[0]
    assert first.native_id == "Fik_tif-001"
    assert first.id == post_id("instagram", "Fik_tif-001")


def test_pictures_are_named_so_that_they_stay_the_same_at_every_look() -> None:
    first = read(SLOT, MEDIA).posts[0]
    assert first.media == (
        "https://www.instagram.com/p/Fik_tif-001/#17858843269216390",
        "https://www.instagram.com/p/Fik_tif-001/#17858843269216391",
    )


def test_an_edited_caption_is_a_new_version() -> None:
    data = sample("instagram/media")
    data["business_discovery"]["media"]["data"][0]["caption"] = "Selamat pagi"
    before, after = read(SLOT, MEDIA).posts[0], read(SLOT, data).posts[0]
    assert after.id == before.id
    assert after.version != before.version


def test_the_next_page_is_asked_by_its_cursor() -> None:
    (ask,) = read(SLOT, MEDIA).asks
    assert "media.after(QVFIUmFmdGVySUc=).limit(50)" in asked_fields(ask)


def a_server(posts: list[dict[str, Any]], size: int = 5) -> Any:
    def answer(ask: Ask) -> Any:
        at = int(asked_fields(ask).partition(".after(")[2].partition(")")[0] or 0)
        media: dict[str, Any] = {"data": posts[at : at + size]}
        if media["data"]:
            media |= {"paging": {"cursors": {"after": str(at + size)}}}
        found = {"id": "1", "username": "dewi.lestawa", "media_count": len(posts), "media": media}
        return {"business_discovery": found}

    return answer


def test_rounds_read_the_whole_account_in_steps() -> None:
    posts = [
        {
            "id": str(n),
            "caption": f"Catatan {n}",
            "permalink": f"https://www.instagram.com/p/C{n}/",
            "timestamp": (NOW - timedelta(hours=20 * n)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        for n in range(60)
    ]
    state, got = SlotState(), set[str]()
    for _ in range(12):
        done = a_round(SLOT, state, a_server(posts))
        state, got = done.state, got | done.natives
        assert len(done.asks) <= 4
    assert len(got) == 60


def test_a_place_that_is_not_known_any_more_begins_the_sweep_anew() -> None:
    state = SlotState("since=2029-11-23T00:00:00%2B00:00&sweep=lama")
    (ask,) = read(SLOT, MEDIA, state=state).asks
    sweep = replace(ask, purpose="sweep:0:floor=2029-11-22T00:00:00%2B00:00&sweep=lama")
    error = {"error": {"code": 100, "message": "Invalid cursor", "type": "OAuthException"}}
    result = read(SLOT, error, sweep, state, status=400)
    assert result.outcome is Outcome.EMPTY
    assert words_of(result.cursor or "") == {"floor": "2029-11-22T00:00:00+00:00"}


def whole(*codes: str) -> dict[str, Any]:
    """The answer for an account of which all media are listed."""
    listed = [
        {"id": str(n), "permalink": f"https://www.instagram.com/p/{code}/", "caption": "Isi"}
        for n, code in enumerate(codes)
    ]
    account = {"id": "1", "username": "dewi.lestawa", "media_count": len(codes)}
    return {"business_discovery": {**account, "media": {"data": listed}}}


def test_a_known_post_that_the_whole_list_lacks_is_absent() -> None:
    state = SlotState(known=(known(SLOT, "Hilang"), known(SLOT, "Ada")))
    result = read(SLOT, whole("Ada"), state=state)
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (post_id("instagram", "Hilang"), "instagram: not listed any more")
    ]


def test_a_list_that_is_not_whole_says_nothing_of_what_it_lacks() -> None:
    state = SlotState(known=(known(SLOT, "Hilang"),))
    without_media = {"business_discovery": {"id": "1", "username": "dewi.lestawa"}}
    for data in (MEDIA, without_media):
        assert read(SLOT, data, state=state).absences == ()


def test_a_personal_account_is_told_and_no_other_way_is_tried() -> None:
    result = read(SLOT, sample("instagram/not-professional"), status=400)
    assert result.outcome is Outcome.BLOCKED
    assert "@dewi.lestawa is no professional account" in result.detail
    assert (result.asks, result.profiles) == ((), ())


# ------------------------------------------------------------------ tags


def test_a_tag_is_found_by_its_number_and_then_asked_by_it() -> None:
    (find,) = INSTAGRAM.start(TAG, SlotState())
    assert "/ig_hashtag_search?q=telagabirumaju&user_id={operator}" in find.url
    found = read(TAG, sample("instagram/hashtag"), find)
    assert found.spent == 1
    (ask,) = found.asks
    assert "/17841593698074073/recent_media?" in ask.url
    assert ask.url.endswith("&user_id={operator}")
    result = read(TAG, sample("instagram/recent-media"), ask)
    assert [post.text for post in result.posts] == ["Dukung perubahan #TelagaBiruMaju", ""]


def test_whose_a_tagged_post_is_nobody_says() -> None:
    ask = INSTAGRAM.start(TAG, SlotState("id=17841593698074073"))[0]
    for post in read(TAG, sample("instagram/recent-media"), ask).posts:
        assert (post.author, post.author_handle) == ("", "")


def test_further_pages_of_a_tag_are_asked_and_not_without_end() -> None:
    ask, count = INSTAGRAM.start(TAG, SlotState("id=17841593698074073"))[0], 1
    while asks := read(TAG, sample("instagram/recent-media"), ask).asks:
        (ask,) = asks
        count += 1
        assert "after=QVFIUnRhZw" in ask.url
        assert "FICTIONALTOKEN" not in ask.url
    assert count == 5


@pytest.mark.parametrize(
    ("counted", "spent", "then"),
    [("2029-11-20", 0, "2029-11-20"), ("2029-11-17", 1, "2029-11-24"), ("", 1, "2029-11-24")],
)
def test_a_tag_counts_once_in_seven_days(counted: str, spent: int, then: str) -> None:
    state = SlotState(f"id=17841593698074073&counted={counted}")
    ask = INSTAGRAM.start(TAG, state)[0]
    result = read(TAG, {"data": []}, ask, state)
    assert result.outcome is Outcome.EMPTY
    assert result.spent == spent
    assert words_of(result.cursor or "") == {"id": "17841593698074073", "counted": then}


def test_a_phrase_of_several_words_is_not_searched() -> None:
    assert INSTAGRAM.start(replace(TAG, query="dukung Bagas Wiratama"), SlotState()) == ()


def test_too_many_tags_and_a_tag_nobody_knows_are_told_apart() -> None:
    result = read(TAG, sample("instagram/too-many-tags"), status=400)
    assert (result.outcome, result.spent) == (Outcome.SKIPPED, 0)
    assert "30 tags" in result.detail
    unknown = {"error": {"code": 24, "error_subcode": 2207024, "message": "Invalid hashtag"}}
    assert read(TAG, unknown, status=400).outcome is Outcome.EMPTY
    assert read(TAG, {"data": []}).outcome is Outcome.EMPTY
