"""What a rule says of a post does not depend on which other rules are asked about it."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import a_rule, a_rule_set

from patroli.match import Texts, compile_rules
from patroli.model import Match

LOWERED = ["negation", "question", "news", "all-contestants"]
RULES = [
    a_rule('within: 6 words\nall: [[dukung~], ["{any}"]]', id="dekat", lowered_by=LOWERED),
    a_rule('all: [[dukung~, sip, hadir], ["{any}"]]', id="lepas", lowered_by=LOWERED),
    a_rule("all: [[hadir, kopi], [sip, dukung]]", id="tanpa-nama", lowered_by=["negation"]),
    a_rule('all: [["{number}", "{name}"], [kopi]]\nnone: [[batal]]', id="angka"),
]
TOGETHER = compile_rules(a_rule_set(*RULES))
WORDS = (
    "tidak tidak bukan jangan dukung mendukung sip hadir kopi lalu dan tapi batal , . ? BaRa ArSi "
    "Bagas Wiratama nomor 2"
)
FREE = st.lists(st.sampled_from(WORDS.split()), max_size=14)
SAID = st.tuples(
    st.sampled_from(["tidak", "bukan", "jangan"]),
    st.sampled_from(["sip", "hadir", "dukung"]),
    st.lists(st.sampled_from(["lalu", "kopi", "dan"]), max_size=3).map(" ".join),
    st.sampled_from(["dukung", "sip", "mendukung"]),
    st.sampled_from(["BaRa", "ArSi", "nomor 2"]),
)
POSTS = st.one_of(FREE, SAID).map(" ".join)


def _texts(posts: list[str]) -> Texts:
    ids = [str(n) for n in range(len(posts))]
    return Texts(ids, posts, contest="telaga-biru", day=date(2029, 10, 1))


def _alone(posts: list[str], rule: str) -> list[Match]:
    rows = TOGETHER.match_rows(_texts(posts), only=[rule] * len(posts))
    return [match for _, found in rows for match in found]


@given(posts=st.lists(POSTS, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_each_rule_alone_says_what_it_says_beside_the_others(posts: list[str]) -> None:
    together = TOGETHER.match(_texts(posts))
    for rule in RULES:
        assert _alone(posts, rule.id) == [m for m in together if m.rule_id == rule.id]


def test_a_word_of_another_rule_keeps_no_negation_from_this_one() -> None:
    posts = ["tidak sip lalu lalu dukung BaRa"]
    together = [m for m in TOGETHER.match(_texts(posts)) if m.rule_id == "dekat"]
    assert together == _alone(posts, "dekat")
    assert together[0].lowered_by
