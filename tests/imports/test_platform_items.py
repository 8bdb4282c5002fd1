"""Items of each platform as Zeeschuimer stores them become posts; forms follow the field names that
4CAT's own readers use. People and texts are invented.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from patroli.imports import Item, read_file
from patroli.imports.platform_items import READERS
from patroli.model import Platform

AT = datetime(2029, 11, 21, 3, 0, tzinfo=UTC)
CREATED = "Wed Nov 21 03:00:00 +0000 2029"


def read_one(place: str, data: dict[str, Any]) -> Item:
    line = json.dumps({"source_platform": place, "timestamp_collected": 1_890_000_000_000,
                       "data": data})  # fmt: skip
    read = read_file("zeeschuimer", "a.ndjson", line.encode(), {}, None)
    assert read.unread == ()
    (item,) = read.items
    return item


def a_tweet(number: str = "1900000000000000002", **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "rest_id": number,
        "core": {"user_results": {"result": {"legacy": {"screen_name": "DewiL", "name": "Dewi"}}}},
        "edit_control": {"edit_tweet_ids": [number]},
        "legacy": {
            "created_at": CREATED,
            "full_text": "Ayo ke TPS",
            "extended_entities": {"media": [{"media_url_https": "https://pbs.example/a.jpg"}]},
        },
    }
    return values | changes


def test_a_post_on_x_becomes_a_post() -> None:
    item = read_one("twitter.com", a_tweet())
    assert (item.platform, item.handle, item.author) == (Platform.X, "dewil", "Dewi")
    assert item.native_id == "1900000000000000002"
    assert (item.text, item.published) == ("Ayo ke TPS", AT)
    assert item.media == ("https://pbs.example/a.jpg",)


def test_an_edited_post_on_x_keeps_the_id_of_its_first_wording() -> None:
    first = "1900000000000000001"
    old = {"edit_control_initial": {"edit_tweet_ids": [first, "1900000000000000002"]}}
    assert read_one("x.com", a_tweet(edit_control=old)).native_id == first
    new = {"edit_tweet_ids": [first, "1900000000000000002"]}
    assert read_one("x.com", a_tweet(edit_control=new)).native_id == first


def test_the_users_name_is_found_where_x_put_it_in_2025() -> None:
    core = {"user_results": {"result": {"core": {"screen_name": "DewiL", "name": "Bu Dewi"}}}}
    assert read_one("x.com", a_tweet(core=core)).author == "Bu Dewi"


def test_a_long_post_on_x_is_read_whole() -> None:
    note = {"note_tweet_results": {"result": {"text": "panjang " * 90}}}
    assert read_one("x.com", a_tweet(note_tweet=note)).text == "panjang " * 90


def test_a_repost_says_whose_words_it_repeats_and_all_of_them() -> None:
    inner = a_tweet("1900000000000000009")
    inner["legacy"] = {"full_text": "Coblos nomor 2", "created_at": CREATED}
    outer = a_tweet()
    outer["legacy"] = {
        "full_text": "RT @DewiL: Coblos…",
        "created_at": CREATED,
        "retweeted_status_result": {"result": {"tweet": inner}},
    }
    assert read_one("x.com", outer).text == "RT @DewiL: Coblos nomor 2"


def test_a_quote_brings_what_it_quotes_and_a_reply_what_it_answers() -> None:
    quoted = {"result": a_tweet("1900000000000000008")}
    item = read_one("x.com", a_tweet(quoted_status_result=quoted))
    assert (item.parent_id, item.parent_author) == ("1900000000000000008", "DewiL")
    assert item.parent_text == "Ayo ke TPS"
    answer = a_tweet()
    answer["legacy"] |= {"in_reply_to_status_id_str": "19", "in_reply_to_screen_name": "bara"}
    item = read_one("x.com", answer)
    assert (item.parent_id, item.parent_author) == ("19", "bara")


def test_the_form_x_had_until_2022_is_still_read_and_named() -> None:
    data = {
        "type": "adaptive",
        "user": {"screen_name": "dewi", "name": "Dewi"},
        "legacy": {"id_str": "15", "full_text": "halo", "created_at": CREATED},
    }
    item = read_one("twitter.com", data)
    assert (item.native_id, item.reader) == ("15", "x-adaptive")


META = {
    "code": "DRRuwaTOQAG",
    "taken_at": int(AT.timestamp()),
    "caption": {"text": "Piket sore"},
    "user": {"username": "dewi_l", "full_name": "Dewi"},
    "image_versions2": {"candidates": [{"url": "https://cdn.example/a.jpg?oe=68"}]},
}


def test_threads_and_instagram_share_a_form_and_not_an_id() -> None:
    threads, instagram = read_one("threads.net", META), read_one("instagram.com", META)
    assert threads.platform is Platform.THREADS
    assert threads.url == "https://www.threads.net/@dewi_l/post/DRRuwaTOQAG"
    assert instagram.url == "https://www.instagram.com/p/DRRuwaTOQAG/"
    assert threads.text == instagram.text == "Piket sore"


def test_a_signed_address_of_a_picture_makes_no_new_version() -> None:
    assert read_one("instagram.com", META).media == ()


def test_a_post_without_a_caption_is_a_post() -> None:
    assert read_one("instagram.com", {**META, "caption": None}).text == ""


def test_a_post_of_which_instagram_loaded_only_a_part_is_told() -> None:
    line = json.dumps({"source_platform": "instagram.com", "data": {"code": "A", "user": {}}})
    ((number, why),) = read_file("zeeschuimer", "a", line.encode(), {}, None).unread
    assert number == 1
    assert "only a part of the post was loaded" in why


def test_what_embedded_pages_of_instagram_held_is_read() -> None:
    data = {
        "shortcode": "DRRuwaTOQAG",
        "taken_at_timestamp": int(AT.timestamp()),
        "owner": {"username": "dewi_l"},
        "edge_media_to_caption": {"edges": [{"node": {"text": "Piket"}}]},
    }
    item = read_one("instagram.com", data)
    assert (item.text, item.reader) == ("Piket", "instagram-graph")


def test_a_comment_on_tiktok_answers_its_video() -> None:
    data = {
        "cid": "7400000000000000001",
        "aweme_id": "7301234567890123456",
        "text": "Setuju, nomor 2",
        "create_time": int(AT.timestamp()),
        "reply_id": "0",
        "user": {"unique_id": "Dewi.L", "nickname": "Bu Dewi"},
    }
    item = read_one("tiktok-comments", data)
    assert (item.handle, item.parent_id) == ("dewi.l", "7301234567890123456")
    assert item.published == AT


def a_story(number: str = "122100000000000001", hidden: str = "pfbid0abc") -> dict[str, Any]:
    story = {
        "post_id": number,
        "wwwURL": f"https://www.facebook.com/dewi.lestawa/posts/{hidden}",
        "message": {"text": "Rapat hari ini"},
        "actors": [{"url": "https://www.facebook.com/dewi.lestawa", "name": "Dewi"}],
    }
    stamp = {"story": {"creation_time": int(AT.timestamp()), "url": "x"}}
    layout = {"story": {"comet_sections": {"metadata": [{}, stamp]}}}
    return {"comet_sections": {"content": {"story": story}, "context_layout": layout}}


def test_a_story_on_facebook_becomes_a_post() -> None:
    item = read_one("facebook.com", a_story())
    assert (item.handle, item.native_id) == ("dewi.lestawa", "122100000000000001")
    assert (item.text, item.published) == ("Rapat hari ini", AT)


NAMES = ["rest_id", "core", "user_results", "result", "legacy", "screen_name", "created_at", "user",
         "full_text", "tweet", "code", "taken_at", "caption", "text", "username", "owner", "cid",
         "shortcode", "aweme_id", "comet_sections", "content", "story", "context_layout",
         "metadata", "actors", "author", "uniqueId", "createTime", "id", "edit_control",
         "edit_tweet_ids", "quoted_status_result", "entities", "media"]  # fmt: skip
SHAPES = st.recursive(
    st.none() | st.text(max_size=3) | st.integers() | st.booleans(),
    lambda inner: (
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=6) | st.lists(inner, max_size=2)
    ),
    max_leaves=30,
)


@given(st.sampled_from(sorted(READERS)), st.dictionaries(st.sampled_from(NAMES), SHAPES))
def test_whatever_shape_a_platform_has_next_month_it_is_read_or_told(
    place: str, data: dict[str, Any]
) -> None:
    line = json.dumps({"source_platform": place, "data": data})
    read = read_file("zeeschuimer", "a", line.encode(), {}, None)
    assert len(read.items) + len(read.unread) == 1
