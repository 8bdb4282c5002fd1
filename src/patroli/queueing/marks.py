"""Collected text in, pieces that are safe and readable on a page out. Pure.

Nothing here makes markup: pieces are plain values which the template escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from patroli.model import Span

WHOLE = 1_200
"""Code points up to which a text is shown whole at once."""
AROUND = 240
"""Code points kept on each side of a highlight in a longer text."""
OPENING = 320
"""Code points kept of a longer text's beginning."""
MOST = 4_000
"""Code points of a longer text shown at most."""

KINDS = ("target", "signal", "lowered")

# What a reader cannot see and what turns the reading direction: C0, C1, soft hyphen, zero width,
# bidi controls, fillers, tags, lone surrogates, noncharacters at the plane's end.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c"
    "\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]|\r(?!\n)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind.

    `kinds` are those of `KINDS` that hold here; `hidden` names a sign that cannot be seen;
    `skipped` counts code points left out between pieces, which then have no text.
    """

    text: str
    kinds: tuple[str, ...] = ()
    hidden: str = ""
    skipped: int = 0


def visible(text: str) -> str:
    """A text in which every sign that cannot be seen is spelled, such as `⟨U+202E⟩`."""
    return _UNSEEN.sub(lambda found: f"⟨{_name(found[0])}⟩", text)


def marked(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text whole, cut at its highlights."""
    return tuple(_window(text, _clip(text, spans), 0, len(text)))


def excerpt(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text, a long one shortened to its beginning and what stands around its highlights."""
    clipped = _clip(text, spans)
    if len(text) <= WHOLE:
        return tuple(_window(text, clipped, 0, len(text)))
    pieces: list[Piece] = []
    end = 0
    for start, stop in _windows(text, clipped):
        if start > end:
            pieces.append(Piece("", skipped=start - end))
        pieces.extend(_window(text, clipped, start, stop))
        end = stop
    if end < len(text):
        pieces.append(Piece("", skipped=len(text) - end))
    return tuple(pieces)


def _clip(text: str, spans: Iterable[Span]) -> list[Span]:
    size = len(text)
    inside = (s for s in spans if 0 <= s.start < min(s.end, size) and s.what in KINDS)
    return sorted(inside, key=lambda s: (s.start, s.end, s.what))


def _windows(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    wanted = [(0, OPENING)] + [
        (s.start - AROUND, min(s.end, s.start + AROUND) + AROUND) for s in spans
    ]
    merged: list[tuple[int, int]] = []
    shown = 0
    for start, stop in ((max(a, 0), min(b, len(text))) for a, b in wanted):
        if merged and start <= merged[-1][1] + 40:
            first, last = merged.pop()
            shown -= last - first
            start, stop = first, max(last, stop)
        if shown + stop - start > MOST and merged:
            break
        stop = min(stop, start + MOST)
        merged.append((_to_word(text, start, -1), _to_word(text, stop, 1)))
        shown += merged[-1][1] - merged[-1][0]
    return merged


def _to_word(text: str, at: int, step: int) -> int:
    """The nearest space outward, within twenty code points, so that words stay whole."""
    for moved in range(at, at + 20 * step, step):
        if not 0 < moved < len(text) or text[moved].isspace():
            return min(max(moved, 0), len(text))
    return at


def _window(text: str, spans: Sequence[Span], start: int, stop: int) -> Iterable[Piece]:
    inside = [s for s in spans if s.start < stop and s.end > start]
    cuts = {start, stop}
    for span in inside:
        cuts |= {max(span.start, start), min(span.end, stop)}
    borders = sorted(cuts)
    for left, right in pairwise(borders):
        here = {s.what for s in inside if s.start <= left and s.end >= right}
        yield from pieces_of(text[left:right], tuple(k for k in KINDS if k in here))


def pieces_of(text: str, kinds: tuple[str, ...] = ()) -> Iterable[Piece]:
    """One stretch, with the signs that cannot be seen as pieces of their own."""
    end = 0
    for found in _UNSEEN.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()], kinds)
        yield Piece("", kinds, hidden=_name(found[0]))
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], kinds)


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"
