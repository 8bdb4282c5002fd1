"""Rows of text in, one folded byte string with the way back to the original out.

The work is done on UTF-8: a table for ASCII, a sparse second look at everything else, then equal
neighbours fall together, so that elongation and runs of blanks cost one comparison. A row folds to
`␣word␣word␣`: every word has a blank on both sides, and a word pattern is a plain literal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import DROP, LEET_SIGNS, ROW, Alphabet, Bytes

SEPARATOR = b" \xff "
Indices = npt.NDArray[np.int64]


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


def fold(joined: bytes, cuts: Indices, alphabet: Alphabet, *, origins: bool) -> Folded:
    """Fold rows joined as `row SEPARATOR row SEPARATOR`, a blank first.

    `cuts` are ascending indices of `joined` before which a blank is put (borders in hashtags).
    """
    place = np.arange(len(joined) if origins else 0, dtype=np.int64)
    if len(cuts):
        place = np.insert(place, cuts, cuts) if origins else place
        borders = [0, *cuts.tolist(), len(joined)]
        joined = b" ".join([joined[a:b] for a, b in pairwise(borders)])
    raw = np.frombuffer(joined, np.uint8)
    folded = np.frombuffer(joined.translate(alphabet.ascii), np.uint8).copy()
    if not joined.isascii():
        _beyond_ascii(raw, folded, alphabet)
    _leet_signs(joined, raw, folded)
    if DROP in (data := folded.tobytes()):
        place = place[folded != DROP] if origins else place
        folded = np.frombuffer(data.replace(b"\0", b""), np.uint8)
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
    folded = fold(joined, np.empty(0, np.int64), alphabet, origins=False).data
    return folded.split(b"\xff")[: len(rows)]


def _beyond_ascii(raw: Bytes, folded: Bytes, alphabet: Alphabet) -> None:
    """Decode every multi-byte character and put what is left of it where its bytes stood."""
    leads = np.flatnonzero((raw >= 0xC2) & (raw < 0xF5))
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


def _leet_signs(joined: bytes, raw: Bytes, folded: Bytes) -> None:
    """`p@slon` and `p!lih`: a sign between two ASCII letters stands for a letter."""
    for sign, letter in LEET_SIGNS.items():
        if sign.encode() not in joined:
            continue
        at = np.flatnonzero(raw == ord(sign))
        before = raw[np.maximum(at - 1, 0)] | 0x20
        after = raw[np.minimum(at + 1, len(raw) - 1)] | 0x20
        inside = (before >= 97) & (before <= 122) & (after >= 97) & (after <= 122)
        folded[at[inside]] = ord(letter)
