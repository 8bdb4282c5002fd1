"""Statuses as a Mastodon server gives them in, posts out.

Shapes: docs.joinmastodon.org/entities/Status, /Account, /MediaAttachment, /Poll, /Quote. The `uri`
of a status is the same on every server; its `id` is the asked server's own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from patroli.connectors.address import host_of, is_address
from patroli.connectors.dates import parse_date
from patroli.connectors.fields import Fields, object_at, objects_at, text_at
from patroli.connectors.shares import shared_text
from patroli.connectors.text import fragment, plain, tidy
from patroli.model import Answer, KnownPost, Platform, Post, Profile, Slot, Standing, post_id

SPACE: Final = Platform.MASTODON.value
ACCEPT: Final = "application/json"
FOR_ALL = frozenset({"public", "unlisted"})
"""Visibilities that need no login; a search with a token may also find others."""
_OWN = re.compile(r"/statuses/(\d{1,25})(?:/activity)?/?$")


def status_post(
    slot: Slot, answer: Answer, status: Fields, own: str, answered_status: Fields | None = None
) -> Post | None:
    """One status: a post, a reply, a quote or a boost. `own` is the slot's account, or empty.

    `answered_status` is the one that a reply answers, where it is at hand. None for what is no
    status, and for what was not written for all.
    """
    uri, account = text_at(status, "uri"), object_at(status, "account")
    if not uri or text_at(status, "visibility") not in FOR_ALL:
        return None
    boosted = object_at(status, "reblog")
    shared = status_post(slot, answer, boosted, "") if boosted else None
    if boosted and shared is None:
        return None
    host = host_of(answer.url)
    handle = text_at(account, "acct").lower()
    parent = shared or _quoted(slot, answer, status)
    text, media = (shared.text, shared.media) if shared else readable(status)
    if shared:
        text = shared_text(shared.author_handle, shared.author, text)
    answered, answered_whose, answered_text = _answered(status, host, answered_status or {})
    published = text_at(status, "created_at")
    url = text_at(status, "url")
    return Post(
        id=post_id(SPACE, uri),
        platform=Platform.MASTODON,
        native_id=uri,
        url=shared.url if shared else url if is_address(url) else uri,
        author=plain(text_at(account, "display_name")) or handle,
        title="",
        text=text,
        published_at=parse_date(published, slot.zone, answer.fetched_at),
        published_raw=published,
        edited_at=parse_date(text_at(status, "edited_at"), slot.zone, answer.fetched_at),
        parent_id=answered or (parent.id if parent else ""),
        parent_text=answered_text if answered else parent.text if parent else "",
        parent_author=answered_whose or (parent.author_handle if parent else ""),
        media=media,
        author_handle="" if own and _is_own(handle, own, host) else handle,
    )


def profile_of(account: Fields) -> Profile:
    """What the server says of an account. A locked one still posts in public."""
    moved = object_at(account, "moved")
    standing = Standing.MOVED if moved else Standing.PUBLIC
    if account.get("suspended") is True:
        standing = Standing.SUSPENDED
    return Profile(
        native_id=text_at(account, "uri") or text_at(account, "url"),
        handle=text_at(account, "acct").lower(),
        name=plain(text_at(account, "display_name")),
        standing=standing,
        moved_to=text_at(moved, "url") or text_at(moved, "acct"),
    )


def own_number(known: KnownPost, host: str) -> str:
    """The number by which the server at `host` knows a status; empty for one of another server."""
    found = _OWN.search(urlsplit(known.native_id).path) if is_address(known.native_id) else None
    return found.group(1) if found and host_of(known.native_id) == host else ""


def readable(status: Fields) -> tuple[str, tuple[str, ...]]:
    """All that a reader reads: the warning, the text, the poll, what pictures show; and these.

    Mastodon hides the ends of long links by style only, so the text holds them whole.
    """
    attached = objects_at(status, "media_attachments")
    warning, content = text_at(status, "spoiler_text"), fragment(text_at(status, "content"))[0]
    choices = [plain(text_at(one, "title")) for one in objects_at(status, "poll", "options")]
    shown = [text_at(one, "description") for one in attached]
    parts = [plain(warning), content, "\n".join(choices), *shown]
    media = (text_at(one, "remote_url") or text_at(one, "url") for one in attached)
    return (
        tidy("\n\n".join(part for part in parts if part.strip())),
        tuple(dict.fromkeys(address for address in media if address)),
    )


def _quoted(slot: Slot, answer: Answer, status: Fields) -> Post | None:
    """The quoted status where its author agreed to be quoted (Mastodon 4.5)."""
    quoted = object_at(status, "quote", "quoted_status")
    bare = {key: value for key, value in quoted.items() if key != "quote"}
    return status_post(slot, answer, bare, "") if bare else None


def _answered(status: Fields, host: str, found: Fields) -> tuple[str, str, str]:
    """The id of the status this one answers, whose it is, and its text, where it was `found`.

    A status tells only the number its parent has here. For accounts of the asked server the uri
    follows from it; the id of a parent on another server cannot be known from the number.
    """
    number = text_at(status, "in_reply_to_id")
    if not number:
        return "", "", ""
    if found:
        handle = text_at(found, "account", "acct").lower()
        return post_id(SPACE, text_at(found, "uri")), handle, readable(found)[0]
    account, answered = object_at(status, "account"), text_at(status, "in_reply_to_account_id")
    people = (account, *objects_at(status, "mentions"))
    whose = next((one for one in people if text_at(one, "id") == answered), {})
    handle, name = text_at(whose, "acct"), text_at(whose, "username")
    place = f"https://{host}/statuses/{number}"
    if name and "@" not in handle:
        place = f"https://{host}/users/{name}/statuses/{number}"
        if answered == text_at(account, "id"):
            place = f"{text_at(status, 'uri').rpartition('/')[0]}/{number}"
    return post_id(SPACE, place), handle.lower(), ""


def _is_own(handle: str, own: str, host: str) -> bool:
    return handle == own or handle == own.removesuffix(f"@{host}")
