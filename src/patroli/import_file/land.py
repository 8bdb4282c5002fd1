"""What was seen in, one landed batch with the original out; the same again changes nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC

from patroli.config.slots import account_slot
from patroli.import_file.looks import Look, Looked, looks_at_items, readers_of, watched
from patroli.import_file.pages import looks_at_pages
from patroli.import_file.source import Brought
from patroli.imports import Read
from patroli.landing import BatchWriter, Ended, Sighting, list_batches
from patroli.model import Account, Fetch, LedgerEntry, Outcome, digest
from patroli.report import Row, StageReport
from patroli.workspace import Workspace

LANDED = "posts of watched accounts"
"""The count by which a caller knows that something was landed."""


def land_import(
    place: Workspace, file: Brought, read: Read, whose: Account | None = None
) -> StageReport:
    """Land the posts of watched accounts as one batch; the same posts of it again change nothing.

    `whose` says whose the pages of a web archive are. Raises LandingError when the batch cannot be
    written, BadInput with every complaint before anything is.
    """
    accounts = watched(place.config.accounts, file.at)
    looked = (
        looks_at_pages(read.pages, accounts, whose)
        if read.pages
        else looks_at_items(read.items, accounts, file.name, file.at)
    )
    name = _name(file, looked)
    before = next((b for b in list_batches(place.landing) if b.name == name), None)
    if before is not None:
        return StageReport("import", {}, notes=(f"was imported before: batch {before.id}",))
    posts: Counter[str] = Counter()
    for look in looked.looks:
        posts[look.account.id] += len(look.seen)
    if looked.looks:
        _land(place, file, name, looked, read)
    unread = (*read.unread, *looked.unread)
    counts = {
        LANDED: posts.total(),
        "accounts": len(posts),
        "pages of others, not kept" if read.pages else "posts of others, not kept": (
            looked.strangers
        ),
        "rows not read": len(unread),
    }
    rows: list[Row] = [{"account": a, "posts": n} for a, n in sorted(posts.items())]
    notes = [*read.notes, *_notes(unread, looked, is_empty=not (read.items or read.pages))]
    return StageReport("import", counts, {"accounts": rows}, tuple(notes))


def _name(file: Brought, looked: Looked) -> str:
    """Named by the file and by what of it is landed: an account that was added to the watch list
    since, or a corrected text, brings the rest.
    """
    found = sorted(f"{look.account.id} {p.id} {p.version}" for look, p, _ in looked.posts)
    return f"import-{file.sha256[:24]}-{digest('import', *found)[:8]}"


def _notes(unread: Sequence[tuple[int, str]], looked: Looked, *, is_empty: bool) -> Iterable[str]:
    whys = Counter(why for _, why in unread)
    for why, count in whys.most_common(5):
        lines = [line for line, reason in unread if reason == why]
        yield f"{count} rows not read, first in line {lines[0]}: {why}"
    if looked.strangers and not looked.looks:
        yield (
            "no post is of a watched account: nothing was landed; an account's address in "
            "accounts/*.csv must end in the name that the file has"
        )
    if is_empty:
        yield "found no post in the file: nothing was landed"


def _land(place: Workspace, file: Brought, name: str, looked: Looked, read: Read) -> None:
    round_id = digest("import", name)
    uri = f"urn:sha256:{file.sha256}"
    with BatchWriter(place.landing, file.at.astimezone(UTC).date(), name, created=file.at) as batch:
        record = batch.add_file(uri, file.at, file.content_type, file.data)
        fields = {"import": file.kind, "file": file.name, "brought-by": file.by}
        readers = (f"{name}={n}" for name, n in sorted(readers_of(read.items).items()))
        fields |= {"sha256": file.sha256, "readers": ", ".join(readers)}
        if any(look.purpose == "typed" for look in looked.looks):
            fields["text"] = f"typed by {file.by} from the picture"
        kept = {what: value for what, value in fields.items() if value}
        batch.add_note(uri, file.at, kept, about=record)
        ended: dict[str, list[Look]] = {}
        for number, look in enumerate(looked.looks):
            ended.setdefault(look.account.id, []).append(look)
            fetch = _fetch(file, look, digest("fetch", round_id, str(number)), round_id, record)
            slot = account_slot(look.account)
            seen = (Sighting(post, slot, fetch.id, round_id, at) for post, at in look.seen)
            batch.add(fetches=[fetch], sightings=seen)
        for looks in ended.values():
            slot, posts = account_slot(looks[0].account), sum(len(look.seen) for look in looks)
            detail = _detail(file, looks[0])
            entry = LedgerEntry(
                round_id, slot.id, file.at, file.at, Outcome.COLLECTED, detail, len(looks), posts
            )
            batch.add(ledger=[Ended(slot, entry)])


def _fetch(file: Brought, look: Look, fetch_id: str, round_id: str, record: str) -> Fetch:
    """What stands for a request where a person looked: the file, or the page in it."""
    body = look.body or file.data
    return Fetch(
        id=fetch_id,
        round_id=round_id,
        slot_id=account_slot(look.account).id,
        purpose=look.purpose,
        url=look.url or f"urn:sha256:{file.sha256}",
        final_url=look.url or look.account.address,
        status=look.status,
        outcome=Outcome.COLLECTED,
        detail=_detail(file, look),
        fetched_at=look.seen[0][1] if look.url else file.at,
        elapsed_ms=0,
        wire_bytes=0,
        body_bytes=len(body),
        body_sha256=hashlib.sha256(body).hexdigest(),
        content_type="" if look.url else file.content_type,
        peer="",
        warc_record_id=record,
    )


def _detail(file: Brought, look: Look) -> str:
    typed = f"; text typed by {file.by}" if look.purpose == "typed" else ""
    return f"{file.kind} file {file.name}, brought by {file.by}{typed}"
