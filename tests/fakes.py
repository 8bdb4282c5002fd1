"""Builders of invented things for tests. Each takes only what the test is about."""

from __future__ import annotations

from datetime import UTC, datetime

from patroli.model import Platform, Post, Slot, digest, post_id

NOW = datetime(2029, 11, 24, 21, 0, tzinfo=UTC)
"""06:00 WIT on 25 November 2029, the fictional world's today."""


def a_post(text: str = "Selamat pagi warga Telaga Biru", **changes: object) -> Post:
    """A post on an invented page; its id follows from `native_id`, or from the text."""
    native = str(changes.pop("native_id", f"http://contoh.example/{digest(text)}"))
    values: dict[str, object] = {
        "id": post_id("web", native),
        "platform": Platform.FEED,
        "native_id": native,
        "url": native,
        "author": "Dewi Lestawa",
        "title": "",
        "text": text,
        "published_at": datetime(2029, 11, 20, 1, 0, tzinfo=UTC),
        "published_raw": "2029-11-20T10:00:00+09:00",
        "edited_at": None,
        "parent_id": "",
        "parent_text": "",
        "parent_author": "",
        "media": (),
    }
    return Post(**{**values, **changes})  # type: ignore[arg-type]


def a_slot(address: str = "http://contoh.example/feed", **changes: object) -> Slot:
    """A due slot of an invented account's feed."""
    values: dict[str, object] = {
        "id": digest("slot", address),
        "platform": Platform.FEED,
        "address": address,
        "account_id": "dewi-feed",
        "keyword_id": None,
        "source_id": None,
        "query": "",
        "contains": "",
        "selector": "",
        "region": "95.99.01",
        "zone": "Asia/Jayapura",
    }
    return Slot(**{**values, **changes})  # type: ignore[arg-type]
