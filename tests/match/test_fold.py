"""Folding against a slow reference that walks one character at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.match.alphabet import BLANK, LEET_SIGNS, ROW, make_alphabet, watchable
from patroli.match.fold import SEPARATOR, fold, fold_words

ALPHABET = make_alphabet(("☝", "✌", "❤", "👌", "\u20e3"))

SAME = {
    "pilih": [
        "PILIH",
        "pilihhh",
        "p1l1h",
        "ｐｉｌｉｈ",
        "𝓹𝓲𝓵𝓲𝓱",
        "píłíh",
        "p\u200bili\u200dh",
        "p!lih",
        "p i l i h",
        "P.I.L.I.H",
        "p-1-l-1-h",
        "ｐ ｉ ｌ ｉ ｈ",
    ],
    "paslon": ["p4slon", "p@slon", "раslоn", "ⓟⓐⓢⓛⓞⓝ"],
    "nomor 2": ["nomor  2", "Nomor-2", "nomor.2"],
    "no 2": ["№ 2", "No.2"],
    "✌": ["✌", "✌🏽", "✌️"],
}


@pytest.mark.parametrize(("word", "written"), [(w, x) for w, xs in SAME.items() for x in xs])
def test_disguised_words_fold_alike(word: str, written: str) -> None:
    assert fold_words([written], ALPHABET) == fold_words([word], ALPHABET)


def test_a_watched_symbol_is_a_word_of_its_own() -> None:
    assert len(fold_words(["Bagas❤️❤️bupatiku"], ALPHABET)[0].split()) == 4


def test_letters_are_no_symbols() -> None:
    assert not any(map(watchable, "aé2#ж😀"[:-1]))
    assert watchable("😀")


def _reference(rows: list[str]) -> tuple[bytes, list[int]]:
    """Folded bytes, and for each the code point of the joined rows it came from (-1: no text)."""
    pairs: list[tuple[int, int]] = [(BLANK, -1)]
    place = 0
    for row in rows:
        for index, char in enumerate(row):
            around = row[index - 1 : index] + row[index + 1 : index + 2]
            size = len(char.encode("utf-8", "surrogatepass"))
            kept = [int(table[ord(char)]) for table in ALPHABET.table[:size]]
            if char.isascii():
                kept = [ALPHABET.ascii[ord(char)]]
                if (
                    char in LEET_SIGNS
                    and len(around) == 2
                    and (around.isascii() and around.isalpha())
                ):
                    kept = [ord(LEET_SIGNS[char])]
            pairs += [(byte, place) for byte in kept if byte]
            place += 1
        pairs += [(BLANK, -1), (ROW, -1), (BLANK, -1)]
    pairs = _letter_by_letter(pairs)
    kept_pairs = [p for i, p in enumerate(pairs) if i == 0 or p[0] != pairs[i - 1][0]]
    return bytes(p[0] for p in kept_pairs), [p[1] for p in kept_pairs]


def _letter_by_letter(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Four letters and more, each alone between single blanks, without these blanks."""
    gone: set[int] = set()
    start = 0
    while start < len(pairs):
        end = start
        while (
            end + 2 < len(pairs)
            and pairs[end][0] == pairs[end + 2][0] == BLANK
            and chr(pairs[end + 1][0]) in "abcdefghijklmnopqrstuvwxyz"
        ):
            end += 2
        letters = {chr(pairs[n][0]) for n in range(start + 1, end, 2)}
        if end - start >= 8 and letters - set("oieast"):
            gone |= set(range(start + 2, end, 2))
        start = max(end, start + 1)
    return [pair for n, pair in enumerate(pairs) if n not in gone]


ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aAb1023   .#@!$'☝✌❤👌🏽\u200b\ufe0f\u20e3жα№ﬁⅡé😀\ud800\x00"),
    ),
    max_size=40,
)


@given(st.lists(ANY_TEXT, max_size=6))
def test_folding_is_what_one_character_at_a_time_gives(rows: list[str]) -> None:
    data = [row.encode("utf-8", "surrogatepass") for row in rows]
    joined = b" " + b"".join(row + SEPARATOR for row in data)
    folded = fold(joined, ALPHABET, None, origins=True)
    expected, places = _reference(rows)
    assert folded.data == expected
    assert len(folded.row_ends) == len(rows)
    assert fold(joined, ALPHABET, None, origins=False).data == folded.data
    points = _points(rows)
    found = [points.get(int(origin), -1) for origin in folded.origin]
    assert [(f, p) for f, p in zip(found, places, strict=True) if p >= 0 and f != p] == []


def _points(rows: list[str]) -> dict[int, int]:
    """From each byte of the joined rows to its code point."""
    found: dict[int, int] = {}
    byte, point = 1, 0
    for row in rows:
        for char in row:
            for _ in char.encode("utf-8", "surrogatepass"):
                found[byte] = point
                byte += 1
            point += 1
        byte += len(SEPARATOR)
    return found
