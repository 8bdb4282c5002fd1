"""A landed batch in, the sightings and profiles its capture gives when it is read again out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from patroli.collect.body import Body
from patroli.connectors import CONNECTORS, Connector
from patroli.landing import Batch, Captured, Shown, Sighting, captured, clean_post, fields_of
from patroli.model import Answer, Ask, KnownPost, Platform, Reading, Slot, SlotState

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
        for post in reading.posts:
            seen = clean_post(post)
            yield Sighting(seen, slot, fields["fetch"], fields["round"], record.fetched_at)


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
    for record in captured(batch):
        if record.kind == "metadata":
            fields = fields_of(record)
            if "state" in fields:
                slot, state = _slot(fields["slot"]), _state(fields["state"])
                slots[slot.id] = (slot, state)
            elif "ask" in fields:
                asked.setdefault(record.about, []).append(_Asked(fields))
    for record in captured(batch):
        if record.kind not in {"response", "revisit"}:
            continue
        for one in asked.get(record.record_id, []):
            if one.can_be_read:
                slot, state = slots[one.fields["slot"]]
                reading = _read(connectors[slot.platform], slot, state, record, one.fields)
                yield slot, record, one.fields, reading


def _read(
    connector: Connector,
    slot: Slot,
    state: SlotState,
    record: Captured,
    fields: Mapping[str, str],
) -> Reading:
    ask = Ask(
        fields["ask"],
        fields["purpose"],
        fields.get("accept", "*/*"),
        subject=fields.get("subject", ""),
    )
    is_same = "same-body" in fields
    status, body = (304, b"") if is_same else (record.status, _plain(record))
    answer = Answer(ask, record.url, status, record.headers, body, record.fetched_at)
    return connector.read(slot, state, answer)


def _plain(record: Captured) -> bytes:
    encoding = next((v for k, v in record.headers if k.lower() == "content-encoding"), "")
    body = Body(encoding, ANY_SIZE)
    body.feed(record.body)
    body.finish()
    return body.plain


def _slot(text: str) -> Slot:
    values: dict[str, Any] = json.loads(text)
    return Slot(**{**values, "platform": Platform(values["platform"])})


def _state(text: str) -> SlotState:
    values: dict[str, Any] = json.loads(text)
    known = (
        KnownPost(**{**one, "last_seen": datetime.fromisoformat(one["last_seen"])})
        for one in values["known"]
    )
    return SlotState(values["cursor"], tuple(known))
