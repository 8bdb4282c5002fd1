"""Two versions of a text in, what went and what came out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from patroli.queueing.words import number_words

LONGEST = 1_500
"""Words that are compared at most, after the same beginning and end are set aside."""
ALIKE = 0.3
"""The share of words two stretches have in common below which they are not compared further."""
CONTEXT = 8
"""Unchanged words shown on each side of a change."""
WIDEST = 2_000
"""Code points shown of one change: a single word may be as long as a whole post."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that is `same`, `gone`, `new`, or `…` for unchanged words left out."""

    what: str
    text: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Word by word what changed from `before` to `after`; empty where they are the same.

    Where more than `LONGEST` words differ the two are not compared: the old stretch is `gone`
    and the new one `new`, each shortened.
    """
    if before == after:
        return ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    body: Iterable[Change]
    if len(middle_old) + len(middle_new) > LONGEST:
        body = [Change("gone", _cut(middle_old)), Change("new", _cut(middle_new))]
    else:
        body = _compare(middle_old, middle_new)
    ending = old[len(old) - tail :] if tail else []
    return tuple(
        Change(change.what, _clipped(change.text))
        for change in (*_context(old[:head], end=True), *body, *_context(ending, end=False))
        if change.text
    )


def _same(old: list[str], new: list[str]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compare(old: list[str], new: list[str]) -> Iterable[Change]:
    """The middle of both, which begins and ends with a change.

    What stays is shown only where it says something: a space or a single sign between two changes
    belongs to them, and two texts that share little are one change.
    """
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = [b for b in blocks if any(map(str.isalnum, "".join(old[b.a : b.a + b.size])))]
    shared = sum(word.isalnum() for b in kept for word in old[b.a : b.a + b.size])
    if shared < ALIKE * max(sum(map(str.isalnum, old)), sum(map(str.isalnum, new))):
        kept = []
    a = c = 0
    for block in kept:
        yield Change("gone", "".join(old[a : block.a]))
        yield Change("new", "".join(new[c : block.b]))
        a, c = block.a + block.size, block.b + block.size
        yield from _middle(old[block.a : a])
    yield Change("gone", "".join(old[a:]))
    yield Change("new", "".join(new[c:]))


def _middle(words: list[str]) -> Iterable[Change]:
    if len(words) <= 6 * CONTEXT:
        return [Change("same", "".join(words))]
    left, right = "".join(words[: 2 * CONTEXT]), "".join(words[-2 * CONTEXT :])
    return [Change("same", left), Change("…", " … "), Change("same", right)]


def _context(words: list[str], *, end: bool) -> Iterable[Change]:
    kept = words[-2 * CONTEXT :] if end else words[: 2 * CONTEXT]
    same = Change("same", "".join(kept))
    if len(kept) == len(words):
        return [same]
    return [Change("…", "… "), same] if end else [same, Change("…", " …")]


def _clipped(text: str) -> str:
    """The text, a very long one as its beginning and its end."""
    if len(text) <= WIDEST:
        return text
    half = WIDEST // 2
    left_out = number_words(len(text) - 2 * half)
    return f"{text[:half]} … {left_out} karakter tidak ditampilkan … {text[-half:]}"


def _cut(words: list[str]) -> str:
    text = "".join(words[:80])
    return f"{text} … ({len(words)} kata)" if len(words) > 80 else text
