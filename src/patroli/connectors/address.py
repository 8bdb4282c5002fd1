"""An address as written in, the one spelling that names the place out."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from patroli.connectors.text import clean

MAX_ADDRESS = 4096
"""Longer ones, in characters, are data in disguise and name no place."""

_TRACKER_NAMES = """
fbclid gclid dclid gbraid wbraid msclkid yclid igshid igsh mc_cid mc_eid _ga _gl
mkt_tok oly_anon_id oly_enc_id vero_id wickedid twclid ttclid
"""
TRACKERS = frozenset(_TRACKER_NAMES.split())
DEFAULT_PORTS = {"http": 80, "https": 443}
PRIVATE = frozenset({"local", "localhost", "test", "lan", "internal", "invalid", "home"})
"""Last parts of hosts that are on nobody's map but their own."""
_LOOKS_LIKE_ADDRESS = re.compile(r"https?://[^\s/<>\"]", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is an absolute http or https address that can be taken apart."""
    if not _LOOKS_LIKE_ADDRESS.match(text) or len(text) > MAX_ADDRESS or " " in text:
        return False
    return host_of(text) != ""


def host_of(address: str) -> str:
    """The host without `www.`, lower case; empty where there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def absolute(address: str, base: str) -> str:
    """An address as a reader of `base` would follow it; empty if it leads nowhere."""
    address = clean(address).strip()
    if not address or address.startswith("#"):
        return ""
    try:
        joined = urljoin(base, address)
    except ValueError:
        return ""
    return joined if is_address(joined) else ""


@lru_cache(maxsize=8192)
def canonical(address: str) -> str:
    """The spelling two ways to the same place share; the address itself if it is no address.

    w3lib resolves `..`, orders the query and drops the fragment; trackers and default ports go
    too. Every other parameter stays: Joomla's `option`, `view`, `id` and `Itemid` name the article.
    """
    address = clean(address).strip()
    if not is_address(address):
        return address
    try:
        parts = urlsplit(canonicalize_url(address))
        port = parts.port
    except (ValueError, UnicodeError):
        return address
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", _untracked(parts.query), ""))


def _untracked(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(k, v) for k, v in pairs if not (k.lower() in TRACKERS or k.lower()[:4] == "utm_")]
    return query if len(kept) == len(pairs) else urlencode(kept, errors="surrogateescape")


def same_place(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, `www.` and a closing slash."""
    return bool(one) and _loose(one) == _loose(other)


def _loose(address: str) -> tuple[str, str, str]:
    address = canonical(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return address, "", ""
    return host_of(address), parts.path.rstrip("/"), parts.query


def is_left_over(address: str, link: str) -> bool:
    """Whether an address is of the machine that a site was built on, as `http://localhost/?p=5`.

    WordPress keeps it as the permanent name when the site moves to `link`'s host. Many sites have
    the same one: it names no post.
    """
    host = host_of(address)
    return bool(host) and host != host_of(link) and is_address(link) and _is_private(host)


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in PRIVATE


def is_front_page(address: str) -> bool:
    """Whether an address is a host's root, which is the identity of no single post."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in {"", "/", "/index.php", "/index.html"} and not parts.query
