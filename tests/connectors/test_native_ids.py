"""A post has one native id on every road: an API's id, a file's id, a pasted address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors import test_bluesky_connector as bluesky
from tests.connectors import test_mastodon_connector as mastodon
from tests.connectors import test_youtube_connector as youtube

from patroli.connectors.native import native_id, native_in, platform_of, shortcode
from patroli.connectors.native_forms import BASE64
from patroli.model import Platform

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
ONE_POST = {
    Platform.YOUTUBE: (
        "dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s",
        "https://youtu.be/dQw4w9WgXcQ?si=x",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ",
    ),
    Platform.X: (
        "1864000000000000001",
        "https://x.com/dewi/status/1864000000000000001?s=20",
        "https://twitter.com/dewi/status/1864000000000000001/photo/1",
        "https://x.com/i/web/status/1864000000000000001",
    ),
    Platform.BLUESKY: (
        f"at://{DID}/app.bsky.feed.post/3l6oveex3ii2l",
        f"https://bsky.app/profile/{DID}/post/3l6oveex3ii2l",
    ),
    Platform.MASTODON: (
        "https://telaga.example/users/Dewi/statuses/113000000000000001",
        "https://telaga.example/@Dewi/113000000000000001",
        "https://Telaga.example/@Dewi/113000000000000001/",
    ),
    Platform.TELEGRAM: (
        "kabartelaga/120",
        "KabarTelaga/120",
        "https://t.me/KabarTelaga/120",
        "https://t.me/s/kabartelaga/120?single",
    ),
    Platform.INSTAGRAM: (
        "DRRuwaTOQAG",
        "3770000000000000006",
        "3770000000000000006_4400000000",
        "https://www.instagram.com/p/DRRuwaTOQAG/?img_index=1",
        "https://www.instagram.com/dewi_l/reel/DRRuwaTOQAG/",
    ),
    Platform.THREADS: (
        "DRRuwaTOQAG",
        "3770000000000000006",
        "https://www.threads.net/@dewi_l/post/DRRuwaTOQAG",
        "https://www.threads.com/t/DRRuwaTOQAG/?x=1",
    ),
    Platform.FACEBOOK: (
        "122100000000000001",
        "61550000000000_122100000000000001",
        "S:_I61550000000000:122100000000000001:122100000000000001",
        "https://www.facebook.com/dewi.lestawa/posts/122100000000000001",
        "https://m.facebook.com/story.php?story_fbid=122100000000000001&id=61550000000000",
        "https://www.facebook.com/groups/77/posts/122100000000000001/",
    ),
    Platform.TIKTOK: (
        "7301234567890123456",
        "https://www.tiktok.com/@dewi.lestawa/video/7301234567890123456?lang=id",
        "https://m.tiktok.com/v/7301234567890123456.html",
        "https://www.tiktok.com/@dewi.lestawa/photo/7301234567890123456",
    ),
    Platform.PAGE: (
        "https://contoh.example/kabar?id=3",
        "https://contoh.example:443/kabar?id=3&utm_source=wa#isi",
    ),
}


@pytest.mark.parametrize(
    ("platform", "told"),
    [(platform, told) for platform, ways in ONE_POST.items() for told in ways],
)
def test_every_way_to_a_post_gives_one_id(platform: Platform, told: str) -> None:
    assert native_id(platform, told) == ONE_POST[platform][0]


NO_POST = [
    (Platform.TIKTOK, "https://www.tiktok.com/@dewi.lestawa"),
    (Platform.TIKTOK, "https://vm.tiktok.com/ZMabc/"),
    (Platform.TIKTOK, "https://vt.tiktok.com/ZSabc/"),
    (Platform.BLUESKY, "https://bsky.app/profile/dewi.bsky.social"),
    (Platform.MASTODON, "https://danau.example/@Dewi@telaga.example/113000000000000009"),
    (Platform.FACEBOOK, "https://www.facebook.com/share/p/1AbCdEfG/"),
    (Platform.INSTAGRAM, "https://www.instagram.com/p/DRRuwaTOQAG/c/17900000000000001/"),
    (Platform.TELEGRAM, "https://t.me/kabartelaga/120?comment=7"),
    (Platform.X, "https://contoh.example/dewi/status/1864000000000000001"),
    (Platform.INSTAGRAM, "https://www.instagram.com/dewi_l/"),
    (Platform.FACEBOOK, "https://www.facebook.com/dewi.lestawa"),
    (Platform.YOUTUBE, "https://www.youtube.com/@dewi"),
    (Platform.TELEGRAM, "https://t.me/kabartelaga"),
]


@pytest.mark.parametrize(("platform", "address"), NO_POST)
def test_an_address_that_names_no_post_gives_none(platform: Platform, address: str) -> None:
    assert native_in(platform, address) == ""


def test_an_address_gives_the_id_that_the_connector_gives() -> None:
    posts = [*youtube.uploads().values(), *youtube.comments().values()]
    posts += [p for p in mastodon.posts().values() if not p.native_id.endswith("/activity")]
    assert len(posts) > 6
    assert {p.native_id: native_in(p.platform, p.url) for p in posts} == {
        p.native_id: p.native_id for p in posts
    }


def test_an_address_on_bluesky_gives_the_connectors_id_where_it_names_the_did() -> None:
    for post in bluesky.posts().values():
        did, kind, key = post.native_id.removeprefix("at://").split("/")
        if kind.endswith(".post"):
            address = f"https://bsky.app/profile/{did}/post/{key}"
            assert native_in(Platform.BLUESKY, address) == post.native_id


def test_comments_have_ids_of_their_own() -> None:
    watch = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxKREWxIgDrw8w2e_Z4AaABAg"
    assert native_in(Platform.YOUTUBE, watch) == "UgxKREWxIgDrw8w2e_Z4AaABAg"
    post = "https://www.facebook.com/dewi/posts/122100000000000001?comment_id=9900000000000001"
    assert native_in(Platform.FACEBOOK, post) == "9900000000000001"


def test_a_platform_is_known_by_its_host() -> None:
    assert platform_of("https://m.facebook.com/x") is Platform.FACEBOOK
    assert platform_of("https://youtu.be/x") is Platform.YOUTUBE
    assert platform_of("https://contoh.example/") is None


def test_shortcodes_are_those_that_instagram_gives() -> None:
    """Pairs as the documentation of instagrapi states them."""
    assert shortcode(2278584739065882267) == "B-fKL9qpeab"
    shown_to_followers = "B8jnuB2HAbyc0q001y3F9CHRSoqEljK_dgkJjo"
    assert native_id(Platform.INSTAGRAM, shown_to_followers) == shortcode(2243811726252050162)


@given(st.integers(min_value=10**14, max_value=2**63))
def test_a_shortcode_is_its_number_in_base_64(pk: int) -> None:
    back = 0
    for letter in shortcode(pk):
        back = back * 64 + BASE64.index(letter)
    assert back == pk


@given(st.sampled_from(Platform), st.text() | st.from_regex(r"https?://\S*", fullmatch=True))
def test_whatever_is_told_nothing_breaks_and_an_id_stays_itself(p: Platform, told: str) -> None:
    once = native_id(p, told)
    assert native_id(p, once) == once
