"""Literals in, every place where one ends out: Hyperscan, or `ahocorasick_rs` instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from patroli.match.shelf import NOTHING, Shelf

Hits = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Literal numbers and end offsets (exclusive), ordered by end, then literal."""


class Engine(Protocol):
    """Finds all occurrences of many literals at once, overlapping ones too."""

    name: str

    def scan(self, data: bytes) -> Hits: ...


class Hyperscan:
    """Hyperscan (Vectorscan) in literal block mode."""

    name = "hyperscan"

    def __init__(self, literals: Sequence[bytes], shelf: Shelf = NOTHING) -> None:
        import hyperscan

        self._size = len(literals)
        self._database = _kept(literals, shelf)
        if self._database is not None:
            return
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        if literals:
            self._database.compile(
                expressions=list(literals),
                ids=list(range(len(literals))),
                elements=len(literals),
                flags=[0] * len(literals),
                literal=True,
            )
            if shelf is not NOTHING:
                shelf.put(_name(literals), hyperscan.dumpb(self._database))

    def scan(self, data: bytes) -> Hits:
        if not self._size or not data:
            return _none()
        numbers: list[int] = []
        ends: list[int] = []
        self._database.scan(data, match_event_handler=_collector(numbers, ends))
        return _ordered(numbers, ends)


class AhoCorasick:
    """The automaton of `ahocorasick_rs`, for machines without Hyperscan."""

    name = "ahocorasick"

    def __init__(self, literals: Sequence[bytes], _shelf: Shelf = NOTHING) -> None:
        import ahocorasick_rs

        self._automaton: Any = None
        if literals:
            self._automaton = ahocorasick_rs.BytesAhoCorasick(list(literals))

    def scan(self, data: bytes) -> Hits:
        if self._automaton is None or not data:
            return _none()
        found = self._automaton.find_matches_as_indexes(data, overlapping=True)
        return _ordered([f[0] for f in found], [f[2] for f in found])


def make_engine(literals: Sequence[bytes], engine: str = "auto", shelf: Shelf = NOTHING) -> Engine:
    """The engine by name: `hyperscan`, `ahocorasick`, or `auto` for the fastest installed.

    Raises ValueError for another name, ImportError where the named one is not installed.
    """
    if engine == "auto":
        try:
            return Hyperscan(literals, shelf)
        except ImportError:
            return AhoCorasick(literals, shelf)
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; one of {', '.join(ENGINES)} or auto")
    return ENGINES[engine](literals, shelf)


ENGINES: dict[str, Callable[[Sequence[bytes], Shelf], Engine]] = {
    "hyperscan": Hyperscan,
    "ahocorasick": AhoCorasick,
}


def _name(literals: Sequence[bytes]) -> str:
    """A name under which no other literals are kept."""
    return f"hyperscan-{hashlib.sha256(b'|'.join(literals)).hexdigest()[:32]}"


def _kept(literals: Sequence[bytes], shelf: Shelf) -> Any:
    """The database of these literals from the shelf; None if Hyperscan cannot use what lies there.

    Hyperscan verifies a checksum, its own version and the processor's kind.
    """
    import hyperscan

    kept = shelf.take(_name(literals)) if literals and shelf is not NOTHING else None
    if kept is None:
        return None
    try:
        database = hyperscan.loadb(kept, mode=hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except (hyperscan.error, ValueError, MemoryError):
        return None
    return database


def _collector(numbers: list[int], ends: list[int]) -> Callable[..., None]:
    add_number, add_end = numbers.append, ends.append

    def collect(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        add_number(number)
        add_end(end)

    return collect


def _ordered(numbers: list[int], ends: list[int]) -> Hits:
    number, end = np.array(numbers, np.int64), np.array(ends, np.int64)
    order = np.lexsort((number, end))
    return number[order], end[order]


def _none() -> Hits:
    return np.empty(0, np.int64), np.empty(0, np.int64)
