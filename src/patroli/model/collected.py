"""What collecting knows: slots and asks, answers and what they say, fetches and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from patroli.model.media import unsigned
from patroli.model.names import digest
from patroli.model.words import Outcome, Platform, Standing


@dataclass(frozen=True, slots=True)
class Slot:
    """One account or keyword on one platform, as asked in a round."""

    id: str
    platform: Platform
    address: str
    account_id: str | None
    keyword_id: str | None
    source_id: str | None
    query: str
    """What to search for where the platform has a search; else empty."""
    contains: str
    """What a post must contain to be kept where the platform has no search; else empty."""
    selector: str
    region: str
    zone: str


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post seen before, so that a connector can ask whether it is still there."""

    post_id: str
    native_id: str
    url: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SlotState:
    """What earlier rounds left for a slot. Losing it costs a re-fetch, never a post."""

    cursor: str = ""
    known: tuple[KnownPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """An operator's own credential for one platform. It is added where a request leaves and never
    stands in an `Ask`, a log, the evidence archive or an error.
    """

    name: str
    """The environment variable that holds it: `PATROLI_YOUTUBE_KEY`."""
    header: str = "Authorization"
    prefix: str = "Bearer "
    operator: str = ""
    """The environment variable that holds the operator's own id on the platform; it fills
    `{operator}` in addresses. Empty where addresses need none."""
    login: str = ""
    """Where name and password are exchanged for a session (AT Protocol createSession); then
    `operator` holds the name and `name` the password. Empty where the key serves as it is."""


BudgetName = Literal[
    "youtube", "youtube-search", "x", "meta", "instagram-hashtag", "threads", "threads-search"
]
"""Every budget that a connector may spend; `docs/sources.md` tells what each is for."""


@dataclass(frozen=True, slots=True)
class Spend:
    """What an ask costs at most, in units of one budget of `patroli.yaml`."""

    budget: BudgetName
    """`youtube`, `youtube-search`, `x` …"""
    units: int


@dataclass(frozen=True, slots=True)
class Ask:
    """One request a connector wants made. `purpose` tells `read` what the answer is for."""

    url: str
    purpose: str
    accept: str = "*/*"
    conditional: bool = False
    """Whether a 304 answer would be enough: only for asks whose earlier answer was landed."""
    subject: str = ""
    """The post id the ask is about, where it is about one."""
    key: Key | None = None
    """With the operator's own key the platform's terms are the gate; without, robots.txt is."""
    spend: Spend | None = None
    aside: bool = False
    """Whether the slot is whole without its answer: one page of the many that a list names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for an ask: any status, the body already decompressed within the size cap."""

    ask: Ask
    url: str
    """The address that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime

    def header(self, name: str) -> str:
        """The first value of a header, any case; empty if it is not there."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Post:
    """One public utterance as read from one answer. A page and a comment are posts too."""

    id: str
    platform: Platform
    native_id: str
    url: str
    author: str
    title: str
    text: str
    """All that a reader of the post reads, the title first where there is one."""
    published_at: datetime | None
    published_raw: str
    edited_at: datetime | None
    parent_id: str
    parent_text: str
    parent_author: str
    media: tuple[str, ...]
    author_handle: str = ""
    """The author's handle on the platform, small letters, without `@`, where it is somebody else
    than the slot's account: a comment under its post, a hit of a search."""

    @property
    def version(self) -> str:
        """Hash of what a person can see; a change of it is a new version.

        A picture whose address was only signed anew is the same picture.
        """
        parts = (self.title, self.text, self.parent_id, self.parent_text)
        return digest(*parts, *map(unsigned, self.media))


@dataclass(frozen=True, slots=True)
class Absence:
    """One sign that a post no longer answers. Two, hours apart, make it *gone*."""

    post_id: str
    url: str
    signal: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform publicly says of the account that a slot asks, as one answer showed it."""

    native_id: str
    """The platform's own id, which stays when the handle changes; empty if it tells none."""
    handle: str
    """Small letters, without `@`."""
    name: str
    standing: Standing
    moved_to: str = ""
    """Handle or address of the account that took over, where the platform says so."""

    @property
    def version(self) -> str:
        """Hash of what the platform shows; a change of it is a new version."""
        return digest(self.native_id, self.handle, self.name, self.standing.value, self.moved_to)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer says."""

    outcome: Outcome
    detail: str = ""
    posts: tuple[Post, ...] = ()
    absences: tuple[Absence, ...] = ()
    asks: tuple[Ask, ...] = ()
    """Further requests, e.g. the next page."""
    cursor: str | None = None
    """The new cursor, or None to keep the old one."""
    profiles: tuple[Profile, ...] = ()
    spent: int | None = None
    """Units the answer really cost, or None for what its ask said at most."""
    more: bool = False
    """Whether older posts are waiting behind the new cursor, so that the slot is due again soon."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request with its outcome, redirects and proof."""

    id: str
    round_id: str
    slot_id: str
    purpose: str
    url: str
    final_url: str
    status: int | None
    outcome: Outcome
    detail: str
    fetched_at: datetime
    elapsed_ms: int
    wire_bytes: int
    body_bytes: int
    body_sha256: str
    content_type: str
    peer: str
    warc_record_id: str
    """Empty where nothing came back that could be captured."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One attempt to keep what a post shows besides its text: an image, or how its page looks."""

    post_id: str
    version: str
    kind: str
    """`image` or `screenshot`."""
    url: str
    """The image's address, or the page's."""
    outcome: Outcome
    detail: str
    captured_at: datetime
    content_type: str
    """By the bytes, not by what a server said."""
    body_bytes: int
    body_sha256: str
    warc_record_id: str
    """Empty where nothing came back that could be captured."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """One picture of a version of a post that lies in a landed batch."""

    post_id: str
    version: str
    kind: str
    """`image` or `screenshot`, or `typed`: a person typed the post from it."""
    warc_record_id: str
    batch: str
    day: date
    """The day below which the batch lies."""
    told: str = ""
    """What was noted of how it came, verbatim."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """How one due slot ended in one round."""

    round_id: str
    slot_id: str
    due_at: datetime
    ended_at: datetime
    outcome: Outcome
    detail: str
    fetches: int
    posts: int
