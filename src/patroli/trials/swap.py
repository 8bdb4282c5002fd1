"""A text and who becomes whom in, the same text about the others out.

Only what the matcher itself found to point to a contestant is replaced, by what points to the
other in the same way: the same slot, the same person, a word for a word, capitals for capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patroli.match import Matcher
from patroli.rules.numbers import WORDS
from patroli.rules.surface import Check, Surface
from patroli.sayings import of_trials as say
from patroli.told import Told
from patroli.trials.counterpart import NUMBERS, Counterparts

Turn = tuple[int, ...]
"""For every contestant, by number, who takes their place."""

_TOKEN = re.compile(r"[^\W_]+")
_ONE = rf"(?:0?\d{{1,2}}|{'|'.join(WORDS[1:])})"
_LISTED = re.compile(
    rf"(?<![\w/:.]){_ONE}(?:\s*(?:,\s*(?:dan|atau)|[,/&+]|dan|atau|maupun|serta)\s*{_ONE})+(?!\w)",
    re.IGNORECASE,
)
"""`1, 2 dan 3`: the later numbers belong to the word before the first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that points to a contestant."""

    start: int
    end: int
    who: int
    slot: str
    spelling: str
    """As the matcher knows it."""


@dataclass(frozen=True, slots=True)
class Unclear(Exception):
    """A text that cannot be swapped soundly, and why."""

    why: Told


def turns(count: int, mentioned: int) -> tuple[Turn, ...]:
    """Who may take whose place: all in a circle, and for texts about several also mirrored.

    With three contestants that is every way there is.
    """
    circle = [tuple((i + step) % count for i in range(count)) for step in range(1, count)]
    if mentioned > 1 and count > 2:
        circle += [tuple((step - i) % count for i in range(count)) for step in range(count)]
    return tuple(dict.fromkeys(circle))


def mentions(
    matcher: Matcher, text: str, contest: int, counterparts: Counterparts
) -> list[Mention]:
    """Everything in a text that points to a contestant, in order, longest first where they overlap.

    Raises Unclear where one place points to two of them.
    """
    found = [
        _mention(text, find.start, find.end, find.use.contestant, find.use.slot, find.use.surface)
        for find in matcher.scene(text).finds
        if find.use.points and find.use.contest == contest
    ]
    order = sorted(set(found), key=lambda m: (m.start - m.end, m.slot not in NUMBERS, m.start))
    taken: list[Mention] = []
    for one in order:
        over = [t for t in taken if t.start < one.end and one.start < t.end]
        if any(t.who != one.who for t in over):
            raise Unclear(say.POINTS_TO_TWO())
        if not over:
            taken.append(one)
    taken += _listed(text, taken, counterparts)
    return sorted(taken, key=lambda m: m.start)


def _mention(text: str, start: int, end: int, who: int, slot: str, surface: Surface) -> Mention:
    spelling, check = surface
    if check is Check.HANDLE:
        bare = spelling.lstrip("@")
        place = text.casefold().find(bare.casefold(), max(0, start - len(bare)))
        if 0 <= place <= start:
            start, end = place, place + len(bare)
    return Mention(start, end, who, slot, spelling)


def _listed(text: str, taken: Sequence[Mention], counterparts: Counterparts) -> Iterator[Mention]:
    """The other numbers of a list of which one is a mention."""
    numbers = {c.number: who for who, c in enumerate(counterparts.contest.contestants)}
    for row in _LISTED.finditer(text):
        if not any(m.start < row.end() and row.start() < m.end for m in taken):
            continue
        for one in _TOKEN.finditer(text, row.start(), row.end()):
            word = one.group().lower()
            number = int(word) if word.isdigit() else WORDS.index(word) if word in WORDS else 0
            free = not any(m.start < one.end() and one.start() < m.end for m in taken)
            if free and number in numbers:
                yield Mention(one.start(), one.end(), numbers[number], "digit", word)


def swapped(text: str, found: Sequence[Mention], turn: Turn, counterparts: Counterparts) -> str:
    """The text with everyone's mentions turned. Raises Unclear where someone has no such thing."""
    pieces: list[str] = []
    done = 0
    for mention in found:
        written = text[mention.start : mention.end]
        pieces += [text[done : mention.start], _other(written, mention, turn, counterparts)]
        done = mention.end
    return "".join([*pieces, text[done:]])


def _other(written: str, mention: Mention, turn: Turn, counterparts: Counterparts) -> str:
    theirs = turn[mention.who]
    if theirs == mention.who:
        return written
    slot, phrase = mention.slot, mention.spelling
    core = phrase
    new = counterparts.of(slot, phrase, mention.who, theirs)
    if new is None:
        core = counterparts.core(slot, phrase, mention.who) or ""
        new = counterparts.of(slot, core, mention.who, theirs) if core else None
    if new is None:
        other = counterparts.contest.contestants[theirs].id
        raise Unclear(say.NO_COUNTERPART(contestant=other, slot=slot))
    if core != phrase:
        low, bare = phrase.lower(), core.lstrip("#@").lower()
        place = f" {low} ".find(f" {bare} ")
        new = phrase[:place] + new.lstrip("#@") + phrase[place + len(bare) :]
    return rewritten(written, phrase.lstrip("#@"), new.lstrip("#@"))


def rewritten(written: str, spelling: str, new: str) -> str:
    """`new` as `written` is a writing of `spelling`: only words that differ, capitals kept."""
    places = list(_TOKEN.finditer(written))
    old, words = _TOKEN.findall(spelling), _TOKEN.findall(new)
    if not places or not words:
        return new
    if len(places) == len(old) == len(words):
        pieces, done = [], 0
        for place, was, word in zip(places, old, words, strict=True):
            kept = place.group() if was.lower() == word.lower() else cased(place.group(), was, word)
            pieces += [written[done : place.start()], kept]
            done = place.end()
        return "".join([*pieces, written[done:]])
    joined = not any(c.isspace() for c in written) and any(c.isspace() for c in spelling)
    return cased(written, spelling, "".join(words) if joined else new)


def cased(written: str, spelling: str, new: str) -> str:
    """`new` with the capitals that `written` shows against its usual spelling."""
    if written == spelling or not any(c.isalpha() for c in written):
        return new
    if written.isupper() and len(written) > 1:
        return new.upper()
    if written.islower():
        return new.lower()
    if written[:1].isupper() and written[1:].islower():
        return new.capitalize()
    return new
