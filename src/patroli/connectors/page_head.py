"""The tree of a page in, what it says of itself out: title, author, dates, addresses, picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from patroli.connectors.address import absolute, host_of, is_front_page
from patroli.connectors.text import elements, fragment, plain, readable, tidy

_SHORTLINK = re.compile(r"[?&](p|page_id|attachment_id)=\d+$")
_SITE_NAME = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{1,60}$")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "date",
    "pubdate",
)
_EDITED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "last-modified",
)
_DATE_CLASS = re.compile(r"(?<![a-z])(?:date|tanggal|tgl|posted|published|waktu)", re.IGNORECASE)
_REPLIED_TO = etree.XPath(".//a[@class][contains(@class, 'u-in-reply-to')]")
_TITLES = etree.XPath(".//title[not(ancestor::svg)]")
MAX_JSON_LD = 500_000


@dataclass(frozen=True, slots=True)
class Parent:
    """What a page replies to, as far as it says."""

    address: str = ""
    text: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself, dates as written."""

    title: str
    author: str
    published: str
    edited: str
    address: str
    """What names it for good: WordPress's shortlink, else canonical, else as answered."""
    link: str
    media: tuple[str, ...]
    parent: Parent


def page_head(root: etree._Element, url: str) -> Head:
    """Read metadata, JSON-LD and, for the date, marked-up times and words."""
    metas = _metas(root)
    article = _article(root)
    headings = [plain(readable(h)) for h in root.iter("h1")]
    title = metas.get("og:title") or _string(article, "headline") or _only(headings)
    link = _own_address(root, "canonical", url) or url
    picture = absolute(metas.get("og:image", ""), url)
    return Head(
        title=plain(title) or _document_title(root),
        author=plain(_author(article) or metas.get("author", "")),
        published=_string(article, "datePublished")
        or _first(metas, _PUBLISHED)
        or _shown_date(root),
        edited=_string(article, "dateModified") or _first(metas, _EDITED),
        address=_shortlink(root, url) or link,
        link=link,
        media=(picture,) if picture else (),
        parent=_parent(root, article, url),
    )


def _parent(root: etree._Element, article: dict[str, Any], url: str) -> Parent:
    """schema.org's `parentItem`, else the microformat `u-in-reply-to`."""
    item = article.get("parentItem")
    item = item[0] if isinstance(item, list) and item else item
    if isinstance(item, dict):
        address = absolute(_string(item, "url") or _string(item, "@id"), url)
        return Parent(address, fragment(_string(item, "text"))[0], plain(_author(item)))
    for link in elements(_REPLIED_TO, root):
        if "u-in-reply-to" in (link.get("class") or "").split():
            return Parent(absolute(link.get("href") or "", url), author=_short_text(link))
    return Parent()


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = tidy(meta.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _only(headings: list[str]) -> str:
    return headings[0] if len(headings) == 1 else ""


def _document_title(root: etree._Element) -> str:
    titles = elements(_TITLES, root)
    title = plain(titles[0].text or "") if titles else ""
    return _SITE_NAME.sub("", title)


def _own_address(root: etree._Element, rel: str, url: str) -> str:
    """An address the page gives itself, of the same host and not merely the front page."""
    for link in root.iter("link"):
        if rel in (link.get("rel") or "").lower().split():
            address = absolute(link.get("href") or "", url)
            if host_of(address) == host_of(url) and (
                is_front_page(url) or not is_front_page(address)
            ):
                return address
    return ""


def _shortlink(root: etree._Element, url: str) -> str:
    address = _own_address(root, "shortlink", url)
    return address if _SHORTLINK.search(address) else ""


def _shown_date(root: etree._Element) -> str:
    """The date a reader sees, in the article if there is one: headers like to show today's."""
    scopes = (*root.iter("article"), *root.iter("main"), root)[:5]
    return next((shown for scope in scopes if (shown := _date_within(scope))), "")


def _date_within(scope: etree._Element) -> str:
    for time in scope.iter("time"):
        shown = tidy(time.get("datetime") or "") or _short_text(time)
        if shown:
            return shown[:80]
    for element in scope.iter("span", "div", "p", "small", "li"):
        if _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"):
            shown = _short_text(element)
            if len(shown) >= 6 and any(c.isdigit() for c in shown):
                return shown
    return ""


def _short_text(element: etree._Element) -> str:
    """The text of an element if it is as short as a date, else nothing."""
    read = ""
    for piece in element.itertext():
        read += str(piece)
        if len(read) > 300:
            return ""
    shown = " ".join(read.split())
    return shown if len(shown) <= 60 else ""


def _article(root: etree._Element) -> dict[str, Any]:
    """The first JSON-LD object with a date of publication or a headline."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = script.text or ""
        if len(text) > MAX_JSON_LD:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _objects(data):
            if "datePublished" in thing or "headline" in thing:
                return thing
    return {}


def _objects(data: object) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, dict):
            yield thing
            waiting.append(thing.get("@graph"))
        elif isinstance(thing, list):
            waiting.extend(thing[:100])


def _string(article: dict[str, Any], key: str) -> str:
    value = article.get(key)
    return tidy(value) if isinstance(value, str) else ""


def _author(article: dict[str, Any]) -> str:
    author = article.get("author")
    author = author[0] if isinstance(author, list) and author else author
    name = author.get("name") if isinstance(author, dict) else author
    return name if isinstance(name, str) else ""
