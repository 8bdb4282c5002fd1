"""The loops of the quick fold. Only importing this asks for numba.

numba keeps what it compiled beside this file, as Python keeps byte code, or in the user's own cache
folder where that cannot be written. It compiles anew when this file changes, and no other: so every
number that the loops know stands here.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

DROP, BLANK, ROW = 0, 0x20, 0xFF
"""As in the alphabet; a test holds them together."""
TAG, LEAD = 30, 31
"""In the table of bytes: the sign of a tag, and the first byte of a character of several. Below
them are the signs that may be letters, above them what is left of a byte."""
BLOCK = 64
"""Bytes that are looked at together for words written letter by letter."""
POINTS = 0x110000

_ZERO, _ONE = np.uint64(0), np.uint64(1)
"""Numbers without a sign: an index with one may count from the end, and numba would look."""
_NEVER = np.int64(2**62)
_compiled: Any = numba.njit(cache=True, nogil=True)


def _place_of(
    data: Bytes, start: int, end: int, places: Indices, known: Indices, content: Bytes
) -> np.int64:
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


def _end_of_tag(data: Bytes, at: int, end: int, in_tag: Flags) -> int:
    while at < end and in_tag[data[at]]:
        at += 1
    return at


def _point(data: Bytes, at: int, end: int) -> int:
    """The code point that begins at a byte; -1 where that is no UTF-8."""
    byte = data[at]
    more = 1 + (byte >= 0xE0) + (byte >= 0xF0)
    point = np.int64(byte) & (0x3F >> more)
    for tail in range(at + 1, at + more + 1):
        if tail >= end or data[tail] & 0xC0 != 0x80:
            return -1
        point = point << 6 | np.int64(data[tail] & 0x3F)
    return point if point < POINTS else -1


def _between_letters(data: Bytes, at: int, start: int, end: int) -> bool:
    if at == start or at + 1 == end:
        return False
    before, after = data[at - 1] | 0x20, data[at + 1] | 0x20
    return bool(97 <= before <= 122 and 97 <= after <= 122)


def _single_letters(out: Bytes, at: int) -> bool:
    """Whether three letters begin here, each alone between blanks."""
    if out[at] != BLANK:
        return False
    for letter in range(at + 1, at + 6, 2):
        if not (97 <= out[letter] <= 122 and out[letter + 1] == BLANK):
            return False
    return True


def _mark_single_letters(out: Bytes, size: int, row_ends: Indices, odd: Flags) -> None:
    """Mark rows with words written letter by letter. Behind `size` two blocks are free."""
    out[size : size + 2 * BLOCK] = 0
    row = block = 0
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
                if single_letters(out, at):
                    while row_ends[row] < at:
                        row += 1
                    odd[row] = True
        block += BLOCK


place_of: Any = _compiled(_place_of)
end_of_tag: Any = _compiled(_end_of_tag)
point_at: Any = _compiled(_point)
between_letters: Any = _compiled(_between_letters)
single_letters: Any = _compiled(_single_letters)
mark_single_letters: Any = _compiled(_mark_single_letters)


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
    size, met = _ONE, 0
    for row in range(len(starts) - 1):
        start, end = starts[row], starts[row + 1]
        next_cut, nth_cut, last_cut, tag = _NEVER, 0, 0, start
        for at in range(start, end):
            kept = table[data[np.uint64(at)]]
            if at == next_cut:
                out[size] = BLANK
                size += _ONE if last != BLANK else _ZERO
                last = np.uint8(BLANK)
                nth_cut += 1
                next_cut = tag + cuts[nth_cut] if nth_cut < last_cut else _NEVER
            if kept > LEAD:
                out[size] = kept
                size += _ONE if kept != last else _ZERO
                last = kept
                continue
            if kept == DROP:
                continue
            if kept == LEAD:
                point = point_at(data, at, end)
                if point < 0:
                    odd[row] = True
                    point = 0
                for part in (first[point], second[point], third[point]):
                    if part != DROP:
                        out[size] = part
                        size += _ONE if part != last else _ZERO
                        last = part
                continue
            if kept < TAG:
                inside = between_letters(data, at, start, end)
                kept = signs[kept] if inside else np.uint8(BLANK)
            else:
                kept = np.uint8(BLANK)
                tag = at + 1
                stop = end_of_tag(data, tag, end, in_tag)
                number = places[place_of(data, tag, stop, places, known, content)]
                nth_cut, last_cut = known[number, 2], known[number, 3]
                next_cut = tag + cuts[nth_cut] if nth_cut < last_cut else _NEVER
                if not number and not odd[row]:
                    odd[row] = True
                    unknown[met, 0], unknown[met, 1] = tag, stop
                    met += 1
            out[size] = kept
            size += _ONE if kept != last else _ZERO
            last = kept
        out[size] = BLANK
        size += _ONE if last != BLANK else _ZERO
        out[size] = ROW
        row_ends[row] = size
        out[size + _ONE] = last = np.uint8(BLANK)
        size += _ONE + _ONE
    mark_single_letters(out, np.int64(size), row_ends, odd)
    return int(size), met


fold_rows: Any = _compiled(_fold_rows)
