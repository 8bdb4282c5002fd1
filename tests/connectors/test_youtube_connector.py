"""The YouTube Data API's answers. Shapes: developers.google.com/youtube/v3/docs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.connectors.builders import an_answer, html
from tests.connectors.platforms import (
    YOUTUBE,
    all_asks,
    asks,
    known_on,
    query,
    sample,
    says,
    utc,
)
from tests.fakes import NOW, a_slot

from patroli.collect.drive import MAX_ASKS
from patroli.config.settings import UNREAD
from patroli.connectors import CONNECTORS
from patroli.connectors import youtube_asks as ask
from patroli.connectors.json_values import text_from, words_of
from patroli.model import Ask, KnownPost, Outcome, Platform, Post, SlotState, Standing, post_id

UC, UU = "UCdewi0000000000000000aa", "UUdewi0000000000000000aa"
ONE, TWO, REPLY = (
    "UgxSatu00000000000000AaABAg",
    "UgxDua000000000000000AaABAg",
    "UgxSatu00000000000000AaABAg.9abcDEF",
)
SEARCH = replace(YOUTUBE, address="https://www.youtube.com/", query="dukung BaRa")
CHANNEL = asks(YOUTUBE)["channel"]
NEWEST, COMMENTS = ask.uploads(UU, "newest"), ask.comments(UC)


def known(*ids: str, days_ago: float = 1) -> tuple[KnownPost, ...]:
    addresses = (f"https://www.youtube.com/watch?v=aaaaaaaaaaa&lc={one}" for one in ids)
    return tuple(
        known_on(Platform.YOUTUBE, one, url, days_ago=days_ago)
        for one, url in zip(ids, addresses, strict=True)
    )


def uploads() -> dict[str, Post]:
    data = sample("youtube/playlist_items.json")
    return {post.native_id: post for post in says(YOUTUBE, data, NEWEST).posts}


def comments() -> dict[str, Post]:
    data = sample("youtube/comment_threads.json")
    return {post.native_id: post for post in says(YOUTUBE, data, COMMENTS).posts}


def error(reason: str, code: int = 403) -> dict[str, Any]:
    found: dict[str, Any] = sample("youtube/error_quota.json")
    found["error"] |= {"code": code}
    found["error"]["errors"][0]["reason"] = reason
    return found


# ------------------------------------------------------------------ what is asked


def test_a_channel_is_asked_by_its_handle_or_its_id() -> None:
    assert query(CHANNEL)["forHandle"] == "@dewilestawa"
    by_id = replace(YOUTUBE, address=f"https://www.youtube.com/channel/{UC}")
    assert query(asks(by_id)["channel"])["id"] == UC


def test_every_ask_goes_with_the_operators_key_and_says_its_price() -> None:
    state = SlotState(known=known("aaaaaaaaaaa", ONE, REPLY))
    found = says(YOUTUBE, sample("youtube/channels.json"), CHANNEL, state)
    searched = CONNECTORS[Platform.YOUTUBE].start(SEARCH, state)
    made = (*CONNECTORS[Platform.YOUTUBE].start(YOUTUBE, state), *found.asks, *searched)
    assert {one.purpose for one in made} == {
        "channel", "videos", "threads", "known-replies", "newest", "comments",
    }  # fmt: skip
    for one in made:
        assert one.key is not None
        assert (one.key.name, one.key.header) == ("PATROLI_YOUTUBE_KEY", "X-Goog-Api-Key")
        assert "key=" not in one.url.lower()
        assert one.spend is not None
        is_search = "/search?" in one.url
        assert one.spend.budget == ("youtube-search" if is_search else "youtube")
        assert one.spend.units == 1


def test_a_channel_found_is_asked_for_uploads_and_comments() -> None:
    newest, threads = says(YOUTUBE, sample("youtube/channels.json"), CHANNEL).asks
    assert query(newest)["playlistId"] == UU
    assert query(threads)["allThreadsRelatedToChannelId"] == UC
    assert query(threads)["textFormat"] == "plainText"


def test_a_search_is_for_videos_in_indonesia_newest_first() -> None:
    (made,) = asks(SEARCH).values()
    assert dict(query(made)) | {"q": "", "part": ""} == {
        "part": "", "type": "video", "order": "date", "q": "", "regionCode": "ID",
        "relevanceLanguage": "id", "maxResults": "50",
    }  # fmt: skip
    assert query(made)["q"] == "dukung BaRa"


# ------------------------------------------------------------------ videos


def test_a_video_is_read_with_all_it_says() -> None:
    post = uploads()["aaaaaaaaaaa"]
    assert post.id == post_id("youtube", "aaaaaaaaaaa")
    assert post.url == "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    assert (post.author, post.author_handle) == ("Dewi Lestawa", "")
    assert post.title == "Bakti sosial"
    assert post.text == "Bakti sosial\n\nAyo dukung BaRa ✌\nhttps://bara.example/program"
    assert post.media == ("https://i.ytimg.com/vi/aaaaaaaaaaa/hqdefault.jpg",)


def test_a_video_is_of_the_day_it_became_public() -> None:
    assert uploads()["aaaaaaaaaaa"].published_at == utc("2029-11-22T01:00:00+00:00")


def test_a_video_reads_the_same_from_every_list() -> None:
    by_id = says(YOUTUBE, sample("youtube/videos.json"), ask.videos(("aaaaaaaaaaa",))).posts
    assert {p.native_id: p.version for p in by_id} == {
        native: post.version for native, post in uploads().items()
    }


def test_an_edited_title_is_a_new_version_of_the_same_video() -> None:
    data = sample("youtube/playlist_items.json")
    data["items"][0]["snippet"]["title"] = "Bakti sosial (netral)"
    after = says(YOUTUBE, data, NEWEST).posts[0]
    assert after.id == uploads()["aaaaaaaaaaa"].id
    assert after.version != uploads()["aaaaaaaaaaa"].version


def test_a_private_or_deleted_video_is_no_post_and_a_sign_of_absence() -> None:
    state = SlotState(known=known("ddddddddddd", "aaaaaaaaaaa"))
    result = says(YOUTUBE, sample("youtube/playlist_items.json"), NEWEST, state)
    assert "ddddddddddd" not in {post.native_id for post in result.posts}
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (state.known[0].post_id, "playlistItems: Private video")
    ]
    assert "1 videos are private or deleted" in result.detail


def test_a_video_that_is_called_private_is_read() -> None:
    data = sample("youtube/playlist_items.json")
    data["items"][0]["snippet"]["title"] = "Private video"
    result = says(YOUTUBE, data, NEWEST, SlotState(known=known("aaaaaaaaaaa")))
    assert (len(result.posts), result.absences) == (2, ())


# ------------------------------------------------------------------ comments


def test_a_comment_names_its_author_and_the_video_it_answers() -> None:
    comment = comments()[ONE]
    assert comment.text == "Mantap bu, siap!"
    assert (comment.author, comment.author_handle) == ("@BudiSantara", "budisantara")
    assert comment.parent_id == uploads()["aaaaaaaaaaa"].id
    assert comment.parent_author == "dewilestawa"
    assert comment.url == f"https://www.youtube.com/watch?v=aaaaaaaaaaa&lc={ONE}"


def test_a_reply_names_the_comment_it_answers() -> None:
    reply = comments()[REPLY]
    assert reply.parent_id == comments()[ONE].id
    assert (reply.parent_author, reply.author_handle) == ("budisantara", "dewilestawa")


def test_an_edited_comment_says_when() -> None:
    assert comments()[ONE].edited_at == utc("2029-11-22T04:00:00+00:00")
    assert comments()[TWO].edited_at is None


@pytest.mark.parametrize(
    ("name", "address", "handle"),
    [
        ("@Budi.S", "", "budi.s"),
        ("Budi", "http://www.youtube.com/@BudiS", "budis"),
        (
            "Budi",
            "http://www.youtube.com/channel/UCbudi0000000000000000aa",
            "UCbudi0000000000000000aa",
        ),
        ("Budi", "", "UCbudisantara00000000000"),
    ],
)
def test_who_commented_is_told_by_handle_or_channel(name: str, address: str, handle: str) -> None:
    data = sample("youtube/comment_threads.json")
    snippet = data["items"][0]["snippet"]["topLevelComment"]["snippet"]
    snippet |= {"authorDisplayName": name, "authorChannelUrl": address}
    assert says(YOUTUBE, data, COMMENTS).posts[0].author_handle == handle


def test_replies_the_list_leaves_out_are_asked_for() -> None:
    data = sample("youtube/comment_threads.json")
    data["items"][0]["snippet"]["totalReplyCount"] = 9
    result = says(YOUTUBE, data, COMMENTS)
    made = next(one for one in result.asks if one.purpose.startswith("replies"))
    assert query(made)["parentId"] == ONE
    (reply,) = says(YOUTUBE, sample("youtube/comments.json"), made).posts
    assert reply.version == comments()[REPLY].version
    assert reply.url == comments()[REPLY].url


def test_replies_all_known_are_not_asked_for_again_and_few_threads_a_page_are() -> None:
    data = sample("youtube/comment_threads.json")
    data["items"][0]["snippet"]["totalReplyCount"] = 2
    state = SlotState(known=known(f"{ONE}.lain"))
    assert not any("replies" in one.purpose for one in says(YOUTUBE, data, COMMENTS, state).asks)
    data["items"] = [data["items"][0] | {"id": f"Ugx{n}"} for n in range(8)]
    result = says(YOUTUBE, data, COMMENTS)
    assert sum("replies" in one.purpose for one in result.asks) == 5
    assert "3 threads hold replies that were not read" in result.detail


def test_comments_are_read_page_by_page_until_known() -> None:
    result = says(YOUTUBE, sample("youtube/comment_threads.json"), COMMENTS)
    (made,) = result.asks
    assert (made.purpose, query(made)["pageToken"]) == ("comments:2", "Z2V0X25ld2VzdF9maXJzdA")
    state = SlotState(known=known(ONE, TWO))
    again = says(YOUTUBE, sample("youtube/comment_threads.json"), COMMENTS, state)
    assert (again.asks, again.cursor) == ((), None)
    last = replace(COMMENTS, purpose="comments:3")
    assert says(YOUTUBE, sample("youtube/comment_threads.json"), last).asks == ()


# ------------------------------------------------------------------ pages


def many(made: Ask) -> tuple[Any, int]:
    """Uploads by two a page, four pages."""
    if "/channels?" in made.url:
        return sample("youtube/channels.json"), 200
    data = sample("youtube/playlist_items.json")
    if "/playlistItems?" not in made.url:
        return {"kind": "youtube#listResponse", "items": []}, 200
    page = int(query(made).get("pageToken", "T0")[1:])
    for number, item in enumerate(data["items"][:2]):
        item["contentDetails"]["videoId"] = f"video-{page}-{number}--"
    data["nextPageToken"] = f"T{page + 1}"
    if page == 3:
        del data["nextPageToken"]
    return data, 200


def tokens(made: list[Ask]) -> list[str]:
    return [query(one).get("pageToken", "") for one in made if "/playlistItems?" in one.url]


def test_uploads_are_read_to_the_end() -> None:
    made, cursor = all_asks(YOUTUBE, SlotState(), many)
    assert tokens(made) == ["", "T1", "T2", "T3"]
    assert words_of(cursor or "")["whole"] == "1"


def test_a_page_below_the_floor_ends_the_descent_and_the_sweep_goes_on_where_it_was() -> None:
    state = SlotState(text_from(floor=NOW.isoformat(), sweep="T2"))
    made, cursor = all_asks(YOUTUBE, state, many)
    assert tokens(made) == ["", "T2", "T3"]
    assert words_of(cursor or "") == {"floor": NOW.isoformat(), "whole": "1"}


def test_a_page_token_that_has_gone_stale_is_forgotten() -> None:
    state = SlotState(text_from(floor=NOW.isoformat(), sweep="RUSAK"))
    made = ask.uploads(UU, f"sweep:1:{state.cursor}", "RUSAK")
    result = says(YOUTUBE, error("invalidPageToken", 400), made, state, status=400)
    assert (result.outcome, made.aside) == (Outcome.EMPTY, True)
    assert words_of(result.cursor or "") == {"floor": NOW.isoformat()}


# ------------------------------------------------------------------ searches


def test_hits_are_asked_in_full_since_a_search_shortens_them() -> None:
    (first,) = asks(SEARCH).values()
    result = says(SEARCH, sample("youtube/search.json"), first)
    assert (result.outcome, result.posts) == (Outcome.EMPTY, ())
    in_full, more = result.asks
    assert query(in_full)["id"] == "aaaaaaaaaaa"
    assert query(more)["pageToken"] == "CDIQAA"
    (post, _) = says(SEARCH, sample("youtube/videos.json"), in_full).posts
    assert post.version == uploads()["aaaaaaaaaaa"].version
    assert post.author_handle == UC


def test_a_search_spends_two_calls_a_round_and_says_what_it_left() -> None:
    first = says(SEARCH, sample("youtube/search.json"), asks(SEARCH)["newest"])
    result = says(SEARCH, sample("youtube/search.json"), first.asks[1])
    assert [one.purpose for one in result.asks] == ["videos"]
    assert "more were found than are read" in result.detail
    state = SlotState(text_from(floor=NOW.isoformat()))
    again = says(SEARCH, sample("youtube/search.json"), asks(SEARCH)["newest"], state)
    assert [one.purpose for one in again.asks] == ["videos"]


# ------------------------------------------------------------------ known posts


def test_known_videos_threads_and_replies_are_asked_by_id_50_a_request() -> None:
    state = SlotState(known=known(*(f"{n:011}" for n in range(120)), ONE, REPLY))
    made = CONNECTORS[Platform.YOUTUBE].start(YOUTUBE, state)
    counts = [(one.purpose, query(one)["id"].count(",") + 1) for one in made[1:]]
    assert counts == [("videos", 50), ("videos", 50), ("threads", 1), ("known-replies", 1)]


def test_a_video_that_is_not_listed_is_a_sign_of_absence() -> None:
    state = SlotState(known=known("aaaaaaaaaaa", "ccccccccccc"))
    result = says(YOUTUBE, sample("youtube/videos.json"), asks(YOUTUBE, state)["videos"], state)
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (state.known[1].post_id, "videos: not listed")
    ]


def test_a_thread_that_is_not_listed_is_asked_as_a_comment_too() -> None:
    state = SlotState(known=known(ONE, "UgxHilang"))
    data = sample("youtube/comment_threads.json")
    result = says(YOUTUBE, data, asks(YOUTUBE, state)["threads"], state)
    gone = state.known[1]
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (gone.post_id, "commentThreads: not listed")
    ]
    (made,) = result.asks
    nothing = {"kind": "youtube#commentListResponse", "items": []}
    second = says(YOUTUBE, nothing, made, state)
    assert (made.subject, second.outcome) == (gone.post_id, Outcome.GONE)
    assert [a.signal for a in second.absences] == ["comments: not listed"]


def test_a_known_reply_reads_the_same_by_id() -> None:
    state = SlotState(known=known(REPLY, f"{ONE}.hilang"))
    made = asks(YOUTUBE, state)["known-replies"]
    result = says(YOUTUBE, sample("youtube/comments.json"), made, state)
    assert result.posts[0].version == comments()[REPLY].version
    assert result.posts[0].url == comments()[REPLY].url
    assert [a.signal for a in result.absences] == ["comments: not listed"]


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_a_list_that_is_refused_is_no_sign_of_absence(status: int) -> None:
    state = SlotState(known=known("aaaaaaaaaaa"))
    result = says(YOUTUBE, error("apaSaja"), asks(YOUTUBE, state)["videos"], state, status=status)
    assert result.absences == ()
    assert not result.outcome.reached


# ------------------------------------------------------------------ the channel


def test_the_channel_tells_who_it_is() -> None:
    (profile,) = says(YOUTUBE, sample("youtube/channels.json"), CHANNEL).profiles
    assert (profile.native_id, profile.handle) == (UC, "dewilestawa")
    assert (profile.name, profile.standing) == ("Dewi Lestawa", Standing.PUBLIC)


NOBODY = {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0}}


def test_a_channel_that_is_not_listed_is_gone() -> None:
    result = says(YOUTUBE, NOBODY, CHANNEL)
    assert result.outcome is Outcome.GONE
    assert [p.standing for p in result.profiles] == [Standing.GONE]


def test_a_handle_nobody_bears_is_looked_up_by_a_video_of_its_channel() -> None:
    state = SlotState(known=known("aaaaaaaaaaa"))
    result = says(YOUTUBE, NOBODY, CHANNEL, state)
    (video,) = result.asks
    assert (result.profiles, query(video)["id"]) == ((), "aaaaaaaaaaa")
    (owner,) = says(YOUTUBE, sample("youtube/videos.json"), video, state).asks
    assert query(owner)["id"] == UC
    data = sample("youtube/channels.json")
    data["items"][0]["snippet"]["customUrl"] = "@DewiBaru"
    renamed = says(YOUTUBE, data, owner, state)
    assert [(p.native_id, p.handle) for p in renamed.profiles] == [(UC, "dewibaru")]
    assert renamed.asks == ()


@pytest.mark.parametrize(
    ("reason", "standing"),
    [
        ("channelClosed", Standing.DEACTIVATED),
        ("channelSuspended", Standing.SUSPENDED),
        ("channelNotFound", Standing.GONE),
    ],
)
def test_a_channel_that_is_away_says_how(reason: str, standing: Standing) -> None:
    result = says(YOUTUBE, error(reason), CHANNEL, status=403)
    assert result.outcome is Outcome.GONE
    assert [p.standing for p in result.profiles] == [standing]


# ------------------------------------------------------------------ what else may come


@pytest.mark.parametrize(
    ("data", "status", "outcome", "told"),
    [
        (sample("youtube/error_quota.json"), 403, Outcome.RATE_LIMITED, "quotaExceeded"),
        (error("rateLimitExceeded"), 403, Outcome.RATE_LIMITED, "rateLimitExceeded"),
        (sample("youtube/error_key.json"), 400, Outcome.LOGIN_WALL, "PATROLI_YOUTUBE_KEY"),
        (error("keyInvalid", 400), 400, Outcome.LOGIN_WALL, "keyInvalid"),
        (error("accessNotConfigured"), 403, Outcome.LOGIN_WALL, "accessNotConfigured"),
        (error("commentsDisabled"), 403, Outcome.EMPTY, "comments are switched off"),
        (error("playlistNotFound", 404), 404, Outcome.EMPTY, "no public uploads"),
        (error("forbidden"), 403, Outcome.BLOCKED, "forbidden"),
        (error("backendError", 503), 503, Outcome.FAILED, "backendError"),
        (html(), 200, Outcome.FAILED, "no list"),
        (html(head="<title>Just a moment...</title>"), 200, Outcome.BLOCKED, "firewall"),
        ("[" * 100_000, 200, Outcome.FAILED, "no list"),
        ({}, 200, Outcome.FAILED, "no list"),
        ([], 200, Outcome.FAILED, "no list"),
        ("", 404, Outcome.FAILED, "404"),
    ],
)
def test_what_is_no_list_says_what_it_is(
    data: Any, status: int, outcome: Outcome, told: str
) -> None:
    for made in (CHANNEL, NEWEST, COMMENTS):
        result = says(YOUTUBE, data, made, status=status)
        assert result.outcome is outcome
        assert told in result.detail


def test_a_channel_without_uploads_is_no_failure() -> None:
    data = sample("youtube/channels.json")
    data["items"][0]["contentDetails"]["relatedPlaylists"] = {"likes": ""}
    result = says(YOUTUBE, data, CHANNEL)
    assert result.outcome is Outcome.EMPTY
    assert [one.purpose for one in result.asks] == ["comments"]


def test_the_key_free_feed_is_read_as_the_feed_it_is() -> None:
    """`robots.txt` of YouTube closes it to programs today; the round asks that first."""
    slot = a_slot(f"https://www.youtube.com/feeds/videos.xml?channel_id={UC}")
    answer = an_answer(sample("youtube/channel_feed.xml"), slot)
    (post,) = CONNECTORS[Platform.FEED].read(slot, SlotState(), answer).posts
    assert (post.url, post.title) == ("https://www.youtube.com/watch?v=aaaaaaaaaaa", "Bakti sosial")


def test_a_settled_channel_costs_at_most_ten_units_a_round() -> None:
    ids = [f"video-{page}-{number}--" for page in range(4) for number in range(2)]
    cursor = text_from(floor=NOW.isoformat(), sweep="T2")
    state = SlotState(cursor, known(*ids, ONE, TWO, REPLY))

    def settled(made: Ask) -> tuple[Any, int]:
        if "/commentThreads?" in made.url:
            return sample("youtube/comment_threads.json"), 200
        if "/comments?" in made.url:
            return sample("youtube/comments.json"), 200
        if "/videos?" in made.url:
            items = [
                sample("youtube/videos.json")["items"][0] | {"id": one}
                for one in query(made)["id"].split(",")
            ]
            return {"kind": "youtube#videoListResponse", "items": items}, 200
        return many(made)

    made, _ = all_asks(YOUTUBE, state, settled)
    assert sum(one.spend.units for one in made if one.spend) <= 10


UNDER_WAY = text_from(floor=NOW.isoformat(), place="x", sweep="y")


def test_the_longest_round_stays_within_the_asks_of_a_slot() -> None:
    """Every list without end, every thread long, every known post gone."""
    ids = iter(range(10_000))

    def worst(made: Ask) -> tuple[Any, int]:
        if "/channels?" in made.url:
            return sample("youtube/channels.json"), 200
        nothing = {"kind": "youtube#listResponse", "items": []}
        if "/videos?" in made.url or "id" in query(made):
            return nothing, 200
        if "/commentThreads?" in made.url:
            data = sample("youtube/comment_threads.json")
            begun = data["items"][0]
            begun["snippet"]["totalReplyCount"] = 50
            data["items"] = [begun | {"id": f"Ugx{next(ids)}"} for _ in range(20)]
            for item in data["items"]:
                top = item["snippet"]["topLevelComment"] | {"id": item["id"]}
                item["snippet"] = item["snippet"] | {"topLevelComment": top}
            return data, 200
        if "/playlistItems?" in made.url:
            data = sample("youtube/playlist_items.json")
            data["items"][0]["contentDetails"]["videoId"] = f"{next(ids):011}"
            return data, 200
        return nothing, 200

    remembered = (*(f"{n:011}" for n in range(9000, 9200)), *(f"Ug{n}" for n in range(200)))
    made, _ = all_asks(YOUTUBE, SlotState(UNDER_WAY, known(*remembered)), worst, limit=500)
    rechecks = sum(bool(one.subject) for one in made)
    assert rechecks
    assert len(made) - rechecks + UNREAD.recheck_posts <= MAX_ASKS
