"""Hashtags in, the places where a blank belongs inside them out.

Borders are a change from small to capital letters, between letters and digits, and around words the
rules know (`#coblos01sudahterbukti`, `#sayapilihbagas`). A tag is split once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Indices = npt.NDArray[np.int64]

_TAG = re.compile(rb"[0-9A-Za-z_\x80-\xf4]+")
IN_TAG = np.array([_TAG.fullmatch(bytes([byte])) is not None for byte in range(256)])
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|_+")
_LITTLE = """
aku ku kita kami kitong torang yuk ayo yok mari saya tim fix go gas for untuk buat utk pak bu no
nomor dan we all in dong ya tetap lagi yang di ke hari ini siap ikut oke ok aja wae bae
"""
_FILLERS = frozenset(_LITTLE.split())
"""Little words that may be left between words the rules know."""

WINDOW = 48
"""Bytes of tags that are compared in columns; longer ones, which are rare, one by one."""

_AT_ONCE = 20_000
_MULTIPLIERS = (np.arange(WINDOW // 8, dtype=np.uint64) * 2 + 1) * np.uint64(0x9E3779B97F4A7C15)

LONGEST_TAG = 200
REMEMBERED = 200_000


class TagSplitter:
    """Splits hashtags with the words of one rule set. What it remembers changes no result."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(w for w in words if len(w) >= 3 and w.isascii() and w.isalpha())
        self._longest = max(map(len, self._words), default=0)
        self._known: dict[bytes, tuple[int, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether it is one of the words."""
        return word in self._words

    def cuts(self, joined: bytes) -> Indices:
        """Ascending byte indices of `joined` before which a blank belongs.

        Where tags stand is worked out in columns; each distinct tag is looked at once.
        """
        data = np.frombuffer(joined, np.uint8)
        starts = np.flatnonzero(data == ord("#")) + 1
        if not len(starts):
            return starts
        windows = sliding_window_view(np.append(data, np.zeros(WINDOW, np.uint8)), WINDOW)
        parts = range(0, len(starts), _AT_ONCE)
        found = [self._cuts(joined, windows, starts[n : n + _AT_ONCE]) for n in parts]
        return np.concatenate(found)

    def _cuts(self, joined: bytes, windows: npt.NDArray[np.uint8], starts: Indices) -> Indices:
        seen = windows[starts]
        inside = np.logical_and.accumulate(IN_TAG[seen], axis=1)
        seen[~inside] = 0
        first, which = _distinct(seen)
        split = self.split
        offsets = [
            split(joined[start : start + size]) if size < WINDOW else ()
            for start, size in zip(
                starts[first].tolist(), inside[first].sum(axis=1).tolist(), strict=True
            )
        ]
        long = np.flatnonzero(inside[:, -1])
        if len(long):
            which[long] = np.arange(len(offsets), len(offsets) + len(long))
            for start in starts[long].tolist():
                tag = _TAG.match(joined, start)
                offsets.append(self.split(tag.group()) if tag else ())
        return _spread(starts, which, offsets)

    def split(self, tag: bytes) -> tuple[int, ...]:
        """Offsets inside one tag (without its #)."""
        offsets = self._known.get(tag)
        if offsets is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            offsets = self._known[tag] = self._split(tag)
        return offsets

    def _split(self, tag: bytes) -> tuple[int, ...]:
        text = tag.decode("latin-1")
        if len(text) > LONGEST_TAG:
            return ()
        pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text)]
        borders: list[int] = []
        for start, end in self._joined(text, pieces):
            borders += [start, *(start + cut for cut in self._inside(text[start:end].lower()))]
        return tuple(sorted({border for border in borders if border > 0}))

    def _joined(self, text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Neighbouring pieces that are one known word together (`Ba` + `Ra`) stay together."""
        merged: list[tuple[int, int]] = []
        index = 0
        while index < len(pieces):
            start, end = pieces[index]
            step = 1
            for width in (3, 2):
                last = pieces[index + width - 1] if index + width <= len(pieces) else None
                if last and text[start : last[1]].lower() in self._words:
                    end, step = last[1], width
                    break
            merged.append((start, end))
            index += step
        return merged

    def _inside(self, piece: str) -> list[int]:
        """Borders around known words inside one run of letters, if what is left over makes sense.

        Left over may be nothing, a little word, or four letters and more beside a known word of
        five: so `pemenang` is never cut into `pe` and `menang`.
        """
        if len(piece) < 7 or piece in self._words or not piece.isalpha():
            return []
        best = self._best(piece)
        if best is None:
            return []
        parts, left = best
        known = [piece[a:b] for a, b in parts]
        if not known or not all(x in _FILLERS or len(x) >= 4 for x in left):
            return []
        if left and max(map(len, known)) < 5:
            return []
        return sorted({border for part in parts for border in part if 0 < border < len(piece)})

    def _best(self, piece: str) -> tuple[list[tuple[int, int]], list[str]] | None:
        """Known words that cover most letters with fewest words; and what they leave over."""
        size = len(piece)
        state: list[tuple[int, int, list[tuple[int, int]]]] = [(0, 0, [])]
        for end in range(1, size + 1):
            covered, words, parts = state[end - 1]
            best = (covered, words, parts)
            for start in range(max(0, end - self._longest), end - 2):
                if piece[start:end] in self._words:
                    before = state[start]
                    option = (before[0] + end - start, before[1] - 1, [*before[2], (start, end)])
                    best = max(best, option, key=lambda o: (o[0], o[1]))
            state.append(best)
        parts = state[size][2]
        borders = [0, *(b for part in parts for b in part), size]
        left = [piece[a:b] for a, b in zip(borders[::2], borders[1::2], strict=True) if a < b]
        return (parts, left) if parts else None


def _distinct(rows: npt.NDArray[np.uint8]) -> tuple[Indices, Indices]:
    """Where each distinct row first stands, and which of them each row is."""
    words = np.ascontiguousarray(rows).view(np.uint64)
    sums = (words ^ words >> np.uint64(29)) @ _MULTIPLIERS
    _, first, which = np.unique(sums, return_index=True, return_inverse=True)
    if not np.array_equal(words[first[which]], words):
        _, first, which = np.unique(words, axis=0, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def _spread(starts: Indices, which: Indices, offsets: list[tuple[int, ...]]) -> Indices:
    """Every start plus each offset of its own."""
    counts = np.array([len(each) for each in offsets], np.int64)
    flat = np.array([offset for each in offsets for offset in each], np.int64)
    begins = np.cumsum(counts) - counts
    each = counts[which]
    nth = np.arange(int(each.sum())) - np.repeat(np.cumsum(each) - each, each)
    return np.repeat(starts, each) + flat[np.repeat(begins[which], each) + nth]
