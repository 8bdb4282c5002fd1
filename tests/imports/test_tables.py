"""Tables of people and of research tools: columns are guessed, and ids are never guessed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from patroli.errors import BadInput
from patroli.imports import Item, Read, propose_columns, read_file
from patroli.imports.columns import named_columns, read_column_map
from patroli.model import Platform


def read(table: str, platform: Platform | None = None, kind: str = "table") -> Read:
    return read_file(kind, "a.csv", table.encode(), {}, platform)


def one(table: str, platform: Platform | None = None, kind: str = "table") -> Item:
    (item,) = read(table, platform, kind).items
    return item


def refusal(
    table: str, platform: Platform | None = None, named: dict[str, str] | None = None
) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read_file("table", "a.csv", table.encode(), named or {}, platform)
    return str(refused.value).splitlines()


TIKTOK = "https://www.tiktok.com/@dewi/video/7301234567890123456"


@pytest.mark.parametrize(
    "rounded", ["7,30123E+18", "7.30123E+18", "7,30E18", "7301234567890120000"]
)
def test_an_id_that_a_spreadsheet_rounded_is_rescued_from_the_address(rounded: str) -> None:
    found = read(f"id;akun;isi;tautan\n{rounded};dewi;halo;{TIKTOK}\n")
    assert [item.native_id for item in found.items] == ["7301234567890123456"]
    assert found.notes == ("1 ids that a spreadsheet had rounded were taken from the addresses",)


@pytest.mark.parametrize("rounded", ["7,30123E+18", "7301234567890120000"])
def test_an_id_that_nothing_can_rescue_is_refused_with_what_to_do(rounded: str) -> None:
    (said,) = refusal(f"id;akun;isi\n{rounded};dewi;halo\n", Platform.TIKTOK)
    assert said.startswith(f"a.csv:2: id: found {rounded}, which a spreadsheet has rounded")
    assert "or add a column with the posts' addresses" in said


def test_a_number_cell_of_more_digits_than_a_spreadsheet_keeps_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "author", "text"])
    sheet.append([7301234567890123456, "dewi", "halo"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput, match="a spreadsheet has rounded"):
        read_file("table", "a.xlsx", out.getvalue(), {}, Platform.TIKTOK)


def test_an_address_alone_tells_id_and_platform() -> None:
    item = one(f"akun,isi,tautan\ndewi,halo,{TIKTOK}\n")
    assert (item.platform, item.native_id) == (Platform.TIKTOK, "7301234567890123456")


def test_a_message_that_4cat_names_by_its_number_is_its_channels() -> None:
    """As 4CAT writes it: the author is a person's number, the channel stands in `chat`."""
    rows = (
        "id,thread_id,chat,author,author_username,body,timestamp\n"
        "12,KabarDanau,KabarDanau,,,a,2029-11-21 03:00:00\n"
        "12,timbara,timbara,,,b,2029-11-21 03:00:00\n"
    )
    found = read_file("4cat", "a.csv", rows.encode(), {}, Platform.TELEGRAM).items
    assert [(item.handle, item.native_id) for item in found] == [
        ("kabardanau", "kabardanau/12"), ("timbara", "timbara/12"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "told"),
    [(Platform.MASTODON, "113000000000000001"), (Platform.BLUESKY, "3l6oveex3ii2l")],
)
def test_an_id_that_is_not_a_posts_alone_is_refused(platform: Platform, told: str) -> None:
    (said,) = refusal(f"id,akun,isi\n{told},dewi,halo\n", platform)
    assert said == "a.csv:2: id: found no id; expected the post's id or its address"


@pytest.mark.parametrize("row", ["{},dewi,halo,", ",dewi,halo,{}"])
def test_a_share_link_is_refused_with_what_to_do(row: str) -> None:
    link = "https://vt.tiktok.com/ZSabc/"
    (said,) = refusal(f"id,akun,isi,tautan\n{row.format(link)}\n", Platform.TIKTOK)
    assert said.startswith("a.csv:2: id: found no id")
    assert "open it and copy where it leads" in said


def test_a_formula_is_refused_with_what_to_do() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "author", "text", "lain"])
    sheet.append(["7", "dewi", '=HYPERLINK("http://contoh.example/"&A1,"klik")', "=1+1"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as refused:
        read_file("table", "a.xlsx", out.getvalue(), {}, Platform.X)
    assert "a.xlsx:2: text: found the formula =HYPERLINK" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_text_that_looks_like_a_formula_stays_the_text_it_is() -> None:
    assert one("id,author,text\n7,dewi,=1+1 tetap dua\n", Platform.X).text == "=1+1 tetap dua"


def test_months_before_days_are_refused_and_not_swapped() -> None:
    rows = "id,author,text,time\n1,dewi,a,11/25/2029\n2,dewi,b,25/11/2029\n"
    (said,) = refusal(rows, Platform.X)
    assert said == "a.csv:2: time: found 11/25/2029, month before day; expected day before month"


def test_seconds_since_1970_are_a_time() -> None:
    item = one("id,author,text,time\n7,dewi,halo,1890000000\n", Platform.X)
    assert item.published == datetime.fromtimestamp(1_890_000_000, UTC)


def test_a_line_break_in_a_cell_does_not_shift_the_lines_of_complaints() -> None:
    (said,) = refusal('id,author,text\n1,dewi,"dua\nbaris"\n2,,x\n', Platform.X)
    assert said.startswith("a.csv:4: author: found an empty cell")


def test_columns_are_proposed_and_told_apart_from_those_that_were_named() -> None:
    heads = b"Nomor;Tanggal;Nama Akun;Isi;Tautan\n"
    places = propose_columns("a.csv", heads, {"id": "Nomor"}, Platform.X)
    assert dict(places.heads) == {
        "id": "Nomor",
        "text": "Isi",
        "time": "Tanggal",
        "author": "Nama Akun",
        "url": "Tautan",
    }
    assert places.guessed == ("text", "time", "author", "url")


def test_a_team_keeps_its_columns_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "kolom.yaml"
    path.write_text("isi: Narasi temuan\nakun: Pemilik\nid: No\ntanggal: Tgl Unggah\n", "utf-8")
    named = read_column_map(path)
    assert named == {"text": "Narasi temuan", "author": "Pemilik", "id": "No", "time": "Tgl Unggah"}
    table = "No;Pemilik;Narasi temuan;Tgl Unggah\n7;dewi;halo;02/11/2029\n"
    (item,) = read_file("table", "a.csv", table.encode(), named, Platform.X).items
    assert (item.native_id, item.published) == ("7", "02/11/2029")


def test_a_column_map_is_complained_of_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kolom.yaml"
    path.write_text("teksnya: Isi\nwarna: Merah\nid:\n", "utf-8")
    with pytest.raises(BadInput) as refused:
        read_column_map(path)
    said = str(refused.value).splitlines()
    assert [line.partition(": found")[0] for line in said] == [f"{path}:{n}" for n in (1, 2, 3)]
    path.write_text("[", "utf-8")
    with pytest.raises(BadInput, match="found"):
        read_column_map(path)
    with pytest.raises(BadInput, match="expected one of id, text"):
        named_columns(["Isi"])


def test_a_head_that_stands_twice_is_refused_where_it_was_named() -> None:
    said = refusal("id,author,Isi,isi\n7,dewi,a,b\n", Platform.X, {"text": "Isi"})
    assert said == ["a.csv:1: found 2 columns 'Isi'; expected one"]


MCL = (
    "id,text,creation_time,post_owner.name,post_owner.username,mcl_url,statistics.like_count\n"
    '881,"Halo, warga",2029-11-21 03:00:00,Dewi,dewi.lestawa,https://www.facebook.com/mcl/?id=881,3\n'
)


def test_the_meta_content_library_has_ids_of_its_own() -> None:
    item = one(MCL, Platform.FACEBOOK, "mcl")
    assert (item.native_id, item.handle) == ("mcl:881", "dewi.lestawa")
    assert item.text == "Halo, warga"
    assert item.published == datetime(2029, 11, 21, 3, 0, tzinfo=UTC)


def test_the_meta_content_library_needs_its_platform() -> None:
    with pytest.raises(BadInput, match="found no --platform"):
        read(MCL, None, "mcl")


def test_4cat_names_a_post_as_its_platform_does() -> None:
    rows = (
        "id,author,body,timestamp,tiktok_url\n"
        f"7301234567890123456,dewi,a,2029-11-21 03:00:00,{TIKTOK}\n"
    )
    item = one(rows, Platform.TIKTOK, "4cat")
    assert item.native_id == "7301234567890123456"
    assert item.url == TIKTOK
