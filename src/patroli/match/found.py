"""Folded rows and what was found in them in, words by row and their places in the original out.

All that can be worked out for many rows at once is; what is kept of a row until it is judged are
numbers in columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from patroli.match.alphabet import BLANK
from patroli.match.fold import Folded, Indices
from patroli.match.phrases import Phrases, Span

MOST_HITS = 4_000
"""Hits of one row that are judged; a text that holds more is spam whose first part says enough."""


class Hit(NamedTuple):
    """One literal, or a phrase that was met, in one row."""

    literal: int
    first_word: int
    last_word: int
    words: tuple[tuple[int, int], ...]
    """Of each of its words the first code point in the row, and one past the last."""


class Found:
    """All that was found in some rows. Words are counted from the first of each row."""

    def __init__(self, folded: Folded, numbers: Indices, ends: Indices) -> None:
        self.numbers = numbers
        self.rows = folded.rows_of(ends - 1)
        blanks, first_blanks = _words(folded)
        self._data, self._blanks, self._first_blanks = folded.data, blanks, first_blanks.tolist()
        self._lasts = np.searchsorted(blanks, ends - 1) - first_blanks[self.rows]
        self._starts = np.searchsorted(self.rows, np.arange(len(first_blanks))).tolist()

    def spans(self, row: int, phrases: Phrases) -> list[Span]:
        """The words of the hits of a row, and of the phrases around them, by their ends."""
        low, high = self._starts[row : row + 2]
        some = slice(low, min(high, low + MOST_HITS))
        first, end = self._first_blanks[row : row + 2]
        return phrases.spans(
            self._data,
            self._blanks[first:end].tolist(),
            self.numbers[some].tolist(),
            self._lasts[some].tolist(),
        )


class Places:
    """Where the words of the spans of some rows stand in their originals."""

    def __init__(self, joined: bytes, folded: Folded, spans: Sequence[Sequence[Span]]) -> None:
        """The rows as they were joined, the same folded with the way back, and spans of each."""
        self._spans = spans
        blanks, first_blanks = _words(folded)
        of_row = np.repeat(np.arange(len(spans)), list(map(len, spans)))
        flat = [span for row in spans for span in row]
        first = np.array([span[1] for span in flat], np.int64)
        sizes = np.array([span[2] for span in flat], np.int64) - first
        ends = np.cumsum(sizes)
        word = np.arange(int(sizes.sum())) + np.repeat(
            first + first_blanks[of_row] - ends + sizes, sizes
        )
        begins = np.append(1, folded.origin[folded.row_ends] + 2)[np.repeat(of_row, sizes)]
        point = _code_points(joined)
        lefts = point(folded.origin[blanks[word] + 1]) - point(begins)
        rights = point(folded.origin[blanks[word + 1]] - 1) + 1 - point(begins)
        self._places = list(zip(lefts.tolist(), rights.tolist(), strict=True))
        counts = np.append(0, ends)[np.cumsum([0, *map(len, spans)])]
        self._first_places = counts.tolist()

    def hits(self, row: int, wants: Callable[[int], bool]) -> list[Hit]:
        """The spans of a row whose literal is wanted, with the places of their words."""
        found: list[Hit] = []
        done = self._first_places[row]
        for number, first, end in self._spans[row]:
            until = done + end - first
            if wants(number):
                found.append(Hit(number, first, end - 1, tuple(self._places[done:until])))
            done = until
        return found


def _code_points(data: bytes) -> Callable[[Indices], Indices]:
    """From bytes of UTF-8 to the number of the code point that each belongs to."""
    if data.isascii():
        return lambda places: places
    counts = np.cumsum((np.frombuffer(data, np.uint8) & 0xC0) != 0x80)
    return lambda places: counts[places]


def _words(folded: Folded) -> tuple[Indices, Indices]:
    """Where the blanks between words stand, and which is the first of each row; one more."""
    blanks = np.flatnonzero(np.frombuffer(folded.data, np.uint8) == BLANK)
    return blanks, np.searchsorted(blanks, np.append(0, folded.row_ends))
