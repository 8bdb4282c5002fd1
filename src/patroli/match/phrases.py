"""Phrases around a target (`tim {name}`): found beside the target's hit, not spelled out before.

A contestant has some three hundred names and two hundred ways to write the number. Spelled out, a
list with ten phrases around each would be more literals than all other words of all rules. So such
a phrase is kept as what stands before and after its slot, and looked for where a target has hit:
the folded words on both sides either are the phrase or not. What comes out is equal to what
spelling out would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from patroli.match.meanings import Kind, Meaning, Meanings, Use
from patroli.rules.surface import Check

KEPT_SLOTS = frozenset({"name", "firstname", "short", "number", "party"})
"""Slots whose phrases are kept so: of many spellings, and rare enough in posts to start from."""

Span = tuple[int, int, int]
"""The number of a literal, or of a phrase; its first word; one past its last."""

_KEPT_CHECKS = frozenset({Check.NUMBER, Check.BARE, Check.ROMAN})


class Around(NamedTuple):
    """What stands around a slot."""

    slot: str
    before: str
    after: str
    name: str
    region: str


class Phrase(NamedTuple):
    """A phrase around a slot as it is looked for."""

    around: Around
    before: bytes
    """Folded, blanks on both sides; one blank if nothing stands there."""
    after: bytes
    groups: frozenset[int]


def split(word: str, slot: str) -> tuple[str, str] | None:
    """What stands before and after the slot of a word; None if a letter touches the slot."""
    before, _, after = word.partition("{" + slot + "}")
    apart = (not before or before[-1].isspace()) and (not after or after[0].isspace())
    return (before.strip(), after.strip()) if apart else None


def kept_check(check: Check) -> Check:
    """What is looked at in the original when a target with this check is part of a phrase."""
    return check if check in _KEPT_CHECKS else Check.WORD


class Phrases:
    """The phrases of one program. What it remembers changes no result."""

    def __init__(
        self, phrases: Sequence[Phrase], literals: Sequence[bytes], uses: Meanings
    ) -> None:
        self.all = tuple(phrases)
        self._literals, self._uses = literals, uses
        self._by_words: dict[str, dict[tuple[bytes, bytes], list[Phrase]]] = {}
        for phrase in phrases:
            table = self._by_words.setdefault(phrase.around.slot, {})
            table.setdefault((phrase.before, phrase.after), []).append(phrase)
        self._reaches = {
            slot: sorted({(a.count(b" ") - 1, b.count(b" ") - 1) for a, b in table})
            for slot, table in self._by_words.items()
        }
        self._slots = _slots_of(uses, frozenset(self._by_words))
        self._met: dict[bytes, int] = {}
        self._meanings: list[tuple[Meaning, ...]] = []

    def means(self, number: int) -> tuple[Meaning, ...]:
        """What a literal, or a phrase that was met, may mean."""
        size = len(self._literals)
        return self._uses[number] if number < size else self._meanings[number - size]

    def spans(
        self,
        data: bytes,
        blanks: Sequence[int],
        numbers: Sequence[int],
        lasts: Sequence[int],
    ) -> list[Span]:
        """The words of every hit and of the phrases around them, in the order of their ends.

        `blanks` are the places of a row's blanks in the folded `data`, `lasts` says of each hit
        which blank ends it.
        """
        literals = self._literals
        found = [
            (number, last - literals[number].count(b" ") + 1, last)
            for number, last in zip(numbers, lasts, strict=True)
        ]
        if self._slots.keys().isdisjoint(numbers):
            return found
        met: dict[tuple[int, int], list[tuple[Phrase, int]]] = {}
        for number, first, last in found:
            for slot in self._slots.get(number, ()):
                for phrase, start, end in self._beside(data, blanks, slot, first, last):
                    met.setdefault((start, end), []).append((phrase, number))
        if not met:
            return found
        spelled = {span: bytes(data[blanks[span[0]] : blanks[span[1]] + 1]) for span in met}
        whole = [(self._number(spelled[span], pairs), *span) for span, pairs in met.items()]
        size = len(literals)
        return sorted(
            found + whole,
            key=lambda s: (s[2], literals[s[0]] if s[0] < size else spelled[s[1:]], s[0] >= size),
        )

    def _beside(
        self, data: bytes, blanks: Sequence[int], slot: str, first: int, last: int
    ) -> Iterator[tuple[Phrase, int, int]]:
        table = self._by_words[slot]
        for before, after in self._reaches[slot]:
            start, end = first - before, last + after
            if start >= 0 and end < len(blanks):
                left = data[blanks[start] : blanks[first] + 1]
                right = data[blanks[last] : blanks[end] + 1]
                for phrase in table.get((left, right), ()):
                    yield phrase, start, end

    def _number(self, spelled: bytes, pairs: Sequence[tuple[Phrase, int]]) -> int:
        """The number of a phrase as it is spelled; the same pairs stand behind each spelling."""
        number = self._met.get(spelled)
        if number is None:
            served: dict[Use, frozenset[int]] = {}
            for phrase, literal in pairs:
                for use in _filled(phrase, self._uses, literal):
                    served[use] = served.get(use, frozenset()) | phrase.groups
            self._meanings.append(tuple(served.items()))
            number = self._met[spelled] = len(self._literals) + len(self._meanings) - 1
        return number


def _filled(phrase: Phrase, uses: Meanings, literal: int) -> Iterator[Use]:
    slot, before, after, name, region = phrase.around
    for text, (kind, asked) in uses.spelled(literal):
        if kind.slot == slot and kind.points and not asked:
            whole = Kind(name, kept_check(kind.check), slot, region, "", kind.who)
            yield from whole.uses(f"{before} {text} {after}".strip())


def _slots_of(uses: Meanings, wanted: frozenset[str]) -> Mapping[int, tuple[str, ...]]:
    """For every literal that is a target of a wanted slot, those slots."""
    targets = {
        number: kind.slot
        for number, (kind, asked) in enumerate(uses.kinds)
        if kind.slot in wanted and kind.points and not asked
    }
    found: dict[int, tuple[str, ...]] = {}
    literal = 0
    for place, kind_ in enumerate(uses.kind_of):
        slot = targets.get(kind_)
        if slot is not None:
            while uses.starts[literal + 1] <= place:
                literal += 1
            if slot not in found.get(literal, ()):
                found[literal] = (*found.get(literal, ()), slot)
    return found
