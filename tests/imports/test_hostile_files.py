"""Bombs, broken ends and bytes of no kind: bounded, and told with file, line and expectation."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patroli.errors import BadInput
from patroli.imports import FORMATS, read_file
from patroli.imports.content import MOST_UNPACKED, file_bytes, unpacked
from patroli.imports.picture import check_picture
from patroli.model import Platform

FILES = sorted(set(FORMATS) - {"screenshot"})


def a_workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The same workbook with some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


def refusal(kind: str, name: str, data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read_file(kind, name, data, {}, Platform.X)
    return str(refused.value)


@pytest.mark.parametrize("kind", ["zeeschuimer", "warc", "table"])
def test_a_gzip_bomb_is_stopped_while_it_unpacks(kind: str) -> None:
    member = gzip.compress(b"\0" * 50_000_000)
    bomb = member * (MOST_UNPACKED // 50_000_000 + 1)
    assert len(bomb) < 1_000_000
    assert f"more than {MOST_UNPACKED:,} bytes unpacked" in refusal(kind, "bom.gz", bomb)


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    sheet = b"<worksheet>" + b" " * 60_000_000
    bomb = repacked(a_workbook(["id"]), {"xl/worksheets/sheet1.xml": sheet})
    assert len(bomb) < 100_000
    assert "bytes unpacked; expected 50,000,000" in refusal("table", "bom.xlsx", bomb)


def test_entities_in_a_workbook_are_refused() -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    )
    bomb = repacked(a_workbook(["id"]), {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert "no readable XLSX file" in refusal("table", "tawa.xlsx", bomb)


def test_a_sheet_that_claims_to_be_huge_is_read_as_large_as_it_is() -> None:
    data = a_workbook(["id", "author", "text"], ["7", "dewi", "halo"])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    huge = sheet.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    assert huge != sheet
    data = repacked(data, {"xl/worksheets/sheet1.xml": huge})
    (item,) = read_file("table", "luas.xlsx", data, {}, Platform.X).items
    assert item.text == "halo"


def test_a_cell_of_five_megabytes_is_told_with_its_line() -> None:
    text = "id,author,text\n1,dewi,halo\n2,dewi," + "x" * 5_000_000 + "\n"
    said = refusal("table", "besar.csv", text.encode())
    assert said.startswith("besar.csv:3: found a cell of more than 200,000 characters; expected")


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() -> None:
    rows = "".join(f"{n},dewi,halo\n" for n in range(30_000))
    said = refusal("table", "kutip.csv", f'id,author,text\n1,dewi,"halo\n{rows}'.encode())
    assert said.startswith("kutip.csv:2: found a cell of more than 200,000 characters")


def test_an_item_of_zeeschuimer_that_is_too_long_is_told_with_its_line() -> None:
    said = refusal("zeeschuimer", "a.ndjson", b'{"data": {}}\n{"data": "' + b"x" * 6_000_000)
    assert said.startswith("a.ndjson:2: found 6,000,010 characters; expected at most 5,000,000")


def test_a_broken_end_of_a_packed_file_is_told() -> None:
    whole = gzip.compress(b'{"source_platform": "tiktok.com", "data": {}}\n' * 999)
    assert "without its end" in refusal("zeeschuimer", "a.ndjson.gz", whole[:-40])


def test_many_members_unpack_to_their_sum() -> None:
    parts = [bytes([n % 251]) * (n * 37 % 9_000) for n in range(400)]
    assert unpacked("a", b"".join(map(gzip.compress, parts))).data == b"".join(parts)


@given(data=st.binary(max_size=5_000), cut=st.integers(0, 60))
def test_what_unpacks_before_a_broken_end_is_what_was_packed(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    whole = unpacked("a", packed)
    assert (whole.data, whole.is_cut) == (data, False)
    if 0 < cut < len(packed) - 2:
        part = unpacked("a", packed[:-cut])
        assert data.startswith(part.data)
        assert part.is_cut


def test_an_old_xls_is_named_as_what_it_is() -> None:
    assert "XLS file of 2003" in refusal("table", "a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600)


def test_a_workbook_is_known_by_its_bytes_and_not_by_its_name() -> None:
    data = a_workbook(["id", "author", "text"], ["7", "dewi", "halo"])
    assert len(read_file("table", "pantauan.csv", data, {}, Platform.X).items) == 1


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(BadInput, match="found 200,000,001 bytes; expected at most 200,000,000"):
        file_bytes(path)


def test_a_picture_is_known_by_its_bytes_and_not_by_its_name() -> None:
    assert check_picture("foto.exe", b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert check_picture("foto.png", b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    with pytest.raises(BadInput, match="found no picture"):
        check_picture("foto.png", b"MZ\x90\x00 this program cannot be run")


STARTS = [
    b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n",
    b"\xff\xfe", b"\xef\xbb\xbf", b"id,author,text\n", b"url;akun;isi\n", b'{"data": {',
    b"\xd0\xcf\x11\xe0",
]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FILES), st.sampled_from(STARTS), st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_and_never_anything_else(
    kind: str, start: bytes, rest: bytes
) -> None:
    try:
        read_file(kind, "apa-saja", start + rest, {}, Platform.X)
    except BadInput:
        return


WHOLE = {
    "table": a_workbook(["id", "author", "text", "url"], ["7", "dewi", "halo", "https://x.com/"]),
    "warc": gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2029-11-24T21:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example/\r\n"
        b"Content-Type: application/http\r\nContent-Length: 45\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nha\r\n\r\n"
    ),
    "zeeschuimer": b'{"source_platform": "tiktok.com", "data": {"id": "7", "author": "a"}}\n',
    "4cat": b"id,author,body,timestamp,url\n7,dewi,halo,2029-11-02 08:15:00,https://x.com/\n",
}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_a_file_with_some_bytes_changed_is_read_or_refused(
    kind: str, at: int, change: bytes
) -> None:
    data = bytearray(WHOLE[kind])
    place = at % len(data)
    data[place : place + len(change)] = change
    try:
        read_file(kind, "rusak", bytes(data), {}, Platform.X)
    except BadInput:
        return
