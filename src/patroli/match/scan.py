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

from patroli.match.asked import Asked
from patroli.match.engine import Engine, make_engine
from patroli.match.fold import Folded, Indices, fold
from patroli.match.found import Found, Hit, Places
from patroli.match.kernel import QuickFold, available, make_quick_fold
from patroli.match.phrases import Span
from patroli.match.prefilter import Anchors, anchors_of, make_prefilter
from patroli.match.program import Program
from patroli.match.reach import Reach
from patroli.match.rows import Rows, joined, laid, picked, size_of, together
from patroli.match.shelf import NOTHING, Shelf
from patroli.match.standings import Standings
from patroli.match.texts import BATCH_BYTES, Texts

QUICK = "ahocorasick"
"""The engine of the second scan: ready in a tenth of the time, and its rows are few."""

FEW_ROWS = 1_000
"""Up to so many rows one scan for everything is cheaper than two."""

WORTH_ROWS = 200_000
"""From so many rows on the quick fold saves more time than numba needs to be ready."""

WAITING_ROWS = 2_000
"""Rows that wait at most for the second scan; fewer at a time would cost more each."""


class Candidates:
    """Rows that were looked at together, each with the rules that may hold for it."""

    def __init__(
        self, rows: Sequence[int], rules: Sequence[tuple[int, ...]], places: Places
    ) -> None:
        self.rows = rows
        self.rules = rules
        self._places = places

    def hits(self, number: int, asked: Asked) -> list[Hit]:
        """The hits of one of them that certain rules may look at, by place."""
        return self._places.hits(number, asked.wants)


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

    def candidates(self, texts: Texts, batch_rows: int) -> Iterator[Candidates]:
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
                yield from self._complete(waiting)
                waiting = _Waiting()
        if waiting.count:
            yield from self._complete(waiting)

    def of_texts(self, said: Sequence[str], asked: Asked) -> Iterator[list[Hit]]:
        """The hits of each text that certain rules may look at."""
        for _, rows in Texts(post_id=None, text=said).batches():
            found = self._found(rows)
            spans = [found.spans(row, self.program.phrases) for row in range(len(rows))]
            places = self._places(rows, spans)
            for row in range(len(rows)):
                yield places.hits(row, asked.wants)

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

    def _found(self, rows: Rows) -> Found:
        folded = self._folded(joined(rows), origins=False)
        return Found(folded, *self._everything.scan(folded.data))

    def _places(self, rows: Rows, spans: Sequence[Sequence[Span]]) -> Places:
        whole = joined(rows)
        return Places(whole, self._folded(whole, origins=True), spans)

    def _folded(self, whole: bytes, *, origins: bool) -> Folded:
        folded = fold(whole, self.program.alphabet, self.program.splitter, origins=origins)
        return self.program.variants.folded(folded)

    def _complete(self, waiting: _Waiting) -> Iterator[Candidates]:
        """The rows in which the words of any rule stand near enough; nothing where none does."""
        names, standings = np.concatenate(waiting.names), np.concatenate(waiting.standings)
        rows = together(waiting.rows)
        found = self._found(rows)
        chosen = self._prefilter.rules_by_row(found.rows, found.numbers, standings)
        near: list[int] = []
        near_rules: list[tuple[int, ...]] = []
        near_spans: list[list[Span]] = []
        for row in sorted(chosen):
            spans = found.spans(row, self.program.phrases)
            rules = self._reach.rules(chosen[row], spans)
            if rules:
                near.append(row)
                near_rules.append(rules)
                near_spans.append(spans)
        if near:
            places = self._places(picked(rows, near), near_spans)
            yield Candidates(names[near].tolist(), near_rules, places)


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
