"""Batches of rows in, the rows that any rule may hold for with all their hits out.

Two scans. The first looks at every row, but only for the anchors: for each rule the words of its
rarest group. Rows without one cost a fold and a scan, and no line of Python. The second looks at
the few rows that are left, those of several batches together, for everything, with the way back to
the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from patroli.match.alphabet import BLANK
from patroli.match.engine import Engine, make_engine
from patroli.match.fold import Folded, Indices, fold
from patroli.match.kernel import QuickFold, available, make_quick_fold
from patroli.match.phrases import Phrases, Span
from patroli.match.prefilter import Anchors, anchors_of, make_prefilter
from patroli.match.program import Program
from patroli.match.reach import Reach
from patroli.match.shelf import NOTHING, Shelf
from patroli.match.standings import Standings
from patroli.match.texts import BATCH_BYTES, Rows, Texts, joined, laid, picked, size_of, together

QUICK = "ahocorasick"
"""The engine of the second scan: ready in a tenth of the time, and its rows are few."""

FEW_ROWS = 1_000
"""Up to so many rows one scan for everything is cheaper than two."""

WORTH_ROWS = 200_000
"""From so many rows on the quick fold saves more time than numba needs to be ready."""

WAITING_ROWS = 2_000
"""Rows that wait at most for the second scan; fewer at a time would cost more each."""

MOST_HITS = 4_000
"""Hits of one row that are judged; a text that holds more is spam whose first part says enough."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One literal in one row."""

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


@dataclass(slots=True)
class _Waiting:
    """Rows between the first scan and the second, in order."""

    rows: list[Rows] = field(default_factory=list)
    names: list[Indices] = field(default_factory=list)
    standings: list[Indices] = field(default_factory=list)
    count: int = 0
    bytes: int = 0

    def add(self, rows: Rows, names: Indices, standings: Indices) -> None:
        self.rows.append(rows)
        self.names.append(names)
        self.standings.append(standings)
        self.count += len(rows)
        self.bytes += size_of(rows)

    @property
    def full(self) -> bool:
        return self.count >= WAITING_ROWS or self.bytes >= BATCH_BYTES


class Scanner:
    """The two scans of one program."""

    def __init__(
        self, program: Program, engine: str, shelf: Shelf = NOTHING, loops: bool | None = None
    ) -> None:
        """`loops` says whether compiled loops fold; None for where they can and it is worth it."""
        self.program = program
        self._shelf = shelf
        self._standings = Standings(program.rules)
        self._prefilter = make_prefilter(program, self._standings)
        self._reach = Reach(program)
        self.engine = engine
        self._everything = make_engine(program.literals, QUICK if engine == "auto" else engine)
        self._loops = False if loops is None and not available() else loops
        self._rows_left = 0 if loops else WORTH_ROWS

    @cached_property
    def _looks(self) -> tuple[_Look, ...]:
        """Made when the first large batch comes; a few rows are scanned for everything at once."""
        return tuple(
            _Look(make_engine(anchors.literals, self.engine, self._shelf), anchors)
            for anchors in anchors_of(self.program, self._standings)
        )

    @cached_property
    def _quick(self) -> QuickFold | None:
        """None where it cannot be had and was not insisted on."""
        try:
            return make_quick_fold(self.program.alphabet, self.program.splitter)
        except (ImportError, RuntimeError, OSError):
            if self._loops:
                raise
            return None

    def warm(self) -> None:
        """Compile now what the first large batch would compile."""
        self._looks  # noqa: B018
        self._rows_left = 0
        if self._loops is not False:
            self._quick  # noqa: B018

    def candidates(self, texts: Texts, batch_rows: int) -> Iterator[list[Candidate]]:
        """Rows for which the hits of at least one rule are complete, in the order of the rows.

        Those that were looked at together come together.
        """
        few = len(texts) <= FEW_ROWS
        waiting = _Waiting()
        for first, rows in texts.batches(batch_rows):
            standings = self._standings.of(texts, first, len(rows))
            if few:
                waiting.add(rows, np.arange(first, first + len(rows)), standings)
            else:
                kept = self._anchored(rows, standings)
                if len(kept):
                    waiting.add(picked(rows, kept), kept + first, standings[kept])
            if waiting.full:
                yield self._complete(waiting)
                waiting = _Waiting()
        if waiting.count:
            yield self._complete(waiting)

    def of_texts(self, said: Sequence[str]) -> Iterator[tuple[Hit, ...]]:
        """All hits of each text: for the posts that others answer."""
        for _, rows in Texts(post_id=None, text=said).batches():
            found, places = self._found(rows), self._places(rows)
            for row in range(len(rows)):
                yield places.hits(row, found.spans(row, self.program.phrases))

    def _anchored(self, rows: Rows, standings: Indices) -> Indices:
        """The places of the rows that hold an anchor of a rule that speaks of them."""
        self._rows_left -= len(rows)
        quickly = self._loops is not False and self._rows_left < 0
        if quickly and self._quick is not None:
            quick = self._quick.fold(*laid(rows))
            data, row_ends, kept = quick.data, quick.row_ends, quick.odd
        else:
            folded = fold(joined(rows), self.program.alphabet, self.program.splitter, origins=False)
            data, row_ends, kept = folded.data, folded.row_ends, np.zeros(len(rows), np.bool_)
        for look in self._looks:
            kept[look.rows(data, row_ends, standings)] = True
        return np.flatnonzero(kept)

    def _found(self, rows: Rows) -> _Found:
        folded = self._folded(rows, origins=False)
        return _Found(folded, *self._everything.scan(folded.data))

    def _places(self, rows: Rows) -> _Places:
        return _Places(self._folded(rows, origins=True))

    def _folded(self, rows: Rows, *, origins: bool) -> Folded:
        folded = fold(joined(rows), self.program.alphabet, self.program.splitter, origins=origins)
        return self.program.variants.folded(folded)

    def _complete(self, waiting: _Waiting) -> list[Candidate]:
        names, standings = np.concatenate(waiting.names), np.concatenate(waiting.standings)
        rows = together(waiting.rows)
        found = self._found(rows)
        chosen = self._prefilter.rules_by_row(found.rows, found.numbers, standings)
        near: list[tuple[int, tuple[int, ...], list[Span]]] = []
        for row in sorted(chosen):
            spans = found.spans(row, self.program.phrases)
            rules = self._reach.rules(chosen[row], spans)
            if rules:
                near.append((row, rules, spans))
        if not near:
            return []
        places = self._places(picked(rows, [row for row, _, _ in near]))
        return [
            Candidate(int(names[row]), rules, places.hits(number, spans))
            for number, (row, rules, spans) in enumerate(near)
        ]


@dataclass(frozen=True, slots=True)
class _Look:
    """One look for anchors, in the rows where they may matter."""

    engine: Engine
    anchors: Anchors

    def rows(self, data: bytes, row_ends: Indices, standings: Indices) -> Indices:
        """The rows in which one of them stands and matters."""
        looked = np.flatnonzero(self.anchors.standings[standings])
        if not len(looked):
            return looked
        if len(looked) < len(standings):
            data, row_ends = _some_rows(data, row_ends, looked)
        numbers, ends = self.engine.scan(data)
        found = looked[np.searchsorted(row_ends, ends - 1)]
        return found[self.anchors.matters[numbers, standings[found]]]


def _some_rows(data: bytes, row_ends: Indices, rows: Indices) -> tuple[bytes, Indices]:
    """Folded rows without the others between them, and where each ends."""
    starts = np.append(0, row_ends[:-1] + 1)[rows]
    ends = row_ends[rows] + 1
    parts = [data[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    return b"".join(parts), np.cumsum(ends - starts) - 1


class _Found:
    """All that was found in some rows. Words are counted from the first of each row."""

    def __init__(self, folded: Folded, numbers: Indices, ends: Indices) -> None:
        self.numbers = numbers
        self.rows = folded.rows_of(ends - 1)
        self._data, self._ends = folded.data, ends
        self._blanks, self._first_blanks = _words(folded)

    def spans(self, row: int, phrases: Phrases) -> list[Span]:
        """The words of the hits of a row, and of the phrases around them, by their ends."""
        low, high = np.searchsorted(self.rows, (row, row + 1))
        some = slice(int(low), min(int(high), int(low) + MOST_HITS))
        first, end = self._first_blanks[row : row + 2]
        lasts = np.searchsorted(self._blanks, self._ends[some] - 1) - first
        return phrases.spans(
            self._data,
            self._blanks[first:end].tolist(),
            self.numbers[some].tolist(),
            lasts.tolist(),
        )


class _Places:
    """Where the words of some rows stand in their originals."""

    def __init__(self, folded: Folded) -> None:
        self._origin = folded.origin
        self._blanks, self._first_blanks = _words(folded)
        self._first_bytes = np.append(1, folded.origin[folded.row_ends] + 2)

    def hits(self, row: int, spans: Sequence[Span]) -> tuple[Hit, ...]:
        """Spans with their places in the row: between the blanks of folded text lie its words."""
        first = self._first_blanks[row]
        words = np.array([word for _, start, end in spans for word in range(start, end)], np.int64)
        origin, base = self._origin, self._first_bytes[row]
        lefts = origin[self._blanks[words + first] + 1] - base
        rights = origin[self._blanks[words + first + 1]] - base
        places = list(zip(lefts.tolist(), rights.tolist(), strict=True))
        found: list[Hit] = []
        done = 0
        for number, start, end in spans:
            own = tuple(places[done : done + end - start])
            done += end - start
            found.append(Hit(number, own[0][0], own[-1][1], start, end - 1, own))
        return tuple(found)


def _words(folded: Folded) -> tuple[Indices, Indices]:
    """Where the blanks between words stand, and which is the first of each row; one more."""
    blanks = np.flatnonzero(np.frombuffer(folded.data, np.uint8) == BLANK)
    return blanks, np.searchsorted(blanks, np.append(0, folded.row_ends))
