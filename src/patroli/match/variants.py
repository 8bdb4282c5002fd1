"""Words as people spell them in, the words that rules know out: `sy utk` is read as `saya untuk`.

A table from word to word, applied to folded texts and to what is searched for alike, so that a list
says a thing once. It holds the `spellings` of the lexicon, and for every longer word of the lists
what is left of it when a hurried writer drops a vowel (`dkung`, `mntap`, `smngt`) or writes 1 for l
(`gundu1`). What such a slip
would make of two words, or of another word that rules, contestants or everybody use, is left out;
and no word of a contestant's name is ever read as another.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from patroli.match.alphabet import ROW, make_alphabet
from patroli.match.fold import Folded, fold_words
from patroli.model import Contest
from patroli.rules import SPELLINGS, RuleSet
from patroli.rules.affixes import phrases
from patroli.rules.numbers import TRAP_AFTER, TRAP_BEFORE, TRAP_RIGHT_BEFORE
from patroli.rules.targets import HONORIFICS

VOWELS = frozenset(b"aiueo")
SHORTEST = 5
"""Letters of a word of which a slip is still that word."""
SHORTEST_SLIP = 4
"""Letters that must be left."""
MOST_WRITTEN = 64
"""Ways to write one phrase that are each looked for."""

_ONSETS = frozenset(
    b"bl br by cl cr dr dw fl fr gl gr kh kl kr kw mb mp nc nd ng nj nk nt ny pl pr ps py sc sk sl "
    b"sm sn sp sr st sw sy tr tw".split()
)
"""Two consonants with which words begin in Indonesian, in English or in a regional language: a word
that begins so may be another one, `klian` and not `kalian`."""

_WORDS = re.compile(rb"[a-z]+")


class Variants:
    """The table of one rule set, both ways."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Pairs of a word as it is written and the word it is read as."""
        self.read: Mapping[bytes, bytes] = dict(pairs)
        self._written: dict[bytes, list[bytes]] = {}
        for written, word in self.read.items():
            self._written.setdefault(word, [word]).append(written)

    def folded(self, folded: Folded) -> Folded:
        """A folded text with every word as it is read, and the way back to the original."""
        read, words = self.read, folded.data.split(b" ")
        if read.keys().isdisjoint(words):
            return folded
        known = list(map(read.get, words, words))
        data = b" ".join(known)
        origin = folded.origin
        if len(origin):
            before = np.fromiter(map(len, words), np.int64, len(words)) + 1
            after = np.fromiter(map(len, known), np.int64, len(known)) + 1
            starts = np.cumsum(before) - before
            nth = np.arange(len(data) + 1) - np.repeat(np.cumsum(after) - after, after)
            room = np.repeat(before - 2, after)
            last = nth == np.repeat(after - 1, after)
            inside = np.where(last, room + 1, np.minimum(nth, np.maximum(room, 0)))
            origin = origin[(np.repeat(starts, after) + inside)[: len(data)]]
        return replace(
            folded,
            data=data,
            row_ends=np.flatnonzero(np.frombuffer(data, np.uint8) == ROW),
            origin=origin,
        )

    def literal(self, literal: bytes) -> bytes:
        """What is searched for, as it is read."""
        read = self.read
        return b" ".join([read.get(word, word) for word in literal.split(b" ")])

    def written(self, literal: bytes) -> Iterator[bytes]:
        """What a text holds that holds the literal in any way of writing it.

        Each way, or where they are many those of its last words only, which is looser.
        """
        ways = [self._written.get(word, [word]) for word in literal.split()]
        while math.prod(map(len, ways)) > MOST_WRITTEN and len(ways) > 1:
            ways = ways[1:]
        for words in itertools.product(*ways):
            yield b" %b " % b" ".join(words)


def variants_of(rule_set: RuleSet) -> Variants:
    """The table for a rule set; empty where its lexicon has no spellings."""
    spellings = rule_set.lexicon.get(SPELLINGS)
    if spellings is None:
        return Variants(())
    rows = [row.split() for row in spellings.words]
    kept = _words_of(_names(rule_set.contests))
    read: dict[bytes, bytes] = {}
    folded = _folded(word for row in rows for word in row)
    for word, *others in rows:
        for other in others:
            if folded[other] != folded[word] and folded[other] not in kept:
                read.setdefault(folded[other], folded[word])
    words = _words_of(_lexicon_words(rule_set)) - read.keys()
    taken = kept | words | read.keys() | _words_of(_common())
    slips: dict[bytes, bytes | None] = {}
    for whole in sorted(words | kept):
        for slip in (*_ones(whole), *(_slips(whole) if whole not in kept else ())):
            if slip not in taken:
                slips[slip] = None if slips.get(slip, whole) != whole else whole
    read |= {slip: whole for slip, whole in slips.items() if whole}
    return Variants(sorted(read.items()))


def _slips(word: bytes) -> Iterator[bytes]:
    """What is left of a word without its first vowel, without one inside, or without any."""
    if len(word) < SHORTEST or word[0] in VOWELS:
        return
    inner = [n for n in range(1, len(word) - 1) if _alone(word, n)]
    for place in inner:
        slip = word[:place] + word[place + 1 :]
        if place == 1 and slip[:2] in _ONSETS:
            continue
        if place == 1 or len(word) > SHORTEST:
            yield from _long_enough(slip)
    if len(inner) > 1:
        yield from _long_enough(bytes(c for n, c in enumerate(word) if n not in inner))


def _ones(word: bytes) -> Iterator[bytes]:
    """A word in which a 1 stands for l (`gundu1`): folding has made an i of it."""
    if b"l" in word and len(word) >= SHORTEST:
        yield bytes(c for c, _ in itertools.groupby(word.replace(b"l", b"i")))


def _alone(word: bytes, place: int) -> bool:
    """Whether a vowel stands between two consonants."""
    return word[place] in VOWELS and not VOWELS & {word[place - 1], word[place + 1]}


def _long_enough(slip: bytes) -> Iterator[bytes]:
    """A slip; none that folding would shorten further, for its letters stand for another word."""
    if len(slip) >= SHORTEST_SLIP and all(a != b for a, b in itertools.pairwise(slip)):
        yield slip


def _lexicon_words(rule_set: RuleSet) -> Iterator[str]:
    for name, entry in rule_set.lexicon.items():
        if name != SPELLINGS:
            for part in entry.parts:
                for text in part.words:
                    if "{" not in text:
                        yield from phrases(text) if text.count("~") < 2 else ()


def _names(contests: tuple[Contest, ...]) -> Iterator[str]:
    """What contestants are called: never read as something else."""
    for contest in contests:
        for each in contest.contestants:
            yield from (*each.names, *each.short, *each.parties, *each.slogans, *each.teams)
            yield from (
                text.lstrip("#@").replace("_", " ") for text in (*each.tags, *each.accounts)
            )
            yield from (*each.signs, *each.colours)


def _common() -> Iterator[str]:
    yield from (*HONORIFICS, *TRAP_BEFORE, *TRAP_RIGHT_BEFORE, *TRAP_AFTER)


def _words_of(texts: Iterable[str]) -> set[bytes]:
    return {word for row in _folded(texts).values() for word in _WORDS.findall(row)}


def _folded(texts: Iterable[str]) -> dict[str, bytes]:
    every = list(dict.fromkeys(texts))
    rows = fold_words(every, make_alphabet(())) if every else []
    return {text: row.strip() for text, row in zip(every, rows, strict=True)}
