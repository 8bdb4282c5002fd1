"""One word of a group in, what it asks for out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from patroli.rules.targets import ANY, SLOTS

_SLOT = re.compile(r"\{([^{}]*)\}")

WORD_SLOTS = frozenset({*SLOTS, "any", "other", "office"})


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
    """Read one word. Raises ValueError, as "found; expected", for what it cannot mean."""
    if word.startswith("@"):
        return Wanted(word, list_id=word[1:])
    slots = _SLOT.findall(word)
    for slot in slots:
        if slot not in WORD_SLOTS:
            known = ", ".join("{" + name + "}" for name in sorted(WORD_SLOTS))
            raise ValueError(f"the unknown slot {{{slot}}}; one of {known}")
    if len(slots) > 1:
        raise ValueError(f"{len(slots)} slots in {word!r}; at most one slot in a phrase")
    if "{" in _SLOT.sub("", word) or "}" in _SLOT.sub("", word):
        raise ValueError(f"{word!r} with a loose brace; slots like {{name}}")
    read = Wanted(word, slot=slots[0] if slots else "")
    if read.slot in ("any", "other") and not read.alone:
        raise ValueError(f"{{{read.slot}}} in a phrase; it alone, or one kind such as {{number}}")
    if read.slot == "digit" and read.alone:
        raise ValueError("{digit} alone; a word that asks for it beside it, as in `pilih {digit}`")
    return read
