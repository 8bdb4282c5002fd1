"""The page of a backtest says first what matters most, and shows nobody what a queue would not."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tests.backtest.test_compare import (
    BAGAS,
    SUPPORT,
    TEXTS,
    WISH,
    a_page,
    changed,
    compared,
)
from tests.fakes import NOW

from patroli.backtest.chart import MIDDLE, WIDTH, bars, scale_of
from patroli.backtest.page import render
from patroli.backtest.report import Figures
from patroli.model import digest


def the_page(*texts: str, **changes: object) -> str:
    lost = f"Mari doakan {BAGAS}"
    decided = {(digest("post", lost), digest(lost)): "dugaan pelanggaran"}
    report = compared(changed(SUPPORT), a_page([*TEXTS, *texts], **changes), decided=decided)
    return render(report, "Tim <Uji>", NOW)


def test_it_loads_nothing_sends_nothing_and_runs_nothing() -> None:
    page = the_page()
    soup = BeautifulSoup(page, "lxml")
    assert not soup.find_all(["script", "img", "link", "iframe", "form", "object"])
    (policy,) = soup.select("meta[http-equiv=Content-Security-Policy]")
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in page
    assert {a["href"] for a in soup.find_all("a")} <= {"#setara", "http://contoh.example/1"}


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "</style><b>", "{{ 7 * 7 }}", "\u202eTERBALIK", "\x00"],
)
def test_collected_text_stays_text(hostile: str) -> None:
    page = the_page(f"Mari doakan {BAGAS} {hostile}", url=f"javascript:{hostile}")
    soup = BeautifulSoup(page, "lxml")
    assert not soup.find_all("script")
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    page.encode("utf-8")


def test_equal_treatment_stands_first_and_uneven_changes_are_told_plainly() -> None:
    page = the_page(*(f"Mari doakan {BAGAS} {number}" for number in range(12)))
    soup = BeautifulSoup(page, "lxml")
    assert next(h.get_text() for h in soup.find_all("h2")).startswith("Perlakuan setara")
    (uneven, lost) = [p.get_text() for p in soup.select("p.alarm")]
    assert "tidak merata" in uneven
    assert "Bagas Wiratama – Ratna Kumala 13" in uneven
    assert "dugaan pelanggaran" in lost
    assert not BeautifulSoup(the_page(), "lxml").select("#setara section:first-child p.alarm")


def test_it_says_that_it_holds_personal_data_and_shows_no_more_than_a_queue() -> None:
    page = the_page(owner_role="party")
    assert "Memuat data pribadi" in page
    assert "9 versi dari akun peserta" in page
    assert "Mari doakan" not in page


def test_every_number_of_a_chart_stands_beside_it() -> None:
    soup = BeautifulSoup(the_page(), "lxml")
    rows = soup.select("table.chart tbody tr:has(svg)")
    assert rows
    for row in rows:
        assert len(row.select("td.num")) == 6
        (svg,) = row.find_all("svg")
        assert svg["aria-hidden"] == "true"
    for table in soup.select("table.chart"):
        assert table.find("caption")
        assert all(th.get("scope") for th in table.find_all("th"))


def test_headings_and_landmarks_are_in_order() -> None:
    soup = BeautifulSoup(the_page(), "lxml")
    levels = [int(h.name[1]) for h in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert soup.html
    assert soup.html["lang"] == "id"
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_two_rule_sets_that_find_the_same_say_so() -> None:
    report = compared(changed(SUPPORT, WISH), a_page(TEXTS))
    page = render(report, "Tim", NOW)
    assert "kedua kumpulan aturan menemukan hal yang sama" in page
    assert report.first_day == date(2029, 11, 1)


@given(st.lists(st.builds(Figures, *[st.integers(0, 10**7)] * 7), min_size=1, max_size=8))
def test_bars_stay_inside_their_drawing_and_the_longest_is_the_largest(
    rows: list[Figures],
) -> None:
    longest = scale_of(rows)
    for figures in rows:
        drawn = bars(figures, longest)
        assert drawn.lowered_x >= -1
        assert drawn.raised_x + drawn.raised_width <= WIDTH + 1
        assert drawn.lost_x + drawn.lost_width == pytest.approx(MIDDLE)
        assert bool(drawn.gained_width) is bool(figures.gained)
        assert bool(drawn.lost_width) is bool(figures.lost)
