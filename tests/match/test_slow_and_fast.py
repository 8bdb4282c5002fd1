"""However matching is sped up, it says what the slow way says, one character at a time."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import a_rule, a_rule_set
from tests.match import slow

from patroli.match import Matcher, Texts, Workers, compile_rules
from patroli.match.fold import fold
from patroli.match.kernel import QuickFold, available
from patroli.match.rows import joined, laid
from patroli.match.scan import FEW_ROWS
from patroli.model import Match

CLOSE = a_rule(
    'within: 3 words\nall: [[dukung~, "dukung {number}", sip], ["{any}", "{sign}"]]',
    id="dekat", lowered_by=["negation", "question"],
)  # fmt: skip
CHAIN = a_rule(
    "within: 2 words\nsame: sentence\n"
    "all: [[hadir], [kampanye]]\nany: [[ayo], ['{name}'], [bersama]]\nat_least: 1",
    id="rantai",
)  # fmt: skip
LOOSE = a_rule("all: [[lanjutkan], ['{short}', '{tag}']]\nnone: [[batal]]", id="lepas")
RULES = a_rule_set(CLOSE, CHAIN, LOOSE)
DAY = date(2029, 10, 1)

needs_numba = pytest.mark.skipif(not available(), reason="numba is not installed")
MATCHERS = [
    pytest.param(compile_rules(RULES, loops=False), id="columns"),
    pytest.param(compile_rules(RULES, "ahocorasick", loops=False), id="ahocorasick"),
    *([pytest.param(compile_rules(RULES, loops=True), id="loops")] if available() else []),
]
PLAIN = """
dukung mendukung sip pilih hadir kampanye ayo bersama lanjutkan batal tidak bukan dan Bagas Wiratama
Arman Gunadi BaRa nomor 2 02 1 Bahari d u k u n g k o p i satu . , ? ! lalu kopi itu
"""
ODD = (
    "#DukungBaRa", "#ArSiUntukSemua", "#dukung_bara!", "d.u.k.u.n.g", "dukuuung", "dvkung",
    "d@kung", "duk\u200bung", "ＤＵＫＵＮＧ", "✌🏽", "☝", "😀", "é", "É", "\ud800", "\n", "\x00",
    "'", "b@r@", "#", "s i p", "😀 😀 😀 😀", "@armangunadi_",
)  # fmt: skip
POST = st.lists(st.sampled_from([*PLAIN.split(), *ODD]), max_size=14).map(" ".join)
POSTS = st.lists(st.one_of(POST, st.text(max_size=20)), min_size=1, max_size=12)
FILLING = ["kopi pagi"] * FEW_ROWS


def _texts(posts: list[str]) -> Texts:
    return Texts([str(n) for n in range(len(posts))], posts, contest="telaga-biru", day=DAY)


def _slow(posts: list[str]) -> list[Match]:
    return slow.matches(MATCHERS[0].values[0], posts, "telaga-biru", DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("matcher", MATCHERS)
@given(posts=POSTS, rows=st.integers(1, 600))
@settings(max_examples=60, deadline=None)
def test_every_way_of_matching_is_the_slow_way(
    matcher: Matcher, posts: list[str], rows: int
) -> None:
    """Few rows are scanned once; behind a thousand others the anchors are looked for first."""
    expected = _slow(posts)
    assert matcher.match(_texts(posts), rows) == expected
    assert matcher.match(_texts([*posts, *FILLING]), rows + FEW_ROWS // 2) == expected


def test_the_slow_way_finds_what_there_is_to_find() -> None:
    posts = ["Saya d u k u n g BaRa", "Ayo hadir kampanye", "lanjutkan #ArSiUntukSemua", "kopi"]
    assert {(m.post_id, m.rule_id) for m in _slow(posts)} == {
        ("0", "dekat"), ("1", "rantai"), ("2", "lepas"),
    }  # fmt: skip
    assert not _slow(["dukung kopi kopi kopi kopi BaRa", "hadir kampanye", "batal lanjutkan BaRa"])


def test_processes_and_arrow_are_the_slow_way_too() -> None:
    posts = [f"{PLAIN.split()[n % 31]} dukung {ODD[n % len(ODD)]} BaRa" for n in range(2_500)]
    posts = [post for post in posts if post.isascii() or "\ud800" not in post]
    expected = _slow(posts)
    assert len(expected) > 500
    ids = pa.array([str(n) for n in range(len(posts))])
    texts = Texts(ids, pa.chunked_array([posts[:7], posts[7:]]), contest="telaga-biru", day=DAY)
    with Workers(compile_rules(RULES), 2) as workers:
        assert workers.match(texts) == expected


@needs_numba
@given(st.lists(st.one_of(POST, st.text(max_size=30), st.just("#DukungBaRa #a_b")), max_size=8))
@settings(deadline=None)
def test_compiled_loops_fold_what_columns_fold_but_for_rows_they_call_odd(posts: list[str]) -> None:
    program = MATCHERS[0].values[0].program  # type: ignore[union-attr]
    rows = [post.encode("utf-8", "surrogatepass") for post in posts]
    whole = fold(joined(rows), program.alphabet, program.splitter, origins=False)
    expected = whole.data.split(b"\xff")
    loops = QuickFold(program.alphabet, program.splitter)
    odd = [np.ones(len(rows), np.bool_)]
    for _ in range(4):
        quick = loops.fold(*laid(rows))
        assert len(quick.row_ends) == len(rows)
        assert all(quick.data[end] == 0xFF for end in quick.row_ends.tolist())
        pairs = zip(quick.data.split(b"\xff"), expected, quick.odd.tolist(), strict=False)
        assert all(ours == theirs for ours, theirs, is_odd in pairs if not is_odd)
        odd.append(quick.odd)
    assert not (odd[-1] & ~odd[1]).any()


@needs_numba
def test_the_loops_know_the_same_numbers_as_the_alphabet() -> None:
    from patroli.match import alphabet, loops

    assert (loops.DROP, loops.BLANK, loops.ROW) == (alphabet.DROP, alphabet.BLANK, alphabet.ROW)
    assert len(alphabet.LEET_SIGNS) < loops.TAG < loops.LEAD < alphabet.BLANK


@needs_numba
def test_a_tag_is_odd_only_until_it_is_known() -> None:
    program = MATCHERS[0].values[0].program  # type: ignore[union-attr]
    loops = QuickFold(program.alphabet, program.splitter)
    first, again = (loops.fold(*laid([b"#DukungBaRa", b"kopi"])) for _ in range(2))
    assert first.odd.tolist() == [True, False]
    assert again.odd.tolist() == [False, False]
    assert again.data == b" dukung bara \xff kopi \xff "


@needs_numba
def test_bytes_that_are_no_utf8_are_odd_and_never_read_beyond() -> None:
    program = MATCHERS[0].values[0].program  # type: ignore[union-attr]
    loops = QuickFold(program.alphabet, program.splitter)
    broken = [b"\xf0\x9f", b"\xc3", b"\xe2(\xa1", b"\xf4\xbf\xbf\xbf", b"a\xe2\x9c", b"kopi"]
    assert loops.fold(*laid(broken)).odd.tolist() == [True] * 5 + [False]


@needs_numba
def test_more_tags_than_can_be_remembered_change_nothing() -> None:
    matcher = compile_rules(RULES, loops=True)
    filler = [f"#kopi{n}Pagi{n}" for n in range(40_000)]
    said = ["lanjutkan #ArSiUntukSemua", *filler, "lanjutkan #ArSiUntukSemua"]
    assert [m.post_id for m in matcher.match(_texts(said))] == ["0", "40001"]


ANSWER = a_rule("all: [[sip, hadir], [ayo, kopi]]", id="jawab", where={"parent": ["contestant"]})
ANSWERED = a_rule_set(CLOSE, ANSWER)
ROLE = st.sampled_from(["", "contestant", "team"])
ANSWERING = [
    pytest.param(compile_rules(ANSWERED, loops=loops), id="loops" if loops else "columns")
    for loops in (False, *([True] if available() else []))
]


@pytest.mark.parametrize("matcher", ANSWERING)
@given(said=st.lists(st.tuples(POST, ROLE), min_size=1, max_size=12), rows=st.integers(1, 700))
@settings(max_examples=40, deadline=None)
def test_answers_among_many_other_posts_match_as_each_alone(
    matcher: Matcher, said: list[tuple[str, str]], rows: int
) -> None:
    """What only answers are asked is looked for in no other row, and missed in none of them."""

    def found(many: list[tuple[str, str]]) -> list[Match]:
        ids, (posts, roles) = [str(n) for n in range(len(many))], zip(*many, strict=True)
        texts = Texts(ids, posts, contest="telaga-biru", day=DAY, parent_role=roles)
        return matcher.match(texts, rows)

    alone = [
        replace(match, post_id=str(n), id="")
        for n, one in enumerate(said)
        for match in found([one])
    ]
    many = found([*said, *((post, "") for post in FILLING)])
    assert [replace(m, id="") for m in many if int(m.post_id) < len(said)] == alone
    assert all(said[int(m.post_id)][1] == "contestant" for m in many if m.rule_id == "jawab")


def test_an_answer_is_found_among_many_other_posts() -> None:
    posts = ["sip kopi", "sip kopi", *FILLING]
    roles = ["", "contestant", *("" for _ in FILLING)]
    ids = [str(n) for n in range(len(posts))]
    texts = Texts(ids, posts, contest="telaga-biru", day=DAY, parent_role=roles)
    found = compile_rules(ANSWERED).match(texts)
    assert [(m.post_id, m.rule_id) for m in found] == [("1", "jawab")]


OWN = a_rule("all: [[sip, hadir], [ayo, kopi]]", id="sendiri", where={"role": ["asn"]})
BOTH = a_rule(
    "all: [[sip], [kopi]]", id="berdua", where={"role": ["asn", "news"], "parent": ["team"]}
)
SPEAKING = compile_rules(a_rule_set(CLOSE, ANSWER, OWN, BOTH))
ROLES = ("", "asn", "news", "contestant", "team", "siapa", None)


@pytest.mark.parametrize("kind", ["lists", "arrays", "chunks"])
def test_roles_and_days_count_the_same_in_any_kind_of_column(kind: str) -> None:
    """With a thousand other rows about, told as each row alone tells it."""
    said = list(product(("sip kopi", "hadir ayo", "dukung BaRa"), ROLES, ROLES))
    said += [("kopi pagi", role, None) for role in ROLES] * 150
    random.Random(1).shuffle(said)
    posts, authors, parents = map(list, zip(*said, strict=True))
    days = [datetime(2029, 10, 1 + n % 20, 23, tzinfo=UTC) for n in range(len(said))]
    plain: dict[str, list[Any]] = {
        "post_id": [str(n) for n in range(len(said))], "text": posts, "author_role": authors,
        "parent_role": parents, "published_at": days, "zone": ["Asia/Jayapura"] * len(said),
    }  # fmt: skip
    columns: dict[str, Any] = {name: _laid_out(each, kind) for name, each in plain.items()}
    found = SPEAKING.match(Texts(**columns, contest="telaga-biru"), 400)
    rows: list[dict[str, Any]] = [
        {name: [values[n]] for name, values in plain.items()} for n in range(len(said))
    ]
    alone = [m for row in rows for m in SPEAKING.match(Texts(**row, contest="telaga-biru"))]
    assert found == alone
    assert {match.rule_id for match in found} == {"dekat", "jawab", "sendiri", "berdua"}


def _laid_out(values: list[Any], kind: str) -> Any:
    if kind == "lists":
        return values
    if kind == "arrays":
        return pa.array(values)
    cut = [pa.array(values[first : first + 170]) for first in range(0, len(values), 170)]
    return pa.chunked_array(cut)
