"""A file that a person saved in, its posts of watched accounts landed like any others.

The original is kept whole beside the posts, with who brought it and when: what cannot be read
today can be read again tomorrow. Posts of accounts that nobody watches are counted and not kept.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from patroli.config.places import handle_in
from patroli.config.slots import account_slot
from patroli.connectors.dates import parse_date
from patroli.errors import BadInput
from patroli.imports import Item, Read
from patroli.landing import BatchWriter, Ended, Sighting, clean_post, list_batches
from patroli.model import (
    Account,
    Fetch,
    LedgerEntry,
    Outcome,
    Platform,
    Post,
    digest,
    post_id,
)
from patroli.report import Row, StageReport
from patroli.workspace import Workspace

Key = tuple[Platform, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """Where a file comes from."""

    path: Path
    kind: str
    by: str
    """Who brought it."""
    sha256: str
    at: datetime


def brought(path: Path, kind: str, by: str, at: datetime) -> Brought:
    """Raises BadInput if the file cannot be read or nobody is named."""
    if not by.strip():
        raise BadInput("found nobody; expected the name of who brings the file")
    try:
        proof = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: found {error.strerror or error}; expected a file") from error
    return Brought(path, kind, by.strip(), proof, at)


def land_import(place: Workspace, file: Brought, read: Read) -> StageReport:
    """Land the posts of watched accounts as one batch; the same file again changes nothing.

    Raises LandingError when the batch cannot be written, BadInput when the file has changed since.
    """
    name = f"import-{file.sha256[:24]}"
    before = next((b for b in list_batches(place.landing) if b.name == name), None)
    if before is not None:
        return StageReport("import", {}, notes=(f"was imported before: batch {before.id}",))
    accounts = _watched(place.config.accounts, file.at)
    found: dict[str, list[Item]] = {}
    strangers: Counter[str] = Counter()
    for item in read.items:
        account = accounts.get((item.platform, item.handle))
        if account is None:
            strangers[f"{item.platform} {item.handle}"] += 1
        else:
            found.setdefault(account.id, []).append(item)
    if found:
        _land(place, file, name, {a.id: a for a in accounts.values()}, found)
    counts = {
        "posts of watched accounts": sum(map(len, found.values())),
        "accounts": len(found),
        "posts of others, not kept": sum(strangers.values()),
        "rows not read": len(read.unread),
    }
    rows: list[Row] = [{"account": a, "posts": len(items)} for a, items in sorted(found.items())]
    return StageReport("import", counts, {"accounts": rows}, tuple(_notes(read, found)))


def _notes(read: Read, found: Mapping[str, list[Item]]) -> Iterable[str]:
    whys = Counter(why for _, why in read.unread)
    for why, count in whys.most_common(5):
        lines = [line for line, reason in read.unread if reason == why]
        yield f"{count} rows not read, first in line {lines[0]}: {why}"
    if read.items and not found:
        yield (
            "no post is of a watched account: nothing was landed; an account's address in "
            "accounts/*.csv must end in the name that the file has"
        )


def _watched(accounts: Iterable[Account], now: datetime) -> dict[Key, Account]:
    """Accounts of the day by platform and handle: the last part of their address."""
    found: dict[Key, Account] = {}
    for account in accounts:
        day = now.astimezone(ZoneInfo(account.zone)).date()
        last = account.watched_to
        if (
            account.platform.importable
            and account.watched_from <= day
            and (last is None or day <= last)
        ):
            found[account.platform, handle_in(account.platform, account.address)] = account
    return found


def _land(
    place: Workspace,
    file: Brought,
    name: str,
    accounts: Mapping[str, Account],
    found: Mapping[str, list[Item]],
) -> None:
    data = file.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise BadInput(f"{file.path}: found a file that changed while it was read; nothing landed")
    round_id = digest("import", file.sha256)
    day = file.at.astimezone(UTC).date()
    with BatchWriter(place.landing, day, name, created=file.at) as batch:
        kind = mimetypes.guess_type(file.path.name)[0] or "application/octet-stream"
        uri = f"urn:sha256:{file.sha256}"
        record = batch.add_file(uri, file.at, kind, data)
        fields = {"import": file.kind, "file": file.path.name, "brought-by": file.by}
        batch.add_note(uri, file.at, {**fields, "sha256": file.sha256}, about=record)
        for account_id, items in sorted(found.items()):
            slot = account_slot(accounts[account_id])
            fetch = Fetch(
                id=digest("fetch", round_id, slot.id),
                round_id=round_id,
                slot_id=slot.id,
                purpose="import",
                url=uri,
                final_url=slot.address,
                status=None,
                outcome=Outcome.COLLECTED,
                detail=f"{file.kind} file {file.path.name}, brought by {file.by}",
                fetched_at=file.at,
                elapsed_ms=0,
                wire_bytes=0,
                body_bytes=len(data),
                body_sha256=file.sha256,
                content_type=kind,
                peer="",
                warc_record_id=record,
            )
            posts = [(_post(item, slot.zone, file.at), item) for item in items]
            seen = [
                Sighting(post, slot, fetch.id, round_id, _seen(item, file.at))
                for post, item in posts
            ]
            entry = LedgerEntry(
                round_id, slot.id, file.at, file.at, Outcome.COLLECTED, fetch.detail, 1, len(seen)
            )
            batch.add(fetches=[fetch], sightings=seen, ledger=[Ended(slot, entry)])


def _post(item: Item, zone: str, now: datetime) -> Post:
    raw = item.published if isinstance(item.published, str) else item.published.isoformat()
    moment = parse_date(raw, zone, now) if raw else None
    return clean_post(
        Post(
            id=post_id(item.platform.value, item.native_id),
            platform=item.platform,
            native_id=item.native_id,
            url=item.url,
            author=item.author,
            title="",
            text=item.text,
            published_at=moment,
            published_raw=raw,
            edited_at=None,
            parent_id=post_id(item.platform.value, item.parent_id) if item.parent_id else "",
            parent_text=item.parent_text,
            parent_author=item.parent_author,
            media=item.media,
        )
    )


def _seen(item: Item, now: datetime) -> datetime:
    return min(item.collected_at, now) if item.collected_at else now
