"""The page of sources: self-contained, and no collected word becomes markup."""

from __future__ import annotations

from bs4 import BeautifulSoup
from tests.fakes import NOW
from tests.sources.accounts import AStranger, an_instagram, states
from tests.sources.records import ARecord, rounds
from tests.sources.sample_health import sample_matters, sample_page

from patroli.sources import Matter, judge, matters, questions, render_page
from patroli.sources.identity import Kind


def page(*named: tuple[str, str, ARecord], asked: tuple[Matter, ...] = ()) -> BeautifulSoup:
    sources = judge(named, NOW)
    html = render_page(sources, asked, team="Tim Uji", zone="Asia/Jayapura", now=NOW)
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


def test_what_robots_txt_refuses_is_told_apart_from_what_is_broken_and_from_what_is_well() -> None:
    soup = page(
        ("Dewi Lestawa", "SMPN 3", ARecord("a", rounds=rounds("CCC"))),
        ("Yosep Warimba", "SMPN 3", ARecord("b", rounds=rounds("rrr"), last_reached=None)),
    )
    assert soup.h1
    assert soup.h1.text == "Tidak ada sumber yang perlu diperiksa"
    assert "1 terjangkau, 1 tidak, 1 di antaranya dilarang robots.txt." in soup.text
    section = soup.select_one("section[aria-labelledby='h-dilarang']")
    assert section
    assert "Dilarang robots.txt" in section.text
    assert "Yosep Warimba" in section.text
    assert "Dewi" not in section.text
    assert "jangan diakali" in section.text
    assert not soup.select(".alarm")


def test_no_collected_word_becomes_markup() -> None:
    evil = "<script>alert(1)</script>"
    soup = page((evil, evil, ARecord(address=evil, rounds=rounds("Cfff"))))
    assert not soup.find_all("script")
    assert evil in soup.text


def test_the_page_loads_nothing_from_anywhere() -> None:
    soup = page(("Dewi", "SMPN 3", ARecord(rounds=rounds("Cuf"))))
    assert not soup.select("[src], link, a[href^=http]")
    policy = soup.select_one("meta[http-equiv]")
    assert policy
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")


def test_each_day_is_drawn_by_how_its_rounds_ended_and_said_in_words() -> None:
    soup = page(("Dewi", "SMPN 3", ARecord(rounds=rounds("CuCueefCuefff"))))
    (strip,) = soup.select("svg.strip")
    assert [path["class"] for path in strip.select("path")] == [["d-got"], ["d-partly"], ["d-lost"]]
    assert strip["aria-label"] == (
        "1 hari terjangkau, ada unggahan; 2 hari terjangkau hanya di sebagian putaran; "
        "1 hari tidak terjangkau"
    )


def test_a_province_is_coloured_by_the_share_that_was_reached_and_has_its_row() -> None:
    well, lost = rounds("CCC"), rounds("Cfff")
    soup = page(
        ("A", "", ARecord("a", region="35.78", rounds=well)),
        ("B", "", ARecord("b", region="35", rounds=lost)),
        ("C", "", ARecord("c", region="51.01", rounds=well)),
    )
    shapes = {str(p.title.text).split(":")[0]: p["class"] for p in soup.select(".map path")}  # type: ignore[union-attr]
    assert len(shapes) == 38
    assert (shapes["Jawa Timur"], shapes["Bali"], shapes["Papua"]) == (["c2"], ["c4"], ["c0"])
    table = soup.select_one("table[aria-label='Cakupan menurut provinsi']")
    assert table
    assert [row.get_text(" ", strip=True) for row in table.select("tbody tr")] == [
        "Jawa Timur 50% 0 1 2",
        "Bali 100% 0 0 1",
    ]
    assert "CC BY 4.0" in soup.select(".map figcaption")[0].text


def test_an_agency_whose_sources_are_lost_comes_first() -> None:
    soup = page(
        ("A", "Dinas A", ARecord("a", rounds=rounds("CCC"))),
        ("B", "Dinas B", ARecord("b", rounds=rounds("Cfff"))),
    )
    table = soup.select_one("table[aria-labelledby='h-instansi']")
    assert table
    assert [row.th.text for row in table.select("tbody tr")] == ["Dinas B", "Dinas A"]  # type: ignore[union-attr]


def test_open_questions_come_first_and_answered_ones_stay_until_the_list_is_mended() -> None:
    soup = BeautifulSoup(sample_page(), "lxml")
    asked = soup.select("li.asked")
    kinds = {matter.question.kind for matter in sample_matters()}
    assert kinds == set(Kind) - {Kind.GONE, Kind.DEACTIVATED}
    assert len(asked) == len(sample_matters())
    assert "Pemilik akun mungkin berganti" in asked[0].text
    assert "nomor lama dijual" in asked[-1].text
    assert "dikarantina: sembilan putaran gagal" in soup.get_text(" ", strip=True).lower()


def test_no_word_of_an_account_becomes_markup() -> None:
    evil = "<img src=x onerror=alert(1)>"
    account = an_instagram(holder=evil, agency=evil)
    shown = states(account, {"handle": evil, "name": evil}, {"handle": "b", "native_id": evil})
    asked = questions([account], shown, [AStranger("dewi_lestawa", evil)], {}, NOW)
    soup = page(("Dewi", "", ARecord(rounds=rounds("C"))), asked=matters(asked, []))
    assert not soup.find_all(["img", "script"])
    assert evil in soup.text


def test_why_a_source_was_not_reached_is_told_in_indonesian_and_in_english_for_ops() -> None:
    soup = page(("A", "Dinas A", ARecord(rounds=rounds("CCfff"), detail="status 503")))
    alarm = soup.select_one(".alarm li")
    assert alarm
    facts, ops = alarm.select_one(".facts"), alarm.select_one(".ops bdi[lang=en]")
    assert facts
    assert ops
    assert "tidak terbaca (situs menjawab dengan kode 503)" in facts.text
    assert ops.text == "status 503"


def test_the_answers_that_may_be_given_are_explained_beside_the_command() -> None:
    how = BeautifulSoup(sample_page(), "lxml").select_one("#h-akun + p")
    assert how
    assert "same tetap miliknya, other milik orang lain, stop berhenti dipantau." in how.text
