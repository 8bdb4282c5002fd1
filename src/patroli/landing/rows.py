"""Nouns in, rows out: what stands in each column of a batch's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from patroli.landing.secrets import hide_in_text, hide_secrets
from patroli.model import Absence, Capture, Fetch, LedgerEntry, Post, Profile, Slot


@dataclass(frozen=True, slots=True)
class Sighting:
    """One post as one fetch for one slot showed it."""

    post: Post
    slot: Slot
    fetch_id: str
    round_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """One absence as one fetch for one slot showed it."""

    absence: Absence
    slot_id: str
    fetch_id: str
    round_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One profile as one fetch for one slot showed it."""

    profile: Profile
    slot: Slot
    fetch_id: str
    round_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that a round owes an answer; its ledger entry follows in another batch."""

    slot: Slot
    round_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """How a due slot ended."""

    slot: Slot
    entry: LedgerEntry


Row = Mapping[str, object]


def clean(text: str) -> str:
    """Text that UTF-8 can carry: a lone surrogate becomes U+FFFD, all else stays."""
    return text.encode("utf-8", "replace").decode() if _has_surrogate(text) else text


def clean_post(post: Post) -> Post:
    """The post with every text as it is landed, so that its version is that of what is stored."""
    texts = [post.native_id, post.url, post.author, post.title, post.text, post.published_raw]
    texts += [post.parent_text, post.parent_author, post.author_handle, *post.media]
    if not any(map(_has_surrogate, texts)):
        return post
    return replace(
        post,
        native_id=clean(post.native_id),
        url=clean(post.url),
        author=clean(post.author),
        title=clean(post.title),
        text=clean(post.text),
        published_raw=clean(post.published_raw),
        parent_text=clean(post.parent_text),
        parent_author=clean(post.parent_author),
        media=tuple(map(clean, post.media)),
        author_handle=clean(post.author_handle),
    )


def _has_surrogate(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def sighting_row(sighting: Sighting) -> Row:
    post, slot = clean_post(sighting.post), sighting.slot
    return {
        "post_id": post.id,
        "version": post.version,
        "platform": post.platform.value,
        "native_id": post.native_id,
        "url": post.url,
        "author": post.author,
        "author_handle": post.author_handle,
        "title": post.title,
        "text": post.text,
        "published_at": _utc(post.published_at),
        "published_raw": post.published_raw,
        "edited_at": _utc(post.edited_at),
        "parent_id": post.parent_id,
        "parent_text": post.parent_text,
        "parent_author": post.parent_author,
        "media": list(post.media),
        **_who(slot),
        "slot_id": slot.id,
        "region": slot.region,
        "zone": slot.zone,
        "fetch_id": sighting.fetch_id,
        "round_id": sighting.round_id,
        "seen_at": sighting.seen_at,
    }


def fetch_row(fetch: Fetch) -> Row:
    return {
        "fetch_id": fetch.id,
        "round_id": fetch.round_id,
        "slot_id": fetch.slot_id,
        "purpose": fetch.purpose,
        "url": clean(hide_secrets(fetch.url)),
        "final_url": clean(hide_secrets(fetch.final_url)),
        "status": fetch.status,
        "outcome": fetch.outcome.value,
        "detail": clean(hide_in_text(fetch.detail)),
        "fetched_at": fetch.fetched_at,
        "elapsed_ms": fetch.elapsed_ms,
        "wire_bytes": fetch.wire_bytes,
        "body_bytes": fetch.body_bytes,
        "body_sha256": fetch.body_sha256,
        "content_type": clean(fetch.content_type),
        "peer": fetch.peer,
        "warc_record_id": fetch.warc_record_id,
    }


def absence_row(missed: Missed) -> Row:
    return {
        "post_id": missed.absence.post_id,
        "url": clean(hide_secrets(missed.absence.url)),
        "signal": clean(missed.absence.signal),
        "slot_id": missed.slot_id,
        "fetch_id": missed.fetch_id,
        "round_id": missed.round_id,
        "seen_at": missed.seen_at,
    }


def capture_row(capture: Capture) -> Row:
    return {
        "post_id": capture.post_id,
        "version": capture.version,
        "kind": capture.kind,
        "url": clean(hide_secrets(capture.url)),
        "outcome": capture.outcome.value,
        "detail": clean(hide_in_text(capture.detail)),
        "captured_at": capture.captured_at,
        "content_type": clean(capture.content_type),
        "body_bytes": capture.body_bytes,
        "body_sha256": capture.body_sha256,
        "warc_record_id": capture.warc_record_id,
    }


def profile_row(shown: Shown) -> Row:
    profile = replace(
        shown.profile,
        native_id=clean(shown.profile.native_id),
        handle=clean(shown.profile.handle),
        name=clean(shown.profile.name),
        moved_to=clean(hide_secrets(shown.profile.moved_to)),
    )
    return {
        "slot_id": shown.slot.id,
        "account_id": shown.slot.account_id,
        "platform": shown.slot.platform.value,
        "version": profile.version,
        "native_id": profile.native_id,
        "handle": profile.handle,
        "name": profile.name,
        "standing": profile.standing.value,
        "moved_to": profile.moved_to,
        "fetch_id": shown.fetch_id,
        "round_id": shown.round_id,
        "seen_at": shown.seen_at,
    }


def ledger_row(line: Due | Ended) -> Row:
    place = {
        **_who(line.slot),
        "slot_id": line.slot.id,
        "platform": line.slot.platform.value,
        "address": hide_secrets(line.slot.address),
        "region": line.slot.region,
        "zone": line.slot.zone,
    }
    if isinstance(line, Due):
        planned = {"outcome": "", "detail": "", "ended_at": None, "fetches": 0, "posts": 0}
        return {**place, **planned, "round_id": line.round_id, "due_at": line.due_at}
    entry = line.entry
    return {
        **place,
        "round_id": entry.round_id,
        "due_at": entry.due_at,
        "ended_at": entry.ended_at,
        "outcome": entry.outcome.value,
        "detail": clean(hide_in_text(entry.detail)),
        "fetches": entry.fetches,
        "posts": entry.posts,
    }


def _utc(at: datetime | None) -> datetime | None:
    """The moment in UTC; None where UTC has none for it: some sites date posts in year 1."""
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at}")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return None


def _who(slot: Slot) -> Row:
    return {
        "account_id": slot.account_id,
        "keyword_id": slot.keyword_id,
        "source_id": slot.source_id,
    }


ROWS: dict[str, Callable[[Any], Row]] = {
    "sightings": sighting_row,
    "fetches": fetch_row,
    "absences": absence_row,
    "profiles": profile_row,
    "ledger": ledger_row,
    "captures": capture_row,
}
