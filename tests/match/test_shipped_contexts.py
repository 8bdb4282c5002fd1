"""Traps that the shipped contexts once fell into, each told apart from its neighbour."""

from __future__ import annotations

import itertools
from functools import lru_cache

import pytest
from benchmarks.quality.measure import DAY, flagged, shipped
from benchmarks.quality.speak import speak

from patroli.match import Matcher, Texts
from patroli.model import Contest, Tier


@lru_cache(maxsize=1)
def compiled() -> tuple[Matcher, Contest]:
    return shipped()


def is_flagged(text: str, region: str = "") -> set[bool]:
    """Whether the text is flagged when it is said of each contestant."""
    matcher, contest = compiled()
    said = [speak(text, contest, who) for who in range(len(contest.contestants))]
    found = dict(
        matcher.match_rows(
            Texts(said, said, region=[region] * len(said), contest=contest.id, day=DAY)
        )
    )
    return {flagged(found.get(n, [])) for n in range(len(said))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tetangga sekampung kompak pilih {nama}", True),
        ("Tetangga saya bilang pilih {nama}", False),
        ("Menurut saya {nama} paling pantas jadi bupati", True),
        ("Ingat siapa yang bantu: {nama}. Pilih nomor {nomor} ya", True),
        ("Masih bingung kenapa? Pilih nomor {nomor} ya", True),
        ("Kenapa harus pilih nomor {nomor}?", False),
        ("Kalau bukan {nama} siapa lagi?", True),
        ("Dukung {nama} aja dulu", True),
        ("aja dukung {nama}", True),
        ("tidak dukung 01, 02, 03, netral", False),
        ("Jangan pilih yang lain, pilih {singkatan}", True),
        ("01 02 03? Ya jelas {nol_nomor} dong", True),
        ("Mau pilih 01, 02 atau 03 itu hak warga", False),
        ("Pilih siapa? {nama} lah, yang lain minggir", True),
        ("Itu beneran {nama} mau ke sekolah? Memang boleh?", False),
        ("Saya bosan janji, saatnya {singkatan} pimpin", True),
        ("Menu kantin apa pun, pilihan saya {singkatan}", True),
        ("Siapa kuat minum jus nomor {nomor} dari menu", False),
        ("Pak {panggilan} Hidayat guru kami pensiun, semoga sehat selalu", False),
        ("Pak {panggilan} Wanma orangnya baik, semoga menang", False),
        ("Pak {panggilan} orangnya baik, semoga menang jadi bupati", True),
        ("gak ikut deklarasi {singkatan}, rumahku kebetulan dekat", False),
        ("tidak akan pindah dari {singkatan}, setia sampai akhir", True),
        ('"pilih {nama} saja" teriak orang di pasar tadi', False),
        ("Jangan lupa tanggal 27 nomor {nomor} ya", True),
        ("{nama}, Bupati Telaga Biru 2029-2034. Aamiin yra.", True),
        ("ADIK-ADIK HONORER, KALAU MAU TENANG PILIH NOMOR {nomor}.", True),
        ("Kontrak THL diperpanjang asal aktif di {singkatan}. Adil kan?", True),
        ("Sopir angkot cerita kenapa dia milih nomor {nomor}, saya senyum", False),
        ("jangan acungkan satu, dua atau tiga jari ya, kepal saja", False),
        ("Sabtu, kopi, rasa optimis yang gak habis #{singkatan}Menang", True),
        ('"Pilih {nama}, jalan mulus!" teriak anak-anak dari truk. Jalanan jadi ramai', False),
        ("Apa iya {singkatan} bakal menang? Elektabilitasnya kecil begitu", False),
        ("Kenapa harus {singkatan}? 1. Merakyat 2. Jujur, sebarkan ya biar menang", True),
        ("Pak {panggilan} minta data guru honorer dikumpul besok, tolong ya", False),
        ("Tolong semua guru diarahkan ke pak {panggilan} ya", True),
        ("pak {panggilan} Lubis, mantap bener: subuh sudah ikut ngeruk got. Lanjutkan pak!", False),
        ("Sy pilih {singkatan} karena hati nurani. Silakan dilaporkan", True),
        ("Kami dari dusun pantai menyatakan sikap: menangkan nomor urut {nomor}", True),
        ("TPS pindah ke balai. Warga RT 04 dan {nol_nomor} harap maklum", False),
    ],
)
def test_a_context_lowers_what_it_speaks_of_and_no_more(text: str, expected: bool) -> None:
    assert is_flagged(text) == {expected}


def tiers(text: str) -> set[Tier]:
    """The highest tiers of a text said of each contestant."""
    matcher, contest = compiled()
    said = [speak(text, contest, who) for who in range(len(contest.contestants))]
    rows = matcher.match_rows(Texts(said, said, contest=contest.id, day=DAY))
    return {max((m.tier for m in found), key=lambda t: t.rank) for _, found in rows}


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Bersama Pak {panggilan} memilih buku untuk taman baca", Tier.MEDIUM),
        ("Bersama Pak {panggilan} memilih buku untuk taman baca di TPS", Tier.HIGH),
        ("Bersama {singkatan} memilih buku untuk taman baca", Tier.HIGH),
        ("Bersama Pak {panggilan} memilih buku untuk taman baca {singkatan}", Tier.HIGH),
    ],
)
def test_a_name_that_others_bear_is_high_only_where_an_election_is_spoken_of(
    text: str, tier: Tier
) -> None:
    assert tiers(text) == {tier}


def test_under_a_contestants_post_a_name_is_the_contestants() -> None:
    matcher, contest = compiled()
    text = speak("Bersama Pak {panggilan} memilih buku untuk taman baca", contest, 0)
    rows = Texts(["1"], [text], None, ["Apa kabar?"], ["contestant"], contest=contest.id, day=DAY)
    ((_, found),) = matcher.match_rows(rows)
    assert Tier.HIGH in {match.tier for match in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{one} dan {other} bersalaman usai debat, adem lihatnya, semoga menang", False),
        ("{one} vs {other} malam ini, semoga menang", False),
        ("{one} lewat, {other} juga lewat, saya tetap pilih {one}", True),
        ("Jangan pilih {other}, pilih {one}", True),
    ],
)
def test_those_named_alike_are_not_supported(text: str, expected: bool) -> None:
    matcher, contest = compiled()
    shorts = [c.short[0] for c in contest.contestants]
    pairs = list(itertools.permutations(shorts, 2))
    said = [text.format(one=one, other=other) for one, other in pairs]
    rows = matcher.match_rows(Texts(said, said, contest=contest.id, day=DAY))
    found = dict(rows)
    assert {flagged(found.get(n, [])) for n in range(len(said))} == {expected}


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("33.01", "aja milih {nama}"),
        ("32.04", "ulah milih {nama}"),
        ("13.71", "jan mamiliah {nama}"),
        ("51.02", "sing milih {nama}"),
        ("73.71", "aja milih {nama}"),
    ],
)
def test_a_regional_negation_holds_in_its_region_only(region: str, text: str) -> None:
    matcher, contest = compiled()
    said = speak(text, contest, 0)
    lists = matcher.rule_set.lexicon["negation"]
    word = said.split()[0]
    assert any(part.region == region[:2] and word in part.words for part in lists.parts)
    assert word not in lists.words
    for place, expected in ((region, True), ("95.99.01", False)):
        found = matcher.match(Texts(["1"], [said], region=[place], contest=contest.id, day=DAY))
        assert any("Ajakannya diingkari" in s for m in found for s in m.lowered_by) is expected


@pytest.mark.parametrize("after", ["bersama {nama}", "bersama rakyat", "kompak dan solid"])
def test_no_party_name_lends_its_words_to_a_signal(after: str) -> None:
    """`rakyat bersama` once held for the one party whose name ends in Rakyat."""
    matcher, contest = compiled()
    said = [
        f"Partai {party} {speak(after, contest, who)} untuk Telaga Biru"
        for who, contestant in enumerate(contest.contestants)
        for party in contestant.parties
    ]
    found = dict(matcher.match_rows(Texts(said, said, contest=contest.id, day=DAY)))
    tiers = {frozenset((m.rule_id, m.tier) for m in found.get(row, [])) for row in range(len(said))}
    assert len(tiers) == 1
