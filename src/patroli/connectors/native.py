"""What a platform, a file or a person calls a post in, its one native id out. Pure.

The same post comes by an API, in a file that a person saved, or as a pasted address. It is one post
only if all three give one name, so every road asks here:

========== ==================================================== ===========================
platform   native id                                            not used, and why
========== ==================================================== ===========================
youtube    video id; a comment's own id
x          status id; of an edited post the first of its edits  later edits: each a new id
bluesky    `at://did/collection/key`                            handles: they change hands
mastodon   the post's URI on its own server                     the local id of a mirror
telegram   `channel/number`, small letters              the channel's number: see 0011
instagram  shortcode, as in its address                         pk: the same number in base 64
threads    shortcode                                            pk, as with Instagram
facebook   the story's own number, or `pfbid…`                  `page_story`: a page can move
tiktok     video number
others     canonical address
========== ==================================================== ===========================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from patroli.config.places import PLACES
from patroli.connectors.address import canonical, host_of, is_address
from patroli.model import Platform, post_id

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Digits of an Instagram or Threads shortcode, most significant first."""
LONGEST = 11
"""Letters of a shortcode: 64 bits. What follows opens a post shown to followers only."""

WEB = frozenset({Platform.FEED, Platform.PAGE, Platform.WORDPRESS, Platform.GDELT})
"""Ways to read the web: a page that a feed names is one post with the page itself."""

Query = dict[str, list[str]]
_SHORT_HOSTS = {"youtu.be": Platform.YOUTUBE, "telegram.me": Platform.TELEGRAM}


def native_id(platform: Platform, told: str) -> str:
    """The native id for an id or an address as somebody told it; empty if it names no post."""
    told = told.strip()
    if is_address(told):
        return native_in(platform, told)
    return _AS_TOLD.get(platform, str)(told)


def native_in(platform: Platform, address: str) -> str:
    """The native id in a post's address on its platform; empty if it names no post there."""
    reader = _IN_PATH.get(platform)
    if reader is None:
        return canonical(address) if is_address(address) else ""
    place = PLACES[platform]
    if not is_address(address) or (place.hosts and platform_of(address) is not platform):
        return ""
    parts = urlsplit(address)
    try:
        return reader(unquote(parts.path), parse_qs(parts.query), address)
    except ValueError:
        return ""


def id_of(platform: Platform, native: str) -> str:
    """The post id of a native id; empty for none."""
    return post_id("web" if platform in WEB else platform.value, native) if native else ""


def platform_of(address: str) -> Platform | None:
    """The platform that an address is on, where its host tells."""
    host = host_of(address).removeprefix("m.")
    found = (p for p, place in PLACES.items() if host in place.hosts)
    return next(found, _SHORT_HOSTS.get(host))


def shortcode(pk: int) -> str:
    """The shortcode of an Instagram or Threads number."""
    code = ""
    while pk:
        pk, digit = divmod(pk, 64)
        code = BASE64[digit] + code
    return code


# ---------------------------------------------------------------- as told


def _code(told: str) -> str:
    """A shortcode as it is; `pk` and `pk_user` converted. No shortcode is all digits so long."""
    number = told.partition("_")[0]
    if number.isascii() and number.isdigit() and 14 <= len(number) <= 20:
        return shortcode(int(number))
    return told[:LONGEST] if re.fullmatch(r"[\w-]+", told, re.ASCII) else ""


def _story(told: str) -> str:
    """`page_story`, `S:_Ipage:story:story` and the bare number are one story."""
    numbers = re.split(r"[_:]", told)
    return numbers[-1] if numbers[-1].isdigit() else told


_AS_TOLD: dict[Platform, Callable[[str], str]] = {
    Platform.INSTAGRAM: _code,
    Platform.THREADS: _code,
    Platform.FACEBOOK: _story,
    Platform.TELEGRAM: str.lower,
}


# ---------------------------------------------------------------- in an address


def _one(query: Query, *names: str) -> str:
    return next((query[name][0] for name in names if query.get(name)), "")


def _found(pattern: str, path: str) -> str:
    found = re.search(pattern, path)
    return found[1] if found else ""


def _youtube(path: str, query: Query, address: str) -> str:
    if _one(query, "lc"):
        return _one(query, "lc")
    if host_of(address) == "youtu.be":
        return _found(r"^/([\w-]{11})/?$", path)
    video = _one(query, "v") or _found(r"^/(?:shorts|live|embed|v)/([\w-]{11})/?$", path)
    return video if re.fullmatch(r"[\w-]{11}", video) else ""


def _x(path: str, _query: Query, _address: str) -> str:
    return _found(r"/status(?:es)?/(\d+)", path)


def _bluesky(path: str, _query: Query, _address: str) -> str:
    found = re.match(r"/profile/(did:[a-z]+:[\w.:%-]+)/post/(\w+)/?$", path)
    return f"at://{found[1]}/app.bsky.feed.post/{found[2]}" if found else ""


def _mastodon(path: str, _query: Query, address: str) -> str:
    found = re.match(r"/@([\w.-]+)/(\d+)/?$", path)
    if found:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.lower()}/users/{found[1]}/statuses/{found[2]}"
    return canonical(address) if re.search(r"/statuses/\d+/?$", path) else ""


def _telegram(path: str, query: Query, _address: str) -> str:
    if _one(query, "comment"):
        return ""
    found = re.match(r"/(?:s/)?([A-Za-z]\w{3,31})/(\d+)/?$", path)
    return f"{found[1]}/{found[2]}".lower() if found else ""


def _instagram(path: str, _query: Query, _address: str) -> str:
    return _code(_found(r"/(?:p|reels?|tv)/([\w-]{5,60})/?$", path))


def _threads(path: str, _query: Query, _address: str) -> str:
    return _code(_found(r"/(?:post|t)/([\w-]{5,60})/?", path))


def _facebook(path: str, query: Query, _address: str) -> str:
    told = _one(query, "comment_id") or _one(query, "story_fbid", "fbid", "v")
    if not told:
        told = _found(r"/(?:posts|videos|reel|permalink|photos)/(?:[^/]+/)*(\d+|pfbid\w+)/?$", path)
    return told if re.fullmatch(r"\d+|pfbid\w+", told) else ""


def _tiktok(path: str, _query: Query, _address: str) -> str:
    return _found(r"/(?:video|photo|v)/(\d{6,})", path)


_IN_PATH: dict[Platform, Callable[[str, Query, str], str]] = {
    Platform.YOUTUBE: _youtube,
    Platform.X: _x,
    Platform.BLUESKY: _bluesky,
    Platform.MASTODON: _mastodon,
    Platform.TELEGRAM: _telegram,
    Platform.INSTAGRAM: _instagram,
    Platform.THREADS: _threads,
    Platform.FACEBOOK: _facebook,
    Platform.TIKTOK: _tiktok,
}
