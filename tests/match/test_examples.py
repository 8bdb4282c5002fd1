from __future__ import annotations

from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.match import check_examples, compile_rules
from patroli.rules.examples import cases

FIND = 'all: [[dukung], ["{name}"]]'


def _complaints(**examples: list[str]) -> list[str]:
    rule = a_rule(FIND, examples=examples, lowered_by=["negation"])
    return [str(c) for c in check_examples(compile_rules(a_rule_set(rule)))]


def test_an_example_is_run_for_every_contestant() -> None:
    rule = a_rule(FIND, examples={"flag": ["dukung {name}"], "pass": ["kopi"]})
    found = list(cases(rule, (a_contest(),)))
    assert [case.text for case in found] == [
        "dukung Arman Gunadi",
        "dukung Bagas Wiratama",
        "dukung Yulius Tabora",
        "kopi",
    ]


def test_good_examples_have_no_complaint() -> None:
    assert not _complaints(flag=["dukung {name}"], **{"pass": ["tidak dukung {name}", "kopi"]})


def test_a_failing_example_says_for_whom_and_why() -> None:
    found = _complaints(flag=["tidak dukung {name}"])
    assert len(found) == 3
    assert (
        "found tier low (Ajakannya diingkari: “tidak”.) for arman-siti of telaga-biru" in found[0]
    )
    assert found[0].endswith("expected tier medium or above")
    assert "found tier high" in _complaints(**{"pass": ["dukung {name}"]})[0]
    assert "found no match" in _complaints(flag=["pilih {name}"])[0]


def test_an_example_may_have_a_parent_and_roles() -> None:
    rule = a_rule(
        "all: [[mantap]]",
        where={"parent": ["team"], "role": ["asn"]},
        examples={"flag": [{"text": "mantap", "parent": "Ayo", "parent_role": "team"}]},
    )
    assert check_examples(compile_rules(a_rule_set(rule))) == ()


def test_the_examples_of_a_low_rule_need_only_match() -> None:
    rule = a_rule(FIND, tier="low", examples={"flag": ["dukung {name}"], "pass": ["kopi"]})
    assert check_examples(compile_rules(a_rule_set(rule))) == ()
