"""One slot in, how it ended out: its connector driven through the web client."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from patroli.clock import Clock
from patroli.collect.client import Fetched
from patroli.collect.evidence import Heard, capture, hear
from patroli.collect.keys import told_lacking
from patroli.collect.notes import Kept, homes_note, slot_note
from patroli.collect.outcomes import Ending, Part, ending_of
from patroli.collect.sharing import Shared, Sharing
from patroli.collect.state import SlotProgress, StateStore, Validators
from patroli.collect.watched import NOBODY, Watched, told_unkept
from patroli.config.settings import Settings
from patroli.connectors import Connector
from patroli.errors import PatroliError
from patroli.landing import BatchWriter, Ended, Missed, Shown, Sighting, clean_post
from patroli.model import (
    Ask,
    Fetch,
    KnownPost,
    LedgerEntry,
    Outcome,
    Platform,
    Reading,
    Slot,
    digest,
)

MAX_ASKS = 60
"""Most asks of one slot in one round."""

Connectors = Mapping[Platform, Connector]


@dataclass(frozen=True, slots=True)
class Parts:
    """What driving a slot needs."""

    settings: Settings
    state: StateStore
    batch: BatchWriter
    clock: Clock
    connectors: Connectors
    watched: Watched = NOBODY


async def collect_slot(
    slot: Slot, round_id: str, planned_at: datetime, parts: Parts, sharing: Sharing
) -> tuple[LedgerEntry, SlotProgress]:
    """Ask until the connector wants no more; write its ledger row, and say what to remember.

    Whatever a connector does wrong is this slot's outcome and nobody else's. Only what is raised
    on purpose, such as a full disk, goes up.
    """
    run = _Run(slot, round_id, parts, sharing)
    try:
        await run.drive()
    except PatroliError:
        raise
    except Exception as error:
        run.parts_done.append(Part(Outcome.FAILED, f"{type(error).__name__}: {error}"[:500]))
    ending = ending_of(run.parts_done)
    entry = LedgerEntry(
        round_id=round_id,
        slot_id=slot.id,
        due_at=planned_at,
        ended_at=parts.clock(),
        outcome=ending.outcome,
        detail="; ".join(filter(None, (ending.detail, told_unkept(run.unkept), run.clock_told))),
        fetches=run.fetches,
        posts=len(run.posts),
    )
    parts.batch.add(ledger=[Ended(slot, entry)])
    return entry, run.progress(ending)


class _Run:
    def __init__(self, slot: Slot, round_id: str, parts: Parts, sharing: Sharing) -> None:
        self._slot, self._round, self._parts, self._sharing = slot, round_id, parts, sharing
        self._began = parts.clock()
        self._connector = parts.connectors.get(slot.platform)
        self._state = parts.state.slot_state(
            slot.id,
            self._began,
            recheck_days=parts.settings.recheck_days,
            recheck_posts=parts.settings.recheck_posts,
        )
        self._held = parts.state.validators(slot.id)
        self.parts_done: list[Part] = []
        self.seen: dict[str, KnownPost] = {}
        self._written: dict[str, datetime | None] = {}
        self.posts: set[str] = set()
        self.fetches = 0
        self.unkept = 0
        self.clock_told = ""
        self._asked: list[str] = []
        self._cursor: str | None = None
        self._validators: dict[str, tuple[Ask, Validators]] = {}
        self._listing_unchanged = False

    async def drive(self) -> None:
        if self._connector is None:
            nobody = f"nothing here reads the platform {self._slot.platform}"
            if self._slot.platform.by_import:
                nobody = f"{self._slot.platform} is read by `patroli import` only"
            self.parts_done.append(Part(Outcome.SKIPPED, nobody))
            return
        self._note_slot()
        self._sharing.begin(self._slot.address)
        waiting = deque(self._connector.start(self._slot, self._state))
        done: set[tuple[str, str, str]] = set()
        while waiting:
            ask = waiting.popleft()
            key = (ask.url, ask.purpose, ask.subject)
            if key in done or (ask.subject and self._has_rechecked_enough()):
                continue
            if len(done) >= MAX_ASKS:
                self.parts_done.append(
                    Part(Outcome.FAILED, f"not read to the end: more than {MAX_ASKS} requests")
                )
                return
            done.add(key)
            waiting.extend(await self._one(ask, self._connector))

    def progress(self, ending: Ending) -> SlotProgress:
        """A slot not read to its end is asked in full again: no cursor, no conditions."""
        complete = ending.is_complete
        held = (v for ask, v in self._validators.values() if complete or ask.subject)
        return SlotProgress(
            slot_id=self._slot.id,
            round_id=self._round,
            ending=ending,
            seen_at=self._began,
            cursor=self._cursor if complete else None,
            validators=tuple(held),
            seen=tuple(self.seen.values()),
            written=dict(self._written),
            asked=tuple(self._asked),
            listing_unchanged=self._listing_unchanged,
        )

    def _has_rechecked_enough(self) -> bool:
        return len(self._asked) >= self._parts.settings.recheck_posts

    async def _one(self, ask: Ask, connector: Connector) -> tuple[Ask, ...]:
        """One ask: fetch, capture, read, land; further asks come back."""
        held = self._held.get(ask.url) if ask.conditional or ask.subject else None
        shared = await self._sharing.fetch(ask, held)
        fetched = shared.fetched
        self.fetches += 1
        if ask.subject:
            self._asked.append(ask.subject)
        fetch_id = digest("fetch", self._round, self._slot.id, str(self.fetches), ask.url)
        if fetched.outcome is not None:
            heard = None
            reading = Reading(fetched.outcome, self._told(fetched))
        else:
            heard = hear(fetched, ask, held)
            reading = connector.read(self._slot, self._state, heard.answer)
            self._sharing.heard(shared, reading)
        if fetched.hops:
            self.clock_told = fetched.hops[-1].metadata.get("clock", self.clock_told)
        kept = self._kept(ask, reading)
        record = self._capture(ask, fetch_id, shared, heard, kept)
        self._land(self._fetch(ask, fetch_id, shared, heard, reading, record), reading, kept)
        self._remember(ask, heard, reading, held, record)
        self.parts_done.append(
            Part(
                reading.outcome,
                reading.detail,
                ask.aside or bool(ask.subject),
                fetched.not_before,
                reading.more,
            )
        )
        return reading.asks

    def _told(self, fetched: Fetched) -> str:
        if fetched.lacks:
            return str(told_lacking(fetched.lacks, self._slot.platform))
        return fetched.detail

    def _kept(self, ask: Ask, reading: Reading) -> list[Kept]:
        """The posts that may be kept, each with the slot it is kept for."""
        kept: list[Kept] = []
        for post in reading.posts:
            home = self._parts.watched.home_of(post, self._slot, ask.purpose)
            if home is None:
                self.unkept += 1
            else:
                kept.append((clean_post(post), home))
        return kept

    def _capture(
        self,
        ask: Ask,
        fetch_id: str,
        shared: Shared,
        heard: Heard | None,
        kept: Sequence[Kept],
    ) -> str:
        fields = {
            "round": self._round,
            "slot": self._slot.id,
            "fetch": fetch_id,
            "purpose": ask.purpose,
            "ask": ask.url,
            "accept": ask.accept,
            "subject": ask.subject,
            "key": ask.key.name if ask.key else "",
            "same-body": "yes" if heard and heard.is_same else "",
            "kept-for": homes_note(self._slot, kept),
            "problem": (self._told(shared.fetched) or "yes") if shared.fetched.outcome else "",
        }
        needs_body = heard is not None and not heard.is_same
        if shared.times > 1 and (shared.has_body or not needs_body):
            if shared.record_id:
                at = shared.fetched.hops[-1].fetched_at
                told = {name: value for name, value in fields.items() if value}
                self._parts.batch.add_note(ask.url, at, told, about=shared.record_id)
            return shared.record_id
        repeats = heard.repeats if heard else None
        fetched = shared.fetched if shared.times == 1 else replace(shared.fetched, beside=())
        shared.record_id = capture(self._parts.batch, fetched, fields, repeats)
        shared.has_body = repeats is None
        return shared.record_id

    def _fetch(
        self,
        ask: Ask,
        fetch_id: str,
        shared: Shared,
        heard: Heard | None,
        reading: Reading,
        record: str,
    ) -> Fetch:
        hops = shared.fetched.hops if shared.times == 1 else ()
        last = shared.fetched.hops[-1] if shared.fetched.hops else None
        note = "" if shared.times == 1 else "answered together with another slot"
        return Fetch(
            id=fetch_id,
            round_id=self._round,
            slot_id=self._slot.id,
            purpose=ask.purpose,
            url=ask.url,
            final_url=shared.fetched.url,
            status=last.status if last else None,
            outcome=reading.outcome,
            detail="; ".join(filter(None, (reading.detail, note))),
            fetched_at=last.fetched_at if last else self._parts.clock(),
            elapsed_ms=sum(hop.elapsed_ms for hop in hops),
            wire_bytes=sum(len(hop.wire) for hop in hops),
            body_bytes=len(last.body) if last else 0,
            body_sha256=heard.body_sha256 if heard and last and last.body else "",
            content_type=last.header("content-type")[:200] if last else "",
            peer=last.peer if last else "",
            warc_record_id=record,
        )

    def _land(self, fetch: Fetch, reading: Reading, kept: Sequence[Kept]) -> None:
        at = fetch.fetched_at
        self._parts.batch.add(
            fetches=[fetch],
            sightings=[Sighting(post, home, fetch.id, self._round, at) for post, home in kept],
            absences=[
                Missed(absence, self._slot.id, fetch.id, self._round, at)
                for absence in reading.absences
            ],
            profiles=[
                Shown(profile, self._slot, fetch.id, self._round, at)
                for profile in reading.profiles
            ],
        )
        for post, home in kept:
            self.posts.add(post.id)
            if home != self._slot and not post.author_handle:
                continue  # asked for by itself it would not tell that it is a comment
            self.seen[post.id] = KnownPost(post.id, post.native_id, post.url, self._began)
            self._written[post.id] = post.published_at

    def _remember(
        self,
        ask: Ask,
        heard: Heard | None,
        reading: Reading,
        held: Validators | None,
        record: str,
    ) -> None:
        if reading.cursor is not None:
            self._cursor = reading.cursor
        if heard is None or not (ask.conditional or ask.subject):
            return
        answer = heard.answer
        if heard.is_same and held is not None:
            self._listing_unchanged |= ask.conditional and not ask.subject
            etag = answer.header("etag") or held.etag
            modified = answer.header("last-modified") or held.last_modified
            kept = replace(held, etag=etag, last_modified=modified)
        elif answer.status == 200 and reading.outcome.reached:
            kept = Validators(
                url=ask.url,
                answered_by=answer.url,
                etag=answer.header("etag"),
                last_modified=answer.header("last-modified"),
                body_sha256=heard.body_sha256,
                wire_sha256=heard.wire_sha256,
                record_id=record,
                fetched_at=answer.fetched_at,
            )
        else:
            return
        self._validators[ask.url] = (ask, kept)

    def _note_slot(self) -> None:
        """Put slot and state into the capture: with them it can be read again by itself."""
        fields = slot_note(self._slot, self._state)
        self._parts.batch.add_note(self._slot.address, self._began, fields)
