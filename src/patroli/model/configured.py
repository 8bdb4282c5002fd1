"""What people configure: accounts, sources, keywords, norms, contests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from patroli.model.words import Confidence, Platform, Role


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
