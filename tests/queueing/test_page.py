"""The page: everything on it, nothing from outside in it, hostile text harmless."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from tests.fakes import NOW, an_account
from tests.queueing.sample_day import sample_coverage, sample_queue
from tests.queueing.sample_parts import EMPTY_COVERAGE, LAW, REFERENCE, a_candidate, a_queue

from patroli.model import Form, Match
from patroli.queueing import Queue
from patroli.queueing.cards import safe_link
from patroli.queueing.inputs import AbsenceSign, Alarm, OtherVersion
from patroli.queueing.page import cards_of, render_page

HOSTILE = (
    '<script>alert(1)</script>"><img src=http://jahat.example/x onerror=alert(2)>'
    "{{ 7*7 }}{% raw %}</textarea><style>*{display:none}</style>&lt;b&gt; '\"`\u202e\x00\ud83d"
)
HOSTILE_LINKS = (
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//jahat.example/x",
    "http://",
    "http://[",
    "http://contoh.example/\u202ex",
    "http://contoh.example/a b",
    "https://contoh.example/" + "a" * 3_000,
    "",
)


def page_of(queue: Queue) -> str:
    """The page's text."""
    return render_page(queue, cards_of(queue))


def soup_of(queue: Queue) -> BeautifulSoup:
    """The page, parsed."""
    return BeautifulSoup(page_of(queue), "lxml")


def text_of(queue: Queue) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(soup_of(queue).get_text().split())


def test_a_day_without_any_collecting_says_so_before_anything_else() -> None:
    idle = text_of(a_queue(coverage=EMPTY_COVERAGE))
    assert "Tidak ada yang dikumpulkan sejak antrean sebelumnya." in idle
    assert "Tidak ada yang dikumpulkan" not in text_of(sample_queue())


def hostile_queue() -> Queue:
    """One item whose every collected and configured value is hostile."""
    candidate = a_candidate(
        HOSTILE,
        spans={"alert(1)": "target", "img": "signal"},
        reasons=(HOSTILE,),
        lowered=(HOSTILE,),
        account=an_account(holder=HOSTILE, agency=HOSTILE, position=HOSTILE, proof=HOSTILE),
        post={
            "url": "javascript:alert(1)",
            "parent_text": HOSTILE,
            "parent_author": HOSTILE,
            "media": ("javascript:alert(1)", HOSTILE),
            "published_at": None,
            "published_raw": HOSTILE,
        },
        absences=(AbsenceSign(HOSTILE, NOW),),
        other_versions=(OtherVersion(HOSTILE, HOSTILE + "lama", NOW),),
    )
    proof = replace(candidate.proof, url=HOSTILE, warc_file=HOSTILE, warc_record_id=HOSTILE)
    copy = replace(candidate, version="b" * 32, post=replace(candidate.post, id="c" * 32))
    places = tuple(
        replace(place, label=HOSTILE, place=HOSTILE, detail=HOSTILE, address=HOSTILE)
        for place in sample_coverage(12).watched
    )
    law = tuple(replace(b, address="javascript:alert(1)", title=HOSTILE) for b in LAW)
    return a_queue(
        replace(candidate, proof=proof),
        copy,
        coverage=replace(EMPTY_COVERAGE, watched=places),
        reference=replace(REFERENCE, team=HOSTILE, law=law, rule_titles={HOSTILE: HOSTILE}),
    )


def test_hostile_text_is_text_wherever_it_stands() -> None:
    page = page_of(hostile_queue())
    soup = BeautifulSoup(page, "lxml")
    assert len(soup.find_all("script")) == len(soup.find_all("style")) == 1
    assert not soup.find_all(["img", "iframe", "object", "link", "base", "embed", "textarea"])
    assert not [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
    assert not soup.find_all(style=True)
    assert "{{ 7*7 }}" in soup.get_text()
    assert "⟨U+202E⟩" in soup.get_text()
    assert not re.search("[\u202e\x00\ud800-\udfff]", page)
    page.encode("utf-8")


def test_only_web_addresses_become_links_and_none_tells_where_it_came_from() -> None:
    for queue in (hostile_queue(), sample_queue()):
        for link in soup_of(queue).find_all("a"):
            address = str(link["href"])
            if address.startswith("#"):
                continue
            assert address.startswith(("http://", "https://"))
            assert link["rel"] == ["noopener", "noreferrer"]


@pytest.mark.parametrize("address", HOSTILE_LINKS)
def test_an_address_that_is_not_plainly_of_the_web_is_no_link(address: str) -> None:
    assert safe_link(address) == ""


def test_a_web_address_is_a_link() -> None:
    address = "https://contoh.example/a?b=c&d=é#f"
    assert safe_link(address) == address


def test_the_policy_allows_exactly_the_style_and_script_of_the_page() -> None:
    soup = soup_of(sample_queue())
    policy = str(soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"])  # type: ignore[index]
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (tag,) = soup.find_all(name)
        digest = hashlib.sha256(tag.decode_contents().encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert "unsafe" not in policy


def test_nothing_on_the_page_is_asked_of_another_place() -> None:
    page = page_of(sample_queue())
    style = re.search("<style>(.*?)</style>", page, re.S)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    soup = BeautifulSoup(page, "lxml")
    assert not [tag for tag in soup.find_all(src=True) if tag]
    assert not soup.find_all("link")


def test_every_item_says_what_to_do_why_and_by_what_proof() -> None:
    candidate = a_candidate(
        "Ayo dukung Bagas Wiratama",
        spans={"dukung": "signal", "Bagas Wiratama": "target"},
        lowered=("Berbentuk berita.",),
        absences=(AbsenceSign("status 404", NOW),),
    )
    queue = a_queue(candidate, since={candidate.key: NOW.date().replace(day=20)})
    (item,) = soup_of(queue).select("article")
    text = " ".join(item.get_text().split())
    for words in (
        "perlu dilihat segera",
        "sisa 6 hari · batas 1 Des 2029",
        "menunggu sejak 20 Nov 2029",
        "Dewi Lestawa",
        "Guru, Dinas Pendidikan Telaga Biru",
        "Ajakan memilih di dekat nama peserta.",
        "Meringankan: Berbentuk berita.",
        "2 · Bagas Wiratama – Ratna Kumala",
        "F1 Mendukung peserta, termasuk di media sosial",
        "SKB Netralitas 2022, lampiran disiplin, angka 2",
        "tahapan kampanye",
        "20 Nov 2029, 10.00 WIT",
        "Tidak dijawab lagi: 25 Nov 2029, 06.00 WIT: situs menjawab 404",
        "Satu tanda saja belum berarti dihapus.",
        "Nama dan foto sama dengan laman dinas — keyakinan: pasti",
        candidate.proof.body_sha256,
        candidate.proof.warc_file,
        candidate.proof.warc_record_id,
        candidate.version,
    ):
        assert words in text
    assert [m.get_text() for m in item.select("mark.target")] == ["Bagas Wiratama"]
    assert [m.get_text() for m in item.select("mark.signal")] == ["dukung"]


def test_every_member_of_a_group_is_on_the_page_with_its_own_proof() -> None:
    made = [
        a_candidate("Ayo dukung Bagas Wiratama" + end, post={"native_id": f"http://x.example/{i}"})
        for i, end in enumerate(["", "!", " ya", " 🔥"])
    ]
    text = text_of(a_queue(*made))
    assert "3 unggahan lain dengan teks sama atau hampir sama" in text
    for candidate in made:
        assert candidate.proof.warc_record_id in text


def test_an_edit_is_shown_as_what_went_and_what_came() -> None:
    earlier = OtherVersion("v0", "Ayo tolak Bagas Wiratama", NOW.replace(day=1))
    later = OtherVersion("v2", "Selamat pagi", NOW)
    soup = soup_of(a_queue(a_candidate(other_versions=(later, earlier))))
    edits = soup.select(".edit")
    assert [e.h4.get_text() for e in edits if e.h4] == [
        "Perubahan, terlihat 24 Nov 2029, 06.00 WIT",
        "Diubah sesudah versi ini, terlihat 25 Nov 2029, 06.00 WIT",
    ]
    assert [d.get_text() for d in edits[0].select("del, ins")] == ["tolak", "dukung"]


def test_an_empty_day_says_that_silence_is_not_innocence() -> None:
    text = text_of(a_queue(coverage=sample_coverage()))
    assert "Tidak ada dugaan untuk hari ini. Ini bukan kesimpulan" in text
    assert "“Tidak ada dugaan” tidak berarti “tidak ada pelanggaran”." in text
    assert "57 dari 62 akun dan kata kunci terjangkau" in text
    assert "Tentang 5 akun atau kata kunci yang tidak terjangkau" in text


def test_an_unreached_account_looks_different_from_one_without_flags() -> None:
    soup = soup_of(a_queue(coverage=sample_coverage()))
    drawn = [str(use["href"]) for use in soup.select("svg.grid use")]
    assert (drawn.count("#s-full"), drawn.count("#s-partly"), drawn.count("#s-none")) == (55, 2, 5)
    reasons = " ".join(" ".join(d.get_text().split()) for d in soup.select(".reason"))
    assert "1 dilarang robots.txt situsnya; dipatuhi 1 belum pernah terjangkau" in reasons
    assert "1 robots.txt situsnya tidak terbaca; dicoba lagi" in reasons


def test_why_an_account_was_not_reached_is_told_in_indonesian() -> None:
    soup = BeautifulSoup(page_of(sample_queue()), "lxml")
    said = [cell.get_text(" ", strip=True) for cell in soup.select(".scroll td")]
    assert (
        "robots.txt situsnya tidak terbaca; dicoba lagi robots.txt dijawab dengan kode 503" in said
    )
    assert "robots.txt answered" not in soup.text


def test_places_that_answer_strangely_are_named_beside_the_coverage() -> None:
    alarms = (
        Alarm("s1", "Dewi Lestawa", "SMPN 3", "mendadak sepi", NOW, answers=True),
        Alarm("s2", "Yosep Warimba", "", "mendadak sepi", None, answers=True),
        Alarm("s3", "Maria Kandoru", "", "tidak terjangkau lagi", None, answers=False),
    )
    text = text_of(a_queue(coverage=replace(sample_coverage(), alarms=alarms, questions=3)))
    assert "2 menjawab, tetapi mendadak sepi perlu diperiksa Dewi Lestawa SMPN 3 sejak" in text
    assert "Maria Kandoru" not in text
    assert "3 pertanyaan tentang akun belum dijawab" in text


def test_a_caution_stands_on_the_card_and_with_every_member_of_a_group() -> None:
    caution = f"Pemilik akun mungkin berganti. {HOSTILE[:25]}"
    doubted = replace(a_candidate("Ayo dukung Bagas Wiratama ya"), cautions=(caution,))
    soup = soup_of(a_queue(doubted))
    (line,) = soup.select(".caution")
    assert line.get_text() == f"Perhatian: {caution}"
    copies = [replace(a_candidate(seen_days_ago=n), cautions=(caution,)) for n in (1, 2)]
    copies = [replace(c, post=replace(c.post, id=str(n))) for n, c in enumerate(copies)]
    assert len(soup_of(a_queue(*copies)).select(".caution")) == 2
    assert not soup_of(a_queue(a_candidate())).select(".caution")


def test_what_does_not_fit_is_said_with_its_number() -> None:
    made = [a_candidate(f"{w} {w} {w}") for w in ("dukung", "coblos", "menangkan")]
    text = text_of(a_queue(*made, items_per_reviewer=1))
    assert "2 butir belum muat hari ini" in text


def test_what_was_set_aside_or_decided_is_said_with_its_number() -> None:
    candidate = a_candidate()
    text = text_of(a_queue(candidate, decided={candidate.key}, not_queued=1234))
    assert "1.234 unggahan bertanda dari peserta, tim, partai, dan media tidak masuk" in text
    assert "1 dugaan tidak ditampilkan karena sudah diputuskan peninjau." in text


def test_a_missing_account_basis_and_time_are_said_and_not_left_blank() -> None:
    candidate = a_candidate(known=False, post={"published_at": None, "published_raw": ""})

    def bare(match: Match) -> Match:
        return replace(match, basis=("tidak-dikenal",), contestant_id="", stage="none")

    made = replace(candidate, matches=tuple(map(bare, candidate.matches)))
    text = text_of(a_queue(made))
    for words in (
        "pemiliknya belum dipastikan",
        "tidak-dikenal",
        "di luar tahapan",
    ):
        assert words in text


def test_a_five_megabyte_post_makes_a_small_page_that_names_its_length() -> None:
    text = "kata lain " * 250_000 + "dukung Bagas Wiratama " + "kata lain " * 250_000
    page = page_of(a_queue(a_candidate(text, spans={"dukung": "signal"})))
    assert len(page) < 100_000
    assert "panjang penuh 5.000.022 karakter" in page
    assert '<mark class="signal">dukung</mark>' in page


def test_the_page_says_dugaan_and_never_calls_a_match_a_violation() -> None:
    text = text_of(sample_queue()).lower()
    allowed = ("tidak berarti “tidak ada pelanggaran”", "bila melihat pelanggaran")
    for words in allowed:
        text = text.replace(words, "")
    assert "pelanggaran" not in text
    assert "melanggar" not in text


def test_a_card_shows_one_reason_a_form_and_unfolds_what_says_it_again() -> None:
    candidate = a_candidate(reasons=("Ajakan memilih.",))
    (match,) = candidate.matches
    others = [
        replace(match, id="b", rule_id="tegas", score=0.7, reasons=("Sebutan tegas.",)),
        replace(match, id="c", rule_id="hadir", score=0.6, form=Form.F2, reasons=("Hadir.",)),
    ]
    queue = a_queue(replace(candidate, matches=(match, *others)))
    (card,) = cards_of(queue)
    assert [found for found, _ in card.reasons] == ["Ajakan memilih.", "Hadir.", "Sebutan tegas."]
    page = soup_of(queue)
    shown = page.select_one(".item > .reasons")
    assert shown is not None
    assert [li.get_text() for li in shown.select("li")] == ["Ajakan memilih.", "Hadir."]
    (folded,) = page.select(".rest")
    assert "1 alasan lain" in folded.get_text()
    assert "Sebutan tegas." in folded.get_text()


def test_what_several_rules_say_in_the_same_words_is_said_once() -> None:
    named = "“BaRa” (nama singkat) menunjuk Bagas Wiratama – Ratna Kumala nomor urut 2."
    candidate = a_candidate(reasons=("Tegas.", named, "Timbangan kata 37, sekurangnya 18: “a” +9."))
    (match,) = candidate.matches
    again = (
        "Sapaan.",
        named,
        "Keduanya berdampingan.",
        "Timbangan kata 37, sekurangnya 4: “a” +9.",
    )
    other = replace(match, id="b", rule_id="sapaan", score=0.7, reasons=again)
    (card,) = cards_of(a_queue(replace(candidate, matches=(match, other))))
    assert card.reasons == (
        ("Tegas.", f"{named} Timbangan kata 37, sekurangnya 18: “a” +9."),
        ("Sapaan.", "Keduanya berdampingan."),
    )
