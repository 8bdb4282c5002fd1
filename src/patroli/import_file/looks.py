"""What a file holds and the watch list in, what was seen of which account out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from patroli.config.places import handle_in
from patroli.connectors.dates import parse_date
from patroli.connectors.native import id_of
from patroli.imports import Item
from patroli.imports.item import refuse_all
from patroli.landing import clean_post
from patroli.model import Account, Platform, Post

Handle = tuple[Platform, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at one account showed: a file's posts of it, or one archived page."""

    account: Account
    seen: tuple[tuple[Post, datetime], ...]
    """Posts, and when the person saw each."""
    purpose: str
    """`import`; `typed` where a person typed what a picture shows."""
    url: str = ""
    """The archived page; empty for a file of posts."""
    status: int | None = None
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """All of a file."""

    looks: tuple[Look, ...]
    strangers: int = 0
    """Posts or pages of nobody who is watched; they are not kept."""
    unread: tuple[tuple[int, str], ...] = ()

    @property
    def posts(self) -> Iterator[tuple[Look, Post, datetime]]:
        return ((look, post, at) for look in self.looks for post, at in look.seen)


def watched(accounts: Iterable[Account], now: datetime) -> list[Account]:
    """Those that are watched on the local day of each."""
    found = []
    for account in accounts:
        day = now.astimezone(ZoneInfo(account.zone)).date()
        last = account.watched_to
        if account.watched_from <= day and (last is None or day <= last):
            found.append(account)
    return found


def looks_at_items(
    items: Sequence[Item], accounts: Sequence[Account], name: str, now: datetime
) -> Looked:
    """Each item's account by the name in its address, or by what the person said.

    Raises BadInput with every date that cannot be read: a post without a day has no stage.
    """
    by_id = {account.id: account for account in accounts}
    by_handle = dict(_by_handle(accounts))
    found: dict[str, list[tuple[Post, datetime]]] = {}
    purposes: dict[str, str] = {}
    strangers: Counter[Handle] = Counter()
    wrong: list[str] = []
    for item in items:
        account = by_id.get(item.account_id) or by_handle.get((item.platform, item.handle))
        if account is None:
            strangers[item.platform, item.handle] += 1
            continue
        post = _post(item, account.zone, now)
        if post.published_at is None and isinstance(item.published, str) and item.published:
            wrong.append(
                f"{name}:{item.line}: time: found {item.published[:60]!r}; expected a date that is "
                "not to come, day before month, like 02/11/2029 08.15"
            )
        found.setdefault(account.id, []).append((post, _seen(item, account.zone, now)))
        purposes[account.id] = "typed" if item.reader == "typed" else "import"
    refuse_all(name, wrong)
    looks = (Look(by_id[i], tuple(seen), purposes[i]) for i, seen in sorted(found.items()))
    return Looked(tuple(looks), strangers.total())


def _by_handle(accounts: Iterable[Account]) -> Iterator[tuple[Handle, Account]]:
    for account in accounts:
        if account.platform.importable:
            yield (account.platform, handle_in(account.platform, account.address)), account


def _post(item: Item, zone: str, now: datetime) -> Post:
    raw = item.published if isinstance(item.published, str) else item.published.isoformat()
    moment = parse_date(raw, zone, now) if raw else None
    return clean_post(
        Post(
            id=id_of(item.platform, item.native_id),
            platform=item.platform,
            native_id=item.native_id,
            url=item.url,
            author=item.author,
            title="",
            text=item.text,
            published_at=moment,
            published_raw=raw,
            edited_at=None,
            parent_id=id_of(item.platform, item.parent_id),
            parent_text=item.parent_text,
            parent_author=item.parent_author,
            media=item.media,
        )
    )


def _seen(item: Item, zone: str, now: datetime) -> datetime:
    seen = item.collected_at
    if isinstance(seen, str):
        seen = parse_date(seen, zone, now)
    return min(seen, now) if seen else now


def readers_of(items: Iterable[Item]) -> Mapping[str, int]:
    """How many posts were read by which reader."""
    return Counter(item.reader for item in items if item.reader)
