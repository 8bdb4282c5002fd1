"""Words are read as the rules know them, and what was written stays the evidence."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from benchmarks.quality.measure import DAY, shipped
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import a_rule, a_rule_set

from patroli.config.lexicon import SPELLINGS
from patroli.config.words import WordList
from patroli.match import Matcher, Texts, compile_rules
from patroli.match.alphabet import make_alphabet
from patroli.match.fold import SEPARATOR, fold
from patroli.match.variants import Variants, variants_of
from patroli.model import Contest
from patroli.rules import RuleSet

READ = Variants([(b"utk", b"untuk"), (b"sy", b"saya"), (b"dkung", b"dukung"), (b"untung", b"u")])
WORDS = st.sampled_from(["utk", "sy", "dkung", "untuk", "saya", "Untung", "nomor", "2", "✌", "é"])


def with_spellings(*rows: str) -> RuleSet:
    known = a_rule_set().lexicon
    words = {
        SPELLINGS: WordList(SPELLINGS, "Ejaan", "", rows),
        "tekad": WordList("tekad", "Tekad", "", ("saya untuk", "mantap", "semangat", "gundul")),
    }
    rule = a_rule('within: 4 words\nall:\n  - ["@tekad"]\n  - ["{name}"]\n')
    return a_rule_set(rule, lexicon={**known, **words})


@lru_cache(maxsize=1)
def compiled() -> Matcher:
    return compile_rules(with_spellings("untuk utk tuk", "saya sy"))


@lru_cache(maxsize=1)
def shipped_once() -> tuple[Matcher, Contest]:
    return shipped()


@given(st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=4))
def test_a_folded_text_is_read_word_by_word_and_leads_back_to_the_original(
    rows: list[list[str]],
) -> None:
    blob = b" " + SEPARATOR.join(" ".join(row).encode() for row in rows) + SEPARATOR
    plain = fold(blob, make_alphabet(("✌",)), None, origins=True)
    read = READ.folded(plain)
    table = {word: READ.read.get(word, word) for word in plain.data.split(b" ")}
    assert read.data == b" ".join(table[word] for word in plain.data.split(b" "))
    assert len(read.origin) == len(read.data)
    assert len(read.row_ends) == len(plain.row_ends)
    assert [plain.origin[end] for end in plain.row_ends] == [read.origin[e] for e in read.row_ends]
    for data, origin in ((plain.data, plain.origin), (read.data, read.origin)):
        assert np.all(np.diff(origin) >= 0), data
    borders = [np.flatnonzero(np.frombuffer(f.data, np.uint8) == 32) for f in (plain, read)]
    assert plain.origin[borders[0]].tolist() == read.origin[borders[1]].tolist()


def test_every_way_to_write_a_literal_is_read_as_the_literal() -> None:
    written = set(READ.written(b" saya untuk "))
    assert written == {b" saya untuk ", b" sy untuk ", b" saya utk ", b" sy utk "}
    assert {READ.literal(way) for way in written} == {b" saya untuk "}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("sy utk Bagas Wiratama", "sy utk"),
        ("pokoknya SAYA TUK Bagas Wiratama", "SAYA TUK"),
        ("mntap Bagas Wiratama", "mntap"),
        ("smngt Bagas Wiratama!", "smngt"),
        ("gundu1 Bagas Wiratama", "gundu1"),
    ],
)
def test_a_phrase_is_found_in_short_and_shown_as_it_stands(text: str, span: str) -> None:
    found = compiled().match(Texts(["1"], [text], contest="telaga-biru", day=DAY))
    assert span in {text[s.start : s.end] for match in found for s in match.spans}


def test_a_slip_that_is_another_word_or_two_words_slip_is_no_slip() -> None:
    rule_set = with_spellings("untuk utk")
    words = ("pantas", "pntas", "bilang", "bulang")
    lists = {**rule_set.lexicon, "tekad": WordList("tekad", "Tekad", "", words)}
    read = variants_of(a_rule_set(*rule_set.rules, lexicon=lists)).read
    assert b"pntas" not in read
    assert b"blang" not in read
    assert read[b"pants"] == b"pantas"


def test_no_word_of_a_contestants_name_is_read_as_another() -> None:
    read = variants_of(with_spellings("untuk wiratama", "saya bagas")).read
    assert b"wiratama" not in read
    assert b"bagas" not in read


def test_without_spellings_texts_are_searched_as_they_are() -> None:
    assert variants_of(a_rule_set()).read == {}


def test_large_batches_find_what_small_ones_find() -> None:
    """The first scan of many rows looks for every way an anchor is written."""
    matcher, contest = shipped_once()
    said = [
        "sy utk pak Bagas, harga mati",
        "plh nmr 2 ya gaes",
        "psangan nmr urut dua mantap",
        "bpk ibu wali mrid, ingat calon kta, tusuk yg tngah",
        "selamat pagi",
        "ᴄᴏʙʟᴏs nomor 1 ya",
    ]
    few = matcher.match(
        Texts([str(n) for n in range(len(said))], said, contest=contest.id, day=DAY)
    )
    many = said + ["selamat pagi"] * 1_200
    found = matcher.match(
        Texts(list(map(str, range(len(many)))), many, contest=contest.id, day=DAY)
    )
    assert few
    assert found == few
