"""The world at one moment: host, path and query in, a reply out. Pure; the server adds manners."""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape

from patroli.demo.feeds import Channel, atom, rss
from patroli.demo.pages import listing, missing, page, post_page
from patroli.demo.places import (
    CLOSED,
    LOCAL,
    Manner,
    home,
    host_of,
    manner_of,
    native_id,
    path_of,
)
from patroli.demo.reply import Reply, html, moved, plain
from patroli.demo.wordpress import Blog, rest, searched
from patroli.demo.world import Shown, World
from patroli.model import Account, Platform, Source

Query = Mapping[str, str]
View = Callable[[Query], Reply]

TIMELINE = 150
"""Posts in the open timeline's feed."""
BLOG_FEED = 10
"""Posts in a WordPress feed, its own default."""
_GONE_FOR_GOOD = frozenset({"catatanwarga.example"})
"""Hosts that answer 410 for a deleted post; others say 404."""


@dataclass(frozen=True, slots=True)
class Site:
    """Every host as of one moment."""

    moment: datetime
    hosts: tuple[str, ...]
    views: Mapping[tuple[str, str], View]
    blogs: Mapping[str, Blog]
    """By host and base path, e.g. `blogguru.example/dewi/`."""
    deleted: frozenset[tuple[str, str]]

    def answer(self, host: str, path: str, query: Query) -> Reply:
        """What a host that behaves well answers; 404 for what it does not have."""
        if host not in self.hosts:
            return html(missing(host, "Situs tidak dikenal"), 404)
        if path == "/robots.txt":
            return plain(_robots(host))
        view = self.views.get((host, path)) or self._blog_view(host, path, query)
        if view:
            return _labelled(view(query), host)
        if path.startswith("/media/") and path.endswith(".png"):
            return Reply(_PICTURE, "image/png", changed_at=self.moment)
        gone = (host, path) in self.deleted and host in _GONE_FOR_GOOD
        return html(missing(host), 410 if gone else 404)

    def _blog_view(self, host: str, path: str, query: Query) -> View | None:
        place = f"{host}{path}"
        for base, blog in self.blogs.items():
            if place == base and "rest_route" in query:
                others = {k: v for k, v in query.items() if k != "rest_route"}
                return lambda _: rest(blog, query["rest_route"], others)
            if place.startswith(f"{base}wp-json"):
                return partial(rest, blog, place.removeprefix(f"{base}wp-json"))
        return None


def build_site(world: World, moment: datetime) -> Site:
    """All addresses of the web as of a moment; the pages behind them are made when asked for."""
    shown = world.at(moment)
    by_account: dict[str, list[Shown]] = defaultdict(list)
    for post in shown:
        by_account[post.utterance.account_id].append(post)
    changed = _changes(world, moment)
    views: dict[tuple[str, str], View] = {
        (host_of(p.utterance.link), path_of(p.utterance.link)): partial(_post_view, p)
        for p in shown
    }
    blogs: dict[str, Blog] = {}
    open_accounts = [a for a in world.accounts if not _is_closed(a, moment)]
    for account in open_accounts:
        posts, since = by_account[account.id], changed.get(account.id, moment)
        if account.platform is Platform.WORDPRESS:
            blog = _blog(world, account, posts, moment)
            blogs[host_of(account.address) + path_of(account.address)] = blog
            views |= _blog_views(account, blog, since)
        else:
            views[_place(account.address)] = partial(_account_view, account, posts, since)
    for source in world.sources:
        if source.platform is Platform.FEED:
            views[_place(source.address)] = partial(_source_view, source, shown, moment)
    hosts = tuple(sorted({*world.hosts(), *(host_of(a.address) for a in world.accounts)}))
    for host in hosts:
        views.setdefault((host, "/"), partial(_front_view, host, open_accounts))
    deleted = frozenset(
        (host_of(u.link), path_of(u.link)) for u in world.utterances if u.deleted_at
    )
    return Site(moment, hosts, views, blogs, deleted)


def _is_closed(account: Account, moment: datetime) -> bool:
    end = CLOSED.get(account.id)
    return end is not None and end <= moment


def _place(address: str) -> tuple[str, str]:
    return host_of(address), path_of(address).partition("?")[0]


def _changes(world: World, moment: datetime) -> dict[str, datetime]:
    """When each account's posts last changed: written, edited or deleted."""
    last: dict[str, datetime] = {}
    for post in world.utterances:
        times = [edition.at for edition in post.editions]
        times += [post.deleted_at] if post.deleted_at else []
        known = [at for at in (*times, last.get(post.account_id)) if at and at <= moment]
        if known:
            last[post.account_id] = max(known)
    return last


def _robots(host: str) -> str:
    rules = "Disallow: /" if manner_of(host) is Manner.REFUSES else "Disallow: /masuk"
    return f"User-agent: *\n{rules}\n"


def _labelled(reply: Reply, host: str) -> Reply:
    """The mislabelled host sends windows-1252, says UTF-8, and writes what it lacks as `&#…;`."""
    if manner_of(host) is not Manner.MISLABELLED or not reply.content_type.startswith("text/html"):
        return reply
    text = reply.body.decode().replace('charset="utf-8"', 'charset="iso-8859-1"')
    body = text.replace("</p>", "…</p>").encode("cp1252", "xmlcharrefreplace")
    return Reply(body, reply.content_type, reply.status, reply.headers, reply.changed_at)


def _post_view(shown: Shown, _: Query) -> Reply:
    post = shown.utterance
    if post.platform is not Platform.WORDPRESS:
        return html(post_page(shown))
    short = f'<link rel="shortlink" href="{escape(post.native_id)}">'
    api = f'<link rel="https://api.w.org/" href="{home(post.home)}wp-json/">'
    headers = {"Link": f'<{home(post.home)}wp-json/>; rel="https://api.w.org/"'}
    return html(post_page(shown, short + api), headers=headers)


def _account_view(account: Account, posts: Sequence[Shown], since: datetime, _: Query) -> Reply:
    if account.platform is Platform.PAGE:
        return Reply(listing(account, posts).encode(), changed_at=since)
    return _feed(account.address, account.holder, posts, since)


def _feed(address: str, title: str, posts: Sequence[Shown], since: datetime) -> Reply:
    channel = Channel(title, home(address), since)
    if "atom" in address.rpartition("/")[2]:
        return Reply(atom(channel, posts), "application/atom+xml; charset=utf-8", changed_at=since)
    return Reply(rss(channel, posts), "application/rss+xml; charset=utf-8", changed_at=since)


def _source_view(source: Source, shown: Sequence[Shown], now: datetime, query: Query) -> Reply:
    """What a host's search or open timeline shows as a feed."""
    host = host_of(source.address)
    words = query.get("q", "")
    posts = [p for p in shown if host_of(p.utterance.link) == host]
    posts = searched(posts, words) if source.searchable else posts[:TIMELINE]
    since = max((p.edited_at or p.utterance.created_at for p in posts), default=now)
    title = f"Cari: {words}" if source.searchable else host
    return _feed(source.address.partition("?")[0], title, posts, since)


def _blog(world: World, account: Account, posts: Sequence[Shown], moment: datetime) -> Blog:
    deleted = tuple(
        u
        for u in world.utterances
        if u.account_id == account.id and u.deleted_at and u.deleted_at <= moment
    )
    return Blog(account.address, account.holder, posts, deleted)


def _blog_views(account: Account, blog: Blog, since: datetime) -> dict[tuple[str, str], View]:
    host, base = _place(account.address)

    def front(query: Query) -> Reply:
        if query.get("p", "").isdecimal():
            return _by_number(account, blog, int(query["p"]))
        if "rest_route" in query:
            others = {k: v for k, v in query.items() if k != "rest_route"}
            return rest(blog, query["rest_route"], others)
        posts = searched(blog.posts, query.get("s", ""))
        if query.get("feed"):
            return _feed(f"{account.address}feed/", account.holder, posts[:BLOG_FEED], since)
        return html(listing(account, posts))

    def feed(_: Query) -> Reply:
        return _feed(f"{account.address}feed/", account.holder, blog.posts[:BLOG_FEED], since)

    return {(host, base): front, (host, f"{base}feed/"): feed}


def _by_number(account: Account, blog: Blog, number: int) -> Reply:
    """`?p=12` leads to the post's readable address."""
    name = native_id(Platform.WORDPRESS, account.address, number, "")
    link = next((p.utterance.link for p in blog.posts if p.utterance.native_id == name), "")
    return moved(link) if link else html(missing(host_of(account.address)), 404)


def _front_view(host: str, accounts: Sequence[Account], _: Query) -> Reply:
    items = "".join(
        f'<li><a href="{escape(a.address)}">{escape(a.holder)}</a></li>'
        for a in accounts
        if host_of(a.address) == host
    )
    local = f'<li><a href="{LOCAL}lokal/feed.xml">Linimasa</a></li>' if host in LOCAL else ""
    return html(page(host, host, f"<h1>{host}</h1><ul>{items}{local}</ul>"))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


_PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
    + _chunk(b"IEND", b"")
)
