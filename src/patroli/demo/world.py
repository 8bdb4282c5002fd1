"""Configuration, seed and day in; two weeks of a small fictional web out, as of any moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from patroli.config import Config
from patroli.demo.days import TODAY
from patroli.demo.draft import Draft, Planted
from patroli.demo.everyday import everyday_drafts
from patroli.demo.places import CLOSED, LOCAL, host_of, native_id, permalink
from patroli.demo.planted import planted_drafts
from patroli.model import Account, Platform, Source

SIZE = 1500
"""Posts in the world."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a post says from a moment on."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """One post with its whole history."""

    number: int
    account_id: str
    """Empty for a passer-by whom nobody watches."""
    author: str
    platform: Platform
    home: str
    """The address under which the account is watched."""
    link: str
    native_id: str
    title: str
    editions: tuple[Edition, ...]
    deleted_at: datetime | None
    trashed: bool
    """Whether the deleted post lies in a bin (WordPress: 401) or is gone for good (404)."""
    picture: bool
    parent: Utterance | None
    planted: Planted | None

    @property
    def created_at(self) -> datetime:
        return self.editions[0].at


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as the web shows it at one moment."""

    utterance: Utterance
    text: str
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class World:
    """The fictional web's whole history, oldest post first."""

    accounts: tuple[Account, ...]
    sources: tuple[Source, ...]
    utterances: tuple[Utterance, ...]

    def at(self, moment: datetime) -> tuple[Shown, ...]:
        """What is to be seen at a moment, newest first."""
        shown = (show(u, moment) for u in reversed(self.utterances))
        return tuple(s for s in shown if s is not None)

    def hosts(self) -> tuple[str, ...]:
        """Every host, each once, in alphabetical order."""
        return tuple(sorted({host_of(u.link) for u in self.utterances}))


def show(utterance: Utterance, moment: datetime) -> Shown | None:
    """One post at a moment, or None where it is not there yet or no longer."""
    ends = (utterance.deleted_at, CLOSED.get(utterance.account_id))
    if utterance.created_at > moment or any(end is not None and end <= moment for end in ends):
        return None
    valid = [edition for edition in utterance.editions if edition.at <= moment]
    return Shown(utterance, valid[-1].text, valid[-1].at if len(valid) > 1 else None)


def build_world(config: Config, seed: int = 2, today: date = TODAY, size: int = SIZE) -> World:
    """The same configuration, seed and day always give the same world.

    Raises ValueError for a configuration without a contest or without accounts to write for.
    """
    if not config.contests or not config.accounts:
        raise ValueError("a fictional world needs a contest and accounts")
    planted = planted_drafts(config, seed, today)
    drafts = [*planted, *everyday_drafts(config, seed, today, size - len(planted), planted)]
    return World(config.accounts, config.sources, tuple(_settled(drafts)))


def _settled(drafts: Iterable[Draft]) -> Iterable[Utterance]:
    """Numbers and addresses follow from the order in time; a parent is always older."""
    settled: dict[str, Utterance] = {}
    for number, draft in enumerate(sorted(drafts, key=lambda d: (d.at, d.key)), 1001):
        address = draft.account.address if draft.account else f"{LOCAL}@{draft.author}/feed.xml"
        platform = draft.account.platform if draft.account else Platform.FEED
        link = permalink(platform, address, number, draft.title, draft.at)
        settled[draft.key] = Utterance(
            number=number,
            account_id=draft.account.id if draft.account else "",
            author=draft.author,
            platform=platform,
            home=address,
            link=link,
            native_id=native_id(platform, address, number, link),
            title=draft.title,
            editions=(
                Edition(draft.at, draft.text),
                *(Edition(at, text) for at, text in draft.edits),
            ),
            deleted_at=draft.deleted_at,
            trashed=number % 2 == 0,
            picture=draft.picture,
            parent=settled.get(draft.parent),
            planted=draft.planted,
        )
    return settled.values()
