"""Collected text as pieces: nothing lost, nothing moved, nothing unseen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patroli.model import Span
from patroli.queueing.marks import MOST, WHOLE, Piece, excerpt, marked, visible


def whole(pieces: tuple[Piece, ...]) -> str:
    """The text the pieces were cut from, where none is skipped."""
    return "".join(chr(int(p.hidden[2:], 16)) if p.hidden else p.text for p in pieces)


spans_of = st.lists(
    st.builds(
        lambda start, size, what: Span(start, start + size, what, ""),
        st.integers(-2, 40),
        st.integers(-1, 12),
        st.sampled_from(["target", "signal", "lowered", "unknown"]),
    ),
    max_size=6,
)


@given(st.text("ab \u202e\x00\ud800✌\n", max_size=40), spans_of)
@settings(deadline=None)
def test_pieces_hold_the_whole_text_and_each_highlight_where_it_was(
    text: str, spans: list[Span]
) -> None:
    pieces = marked(text, spans)
    assert whole(pieces) == text
    kinds = [p.kinds for p in pieces for _ in (p.text or "x")]
    for at, here in enumerate(kinds):
        covering = {s.what for s in spans if 0 <= s.start <= at < s.end}
        assert set(here) == covering - {"unknown"}


def test_a_long_text_shows_its_beginning_and_every_highlight_at_its_right_place() -> None:
    filler = "panjang sekali " * 400
    text = filler + "dukung Bagas" + filler + "pilih dua" + filler
    spans = [
        Span(text.index(word), text.index(word) + len(word), "signal", "")
        for word in ("dukung", "pilih")
    ]
    pieces = excerpt(text, spans)
    assert [p.text for p in pieces if p.kinds] == ["dukung", "pilih"]
    assert pieces[0].text.startswith("panjang")
    position = 0
    for piece in pieces:
        if not piece.skipped:
            assert text[position : position + len(piece.text)] == piece.text
        position += piece.skipped or len(piece.text)
    assert position == len(text)
    assert sum(len(p.text) for p in pieces) < 2_000


def test_five_megabytes_of_highlights_are_shown_in_a_few_thousand_characters() -> None:
    text = "dukung Bagas \x00" * 360_000
    spans = [Span(at, at + 6, "signal", "") for at in range(0, len(text), 1400)]
    shown = excerpt(text, spans)
    assert sum(len(p.text) for p in shown) <= MOST + 40
    assert sum(p.skipped or len(p.text) or 1 for p in shown) == len(text)


def test_a_short_text_is_never_shortened() -> None:
    text = "x" * WHOLE
    assert whole(excerpt(text, [])) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("\x00\x1b", "⟨U+0000⟩⟨U+001B⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("baris\r\nbaru\ttab", "baris\r\nbaru\ttab"),
        ("satu\rdua", "satu⟨U+000D⟩dua"),
        ("👩🏽\u200d🏫 ❤️", "👩🏽\u200d🏫 ❤️"),
    ],
)
def test_a_sign_that_cannot_be_seen_is_spelled(text: str, shown: str) -> None:
    assert visible(text) == shown
