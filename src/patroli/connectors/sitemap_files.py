"""The bytes of a sitemap in, the addresses it names out; bounded, whatever they unpack to.

Source: sitemaps.org (at most 50,000 addresses and 50 MB unpacked a file), news sitemaps of Google.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from patroli.connectors.address import absolute, is_address
from patroli.connectors.dates import EARLIEST, LATEST_AHEAD
from patroli.connectors.decode import decode
from patroli.connectors.frontier import Named
from patroli.connectors.text import clean
from patroli.model import Answer

MAX_BYTES: Final = 50_000_000
MAX_NAMED: Final = 50_000
FRESHLY_MADE: Final = timedelta(hours=1)
_DATES: Final = ("lastmod", "publication_date")
_FILE = re.compile(r"robots\.txt|[^/]*sitemap[^/]*\.(?:xml|xml\.gz|txt)", re.IGNORECASE)


class NoSitemap(ValueError):
    """The bytes are no sitemap."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one file names: other sitemaps, or pages."""

    is_index: bool
    named: tuple[Named, ...]
    detail: str = ""


def is_sitemap(address: str) -> bool:
    """Whether an address is a sitemap's or a robots.txt's, by the last part of its path."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return bool(_FILE.fullmatch(path.rpartition("/")[2]))


def read_sitemap(answer: Answer, zone: str) -> Sitemap:
    """The addresses in the file's order. Raises NoSitemap."""
    text = decode(_unpacked(answer.body), answer.header("content-type"))
    if "<" not in text[:4096]:
        lines = [line.strip() for line in text.splitlines()[:MAX_NAMED]]
        found = tuple(Named(line) for line in lines if is_address(line))
        if not found:
            raise NoSitemap("neither XML nor a list of addresses where a sitemap was promised")
        return Sitemap(False, found)
    root = _tree(text)
    name = etree.QName(root).localname.lower()
    if name not in {"urlset", "sitemapindex"}:
        raise NoSitemap(f"<{name[:40]}> where a sitemap was promised")
    listed = list(_entries(root, answer, zone))
    named, detail = _believed(listed[:MAX_NAMED], answer.fetched_at)
    more = f"more than {MAX_NAMED} addresses" if len(listed) > MAX_NAMED else ""
    return Sitemap(name == "sitemapindex", named, "; ".join(filter(None, (more, detail))))


def _unpacked(body: bytes) -> bytes:
    """The bytes of a `.xml.gz`, at most `MAX_BYTES` of them."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise NoSitemap(f"a packed sitemap that is broken: {error}") from None
    if unpacker.unconsumed_tail:
        raise NoSitemap(f"a packed sitemap of more than {MAX_BYTES} bytes")
    return plain


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, no_network=True, resolve_entities=False
    )
    body = re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", clean(text))
    try:
        root = etree.fromstring(body.strip().encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise NoSitemap(f"broken XML where a sitemap was promised: {error}"[:300]) from None
    if root is None:
        raise NoSitemap("nothing where a sitemap was promised")
    return root


def _entries(root: etree._Element, answer: Answer, zone: str) -> Iterator[Named]:
    for entry in islice(root, MAX_NAMED + 1):
        address = date = ""
        for element in entry.iter():
            if not isinstance(element.tag, str):
                continue
            name = etree.QName(element).localname.lower()
            text = (element.text or "").strip()
            if name == "loc" and element.getparent() is entry:
                address = absolute(text, answer.url)
            elif name in _DATES and not date:
                date = text
        if address:
            yield Named(address, _date(date, zone, answer.fetched_at))


def _date(said: str, zone: str, seen: datetime) -> datetime | None:
    """A W3C date or time; one without a zone is the slot's."""
    try:
        moment = datetime.fromisoformat(said)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= seen + LATEST_AHEAD else None


def _believed(listed: list[Named], seen: datetime) -> tuple[tuple[Named, ...], str]:
    """The addresses with their dates, or without where the dates cannot be true.

    Some sites give every page the time at which the sitemap was made: then all would be new at
    every look.
    """
    dates = [one.at for one in listed if one.at is not None]
    bare = tuple(Named(one.url) for one in listed)
    if len(dates) < len(listed):
        return bare, "dates are missing" if dates else ""
    fresh = sum(seen - at < FRESHLY_MADE for at in dates)
    if len(dates) >= 5 and (len(set(dates)) == 1 or fresh > 0.8 * len(dates)):
        return bare, "all pages have the same or the present time: dates are not believed"
    return tuple(listed), ""
