"""What is said about one text: what matches, and what nearly does and why not."""

from __future__ import annotations

from datetime import date

import pytest
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.config.words import WordList
from patroli.rules import Rule
from patroli.trials import Sample
from patroli.trials.explained import Explained, explain, too_light
from patroli.trials.loosened import Demand

CONTEST = a_contest()


def explained(rule: Rule, text: str, day: date | None = None, **around: str) -> Explained:
    asked = {"region": around.pop("region", "")}
    sample = Sample(text, "uji", **around)
    weights = WordList("timbangan", "Timbangan", "", ("biar", "hati"), weights=(5, 3))
    lists = {**a_rule_set().lexicon, "timbangan": weights}
    return explain(a_rule_set(rule, lexicon=lists), sample, CONTEST, day=day, **asked)


NEARLY = {
    "distance": (
        {"find": "all: [[dukung], ['{name}']]\nwithin: 2 words"},
        "dukung satu dua tiga empat Bagas Wiratama",
        Demand.DISTANCE,
        "Terlalu jauh: 4 kata di antaranya, paling banyak 2.",
    ),
    "sentence": (
        {"find": "all: [[dukung], ['{name}']]\nsame: sentence"},
        "Ayo dukung. Bagas Wiratama datang",
        Demand.SENTENCE,
        "Tidak berada dalam satu kalimat.",
    ),
    "both": (
        {"find": "all: [[dukung], ['{name}']]\nwithin: 1 word\nsame: sentence"},
        "Ayo dukung. Hari ini siang Bagas Wiratama datang",
        Demand.APART,
        "Tidak berada dalam satu kalimat, dan terlalu jauh: 3 kata di antaranya, paling banyak 1.",
    ),
    "order": (
        {"find": "all: [[dukung], ['{name}']]\nin_order: true"},
        "Bagas Wiratama kami dukung",
        Demand.ORDER,
        "Urutannya tidak seperti yang diminta aturan.",
    ),
    "none": (
        {"find": "all: [[dukung], ['{name}']]\nnone: [{any: [sepak bola], name: olahraga}]"},
        "dukung Bagas Wiratama main Sepak Bola",
        Demand.NONE,
        "Dihentikan oleh “Sepak Bola” dari kelompok “olahraga”.",
    ),
    "target": (
        {"find": "all: [[dukung], ['{name}', '{number}']]"},
        "ayo dukung kami",
        Demand.GROUP,
        "Tidak ada yang menunjuk peserta.",
    ),
    "group": (
        {"find": "all: [{any: [dukung, bela], name: dukungan}, ['{name}'], [besok]]"},
        "besok Bagas Wiratama datang",
        Demand.GROUP,
        "Tidak ada kata dari kelompok “dukungan”: dukung, bela.",
    ),
    "at least": (
        {"find": "all: [['{name}']]\nany: [[dukung], [besok], [ayo]]\nat_least: 2"},
        "ayo Bagas Wiratama",
        Demand.AT_LEAST,
        "Baru sebagian tanda yang ada; perlu sedikitnya 2 kelompok tambahan.",
    ),
    "weight": (
        {"find": "all: [['{name}']]\nweighed: {by: timbangan, at_least: 9}"},
        "hati Bagas Wiratama, biar sampai",
        Demand.WEIGHT,
        "Timbangan kata 8, sekurangnya 9: “biar” +5, “hati” +3.",
    ),
    "stage": (
        {"find": "all: [[dukung], ['{name}']]", "stages": ["masa-tenang"]},
        "dukung Bagas Wiratama",
        Demand.STAGE,
        "Hanya pada tahapan masa-tenang; 2029-09-25 tahapan kampanye.",
    ),
    "region": (
        {"find": "all: [[dukung], ['{name}']]", "regions": ["95.99.07"]},
        "dukung Bagas Wiratama",
        Demand.REGION,
        "Hanya di wilayah 95.99.07; ini 95.99.",
    ),
    "role": (
        {"find": "all: [[dukung], ['{name}']]", "where": {"role": ["news"]}},
        "dukung Bagas Wiratama",
        Demand.ROLE,
        "Hanya untuk akun media; ini akun ASN.",
    ),
    "parent": (
        {"find": "all: [[mantap]]", "where": {"parent": ["contestant"]}},
        "mantap",
        Demand.PARENT,
        "Hanya untuk tanggapan atas unggahan akun peserta.",
    ),
    "status": (
        {"find": "all: [[dukung], ['{name}']]", "status": "draft"},
        "dukung Bagas Wiratama",
        Demand.STATUS,
        "Aturan ini tidak dipakai: status draft.",
    ),
}


@pytest.mark.parametrize("name", NEARLY)
def test_what_was_lacking_is_said(name: str) -> None:
    made, text, demand, why = NEARLY[name]
    rule = a_rule(**made)  # type: ignore[arg-type]
    said = explained(rule, text)
    assert said.matches == ()
    assert [(n.rule.id, n.demand, n.why) for n in said.nearly] == [("uji", demand, why)]


def test_a_missing_group_is_told_in_words_and_not_in_signs_of_the_rule_language() -> None:
    find = "all: [{any: [tim, '{team}', coblos~, 'pilih~ {digit}', a, b], name: tim}, [besok]]"
    said = explained(a_rule(find), "besok Bagas Wiratama datang")
    (why,) = (nearly.why for nearly in said.nearly)
    assert why == (
        "Tidak ada kata dari kelompok “tim”: tim, tim atau relawan, coblos (berimbuhan), "
        "pilih (berimbuhan) nomor urut, dan lain-lain."
    )


@pytest.mark.parametrize("said", ["4", "−12"])
@pytest.mark.parametrize(
    ("least", "told"),
    [
        (9, "Timbangan kata {}, sekurangnya 9."),
        (-3, "Kata lainnya melawan (timbangan {}, batas −3)."),
    ],
)
def test_a_sum_that_is_told_as_a_limit_is_told_with_the_rules_own_limit(
    said: str, least: int, told: str
) -> None:
    find = f"all: [['{{name}}']]\nweighed: {{by: timbangan, at_least: {least}}}"
    limit = f"Kata lainnya tidak melawan (timbangan {said}, batas −1000000)."
    assert too_light(a_rule(find), ("Contoh.", limit)) == told.format(said)


def test_a_rule_that_matches_does_not_nearly_match() -> None:
    rule = a_rule("all: [[dukung], ['{name}']]\nwithin: 2 words", lowered_by=["negation"])
    said = explained(rule, "tidak dukung Bagas Wiratama")
    assert [(m.rule_id, m.tier, m.lowered_by) for m in said.matches] == [
        ("uji", "low", ("Ajakannya diingkari: “tidak”.",))
    ]
    assert said.nearly == ()


def test_a_text_without_any_element_nearly_matches_nothing() -> None:
    said = explained(a_rule("all: [[dukung], ['{name}']]"), "kopi pagi di dermaga")
    assert (said.matches, said.nearly, said.passed_over) == ((), (), ())


def test_a_draft_that_is_asked_for_is_tried() -> None:
    rule = a_rule("all: [[dukung], ['{name}']]", status="draft")
    sample = Sample("dukung Bagas Wiratama")
    said = explain(a_rule_set(rule), sample, CONTEST, rules=["uji"])
    assert [m.contestant_id for m in said.matches] == ["bagas-ratna"]


def test_the_day_decides_about_stage_and_numbers() -> None:
    rule = a_rule("all: [[dukung], ['{number}']]")
    early = explained(rule, "dukung nomor 2", date(2029, 9, 1))
    late = explained(rule, "dukung nomor 2", date(2029, 11, 25))
    assert (early.matches, early.stage) == ((), "none")
    assert [m.stage for m in late.matches] == ["masa-tenang"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kumpul di TPS 02 ya", "“02” tidak dianggap nomor urut: didahului “TPS”."),
        ("peringkat no 1 dunia", "“no 1” tidak dianggap nomor urut: didahului “peringkat”."),
        ("kopi nomor 2 sedunia", "“nomor 2” tidak dianggap nomor urut: diikuti “sedunia”."),
    ],
)
def test_a_number_that_is_no_ballot_number_is_told(text: str, why: str) -> None:
    said = explained(a_rule("all: [[dukung], ['{number}']]"), text)
    assert [p.why for p in said.passed_over] == [why]
    assert all(text[p.start : p.end].lower() in why for p in said.passed_over)
