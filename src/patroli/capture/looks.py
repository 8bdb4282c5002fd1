"""Wanted page looks in, each made from the landed bytes and kept beside them out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from patroli.capture.browser import NoPicture, screenshot, version_of
from patroli.capture.wanted import Want
from patroli.clock import Clock
from patroli.collect.body import Body
from patroli.connectors.decode import decode
from patroli.landing import Batch, BatchWriter, Captured, captured
from patroli.landing.batch import find_batch
from patroli.model import Capture, Outcome


class NoPage(Exception):
    """Why there is nothing to draw, today or any day."""


MOST_PAGE = 20_000_000
HTML = ("text/html", "application/xhtml+xml")


def keep_looks(
    wants: Sequence[Want],
    landing: Path,
    batch: BatchWriter,
    clock: Clock,
    seconds: float,
    program: str | None,
) -> Iterator[Capture]:
    """One after another: a browser takes more of a machine than all the rest of patroli.

    `program` is Chromium's; without one each look is a row that says so.
    """
    browser = version_of(program) if program else ""
    for want in wants:
        failed = partial(_failed, want, clock)
        if program is None:
            yield failed("no chromium is installed", Outcome.SKIPPED)
            continue
        try:
            page, html, content_type = _landed_page(want, landing)
            png = screenshot(program, html, content_type, seconds)
        except NoPage as error:
            yield failed(str(error), Outcome.EMPTY)
            continue
        except NoPicture as error:
            yield failed(str(error))
            continue
        at, sha256 = clock(), hashlib.sha256(png).hexdigest()
        uri = f"urn:sha256:{sha256}"
        record = batch.add_file(uri, at, "image/png", png)
        fields = {
            "screenshot-of": want.url, "made-of-record": page.record_id, "browser": browser,
            "post": want.post_id, "version": want.version, "scripts": "off", "network": "off",
        }  # fmt: skip
        batch.add_note(uri, at, fields, about=record)
        yield Capture(
            want.post_id, want.version, want.kind, want.url, Outcome.COLLECTED,
            f"made of record {page.record_id} by {browser}", at, "image/png", len(png), sha256,
            record,
        )  # fmt: skip


def _failed(want: Want, clock: Clock, why: str, outcome: Outcome = Outcome.FAILED) -> Capture:
    return Capture(
        want.post_id, want.version, want.kind, want.url, outcome, why, clock(), "", 0, "", ""
    )


def _landed_page(want: Want, landing: Path) -> tuple[Captured, bytes, str]:
    """The record, its page as UTF-8, and its type.

    Raises NoPage where the answer is none, NoPicture where it cannot be found.
    """
    if want.landed is None:
        raise NoPicture("no landed answer shows this version")
    folder = find_batch(landing, want.landed.day, want.landed.batch)
    record = _record(folder, want.landed.warc_record_id) if folder else None
    if record is None:
        raise NoPicture("the landed answer is not on this machine any more")
    headers = {name.lower(): value for name, value in record.headers}
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if record.kind != "response" or kind not in HTML:
        raise NoPage(f"the landed answer is no HTML page: {kind or record.kind}")
    body = Body(headers.get("content-encoding", ""), MOST_PAGE)
    body.feed(record.body)
    body.finish()
    text = decode(body.plain, headers.get("content-type", ""))
    return record, text.encode("utf-8", "replace"), f"{kind}; charset=utf-8"


def _record(batch: Batch, record_id: str) -> Captured | None:
    return next((r for r in captured(batch) if r.record_id == record_id), None)
