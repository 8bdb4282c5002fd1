"""Folded bytes in, words written letter by letter (`d u k u n g`, `d.u.k.u.n.g`) made whole.

A run is FEWEST letters and more, each alone between single blanks. Its blanks become the letter
before them, so that they fall away when equal neighbours do. Two blanks end a run; inside one, a
blank stays where the words that the rules know begin and end.
"""

from __future__ import annotations

import numpy as np

from patroli.match.alphabet import BLANK, LEET, Bytes
from patroli.match.hashtags import TagSplitter

FEWEST = 4
"""Letters of a run: `a.s.n` and `p n s` are initials, and no word of the rules is so short."""

LONGEST = 200
"""Letters of a run that are held against the words that the rules know."""

_STEP = 2
"""From one letter of a run to the next."""
_LIKE_DIGITS = frozenset(ord(letter) for letter in LEET.values())
"""A run of nothing else may be `1 3 4 5`."""


def whole(folded: Bytes, splitter: TagSplitter | None) -> Bytes:
    """Folded bytes without DROP, before equal neighbours fall together; unchanged without runs."""
    runs = _runs(folded)
    if not runs:
        return folded
    changed = folded.copy()
    for start, end in runs:
        word = folded[start:end:_STEP].tobytes()
        if _LIKE_DIGITS.issuperset(word):
            continue
        gone = np.ones(len(word), np.bool_)
        gone[-1] = False
        if splitter is not None:
            gone[[cut - 1 for cut in splitter.split(word[:LONGEST])]] = False
        places = start + _STEP * np.flatnonzero(gone)
        changed[places + 1] = folded[places]
    return changed


def _runs(folded: Bytes) -> list[tuple[int, int]]:
    """First letter of each run, and one past its last.

    Every byte is asked whether blanks stand at four places two apart; all else is asked of few.
    """
    blank = folded == BLANK
    pair = blank[:-2] & blank[2:]
    threes = np.flatnonzero(pair[:-4] & pair[4:]) + 1
    for nth in range(3):
        letter = folded[threes + nth * _STEP]
        threes = threes[(letter >= ord("a")) & (letter <= ord("z"))]
    if not len(threes):
        return []
    last = np.append(np.diff(threes) != _STEP, True)
    ends = np.flatnonzero(last)
    first, final = threes[np.append(0, ends[:-1] + 1)], threes[ends] + 2 * _STEP
    enough = final - first >= (FEWEST - 1) * _STEP
    return list(zip(first[enough].tolist(), (final[enough] + 1).tolist(), strict=True))
