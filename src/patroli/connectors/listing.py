"""The matched elements of a listing in, one post for each out."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from bs4 import Tag

from patroli.connectors.address import absolute, canonical, is_front_page, same_place
from patroli.connectors.dates import parse_date
from patroli.connectors.text import parse_html, pictures, plain, readable, tidy, titled
from patroli.model import Answer, Platform, Post, Slot, digest, post_id

PERMALINKS = (
    "a.u-url[href]",
    "a[rel~=bookmark][href]",
    "a.permalink[href]",
    "a:has(> time)[href]",
    ":is(h1,h2,h3,h4) a[href]",
)
AUTHORS = (".p-author", "[rel~=author]", "[itemprop=author]", ".author", ".penulis")
CONTENTS = (".e-content", "[itemprop=articleBody]", ".entry-content", ".isi")


def listed_posts(slot: Slot, answer: Answer, elements: Iterable[Tag]) -> tuple[Post, ...]:
    """Posts of a listing, elements without text left out."""
    posts = (_post(slot, answer, element) for element in elements)
    return tuple(post for post in posts if post.text or post.media)


def _post(slot: Slot, answer: Answer, element: Tag) -> Post:
    link = _permalink(element, answer.url)
    title = _shown(element, ("h1", "h2", "h3", "h4"))
    if parse_date(title, slot.zone, answer.fetched_at):
        title = ""
    parent = element.select_one("a.u-in-reply-to[href]")
    replied_to = absolute(str(parent["href"]), answer.url) if parent else ""
    time = element.find("time")
    shown = str(time.get("datetime") or time.get_text(" ")) if isinstance(time, Tag) else ""
    body, images = _body(element)
    native = canonical(link) if link else _own_name(answer, element, title, body)
    media = (absolute(address, answer.url) for address in images)
    return Post(
        id=post_id("web", native),
        platform=Platform.PAGE,
        native_id=native,
        url=link or answer.url,
        author=_shown(element, AUTHORS),
        title=title,
        text=titled(title, body),
        published_at=parse_date(tidy(shown), slot.zone, answer.fetched_at),
        published_raw=tidy(shown),
        edited_at=None,
        parent_id=post_id("web", canonical(replied_to)) if replied_to else "",
        parent_text="",
        parent_author=plain(parent.get_text(" ")) if parent else "",
        media=tuple(dict.fromkeys(address for address in media if address)),
    )


def _permalink(element: Tag, base: str) -> str:
    for selector in PERMALINKS:
        found = element.select_one(selector)
        link = absolute(str(found.get("href") or ""), base) if found else ""
        if link and not is_front_page(link) and not same_place(link, base):
            return link
    return ""


def _own_name(answer: Answer, element: Tag, title: str, body: str) -> str:
    """The element's anchor on the page, else its content."""
    anchor = element.get("id")
    return f"{canonical(answer.url)}#{tidy(str(anchor)) if anchor else digest(title, body)}"


def _shown(element: Tag, selectors: Iterable[str]) -> str:
    found = next((e for s in selectors if (e := element.select_one(s))), None)
    return plain(found.get_text(" ")) if found else ""


def _body(element: Tag) -> tuple[str, tuple[str, ...]]:
    """The text without shown times, which say "2 jam yang lalu" and differ at each look."""
    content = next((e for s in CONTENTS if (e := element.select_one(s))), None)
    content = copy.copy(content or element)
    for time in content.find_all("time"):
        time.decompose()
    root = parse_html(str(content))
    return ("", ()) if root is None else (readable(root), pictures(root))
