"""Does a rule or a list name a contestant? Then it is not the same for everyone, and is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from patroli.config.tree import KeyPath, Located
from patroli.errors import Complaint
from patroli.model import Contest
from patroli.rules.targets import first_names

SHORTEST = 4
"""Letters a single word of a name must have to be recognised as one: `Ali` is a word of many."""


@dataclass(frozen=True, slots=True)
class Named:
    """A word or phrase that belongs to one contestant."""

    words: tuple[str, ...]
    slot: str
    contest: str
    contestant: str

    def stands_in(self, text: str) -> bool:
        """Whether the words stand in the text, one after the other."""
        words = _words(text)
        size = len(self.words)
        return any(words[i : i + size] == self.words for i in range(len(words) - size + 1))

    def complaints(self, located: Located, path: KeyPath) -> Iterator[Complaint]:
        """One complaint for every text under a key path that names the contestant."""
        for place, text in located.texts(path):
            if self.stands_in(text):
                found = f"{' '.join(self.words)!r}, which names {self.contestant} of {self.contest}"
                yield located.complain(place, found, f"a slot such as {{{self.slot}}}")


def names_of(contests: tuple[Contest, ...]) -> tuple[Named, ...]:
    """Everything that names a contestant of any contest."""
    found: dict[Named, None] = {}
    for contest in contests:
        for contestant in contest.contestants:
            texts = [("name", text) for text in contestant.names]
            texts += [("name", w) for w in first_names(contestant) if len(w) >= SHORTEST]
            texts += [("short", text) for text in contestant.short]
            texts += [("party", text) for text in contestant.parties]
            texts += [("tag", text) for text in contestant.tags]
            texts += [("slogan", text) for text in contestant.slogans]
            texts += [("team", text) for text in contestant.teams]
            texts += [("account", text) for text in contestant.accounts]
            for slot, text in texts:
                if words := _words(text):
                    found[Named(words, slot, contest.id, contestant.id)] = None
    return tuple(found)


def named_in_list(located: Located, names: tuple[Named, ...]) -> Iterator[Complaint]:
    """Complaints about a lexicon file."""
    for name in names:
        for complaint in name.complaints(located, ()):
            yield Complaint(
                complaint.file,
                complaint.line,
                complaint.where,
                complaint.found,
                "words that name no contestant",
            )


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().strip("_")))
