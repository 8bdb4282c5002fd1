"""Texts in, groups of the same or nearly the same out. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

LONGEST_COMPARED = 10_000
"""Longer texts are grouped only when they are the same: comparing costs length times length."""

BUCKETS = 32
Row = npt.NDArray[np.int16]


def fold_for_sameness(text: str) -> str:
    """A text without what re-posting changes: case, width, spaces, punctuation, invisible signs.

    Digits and symbols stay: `2` and `3`, or another emoji, are another text. A text of nothing
    but punctuation stays as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(" " if _drops(sign) else sign for sign in folded if sign not in _INVISIBLE)
    return " ".join(words.split()) or text


def group_texts(texts: Sequence[str], threshold: float) -> list[int]:
    """For each text the index of its group's first text.

    The texts' order decides who leads: a text joins the first leader it is near to, so every
    member is near to what the reader sees in front, and no chain links far ends. Near means a
    normalised indel similarity (rapidfuzz `ratio`) of at least `threshold` (0..1).
    """
    folded = [fold_for_sameness(text) for text in texts]
    first: dict[str, int] = {}
    for index, text in enumerate(folded):
        first.setdefault(text, index)
    leader_of = _lead([folded[i] for i in first.values()], threshold)
    lead_index = dict(zip(first, leader_of, strict=True))
    unique = list(first.values())
    return [unique[lead_index[text]] for text in folded]


def _lead(texts: list[str], threshold: float) -> list[int]:
    """For each of these different texts the index of its leader.

    Only texts that can be near are compared: the lengths and the counts of letters bound the
    ratio from above, so nothing near is missed.
    """
    if threshold >= 1:
        return list(range(len(texts)))
    leaders = _Leaders(texts, threshold)
    return [leaders.place(index) for index in range(len(texts))]


class _Leaders:
    """The leaders so far, by length."""

    def __init__(self, texts: list[str], threshold: float) -> None:
        self.texts = texts
        self.threshold = threshold
        self.by_length: dict[int, list[int]] = defaultdict(list)
        self.rows: dict[int, _Rows] = defaultdict(_Rows)

    def place(self, index: int) -> int:
        """The leader of this text, itself if it is near to none."""
        text = self.texts[index]
        if len(text) > LONGEST_COMPARED:
            return index
        row = _counts(text)
        bucket = len(text).bit_length()
        near = [i for b in self._buckets(len(text)) for i in self._possible(b, text, row)]
        cutoff = self.threshold * 100
        for leader in sorted(near):
            if fuzz.ratio(text, self.texts[leader], score_cutoff=cutoff) >= cutoff:
                return leader
        self.by_length[bucket].append(index)
        self.rows[bucket].append(row, len(text))
        return index

    def _buckets(self, size: int) -> list[int]:
        """Where leaders of a length can be for which the ratio may reach the threshold."""
        share = self.threshold / (2 - self.threshold)
        least = int(size * share).bit_length()
        most = int(size / share + 1).bit_length() if share > 0 else max(self.by_length, default=0)
        return [bucket for bucket in self.by_length if least <= bucket <= most]

    def _possible(self, bucket: int, text: str, row: Row) -> list[int]:
        rows, lengths = self.rows[bucket].filled()
        total = lengths + len(text)
        allowed = (1 - self.threshold) * total + 1e-6
        hits = np.flatnonzero(np.abs(lengths - len(text)) <= allowed)
        if not len(hits):
            return []
        apart = np.abs(rows[hits] - row).sum(axis=1, dtype=np.int32)
        members = self.by_length[bucket]
        return [members[hit] for hit in hits[apart <= allowed[hits]]]


class _Rows:
    """Letter counts and lengths, growing by doubling."""

    def __init__(self) -> None:
        self.size = 0
        self.counts = np.zeros((64, BUCKETS), dtype=np.int16)
        self.lengths = np.zeros(64, dtype=np.int32)

    def append(self, row: Row, length: int) -> None:
        if self.size == len(self.lengths):
            self.counts = np.concatenate([self.counts, np.zeros_like(self.counts)])
            self.lengths = np.concatenate([self.lengths, np.zeros_like(self.lengths)])
        self.counts[self.size] = row
        self.lengths[self.size] = length
        self.size += 1

    def filled(self) -> tuple[Row, npt.NDArray[np.int32]]:
        return self.counts[: self.size], self.lengths[: self.size]


def _counts(text: str) -> Row:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.bincount(points % BUCKETS, minlength=BUCKETS).astype(np.int16)


def _drops(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] in "PZC"


_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
