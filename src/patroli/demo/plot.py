"""What planting posts into the fictional web needs at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from patroli.demo.days import some_time
from patroli.demo.draft import Draft, Planted
from patroli.demo.phrases import Writer, pointing_to, pointing_to_all, sections
from patroli.demo.places import CLOSED, Manner, host_of, manner_of
from patroli.model import Account, Contest, Contestant, Platform, Role

UNREACHABLE = {Manner.REFUSES, Manner.DOWN}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plot:
    """What planting one contest needs at hand."""

    chance: Random
    today: date
    accounts: Sequence[Account]
    contest: Contest
    keys: Iterator[int]

    def writer(self, contestant: Contestant) -> Writer:
        given = pointing_to_all(self.contest) | pointing_to(contestant)
        return Writer(self.chance, given)

    def who(self, *roles: Role) -> list[Account]:
        """Accounts of these roles whose posts can be read from outside."""
        return [
            a
            for a in self.accounts
            if a.role in roles
            and a.watched_to is None
            and a.id not in CLOSED
            and manner_of(host_of(a.address)) not in UNREACHABLE
        ]

    def draft(self, account: Account | None, text: str, planted: Planted) -> Draft:
        title, bar, body = text.partition(" | ")
        at = some_time(self.chance, self.today)
        key = f"planted-{next(self.keys):04}"
        author = account.holder if account else ""
        if not bar:
            title, body = _title(self.chance, account), text
        return Draft(key, account, author, at, title, body, planted=planted)


def _title(chance: Random, account: Account | None) -> str:
    if account is None or account.platform is Platform.FEED:
        return ""
    return chance.choice(sections("judul")["umum"])


def dealt(chance: Random, things: Sequence[T]) -> Iterator[T]:
    """Things in random order, shuffled anew whenever all were given once."""
    while True:
        yield from chance.sample(things, len(things))
