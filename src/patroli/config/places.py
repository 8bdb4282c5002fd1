"""A platform and the address of an account or a search in, whether it is one and whose out.

People paste addresses as a browser shows them; a connector asks for the handle in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from patroli.model import Platform


@dataclass(frozen=True, slots=True)
class Place:
    """How addresses on one platform look."""

    account: re.Pattern[str]
    """Matches the whole path of an account's address; `handle` is whose it is."""
    example: str
    """An account's address, for a complaint."""
    hosts: tuple[str, ...] = ()
    """Hosts it may have, `www.` and `m.` aside; empty for any host."""
    search: str = ""
    """The address of a source that is searched; empty where there is no search."""


def _path(text: str) -> re.Pattern[str]:
    return re.compile(text + "/?")


PLACES: dict[Platform, Place] = {
    Platform.TELEGRAM: Place(
        _path(r"/(?:s/)?(?P<handle>[A-Za-z]\w{3,31})"),
        "https://t.me/NAMA",
        ("t.me", "telegram.me"),
        "https://t.me/NAMA",
    ),
    Platform.YOUTUBE: Place(
        _path(r"/(?:@(?P<handle>[\w.·-]{2,60})|channel/(?P<id>UC[\w-]{22}))"),
        "https://www.youtube.com/@NAMA",
        ("youtube.com",),
        "https://www.youtube.com/",
    ),
    Platform.BLUESKY: Place(
        _path(r"/profile/(?P<handle>[\w.-]+\.[\w-]+|did:[a-z]+:[\w.:%-]+)"),
        "https://bsky.app/profile/NAMA.bsky.social",
        ("bsky.app",),
        "https://bsky.app/",
    ),
    Platform.MASTODON: Place(
        _path(r"/@(?P<handle>\w[\w.-]*(?:@[\w.-]+)?)"),
        "https://mastodon.example/@NAMA",
        (),
        "https://mastodon.example/",
    ),
    Platform.X: Place(
        _path(r"/(?P<handle>\w{1,15})"), "https://x.com/NAMA", ("x.com", "twitter.com"),
        "https://x.com/",
    ),
    Platform.FACEBOOK: Place(
        _path(r"/(?P<handle>[\w.-]+)"), "https://www.facebook.com/NAMA", ("facebook.com",)
    ),
    Platform.INSTAGRAM: Place(
        _path(r"/(?P<handle>[\w.]{1,30})"),
        "https://www.instagram.com/NAMA/",
        ("instagram.com",),
        "https://www.instagram.com/",
    ),
    Platform.THREADS: Place(
        _path(r"/@(?P<handle>[\w.]{1,30})"),
        "https://www.threads.net/@NAMA",
        ("threads.net", "threads.com"),
        "https://www.threads.net/",
    ),
    Platform.TIKTOK: Place(
        _path(r"/@(?P<handle>[\w.]{2,24})"), "https://www.tiktok.com/@NAMA", ("tiktok.com",)
    ),
    Platform.GDELT: Place(
        _path(r"(?!)"),
        "",
        ("api.gdeltproject.org",),
        "https://api.gdeltproject.org/",
    ),
}  # fmt: skip
"""Platforms whose accounts have handles, and GDELT, which has a search only."""


def is_account(platform: Platform, address: str) -> bool:
    """Whether the address is an account's there; without handles any address may be."""
    place = PLACES.get(platform)
    if place is None:
        return True
    return _on(place, address) and bool(place.account.fullmatch(_path_of(address)))


def is_search(platform: Platform, address: str) -> bool:
    """Whether keywords can be searched at the address on a platform that has a search."""
    place = PLACES.get(platform)
    if place is None:
        return True
    if not place.search or not _on(place, address):
        return False
    if platform is Platform.TELEGRAM:
        return bool(place.account.fullmatch(_path_of(address)))
    return _path_of(address).strip("/") == ""


def handle_in(platform: Platform, address: str) -> str:
    """Whose account an address is, small letters, without `@`; empty if it tells none.

    A YouTube channel's id and an AT Protocol DID are handles too; ids keep their capitals.
    """
    place = PLACES.get(platform)
    found = place.account.fullmatch(_path_of(address)) if place else None
    if place is None or found is None or not _on(place, address):
        return ""
    named = found.groupdict()
    return (named.get("handle") or "").lower() or named.get("id") or ""


def _on(place: Place, address: str) -> bool:
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    return not place.hosts or host in place.hosts


def _path_of(address: str) -> str:
    return unquote(urlsplit(address).path)
