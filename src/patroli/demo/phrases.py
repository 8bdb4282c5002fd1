"""Sentence patterns in, sentences as a small town writes them out.

The patterns stand in `phrases/*.txt`: `== section`, then one a line; `title | text` where there is
a title. Nobody in them is real.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from patroli.model import Contest, Contestant

Sections = Mapping[str, tuple[str, ...]]

_FOLDER = Path(__file__).parent / "phrases"
_SLOT = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r" {2,}")
_COUNTED = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


@cache
def sections(name: str) -> Sections:
    """One file of patterns by section. An empty line is a pattern: nothing fills a slot too."""
    found: dict[str, list[str]] = {}
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found[line[3:].strip()] = []
        else:
            found[next(reversed(found))].append(line)
    return {title: tuple(lines) for title, lines in found.items()}


def pointing_to(contestant: Contestant) -> dict[str, str]:
    """The words that patterns use for one contestant, from its configuration alone."""
    first, second = contestant.names[0], contestant.names[-1]
    number = contestant.number or 0
    short = next(iter(contestant.short), first)
    return {
        "name": first,
        "wakil": second,
        "nama": first.split()[0],
        "ibu": second.split()[0],
        "pair": f"{first.split()[0]}-{second.split()[0]}",
        "short": short,
        "number": str(number),
        "angka": _COUNTED[number] if number < len(_COUNTED) else str(number),
        "party": next(iter(contestant.parties), short),
        "tag": next(iter(contestant.tags), f"#{short}"),
        "slogan": next(iter(contestant.slogans), short),
        "team": next(iter(contestant.teams), short),
        "akun": next(iter(contestant.accounts), first),
        "colour": next(iter(contestant.colours), "putih"),
        "sign": next((s for s in contestant.signs if not s[0].isalnum()), ""),
    }


def pointing_to_all(contest: Contest) -> dict[str, str]:
    """`{nama1}`, `{pair2}`, `{short3}` …: every contestant in ballot order."""
    ordered = sorted(contest.contestants, key=lambda c: (c.number or 0, c.id))
    return {
        f"{slot}{place}": words
        for place, contestant in enumerate(ordered, 1)
        for slot, words in pointing_to(contestant).items()
    }


def names_one(pattern: str) -> bool:
    """Whether a pattern speaks of one contestant, by name, number, sign or colour."""
    slots = set(_SLOT.findall(pattern))
    return bool(
        slots & {"name", "nama", "ibu", "pair", "short", "number", "angka", "party", "tag"}
    ) or (bool(slots & {"colour", "sign"}))


@dataclass(frozen=True, slots=True)
class Writer:
    """Fills patterns; what it is not given it takes from `isian.txt` by chance."""

    chance: Random
    given: Mapping[str, str]

    def write(self, pattern: str) -> str:
        """One sentence, without slots and doubled spaces."""
        text = _SLOT.sub(lambda slot: self._word(slot[1]), pattern)
        return _SPACES.sub(" ", text).replace(" .", ".").strip()

    def about(self, given: Mapping[str, str]) -> Writer:
        """The same writer who also knows these words."""
        return Writer(self.chance, {**self.given, **given})

    def _word(self, slot: str) -> str:
        word = self.given.get(slot)
        if word is None:
            word = self.chance.choice(sections("isian")[slot])
        if slot == "sign" and word and self.chance.random() < 0.4:
            word += self.chance.choice("🏻🏼🏽🏾🏿")
        return word
