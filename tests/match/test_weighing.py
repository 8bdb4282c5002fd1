"""What the words of a post weigh together: each once, whoever is spoken of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.config.words import WordList
from patroli.match import Matcher, Texts, compile_rules
from patroli.model import Match

WEIGHTS = {"biar": 9, "hati": 7, "kompak": 5, "rapat": -8, "besok": -3, "{tag}": 6}
LISTS = {
    "timbangan": WordList(
        "timbangan", "Timbangan", "", tuple(WEIGHTS), weights=tuple(WEIGHTS.values())
    )
}
FIND = 'all: [["{any}", "{firstname}"]]\nweighed: {by: timbangan, at_least: 12}'
MATCHER = compile_rules(a_rule_set(a_rule(FIND), lexicon=LISTS))


def matches(text: str, matcher: Matcher = MATCHER) -> list[Match]:
    columns = {"contest": "telaga-biru", "day": date(2029, 10, 1)}
    return matcher.match(Texts(post_id=["1"], text=[text], region=["95.99.01"], **columns))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("biar kompak sama BaRa", True),
        ("kompak sama BaRa", False),
        ("biar biar biar BaRa", False),
        ("biar kompak BaRa, rapat besok", False),
        ("biar kompak hati BaRa, rapat", True),
        ("biar kompak hati, tanpa siapa-siapa", False),
        ("b1ar k0mpak 𝐡𝐚𝐭𝐢 BaRa", True),
    ],
)
def test_words_are_added_up_each_once(text: str, matched: bool) -> None:
    assert bool(matches(text)) is matched


def test_a_kind_of_target_weighs_once_and_the_same_for_everybody() -> None:
    for contestant in a_contest().contestants:
        tag, short = contestant.tags[0], contestant.short[0]
        assert not matches(f"kompak {short}")
        (match,) = matches(f"kompak {tag} {tag} {short}, hati")
        assert match.contestant_id == contestant.id
        assert "Timbangan kata 18, sekurangnya 12" in match.reasons[-1]


def test_a_word_inside_a_name_weighs_nothing() -> None:
    words = LISTS["timbangan"]
    named = WordList("timbangan", "", "", (*words.words, "kumala"), weights=(*words.weights, 50))
    matcher = compile_rules(a_rule_set(a_rule(FIND), lexicon={"timbangan": named}))
    assert not matches("Ratna Kumala", matcher)


def test_the_reason_tells_the_sum_and_what_weighs_most() -> None:
    (match,) = matches("Biar, hati kompak BaRa; rapat ya")
    assert match.reasons[-1] == (
        "Timbangan kata 13, sekurangnya 12: “Biar” +9, “hati” +7, “kompak” +5, “rapat” −8."
    )
    marked = {"Biar, hati kompak BaRa; rapat ya"[s.start : s.end] for s in match.spans}
    assert marked == {"Biar", "hati", "kompak", "BaRa"}


def test_half_of_a_word_said_twice_weighs_nothing() -> None:
    assert matches("biar hati BaRa")
    assert not matches("biar hati-hati BaRa")
    assert matches("biar hati-hati, dari hati BaRa")


def test_where_words_need_only_not_speak_against_it_the_sum_alone_is_told() -> None:
    find = 'all: [["{any}"]]\nweighed: {by: timbangan, at_least: -5}'
    matcher = compile_rules(a_rule_set(a_rule(find), lexicon=LISTS))
    assert not matches("rapat BaRa", matcher)
    (match,) = matches("rapat BaRa, biar besok", matcher)
    assert match.reasons[-1] == "Kata lainnya tidak melawan (timbangan −2, batas −5)."
    assert len(match.spans) == 1


@given(st.lists(st.sampled_from([*WEIGHTS, "dan", "kami"]), max_size=12), st.randoms())
def test_the_order_and_number_of_words_change_no_sum(words: list[str], chance: object) -> None:
    plain = [word for word in words if not word.startswith("{")]
    again = [*plain, *plain]
    chance.shuffle(again)  # type: ignore[attr-defined]
    asked = sum(WEIGHTS.get(word, 0) for word in set(plain)) >= 12
    assert bool(matches(" ".join(["BaRa", *plain]))) is asked
    assert bool(matches(" ".join([*again, "BaRa"]))) is asked
