"""A post of five million characters, served by a real web server, through the whole round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from tests.one_day import ask
from tests.real.test_nginx_round import SUPPORT, a_config, run, write
from tests.services import nginx

pytestmark = [pytest.mark.nginx, pytest.mark.timeout(300)]

START = datetime.fromisoformat("2029-11-20T06:00:00+09:00")
HALF = 2_500_000
WORDS = ("Rapat koordinasi dinas pagi ini " * (HALF // 32))[:HALF]
LETTERS = "x" * HALF
EXCEL = 32_767
"""UTF-16 units that a cell takes."""


@dataclass(frozen=True, slots=True)
class Left:
    """What two rounds left behind: one post of words, one of a single word, both edited."""

    data: Path

    @property
    def queue(self) -> Path:
        return self.data / "queues" / "2029-11-20"


def item(name: str, text: str) -> str:
    where = f"http://127.0.0.2:{{port}}/{name}.html"
    return (
        f"<item><title>{name}</title><link>{where}</link><guid>{where}</guid>"
        "<pubDate>Mon, 19 Nov 2029 09:00:00 +0900</pubDate>"
        f"<description>{text}</description></item>"
    )


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("besar")
    sites = {f"127.0.0.{n}": folder / f"site-{n}" for n in (2, 3, 4, 5)}
    for root in sites.values():
        root.mkdir()
    with nginx(folder, sites) as port:
        a_config(folder / "config", port)
        for hours, more in ((0, "lama"), (7, "baru")):
            items = item("rapat", f"{WORDS} {SUPPORT}. {more} {WORDS}")
            items += item("huruf", f"{SUPPORT} {LETTERS}{more}{LETTERS}")
            write(sites, port, more=items.format(port=port), note="Selamat pagi")
            run(folder, START + timedelta(hours=hours))
    return Left(folder / "data")


def test_nothing_of_a_huge_post_is_lost(left: Left) -> None:
    sizes = ask(
        left.data / "history.duckdb", "SELECT count(*), min(length(text)) FROM versions "
        "WHERE length(text) > 1_000_000",
    )  # fmt: skip
    assert sizes == [(4, sizes[0][1])]
    assert sizes[0][1] > 2 * HALF
    latest = sorted(left.queue.parent.iterdir())[-1]
    kept = ask(latest / "queue.duckdb", "SELECT max(length(text)) FROM queue.posts")
    assert kept[0][0] > 2 * HALF
    (snapshot, *_) = (left.data / "snapshots").glob("*.duckdb")
    assert ask(snapshot, "SELECT max(length(text)) > 5_000_000 FROM versions") == [(True,)]


def test_the_page_shows_what_was_found_and_says_where_the_rest_is(left: Left) -> None:
    for page in left.queue.parent.glob("*/queue.html"):
        text = page.read_text("utf-8")
        assert len(text) < 500_000
        assert "Teks dipendekkan" in text
        assert "queue.duckdb" in text
        assert "coblos" in text


def test_no_cell_is_longer_than_a_spreadsheet_takes(left: Left) -> None:
    for file in left.queue.parent.glob("*/queue.xlsx"):
        cells = [
            cell.value
            for sheet in openpyxl.load_workbook(file)
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        ]
        assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) <= EXCEL
        assert any("karakter…]" in cell for cell in cells)
