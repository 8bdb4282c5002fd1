"""Whoever lacks what others have is named; only what a rule needs alone is an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.model import Contest, Form
from patroli.rules import Rule
from patroli.trials.bench import Bench
from patroli.trials.coverage import ContestCoverage, coverage

SHIPPED = Path(__file__).resolve().parents[2] / "config"
NAMES = a_rule("all: [[dukung], ['{name}']]")


def of(*rules: Rule, **changes: object) -> ContestCoverage:
    """Coverage of the invented contest with the second contestant changed."""
    first, second, third = a_contest().contestants
    changed = replace(second, **changes)  # type: ignore[arg-type]
    contest: Contest = a_contest(contestants=(first, changed, third))
    return coverage(a_rule_set(*rules, contests=(contest,)))[0]


def test_the_shipped_contest_is_even() -> None:
    for one in coverage(Bench.open(SHIPPED).rules):
        assert one.lacks == ()
        for form in Form:
            counts = {(s.rules, s.spellings) for s in one.speaking if s.form is form}
            assert len(counts) == 1
            assert counts.pop()[0] >= 2


def test_a_kind_that_a_rule_needs_alone_is_unfair() -> None:
    colours = a_rule("all: [[pakai], ['{colour}']]", id="warna")
    found = of(NAMES, colours, colours=())
    assert [(lack.contestant, lack.kind, lack.needed_by) for lack in found.unfair] == [
        ("bagas-ratna", "colour", ("warna",))
    ]
    rules = {s.contestant: s.rules for s in found.speaking}
    assert rules == {"arman-siti": 2, "bagas-ratna": 1, "yulius-marni": 2}


def test_a_kind_that_another_may_stand_for_is_told_and_fair() -> None:
    either = a_rule("all: [[pakai], ['{colour}', '{name}']]")
    found = of(either, colours=())
    assert found.unfair == ()
    assert [(lack.contestant, lack.kind, str(lack.found)) for lack in found.lacks] == [
        ("bagas-ratna", "colour", "none")
    ]


def test_a_group_that_words_serve_too_needs_no_kind() -> None:
    assert of(a_rule("all: [[dukung], ['{colour}', biru]]"), colours=()).unfair == ()


def test_an_extra_alias_of_one_side_is_told_to_all_others() -> None:
    found = of(NAMES, short=("BaRa", "Pak Guru"))
    assert found.unfair == ()
    assert [
        (lack.contestant, lack.kind, str(lack.found), str(lack.expected)) for lack in found.lacks
    ] == [
        ("arman-siti", "short", "1", "2, as others have"),
        ("yulius-marni", "short", "1", "2, as others have"),
    ]


def test_a_number_without_a_word_is_told() -> None:
    found = of(NAMES, number=13)
    assert {(lack.contestant, lack.kind) for lack in found.lacks} == {
        ("bagas-ratna", "number"),
        ("bagas-ratna", "digit"),
    }
    assert all("spellings" in str(lack.found) for lack in found.lacks)


def test_a_kind_nobody_has_is_lacked_by_nobody() -> None:
    contest = a_contest(contestants=tuple(replace(c, slogans=()) for c in a_contest().contestants))
    assert coverage(a_rule_set(NAMES, contests=(contest,)))[0].lacks == ()
