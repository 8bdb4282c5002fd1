"""Exchanges in, WARC/1.1 records (ISO 28500:2017) out, one gzip member each."""

from __future__ import annotations

import io
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from patroli.landing.secrets import Headers, hide_in_headers, hide_secrets
from patroli.model import digest

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

LEVEL = 6
"""Pages are mostly gzip already; 9 costs twice the time for one percent."""
ROOM, LITTLE_ROOM = 8, 5
"""zlib's `memLevel`: to clear the usual room costs five times what packing a few lines does."""
_LINES = frozenset({"warcinfo", "request", "metadata", "revisit"})


@dataclass(frozen=True, slots=True)
class Repeat:
    """The record, already landed, that an exchange only confirms."""

    record_id: str
    url: str
    fetched_at: datetime
    profile: str
    """`SAME_PAYLOAD` or `NOT_MODIFIED`."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back, as on the wire.

    `body` still has its content-encoding; only chunking is undone. `truncated` is empty or the
    word WARC has for the cause: `length`, `time`, `disconnect`, `unspecified`.
    """

    url: str
    request_headers: Headers
    status_line: str
    """Such as `HTTP/1.1 200 OK`."""
    response_headers: Headers
    body: bytes
    fetched_at: datetime
    peer: str = ""
    """The address that was connected to, without its port; empty if it is not known."""
    truncated: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    repeats: Repeat | None = None
    instead: bytes | None = None
    """What can be kept of a body that held a secret, unpacked; `body` is empty then."""


class CaptureWriter:
    """Writes records one by one; nothing is kept in memory after each."""

    def __init__(self, out: IO[bytes], created: datetime, software: str) -> None:
        self._out = out
        self._count = 0
        self.records = 0
        self._describe(created, software)

    def add(self, exchange: Exchange) -> str:
        """Response (or revisit), request and metadata records; the id of the first."""
        url, when = _one_line(hide_secrets(exchange.url)), _warc_date(exchange.fetched_at)
        answer = self._id("response", url, when)
        common = {"WARC-Target-URI": url, "WARC-Date": when}
        self._write(self._answer(exchange, {**common, "WARC-Record-ID": answer}))
        beside = {**common, "WARC-Concurrent-To": answer}
        self._write(
            _record(
                "request",
                {**beside, "WARC-Record-ID": self._id("request", url, when)},
                http=_request_head(exchange, url),
            )
        )
        if exchange.instead is not None and exchange.repeats is None:
            self._write(self._conversion(exchange.instead, common, answer))
        if exchange.metadata:
            self.note(url, exchange.fetched_at, exchange.metadata, about=answer)
        return answer

    def _conversion(self, data: bytes, common: Mapping[str, str], answer: str) -> Any:
        """ISO 28500, 6.9: another version of a record's content, here without what was secret."""
        ident = self._id("conversion", common["WARC-Target-URI"], common["WARC-Date"])
        headers = {**common, "WARC-Record-ID": ident, "WARC-Refers-To": answer}
        return _record("conversion", headers, data, content_type="application/octet-stream")

    def keep(self, uri: str, at: datetime, content_type: str, data: bytes) -> str:
        """A resource record: a file as it is, that nobody answered with; its id."""
        uri, when = _one_line(hide_secrets(uri)), _warc_date(at)
        ident = self._id("resource", uri, when)
        headers = {"WARC-Target-URI": uri, "WARC-Date": when, "WARC-Record-ID": ident}
        self._write(_record("resource", headers, data, content_type=content_type))
        return ident

    def note(self, url: str, at: datetime, fields: Mapping[str, str], about: str = "") -> None:
        """A metadata record of plain `name: value` lines about an address or another record."""
        url, when = _one_line(hide_secrets(url)), _warc_date(at)
        headers = {"WARC-Target-URI": url, "WARC-Date": when}
        if about:
            headers |= {"WARC-Concurrent-To": about}
        headers["WARC-Record-ID"] = self._id("metadata", url, when)
        block = "".join(f"{key}: {_one_line(hide_secrets(v))}\r\n" for key, v in fields.items())
        self._write(
            _record("metadata", headers, block.encode(), content_type="application/warc-fields")
        )

    def _describe(self, created: datetime, software: str) -> None:
        lines = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
        }
        when = _warc_date(created)
        headers = {"WARC-Date": when, "WARC-Record-ID": self._id("warcinfo", software, when)}
        block = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
        self._write(
            _record("warcinfo", headers, block.encode(), content_type="application/warc-fields")
        )

    def _answer(self, exchange: Exchange, headers: dict[str, str]) -> Any:
        if exchange.peer:
            headers["WARC-IP-Address"] = exchange.peer
        protocol, _, status = exchange.status_line.partition(" ")
        http = _Head(status, list(_response_head(exchange)), protocol=protocol)
        repeats = exchange.repeats
        if repeats is None:
            if exchange.truncated:
                headers["WARC-Truncated"] = exchange.truncated
            return _record("response", headers, exchange.body, http=http)
        headers |= {
            "WARC-Profile": repeats.profile,
            "WARC-Refers-To": repeats.record_id,
            "WARC-Refers-To-Target-URI": _one_line(hide_secrets(repeats.url)),
            "WARC-Refers-To-Date": _warc_date(repeats.fetched_at),
        }
        if repeats.profile == SAME_PAYLOAD:
            headers["WARC-Payload-Digest"] = payload_digest(exchange.body)
        return _record("revisit", headers, http=http)

    def _id(self, kind: str, url: str, when: str) -> str:
        """An id that follows from what is written, so that the same batch has the same bytes."""
        self._count += 1
        name = digest("warc", kind, url, when, str(self._count))
        return f"<urn:uuid:{uuid.UUID(name)}>"

    def _write(self, record: Any) -> None:
        member = _Member(self._out, LITTLE_ROOM if record.rec_type in _LINES else ROOM)
        _Sha256Writer(member, gzip=False, warc_version="1.1").write_record(record)
        member.finish()
        self.records += 1


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """Header bytes as they were on the wire; warcio would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        del filter_func
        return bytes(self.to_str().encode("latin-1", "replace") + b"\r\n")


class _Sha256Writer(WARCWriter):  # type: ignore[misc]
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata", "request")

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class _Member:
    """One gzip member around one record, so that readers can jump to it."""

    def __init__(self, out: IO[bytes], room: int) -> None:
        self._out = out
        self._compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16, room)

    def write(self, data: bytes) -> None:
        self._out.write(self._compressor.compress(data))

    def flush(self) -> None:
        """The record's end is not the file's: nothing to do until `finish`."""

    def finish(self) -> None:
        self._out.write(self._compressor.flush())


def payload_digest(data: bytes) -> str:
    """The digest as WARC spells it: `sha256:` and base32."""
    digester = Digester("sha256")
    digester.update(data)
    return str(digester)


def _record(
    kind: str,
    headers: Mapping[str, str],
    payload: bytes = b"",
    *,
    http: Any = None,
    content_type: str = "",
) -> Any:
    builder = _Sha256Writer(io.BytesIO(), gzip=False, warc_version="1.1")
    return builder.create_warc_record(
        "",
        kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_content_type=content_type,
        warc_headers_dict={"WARC-Type": kind, **headers},
        http_headers=http,
    )


def _request_head(exchange: Exchange, url: str) -> Any:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Head(
        f"{target} HTTP/1.1",
        [(name, _one_line(value)) for name, value in hide_in_headers(exchange.request_headers)],
        protocol="GET",
    )


def _response_head(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for name, value in hide_in_headers(exchange.response_headers):
        # The body below is no longer chunked; a reader that believed it is would destroy it.
        kept = f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name
        yield kept, _one_line(value)


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
