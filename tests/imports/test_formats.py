"""Files that people save are read as they are, and what is wrong with one is told all at once."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.errors import BadInput
from patroli.imports import Item, Read
from patroli.imports import read_file as read_bytes
from patroli.imports.content import file_bytes
from patroli.imports.table import Manner
from patroli.imports.table import read_rows as rows_read
from patroli.imports.zeeschuimer import read_zeeschuimer
from patroli.model import Platform

TIKTOK = {
    "nav_index": "1:0:0",
    "item_id": "7301",
    "source_platform": "tiktok.com",
    "source_platform_url": "https://www.tiktok.com/@dewi.lestawa",
    "timestamp_collected": 1_890_000_000_000,
    "data": {
        "id": "7301",
        "desc": "Selamat pagi #TelagaBiru",
        "createTime": 1_889_900_000,
        "author": {"uniqueId": "Dewi.Lestawa", "nickname": "Bu Dewi"},
    },
}
INSTAGRAM = {
    "source_platform": "instagram.com",
    "timestamp_collected": 1_890_000_000_000,
    "data": {
        "code": "CxYz",
        "taken_at": 1_889_900_000,
        "caption": {"text": "Piket sore"},
        "user": {"username": "dewi_l", "full_name": "Dewi Lestawa"},
    },
}


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def read_file(kind: str, path: Path, named: dict[str, str], platform: Platform | None) -> Read:
    return read_bytes(kind, path.name, file_bytes(path), named, platform)


def read_rows(
    name: str, rows: list[list[object]], named: dict[str, str], platform: Platform | None
) -> Read:
    return rows_read(name, enumerate(rows, 1), Manner(named, platform))


def table(folder: Path, rows: str, encoding: str = "utf-8", **wanted: str) -> tuple[Item, ...]:
    path = saved(folder / "pantauan.csv", rows.encode(encoding))
    return read_file("table", path, wanted, Platform.FACEBOOK).items


def test_a_tiktok_item_becomes_a_post(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.ndjson", json.dumps(TIKTOK).encode())
    (item,) = read_file("zeeschuimer", path, {}, None).items
    assert (item.platform, item.handle, item.native_id) == (Platform.TIKTOK, "dewi.lestawa", "7301")
    assert item.url == "https://www.tiktok.com/@dewi.lestawa/video/7301"
    assert item.text == "Selamat pagi #TelagaBiru"
    assert item.published == datetime.fromtimestamp(1_889_900_000, UTC)
    assert item.collected_at == datetime.fromtimestamp(1_890_000_000, UTC)


def test_an_instagram_item_becomes_a_post(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.ndjson.gz", gzip.compress(json.dumps(INSTAGRAM).encode()))
    (item,) = read_file("zeeschuimer", path, {}, None).items
    assert (item.platform, item.handle) == (Platform.INSTAGRAM, "dewi_l")
    assert (item.native_id, item.text) == ("CxYz", "Piket sore")


def test_a_post_that_was_scrolled_past_twice_is_one() -> None:
    line = json.dumps(TIKTOK)
    assert len(read_zeeschuimer(iter([line, line]), "a").items) == 1


def test_items_that_nothing_here_reads_are_told_by_line() -> None:
    lines = [
        json.dumps({"source_platform": "douyin.com", "data": {}}),
        "",
        json.dumps({"source_platform": "tiktok.com", "data": {"desc": "tanpa id"}}),
        json.dumps(TIKTOK),
    ]
    read = read_zeeschuimer(iter(lines), "a.ndjson")
    assert len(read.items) == 1
    assert [line for line, _ in read.unread] == [1, 3]
    assert read.unread[0][1] == "items of douyin.com are not read"


def test_lines_that_are_no_items_refuse_the_file_all_at_once() -> None:
    lines = ["{", json.dumps(TIKTOK), "[1]", '{"data": 3}']
    with pytest.raises(BadInput) as refused:
        read_zeeschuimer(iter(lines), "a.ndjson")
    assert [line[:11] for line in str(refused.value).splitlines()] == [
        "a.ndjson:1:",
        "a.ndjson:3:",
        "a.ndjson:4:",
    ]


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(
    st.sampled_from(["id", "author", "uniqueId", "user", "username", "code", "createTime",
                     "taken_at", "caption", "text", "desc"]), inner)))  # fmt: skip
def test_whatever_shape_a_platform_has_this_month_nothing_breaks(data: object) -> None:
    for place in ("tiktok.com", "instagram.com"):
        line = json.dumps({"source_platform": place, "data": data if data else {}})
        try:
            read = read_zeeschuimer(iter([line]), "a")
        except BadInput:
            assert not isinstance(data, dict)
            assert data
        else:
            assert len(read.items) + len(read.unread) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_exports_are_read_as_they_come(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [["Kode", "Akun", "Isi", "Tanggal"], ["9", "@Dewi", "Café – pagi", "02/11/2029 08.15"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (item,) = table(tmp_path, text, encoding)
    assert (item.native_id, item.handle, item.text) == ("9", "dewi", "Café – pagi")
    assert item.published == "02/11/2029 08.15"


def test_columns_of_any_name_can_be_told(tmp_path: Path) -> None:
    (item,) = table(
        tmp_path, "No,Nama,Catatan\n7,dewi,halo\n", id="No", author="nama", text="Catatan"
    )
    assert (item.native_id, item.text) == ("7", "halo")


def test_an_xlsx_file_is_read_and_its_formulas_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "author", "text", "time"])
    sheet.append(["731", "dewi", "Selamat pagi", datetime(2029, 11, 2, 8, 15)])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    (item,) = read_file("table", tmp_path / "a.xlsx", {}, Platform.X).items
    assert (item.native_id, item.published) == ("731", "2029-11-02 08:15:00")


def test_4cat_times_are_utc(tmp_path: Path) -> None:
    text = "id,thread_id,timestamp,author,body\n5,5,2029-11-02 08:15:00,dewi,halo\n"
    path = saved(tmp_path / "4cat.csv", text.encode())
    (item,) = read_file("4cat", path, {}, Platform.TIKTOK).items
    assert item.published == datetime(2029, 11, 2, 8, 15, tzinfo=UTC)


def test_every_bad_row_is_named_at_once() -> None:
    rows: list[list[object]] = [
        ["id", "author", "text", "platform"],
        ["1,23457E+18", "dewi", "x", "x"],
        [1.23e18, "dewi", "x", "x"],
        ["", "", "x", "x"],
        ["4", "dewi", "x", "friendster"],
        ["5", "dewi", "x", ""],
    ]
    with pytest.raises(BadInput) as refused:
        read_rows("a.xlsx", rows, {}, None)
    said = str(refused.value).splitlines()
    assert [line.split(":")[1] for line in said] == ["2", "3", "4", "4", "5", "6"]
    assert "a spreadsheet has rounded" in said[0]
    assert "export again with this column as text" in said[1]


def test_missing_columns_are_named_with_what_they_may_be_called() -> None:
    with pytest.raises(BadInput) as refused:
        read_rows("a.csv", [["kolom", "lain"]], {"text": "Isi"}, None)
    said = str(refused.value)
    assert said.startswith("a.csv:1: found the columns kolom, lain; expected also text (isi)")
    assert "author (author or " in said
    assert "id or url (" in said
    assert "platform (" in said


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="expected a file"):
        file_bytes(tmp_path / "a.csv")


def test_what_only_claims_to_be_xlsx_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no readable XLSX"):
        read_file("table", saved(tmp_path / "a.xlsx", b"PK\x03\x04 rubbish"), {}, Platform.X)


def test_a_zip_with_a_broken_sheet_is_a_clear_error(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, b"<workbook" if name == "xl/workbook.xml" else content)
    with pytest.raises(BadInput, match="no readable XLSX"):
        read_file("table", tmp_path / "b.xlsx", {}, Platform.X)
