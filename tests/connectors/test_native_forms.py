"""Laws of names: every form of one post's address leads to one id, and never to another post's."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.connectors.native import (
    changes_hands,
    id_of,
    native_id,
    other_names,
    platform_of,
    shortcode,
    why_nameless,
)
from patroli.model import Platform

WORD = string.ascii_letters + string.digits
NUMBERS = st.integers(min_value=10**14, max_value=10**18).map(str)
HANDLES = st.text(string.ascii_letters, min_size=5, max_size=15)
KEYS = st.text("234567abcdefghijklmnopqrstuvwxyz", min_size=13, max_size=13)
VIDEOS = st.text(WORD + "-_", min_size=11, max_size=11)
DIDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24)

FORMS: Mapping[Platform, Sequence[str]] = {
    Platform.FACEBOOK: (
        "{id}",
        "61550000000000_{id}",
        "S:_I61550000000000:{id}:{id}",
        "https://www.facebook.com/{handle}/posts/{id}",
        "https://www.facebook.com/{handle}/posts/ayo-coblos-2/{id}/?__cft__=a",
        "https://facebook.com/permalink.php?story_fbid={id}&id=61550000000000",
        "https://m.facebook.com/story.php?story_fbid={id}&id=61550000000000&_rdr",
        "https://mbasic.facebook.com/story.php?story_fbid={id}&id=61550000000000",
        "https://web.facebook.com/{handle}/posts/{id}",
        "https://www.facebook.com/groups/77/posts/{id}/",
        "https://www.facebook.com/groups/77/permalink/{id}/",
        "https://www.facebook.com/groups/77/?multi_permalinks={id}",
        "https://www.facebook.com/photo/?fbid={id}&set=a.1",
        "https://www.facebook.com/photo.php?fbid={id}",
        "https://www.facebook.com/{handle}/photos/a.1/{id}/",
        "https://www.facebook.com/{handle}/videos/{id}/",
        "https://www.facebook.com/{handle}/videos/hari-guru/{id}/",
        "https://www.facebook.com/watch/?v={id}",
        "https://www.facebook.com/reel/{id}?mibextid=a",
    ),
    Platform.TELEGRAM: (
        "{handle}/{id}",
        "{handle}-{id}",
        "https://t.me/{handle}/{id}",
        "http://t.me/{handle}/{id}/",
        "https://t.me/s/{handle}/{id}",
        "https://t.me/{handle}/{id}?single",
        "https://t.me/{handle}/{id}?embed=1&mode=tme",
        "https://t.me/{handle}/4/{id}",
        "https://telegram.me/{handle}/{id}",
        "https://telegram.dog/{handle}/{id}",
    ),
    Platform.BLUESKY: (
        "at://did:plc:{did}/app.bsky.feed.post/{key}",
        "https://bsky.app/profile/did:plc:{did}/post/{key}",
        "https://bsky.app/profile/did:plc:{did}/post/{key}/?x=1",
    ),
    Platform.MASTODON: (
        "https://danau.example/users/{handle}/statuses/{id}",
        "https://danau.example/@{handle}/{id}",
        "https://Danau.example/@{handle}/{id}/",
        "https://danau.example/@{handle}/{id}/embed",
    ),
    Platform.X: (
        "{id}",
        "https://x.com/{handle}/status/{id}",
        "https://twitter.com/{handle}/status/{id}?s=20&t=abc",
        "https://mobile.twitter.com/{handle}/status/{id}",
        "https://mobile.x.com/{handle}/status/{id}",
        "https://x.com/i/web/status/{id}",
        "https://x.com/i/status/{id}",
        "https://x.com/{handle}/status/{id}/photo/1",
        "https://twitter.com/{handle}/statuses/{id}",
    ),
    Platform.INSTAGRAM: (
        "{code}",
        "{pk}",
        "{pk}_4400000000",
        "https://www.instagram.com/p/{code}/",
        "https://www.instagram.com/p/{code}/?img_index=2&igsh=a",
        "https://www.instagram.com/{handle}/p/{code}/",
        "https://www.instagram.com/reel/{code}/",
        "https://www.instagram.com/reels/{code}/",
        "https://www.instagram.com/{handle}/reel/{code}",
        "https://instagram.com/tv/{code}",
        "https://m.instagram.com/p/{code}/embed/captioned/",
        "https://www.instagram.com/stories/{handle}/{pk}/",
    ),
    Platform.THREADS: (
        "{code}",
        "{pk}",
        "https://www.threads.net/@{handle}/post/{code}",
        "https://www.threads.com/@{handle}/post/{code}?xmt=a",
        "https://threads.com/t/{code}/",
        "https://www.threads.com/@{handle}/post/{code}/media",
    ),
    Platform.YOUTUBE: (
        "{video}",
        "https://www.youtube.com/watch?v={video}",
        "https://www.youtube.com/watch?t=40s&v={video}&list=PL1",
        "https://m.youtube.com/watch?v={video}",
        "https://music.youtube.com/watch?v={video}",
        "https://youtu.be/{video}?si=abc&t=3",
        "https://www.youtube.com/shorts/{video}?feature=share",
        "https://www.youtube.com/live/{video}",
        "https://www.youtube.com/embed/{video}",
        "https://www.youtube-nocookie.com/embed/{video}",
    ),
    Platform.TIKTOK: (
        "{id}",
        "https://www.tiktok.com/@{handle}/video/{id}?lang=id",
        "https://www.tiktok.com/@{handle}/photo/{id}",
        "https://m.tiktok.com/v/{id}.html",
        "https://www.tiktok.com/embed/v2/{id}",
        "https://www.tiktok.com/player/v1/{id}",
    ),
}


@st.composite
def things(draw: st.DrawFn) -> dict[str, str]:
    """What stands in addresses of one post."""
    pk = draw(st.integers(min_value=10**17, max_value=2**63))
    named = {"pk": str(pk), "code": shortcode(pk), "id": draw(NUMBERS), "key": draw(KEYS)}
    return {**named, "handle": draw(HANDLES), "video": draw(VIDEOS), "did": draw(DIDS)}


def ids(platform: Platform, thing: Mapping[str, str]) -> set[str]:
    told = (form.format(**thing) for form in FORMS[platform])
    return {id_of(platform, native_id(platform, one)) for one in told}


@pytest.mark.parametrize("platform", FORMS)
@given(thing=things())
def test_every_form_of_an_address_leads_to_one_post(
    platform: Platform, thing: dict[str, str]
) -> None:
    (found,) = ids(platform, thing)
    assert found


@pytest.mark.parametrize("platform", FORMS)
@given(one=things(), other=things())
def test_no_form_of_an_address_leads_to_another_post(
    platform: Platform, one: dict[str, str], other: dict[str, str]
) -> None:
    parts = ("id", "pk", "key", "video")
    if all(one[part] != other[part] for part in parts):
        assert not ids(platform, one) & ids(platform, other)


@given(one=st.sampled_from(sorted(FORMS)), other=st.sampled_from(sorted(FORMS)), thing=things())
def test_no_address_of_one_platform_leads_to_a_post_of_another(
    one: Platform, other: Platform, thing: dict[str, str]
) -> None:
    if one is not other:
        assert not ids(one, thing) & ids(other, thing)


@pytest.mark.parametrize("platform", [p for p in FORMS if p is not Platform.MASTODON])
@given(thing=things())
def test_the_host_of_every_form_tells_its_platform(
    platform: Platform, thing: dict[str, str]
) -> None:
    told = (form.format(**thing) for form in FORMS[platform])
    assert {platform_of(one) for one in told if one.startswith("http")} == {platform}


def test_a_channels_number_is_the_same_however_it_is_written() -> None:
    ways = ("1492664793/12", "-1001492664793/12", "https://t.me/c/1492664793/12",
            "https://t.me/c/1492664793/4/12?thread=4")  # fmt: skip
    assert {native_id(Platform.TELEGRAM, way) for way in ways} == {"1492664793/12"}


def test_a_media_id_of_metas_api_is_not_taken_for_a_number_that_makes_a_shortcode() -> None:
    assert native_id(Platform.INSTAGRAM, "17895695668004550") == "17895695668004550"


SHARED = (
    "https://vm.tiktok.com/ZMabc/",
    "https://vt.tiktok.com/ZSabc/",
    "https://www.tiktok.com/t/ZTabc/",
    "https://www.facebook.com/share/p/1AbCdEfG/",
    "https://m.facebook.com/share/v/1AbCdEfG/",
    "https://fb.watch/abc/",
    "https://www.instagram.com/share/abc",
)


@pytest.mark.parametrize("address", SHARED)
def test_a_share_link_says_why_it_names_no_post(address: str) -> None:
    platform = platform_of(address)
    assert platform is not None
    assert native_id(platform, address) == ""
    assert "open it" in why_nameless(address)


@given(st.sampled_from(Platform), st.text(), st.text() | st.from_regex(r"https?://\S*"))
def test_whatever_stands_beside_an_id_other_names_never_repeat_it(
    platform: Platform, native: str, url: str
) -> None:
    assert native not in other_names(platform, native, url)


SPEAKS_OF_ANOTHER = [
    # An id of a tool's own, whose digits are some story's by chance.
    (Platform.FACEBOOK, "mcl:122100000000000001", ""),
    (Platform.FACEBOOK, "picture:1221", ""),
    # A boost, a repost and a comment carry the address of what they share or stand under.
    (Platform.MASTODON, "https://danau.example/users/d/statuses/9/activity",
     "https://danau.example/@b/7"),
    (Platform.BLUESKY, "at://did:plc:a/app.bsky.feed.repost/3k",
     "https://bsky.app/profile/b.example/post/3k"),
    (Platform.TIKTOK, "7300000000000000001",
     "https://www.tiktok.com/@/video/7301234567890123456"),
    (Platform.FEED, "http://situs.example/?p=12#comment-5", "http://situs.example/kabar/a/"),
    (Platform.FEED, "http://situs.example/?p=12", "http://situs.example/"),
    (Platform.FEED, "http://situs.example/?p=12", "http://lain.example/kabar/a/"),
    (Platform.FEED, "tag:situs.example,2029:a", "http://situs.example/kabar/a/"),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "native", "url"), SPEAKS_OF_ANOTHER)
def test_an_address_that_is_of_another_post_teaches_nothing(
    platform: Platform, native: str, url: str
) -> None:
    assert other_names(platform, native, url) == ()


def test_only_names_with_a_handle_change_hands() -> None:
    assert changes_hands(Platform.TELEGRAM, "kabardanau/12")
    assert changes_hands(Platform.BLUESKY, "at://dewi.example/app.bsky.feed.post/3k")
    assert not changes_hands(Platform.TELEGRAM, "1492664793/12")
    assert not changes_hands(Platform.BLUESKY, "at://did:plc:a/app.bsky.feed.post/3k")
    assert not changes_hands(Platform.X, "1900000000000000001")
