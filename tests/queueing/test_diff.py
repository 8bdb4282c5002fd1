"""What changed between two versions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from patroli.queueing.diff import changes

texts = st.lists(st.sampled_from(["a", "b", "cc", ",", "!"]), max_size=8).map(" ".join)


@given(texts, texts)
@settings(deadline=None)
def test_both_versions_can_be_read_back_from_a_short_difference(before: str, after: str) -> None:
    found = changes(before, after)
    if before == after:
        assert found == ()
        return
    assert "".join(c.text for c in found if c.what in ("same", "gone")) == before
    assert "".join(c.text for c in found if c.what in ("same", "new")) == after


def test_a_change_in_a_long_text_is_shown_with_a_few_words_around_it() -> None:
    filler = "kata " * 50_000
    found = changes(filler + "dukung " + filler, filler + "pilih " + filler)
    assert [(c.what, c.text) for c in found if c.what in ("gone", "new")] == [
        ("gone", "dukung"),
        ("new", "pilih"),
    ]
    assert sum(len(c.text) for c in found) < 200


def test_two_altogether_different_long_texts_are_not_compared_word_by_word() -> None:
    found = changes("satu " * 50_000, "dua " * 50_000)
    assert [c.what for c in found[:2]] == ["gone", "new"]
    assert "kata)" in found[0].text


def test_two_texts_that_share_little_are_one_change_and_not_a_patchwork() -> None:
    found = changes("Teman kita semua dukung dia, satu suara", "Hujan kita sedia payung, ya")
    assert [c.what for c in found] == ["gone", "new"]


def test_a_space_between_two_changed_words_belongs_to_the_change() -> None:
    found = changes("pagi ini kita ayo dukung dua besok", "pagi ini kita mari pilih dua besok")
    assert [(c.what, c.text) for c in found if c.what != "same"] == [
        ("gone", "ayo dukung"),
        ("new", "mari pilih"),
    ]


def test_one_word_as_long_as_a_post_is_shown_by_its_ends() -> None:
    told = changes("a" * 500_000, "b" * 500_000)
    assert [change.what for change in told] == ["gone", "new"]
    assert all("498.000 karakter tidak ditampilkan" in change.text for change in told)
    assert sum(len(change.text) for change in told) < 5_000
