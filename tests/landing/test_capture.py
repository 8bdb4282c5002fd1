"""What is captured can be read and checked by programs that are not ours, and holds no secret."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes import NOW
from warcio.checker import Checker

from patroli.landing import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    Batch,
    BatchWriter,
    Captured,
    Exchange,
    Repeat,
    captured,
    fields_of,
    hide_secrets,
    verify_batch,
)

URL = "http://contoh.example/feed"
REPEAT = Repeat("<urn:uuid:8e573f0c-5408-7963-5d1a-d999d19c55f7>", URL, NOW, NOT_MODIFIED)


def land(root: Path, *exchanges: Exchange) -> Batch:
    with BatchWriter(root, date(2029, 11, 25), "batch") as batch:
        for exchange in exchanges:
            batch.add_exchange(exchange)
    assert batch.landed
    return batch.landed


def an_exchange(body: bytes = b"halo", **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": URL,
        "request_headers": (("Host", "contoh.example"), ("User-Agent", "patroli/0 (+a@b.example)")),
        "status_line": "HTTP/1.1 200 OK",
        "response_headers": (("Content-Type", "text/html"),),
        "body": body,
        "fetched_at": NOW,
    }
    return Exchange(**{**values, **changes})  # type: ignore[arg-type]


def check_with_warcio(path: Path) -> str:
    """What `warcio check -v` says; raises if a digest does not hold."""
    checker = Checker(SimpleNamespace(inputs=[str(path)], verbose=True))
    with redirect_stdout(io.StringIO()) as said:
        assert checker.process_all() == 0, said.getvalue()
    return said.getvalue()


def read_with_fastwarc(path: Path) -> list[tuple[str, bytes]]:
    records = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()
            records.append((str(record.headers["WARC-Type"]), b""))
    with path.open("rb") as file:
        for index, record in enumerate(ArchiveIterator(file, parse_http=True)):
            records[index] = (records[index][0], record.reader.read())
    return records


def the_answer(batch: Batch) -> Captured:
    return next(record for record in captured(batch) if record.kind in {"response", "revisit"})


EXCHANGES = {
    "plain": an_exchange(),
    "empty": an_exchange(b""),
    "binary": an_exchange(bytes(range(256)) * 40),
    "gzip": an_exchange(
        gzip.compress(b"halo" * 99), response_headers=(("Content-Encoding", "gzip"),)
    ),
    "was chunked": an_exchange(response_headers=(("Transfer-Encoding", "chunked"),)),
    "lying length": an_exchange(response_headers=(("Content-Length", "99999"),)),
    "truncated": an_exchange(truncated="length"),
    "latin-1 header": an_exchange(response_headers=(("X-Kota", "S\xe3o \xff"),)),
    "no reason phrase": an_exchange(status_line="HTTP/1.1 200 "),
    "not modified": an_exchange(b"", status_line="HTTP/1.1 304 Not Modified", repeats=REPEAT),
    "same payload": an_exchange(repeats=Repeat(REPEAT.record_id, URL, NOW, SAME_PAYLOAD)),
    "odd address": an_exchange(url="http://contoh.example/kabar desa/\u00e9?x=\r\nWARC-Type: a"),
    "looks like a record": an_exchange(b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n"),
}


@pytest.mark.parametrize("exchange", EXCHANGES.values(), ids=EXCHANGES.keys())
def test_two_foreign_readers_accept_every_capture(tmp_path: Path, exchange: Exchange) -> None:
    batch = land(tmp_path, exchange, an_exchange(metadata={"peer": "127.0.0.1:80"}))
    check_with_warcio(batch.capture)
    records = read_with_fastwarc(batch.capture)
    kind = "revisit" if exchange.repeats else "response"
    assert [name for name, _ in records] == [
        "warcinfo",
        kind,
        "request",
        "response",
        "request",
        "metadata",
    ]
    assert records[1][1] == (b"" if exchange.repeats else exchange.body)


def test_a_withheld_body_is_empty_and_its_conversion_stands_beside(tmp_path: Path) -> None:
    gzipped = (("Content-Encoding", "gzip"), ("Content-Length", "999"))
    batch = land(
        tmp_path,
        an_exchange(
            b"",
            response_headers=gzipped,
            truncated="unspecified",
            instead=b"halo REDACTED",
            metadata={"withheld": "it repeats the operator's own key"},
        ),
    )
    check_with_warcio(batch.capture)
    records = read_with_fastwarc(batch.capture)
    assert records[1:4] == [
        ("response", b""),
        ("request", b""),
        ("conversion", b"halo REDACTED"),
    ]
    kinds = {record.kind: record for record in captured(batch)}
    assert kinds["conversion"].about == kinds["response"].record_id
    text = gzip.decompress(batch.capture.read_bytes()).decode()
    assert "WARC-Truncated: unspecified\r\n" in text
    verify_batch(batch)


@pytest.mark.parametrize("profile", [NOT_MODIFIED, SAME_PAYLOAD])
def test_foreign_readers_find_what_a_revisit_refers_to(tmp_path: Path, profile: str) -> None:
    """ISO 28500, 6.7.2 and 6.7.3: profile, target, date, and for a same payload its digest."""
    head = (("ETag", '"1"'), ("Content-Type", "text/html"))
    first = land(tmp_path / "one", an_exchange(b"halo", response_headers=head))
    repeat = Repeat(the_answer(first).record_id, URL, NOW, profile)
    status = "HTTP/1.1 304 Not Modified" if profile == NOT_MODIFIED else "HTTP/1.1 200 OK"
    body = b"" if profile == NOT_MODIFIED else b"halo"
    second = land(
        tmp_path / "two",
        an_exchange(body, status_line=status, response_headers=head, repeats=repeat),
    )
    check_with_warcio(second.capture)
    original, again = (fastwarc_answer(batch) for batch in (first, second))
    headers = again.headers
    assert headers["WARC-Type"] == "revisit"
    assert headers["WARC-Profile"] == profile
    assert headers["WARC-Refers-To"] == original.headers["WARC-Record-ID"]
    assert headers["WARC-Refers-To-Target-URI"] == original.headers["WARC-Target-URI"]
    assert headers["WARC-Refers-To-Date"] == original.headers["WARC-Date"]
    same = headers.get("WARC-Payload-Digest") == original.headers["WARC-Payload-Digest"]
    assert same is (profile == SAME_PAYLOAD)
    assert again.http_headers.status_code == int(status.split()[1])
    assert again.http_headers["ETag"] == '"1"'


def fastwarc_answer(batch: Batch) -> Any:
    with batch.capture.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=True):
            if str(record.headers["WARC-Type"]) in {"response", "revisit"}:
                record.freeze()
                return record
    raise AssertionError("no answer in the capture")


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=2_000))
def test_the_body_comes_back_as_it_was(tmp_path: Path, body: bytes) -> None:
    assert the_answer(land(tmp_path, an_exchange(body))).body == body


def test_warcios_own_command_accepts_a_capture(tmp_path: Path) -> None:
    batch = land(tmp_path, *EXCHANGES.values())
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(batch.capture)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "digest pass" in done.stdout


def test_a_changed_byte_is_found_by_the_foreign_checker(tmp_path: Path) -> None:
    batch = land(tmp_path, an_exchange(b"halo dunia"))
    data = gzip.decompress(batch.capture.read_bytes()).replace(b"halo dunia", b"halo Dunia")
    batch.capture.write_bytes(gzip.compress(data))
    with pytest.raises(AssertionError):
        check_with_warcio(batch.capture)


def test_each_record_is_its_own_gzip_member(tmp_path: Path) -> None:
    batch = land(tmp_path, an_exchange())
    data = batch.capture.read_bytes()
    with batch.capture.open("rb") as file:
        starts = [record.stream_pos for record in ArchiveIterator(file)]
    assert all(data[start : start + 2] == b"\x1f\x8b" for start in starts)
    assert len(starts) == 3


def test_answers_tell_address_time_and_cause_of_a_cut(tmp_path: Path) -> None:
    exchange = an_exchange(peer="127.0.0.9", truncated="time", metadata={"tls": "TLSv1.3"})
    text = gzip.decompress(land(tmp_path, exchange).capture.read_bytes()).decode()
    assert "WARC-IP-Address: 127.0.0.9\r\n" in text
    assert "WARC-Truncated: time\r\n" in text
    assert "WARC-Date: 2029-11-24T21:00:00.000000Z\r\n" in text
    assert "WARC-Payload-Digest: sha256:" in text


def test_metadata_is_read_back_beside_its_answer(tmp_path: Path) -> None:
    batch = land(tmp_path, an_exchange(metadata={"purpose": "feed", "detail": "a\r\nb: c"}))
    note = next(record for record in captured(batch) if record.kind == "metadata")
    assert fields_of(note) == {"purpose": "feed", "detail": "a  b: c"}
    assert note.about == the_answer(batch).record_id


SECRET = "rahasia-123"  # noqa: S105


def test_no_secret_reaches_the_capture(tmp_path: Path) -> None:
    exchange = an_exchange(
        url=f"http://budi:{SECRET}@contoh.example/api?key={SECRET}&page=2&access_token={SECRET}",
        request_headers=(
            ("Authorization", f"Bearer {SECRET}"),
            ("Cookie", f"a={SECRET}"),
            ("X-Goog-Api-Key", SECRET),
        ),
        response_headers=(
            ("Set-Cookie", f"sid={SECRET}"),
            ("Location", f"/api?page=3&key={SECRET}"),
        ),
        metadata={"final_url": f"http://contoh.example/api?api_key={SECRET}"},
    )
    text = gzip.decompress(land(tmp_path, exchange).capture.read_bytes()).decode()
    assert SECRET not in text
    assert "page=2" in text
    assert "Location: /api?page=3&key=REDACTED" in text


ADDRESSES = [
    ("http://a.example/?key=1&x=2", "http://a.example/?key=REDACTED&x=2"),
    ("http://a.example/?KEY=1", "http://a.example/?KEY=REDACTED"),
    ("http://a.example/?x=1;token=2#f", "http://a.example/?x=1;token=REDACTED#f"),
    ("http://a.example/?monkey=1&keyword=asn", "http://a.example/?monkey=1&keyword=asn"),
    ("http://u:p@a.example:81/x", "http://a.example:81/x"),
    ("http://[oops/?key=1", "http://[oops/?key=REDACTED"),
]


@pytest.mark.parametrize(("url", "hidden"), ADDRESSES)
def test_only_secrets_are_hidden_in_an_address(url: str, hidden: str) -> None:
    assert hide_secrets(url) == hidden
