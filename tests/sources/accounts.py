"""Builders of what platforms showed of accounts, for tests of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes import NOW, an_account

from patroli.config.slots import account_slot
from patroli.model import Account, Platform, Standing


@dataclass(frozen=True)
class AState:
    """One state of an account as its platform showed it."""

    account_id: str
    slot_id: str
    platform: str = "instagram"
    native_id: str = "1001"
    handle: str = "dewi.lestawa"
    name: str = "Dewi Lestawa"
    standing: Standing = Standing.PUBLIC
    moved_to: str = ""
    first_seen: datetime = NOW
    url: str = "https://instagram.com/dewi.lestawa"
    batch: str = "batch-1"


@dataclass(frozen=True)
class AStranger:
    """One handle met in a comment."""

    handle: str
    name: str = "Orang Lain Sekali"
    platform: str = "instagram"
    url: str = "https://instagram.com/p/1"
    first_seen: datetime = NOW
    batch: str = "batch-2"


def an_instagram(
    account_id: str = "dewi-ig", handle: str = "dewi.lestawa", **changes: object
) -> Account:
    """A watched account on a platform whose accounts have handles."""
    address = f"https://www.instagram.com/{handle}/"
    values = {"platform": Platform.INSTAGRAM, "address": address, **changes}
    return an_account(account_id, **values)


def states(account: Account, *changes: dict[str, object]) -> list[AState]:
    """What its platform showed, one state a day."""
    slot = account_slot(account).id
    first = NOW - timedelta(days=len(changes))
    return [
        AState(
            account.id,
            slot,
            account.platform.value,
            **{"first_seen": first + timedelta(days=n), **change},  # type: ignore[arg-type]
        )
        for n, change in enumerate(changes)
    ]
