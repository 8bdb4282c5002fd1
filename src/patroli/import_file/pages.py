"""Archived pages and the watch list in, what the connectors read in them out. No I/O.

A page is an account's if it lies at the account's address or below it, or if the person says whose
pages these are. What the account's own connector would have asked is read by it; any other page by
the page connector, and what is a feed by the feed connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from patroli.config.slots import account_slot
from patroli.connectors import CONNECTORS, Connector
from patroli.connectors.address import canonical
from patroli.connectors.native import id_of, native_in
from patroli.import_file.looks import Look, Looked
from patroli.imports import Page
from patroli.landing import clean_post
from patroli.model import Account, Answer, Ask, Platform, Post, Slot, SlotState

FEEDS = (b"<?xml", b"<rss", b"<feed", b"<rdf")
UNPACKED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that are not true any more of a body that was unpacked."""


def looks_at_pages(
    pages: Iterable[Page],
    accounts: Sequence[Account],
    whose: Account | None = None,
    connectors: Mapping[Platform, Connector] = CONNECTORS,
) -> Looked:
    """Read each page for its account. `whose`: all pages are this account's."""
    looks: list[Look] = []
    unread: list[tuple[int, str]] = []
    strangers = 0
    for page in pages:
        account = whose or _owner(page, accounts)
        if account is None:
            strangers += 1
            continue
        slot, connector, ask = _reader(page, account, connectors)
        headers = tuple((k, v) for k, v in page.headers if k.lower() not in UNPACKED)
        answer = Answer(ask, page.url, page.status, headers, page.body, page.fetched_at)
        reading = connector.read(slot, SlotState(), answer)
        if not reading.posts:
            unread.append((page.line, f"{reading.outcome}: {reading.detail or 'no post in it'}"))
            continue
        posts = _as_named(account.platform, page.url, reading.posts)
        seen = tuple((clean_post(post), page.fetched_at) for post in posts)
        looks.append(Look(account, seen, "import", page.url, page.status, page.body))
    return Looked(tuple(looks), strangers, tuple(unread))


def _as_named(platform: Platform, url: str, posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """The one post of an archived page on a platform, under the name that its connector gives it.

    A page there that is no post's, and all pages of the web, are named by their addresses.
    """
    native = native_in(platform, url) if platform.importable else ""
    if not native or len(posts) != 1:
        return posts
    (post,) = posts
    if post.platform is platform:
        return posts
    return (replace(post, id=id_of(platform, native), platform=platform, native_id=native),)


def _owner(page: Page, accounts: Sequence[Account]) -> Account | None:
    """The account with the longest address that the page lies at or below."""
    url = canonical(page.url)
    above = [a for a in accounts if url == canonical(a.address) or url.startswith(_folder(a))]
    return max(above, key=lambda account: len(account.address), default=None)


def _folder(account: Account) -> str:
    return canonical(account.address).partition("?")[0].rstrip("/") + "/"


def _reader(
    page: Page, account: Account, connectors: Mapping[Platform, Connector]
) -> tuple[Slot, Connector, Ask]:
    slot = account_slot(account)
    own = connectors.get(account.platform)
    for ask in own.start(slot, SlotState()) if own else ():
        if own and canonical(ask.url) == canonical(page.url):
            return slot, own, ask
    if page.body.lstrip()[:5].lower().startswith(FEEDS):
        return slot, connectors[Platform.FEED], Ask(page.url, "feed")
    return replace(slot, selector=""), connectors[Platform.PAGE], Ask(page.url, "page")
