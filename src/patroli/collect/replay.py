"""A landed batch in, the sightings and profiles its capture gives when it is read again out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from patroli.collect.body import Body
from patroli.collect.notes import noted_homes, noted_slot, noted_state
from patroli.collect.watched import is_by_another
from patroli.connectors import CONNECTORS, Connector
from patroli.landing import Batch, Captured, Shown, Sighting, captured, clean_post, fields_of
from patroli.model import Answer, Ask, Platform, Reading, Slot, SlotState

ANY_SIZE = 1 << 40


@dataclass(frozen=True, slots=True)
class _Asked:
    """One ask as the capture tells it."""

    fields: Mapping[str, str]

    @property
    def can_be_read(self) -> bool:
        return "problem" not in self.fields


def replay(
    batch: Batch, connectors: Mapping[Platform, Connector] = CONNECTORS
) -> Iterator[Sighting]:
    """Read the WARC again through the same connectors: the same sightings, in capture order.

    Raises LandingError if the capture cannot be read.
    """
    for slot, record, fields, reading in _readings(batch, connectors):
        others = noted_homes(fields.get("kept-for", ""))
        for post in reading.posts:
            home = others.get(post.id)
            if home is None and is_by_another(post, slot, fields["purpose"]):
                continue
            at = record.fetched_at
            yield Sighting(clean_post(post), home or slot, fields["fetch"], fields["round"], at)


def replay_profiles(
    batch: Batch, connectors: Mapping[Platform, Connector] = CONNECTORS
) -> Iterator[Shown]:
    """The same for what the answers said of accounts."""
    for slot, record, fields, reading in _readings(batch, connectors):
        for profile in reading.profiles:
            yield Shown(profile, slot, fields["fetch"], fields["round"], record.fetched_at)


def _readings(
    batch: Batch, connectors: Mapping[Platform, Connector]
) -> Iterator[tuple[Slot, Captured, Mapping[str, str], Reading]]:
    slots: dict[str, tuple[Slot, SlotState]] = {}
    asked: dict[str, list[_Asked]] = {}
    instead: dict[str, bytes] = {}
    for record in captured(batch):
        if record.kind == "metadata":
            fields = fields_of(record)
            if "state" in fields:
                slot, state = noted_slot(fields["slot"]), noted_state(fields["state"])
                slots[slot.id] = (slot, state)
            elif "ask" in fields:
                asked.setdefault(record.about, []).append(_Asked(fields))
        elif record.kind == "conversion":
            instead[record.about] = record.body
    for record in captured(batch):
        if record.kind not in {"response", "revisit"}:
            continue
        for one in asked.get(record.record_id, []):
            if one.can_be_read:
                slot, state = slots[one.fields["slot"]]
                body = instead.get(record.record_id)
                plain = _plain(record) if body is None else body
                reading = _read(connectors[slot.platform], slot, state, record, plain, one.fields)
                yield slot, record, one.fields, reading


def _read(
    connector: Connector,
    slot: Slot,
    state: SlotState,
    record: Captured,
    plain: bytes,
    fields: Mapping[str, str],
) -> Reading:
    ask = Ask(
        fields["ask"],
        fields["purpose"],
        fields.get("accept", "*/*"),
        subject=fields.get("subject", ""),
    )
    is_same = "same-body" in fields
    status, body = (304, b"") if is_same else (record.status, plain)
    answer = Answer(ask, record.url, status, record.headers, body, record.fetched_at)
    return connector.read(slot, state, answer)


def _plain(record: Captured) -> bytes:
    encoding = next((v for k, v in record.headers if k.lower() == "content-encoding"), "")
    body = Body(encoding, ANY_SIZE)
    body.feed(record.body)
    body.finish()
    return body.plain
