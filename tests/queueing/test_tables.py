"""The spreadsheet and the CSV file: every post once, and nothing is ever a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import an_account
from tests.queueing.sample_day import sample_queue
from tests.queueing.sample_parts import a_candidate, a_queue

from patroli.queueing import Queue
from patroli.queueing.page import cards_of
from patroli.queueing.plain import harmless, render_csv
from patroli.queueing.sheet import write_sheet
from patroli.queueing.table import COLUMNS, DECISION_COLUMNS, LONGEST_CELL, clean
from patroli.queueing.words import DECISIONS

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=HYPERLINK(0)", "_x003D_1")


def csv_rows(queue: Queue) -> list[dict[str, str]]:
    """The file as a program reads it."""
    text = render_csv(cards_of(queue)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def book_of(queue: Queue, folder: Path) -> openpyxl.Workbook:
    """The spreadsheet as a program reads it."""
    path = folder / "queue.xlsx"
    write_sheet(queue, cards_of(queue), path)
    return openpyxl.load_workbook(path)


def column(title: str) -> int:
    """Where a column of the sheet is, counted from 1."""
    return [c.title for c in COLUMNS].index(title) + 1


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_post_is_text_in_the_sheet(text: str, tmp_path: Path) -> None:
    candidate = a_candidate(text, account=an_account(holder=text, agency=text))
    sheet = book_of(a_queue(candidate), tmp_path)["Antrean"]
    cell = sheet.cell(2, column("Teks"))
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "⟨U+000D⟩")
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "d"}


def test_a_caution_has_its_column(tmp_path: Path) -> None:
    doubted = replace(a_candidate(), cautions=("Pemilik akun mungkin berganti.",))
    sheet = book_of(a_queue(doubted), tmp_path)["Antrean"]
    assert sheet.cell(2, column("Perhatian")).value == "Pemilik akun mungkin berganti."
    (row,) = csv_rows(a_queue(doubted))
    assert row["Perhatian"] == "Pemilik akun mungkin berganti."


@pytest.mark.parametrize("text", FORMULAS[:-2])
def test_a_formula_in_a_post_is_text_in_the_csv_file(text: str) -> None:
    (row,) = csv_rows(a_queue(a_candidate(text, account=an_account(holder=text))))
    assert row["Teks"].startswith(("'", "⟨U+000D⟩"))
    assert row["Pemilik akun"].lstrip("\n").startswith("'")


@given(st.text("=+-@;, \t\n'\"a１＝", max_size=12))
def test_no_cell_begins_like_a_formula_however_a_spreadsheet_splits_it(text: str) -> None:
    for separator in ",;\t\n":
        for part in harmless(text).split(separator):
            assert not part.strip(' "').startswith(tuple("=+-@＝"))


def test_every_post_of_every_item_is_one_row_in_both_files(tmp_path: Path) -> None:
    queue = sample_queue()
    wanted = [key for item in queue.items for key in item.members]
    found = [(r["ID unggahan"], r["Versi"]) for r in csv_rows(queue)]
    assert found == wanted
    sheet = book_of(queue, tmp_path)["Antrean"]
    ids = [
        (sheet.cell(line, column("ID unggahan")).value, sheet.cell(line, column("Versi")).value)
        for line in range(2, sheet.max_row + 1)
    ]
    assert ids == wanted


def test_the_csv_file_opens_in_an_indonesian_excel() -> None:
    data = render_csv(cards_of(a_queue(a_candidate("Ayo ✌"))))
    assert data.startswith(b'\xef\xbb\xbf"No.";"Bagian";')
    assert data.endswith(b'"\r\n')
    assert "Ayo ✌" in data.decode("utf-8-sig")


def test_the_sheet_is_made_for_working_in(tmp_path: Path) -> None:
    queue = sample_queue()
    book = book_of(queue, tmp_path)
    assert book.sheetnames == ["Antrean", "Cakupan", "Keterangan"]
    sheet = book["Antrean"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(DECISIONS)}"'
    titles = [str(c.value) for c in sheet[1]]
    assert titles[-4:] == list(DECISION_COLUMNS)
    for line in range(2, sheet.max_row + 1):
        assert all(c.value is None for c in sheet[line][-4:])
    cell = sheet.cell(3, column("Diunggah (waktu setempat)"))
    assert isinstance(cell.value, datetime)
    assert str(sheet.cell(3, column("Diunggah")).value).endswith("WIT")


def test_only_safe_addresses_are_links_in_the_sheet(tmp_path: Path) -> None:
    made = [
        a_candidate(f"Teks {i} {w}", post={"url": url, "native_id": str(i)}, seen_days_ago=i)
        for i, (w, url) in enumerate(
            [
                ("satu", "https://contoh.example/a"),
                ("dua dua", "javascript:alert(1)"),
                ("tiga tiga tiga", "file:///etc/passwd"),
            ]
        )
    ]
    sheet = book_of(a_queue(*made, near_duplicate=1), tmp_path)["Antrean"]
    links = [c.hyperlink.target for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert links == ["https://contoh.example/a"]


def test_what_a_cell_cannot_hold_is_replaced_or_shortened_and_said() -> None:
    assert clean("a\x00b\ud800\r\nc") == "a\ufffdb\ufffd\nc"
    long = clean("😀" * 40_000)
    assert len(long.encode("utf-16-le")) // 2 < LONGEST_CELL + 100
    assert long.endswith("… [dipendekkan; panjang penuh 40.000 karakter]")


def test_a_very_long_post_fits_into_a_cell(tmp_path: Path) -> None:
    text = "kata 😀 " * 200_000 + "dukung Bagas"
    sheet = book_of(a_queue(a_candidate(text, spans={"dukung": "signal"})), tmp_path)["Antrean"]
    value = str(sheet.cell(2, column("Teks")).value)
    assert "dukung Bagas" in value
    assert "karakter…]" in value


def test_the_coverage_sheet_lists_every_place_the_unreached_first(tmp_path: Path) -> None:
    queue = sample_queue()
    sheet = book_of(queue, tmp_path)["Cakupan"]
    states = [sheet.cell(line, 5).value for line in range(2, sheet.max_row + 1)]
    assert len(states) == len(queue.coverage.watched)
    assert states[:5] == ["tidak terjangkau"] * 5
    assert "tidak terjangkau" not in states[5:]
