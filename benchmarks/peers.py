"""What patroli's matching is held against: the same spellings, searched for in other ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import hyperscan

Work = Callable[[], int]
"""Searches once through all it was given, and says how often it hit."""


def raw_hyperscan(literals: Sequence[bytes], blobs: Sequence[bytes]) -> Work:
    """Hyperscan's own work on bytes that are folded already: no boundaries, no rules, no places.

    Its usual interface for Python, which calls a function for every hit; here one that only keeps
    the number, so that it is as fast as it can be.
    """
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    size = len(literals)
    database.compile(
        expressions=list(literals),
        ids=list(range(size)),
        elements=size,
        flags=[0] * size,
        literal=True,
    )
    hits: list[int] = []

    def on_hit(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        hits.append(number)

    def scan() -> int:
        hits.clear()
        for blob in blobs:
            database.scan(blob, match_event_handler=on_hit)
        return len(hits)

    return scan


def one_re_each(literals: Sequence[bytes], rows: Sequence[str]) -> Work:
    """What most tools do: one compiled expression for each spelling, asked of every folded post."""
    patterns = [re.compile(rf"\b{re.escape(word)}\b") for word in _words(literals)]
    return lambda: sum(1 for row in rows for pattern in patterns for _ in pattern.finditer(row))


def spacy_matcher(literals: Sequence[bytes], rows: Sequence[str]) -> Work | None:
    """spaCy's rule Matcher over its Indonesian tokeniser, on folded posts; None without it."""
    if find_spec("spacy") is None:
        return None
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("id")
    matcher = Matcher(nlp.vocab)
    for number, word in enumerate(_words(literals)):
        matcher.add(str(number), [[{"LOWER": token.lower_} for token in nlp.make_doc(word)]])
    return lambda: sum(len(matcher(nlp.make_doc(row))) for row in rows)


def _words(literals: Sequence[bytes]) -> list[str]:
    return [literal.strip().decode("latin-1") for literal in literals]
