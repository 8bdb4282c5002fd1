"""A planned queue in, `queue.xlsx` out.

Every cell is written as the type it has, so nothing is ever read as a formula, a number or an
address by itself; only addresses that `safe_link` accepts become links.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from patroli.ledger_words import ledger_words
from patroli.queueing.cards import Card, safe_link
from patroli.queueing.figure import STATES, reason_of, state_of
from patroli.queueing.plan import Queue
from patroli.queueing.table import COLUMNS, DECISION_COLUMNS, Value, clean, local, rows_of
from patroli.queueing.words import DECISIONS, TIERS, day_words, number_words, time_words

MOST_LINKS = 65_000
"""Excel takes 65,530 links on a sheet."""

ROW_HEIGHT = 96

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


def write_sheet(queue: Queue, cards: Sequence[Card], path: Path) -> None:
    """Write the sheets Antrean, Cakupan and Keterangan."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties(
            {
                "title": f"Antrean {day_words(queue.day)}",
                "created": local(queue.made_at, queue.zone),
            }
        )
        styles = _styles(book)
        _queue_sheet(book.add_worksheet("Antrean"), cards, styles)
        _coverage_sheet(book.add_worksheet("Cakupan"), queue, styles)
        _notes_sheet(book.add_worksheet("Keterangan"), queue, styles)


def _styles(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "text_wrap": True, "font_size": 10}
    return {
        "head": book.add_format(
            {
                "bold": True,
                "bg_color": "#0A5A69",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": "#FFFFFF",
            }
        ),
        "cell": book.add_format(cell),
        "same": book.add_format({**cell, "font_color": "#545E67", "indent": 1}),
        "high": book.add_format({**cell, "bold": True, "font_color": "#9C2408"}),
        "date": book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "left"}),
        "time": book.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "link": book.add_format({**cell, "font_color": "#0A5A69", "underline": 1}),
        "empty": book.add_format({**cell, "bg_color": "#FFF9E5", "border": 1, "locked": False}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }


def _queue_sheet(sheet: Any, cards: Sequence[Card], styles: dict[str, Any]) -> None:
    widths = [*((c.title, c.width) for c in COLUMNS), *((t, 22) for t in DECISION_COLUMNS)]
    _head(sheet, widths, styles)
    links = line = 0
    for line, row in enumerate(rows_of(cards), start=1):
        sheet.set_row(line, ROW_HEIGHT)
        for at, column in enumerate(COLUMNS):
            value = column.value(row)
            style = styles["same"] if row.index else styles["cell"]
            if column.title == "Tingkat" and row.card.tier == TIERS[next(iter(TIERS))]:
                style = styles["high"]
            if column.title == "Tautan" and links < MOST_LINKS and safe_link(str(value)):
                links += 1
                sheet.write_url(line, at, str(value), styles["link"], str(value)[:250])
            else:
                _write(sheet, line, at, value, style, styles)
        for at in range(len(COLUMNS), len(widths)):
            sheet.write_blank(line, at, None, styles["empty"])
    if line:
        sheet.data_validation(1, len(COLUMNS), line, len(COLUMNS), _one_of(DECISIONS))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, line, len(widths) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _one_of(words: Sequence[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(words),
        "input_title": "Keputusan",
        "input_message": "Pilih satu kata keputusan.",
        "error_title": "Bukan kata keputusan",
        "error_message": "Pilih dari daftar: " + ", ".join(words) + ".",
    }


def _coverage_sheet(sheet: Any, queue: Queue, styles: dict[str, Any]) -> None:
    titles = [
        ("Akun atau kata kunci", 30),
        ("Instansi atau sumber", 30),
        ("Jenis", 12),
        ("Alamat", 44),
        ("Cakupan", 20),
        ("Keadaan terakhir", 40),
        ("Rincian", 34),
        ("Putaran", 9),
        ("Terjangkau", 11),
        ("Terakhir terjangkau", 24),
        ("Unggahan", 10),
    ]
    _head(sheet, titles, styles)
    places = sorted(queue.coverage.watched, key=lambda w: (w.reached > 0, w.label, w.slot_id))
    line = 0
    for line, place in enumerate(places, start=1):
        last = place.last_reached
        values: tuple[Value, ...] = (
            place.label,
            place.place,
            {"account": "akun", "keyword": "kata kunci"}.get(place.kind, place.kind),
            place.address,
            STATES[state_of(place)],
            reason_of(place),
            ledger_words(place.detail) or place.detail,
            place.rounds,
            place.reached,
            time_words(last, queue.zone) if last else "belum pernah",
            place.posts,
        )
        for at, value in enumerate(values):
            _write(sheet, line, at, value, styles["cell"], styles)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, line, len(titles) - 1)


def _notes_sheet(sheet: Any, queue: Queue, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, f"Antrean {day_words(queue.day, weekday=True)}", styles["title"])
    for line, text in enumerate(notes_of(queue), start=2):
        sheet.write_string(line, 0, clean(text), styles["cell"])


def notes_of(queue: Queue) -> list[str]:
    """What a reader of the tables must know, a sentence or two each."""
    counts = queue.counts
    equal = [
        f"{c.label}: {c.posts} unggahan bertanda dugaan, {number_words(c.per_thousand, 1)} per "
        f"1.000 unggahan yang diperiksa, {c.items} butir hari ini."
        for c in counts.by_contestant
    ]
    return [
        f"Tim: {queue.reference.team}. Dibuat {time_words(queue.made_at, queue.zone)}.",
        "Setiap baris adalah dugaan yang ditemukan mesin dan belum dinilai siapa pun.",
        "“Tidak ada dugaan” tidak berarti “tidak ada pelanggaran”: lihat lembar Cakupan.",
        (
            "Satu baris satu unggahan. Unggahan dengan teks sama atau hampir sama memakai nomor "
            "butir yang sama; keputusan di baris pertamanya berlaku untuk semuanya, kecuali baris "
            "lain diisi sendiri."
        ),
        "Kolom keputusan kosong dan hanya menerima empat kata: " + ", ".join(DECISIONS) + ".",
        "“Diunggah (waktu setempat)” adalah jam di zona akun; zonanya tertulis di kolom Diunggah.",
        (
            "Teks yang panjang dipendekkan di sekitar tanda, dan sel sampai 30.000 karakter; "
            "utuhnya ada di queue.duckdb (tabel posts) dan di berkas WARC."
        ),
        (
            f"{number_words(counts.items)} butir di daftar; {number_words(counts.waiting)} "
            f"menunggu esok hari; {number_words(counts.decided)} dugaan sudah diputuskan dan "
            f"tidak dimuat; {number_words(counts.not_queued)} unggahan bertanda dari peserta, tim, "
            "partai, dan media tidak masuk antrean."
        ),
        *equal,
        f"Aturan: {queue.reference.rule_set or '-'}",
        f"Konfigurasi: {queue.reference.config or '-'}",
    ]


def _head(sheet: Any, titles: Sequence[tuple[str, int]], styles: dict[str, Any]) -> None:
    sheet.set_row(0, 32)
    for at, (title, width) in enumerate(titles):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, styles["head"])


def _write(
    sheet: Any, line: int, at: int, value: Value, style: Any, styles: dict[str, Any]
) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, at, value, styles["time"])
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, styles["date"])
    elif isinstance(value, str):
        sheet.write_string(line, at, clean(value), style)
    else:
        sheet.write_number(line, at, value, style)
