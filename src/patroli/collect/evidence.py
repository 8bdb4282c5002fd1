"""Requests made in, WARC exchanges with their metadata out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from patroli.collect.client import Fetched
from patroli.collect.hop import Hop
from patroli.collect.state import Validators
from patroli.landing import NOT_MODIFIED, SAME_PAYLOAD, BatchWriter, Exchange, Repeat
from patroli.model import Answer, Ask


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as the connector shall read it.

    Where it says what was landed before, the answer is made a 304 whatever its status was, so
    that it costs no parse and a re-parse of the capture needs no older batch.
    """

    answer: Answer
    body_sha256: str
    wire_sha256: str
    repeats: Repeat | None
    is_same: bool


def hear(fetched: Fetched, ask: Ask, held: Validators | None) -> Heard:
    """What a fetch that got an answer says, compared with what is held of the same address."""
    hop = fetched.hops[-1]
    body, wire = sha256(hop.body), sha256(hop.wire)
    headers, repeats, is_same = hop.headers, None, False
    if held is not None and held.answered_by == fetched.url:
        is_same = hop.status == 304 or (hop.status == 200 and body == held.body_sha256)
        if hop.status == 304:
            repeats = _repeat(held, NOT_MODIFIED)
        elif is_same and wire == held.wire_sha256:
            repeats = _repeat(held, SAME_PAYLOAD)
    status, text = (304, b"") if is_same else (hop.status or 0, hop.body)
    answer = Answer(ask, fetched.url, status, headers, text, hop.fetched_at)
    return Heard(answer, body, wire, repeats, is_same)


def _repeat(held: Validators, profile: str) -> Repeat:
    return Repeat(held.record_id, held.answered_by, held.fetched_at, profile)


def capture(
    batch: BatchWriter,
    fetched: Fetched,
    fields: Mapping[str, str],
    repeats: Repeat | None = None,
) -> str:
    """Capture every exchange of a fetch; the record id of its last answer, empty without one."""
    for hop in fetched.beside:
        if hop.is_login:
            batch.add_note(hop.url, hop.fetched_at, _login(hop))
        elif hop.status is not None:
            batch.add_exchange(_exchange(hop, {"purpose": "robots", "problem": hop.problem}))
    steps = {"round": fields["round"], "slot": fields["slot"], "fetch": fields["fetch"]}
    for hop, later in pairwise(fetched.hops):
        if hop.status is not None:
            step = "repeated" if hop.url == later.url else "redirected"
            batch.add_exchange(_exchange(hop, {**steps, "step": step, "problem": hop.problem}))
    if not fetched.hops or fetched.hops[-1].status is None:
        return ""
    return batch.add_exchange(_exchange(fetched.hops[-1], fields, repeats))


def _login(hop: Hop) -> dict[str, str]:
    """That a password was sent for a token, and to whom: neither of the two is kept."""
    status = "" if hop.status is None else str(hop.status)
    fields = {**hop.metadata, "purpose": "login", "status": status, "problem": hop.problem}
    return {name: value for name, value in fields.items() if value}


def _exchange(hop: Hop, fields: Mapping[str, str], repeats: Repeat | None = None) -> Exchange:
    metadata = {**fields, **hop.metadata, "elapsed-ms": str(hop.elapsed_ms)}
    metadata["withheld"] = hop.withheld
    return Exchange(
        url=hop.url,
        request_headers=hop.request_headers,
        status_line=hop.status_line,
        response_headers=hop.headers,
        body=hop.wire,
        fetched_at=hop.fetched_at,
        peer=hop.peer,
        truncated="unspecified" if hop.withheld else hop.truncated,
        instead=hop.body if hop.withheld and not hop.problem else None,
        metadata={name: value for name, value in metadata.items() if value},
        repeats=repeats,
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
