"""The nouns of patroli, frozen. A changed thing is a new thing.

Times are aware datetimes in UTC unless a name says `local`. Text offsets count code points of the
text exactly as stored, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Platform(StrEnum):
    """The kind of public place: one connector each, or read from imported files only."""

    FEED = "feed"
    PAGE = "page"
    WORDPRESS = "wordpress"
    TIKTOK = "tiktok"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    X = "x"
    THREADS = "threads"

    @property
    def by_import(self) -> bool:
        """Whether posts come only from files that a person saved: nothing is asked."""
        return self in _BY_IMPORT


_BY_IMPORT = frozenset(
    {Platform.TIKTOK, Platform.INSTAGRAM, Platform.FACEBOOK, Platform.X, Platform.THREADS}
)


class Role(StrEnum):
    """What an account is to the contest; decides how its posts and replies to it are read."""

    ASN = "asn"
    CONTESTANT = "contestant"
    TEAM = "team"
    PARTY = "party"
    NEWS = "news"
    AGENCY = "agency"


class Confidence(StrEnum):
    """How sure it is that an account is its holder's."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """How asking ended: of one fetch, and of one due slot in one round."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    GONE = "gone"
    BLOCKED = "blocked"
    LOGIN_WALL = "login_wall"
    ROBOTS_REFUSED = "robots_refused"
    RATE_LIMITED = "rate_limited"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def reached(self) -> bool:
        """Whether the place answered so that "no posts" really means no posts."""
        return self in {Outcome.COLLECTED, Outcome.UNCHANGED, Outcome.EMPTY}


class Form(StrEnum):
    """The seven forms of partiality a match may point to (domain notes 1.3)."""

    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    F5 = "F5"
    F6 = "F6"
    F7 = "F7"


class Tier(StrEnum):
    """How strongly a match asks for a person's eyes."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """3 for high, 2 for medium, 1 for low."""
        return {"high": 3, "medium": 2, "low": 1}[self.value]


# ------------------------------------------------------------------ what people configure


@dataclass(frozen=True, slots=True)
class Account:
    """One public account of one holder on one platform, and why it is watched."""

    id: str
    holder: str
    role: Role
    position: str
    agency: str
    region: str
    zone: str
    platform: Platform
    address: str
    selector: str
    proof: str
    confidence: Confidence
    reason: str
    watched_from: date
    watched_to: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """A public place that keywords are searched or filtered in."""

    id: str
    platform: Platform
    address: str
    """For a searchable feed or page: the address with `{query}`; else the place itself."""
    searchable: bool
    region: str
    zone: str
    role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """One phrase that is looked for in named sources; slots are already filled in."""

    id: str
    text: str
    sources: tuple[str, ...]
    reason: str
    contest_id: str = ""
    """The contest whose contestants filled its slots; empty where it had none."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One norm with the days on which it is in force, both ends included."""

    id: str
    title: str
    article: str
    summary: str
    valid_from: date
    valid_to: date | None
    address: str
    successor: str = ""
    """The id of the norm that took its place; empty for none."""
    check: str = ""
    """What is still to be checked against the official text; empty for nothing."""

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a contest in the contest's own zone, both days included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Contestant:
    """One candidate pair or party of a contest, with all that points to it."""

    id: str
    names: tuple[str, ...]
    short: tuple[str, ...]
    number: int | None
    number_from: date | None
    parties: tuple[str, ...]
    tags: tuple[str, ...]
    signs: tuple[str, ...]
    colours: tuple[str, ...]
    slogans: tuple[str, ...]
    teams: tuple[str, ...]
    """Names of winning teams and volunteer groups."""
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """One election contest: where, when, who."""

    id: str
    title: str
    region: str
    zone: str
    office: tuple[str, ...]
    """Words for what is contested: `bupati`, `wakil bupati`."""
    first: date
    last: date
    """The days on which posts are held against this contest, wider than its stages."""
    stages: tuple[Stage, ...]
    contestants: tuple[Contestant, ...]

    def covers(self, region: str, on: date) -> bool:
        """Whether a post from `region` on this local day is held against the contest."""
        return region.startswith(self.region) and self.first <= on <= self.last

    def stage_on(self, day: date) -> str:
        """The stage's name on a local day, `none` between stages."""
        return next((s.name for s in self.stages if s.first <= day <= s.last), "none")


# ------------------------------------------------------------------ what collecting knows


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
class Ask:
    """One request a connector wants made. `purpose` tells `read` what the answer is for."""

    url: str
    purpose: str
    accept: str = "*/*"
    conditional: bool = False
    """Whether a 304 answer would be enough: only for asks whose earlier answer was landed."""
    subject: str = ""
    """The post id the ask is about, where it is about one."""


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

    @property
    def version(self) -> str:
        """Hash of what a person can see; a change of it is a new version."""
        parts = (self.title, self.text, self.parent_id, self.parent_text, *self.media)
        return digest(*parts)


@dataclass(frozen=True, slots=True)
class Absence:
    """One sign that a post no longer answers. Two, hours apart, make it *gone*."""

    post_id: str
    url: str
    signal: str


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


# ------------------------------------------------------------------ what matching and queueing know


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the original text something stands, and what it is there for."""

    start: int
    end: int
    what: str
    """`target`, `signal` or `lowered`."""
    name: str
    """The slot or list that was found: `{name}`, `ajakan`, `negasi` …"""


@dataclass(frozen=True, slots=True)
class Match:
    """One rule holds for one version of a post, for one contestant. Not a violation."""

    id: str
    post_id: str
    version: str
    rule_set: str
    rule_id: str
    form: Form
    contest_id: str
    contestant_id: str
    """Empty where the rule holds without pointing to one contestant."""
    tier: Tier
    score: float
    spans: tuple[Span, ...]
    reasons: tuple[str, ...]
    """Why it matched, sentences in Indonesian."""
    lowered_by: tuple[str, ...]
    """What lowered it, sentences in Indonesian."""
    basis: tuple[str, ...]
    """Ids of the legal bases in force on the post's local day."""
    stage: str
    local_day: date


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What a person should look at: one post, or a group of the same or nearly the same text.

    `position` counts from 1 in the day's order and `part` is the reviewer it is meant for; both
    are 0 for an item that waits because the day is full.
    """

    id: str
    day: date
    position: int
    part: int
    tier: Tier
    score: float
    contestants: tuple[tuple[str, str], ...]
    """Contest id and contestant id of everyone its matches point to, sorted."""
    forms: tuple[Form, ...]
    rules: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    """Post id and version of each, the one seen first in front."""
    first_seen: datetime
    deadline: date
    """The last day of the seven-day clock, in the team's zone."""
    days_left: int
    """Days from `day` to `deadline`; negative when it has passed."""
    since: date
    """The first day on which one of its members was due in a queue."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person found about one version of a post."""

    post_id: str
    version: str
    item_id: str
    word: str
    reason: str
    """A reason code, such as `ajakan-terbuka`."""
    reviewer: str
    decided_at: datetime
    basis: tuple[str, ...] = ()
    """Ids of the norms that may have been breached; required for `dugaan pelanggaran`."""
    exculpatory: str = ""
    """What speaks for the person; required for `dugaan pelanggaran`."""


def digest(*parts: str) -> str:
    """SHA-256 over length-prefixed UTF-8 parts, 32 hex digits: no two lists share a spelling."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(f"{len(data)}:".encode())
        state.update(data)
    return state.hexdigest()[:32]


def post_id(space: str, native_id: str) -> str:
    """The stable id of a post: the same utterance met in two ways has one id.

    `space` is where the native id is unique: `web` for feeds, pages and WordPress alike, whose
    native id is the permanent address a site gives (guid or canonical address).
    """
    return digest("post", space, native_id)
