"""Wanted images in, asked for by the polite client and landed with every exchange out."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from patroli.capture.wanted import Want
from patroli.clock import Clock
from patroli.collect import evidence
from patroli.collect.client import Connect, Fetched, Memory, WebClient
from patroli.collect.hosts import host_of
from patroli.config.settings import Settings
from patroli.connectors.answers import refusal
from patroli.imports.picture import kind_of
from patroli.landing import BatchWriter
from patroli.model import Answer, Ask, Capture, Outcome

ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.9"


@dataclass(frozen=True, slots=True)
class Parts:
    """What asking for images needs."""

    settings: Settings
    memory: Memory
    clock: Clock
    batch: BatchWriter
    run_id: str
    connect: Connect = WebClient


def keep_images(wants: Sequence[Want], parts: Parts) -> list[Capture]:
    """Each image asked for once, hosts side by side; what went wrong is in its row."""
    return asyncio.run(_keep(wants, parts))


async def _keep(wants: Sequence[Want], parts: Parts) -> list[Capture]:
    most = parts.settings.capture.max_bytes
    small = parts.settings.model_copy(update={"max_body_bytes": most})
    gate = asyncio.Semaphore(parts.settings.parallel_hosts)
    ordered = sorted(wants, key=lambda want: (host_of(want.url), want.url))
    groups = [list(g) for _, g in groupby(ordered, key=lambda want: host_of(want.url))]

    async def host(group: Sequence[Want], web: WebClient) -> list[Capture]:
        async with gate:
            return [await _one(want, web, parts) for want in group]

    async with parts.connect(small, parts.memory, parts.clock) as web:
        kept = await asyncio.gather(*(host(group, web) for group in groups))
    return [capture for group in kept for capture in group]


async def _one(want: Want, web: WebClient, parts: Parts) -> Capture:
    fetched = await web.fetch(Ask(want.url, want.kind, ACCEPT))
    fields = {
        "round": parts.run_id, "slot": "", "fetch": "", "purpose": want.kind,
        "post": want.post_id, "version": want.version,
        "problem": fetched.detail if fetched.outcome else "",
    }  # fmt: skip
    record = evidence.capture(parts.batch, fetched, fields)
    outcome, detail = judge(fetched)
    body = fetched.hops[-1].body if fetched.hops and outcome is Outcome.COLLECTED else b""
    return Capture(
        post_id=want.post_id,
        version=want.version,
        kind=want.kind,
        url=want.url,
        outcome=outcome,
        detail=detail,
        captured_at=fetched.hops[-1].fetched_at if fetched.hops else parts.clock(),
        content_type=kind_of(body),
        body_bytes=len(body),
        body_sha256=hashlib.sha256(body).hexdigest() if body else "",
        warc_record_id=record,
    )


def judge(fetched: Fetched) -> tuple[Outcome, str]:
    """How asking for an image ended: it is one only if its bytes are one."""
    if fetched.outcome is not None:
        return fetched.outcome, fetched.detail
    hop = fetched.hops[-1]
    answer = Answer(
        fetched.ask, fetched.url, hop.status or 0, hop.headers, hop.body, hop.fetched_at
    )
    refused = refusal(answer, "")
    if refused is not None:
        return refused.outcome, refused.detail
    if not kind_of(hop.body).startswith("image/"):
        told = hop.header("content-type")[:60] or "no content type"
        return Outcome.FAILED, f"no image: {told}"
    return Outcome.COLLECTED, ""
