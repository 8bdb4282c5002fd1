"""What queueing is given: matched versions with their proof, and how far collecting reached.

All plain values, so that a stage builds them from history rows and a test from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from patroli.model import Account, Contest, Keyword, LegalBasis, Match, Outcome, Post, Source

Key = tuple[str, str]
"""Post id and version: what is matched, queued and decided."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one version was captured, so that anybody can check it."""

    url: str
    """The address that answered."""
    fetched_at: datetime
    body_sha256: str
    """SHA-256 of the decompressed body, 64 hex digits."""
    warc_file: str
    """The capture file, relative to the landing folder."""
    warc_record_id: str
    batch: str


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """Another version of the same post, earlier or later, matched or not."""

    version: str
    text: str
    first_seen: datetime
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class AbsenceSign:
    """One time at which the post did not answer any more; `signal` as the connector named it."""

    signal: str
    seen_at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as the page shows it."""

    kind: str
    source: str
    """A `data:` address; empty where it cannot be shown."""
    width: int
    height: int
    told: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One matched version of one post, with all that a person needs to judge it."""

    post: Post
    version: str
    matches: tuple[Match, ...]
    """At least one, all of one rule set."""
    account: Account | None
    """Whose place it was found at; None where a keyword found it elsewhere."""
    zone: str
    """IANA zone of the account or source: the zone of the post's local day."""
    first_seen: datetime
    """When this version was first collected: the seven-day clock starts here."""
    last_seen: datetime
    proof: Proof
    keyword: Keyword | None = None
    source: Source | None = None
    other_versions: tuple[OtherVersion, ...] = ()
    absences: tuple[AbsenceSign, ...] = ()
    cautions: tuple[str, ...] = ()
    """What puts in doubt that the account is still its holder's, in whole sentences."""
    pictures: tuple[Picture, ...] = ()

    @property
    def key(self) -> Key:
        """Post id and version."""
        return self.post.id, self.version


@dataclass(frozen=True, slots=True)
class Watched:
    """How one due account or keyword fared in the rounds that the queue stands on."""

    slot_id: str
    kind: str
    """`account` or `keyword`."""
    label: str
    """The holder, or the keyword's words."""
    place: str
    """The holder's agency, or the source the keyword is looked for in."""
    platform: str
    address: str
    outcome: Outcome | None
    """How the last round ended; None where it was planned and never answered."""
    detail: str
    rounds: int
    """Rounds in which it was due."""
    reached: int
    """Rounds in which it answered so that "no posts" means no posts."""
    last_reached: datetime | None
    """The last time ever, also before this queue; None for never."""
    posts: int
    """Posts seen in these rounds."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One source that people must look after; not a finding about anybody."""

    slot_id: str
    label: str
    place: str
    words: str
    """How it is, in plain words."""
    since: datetime | None
    answers: bool
    """Whether it answers, and only what it says is strange: no other count shows it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the collection ledger says about the time since the last queue."""

    since: datetime | None
    until: datetime
    watched: tuple[Watched, ...]
    new_posts: int
    """Posts or versions met for the first time in this span."""
    all_posts: int
    """Distinct posts that were matched to give the candidates: the base of "per 1,000"."""
    alarms: tuple[Alarm, ...] = ()
    questions: int = 0
    """Questions about accounts that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What the ids in a match mean, and under which rules and configuration the day was made."""

    team: str
    contests: tuple[Contest, ...]
    law: tuple[LegalBasis, ...]
    rule_titles: Mapping[str, str] = field(default_factory=dict)
    """Rule id to its title, for every active rule, so that a silent rule is seen too."""
    rule_set: str = ""
    """SHA-256 of the rule set, hex."""
    config: str = ""
    """SHA-256 of the configuration, hex."""
