"""Matching with more than one process: the same matches in the same order, sooner.

Each process is started afresh (`spawn`, the same on every system), compiles the rule set once, or
takes it from the shelf of the one that starts it, and gets blocks of texts. Only so many blocks are
under way that memory does not grow with the history.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from patroli.errors import MatchError
from patroli.match.matcher import Matcher, compile_rules
from patroli.match.shelf import Shelf
from patroli.match.texts import Texts
from patroli.model import Match
from patroli.rules import RuleSet

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Found = list[tuple[int, list[Match]]]
"""Row numbers and matches of the rows that have any."""

AHEAD = 2
"""Blocks under way for each process: one it works on, one that waits."""

FEWEST_ROWS = 2_000
"""A block of fewer rows is not cut: sending it costs more than matching it."""


class Workers:
    """A matcher with its processes, as a context: `with Workers(matcher, 2) as workers`.

    With one process nothing is started and all is done here.
    """

    def __init__(self, matcher: Matcher, processes: int = 1, loops: bool | None = None) -> None:
        """`loops` as in `compile_rules`, for the processes that are started."""
        if processes < 1:
            raise ValueError(f"found {processes} processes; expected 1 or more")
        self._matcher = matcher
        self._processes = processes
        self._loops = loops
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self._processes > 1:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start,
                initargs=(
                    self._matcher.rule_set,
                    self._matcher.engine,
                    self._matcher.shelf,
                    self._loops,
                ),
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def match(self, texts: Texts) -> list[Match]:
        """All matches of one block, which all processes share."""
        size = max(-(-len(texts) // self._processes), FEWEST_ROWS)
        parts = [texts.part(first, size) for first in range(0, len(texts), size)]
        return [m for _, found in self.match_rows(parts) for _, matches in found for m in matches]

    def match_rows(self, blocks: Iterable[Texts]) -> Iterator[tuple[Texts, Found]]:
        """Each block with its row numbers and matches, in the order of the blocks.

        Blocks are taken as there is room for them. Raises MatchError when a process dies.
        """
        if self._pool is None:
            for block in blocks:
                yield block, self._matcher.match_rows(block)
            return
        from concurrent.futures.process import BrokenProcessPool

        waiting: deque[tuple[Texts, Future[Found]]] = deque()
        try:
            for block in blocks:
                waiting.append((block, self._pool.submit(_match, block)))
                if len(waiting) >= AHEAD * self._processes:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        except BrokenProcessPool as error:
            raise MatchError(
                f"one of {self._processes} matching processes was ended from outside, perhaps for "
                "want of memory; try again with fewer processes"
            ) from error


_matcher: Matcher | None = None
"""In a process that was started to match: its own."""


def _start(rule_set: RuleSet, engine: str, shelf: Shelf, loops: bool | None) -> None:
    global _matcher
    _matcher = compile_rules(rule_set, engine, shelf, loops)
    # What is compiled lives as long as the process: the collector need not look through it again.
    gc.freeze()


def _match(block: Texts) -> Found:
    if _matcher is None:
        raise RuntimeError("a matching process was asked before it was started")
    return _matcher.match_rows(block)
