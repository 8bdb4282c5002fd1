"""The parts of a post's address on one platform in, its native id out; empty if it names no post.

One function a platform. What stands behind an address in another form (a post's comment, the
embedded view, a copy on another server) is that other thing, or nothing: never the post itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from patroli.connectors.address import canonical, host_of
from patroli.model import Platform

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Digits of an Instagram or Threads shortcode, most significant first."""
LONGEST = 11
"""Letters of a shortcode: 64 bits. What follows opens a post shown to followers only."""

Query = dict[str, list[str]]
Form = Callable[[str, Query, str], str]
"""Path, query and the whole address."""


def shortcode(pk: int) -> str:
    """The shortcode of an Instagram or Threads number."""
    code = ""
    while pk:
        pk, digit = divmod(pk, 64)
        code = BASE64[digit] + code
    return code


# ---------------------------------------------------------------- as told


def code(told: str) -> str:
    """A shortcode as it is; `pk` and `pk_user` converted.

    Since 2012 a `pk` has 18 digits or more. Media ids of the Graph API have 17 and are no `pk`:
    they lead to no shortcode and stay as they are.
    """
    number = told.partition("_")[0]
    if number.isascii() and number.isdigit() and 17 <= len(number) <= 20:
        return shortcode(int(number)) if len(number) > 17 else number
    return told[:LONGEST] if re.fullmatch(r"[\w-]+", told, re.ASCII) else ""


def story(told: str) -> str:
    """`page_story`, `S:_Ipage:story:story` and the bare number are one story."""
    found = re.fullmatch(r"(?:S:_I)?(?:[0-9]+[_:])*([0-9]+)", told)
    return found[1] if found else told


def message(told: str) -> str:
    """`Channel/12`, `channel-12` and Telegram's `-100` numbers; a mere `12` is every channel's."""
    told = told.lower()
    found = re.fullmatch(r"(?:-100)?(\d{5,}|[a-z]\w{3,31})[/-](\d+)", told, re.ASCII)
    if found:
        return f"{found[1]}/{found[2]}"
    return "" if told.isdigit() else told


def uri(told: str) -> str:
    """As it is; a mere number is that of some server."""
    return "" if told.isdigit() else told


def at_uri(told: str) -> str:
    """As it is, a handle in small letters; a mere key is not the author's alone."""
    found = re.fullmatch(r"at://([^/]+)/(.+)", told)
    if not found:
        return ""
    return f"at://{found[1] if found[1].startswith('did:') else found[1].lower()}/{found[2]}"


AS_TOLD: dict[Platform, Callable[[str], str]] = {
    Platform.INSTAGRAM: code,
    Platform.THREADS: code,
    Platform.FACEBOOK: story,
    Platform.TELEGRAM: message,
    Platform.MASTODON: uri,
    Platform.BLUESKY: at_uri,
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
    written = _found(r"^/post/(Ug[\w-]{10,60})/?$", path)
    if written:
        return written
    video = _one(query, "v") or _found(r"^/(?:shorts|live|embed|v|e)/([\w-]{11})/?$", path)
    return video if re.fullmatch(r"[\w-]{11}", video) else ""


def _x(path: str, _query: Query, _address: str) -> str:
    return _found(r"/status(?:es)?/(\d+)(?:/|$)", path)


def _bluesky(path: str, _query: Query, _address: str) -> str:
    """With a handle where the address has one: a name for as long as the handle is the author's."""
    found = re.match(r"/profile/(did:[a-z]+:[\w.:%-]+|[\w.-]+\.[\w-]+)/post/(\w+)/?$", path)
    if not found:
        return ""
    whose = found[1] if found[1].startswith("did:") else found[1].lower()
    return f"at://{whose}/app.bsky.feed.post/{found[2]}"


def _mastodon(path: str, _query: Query, address: str) -> str:
    """`/@name@elsewhere/1` is a copy: its number is the copying server's, and tells nothing."""
    found = re.match(r"/@([\w.-]+)/(\d+)(?:/embed)?/?$", path)
    if found:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.lower()}/users/{found[1]}/statuses/{found[2]}"
    return canonical(address) if re.search(r"/statuses/\d+/?$", path) else ""


def _telegram(path: str, query: Query, _address: str) -> str:
    """`/c/` has the channel's number; a middle number is the topic a group filed it under."""
    if _one(query, "comment"):
        return ""
    found = re.match(r"/c/(\d{5,})/(?:\d+/)?(\d+)/?$", path)
    found = found or re.match(r"/(?:s/)?([A-Za-z]\w{3,31})/(?:\d+/)?(\d+)/?$", path)
    return f"{found[1]}/{found[2]}".lower() if found else ""


def _instagram(path: str, _query: Query, _address: str) -> str:
    told = _found(r"/(?:p|reels?|tv)/([\w-]{2,60})(?:/embed(?:/captioned)?)?/?$", path)
    return code(told or _found(r"^/stories/[\w.]+/(\d{18,20})/?$", path))


def _threads(path: str, _query: Query, _address: str) -> str:
    return code(_found(r"/(?:post|t)/([\w-]{5,60})(?:/media|/embed)?/?$", path))


def _facebook(path: str, query: Query, _address: str) -> str:
    told = _one(query, "reply_comment_id", "comment_id")
    told = told or _one(query, "story_fbid", "multi_permalinks", "fbid", "v")
    if not told:
        told = _found(
            r"/(?:posts|videos|reel|permalink|photos)/(?:[^/]+/)*(\d+|pfbid\w+)/?$", path
        ) or _found(r"^/(\d+_\d+)/?$", path)
    told = story(told)
    return told if re.fullmatch(r"\d+|pfbid\w+", told) else ""


def _tiktok(path: str, _query: Query, _address: str) -> str:
    return _found(r"/(?:video|photo|v|embed|embed/v2|player/v1)/(\d{6,})", path)


IN_PATH: dict[Platform, Form] = {
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
