"""Rows of the history in, nouns out: one matched version with all that is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from patroli.history.presence import is_gone
from patroli.model import Account, Confidence, Form, Match, Platform, Post, Role, Span, Tier


@dataclass(frozen=True, slots=True)
class Captured:
    """Where one version was captured first."""

    url: str
    """The address that answered."""
    fetched_at: datetime
    body_sha256: str
    warc_record_id: str
    """Empty where the answer could not be captured."""
    batch: str
    """The landed folder's name; the folder lies under `day`."""
    day: date


@dataclass(frozen=True, slots=True)
class OtherState:
    """Another version of the same post."""

    version: str
    text: str
    first_seen: datetime
    captured: Captured | None


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that the post no longer answered, after it was last met."""

    signal: str
    seen_at: datetime
    url: str
    fetch_id: str
    """The answer that is the sign, and where it is captured."""
    batch: str
    warc_record_id: str


@dataclass(frozen=True, slots=True)
class Matched:
    """One version that a rule set matched, as far as the history knows."""

    post: Post
    version: str
    matches: tuple[Match, ...]
    """At least one, the highest score in front."""
    account: Account | None
    """As configured when it was last recorded; None where no account's slot met the post."""
    slot_id: str
    account_id: str | None
    keyword_id: str | None
    """The keyword that found it first, also where an account's slot met it too."""
    source_id: str | None
    region: str
    zone: str
    first_seen: datetime
    last_seen: datetime
    sightings: int
    captured: Captured | None
    other_states: tuple[OtherState, ...]
    signs: tuple[Sign, ...]
    gone: bool
    """Whether two signs lie hours apart; see `patroli.history.presence`."""
    due_since: date | None
    """The first day on which an earlier queue had it; None for never."""


_SAME = (
    *("version", "slot_id", "account_id", "keyword_id", "source_id", "region", "zone"),
    *("first_seen", "last_seen", "sightings", "due_since"),
)


def matched(row: Mapping[str, Any]) -> Matched:
    """The nouns of one row of queries/queue_versions.sql."""
    signs = tuple(Sign(**sign) for sign in row["absences"])
    return Matched(
        post=_post(row),
        matches=tuple(_match(match) for match in row["matches"]),
        account=_account(row["account"], by_name=_by_name(row)),
        captured=_captured(row["proof"]),
        other_states=tuple(
            OtherState(o["version"], o["text"], o["first_seen"], _captured(o["proof"]))
            for o in row["other_versions"]
        ),
        signs=signs,
        gone=is_gone((row["last_seen"], *row["answers"]), signs),
        **{name: row[name] for name in _SAME},
    )


def _post(row: Mapping[str, Any]) -> Post:
    named = {field.name: row[field.name] for field in fields(Post) if field.name in row}
    media = tuple(row["media"])
    return Post(
        **named | {"id": row["post_id"], "platform": Platform(row["platform"]), "media": media}
    )


def _match(row: Mapping[str, Any]) -> Match:
    lists = {name: tuple(row[name]) for name in ("reasons", "lowered_by", "basis")}
    spans = tuple(Span(**span) for span in row["spans"])
    kinds = {"form": Form(row["form"]), "tier": Tier(row["tier"])}
    return Match(**{**row, **lists, **kinds, "spans": spans})


def _by_name(row: Mapping[str, Any]) -> bool:
    """Whether only the author's name ties a post to its account: a comment on a web page."""
    return bool(row["elsewhere"]) and not Platform(row["platform"]).importable


def _account(row: Mapping[str, Any] | None, *, by_name: bool) -> Account | None:
    if row is None:
        return None
    values = {field.name: row[field.name] for field in fields(Account)}
    values["role"] = Role(values["role"])
    values["confidence"] = Confidence.UNSURE if by_name else Confidence(values["confidence"])
    values["platform"] = Platform(values["platform"])
    return Account(**values)


def _captured(row: Mapping[str, Any]) -> Captured | None:
    return None if row["fetched_at"] is None else Captured(**row)
