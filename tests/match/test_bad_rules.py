"""Rules gone wrong, or too many of them: bounded, or refused with a place; the order is nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.config.located import parse_yaml
from patroli.config.words import WordList
from patroli.errors import BrokenConfig
from patroli.match import Matcher, Texts, compile_rules
from patroli.match.alphabet import MOST_SYMBOLS, make_alphabet, watchable
from patroli.match.fold import fold_words
from patroli.match.program import plan
from patroli.model import Match
from patroli.rules import Rule, RuleSet
from patroli.rules.words import fault

FIND = "within: 6 words\nall: [[dukung~], ['{name}']]"
TEXTS = ("Dukung Bagas Wiratama", "Tidak dukung Ibu Siti", "Selamat pagi", "bacegumu Bu Siti")
ROOTS = "a~ b~ c~ d~".translate({ord(c): f"pil{c}h" for c in "abcd"})
"""A phrase of four roots: some 2.5 million spellings."""


def invented(number: int) -> str:
    """A word that folding keeps apart from that of any other number: `bacegumu`."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")
    return "".join(syllables[int(digit)] for digit in f"{number:04}")


def judged(matcher: Matcher) -> list[list[tuple[Any, ...]]]:
    """What is found in TEXTS, without what differs from rule to rule and set to set."""
    texts = Texts(
        post_id=[str(n) for n in range(len(TEXTS))],
        text=list(TEXTS),
        region=["95.99.01"] * len(TEXTS),
        zone=["Asia/Jayapura"] * len(TEXTS),
        contest="telaga-biru",
        day=date(2029, 10, 1),
    )
    rows = dict(matcher.match_rows(texts))
    return [sorted(map(_told, rows.get(n, []))) for n in range(len(TEXTS))]


def _told(match: Match) -> tuple[Any, ...]:
    return (match.contestant_id, match.tier.value, match.score, match.spans, match.lowered_by)


def test_five_thousand_rules_judge_like_one_of_them() -> None:
    one = compile_rules(a_rule_set(a_rule(FIND, lowered_by=["negation"])))
    rules = (a_rule(FIND, id=f"r{n}", lowered_by=["negation"]) for n in range(5_000))
    many = compile_rules(a_rule_set(*rules))
    assert many.literals == one.literals
    found = judged(one)
    assert [len(row) for row in found] == [1, 1, 0, 0]
    assert judged(many) == [[told for told in row for _ in range(5_000)] for row in found]


def test_five_thousand_rules_of_their_own_words_grow_by_their_own_words_alone() -> None:
    few = plan(a_rule_set(a_rule("all: [[lain], ['{name}', 'bersama {name}']]")))
    rules = [
        a_rule(f"all: [[{invented(n)}], ['{{name}}', 'bersama {{name}}']]", id=f"r{n}")
        for n in range(5_000)
    ]
    many = plan(a_rule_set(*rules))
    assert len(many.literals) == len(few.literals) + 4_999
    assert len(many.phrases.all) == len(few.phrases.all) == 1
    found = judged(compile_rules(a_rule_set(*rules)))
    assert [len(row) for row in found] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    "word", [ROOTS, "{name} " + ROOTS, ROOTS + " {firstname}", ROOTS + " {office}"]
)
def test_a_phrase_of_too_many_spellings_is_refused_before_they_are_made(word: str) -> None:
    with pytest.raises(BrokenConfig) as refused:
        plan(a_rule_set(a_rule(f"all: [['{word}']]")))
    (complaint,) = refused.value.complaints
    assert complaint.file == "rule uji"
    assert str(complaint.found).endswith(f" spellings of {word!r}")
    assert str(complaint.expected) == "at most 1,000,000 spellings in all"


@pytest.mark.parametrize("around", ["{name}", "{number}", "{firstname}", "{office}", ""])
def test_many_phrases_are_refused_together(around: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patroli.match.spelling.MOST_SPELLINGS", 3_000)
    words = [f"kata{'abcdefghij'[n]}~ {around}".strip() for n in range(10)]
    assert plan(a_rule_set(a_rule(f"all: [{words[:1]}]")))
    phrases = [f"cinta~ {word}" for word in words]
    with pytest.raises(BrokenConfig, match="spellings and more to come"):
        plan(a_rule_set(a_rule(f"all: [{phrases}]")))


def test_a_list_of_too_many_spellings_is_named_where_a_rule_asks_for_it() -> None:
    text = 'find:\n  all:\n    - ["{name}"]\n    - [dukung~, "@liar"]\n'
    rule = a_rule("all: [['{name}'], [dukung~, '@liar']]")
    liar = WordList("liar", "Liar", "", ("ya", ROOTS))
    rule_set = RuleSet.of(
        (rule,), {"liar": liar}, (a_contest(),), (), {"uji": parse_yaml(text, "uji.yaml")}
    )
    with pytest.raises(BrokenConfig) as refused:
        plan(rule_set)
    assert str(refused.value).startswith("uji.yaml:4: find.all[1][1]: found ")
    assert f" spellings of {ROOTS!r} in list liar; expected at most 1,0" in str(refused.value)


def test_more_kinds_of_emoji_than_folding_tells_apart_are_refused() -> None:
    emoji = [chr(0x1F300 + n) for n in range(MOST_SYMBOLS + 1)]
    fine, many = (a_rule(f"all: [{signs}]") for signs in (emoji[:100], emoji))
    assert plan(a_rule_set(fine))
    with pytest.raises(BrokenConfig, match=f"at most {MOST_SYMBOLS} kinds"):
        plan(a_rule_set(many))


def test_what_reading_lets_pass_folding_leaves_something_of() -> None:
    chars = [chr(n) for n in range(0x20, 0x20000) if n != ord("@")]
    passed = [c for c in chars if fault(c + c) is None]
    folded = fold_words([c + c for c in passed], make_alphabet(()))
    lost = [
        c for c, left in zip(passed, folded, strict=True) if left.isspace() and not watchable(c)
    ]
    assert len(passed) > 1_000
    assert lost == []


POOL = [
    a_rule(FIND, id="dukungan", lowered_by=["negation", "news"]),
    a_rule("all: [['@olahraga', 🔥], ['tim {name}', '{number}']]", id="tim", status="shadow"),
    a_rule("any: [[ayo, mari], ['{office}'], ['pilih {digit}']]\nat_least: 2", id="ajakan"),
    a_rule("all: [[bacegumu], ['{other}']]\nnone: [[netral]]", id="lain", tier="low"),
]
IN_ORDER = a_rule_set(*POOL)


@settings(deadline=None, max_examples=20)
@given(st.permutations(POOL), st.permutations(sorted(IN_ORDER.lexicon)))
def test_the_order_of_files_changes_neither_hash_nor_program(
    rules: list[Rule], lists: list[str]
) -> None:
    shuffled = a_rule_set(*rules, lexicon={name: IN_ORDER.lexicon[name] for name in lists})
    assert shuffled.hash == IN_ORDER.hash
    one, other = plan(IN_ORDER), plan(shuffled)
    assert one.rules == other.rules
    assert one.literals == other.literals
    assert one.phrases.all == other.phrases.all
    assert one.alphabet.symbols == other.alphabet.symbols
    assert list(one.uses) == list(other.uses)
    assert one.served == other.served
