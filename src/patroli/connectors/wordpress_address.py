"""A WordPress site and a route in, the address of its REST interface out."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

ACCEPT: Final = "application/json"
PRETTY, ROUTE = "wp-json", "rest_route"
POSTS, COMMENTS = "/wp/v2/posts", "/wp/v2/comments"


def names_collection(site: str) -> bool:
    """Whether a slot's address is that of a collection, not of a site."""
    return "/wp-json/" in urlsplit(site).path


def rest_address(
    site: str, route: str, number: str, query: dict[str, str], collection: str = POSTS
) -> str:
    """The address of a collection, or of one thing in it; posts' own collection may be given."""
    parts = urlsplit(site)
    given = dict(parse_qsl(parts.query))
    if names_collection(site):
        base, _, collection = parts.path.partition("/wp-json")
    else:
        base, collection = parts.path.removesuffix("index.php"), collection
        given = {}
    base = base.rstrip("/")
    collection = collection.rstrip("/") + number
    if route == ROUTE:
        path, query = f"{base}/", {"rest_route": collection, **given, **query}
    else:
        path, query = f"{base}/wp-json{collection}", {**given, **query}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe=":,/"), ""))
