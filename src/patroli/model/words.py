"""Words with a fixed list of values: platform, role, outcome, form, tier."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """The kind of public place: one connector each, or read from imported files only."""

    FEED = "feed"
    PAGE = "page"
    WORDPRESS = "wordpress"
    TELEGRAM = "telegram"
    YOUTUBE = "youtube"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    THREADS = "threads"
    GDELT = "gdelt"
    TIKTOK = "tiktok"

    @property
    def by_import(self) -> bool:
        """Whether posts come only from files that a person saved: nothing is asked."""
        return self is Platform.TIKTOK

    @property
    def importable(self) -> bool:
        """Whether a file that a person saved may hold its posts: accounts there have handles."""
        return self not in _WITHOUT_HANDLES

    @property
    def searches(self) -> bool:
        """Whether its connector takes what is looked for; else the address does, as `{query}`."""
        return self not in _WITHOUT_SEARCH


_WITHOUT_HANDLES = frozenset({Platform.FEED, Platform.PAGE, Platform.WORDPRESS, Platform.GDELT})
_WITHOUT_SEARCH = frozenset({Platform.FEED, Platform.PAGE, Platform.FACEBOOK, Platform.TIKTOK})


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
    """Its robots.txt was read and says no."""
    ROBOTS_UNREACHABLE = "robots_unreachable"
    """Its robots.txt could not be read, so nothing else may be (RFC 9309, 2.3.1.4)."""
    RATE_LIMITED = "rate_limited"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def reached(self) -> bool:
        """Whether the place answered so that "no posts" really means no posts."""
        return self in {Outcome.COLLECTED, Outcome.UNCHANGED, Outcome.EMPTY}


class Form(StrEnum):
    """The forms of partiality a match may point to: the seven of the practice, and F8.

    F8, harming a rival, is none of the seven, and is sanctioned all the same: PP 94/2021 art. 5n
    names acts that favour *or harm*. A match of F8 names the contestant who is attacked.
    """

    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    F5 = "F5"
    F6 = "F6"
    F7 = "F7"
    F8 = "F8"


class Standing(StrEnum):
    """How an account stands on its platform, as far as the platform tells the public."""

    PUBLIC = "public"
    PRIVATE = "private"
    DEACTIVATED = "deactivated"
    SUSPENDED = "suspended"
    MOVED = "moved"
    GONE = "gone"


class Reply(StrEnum):
    """What a person can answer to a question about an account."""

    SAME = "same"
    """It is still the holder's; for a look-alike: it is the holder's too."""
    OTHER = "other"
    """It is somebody else's."""
    STOP = "stop"
    """Whosever it is, it should not be watched any more."""


class Tier(StrEnum):
    """How strongly a match asks for a person's eyes."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """3 for high, 2 for medium, 1 for low."""
        return {"high": 3, "medium": 2, "low": 1}[self.value]
