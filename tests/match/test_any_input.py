"""Matching raises for no text, and says the same in any batches and order and with any engine."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import a_rule, a_rule_set

from patroli.match import Matcher, Texts, compile_rules
from patroli.model import Match

FIND = 'within: 8 words\nall: [[dukung~, pilih~], ["{any}", "{sign}"]]'
RULES = a_rule_set(a_rule(FIND, lowered_by=["negation", "question", "news", "all-contestants"]))
MATCHER = compile_rules(RULES)
PLAIN = "dukung pilih Bagas Wiratama Arman Gunadi nomor 2 02 dua tidak tapi . ? , BaRa bara jari"
ODD = ["#DukungBaRa", "@armangunadi_", "✌🏽", "😀", "2️⃣", "é", "É", "\u200b", "\x00", "\ud800", "\n"]
WORDS = st.sampled_from([*PLAIN.split(), *ODD])
POSTS = st.lists(WORDS, max_size=12).map(" ".join)


def _matched(matcher: Matcher, texts: list[str], rows: int = 10_000) -> list[Match]:
    return matcher.match(
        Texts(
            post_id=[str(n) for n in range(len(texts))],
            text=texts,
            contest="telaga-biru",
            day=date(2029, 10, 1),
        ),
        rows,
    )


def _by_text(texts: list[str], found: list[Match]) -> list[tuple[str, Match]]:
    return sorted(((texts[int(m.post_id)], replace(m, post_id="", id="")) for m in found), key=repr)


@given(st.lists(st.one_of(POSTS, st.text(max_size=30)), max_size=20), st.integers(1, 7))
def test_batches_and_order_change_nothing(texts: list[str], rows: int) -> None:
    whole = _matched(MATCHER, texts)
    assert _matched(MATCHER, texts, rows) == whole
    mixed = random.Random(1).sample(texts, len(texts))
    assert _by_text(mixed, _matched(MATCHER, mixed)) == _by_text(texts, whole)


@pytest.mark.parametrize("engine", ["hyperscan", "ahocorasick", "auto"])
def test_many_rows_match_as_few_do_with_every_engine(engine: str) -> None:
    """Above a thousand rows the anchors are scanned first; below, everything at once."""
    rng = random.Random(2)
    words = ["dukung", "Bagas Wiratama", "nomor 2", "tidak", "✌", "#DukungBaRa", "lalu", "kopi."]
    texts = [" ".join(rng.choices(words, k=6)) for _ in range(2_500)]
    matcher = compile_rules(RULES, engine)
    whole = _matched(matcher, texts)
    assert len(whole) > 500
    assert whole == _matched(MATCHER, texts, 100)


def test_arrow_columns_match_as_lists_do() -> None:
    texts = ["Dukung BaRa", "", "kopi", "pilih nomor 2 ✌"] * 600
    expected = _matched(MATCHER, texts)
    for kind in (pa.string(), pa.large_string(), pa.binary()):
        halves = [pa.array(texts[:1_100], kind), pa.array(texts[1_100:], kind)]
        column = pa.chunked_array(halves)
        ids = pa.array([str(n) for n in range(len(texts))])
        found = MATCHER.match(
            Texts(ids, column, contest="telaga-biru", day=date(2029, 10, 1)), 1_050
        )
        assert found == expected


LONG = 5_000_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b\u200d\ufeff" * 50,
        "\ud800\udfff",
        "\x00" * 10,
        "#",
        "##" * 500,
        "🫨🩷" * 20,
        "é" * 100,
        "'" * 100,
        "\xff\xfe ÿ",
        "a" * LONG,
        "dukung BaRa " * (LONG // 12),
        "#dukungbara" * (LONG // 11),
        "tidak " * 1_000 + "dukung BaRa",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_no_text_is_too_strange(text: str) -> None:
    found = _matched(MATCHER, [text, "Saya dukung BaRa", text])
    assert [m for m in found if m.post_id == "1"]
    for match in found:
        assert all(0 <= s.start < s.end <= len(text) for s in match.spans if match.post_id != "1")


def test_bytes_that_are_no_utf8_and_nothing_at_all_are_texts_too() -> None:
    texts: list[object] = [
        None,
        b"\xff dukung BaRa \xc3",
        "dukung BaRa",
        b"dukung \xed\xa0\x80 BaRa",
    ]
    found = MATCHER.match(Texts([1, 2, 3, 4], texts, contest="telaga-biru", day=date(2029, 10, 1)))
    assert [m.post_id for m in found] == ["2", "3", "4"]


def test_ids_of_matches_are_the_same_today_and_tomorrow() -> None:
    one = _matched(MATCHER, ["dukung BaRa"])
    assert one == _matched(compile_rules(RULES), ["dukung BaRa"])
    assert len({m.id for m in _matched(MATCHER, ["dukung BaRa dan ArSi"])}) == 2
