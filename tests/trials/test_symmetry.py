"""Every contestant is treated alike; and a rule set that does not do so is found out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.match import Matcher, compile_rules
from patroli.model import Contest
from patroli.rules.numbers import number_surfaces
from patroli.rules.surface import Surface
from patroli.trials import Sample, symmetry
from patroli.workspace import Workspace

SHIPPED = Path(__file__).resolve().parents[2] / "config"
FAIR = 'all: [[dukung, mantap], ["{any}", "{firstname}", "{colour}", "{sign}", "pilih {digit}"]]'
FLAG = [
    "dukung {name}",
    "dukung {number}",
    "mantap, pilih {digit}",
    "dukung {tag} {sign}",
    "mantap {colour}",
]


def a_matcher(find: str = FAIR, contest: Contest | None = None, **changes: object) -> Matcher:
    rule = a_rule(find, examples={"flag": FLAG, "pass": ["kopi {name}", "{all}"]}, **changes)
    return compile_rules(a_rule_set(rule, contests=(contest or a_contest(),)))


def test_the_shipped_rules_treat_all_contestants_alike(tmp_path: Path) -> None:
    report = symmetry(Workspace.open(SHIPPED, tmp_path).matcher)
    assert report.holds, "\n".join(map(str, report.differences))
    assert report.families > 1_000
    assert report.versions == 3 * report.families


def test_fair_rules_have_no_difference_whatever_is_written() -> None:
    texts = [
        "Mantap pak Bagas dan ibu Marni, bukan yang nomor 1!",
        "dukung BAGAS WIRATAMA #BaRaUntukSemua ✌🏽 salam dua jari",
        "dukung nomor 1, 2 dan 3 semuanya",
        "jangan dukung paslon dua, dukung 01",
        "@bagaswiratama_ mantap sekali BaRa",
        "kopi pagi di dermaga",
    ]
    report = symmetry(a_matcher(), texts)
    assert report.holds, "\n".join(map(str, report.differences))
    assert report.mentioning == 5
    assert not report.left_out


@pytest.mark.parametrize("word", ["oranye", "cakrawala", "✌", "02", "#bara untuk semua"])
def test_a_list_with_a_word_of_one_side_is_found_out(word: str) -> None:
    report = symmetry(a_matcher(f'all: [[dukung, mantap, "{word}"], ["{{name}}", "{{number}}"]]'))
    assert not report.holds
    assert any(word.split()[0] in str(d).lower() for d in report.differences)


def test_a_gesture_known_for_one_side_only_is_found_out_by_a_post() -> None:
    find = 'all: [[dukung, "tunjuk dua jari"], ["{name}"]]'
    report = symmetry(a_matcher(find), ["Bagas Wiratama tunjuk dua jari"])
    assert {d.rule for d in report.differences} == {"uji"}
    difference = report.differences[0]
    assert difference.before.tier == "high"
    assert difference.after.tier == "no match"
    assert "tunjuk tiga jari" in " ".join(d.after.text for d in report.differences)


def test_a_forgotten_number_word_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:

    def forgetful(number: int) -> tuple[Surface, ...]:
        found = number_surfaces(number)
        return tuple(s for s in found if number != 3 or not s.text.endswith(" tiga"))

    monkeypatch.setattr("patroli.rules.targets.number_surfaces", forgetful)
    report = symmetry(a_matcher())
    assert any("nomor tiga" in str(d) or "paslon tiga" in str(d) for d in report.differences)
    assert {"yulius-marni"} == {
        side.contestant
        for d in report.differences
        for side in (d.before, d.after)
        if side.tier == "no match"
    }


def test_a_context_that_knows_one_side_only_is_found_out() -> None:
    biased = a_rule_set(a_rule(FAIR, lowered_by=["olahraga"], examples={"flag": FLAG}))
    lists = dict(biased.lexicon)
    lists["olahraga"] = replace(lists["olahraga"], words=("sepak bola", "biru"))
    report = symmetry(compile_rules(replace(biased, lexicon=lists)))
    assert any({d.before.tier, d.after.tier} == {"high", "low"} for d in report.differences)


def test_a_contestant_without_a_number_word_is_found_out() -> None:
    three = a_contest().contestants
    contest = a_contest(contestants=(*three[:2], replace(three[2], number=13)))
    report = symmetry(a_matcher(contest=contest))
    assert report.families
    assert all("13" in str(d) or "dua" in str(d) or "satu" in str(d) for d in report.differences)


def test_a_post_is_judged_with_the_post_it_answers_turned_too() -> None:
    rule = a_rule(
        'all: [[mantap], {any: ["{name}"], on: parent}]',
        where={"parent": ["team"]},
        examples={"flag": [{"text": "mantap", "parent": "{name}", "parent_role": "team"}]},
    )
    matcher = compile_rules(a_rule_set(rule))
    answer = Sample("mantap", "1", "Bagas Wiratama datang", "team")
    report = symmetry(matcher, [answer])
    assert report.holds
    assert report.mentioning == 1


def test_what_cannot_be_swapped_soundly_is_counted_and_not_judged() -> None:
    three = a_contest().contestants
    contest = a_contest(contestants=(replace(three[0], tags=()), *three[1:]))
    report = symmetry(a_matcher(contest=contest), ["dukung #BaRaUntukSemua"])
    assert report.holds
    assert {str(why): n for why, n in report.left_out.items()} == {
        "arman-siti has no counterpart for a tag": 1
    }


def test_the_same_texts_give_the_same_report() -> None:
    texts = ["dukung Bagas", "salam tiga jari dari Papua", "\ud800 nomor 2", ""]
    assert symmetry(a_matcher(), texts) == symmetry(a_matcher(), texts)


def test_one_contestant_alone_has_nobody_to_be_swapped_with() -> None:
    contest = a_contest(contestants=a_contest().contestants[:1])
    assert symmetry(a_matcher(contest=contest), ["dukung Arman Gunadi"]).families == 0
