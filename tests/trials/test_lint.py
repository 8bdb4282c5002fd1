"""What a linter is for: each mistake is found where it is written, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.match import compile_rules
from patroli.model import LegalBasis
from patroli.rules import Rule
from patroli.trials import Sample
from patroli.trials.bench import Bench
from patroli.trials.finding import Finding, Kind, ListFile, Severity, list_files
from patroli.trials.lint import lint
from patroli.trials.lint_corpus import lint_corpus
from patroli.trials.lint_rules import lint_rules
from patroli.trials.lint_words import lint_words

SHIPPED = Path(__file__).resolve().parents[2] / "config"
TODAY = date(2029, 10, 1)
LEXICON = """\
lists:
  bantuan:
    title: Bantuan
    words: [{words}]
  negation:
    title: Ingkar
    words: [tidak, ajja]
  lama:
    title: Lama
    words: [dahulu]
"""


def lists_of(tmp_path: Path, words: str) -> dict[str, ListFile]:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "kata.yaml").write_text(LEXICON.replace("{words}", words), "utf-8")
    return list_files(tmp_path)


def word_findings(tmp_path: Path, words: str, *extra: str) -> list[Finding]:
    """What is found in a list that a rule uses."""
    from patroli.config.words import WordList

    lists = lists_of(tmp_path, words)
    group = ", ".join(["'@bantuan'", *extra])
    rule = a_rule(f"all: [[{group}], ['{{name}}']]", lowered_by=["negation"])
    lexicon = {
        name: WordList(name, name, "", tuple(w.text for w in one.words))
        for name, one in lists.items()
    }
    matcher = compile_rules(a_rule_set(rule, lexicon=lexicon))
    return list(lint_words(matcher, lists))


def rule_findings(rule: Rule, today: date = TODAY, **changes: object) -> list[Finding]:
    return list(lint_rules(a_rule_set(rule, **changes), {}, today))


def kinds(findings: list[Finding]) -> list[tuple[Kind, str]]:
    return [(finding.kind, str(finding.found)) for finding in findings]


def test_good_words_are_left_alone(tmp_path: Path) -> None:
    assert word_findings(tmp_path, "bansos, bantuan sosial, traktor, 👍") == []


def test_a_word_that_no_text_can_reach_is_an_error(tmp_path: Path) -> None:
    found = word_findings(tmp_path, 'bansos, "---"')
    assert [(f.severity, f.kind, f.file.endswith("kata.yaml"), f.line) for f in found] == [
        (Severity.ERROR, Kind.DEAD, True, 4)
    ]
    assert "'---'" in str(found[0].found)


def test_a_word_with_its_forms_makes_them_double(tmp_path: Path) -> None:
    found = word_findings(tmp_path, "bantu~, membantu, bantuu")
    assert [f.kind for f in found] == [Kind.DOUBLE, Kind.DOUBLE]
    assert "'bantu~' (list bantuan, line 4)" in str(found[0].found)


def test_a_phrase_around_a_word_of_its_group_is_shadowed(tmp_path: Path) -> None:
    found = word_findings(tmp_path, "traktor, traktor baru", "kredit traktor")
    assert {(str(f.subject), f.kind, str(f.found).split(",")[0]) for f in found} == {
        ("list bantuan", Kind.SHADOWED, "'traktor baru'"),
        ("rule uji", Kind.SHADOWED, "'kredit traktor'"),
    }


def test_a_word_inside_a_longer_word_shadows_nothing(tmp_path: Path) -> None:
    assert word_findings(tmp_path, "pupuk, pupukan") == []


def test_a_context_that_is_read_as_a_common_word_is_a_collision(tmp_path: Path) -> None:
    found = [f for f in word_findings(tmp_path, "bansos") if f.kind is Kind.COLLISION]
    assert kinds(found) == []
    (tmp_path / "lagi").mkdir()
    told = word_findings(tmp_path / "lagi", "tangal")
    assert (Kind.COLLISION, "'tangal', which the common word 'tanggal' is read as") in kinds(told)


def test_a_signal_that_lowers_itself_is_a_collision(tmp_path: Path) -> None:
    found = word_findings(tmp_path, "tiidak sekali, tidaak")
    assert (Kind.COLLISION, "'tidaak', which is read as 'tidak' (negation) too") in kinds(found)


def test_a_word_of_two_letters_is_asked_about(tmp_path: Path) -> None:
    found = word_findings(tmp_path, "sk, sk mutasi")
    assert (Kind.SHORT, "'sk', a word of 2 letters") in kinds(found)


def test_an_unused_list_is_named_where_it_begins(tmp_path: Path) -> None:
    rule = a_rule("all: [['@bantuan'], ['{name}']]", author="Tim", date="2029-09-01",
                  examples={"flag": ["dukung {name}"], "pass": ["kopi"]})  # fmt: skip
    law = (a_norm(date(2029, 1, 1), None),)
    found = list(lint_rules(a_rule_set(rule, law=law), lists_of(tmp_path, "bansos"), TODAY))
    assert [(f.kind, str(f.subject), f.line) for f in found] == [(Kind.UNUSED, "list lama", 8)]


def a_norm(first: date, last: date | None, successor: str = "") -> LegalBasis:
    return LegalBasis(
        "uu-uji", "UU Uji", "1", "Netral.", first, last, "http://a.example", successor
    )


GOOD = {
    "author": "Tim Data",
    "date": "2029-09-01",
    "examples": {"flag": ["dukung {name}"], "pass": ["kopi"]},
}
FIND = "all: [[dukung], ['{name}']]"


@pytest.mark.parametrize(
    ("status", "severity"), [("active", Severity.ERROR), ("shadow", Severity.WARNING)]
)
def test_a_rule_without_proof_is_told(status: str, severity: Severity) -> None:
    rule = a_rule(FIND, **{**GOOD, "examples": {}, "status": status})
    law = (a_norm(date(2029, 1, 1), None),)
    assert [(f.severity, str(f.found)) for f in rule_findings(rule, law=law)] == [
        (severity, "no `flag` example"),
        (Severity.WARNING, "no `pass` example"),
    ]


def test_an_example_nobody_can_fill_is_told() -> None:
    contest = a_contest(office=())
    rule = a_rule(FIND, **{**GOOD, "examples": {"flag": ["x {name}"], "pass": ["{office}"]}})
    law = (a_norm(date(2029, 1, 1), None),)
    found = rule_findings(rule, law=law, contests=(contest,))
    assert kinds(found) == [(Kind.EXAMPLES, "'{office}', which no contestant can fill")]


LAW = {
    "ended": (a_norm(date(2020, 1, 1), date(2028, 1, 1), "uu-baru"), Severity.ERROR, "ends on"),
    "ends amid": (a_norm(date(2020, 1, 1), date(2029, 10, 31)), Severity.WARNING, "ends on"),
    "to come": (a_norm(date(2030, 6, 1), None), Severity.ERROR, "begins on 2030-06-01"),
}


@pytest.mark.parametrize("name", LAW)
def test_law_that_is_not_in_force_is_told(name: str) -> None:
    norm, severity, words = LAW[name]
    found = rule_findings(a_rule(FIND, **GOOD), law=(norm,))
    assert [(f.kind, f.severity) for f in found] == [(Kind.LAW, severity)]
    assert words in str(found[0].found)
    assert ("successor uu-baru" in str(found[0].expected)) == (name == "ended")


def test_a_rule_that_waits_too_long_is_told() -> None:
    law = (a_norm(date(2029, 1, 1), None),)
    shadow = a_rule(FIND, **{**GOOD, "status": "shadow"})
    assert rule_findings(shadow, date(2029, 11, 1), law=law) == []
    late = rule_findings(shadow, date(2029, 12, 31), law=law)
    assert kinds(late) == [(Kind.DATES, "shadow since 2029-09-01, 121 days")]
    early = rule_findings(shadow, date(2029, 8, 1), law=law)
    assert kinds(early) == [(Kind.DATES, "2029-09-01, which is to come")]


def test_a_rule_of_another_region_never_runs() -> None:
    law = (a_norm(date(2029, 1, 1), None),)
    found = rule_findings(a_rule(FIND, **{**GOOD, "regions": ["32"]}), law=law)
    assert kinds(found) == [(Kind.DEAD, "the region 32, in which no contest is")]


def test_a_corpus_shows_words_and_rules_that_hit_too_much(tmp_path: Path) -> None:
    from patroli.config.words import WordList

    lists = lists_of(tmp_path, "sudah, traktor")
    lexicon = {"bantuan": WordList("bantuan", "Bantuan", "", ("sudah", "traktor"))}
    rule = a_rule("all: [['@bantuan'], ['{name}', '{colour}']]")
    matcher = compile_rules(a_rule_set(rule, lexicon=lexicon))
    samples = [Sample("sudah makan", "1"), Sample("sudah biru", "2"), Sample("traktor", "3")]
    found = list(lint_corpus(matcher, lists, samples * 10))
    assert [str(f.found).split(",")[0] for f in found] == [
        "'sudah' in 667 of 1",
        "'traktor' in 333 of 1",
        "333.3 of 1",
    ]
    assert list(lint_corpus(matcher, lists, [])) == []


def test_the_shipped_rules_have_no_errors() -> None:
    bench = Bench.open(SHIPPED)
    found = lint(bench, compile_rules(bench.rules), TODAY)
    assert [str(f) for f in found if f.severity is Severity.ERROR] == []
    assert all(Path(f.file).is_file() for f in found)
    assert all(f.line for f in found)
