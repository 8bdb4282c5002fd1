"""Posts as Bluesky's AppView shows them in, posts out.

Shapes: lexicons `app.bsky.feed.defs`, `app.bsky.embed.*`, `app.bsky.richtext.facet`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from patroli.connectors.dates import EARLIEST, parse_date
from patroli.connectors.fields import Fields, at, object_at, objects_at, text_at
from patroli.connectors.shares import shared_text
from patroli.connectors.text import tidy
from patroli.model import Answer, Platform, Post, Slot, post_id

SPACE: Final = Platform.BLUESKY.value
POST: Final = "/app.bsky.feed.post/"
SIGNED_IN_ONLY: Final = "!no-unauthenticated"
"""The label by which an account asks that only signed-in readers are shown its posts."""
BACKDATED: Final = timedelta(days=1)
_PICTURE_FORM: Final = re.compile(r"@(jpeg|webp|png|avif)$")
"""How a picture is sent, which says nothing of the picture and may change any day."""
_SORTED_32: Final = "234567abcdefghijklmnopqrstuvwxyz"
_KEY_DIGITS: Final = 13


def feed_post(slot: Slot, answer: Answer, entry: Fields, own: str) -> Post | None:
    """One entry of an author's feed: a post of its own, a reply, or somebody's post passed on."""
    reason = object_at(entry, "reason")
    if text_at(reason, "$type").endswith("#reasonRepost"):
        return _repost(slot, answer, object_at(entry, "post"), reason, own)
    return view_post(slot, answer, object_at(entry, "post"), object_at(entry, "reply"), own)


def view_post(
    slot: Slot, answer: Answer, view: Fields, reply: Fields | None = None, own: str = ""
) -> Post | None:
    """A postView. `reply` holds the views of what it answers; `own` is the slot's account."""
    uri, record, author = text_at(view, "uri"), object_at(view, "record"), object_at(view, "author")
    if not uri.startswith("at://") or not record:
        return None
    quoted = _quoted(object_at(view, "embed"))
    parent = object_at(reply, "parent") or ({} if _parent_uri(record) else quoted)
    written, raw = text_at(record, "createdAt"), text_at(record, "createdAt")
    published = parse_date(written, slot.zone, answer.fetched_at)
    indexed = parse_date(text_at(view, "indexedAt"), slot.zone, answer.fetched_at)
    came = max(filter(None, (indexed, _key_time(uri, answer.fetched_at))), default=None)
    if published and came and came - published > BACKDATED:
        raw = f"{written} (came {came.isoformat(timespec='seconds')})"
    if indexed and (published is None or published > indexed):
        published = indexed
    text, media = readable(view)
    parent_uri = _parent_uri(record) or text_at(quoted, "uri")
    handle = text_at(author, "handle").lower()
    return Post(
        id=post_id(SPACE, uri),
        platform=Platform.BLUESKY,
        native_id=uri,
        url=address_of(uri, handle),
        author=tidy(text_at(author, "displayName")) or handle,
        title="",
        text=text,
        published_at=published,
        published_raw=raw,
        edited_at=None,
        parent_id=post_id(SPACE, parent_uri) if parent_uri else "",
        parent_text=tidy(_written(parent)),
        parent_author=text_at(parent, "author", "handle").lower(),
        media=media,
        author_handle="" if own and own in {handle, text_at(author, "did")} else handle,
    )


def _repost(slot: Slot, answer: Answer, view: Fields, reason: Fields, own: str) -> Post | None:
    """A repost is the sharer's; its own record has a uri, which older servers do not tell."""
    shared = view_post(slot, answer, view)
    by, did = object_at(reason, "by"), text_at(reason, "by", "did")
    if shared is None or not did:
        return None
    raw, handle = text_at(reason, "indexedAt"), text_at(by, "handle").lower()
    native = text_at(reason, "uri") or f"at://{did}/app.bsky.feed.repost?of={shared.native_id}"
    return Post(
        id=post_id(SPACE, native),
        platform=Platform.BLUESKY,
        native_id=native,
        url=shared.url,
        author=tidy(text_at(by, "displayName")) or handle,
        title="",
        text=shared_text(shared.author_handle, shared.author, shared.text),
        published_at=parse_date(raw, slot.zone, answer.fetched_at),
        published_raw=raw,
        edited_at=None,
        parent_id=shared.id,
        parent_text=shared.text,
        parent_author=shared.author_handle,
        media=shared.media,
        author_handle="" if own and own in {handle, did} else handle,
    )


def _key_time(uri: str, seen: datetime) -> datetime | None:
    """When a post's key was made: what a server makes up is a time (atproto.com/specs/tid).

    An AppView shows a backdated post as indexed on the day it claims; its key tells another.
    A writer may choose a key, so it is a hint and no proof.
    """
    key = uri.rpartition("/")[2]
    if len(key) != _KEY_DIGITS or not set(key) <= set(_SORTED_32):
        return None
    number = 0
    for digit in key:
        number = number * 32 + _SORTED_32.index(digit)
    made = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    return made if EARLIEST <= made <= seen else None


def is_reply(view: Fields) -> bool:
    """Whether a post answers another, whose text a bare postView does not tell."""
    return bool(_parent_uri(object_at(view, "record")))


def asks_to_sign_in(author: Fields) -> bool:
    """Whether an account asks apps to show it to signed-in readers only."""
    return any(text_at(label, "val") == SIGNED_IN_ONLY for label in objects_at(author, "labels"))


def address_of(uri: str, handle: str) -> str:
    """The address of a post in the browser."""
    did, _, key = uri.removeprefix("at://").partition(POST)
    whose = did if not handle or handle == "handle.invalid" else handle
    return f"https://bsky.app/profile/{whose}/post/{key}" if key else uri


def readable(view: Fields) -> tuple[str, tuple[str, ...]]:
    """All that a reader reads, links whole, what pictures show last; and the pictures."""
    embed = object_at(view, "embed")
    media = object_at(embed, "media") or embed
    images = objects_at(media, "images")
    card = object_at(media, "external")
    text = expanded(object_at(view, "record"))
    link = text_at(card, "uri")
    parts = [text, text_at(card, "title"), "" if link in text else link]
    parts += [text_at(image, "alt") for image in images] + [text_at(media, "alt")]
    shown = [_PICTURE_FORM.sub("", text_at(image, "fullsize")) for image in images]
    shown += [text_at(media, "thumbnail"), text_at(card, "thumb")]
    return (
        tidy("\n\n".join(part for part in parts if part.strip())),
        tuple(dict.fromkeys(address for address in shown if address)),
    )


def expanded(record: Fields) -> str:
    """The text with each shortened link written out. Facets count bytes of UTF-8."""
    data = text_at(record, "text").encode("utf-8", "surrogatepass")
    links = [
        (start, end, uri.encode("utf-8", "surrogatepass"))
        for facet in objects_at(record, "facets")
        if (uri := _link(facet))
        and isinstance(start := at(facet, "index", "byteStart"), int)
        and isinstance(end := at(facet, "index", "byteEnd"), int)
        and 0 <= start < end <= len(data)
    ]
    last = len(data)
    for start, end, link in sorted(links, reverse=True):
        if end <= last:
            data, last = data[:start] + link + data[end:], start
    return data.decode("utf-8", "replace")


def _link(facet: Fields) -> str:
    uris = (text_at(feature, "uri") for feature in objects_at(facet, "features"))
    return next((uri for uri in uris if uri), "")


def _parent_uri(record: Fields) -> str:
    return text_at(record, "reply", "parent", "uri")


def _quoted(embed: Fields) -> Fields:
    """The quoted post of an embed, alone or beside pictures; a list or a feed is none."""
    found: Any = object_at(embed, "record")
    if "record" in found:
        found = object_at(found, "record")
    return found if POST in text_at(found, "uri") else {}


def _written(view: Fields) -> str:
    """The text of a post view, or of a quoted one, which keeps its record as `value`."""
    return expanded(object_at(view, "record") or object_at(view, "value"))
