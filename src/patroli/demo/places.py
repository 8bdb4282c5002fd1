"""Where an account's posts stand, and how each host of the fictional web behaves.

A host not named here behaves well.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from urllib.parse import urlsplit

from patroli.model import Platform

WIT = timezone(timedelta(hours=9), "WIT")
LOCAL = "http://lamantelaga.example/"
"""The place whose passers-by write too, in one timeline open to all."""


class Manner(StrEnum):
    """What a host does that a polite client must live with."""

    WELL = "behaves well"
    REFUSES = "refuses by robots.txt"
    DOWN = "closes every connection"
    SLOW = "takes more than a second for each answer"
    BROKEN = "cuts its feeds off in the middle"
    MISLABELLED = "says UTF-8 and sends windows-1252"
    LIMITED = "answers 429 at first"


MANNERS: dict[str, Manner] = {
    "forumpegawai.example": Manner.REFUSES,
    "kolamkata.example": Manner.DOWN,
    "kecamatan-hulu.telagabiru.example": Manner.SLOW,
    "rsud.telagabiru.example": Manner.BROKEN,
    "arsip.telagabiru.example": Manner.MISLABELLED,
    "dishub.telagabiru.example": Manner.LIMITED,
}

CLOSED: dict[str, datetime] = {
    "nonaktif-laman": datetime(2029, 11, 23, 21, 0, tzinfo=WIT),
}
"""Accounts that their holder deactivates, and when: nothing of them answers after that."""

_FEED_NAMES = frozenset({"feed", "rss", "feed.xml", "feed.atom", "rss.xml", "atom.xml"})
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def manner_of(host: str) -> Manner:
    return MANNERS.get(host, Manner.WELL)


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def path_of(address: str) -> str:
    """Path and query of an address, as a request line names them."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def slug(title: str) -> str:
    return _NO_LETTER.sub("-", title.lower()).strip("-")[:60].strip("-") or "catatan"


def home(address: str) -> str:
    """The account's own page: its address without the feed's file name."""
    stem, _, last = address.rstrip("/").rpartition("/")
    if last in _FEED_NAMES:
        return f"{stem}/"
    bare, dot, ending = last.rpartition(".")
    if dot and ending in {"xml", "rss", "atom", "html"}:
        return f"{stem}/{bare}/"
    return address if address.endswith("/") else f"{address}/"


def permalink(platform: Platform, address: str, number: int, title: str, at: datetime) -> str:
    """The post's own address."""
    base = home(address)
    if platform is Platform.WORDPRESS:
        return f"{base}{at.astimezone(WIT):%Y/%m}/{slug(title)}-{number}/"
    if platform is Platform.PAGE:
        return f"{base}{number}-{slug(title)}"
    return f"{base}{'berita/' if base.count('/') == 3 else ''}{number}"


def native_id(platform: Platform, address: str, number: int, link: str) -> str:
    """What the site itself calls the post: WordPress keeps `?p=` whatever the link becomes."""
    return f"{home(address)}?p={number}" if platform is Platform.WORDPRESS else link
