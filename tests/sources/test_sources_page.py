"""The page of sources: self-contained, and no collected word becomes markup."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from tests.fakes import NOW
from tests.sources.records import ARecord, rounds

from patroli.sources import judge, render_page


def page(*named: tuple[str, str, ARecord]) -> BeautifulSoup:
    sources = judge(named, NOW)
    html = render_page(
        sources, team="Tim Uji", zone="Asia/Jayapura", since=NOW - timedelta(days=30), now=NOW
    )
    return BeautifulSoup(html, "lxml")


def test_what_needs_looking_after_comes_first_with_what_to_do() -> None:
    soup = page(
        ("Dewi Lestawa", "SMPN 3", ARecord("a", rounds=rounds("CCC"))),
        ("Yosep Warimba", "SMPN 3", ARecord("b", rounds=rounds("Cfff"))),
    )
    assert soup.h1
    assert soup.h1.text == "1 dari 2 sumber perlu diperiksa"
    alarm = soup.select_one("article.alarm.failing")
    assert alarm
    assert "Yosep Warimba" in alarm.text
    assert "Dewi" not in alarm.text
    assert "Buka alamatnya" in alarm.text


def test_a_page_without_alarms_says_so() -> None:
    soup = page(("Dewi Lestawa", "SMPN 3", ARecord(rounds=rounds("CCC"))))
    assert soup.h1
    assert soup.h1.text == "Semua 1 sumber baik"
    assert not soup.select(".alarm")


def test_no_collected_word_becomes_markup() -> None:
    evil = "<script>alert(1)</script>"
    soup = page((evil, evil, ARecord(address=evil, rounds=rounds("Cfff"))))
    assert not soup.find_all("script")
    assert evil in soup.text


def test_the_page_loads_nothing_from_anywhere() -> None:
    soup = page(("Dewi", "SMPN 3", ARecord(rounds=rounds("Cuf"))))
    assert not soup.select("[src], link, a[href]")
    policy = soup.select_one("meta[http-equiv]")
    assert policy
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")


def test_each_round_is_one_bar_of_its_own_height() -> None:
    soup = page(("Dewi", "SMPN 3", ARecord(rounds=rounds("Cuef"))))
    bars = soup.select("svg.strip rect")
    assert [bar["height"] for bar in bars] == ["16", "10", "5", "16"]
    assert bars[-1]["class"] == ["lost"]
