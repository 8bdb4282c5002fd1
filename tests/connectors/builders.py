"""Builders of answers as public places give them. All people and places are invented."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.model import (
    Answer,
    Ask,
    KnownPost,
    Platform,
    Reading,
    Slot,
    SlotState,
    post_id,
)

SITE = "http://blogguru.example"
FEED = a_slot("http://lamantelaga.example/@dewi.lestawa/feed.xml")
PAGE = a_slot("http://dinas.example/berita/bakti-sosial", platform=Platform.PAGE)
WORDPRESS = a_slot(f"{SITE}/", platform=Platform.WORDPRESS)
NOTHING_KNOWN = SlotState()


def an_answer(
    body: bytes | str,
    slot: Slot = FEED,
    *,
    kind: str = "application/xml",
    status: int = 200,
    ask: Ask | None = None,
    url: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    fetched_at: datetime = NOW,
) -> Answer:
    """What came back for a slot's first ask, unless another is given."""
    asked = ask or CONNECTORS[slot.platform].start(slot, NOTHING_KNOWN)[0]
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return Answer(
        asked, url or asked.url, status, (("Content-Type", kind), *headers), data, fetched_at
    )


def reading(
    body: bytes | str, slot: Slot = FEED, state: SlotState = NOTHING_KNOWN, **answer: Any
) -> Reading:
    """What the slot's connector says of a body."""
    return CONNECTORS[slot.platform].read(slot, state, an_answer(body, slot, **answer))


def known(native_id: str, url: str = "", *, days_ago: float = 1) -> KnownPost:
    """A post of the `web` space seen some days before `NOW`."""
    seen = NOW - timedelta(days=days_ago)
    return KnownPost(post_id("web", native_id), native_id, url or native_id, seen)


# ------------------------------------------------------------------ feeds


def an_item(
    title: str = "",
    text: str = "Selamat pagi",
    *,
    link: str = "",
    guid: str = "",
    date: str = "",
    more: str = "",
) -> str:
    """An RSS item; what is empty is left out."""
    parts = {"title": title, "link": link, "guid": guid, "pubDate": date}
    written = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    return f"<item>{written}<description><![CDATA[{text}]]></description>{more}</item>"


def rss(*items: str, prologue: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """An RSS 2.0 feed."""
    return (
        f'{prologue}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>Laman Dewi</title><link>{SITE}/</link>{''.join(items)}</channel></rss>"
    )


def atom(*entries: str) -> str:
    """An Atom feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Laman Dewi</title><id>urn:laman</id>{''.join(entries)}</feed>"
    )


def an_entry(
    link: str = "http://lamantelaga.example/p/1",
    text: str = "Selamat pagi",
    *,
    published: str = "2029-11-20T10:00:00+09:00",
    updated: str = "2029-11-20T10:00:00+09:00",
) -> str:
    """An Atom entry whose id is no address."""
    return (
        f'<entry><id>tag:laman,2029:{link[-1:]}</id><title>Catatan</title><link href="{link}"/>'
        f"<published>{published}</published><updated>{updated}</updated>"
        f'<author><name>Dewi Lestawa</name></author><content type="html">{text}</content></entry>'
    )


# ------------------------------------------------------------------ pages

SENTENCE = "Pegawai dinas membersihkan tepi danau bersama warga sejak pagi hari. "


def html(
    body: str = f"<article><h1>Bakti sosial</h1><p>{SENTENCE * 6}</p></article>",
    *,
    head: str = "<title>Bakti sosial - Dinas Lingkungan</title>",
    charset: str = '<meta charset="utf-8">',
) -> str:
    """A page with a frame around its body."""
    return (
        f"<!DOCTYPE html><html><head>{charset}{head}</head><body><nav>Beranda Profil Berita</nav>"
        f"{body}<footer>Hak cipta Dinas Lingkungan Telaga Biru</footer></body></html>"
    )


# ------------------------------------------------------------------ WordPress


def a_wp_post(
    number: int = 12, text: str = "<p>Selamat pagi</p>", **changes: Any
) -> dict[str, Any]:
    """A post as `/wp-json/wp/v2/posts` gives it, of a site in WIT."""
    return {
        "id": number,
        "date": "2029-11-20T10:00:00",
        "date_gmt": "2029-11-20T01:00:00",
        "guid": {"rendered": f"{SITE}/?p={number}"},
        "modified": "2029-11-20T10:00:00",
        "modified_gmt": "2029-11-20T01:00:00",
        "status": "publish",
        "link": f"{SITE}/2029/11/catatan-{number}/",
        "title": {"rendered": f"Catatan {number}"},
        "content": {"rendered": text, "protected": False},
        "_embedded": {"author": [{"id": 1, "name": "Dewi Lestawa"}]},
        **changes,
    }


def wp_reading(
    data: Any, ask: Ask | None = None, state: SlotState = NOTHING_KNOWN, **answer: Any
) -> Reading:
    """What the connector says of a JSON answer."""
    pages = str(answer.pop("pages", 1))
    headers = (("X-WP-TotalPages", pages),)
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    answer = {"kind": "application/json", "headers": headers, **answer}
    return reading(body, WORDPRESS, state, ask=ask, **answer)


def wp_error(code: str) -> dict[str, Any]:
    """WordPress's way to say no."""
    return {"code": code, "message": "Maaf", "data": {"status": 400}}
