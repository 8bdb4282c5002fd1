"""Does a rule or a list name a contestant? Then it is not the same for everyone, and is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patroli.config.tree import KeyPath, Located
from patroli.errors import Complaint
from patroli.model import Contest
from patroli.rules.targets import first_names
from patroli.sayings import of_rules as say
from patroli.told import Told

SHORTEST = 4
"""Letters a single word of a name must have to be recognised as one: `Ali` is a word of many."""


@dataclass(frozen=True, slots=True)
class Named:
    """A word or phrase that belongs to one contestant."""

    words: tuple[str, ...]
    slot: str
    contest: str
    contestant: str


class Names:
    """All that names a contestant, ready to be looked for."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._by_first: dict[str, list[Named]] = {}
        for one in dict.fromkeys(named):
            self._by_first.setdefault(one.words[0], []).append(one)

    def inside(self, text: str) -> Iterator[Named]:
        """Everything the text names, each once."""
        words = _words(text)
        found: dict[Named, None] = {}
        for index, word in enumerate(words):
            for named in self._by_first.get(word, ()):
                if words[index : index + len(named.words)] == named.words:
                    found[named] = None
        yield from found

    def complaints(
        self, located: Located, path: KeyPath, expected: Told | None = None
    ) -> Iterator[Complaint]:
        """A complaint for every text under a key path that names a contestant."""
        texts = list(located.texts_below(path))
        words = _words("\n".join(text for _, text in texts))
        if self._by_first.keys().isdisjoint({*words, *(word.strip("_") for word in words)}):
            return
        for place, text in texts:
            for named in self.inside(text):
                found = say.NAMES(
                    words=" ".join(named.words),
                    contestant=named.contestant,
                    contest=named.contest,
                )
                yield located.complain(place, found, expected or say.A_SLOT(slot=named.slot))


def names_of(contests: tuple[Contest, ...]) -> Names:
    """Everything that names a contestant of any contest."""
    found: list[Named] = []
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
                    found.append(Named(words, slot, contest.id, contestant.id))
    return Names(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().strip("_")))
