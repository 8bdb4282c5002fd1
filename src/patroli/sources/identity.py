"""The watch list, what platforms showed and who was met in; questions for people out. Pure.

An account is taken to be somebody's on a proof that people wrote down. These signs shake the
proof, and a person must look; the program draws no conclusion and goes on watching:

=========== =====================================================================================
owner       the handle is the same, the platform's own id is another: the account may have changed
            hands
twice       two rows of the watch list are one account, by the platform's own id
moved       the platform says that another account took over
gone, suspended, deactivated, private
            the platform says so
handle      the handle is another than before, or than in the watch list; the id is the same
unsure      the account is listed as `unsure`, and rules matched what it posted
look-alike  another handle differs only by signs that are easily confused, or goes by the same full
            name
name        the display name resembled the holder's and does so no longer
=========== =====================================================================================

A question has the same id as long as its signs are the same, so an answer holds until something
new is seen. Roles are never looked at: a contestant's account raises what anybody's does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from patroli.config.places import handle_in
from patroli.config.slots import account_slot
from patroli.model import Account, Confidence, Platform, Standing, digest
from patroli.sources.likeness import (
    RESEMBLES,
    UNLIKE,
    full_name,
    likeness,
    same_handle,
    skeleton,
)


class Kind(StrEnum):
    """What is asked, the most pressing first."""

    OWNER = "owner"
    TWICE = "twice"
    MOVED = "moved"
    GONE = "gone"
    SUSPENDED = "suspended"
    DEACTIVATED = "deactivated"
    PRIVATE = "private"
    HANDLE = "handle"
    UNSURE = "unsure"
    LOOK_ALIKE = "look-alike"
    NAME = "name"


class Shown(Protocol):
    """One state of an account, from when to when its platform showed it."""

    @property
    def account_id(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def slot_id(self) -> str: ...
    @property
    def native_id(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def moved_to(self) -> str: ...
    @property
    def first_seen(self) -> datetime: ...
    @property
    def url(self) -> str: ...
    @property
    def batch(self) -> str: ...


class Met(Protocol):
    """One handle behind posts that are not a watched account's own."""

    @property
    def platform(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def first_seen(self) -> datetime: ...
    @property
    def batch(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Question:
    """One thing about an account that only a person can tell."""

    id: str
    kind: Kind
    account: Account
    before: str
    after: str
    """What was, and what is: ids, handles or names, as the kind has them."""
    since: datetime | None
    """When the sign was first seen; None where it is not of one moment."""
    url: str
    batch: str
    """Where it was seen, and the landed batch that proves it; empty where nothing was fetched."""
    other: Account | None = None
    """The other row of the watch list, where there is one."""
    by_name: bool = False
    """Whether a look-alike goes by the same name rather than by a confusable handle."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Ids of the accounts whose posts may not be their holder's."""
        if self.kind is Kind.OWNER:
            return (self.account.id,)
        if self.kind is Kind.TWICE and self.other and self.other.holder != self.account.holder:
            return self.account.id, self.other.id
        return ()


_STANDINGS = {
    Standing.MOVED: Kind.MOVED,
    Standing.GONE: Kind.GONE,
    Standing.SUSPENDED: Kind.SUSPENDED,
    Standing.DEACTIVATED: Kind.DEACTIVATED,
    Standing.PRIVATE: Kind.PRIVATE,
}


def questions(
    accounts: Iterable[Account],
    shown: Iterable[Shown],
    met: Iterable[Met],
    matched: Mapping[str, int],
    now: datetime,
) -> tuple[Question, ...]:
    """Every question about accounts watched now, the most pressing first.

    `matched` tells how many posts of an account rules matched. Of what was seen at an address that
    the watch list has given up since, only the platform's id counts: to write an address anew, be
    it by a dash, must not settle whose account it is.
    """
    watched = [account for account in accounts if _is_watched(account, now)]
    ever: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for one in sorted(shown, key=lambda state: state.first_seen):
        ever[one.account_id, one.platform].append(one)
    states = {}
    found: list[Question] = []
    for account in watched:
        everywhere, slot = ever[account.id, account.platform.value], account_slot(account).id
        states[account.id] = [state for state in everywhere if state.slot_id == slot]
        found += _owners(account, everywhere)
        found += _changes(account, states[account.id])
    found += [
        *_twice(watched, states),
        *_unsure(watched, matched),
        *_look_alikes(watched, states, tuple(met)),
    ]
    order = list(Kind)
    unique = {question.id: question for question in reversed(found)}
    return tuple(
        sorted(
            unique.values(),
            key=lambda q: (order.index(q.kind), q.account.agency, q.account.holder, q.id),
        )
    )


def _is_watched(account: Account, now: datetime) -> bool:
    day = now.astimezone(ZoneInfo(account.zone)).date()
    last = account.watched_to
    return account.watched_from <= day and (last is None or day <= last)


def _ask(
    kind: Kind, account: Account, before: str, after: str, seen: Shown | Met | None, *more: str
) -> Question:
    return Question(
        id=digest("question", kind.value, account.id, before, after, *more),
        kind=kind,
        account=account,
        before=before,
        after=after,
        since=seen.first_seen if seen else None,
        url=seen.url if seen else "",
        batch=seen.batch if seen else "",
    )


def _owners(account: Account, states: Sequence[Shown]) -> Iterator[Question]:
    """Each change of the platform's id, at whatever address."""
    told = [state for state in states if state.native_id]
    for earlier, later in pairwise(told):
        if earlier.native_id != later.native_id:
            yield _ask(Kind.OWNER, account, earlier.native_id, later.native_id, later)


def _changes(account: Account, states: Sequence[Shown]) -> Iterator[Question]:
    """Each other change from one state to the next, and from the watch list to the first.

    A handle that changes together with the id is told by the id.
    """
    times: dict[Standing, int] = defaultdict(int)
    handle, native_id = _declared(account), ""
    standing = Standing.PUBLIC
    for state in states:
        is_other = state.native_id and native_id and state.native_id != native_id
        if not is_other and state.handle and handle and not same_handle(state.handle, handle):
            yield _ask(Kind.HANDLE, account, handle, state.handle, state)
        if state.standing is not standing and state.standing in _STANDINGS:
            times[state.standing] += 1
            again = str(times[state.standing])
            kind = _STANDINGS[state.standing]
            yield _ask(kind, account, state.handle or handle, state.moved_to, state, again)
        standing = state.standing
        handle, native_id = state.handle or handle, state.native_id or native_id
    named = [state for state in states if state.name]
    for earlier, later in pairwise(named):
        was = likeness(earlier.name, account.holder)
        if was >= RESEMBLES and likeness(later.name, account.holder) < UNLIKE:
            yield _ask(Kind.NAME, account, earlier.name, later.name, later)


def _declared(account: Account) -> str:
    """The handle in the watch list's address; empty where the address names the platform's id."""
    handle = handle_in(account.platform, account.address)
    is_id = handle.startswith("did:") or (
        account.platform is Platform.YOUTUBE and "/channel/" in account.address
    )
    return "" if is_id else handle


def _twice(watched: Sequence[Account], states: Mapping[str, Sequence[Shown]]) -> Iterator[Question]:
    claimed: dict[tuple[Platform, str], list[tuple[Account, Shown]]] = defaultdict(list)
    for account in watched:
        known = [state for state in states[account.id] if state.native_id]
        if known:
            claimed[account.platform, known[-1].native_id].append((account, known[-1]))
    for (_, native_id), rows in claimed.items():
        rows.sort(key=lambda row: row[0].id)
        for (one, _), (other, state) in pairwise(rows):
            asked = _ask(Kind.TWICE, one, native_id, other.id, state)
            yield replace(asked, other=other)


def _unsure(watched: Sequence[Account], matched: Mapping[str, int]) -> Iterator[Question]:
    for account in watched:
        count = matched.get(account.id, 0)
        if account.confidence is Confidence.UNSURE and count:
            asked = _ask(Kind.UNSURE, account, account.proof, "", None)
            yield replace(asked, after=str(count))


def _look_alikes(
    watched: Sequence[Account], states: Mapping[str, Sequence[Shown]], met: Sequence[Met]
) -> Iterator[Question]:
    """Handles met, and other holders' handles, that could be taken for a watched account's."""
    own: dict[tuple[str, str], Account] = {}
    by_handle: dict[tuple[str, str], list[Account]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[Account]] = defaultdict(list)
    handles: dict[str, str] = {}
    for account in watched:
        seen = states[account.id]
        handle = next((s.handle for s in reversed(seen) if s.handle), _declared(account))
        if not handle:
            continue
        handles[account.id] = handle
        own[account.platform.value, handle] = account
        by_handle[account.platform.value, skeleton(handle)].append(account)
        name = full_name(next((s.name for s in reversed(seen) if s.name), account.holder))
        if name:
            by_name[account.platform.value, name].append(account)
    for rows in by_handle.values():
        rows.sort(key=lambda account: account.id)
        for one, other in pairwise(rows):
            if one.holder != other.holder and handles[one.id] != handles[other.id]:
                asked = _ask(Kind.LOOK_ALIKE, one, handles[one.id], handles[other.id], None)
                yield replace(asked, other=other)
    for stranger in met:
        if (stranger.platform, stranger.handle) in own:
            continue
        alike = by_handle.get((stranger.platform, skeleton(stranger.handle)), [])
        named = by_name.get((stranger.platform, full_name(stranger.name)), [])
        for account in {a.id: a for a in (*alike, *named)}.values():
            handle = handles[account.id]
            if not same_handle(handle, stranger.handle):
                asked = _ask(Kind.LOOK_ALIKE, account, handle, stranger.handle, stranger)
                yield replace(asked, by_name=account not in alike)
