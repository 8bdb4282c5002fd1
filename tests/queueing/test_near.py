"""Which texts are one item."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from patroli.queueing.near import LONGEST_COMPARED, fold_for_sameness, group_texts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ayo dukung BaRa", "ayo  dukung\nbara!!!", True),
        ("Ayo dukung BaRa", "Ａｙｏ dukung Ba\u200bRa", True),
        ("Coblos nomor 2", "Coblos nomor 3", False),
        ("Mantap ☝", "Mantap ✌", False),
        ("...", "!!!", False),
        ("", "", True),
    ],
)
def test_reposting_changes_nothing_but_digits_and_symbols_do(
    one: str, other: str, same: bool
) -> None:
    assert (fold_for_sameness(one) == fold_for_sameness(other)) is same


@given(
    st.lists(st.text("abcd ✌\ud800", max_size=12), max_size=14),
    st.sampled_from([0.0, 0.2, 0.5, 0.7, 0.9, 1.0]),
)
@settings(deadline=None)
def test_grouping_equals_comparing_every_text_with_every_leader(
    texts: list[str], threshold: float
) -> None:
    folded = [fold_for_sameness(text) for text in texts]
    expected: list[int] = []
    for index, text in enumerate(folded):
        leaders = sorted(set(expected))
        same = (expected[n] for n in range(index) if folded[n] == text)
        near = (
            n for n in leaders if threshold < 1 and fuzz.ratio(text, folded[n]) >= threshold * 100
        )
        expected.append(next(same, next(near, index)))
    assert group_texts(texts, threshold) == expected


def test_a_very_long_text_is_grouped_only_with_the_very_same_text() -> None:
    long = "kata " * LONGEST_COMPARED
    assert group_texts([long, long + " lagi", long.upper()], 0.9) == [0, 1, 0]


def test_no_chain_links_texts_that_are_not_near_each_other() -> None:
    texts = ["a" * 20, "a" * 18 + "bb", "a" * 16 + "bbbb"]
    assert group_texts(texts, 0.9) == [0, 0, 2]
