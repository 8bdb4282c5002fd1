"""Rows in, the same rows folded out, by a loop that numba compiles: a third of the time of columns.

Only the first look at many rows asks for it, and only where numba is installed (`patroli[fast]`).
It folds as `fold` does, but for rows that it marks as odd: those with words written letter by
letter, with bytes that are no UTF-8, or with a hashtag that it has not met. They are looked at
again by `fold` itself, so that no row is judged otherwise with numba than without.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import DROP, LEET_SIGNS, Alphabet, Bytes
from patroli.match.hashtags import IN_TAG, TagSplitter

Indices = npt.NDArray[np.int64]

_SIGNS = np.array([DROP, *(ord(letter) for letter in LEET_SIGNS.values())], np.uint8)
_PER_ROW = 3
"""Bytes that a row's end adds."""

_PLACES = 1 << 15
"""Places for tags that are known; a power of two."""
_MOST_TAGS = _PLACES // 2
_MOST_BYTES = 1 << 19


@dataclass(frozen=True, eq=False)
class Quick:
    """Folded rows, as `Folded` has them, without the way back; and which of them are odd."""

    data: bytes
    row_ends: Indices
    odd: npt.NDArray[np.bool_]


def available() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


def make_quick_fold(alphabet: Alphabet, splitter: TagSplitter) -> QuickFold:
    """A quick fold whose loops are ready.

    Raises ImportError, RuntimeError or OSError where numba cannot be used: it is of another numpy,
    or has no folder to keep what it compiles in.
    """
    made = QuickFold(alphabet, splitter)
    made.fold(np.frombuffer(b"#a", np.uint8), np.array([0, 2]))
    return made


def _loops() -> Any:
    """Imported when first asked for: numba is an extra, and takes a moment."""
    from patroli.match import loops

    return loops


class QuickFold:
    """Folds rows, and remembers the tags it met. What it remembers changes no match."""

    def __init__(self, alphabet: Alphabet, splitter: TagSplitter) -> None:
        self._alphabet, self._splitter = alphabet, splitter
        self._table = _table(alphabet)
        self._forget()

    def fold(self, data: Bytes, starts: Indices) -> Quick:
        """Fold rows that lie one after the other, row n from `starts[n]` to `starts[n + 1]`."""
        rows = len(starts) - 1
        room = 2 * len(data) + _PER_ROW * rows + 3 * _loops().BLOCK
        out = np.empty(room, np.uint8)
        row_ends, odd = np.empty(rows, np.int64), np.zeros(rows, np.bool_)
        unknown = np.empty((rows, 2), np.int64)
        size, met = _loops().fold_rows(
            data, starts, self._table, *self._alphabet.table, _SIGNS, IN_TAG,
            self._places, self._known, self._bytes, self._cuts,
            out, row_ends, odd, unknown,
        )  # fmt: skip
        for start, end in unknown[:met].tolist():
            self._learn(data[start:end])
        return Quick(out[:size].tobytes(), row_ends, odd)

    def _forget(self) -> None:
        self._places = np.zeros(_PLACES, np.int64)
        self._known = np.zeros((_MOST_TAGS + 1, 4), np.int64)
        self._bytes, self._cuts = np.zeros(_MOST_BYTES, np.uint8), np.zeros(_MOST_BYTES, np.int64)
        self._size = self._bytes_used = self._cuts_used = 0

    def _learn(self, tag: Bytes) -> None:
        if len(tag) > _MOST_BYTES:
            return
        cuts = self._splitter.split(tag.tobytes())
        full = self._size == _MOST_TAGS or (
            max(self._bytes_used + len(tag), self._cuts_used + len(cuts)) > _MOST_BYTES
        )
        if full:
            self._forget()
        place = _loops().place_of(tag, 0, len(tag), self._places, self._known, self._bytes)
        if self._places[place]:
            return
        self._size += 1
        self._places[place] = self._size
        first, cut = self._bytes_used, self._cuts_used
        self._bytes_used, self._cuts_used = first + len(tag), cut + len(cuts)
        self._bytes[first : self._bytes_used] = tag
        self._cuts[cut : self._cuts_used] = cuts
        self._known[self._size] = first, self._bytes_used, cut, self._cuts_used


def _table(alphabet: Alphabet) -> Bytes:
    table = np.frombuffer(bytearray(alphabet.ascii), np.uint8)
    table[0xC2:0xF5] = _loops().LEAD
    for mark, sign in enumerate(LEET_SIGNS, 1):
        table[ord(sign)] = mark
    table[ord("#")] = _loops().TAG
    return table
