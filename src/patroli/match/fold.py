"""Rows of text in, one folded byte string with the way back to the original out.

The work is done on UTF-8: a table for ASCII, a sparse second look at everything else, then equal
neighbours fall together, so that elongation and runs of blanks cost one comparison. Words written
letter by letter are made whole. A row folds to `␣word␣word␣`: every word has a blank on both sides,
and a word pattern is a plain literal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import BLANK, DROP, LEET_SIGNS, ROW, Alphabet, Bytes
from patroli.match.hashtags import TagSplitter
from patroli.match.spaced import whole

SEPARATOR = b" \xff "
Indices = npt.NDArray[np.int64]

_NOWHERE: Indices = np.empty(0, np.int64)
_FIRST_MARK = 1
_LETTERS = np.array([ord(letter) for letter in LEET_SIGNS.values()], np.uint8)


@dataclass(frozen=True, eq=False)
class Folded:
    """Folded rows. `data` starts with a blank; each row is closed by ROW between blanks."""

    data: bytes
    row_ends: Indices
    """Index in `data` of the ROW byte of every row."""
    origin: Indices
    """For every byte of `data` the byte of the joined rows it came from; empty if not asked for."""

    def rows_of(self, ends: Indices) -> Indices:
        """The row of each index in `data`."""
        return np.searchsorted(self.row_ends, ends)


def fold(
    joined: bytes, alphabet: Alphabet, splitter: TagSplitter | None, *, origins: bool
) -> Folded:
    """Fold rows joined as `row SEPARATOR row SEPARATOR`, a blank first.

    With a splitter, blanks are put at the borders inside hashtags, and between words written letter
    by letter without a border of their own.
    """
    cuts = splitter.cuts(joined) if splitter else _NOWHERE
    place = np.arange(len(joined) if origins else 0, dtype=np.int64)
    if len(cuts):
        place = np.insert(place, cuts, cuts) if origins else place
        borders = [0, *cuts.tolist(), len(joined)]
        joined = b" ".join([joined[a:b] for a, b in pairwise(borders)])
    raw = np.frombuffer(joined, np.uint8)
    folded = np.frombuffer(bytearray(joined.translate(_marked(alphabet))), np.uint8)
    if not joined.isascii():
        _beyond_ascii(raw, folded, alphabet)
    _leet_signs(raw, folded)
    if DROP in (data := folded.tobytes()):
        place = place[folded != DROP] if origins else place
        folded = np.frombuffer(data.replace(b"\0", b""), np.uint8)
    folded = whole(folded, splitter)
    keep = np.empty(len(folded), np.bool_)
    keep[:1] = True
    np.not_equal(folded[1:], folded[:-1], out=keep[1:])
    folded = folded[keep]
    place = place[keep] if origins else place
    return Folded(folded.tobytes(), np.flatnonzero(folded == ROW), place)


def fold_words(texts: Sequence[str], alphabet: Alphabet) -> list[bytes]:
    """Spellings as the literals that are searched for: `␣folded␣`; blank if nothing is left."""
    rows = [text.encode("utf-8", "surrogatepass") for text in texts]
    joined = b" " + SEPARATOR.join(rows) + SEPARATOR
    folded = fold(joined, alphabet, None, origins=False).data
    return folded.split(b"\xff")[: len(rows)]


def _beyond_ascii(raw: Bytes, folded: Bytes, alphabet: Alphabet) -> None:
    """Decode every multi-byte character and put what is left of it where its bytes stood."""
    leads = np.flatnonzero(raw >= 0xC2)
    leads = leads[raw[leads] < 0xF5]
    lead = raw[leads].astype(np.int64)
    size = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    whole = leads + size <= len(raw)
    leads, lead, size = leads[whole], lead[whole], size[whole]
    tails = [raw[np.minimum(leads + k, len(raw) - 1)].astype(np.int64) & 0x3F for k in (1, 2, 3)]
    point = np.where(
        size == 2,
        (lead & 0x1F) << 6 | tails[0],
        np.where(
            size == 3,
            (lead & 0x0F) << 12 | tails[0] << 6 | tails[1],
            (lead & 0x07) << 18 | tails[0] << 12 | tails[1] << 6 | tails[2],
        ),
    )
    point = np.minimum(point, 0x10FFFF)
    for offset, table in enumerate(alphabet.table):
        here = size > offset
        folded[leads[here] + offset] = table[point[here]]


@lru_cache(maxsize=16)
def _marked(alphabet: Alphabet) -> bytes:
    """The table for ASCII in which a sign that may be a letter keeps a mark for a while."""
    table = bytearray(alphabet.ascii)
    for mark, sign in enumerate(LEET_SIGNS, _FIRST_MARK):
        table[ord(sign)] = mark
    return bytes(table)


def _leet_signs(raw: Bytes, folded: Bytes) -> None:
    """`p@slon` and `p!lih`: a sign between two ASCII letters stands for a letter."""
    at = np.flatnonzero(folded - _FIRST_MARK < len(LEET_SIGNS))
    before = raw[np.maximum(at - 1, 0)] | 0x20
    after = raw[np.minimum(at + 1, len(raw) - 1)] | 0x20
    inside = (before >= 97) & (before <= 122) & (after >= 97) & (after <= 122)
    folded[at] = np.where(inside, _LETTERS[folded[at] - _FIRST_MARK], BLANK)
