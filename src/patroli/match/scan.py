"""Batches of rows in, the rows that any rule may hold for with all their hits out.

Two scans. The first looks at every row, but only for the anchors: for each rule the words of its
rarest group. Rows without one cost a fold and a scan, and no line of Python. The second looks at
the few rows that are left, for everything, with the way back to the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from patroli.match.alphabet import BLANK
from patroli.match.engine import Engine, make_engine
from patroli.match.fold import Folded, Indices, fold
from patroli.match.prefilter import Anchors, anchors_of, make_prefilter
from patroli.match.program import Program
from patroli.match.shelf import NOTHING, Shelf
from patroli.match.texts import Rows, Texts, joined

QUICK = "ahocorasick"
"""The engine of the second scan: ready in a tenth of the time, and its rows are few."""

FEW_ROWS = 1_000
"""Up to so many rows one scan for everything is cheaper than two."""

MOST_HITS = 4_000
"""Hits of one row that are judged; a text that holds more is spam whose first part says enough."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One literal in one row. Words are counted through the batch: differences are distances."""

    literal: int
    start: int
    """First byte in the row's UTF-8."""
    end: int
    first_word: int
    last_word: int
    words: tuple[tuple[int, int], ...]
    """Bytes of each word of the literal."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row, the rules that may hold for it, and all its hits by place."""

    row: int
    rules: tuple[int, ...]
    hits: tuple[Hit, ...]


class Scanner:
    """The two scans of one program."""

    def __init__(self, program: Program, engine: str, shelf: Shelf = NOTHING) -> None:
        self.program = program
        self._shelf = shelf
        self._prefilter = make_prefilter(program)
        self.engine = engine
        self._everything = make_engine(program.literals, QUICK if engine == "auto" else engine)

    @cached_property
    def _anchors(self) -> Anchors:
        return anchors_of(self.program)

    @cached_property
    def _first(self) -> Engine:
        """Made when the first large batch comes; a few rows are scanned for everything at once."""
        return make_engine(self._anchors.literals, self.engine, self._shelf)

    def warm(self) -> None:
        """Compile now what the first large batch would compile."""
        self._first  # noqa: B018

    def candidates(self, texts: Texts, batch_rows: int) -> Iterator[Candidate]:
        """Rows for which the hits of at least one rule are complete, in the order of the rows."""
        few = len(texts) <= FEW_ROWS
        for first, rows in texts.batches(batch_rows):
            answers = texts.answers(first, len(rows))
            kept = np.arange(len(rows)) if few else self._anchored(rows, answers)
            if len(kept):
                picked = [rows[int(i)] for i in kept] if isinstance(rows, list) else rows.take(kept)
                yield from self._complete(picked, kept + first, answers[kept])

    def of_text(self, text: str) -> tuple[Hit, ...]:
        """All hits of one text: for the posts that others answer."""
        blob = joined([text.encode("utf-8", "surrogatepass")])
        folded, blanks, numbers, ends = self._scan_all(blob)
        return self._hits(folded, blanks, numbers[:MOST_HITS], ends[:MOST_HITS], 1)

    def _anchored(self, rows: Rows, answers: npt.NDArray[np.bool_]) -> Indices:
        blob = joined(rows)
        folded = fold(blob, self.program.alphabet, self.program.splitter, origins=False)
        numbers, ends = self._first.scan(folded.data)
        found = folded.rows_of(ends - 1)
        return np.unique(found[answers[found] | ~self._anchors.in_answers[numbers]])

    def _scan_all(self, blob: bytes) -> tuple[Folded, Indices, Indices, Indices]:
        folded = fold(blob, self.program.alphabet, self.program.splitter, origins=True)
        folded = self.program.variants.folded(folded)
        numbers, ends = self._everything.scan(folded.data)
        blanks = np.flatnonzero(np.frombuffer(folded.data, np.uint8) == BLANK)
        return folded, blanks, numbers, ends

    def _complete(
        self, rows: Rows, names: Indices, answers: npt.NDArray[np.bool_]
    ) -> Iterator[Candidate]:
        blob = joined(rows)
        folded, blanks, numbers, ends = self._scan_all(blob)
        hit_rows = folded.rows_of(ends - 1)
        chosen = self._prefilter.rules_by_row(hit_rows, numbers, answers)
        starts = np.concatenate(([1], folded.origin[folded.row_ends] + 2))
        for row in sorted(chosen):
            low, high = np.searchsorted(hit_rows, (row, row + 1))
            high = min(int(high), int(low) + MOST_HITS)
            start = int(starts[row])
            hits = self._hits(folded, blanks, numbers[low:high], ends[low:high], start)
            yield Candidate(int(names[row]), chosen[row], hits)

    def _hits(
        self,
        folded: Folded,
        blanks: Indices,
        numbers: Indices,
        ends: Indices,
        base: int,
    ) -> tuple[Hit, ...]:
        """Hits with places in the row: between the blanks of the folded text lie its words."""
        origin = folded.origin
        lasts = np.searchsorted(blanks, ends - 1)
        found: list[Hit] = []
        spans = self.program.phrases.spans(folded.data, blanks, numbers.tolist(), lasts.tolist())
        for number, first, last in spans:
            words: list[tuple[int, int]] = []
            for blank in range(first, last):
                left, right = int(blanks[blank]) + 1, int(blanks[blank + 1])
                words.append((int(origin[left]) - base, int(origin[right]) - base))
            found.append(Hit(number, words[0][0], words[-1][1], first, last - 1, tuple(words)))
        return tuple(found)
