"""The bytes of a WARC file in, the pages in it out: ISO 28500, gzip or plain, from any tool.

A record whose digest does not hold, whose end is missing, or that only repeats another is told and
left out; the others are read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from patroli.errors import BadInput
from patroli.imports.content import unpacked
from patroli.imports.item import Page, Read

MOST_BODY = 20_000_000
"""Bytes of one page, unpacked."""
MOST_RECORDS = 100_000
BROKEN = (ArchiveLoadFailed, ValueError, LookupError, EOFError, OSError, TypeError, AttributeError)
"""What warcio raises at bytes that are no WARC."""
PIECE = 65_536


def read_archive(name: str, data: bytes) -> Read:
    """The responses of a WARC file. Raises BadInput where not one record can be read."""
    content = unpacked(name, data)
    if not content.data.startswith(b"WARC/"):
        raise BadInput(f"{name}: found {_shown(content.data)}; expected a WARC file")
    pages: list[Page] = []
    unread: list[tuple[int, str]] = []
    number = 0
    cut = content.is_cut
    records = _records(content.data)
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            number += 1
            if number > MOST_RECORDS:
                raise BadInput(f"{name}: found more than {MOST_RECORDS:,} records; expected fewer")
            found = _page(number, record)
        except BROKEN as error:
            if not number:
                raise BadInput(f"{name}: found no WARC record ({error})") from error
            unread.append((number, f"broken: {error}"))
            cut = True
            break
        if isinstance(found, Page):
            pages.append(found)
        elif found:
            unread.append((number, found))
    note = f"the file ends in the middle of record {number}: what stood behind it is not here"
    return Read(pages=tuple(pages), unread=tuple(unread), notes=(note,) if cut else ())


def _records(data: bytes) -> Iterator[Any]:
    return iter(ArchiveIterator(io.BytesIO(data), check_digests=True))


def _page(number: int, record: Any) -> Page | str:
    """The page of a record, or why there is none; empty for what only stands beside a page."""
    if record.rec_type == "revisit":
        return "only repeats an answer that is not in this file"
    if record.rec_type != "response" or record.http_headers is None:
        return ""
    body = b""
    stream = record.content_stream()
    while piece := stream.read(PIECE):
        body += piece
        if len(body) > MOST_BODY:
            return f"a page of more than {MOST_BODY:,} bytes"
    while record.raw_stream.read(PIECE):
        pass  # the digest is known at the end of the record
    if record.digest_checker.passed is False:
        return f"its digest does not hold: {'; '.join(record.digest_checker.problems)}"
    headers = record.rec_headers
    at = datetime.fromisoformat(str(headers.get_header("WARC-Date")))
    status = str(record.http_headers.get_statuscode())
    return Page(
        line=number,
        url=str(headers.get_header("WARC-Target-URI") or ""),
        status=int(status) if status.isdigit() else 0,
        headers=tuple((str(k), str(v)) for k, v in record.http_headers.headers),
        body=body,
        fetched_at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )


def _shown(data: bytes) -> str:
    return repr(data[:20].decode("latin-1")) if data else "an empty file"
