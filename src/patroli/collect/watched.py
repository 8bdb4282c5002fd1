"""A post met at somebody else's place in, whose watched account it belongs to out, or nobody's.

Under a contestant's post comment many people, and of most of them nothing may be kept: only posts
of watched accounts are, each as if it had been met at its own account. A search is another thing:
it keeps every hit, for its words are what is watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from patroli.collect.hosts import host_of
from patroli.config.places import handle_in
from patroli.config.slots import account_slot
from patroli.model import Account, Platform, Post, Slot

COMMENTS = "comments"
"""The purpose of an ask whose answer holds what others wrote under posts."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The slots of watched accounts, by how their posts can be told."""

    by_handle: Mapping[tuple[Platform, str], Slot] = field(default_factory=dict)
    by_name: Mapping[str, Slot] = field(default_factory=dict)
    """Only for places without handles, and only names that one holder bears. A name alone makes
    nobody sure: history shows what was met so as `unsure`."""

    def home_of(self, post: Post, slot: Slot, purpose: str) -> Slot | None:
        """The slot a post met in `slot` is kept for, or None where it may not be kept."""
        if not is_by_another(post, slot, purpose):
            return slot
        if post.author_handle:
            return self.by_handle.get((slot.platform, _handle(post.author_handle, slot)))
        return self.by_name.get(_name(post.author))


NOBODY = Watched()


def watched_on(accounts: Iterable[Account], now: datetime) -> Watched:
    """The accounts that are watched on this day, each in its own zone."""
    by_handle: dict[tuple[Platform, str], Slot] = {}
    named: dict[str, list[Account]] = {}
    for account in accounts:
        day = now.astimezone(ZoneInfo(account.zone)).date()
        if day < account.watched_from or (account.watched_to and account.watched_to < day):
            continue
        slot = account_slot(account)
        handle = handle_in(account.platform, account.address)
        if handle:
            by_handle.setdefault((account.platform, _handle(handle, slot)), slot)
        named.setdefault(_name(account.holder), []).append(account)
    return Watched(
        by_handle, {name: account_slot(own[0]) for name, own in named.items() if _one(own)}
    )


def is_by_another(post: Post, slot: Slot, purpose: str) -> bool:
    """Whether a post that an account's slot met is not that account's own."""
    if slot.account_id is None:
        return False
    if post.author_handle:
        own = handle_in(slot.platform, slot.address)
        return _handle(post.author_handle, slot) != _handle(own, slot)
    return purpose == COMMENTS and bool(post.parent_id) and not slot.platform.importable


def told_unkept(count: int) -> str:
    """What a ledger row says of comments that were read past; empty for none."""
    if not count:
        return ""
    noun = "comment" if count == 1 else "comments"
    return f"{count:,} {noun} by people who are not watched, not kept"


def _one(accounts: list[Account]) -> bool:
    """Whether a name is borne by one person, as far as the watch list tells."""
    return len({(account.agency, account.position) for account in accounts}) == 1


def _handle(handle: str, slot: Slot) -> str:
    """A handle as the whole platform knows it: in the fediverse a name is one server's own."""
    if slot.platform is Platform.MASTODON and "@" not in handle:
        return f"{handle.lower()}@{host_of(slot.address)}"
    return handle.lower()


def _name(written: str) -> str:
    return " ".join(written.split()).casefold()
