"""One blog's posts as of a moment in, WordPress REST answers out.

Shapes and refusals as measured on WordPress 6.1: dates local without an offset beside `_gmt`
ones, 400 for a page beyond the end, 401 for a post in the bin, 404 for one that is gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from patroli.demo.feeds import markup
from patroli.demo.places import WIT, slug
from patroli.demo.reply import Reply
from patroli.demo.world import Shown, Utterance

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Blog:
    """One WordPress site: where it stands, what it shows, what lies in its bin."""

    base: str
    title: str
    posts: Sequence[Shown]
    deleted: Sequence[Utterance]


def rest(blog: Blog, route: str, query: Query) -> Reply:
    """The answer to `/wp-json<route>`."""
    parts = [part for part in route.split("/") if part]
    match parts:
        case []:
            return _answer(_root(blog))
        case ["wp", "v2", "posts"]:
            return _posts(blog, query)
        case ["wp", "v2", "posts", number] if number.isdecimal():
            return _one(blog, int(number))
        case ["wp", "v2", "comments" | "pages" | "tags" | "categories" | "media"]:
            return _answer([], {"X-WP-Total": "0", "X-WP-TotalPages": "0"})
    return _refuse(404, "rest_no_route", "Tidak ada rute yang cocok dengan URL dan metode ini.")


def searched(posts: Sequence[Shown], words: str) -> list[Shown]:
    """Posts whose title and text hold every word, as WordPress searches."""
    terms = words.casefold().split()
    return [p for p in posts if all(t in f"{p.utterance.title} {p.text}".casefold() for t in terms)]


def _root(blog: Blog) -> dict[str, Any]:
    return {
        "name": blog.title,
        "url": blog.base.rstrip("/"),
        "home": blog.base.rstrip("/"),
        "gmt_offset": "9",
        "timezone_string": "Asia/Jayapura",
        "namespaces": ["oembed/1.0", "wp/v2"],
        "routes": {"/wp/v2/posts": {"methods": ["GET"]}},
    }


def _posts(blog: Blog, query: Query) -> Reply:
    try:
        per_page, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        chosen = _chosen(blog, query)
    except ValueError:
        return _refuse(400, "rest_invalid_param", "Parameter tidak valid.")
    if not 1 <= per_page <= 100 or page < 1:
        return _refuse(400, "rest_invalid_param", "Parameter tidak valid: per_page")
    pages = -(-len(chosen) // per_page)
    if page > max(pages, 1):
        text = "Nomor halaman yang diminta melebihi jumlah halaman yang tersedia."
        return _refuse(400, "rest_post_invalid_page_number", text)
    headers = {"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages)}
    if page < pages:
        onward = urlencode({**query, "page": page + 1})
        headers["Link"] = f'<{blog.base}wp-json/wp/v2/posts?{onward}>; rel="next"'
    fields = [f for f in query.get("_fields", "").split(",") if f]
    rows = [_post(blog, p) for p in chosen[(page - 1) * per_page : page * per_page]]
    if fields:
        tops = {f.partition(".")[0] for f in fields}
        rows = [{k: v for k, v in row.items() if k in tops} for row in rows]
    return _answer(rows, headers)


def _chosen(blog: Blog, query: Query) -> list[Shown]:
    """Filtered and ordered. Raises ValueError for a number or date that is none."""
    chosen = searched(blog.posts, query.get("search", ""))
    if query.get("include"):
        wanted = {int(part) for part in query["include"].split(",")}
        chosen = [p for p in chosen if p.utterance.number in wanted]
    if query.get("slug"):
        chosen = [p for p in chosen if _slug(p.utterance) == query["slug"]]
    if query.get("after"):
        chosen = [p for p in chosen if p.utterance.created_at > _moment(query["after"])]
    if query.get("before"):
        chosen = [p for p in chosen if p.utterance.created_at < _moment(query["before"])]
    if query.get("modified_after"):
        chosen = [p for p in chosen if _modified(p) > _moment(query["modified_after"])]
    by_change = query.get("orderby") == "modified"
    return sorted(
        chosen,
        key=_modified if by_change else lambda p: p.utterance.created_at,
        reverse=query.get("order", "desc") == "desc",
    )


def _moment(text: str) -> datetime:
    """A moment without an offset is the site's own time, not UTC: the trap of `modified_after`."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=WIT)


def _one(blog: Blog, number: int) -> Reply:
    for shown in blog.posts:
        if shown.utterance.number == number:
            return _answer(_post(blog, shown))
    if any(u.number == number and u.trashed for u in blog.deleted):
        return _refuse(401, "rest_forbidden", "Maaf, Anda tidak diizinkan melakukannya.")
    return _refuse(404, "rest_post_invalid_id", "ID pos tidak valid.")


def _post(blog: Blog, shown: Shown) -> dict[str, Any]:
    post = shown.utterance
    content = markup(shown)
    own = f"{blog.base}wp-json/wp/v2/posts/{post.number}"
    return {
        "id": post.number,
        "date": _local(post.created_at),
        "date_gmt": _gmt(post.created_at),
        "guid": {"rendered": post.native_id},
        "modified": _local(_modified(shown)),
        "modified_gmt": _gmt(_modified(shown)),
        "slug": _slug(post),
        "status": "publish",
        "type": "post",
        "link": post.link,
        "title": {"rendered": post.title},
        "content": {"rendered": content, "protected": False},
        "excerpt": {"rendered": content[:200], "protected": False},
        "author": 1,
        "featured_media": 0,
        "comment_status": "closed",
        "ping_status": "closed",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": [],
        "categories": [1],
        "tags": [],
        "_links": {"self": [{"href": own}]},
        "_embedded": {"author": [{"id": 1, "name": post.author, "slug": slug(post.author)}]},
    }


def _slug(post: Utterance) -> str:
    return post.link.rstrip("/").rpartition("/")[2]


def _modified(shown: Shown) -> datetime:
    return shown.edited_at or shown.utterance.created_at


def _local(moment: datetime) -> str:
    return moment.astimezone(WIT).replace(tzinfo=None).isoformat()


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat()


def _answer(data: object, headers: Mapping[str, str] | None = None, status: int = 200) -> Reply:
    body = json.dumps(data, ensure_ascii=False).encode()
    return Reply(body, "application/json; charset=UTF-8", status, headers or {})


def _refuse(status: int, code: str, message: str) -> Reply:
    return _answer({"code": code, "message": message, "data": {"status": status}}, status=status)
