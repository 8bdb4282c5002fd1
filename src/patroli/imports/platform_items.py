"""A platform's own object as its web page loads it in, the fields of a post out.

One function a form. Platforms change their forms without a word, so each platform has a list,
newest first, and each post keeps the name of the form it was read by. Addresses of pictures that
carry a signature and expire are left out: they differ each day, and would make one post many.
Forms as Zeeschuimer stores them and 4CAT maps them (github.com/digitalmethodsinitiative).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from patroli.connectors.native import native_id
from patroli.imports.item import handle_of
from patroli.model import Platform

Fields = Mapping[str, Any]
Reader = Callable[[Fields], dict[str, Any]]
Forms = Mapping[str, Reader]
X_TIME = "%a %b %d %H:%M:%S %z %Y"


class Unlike(Exception):
    """An object of another form."""


def moment(value: object, per_second: int = 1) -> datetime | None:
    """A time in seconds, or so many parts of them, since 1970; None if it is none."""
    try:
        return datetime.fromtimestamp(float(str(value)) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _time(seconds: object) -> datetime:
    found = moment(seconds)
    if found is None:
        raise Unlike(f"no time in {str(seconds)[:40]!r}")
    return found


def _of(data: object, *path: str) -> Any:
    """What lies at a path of an object, or None."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _tiktok(data: Fields) -> dict[str, Any]:
    author = data["author"]
    is_whole = isinstance(author, dict)
    handle = handle_of(author["uniqueId"] if is_whole else str(author))
    name = author.get("nickname") if is_whole else data.get("nickname")
    number = str(data["id"])
    return {
        "platform": Platform.TIKTOK,
        "handle": handle,
        "native_id": number,
        "url": f"https://www.tiktok.com/@{handle}/video/{number}",
        "author": str(name or handle),
        "text": str(data.get("desc") or ""),
        "published": _time(data["createTime"]),
    }


def _tiktok_comment(data: Fields) -> dict[str, Any]:
    user = data["user"]
    video = str(data["aweme_id"])
    above = str(data.get("reply_id") or "0")
    return {
        "platform": Platform.TIKTOK,
        "handle": handle_of(user["unique_id"]),
        "native_id": str(data["cid"]),
        "url": f"https://www.tiktok.com/@/video/{video}",
        "author": str(user.get("nickname") or user["unique_id"]),
        "text": str(data.get("text") or ""),
        "published": _time(data["create_time"]),
        "parent_id": video if above == "0" else above,
    }


def _meta(platform: Platform, address: str, data: Fields) -> dict[str, Any]:
    """Instagram and Threads share one form: `code`, `taken_at`, `caption`, `user`."""
    if "code" not in data or "taken_at" not in data:
        raise Unlike("no code or no taken_at: only a part of the post was loaded")
    caption = data.get("caption") or {}
    user = data.get("user") or data["owner"]
    handle = handle_of(user["username"])
    code = native_id(platform, str(data["code"]))
    return {
        "platform": platform,
        "handle": handle,
        "native_id": code,
        "url": address.format(handle=handle, code=code),
        "author": str(user.get("full_name") or user["username"]),
        "text": str(caption.get("text") or "") if isinstance(caption, dict) else str(caption),
        "published": _time(data["taken_at"]),
    }


def _instagram(data: Fields) -> dict[str, Any]:
    return _meta(Platform.INSTAGRAM, "https://www.instagram.com/p/{code}/", data)


def _instagram_graph(data: Fields) -> dict[str, Any]:
    """What embedded pages held until 2023."""
    captions = _of(data, "edge_media_to_caption", "edges") or []
    user, code = data["owner"], native_id(Platform.INSTAGRAM, str(data["shortcode"]))
    return {
        "platform": Platform.INSTAGRAM,
        "handle": handle_of(user["username"]),
        "native_id": code,
        "url": f"https://www.instagram.com/p/{code}/",
        "author": str(user.get("full_name") or user["username"]),
        "text": str(captions[0]["node"]["text"]) if captions else "",
        "published": _time(data["taken_at_timestamp"]),
    }


def _threads(data: Fields) -> dict[str, Any]:
    values = _meta(Platform.THREADS, "https://www.threads.net/@{handle}/post/{code}", data)
    quoted = _of(data, "text_post_app_info", "share_info", "quoted_post")
    if isinstance(quoted, dict) and quoted.get("code"):
        values |= {
            "parent_id": native_id(Platform.THREADS, str(quoted["code"])),
            "parent_author": str(_of(quoted, "user", "username") or ""),
            "parent_text": str(_of(quoted, "caption", "text") or ""),
        }
    return values


def _x(data: Fields) -> dict[str, Any]:
    """The form of X since 2022, with the user's name in `core` since 2025."""
    data = data.get("tweet") or data
    if "rest_id" not in data:
        raise Unlike("no rest_id")
    first = _edits(data)
    handle, name = _x_user(data)
    legacy = data["legacy"]
    values = {
        "platform": Platform.X,
        "handle": handle_of(handle),
        "native_id": first,
        "url": f"https://x.com/{handle}/status/{first}",
        "author": name,
        "text": _x_text(data),
        "published": datetime.strptime(legacy["created_at"], X_TIME).astimezone(UTC),
        "media": _x_media(legacy),
    }
    return values | _x_parent(data, legacy)


def _edits(data: Fields) -> str:
    control = data.get("edit_control") or {}
    edits = control.get("edit_tweet_ids") or _of(control, "edit_control_initial", "edit_tweet_ids")
    return str(edits[0] if edits else data["rest_id"])


def _x_user(data: Fields) -> tuple[str, str]:
    user = _of(data, "core", "user_results", "result") or {}
    told = user.get("core") or user["legacy"]
    return str(told["screen_name"]), str(told.get("name") or told["screen_name"])


def _x_text(data: Fields) -> str:
    """The whole text of a long post; of a retweet what it repeats, which `legacy` cuts short."""
    again = _of(data, "legacy", "retweeted_status_result", "result")
    if isinstance(again, dict):
        again = again.get("tweet") or again
        return f"RT @{_x_user(again)[0]}: {_x_text(again)}"
    long = _of(data, "note_tweet", "note_tweet_results", "result", "text")
    return str(long or data["legacy"]["full_text"])


def _x_media(legacy: Fields) -> tuple[str, ...]:
    entities = legacy.get("extended_entities") or legacy.get("entities") or {}
    found = (one.get("media_url_https") for one in entities.get("media") or [])
    return tuple(str(address) for address in found if address)


def _x_parent(data: Fields, legacy: Fields) -> dict[str, Any]:
    quoted = _of(data, "quoted_status_result", "result")
    if isinstance(quoted, dict) and (quoted.get("tweet") or quoted).get("rest_id"):
        quoted = quoted.get("tweet") or quoted
        return {
            "parent_id": _edits(quoted),
            "parent_author": _x_user(quoted)[0],
            "parent_text": _x_text(quoted),
        }
    return {
        "parent_id": str(legacy.get("in_reply_to_status_id_str") or ""),
        "parent_author": str(legacy.get("in_reply_to_screen_name") or ""),
    }


def _x_adaptive(data: Fields) -> dict[str, Any]:
    """The form of X until 2022: `legacy` and `user` side by side."""
    legacy, user = data["legacy"], data["user"]
    handle, number = str(user["screen_name"]), str(legacy["id_str"])
    return {
        "platform": Platform.X,
        "handle": handle_of(handle),
        "native_id": number,
        "url": f"https://x.com/{handle}/status/{number}",
        "author": str(user.get("name") or handle),
        "text": str(legacy["full_text"]),
        "published": datetime.strptime(legacy["created_at"], X_TIME).astimezone(UTC),
        "media": _x_media(legacy),
    }


def _facebook(data: Fields) -> dict[str, Any]:
    story = data["comet_sections"]["content"]["story"]
    above = data["comet_sections"]["context_layout"]["story"]["comet_sections"]["metadata"]
    told = next((m["story"] for m in above if _of(m, "story", "creation_time")), None)
    if told is None:
        raise Unlike("no creation_time")
    actor = story["actors"][0]
    address = str(story.get("wwwURL") or told.get("url") or "")
    return {
        "platform": Platform.FACEBOOK,
        "handle": handle_of(str(actor["url"]).rstrip("/").rpartition("/")[2]),
        "native_id": native_id(Platform.FACEBOOK, str(story["post_id"])),
        "url": address,
        "author": str(actor.get("name") or ""),
        "text": str(_of(story, "message", "text") or ""),
        "published": _time(told["creation_time"]),
    }


_INSTAGRAM: Forms = {"instagram-2023": _instagram, "instagram-graph": _instagram_graph}
_X: Forms = {"x-2022": _x, "x-adaptive": _x_adaptive}
_THREADS: Forms = {"threads-2024": _threads}
_COMMENTS: Forms = {"tiktok-comment-2024": _tiktok_comment}
READERS: dict[str, Forms] = {
    "tiktok.com": {"tiktok-2021": _tiktok, **_COMMENTS},
    "tiktok-comments": _COMMENTS,
    "instagram.com": _INSTAGRAM,
    "twitter.com": _X,
    "x.com": _X,
    "threads.net": _THREADS,
    "threads.com": _THREADS,
    "facebook.com": {"facebook-comet": _facebook},
}
"""`source_platform` to the forms it comes in, newest first, each by name."""
