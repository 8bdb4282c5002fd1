"""Addresses as people paste them, and whose account each is."""

from __future__ import annotations

import pytest

from patroli.config.places import PLACES, handle_in, is_account, is_search
from patroli.model import Platform

CHANNEL = "UCabcdefghijklmnopqrstuv"
PASTED = [
    (Platform.TELEGRAM, "https://t.me/s/kabar_danau", "kabar_danau"),
    (Platform.TELEGRAM, "https://t.me/Kabar_Danau/", "kabar_danau"),
    (Platform.YOUTUBE, "https://www.youtube.com/@KabarDanau", "kabardanau"),
    (Platform.YOUTUBE, f"https://m.youtube.com/channel/{CHANNEL}", CHANNEL),
    (Platform.BLUESKY, "https://bsky.app/profile/dewi.bsky.social", "dewi.bsky.social"),
    (Platform.BLUESKY, "https://bsky.app/profile/did:plc:abc123", "did:plc:abc123"),
    (Platform.MASTODON, "https://danau.example/@Dewi", "dewi"),
    (Platform.X, "https://twitter.com/Dewi_L", "dewi_l"),
    (Platform.FACEBOOK, "https://m.facebook.com/dewi.lestawa", "dewi.lestawa"),
    (Platform.INSTAGRAM, "https://www.instagram.com/Dewi.Lestawa/", "dewi.lestawa"),
    (Platform.THREADS, "https://www.threads.net/@dewi.lestawa", "dewi.lestawa"),
    (Platform.TIKTOK, "https://www.tiktok.com/@dewi.lestawa", "dewi.lestawa"),
]  # fmt: skip

ELSEWHERE = [
    (Platform.TELEGRAM, "https://t.me/joinchat/AAAA"),
    (Platform.TELEGRAM, "https://t.me/+invite"),
    (Platform.YOUTUBE, "https://www.youtube.com/watch?v=abc"),
    (Platform.BLUESKY, "https://bsky.app/search"),
    (Platform.X, "https://x.com/dewi/status/12"),
    (Platform.X, "https://contoh.example/dewi"),
    (Platform.INSTAGRAM, "https://www.instagram.com/p/abc/"),
    (Platform.GDELT, "https://api.gdeltproject.org/"),
]


@pytest.mark.parametrize(("platform", "address", "handle"), PASTED)
def test_an_address_as_pasted_tells_whose_account_it_is(
    platform: Platform, address: str, handle: str
) -> None:
    assert is_account(platform, address)
    assert handle_in(platform, address) == handle


@pytest.mark.parametrize(("platform", "address"), ELSEWHERE)
def test_an_invitation_a_post_or_another_site_is_nobodys_account(
    platform: Platform, address: str
) -> None:
    assert not is_account(platform, address)
    assert handle_in(platform, address) == ""


def test_an_address_shown_as_an_example_is_accepted_itself() -> None:
    for platform, place in PLACES.items():
        assert not place.example or is_account(platform, place.example), platform
        assert not place.search or is_search(platform, place.search), platform


def test_any_address_may_be_a_place_where_there_are_no_handles() -> None:
    assert is_account(Platform.FEED, "https://kabar.example/umpan.xml")
    assert is_search(Platform.PAGE, "https://kabar.example/cari?q={query}")
    assert handle_in(Platform.FEED, "https://kabar.example/umpan.xml") == ""
