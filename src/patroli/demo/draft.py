"""A post before it has a number and an address, and what the world's maker knows about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from patroli.model import Account, Form


class Kind(StrEnum):
    """What a post was planted as. A post may be several."""

    ENDORSEMENT = "endorsement"
    HARD_NEGATIVE = "hard negative"
    CAMPAIGN = "campaign"
    """A contestant's, team's or party's own words: allowed, and parent of replies."""
    CITIZEN = "citizen"
    """Support by a passer-by whom no rule of neutrality binds."""
    REPLY = "reply"
    LETTER = "letter"
    EDITED_IN = "edited in"
    EDITED_OUT = "edited out"
    DELETED = "deleted"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Planted:
    """What a post is, so that tests can hold queue and ledger against it."""

    kinds: frozenset[Kind]
    form: Form | None = None
    contestant: str = ""
    group: str = ""
    """Shared by posts that copy one another."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One post to be; `key` and `parent` name drafts of the same world."""

    key: str
    account: Account | None
    author: str
    at: datetime
    title: str
    text: str
    edits: tuple[tuple[datetime, str], ...] = ()
    deleted_at: datetime | None = None
    picture: bool = False
    parent: str = ""
    planted: Planted | None = None
