"""One word of a group in, what it asks for out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from patroli.config.nearest import nearest_slot
from patroli.rules.targets import ANY, SLOTS
from patroli.sayings import of_rules as say
from patroli.sayings.of_lists import ONE_AMONG, UNKNOWN_SLOT
from patroli.told import Told

_SLOT = re.compile(r"\{([^{}]*)\}")
_IN_CURLY = re.compile("[“”„‟‘’‚‛«»].+[“”„‟‘’‚‛«»]", re.S)
_STRAY_TILDE = re.compile(r"(?<!\w)~|~(?=\S)")

WORD_SLOTS = frozenset({*SLOTS, "any", "other", "office"})


class Meaningless(ValueError):
    """A word that cannot mean anything; what was found and expected, and what may be near."""

    def __init__(self, found: Told, expected: Told, near: str = "") -> None:
        self.told = found, expected, near
        super().__init__(f"{found}; {expected}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one word of a group asks for: a list, or a phrase with at most one slot."""

    text: str
    list_id: str = ""
    slot: str = ""

    @property
    def slots(self) -> tuple[str, ...]:
        """The kinds of target the slot stands for."""
        return ANY if self.slot in ("any", "other") else ((self.slot,) if self.slot else ())

    @property
    def alone(self) -> bool:
        """Whether the word is nothing but its slot."""
        return bool(self.slot) and self.text == "{" + self.slot + "}"

    def filled(self, text: str) -> str:
        """The phrase with its slot filled."""
        return self.text.replace("{" + self.slot + "}", text)


@lru_cache(maxsize=20_000)
def wanted(word: str) -> Wanted:
    """Read one word. Raises Meaningless for what it cannot mean."""
    if word.startswith("@"):
        return Wanted(word, list_id=word[1:])
    slots = _SLOT.findall(word)
    for slot in slots:
        if slot not in WORD_SLOTS:
            known = tuple("{" + name + "}" for name in sorted(WORD_SLOTS))
            near = nearest_slot(slot, sorted(WORD_SLOTS))
            raise Meaningless(UNKNOWN_SLOT(slot=slot), ONE_AMONG(known=known), near)
    if len(slots) > 1:
        raise Meaningless(say.SLOTS_IN(count=len(slots), word=word), say.ONE_SLOT())
    if "{" in _SLOT.sub("", word) or "}" in _SLOT.sub("", word):
        raise Meaningless(say.LOOSE_BRACE(word=word), say.SLOTS_LIKE())
    read = Wanted(word, slot=slots[0] if slots else "")
    if read.slot in ("any", "other") and not read.alone:
        raise Meaningless(say.IN_A_PHRASE(slot=read.slot), say.ALONE_OR_KIND())
    if read.slot == "digit" and read.alone:
        raise Meaningless(say.DIGIT_ALONE(), say.WORD_BESIDE_DIGIT())
    return read


def fault(word: str) -> tuple[Told, Told] | None:
    """What of a word would match everything or nothing: found and expected; None if all is well.

    Asked of what people write and not by `wanted`, which reads what history has kept, too.
    """
    if word.startswith("@") or _SLOT.fullmatch(word):
        return None
    if _IN_CURLY.fullmatch(word):
        bare = word[1:-1]
        return say.CURLY(word=bare), say.STRAIGHT(word=bare)
    if _STRAY_TILDE.search(word):
        return say.STRAY_TILDE(word=word), say.TILDE_AFTER_ROOT()
    letters, symbols = _weight(_SLOT.sub("", word))
    if _SLOT.search(word):
        beside = say.NOTHING_BESIDE(word=word), say.SLOT_OR_BESIDE()
        return None if letters or symbols else beside
    if letters + symbols == 0:
        seen = any(unicodedata.category(char)[0] not in "MZC" for char in word)
        return say.UNSEEN(word=repr(word) if seen else ascii(word)), say.LATIN_OR_EMOJI()
    if letters == 1 and not symbols:
        return say.ONE_LETTER(word=word), say.TWO_LETTERS()
    return None


def _weight(text: str) -> tuple[int, int]:
    """How many letters and digits, and how many symbols of a text folding keeps."""
    letters = symbols = 0
    for char in text:
        parts = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
        if parts and all(part.isascii() and part.isalnum() for part in parts):
            letters += 1
        elif ord(char) >= 0x800 and (unicodedata.category(char) in _SEEN or _emoji(char)):
            symbols += 1
    return letters, symbols


_SEEN = frozenset({"So", "Sm", "Sc", "Lo", "Lm", "Ll", "Lu", "Lt", "Nd", "Nl", "No"})
"""Categories of signs to which folding gives a byte of their own: emoji, other scripts."""


def _emoji(char: str) -> bool:
    """Whether a sign lives among the emoji, also one younger than Python's tables; no skin tone."""
    return 0x1F300 <= ord(char) <= 0x1FAFF and not 0x1F3FB <= ord(char) <= 0x1F3FF
