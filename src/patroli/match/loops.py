"""The loops of the quick fold. Only importing this asks for numba.

numba keeps what it compiled beside this file, as Python keeps byte code, or in the user's own cache
folder where that cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import BLANK, DROP, LEET_SIGNS, ROW, Bytes

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TAG = len(LEET_SIGNS) + 1
"""In the table of bytes: the sign of a tag. Below it are the signs that may be letters."""
LEAD = TAG + 1
"""The first byte of a character of several. Above it is what is left of a byte."""
BLOCK = 64
"""Bytes that are looked at together for words written letter by letter."""

_NEVER = np.int64(2**62)
_compiled: Any = numba.njit(cache=True, nogil=True)


def _place_of(
    data: Bytes, start: int, end: int, places: Indices, known: Indices, content: Bytes
) -> int:
    """Where a tag is in `places`, or where it would be put."""
    mixed = np.uint64(end - start)
    for at in range(start, end):
        mixed = (mixed ^ np.uint64(data[at])) * np.uint64(0x100000001B3)
    mixed ^= mixed >> np.uint64(29)
    place = np.int64(mixed & np.uint64(len(places) - 1))
    while places[place]:
        first, last = known[places[place], 0], known[places[place], 1]
        if last - first == end - start:
            same = True
            for offset in range(end - start):
                if content[first + offset] != data[start + offset]:
                    same = False
                    break
            if same:
                return place
        place = (place + 1) & (len(places) - 1)
    return place


place_of: Callable[..., int] = _compiled(_place_of)


def _fold_rows(
    data: Bytes,
    starts: Indices,
    table: Bytes,
    first: Bytes,
    second: Bytes,
    third: Bytes,
    signs: Bytes,
    in_tag: Flags,
    places: Indices,
    known: Indices,
    content: Bytes,
    cuts: Indices,
    out: Bytes,
    row_ends: Indices,
    odd: Flags,
    unknown: Indices,
) -> tuple[int, int]:
    """Write what is left of all rows to `out`; how many bytes that is, and how many unknown tags.

    Of the unknown tags of a row only the first is told.
    """
    out[0] = last = np.uint8(BLANK)
    size, met = 1, 0
    for row in range(len(starts) - 1):
        start, end = starts[row], starts[row + 1]
        next_cut, nth_cut, last_cut, tag = _NEVER, 0, 0, np.int64(0)
        for at in range(start, end):
            byte = data[at]
            kept = table[byte]
            if at == next_cut:
                out[size] = BLANK
                size += last != BLANK
                last = np.uint8(BLANK)
                nth_cut += 1
                next_cut = tag + cuts[nth_cut] if nth_cut < last_cut else _NEVER
            if kept > LEAD:
                out[size] = kept
                size += kept != last
                last = kept
            elif kept == LEAD:
                more = 1 + (byte >= 0xE0) + (byte >= 0xF0)
                point = np.int64(byte) & (0x3F >> more)
                for tail in range(at + 1, at + more + 1):
                    if tail >= end or data[tail] & 0xC0 != 0x80:
                        odd[row] = True
                        point = np.int64(0)
                        break
                    point = point << 6 | np.int64(data[tail] & 0x3F)
                if point >= len(first):
                    odd[row] = True
                    point = np.int64(0)
                kept = first[point]
                if kept != DROP:
                    out[size] = kept
                    size += kept != last
                    last = kept
                kept = second[point]
                if kept != DROP:
                    out[size] = kept
                    size += kept != last
                    last = kept
                kept = third[point]
                if kept != DROP and more > 1:
                    out[size] = kept
                    size += kept != last
                    last = kept
            elif kept != DROP:
                before = data[at - 1] | 0x20 if at > start else 0
                after = data[at + 1] | 0x20 if at + 1 < end else 0
                if kept == TAG:
                    stop = at + 1
                    while stop < end and in_tag[data[stop]]:
                        stop += 1
                    number = places[place_of(data, at + 1, stop, places, known, content)]
                    if number:
                        tag = at + 1
                        nth_cut, last_cut = known[number, 2], known[number, 3]
                        next_cut = tag + cuts[nth_cut] if nth_cut < last_cut else _NEVER
                    elif not odd[row]:
                        odd[row] = True
                        unknown[met, 0], unknown[met, 1] = at + 1, stop
                        met += 1
                    kept = np.uint8(BLANK)
                elif 97 <= before <= 122 and 97 <= after <= 122:
                    kept = signs[kept]
                else:
                    kept = np.uint8(BLANK)
                out[size] = kept
                size += kept != last
                last = kept
        out[size] = BLANK
        size += last != BLANK
        out[size] = ROW
        row_ends[row] = size
        out[size + 1] = last = np.uint8(BLANK)
        size += 2
    out[size : size + 2 * BLOCK] = 0
    row = 0
    block = 0
    while block < size:  # a `for` over a range is not made into vector instructions
        alone = 0
        for at in range(block, block + BLOCK):
            alone |= (
                (out[at] == BLANK)
                & (out[at + 2] == BLANK)
                & (out[at + 4] == BLANK)
                & (out[at + 6] == BLANK)
            )
        if alone:
            for at in range(block, block + BLOCK):
                if (
                    out[at] == BLANK
                    and out[at + 2] == BLANK
                    and out[at + 4] == BLANK
                    and out[at + 6] == BLANK
                ):
                    while row_ends[row] < at:
                        row += 1
                    odd[row] = True
        block += BLOCK
    return size, met


fold_rows: Callable[..., tuple[int, int]] = _compiled(_fold_rows)
