"""What points to one contestant in, what points to another in just the same way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from patroli.model import Contest, Contestant
from patroli.rules.numbers import LOCAL_WORDS, ROMANS, WORDS
from patroli.rules.targets import SLOTS, targets

NUMBERS = frozenset({"number", "digit"})

_FIELDS = {
    "short": "short", "party": "parties", "tag": "tags", "sign": "signs", "colour": "colours",
    "slogan": "slogans", "team": "teams", "account": "accounts",
}  # fmt: skip
"""Which part of a contestant fills a slot, where it is a list of texts."""

_PARTS = ("names", *_FIELDS.values())


class Counterparts:
    """The spellings of all contestants of one contest, side by side."""

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self._parts = [
            {slot: tuple(_parts(contest, contestant, slot)) for slot in SLOTS}
            for contestant in contest.contestants
        ]
        self._places = [
            {
                slot: {text: (p, i) for p, part in enumerate(parts) for i, text in enumerate(part)}
                for slot, parts in of_one.items()
            }
            for of_one in self._parts
        ]

    def spellings(self, who: int, slot: str) -> tuple[str, ...]:
        """Every spelling of one kind of target of one contestant, each once."""
        return tuple(self._places[who][slot])

    def of(self, slot: str, text: str, mine: int, theirs: int) -> str | None:
        """What `text`, a spelling of `mine`, is for `theirs`; None where they have no such thing.

        The same person of the pair, the same title, the same place in the list, a word for a
        word and a digit for a digit.
        """
        if slot in NUMBERS:
            return self._number(text, mine, theirs)
        place, parts = self._places[mine][slot].get(text), self._parts[theirs][slot]
        if place is None or not parts:
            return None
        part, index = place
        own = self._parts[mine][slot]
        chosen = parts[_same_part(own, part, parts)]
        return chosen[_same_index(len(own[part]), index, len(chosen))] if chosen else None

    def core(self, slot: str, phrase: str, who: int) -> str | None:
        """The spelling of a target inside a phrase (`2` in `pilih 2`), the longest there is."""
        folded = f" {phrase.lower()} "
        bare = ((text, text.lstrip("#@").lower()) for text in self._places[who][slot])
        inside = [text for text, low in bare if f" {low} " in folded]
        return max(inside, key=len, default=None)

    def _number(self, text: str, mine: int, theirs: int) -> str | None:
        one, other = (self.contest.contestants[who].number for who in (mine, theirs))
        if one is None or other is None:
            return None
        forms = _forms(other)
        for kind, form in sorted(_forms(one).items(), key=lambda item: -len(item[1])):
            left, right = (r"\b", r"\b") if form.isalpha() else (r"(?<!\d)", r"(?!\d)")
            new = forms.get(kind) or forms.get("word" if "local" in kind else "digits", str(other))
            swapped, count = re.subn(f"{left}{form}{right}", new, text, count=1)
            if count:
                return swapped
        return None


def _forms(number: int) -> dict[str, str]:
    """How a number is written, by kind."""
    forms = {"digits": str(number), "padded": f"0{number}" if number < 10 else str(number)}
    if number < len(WORDS):
        forms["word"] = WORDS[number]
    if number < len(ROMANS):
        forms["roman"] = ROMANS[number]
    local = LOCAL_WORDS.get(number, ())
    return forms | {f"local {index}": word for index, word in enumerate(local)}


def _parts(contest: Contest, contestant: Contestant, slot: str) -> Iterator[tuple[str, ...]]:
    """The spellings of one kind, apart for each person or thing they are made of."""
    if slot in ("name", "fullname", "firstname"):
        each = [_of(contest, _only(contestant, names=(name,)), slot) for name in contestant.names]
        yield from each
        known = {text for part in each for text in part}
        both = tuple(t for t in _of(contest, contestant, slot) if t not in known)
        if both:
            yield both
    elif slot in NUMBERS:
        yield _of(contest, contestant, slot)
    else:
        for text in getattr(contestant, _FIELDS[slot]):
            yield _of(contest, _only(contestant, **{_FIELDS[slot]: (text,)}), slot)


def _only(contestant: Contestant, **kept: tuple[str, ...]) -> Contestant:
    """A contestant with one thing that points to them and no other."""
    parts: dict[str, Any] = {**dict.fromkeys(_PARTS, ()), **kept}
    return replace(contestant, number=None, **parts)


def _of(contest: Contest, contestant: Contestant, slot: str) -> tuple[str, ...]:
    found = (t.surface.text for t in targets(contest, contestant) if t.slot == slot)
    return tuple(dict.fromkeys(found))


def _same_part(
    own: tuple[tuple[str, ...], ...], part: int, parts: tuple[tuple[str, ...], ...]
) -> int:
    """The part of another contestant's list that is of the same make, at the same place among
    those: an emoji for an emoji, a gesture with a number for such a gesture.
    """
    make = _make(own[part])
    alike = [index for index, texts in enumerate(parts) if _make(texts) == make]
    if not alike:
        return part % len(parts)
    before = sum(_make(texts) == make for texts in own[:part])
    return alike[before % len(alike)]


def _make(texts: tuple[str, ...]) -> str:
    text = texts[0].lower() if texts else ""
    if not any(c.isalnum() for c in text):
        return "emoji"
    words = re.findall(r"\w+", text)
    return "number" if any(w.isdigit() or w in WORDS for w in words) else "words"


def _same_index(size: int, index: int, other: int) -> int:
    """The same place in a list of another length: counted from the end, where the titles are."""
    return index if size == other else max(other - size + index, index % other if index else 0)
