"""The JSON objects of WordPress posts in, posts out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from patroli.connectors.address import absolute, canonical, is_address, is_left_over
from patroli.connectors.dates import EARLIEST, LATEST_AHEAD
from patroli.connectors.text import fragment, plain, tidy, titled
from patroli.model import Answer, KnownPost, Platform, Post, post_id

_COMMENT = re.compile(r"#comment-(\d{1,12})$")
_NUMBER = re.compile(r"[?&](?:p|page_id|attachment_id)=(\d{1,12})$")


@dataclass(frozen=True, slots=True)
class Found:
    """What a list of posts holds."""

    posts: tuple[Post, ...]
    ids: frozenset[str]
    """Ids of all posts it lists, protected ones too."""
    protected: frozenset[str]
    """Ids of those among them that ask for a password."""
    newest: datetime | None
    """The latest modification in the list, UTC."""
    detail: str


def is_comment(native_id: str) -> bool:
    """Whether it names a comment: its post's name and `#comment-5`."""
    return _COMMENT.search(native_id) is not None


def comment_number(native_id: str) -> str:
    """The number of a comment; empty for anything else."""
    found = _COMMENT.search(native_id)
    return found.group(1) if found else ""


def rest_key(known: KnownPost) -> tuple[str, str] | None:
    """How REST can be asked for a known post: by number, by slug, or not at all.

    The guid of a post written in WordPress's editor shows its number (`?p=12`); that of one that
    was imported or published by a program is the address it had at first.
    """
    if is_comment(known.native_id):
        return None
    found = _NUMBER.search(known.native_id)
    if found:
        return "include", found.group(1)
    slug = slug_of(known.url)
    return ("slug", slug) if slug else None


def slug_of(url: str) -> str:
    """The last part of an address's path, by which REST can be asked; empty if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    slug = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return slug if not parts.query and "," not in slug else ""


def read_posts(answer: Answer, data: list[Any]) -> Found:
    """The posts of a list. A password-protected one has no text to read and is left out."""
    things = [thing for thing in data if isinstance(thing, dict)]
    protected = [t for t in things if _is_protected(t)]
    readable = [t for t in things if not _is_protected(t) and name_of(t)]
    modified = [m for t in things if (m := gmt(t.get("modified_gmt"), answer))]
    notes = [
        f"{len(protected)} password-protected posts left out" if protected else "",
        f"{n} entries that are no posts"
        if (n := len(data) - len(protected) - len(readable))
        else "",
    ]
    return Found(
        posts=tuple(_post(answer, thing) for thing in readable),
        ids=frozenset(_ids(things)),
        protected=frozenset(_ids(protected)),
        newest=max(modified, default=None),
        detail="; ".join(filter(None, notes)),
    )


def _ids(things: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (post_id("web", name) for thing in things if (name := name_of(thing)))


def _is_protected(thing: dict[str, Any]) -> bool:
    content = thing.get("content")
    return isinstance(content, dict) and content.get("protected") is True


def name_of(thing: dict[str, Any]) -> str:
    """The permanent name: the guid, which feeds and shortlinks give too, else the link.

    A guid of the machine that the site was built on is many sites' and names none.
    """
    guid = tidy(unescape(rendered(thing, "guid")))
    link = thing.get("link")
    link = tidy(link) if isinstance(link, str) else ""
    name = guid if is_address(guid) and not is_left_over(guid, link) else link
    return canonical(name) if is_address(name) else ""


def rendered(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def gmt(value: object, answer: Answer) -> datetime | None:
    """A `*_gmt` value, which is UTC without saying so."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= answer.fetched_at + LATEST_AHEAD else None


def _post(answer: Answer, thing: dict[str, Any]) -> Post:
    native = name_of(thing)
    title = plain(rendered(thing, "title"))
    body, images = fragment(rendered(thing, "content"))
    published, edited = (gmt(thing.get(key), answer) for key in ("date_gmt", "modified_gmt"))
    raw = thing.get("date_gmt")
    media = (absolute(address, answer.url) for address in (*_featured(thing), *images))
    link = thing.get("link")
    return Post(
        id=post_id("web", native),
        platform=Platform.WORDPRESS,
        native_id=native,
        url=(absolute(link, answer.url) if isinstance(link, str) else "") or native,
        author=_author(thing),
        title=title,
        text=titled(title, body),
        published_at=published,
        published_raw=f"{tidy(raw)}Z" if isinstance(raw, str) and raw else "",
        edited_at=edited if edited and published and edited > published else None,
        parent_id="",
        parent_text="",
        parent_author="",
        media=tuple(dict.fromkeys(address for address in media if address)),
    )


def embedded(thing: dict[str, Any], key: str) -> dict[str, Any]:
    """The first embedded object of a kind; one that is not public carries an error code instead."""
    given = thing.get("_embedded")
    values = given.get(key) if isinstance(given, dict) else None
    first = values[0] if isinstance(values, list) and values else None
    return first if isinstance(first, dict) and "code" not in first else {}


def _author(thing: dict[str, Any]) -> str:
    name = embedded(thing, "author").get("name")
    return plain(name) if isinstance(name, str) else ""


def _featured(thing: dict[str, Any]) -> tuple[str, ...]:
    source = embedded(thing, "wp:featuredmedia").get("source_url")
    return (source,) if isinstance(source, str) else ()
