"""Matching as its pages say it, one text, one character and one literal at a time.

No batches, no tables, no engine, no rule left out beforehand: what is fast must give the same.
"""

from __future__ import annotations

import re
from datetime import date

from patroli.match import Matcher
from patroli.match.alphabet import BLANK, LEET_SIGNS, Alphabet
from patroli.match.asked import Readings, asked_by
from patroli.match.found import Hit
from patroli.match.hashtags import TagSplitter
from patroli.match.judge import Judge
from patroli.match.scene import Scene
from patroli.match.view import Row
from patroli.model import Match

Kept = list[tuple[int, int]]
"""Folded bytes, each with the byte of the text that it came from."""

_TAG = re.compile(rb"[0-9A-Za-z_\x80-\xf4]+")


def matches(matcher: Matcher, texts: list[str], contest: str, day: date) -> list[Match]:
    """All matches of texts whose ids are their numbers."""
    program = matcher.program
    judge = Judge(matcher.rule_set, program)
    rules = range(len(program.rules))
    asked = asked_by(program.rules, Readings(program.phrases))
    knows = program.splitter.knows
    found: list[Match] = []
    for number, text in enumerate(texts):
        scene = Scene(text, hits(matcher, text), asked, knows)
        row = Row(str(number), "", text, "", "", "", "", day)
        found += judge.judge(row, scene, lambda: Scene("", (), asked, knows), rules, contest)
    return found


def hits(matcher: Matcher, text: str) -> list[Hit]:
    """Every literal of a rule set wherever it stands in a text, and the phrases around targets."""
    program = matcher.program
    kept = folded(text, program.alphabet, program.splitter)
    data = bytes(byte for byte, _ in kept)
    blanks = [at for at, byte in enumerate(data) if byte == BLANK]
    ends = sorted(
        (at + len(literal), number)
        for number, literal in enumerate(program.literals)
        for at in range(len(data))
        if data.startswith(literal, at)
    )
    lasts = [blanks.index(end - 1) for end, _ in ends]
    said = text.encode("utf-8", "surrogatepass")

    def points(byte: int) -> int:
        """The number of the code point that a byte of the text belongs to."""
        return sum(each & 0xC0 != 0x80 for each in said[: byte + 1]) - 1

    found: list[Hit] = []
    for number, first, last in program.phrases.spans(data, blanks, [n for _, n in ends], lasts):
        words = tuple(
            (points(kept[blanks[word] + 1][1]), points(kept[blanks[word + 1]][1] - 1) + 1)
            for word in range(first, last)
        )
        found.append(Hit(number, first, last - 1, words))
    return found


def folded(text: str, alphabet: Alphabet, splitter: TagSplitter) -> Kept:
    """A text folded, a blank before and after it."""
    data = text.encode("utf-8", "surrogatepass")
    cuts = {
        tag.start() + cut
        for sign in re.finditer(b"#", data)
        if (tag := _TAG.match(data, sign.end()))
        for cut in splitter.split(tag.group())
    }
    pairs: Kept = [(BLANK, -1)]
    place = 0
    for index, char in enumerate(text):
        size = len(char.encode("utf-8", "surrogatepass"))
        if place in cuts:
            pairs.append((BLANK, place))
        left = [int(table[ord(char)]) for table in alphabet.table[:size]]
        if char.isascii():
            around = text[index - 1 : index] + text[index + 1 : index + 2]
            letters = len(around) == 2 and around.isascii() and around.isalpha()
            sign_of = LEET_SIGNS.get(char) if letters else None
            left = [ord(sign_of)] if sign_of else [alphabet.ascii[ord(char)]]
        pairs += [(byte, place + nth) for nth, byte in enumerate(left) if byte]
        place += size
    pairs = _whole([*pairs, (BLANK, place)], splitter)
    return [pair for n, pair in enumerate(pairs) if n == 0 or pair[0] != pairs[n - 1][0]]


def _whole(pairs: Kept, splitter: TagSplitter) -> Kept:
    """Four letters and more, each alone between single blanks, with blanks only between words."""
    gone: set[int] = set()
    start = 0
    while start < len(pairs):
        end = start
        while (
            end + 2 < len(pairs)
            and pairs[end][0] == pairs[end + 2][0] == BLANK
            and chr(pairs[end + 1][0]) in "abcdefghijklmnopqrstuvwxyz"
        ):
            end += 2
        word = bytes(pairs[n][0] for n in range(start + 1, end, 2))
        if len(word) >= 4 and set(word) - set(b"oieast"):
            borders = {start + 2 * cut for cut in splitter.split(word)}
            gone |= set(range(start + 2, end, 2)) - borders
        start = max(end, start + 1)
    return [pair for n, pair in enumerate(pairs) if n not in gone]
