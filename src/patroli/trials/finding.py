"""What the linter says: one thing found in one place, and what would be better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from patroli.config.located import read_yaml
from patroli.config.reading import files_in
from patroli.config.tree import KeyPath, Located
from patroli.errors import sentence
from patroli.sayings import of_trials as say
from patroli.told import Told


class Severity(StrEnum):
    """An error makes a rule useless or unlawful; a warning is for a person to weigh."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """What sort of finding it is."""

    DEAD = "dead"
    """A word no text can reach, or a rule that can never run."""
    DOUBLE = "double"
    """A word that is written twice, as the matcher reads."""
    SHADOWED = "shadowed"
    """A word that says nothing a shorter one of its group does not say."""
    COLLISION = "collision"
    """Two words of different meaning that folding makes one."""
    SHORT = "short"
    COMMON = "common"
    """On a corpus: a word or a rule that hits too often."""
    EXAMPLES = "examples"
    LAW = "law"
    UNUSED = "unused"
    DATES = "dates"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding. `found` and `expected` finish sentences, as in complaints."""

    file: str
    line: int
    severity: Severity
    kind: Kind
    subject: Told
    """The rule or list."""
    found: Told
    expected: Told

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        said = sentence(self.found, self.expected)
        return f"{self.place}: {self.severity}: {self.subject}: {said}"

    def plain(self) -> dict[str, str | int]:
        """It as JSON has it, in English."""
        return {
            "file": self.file,
            "line": self.line,
            "severity": self.severity.value,
            "kind": self.kind.value,
            "subject": str(self.subject),
            "found": str(self.found),
            "expected": str(self.expected),
        }


@dataclass(frozen=True, slots=True)
class Written:
    """A word where it is written."""

    text: str
    owner: Told
    """`rule ajakan-memilih` or `list dukung`."""
    file: str
    line: int

    def finding(self, severity: Severity, kind: Kind, found: Told, expected: Told) -> Finding:
        """A finding about this word."""
        return Finding(self.file, self.line, severity, kind, self.owner, found, expected)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list of the lexicon where it is written."""

    id: str
    located: Located
    path: KeyPath

    @property
    def words(self) -> tuple[Written, ...]:
        """Its own words, not those of the lists it includes."""
        return tuple(word for word in self._all() if not word.text.startswith("@"))

    @property
    def includes(self) -> frozenset[str]:
        """Ids of the lists it includes."""
        return frozenset(word.text[1:] for word in self._all() if word.text.startswith("@"))

    @property
    def regional(self) -> bool:
        """Whether its words hold in some regions only, and so cover no word of another list."""
        return self.located.at((*self.path, "region")) is not None

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.located.line(self.path or ("id",))

    def _all(self) -> Iterator[Written]:
        for place, text in self.located.texts_below((*self.path, "words")):
            yield Written(text, say.LIST(id=self.id), self.located.file, self.located.line(place))


def list_files(folder: Path) -> dict[str, ListFile]:
    """Every list of a config folder by id."""
    found: dict[str, ListFile] = {}
    for path in files_in(folder, "lexicon"):
        located = read_yaml(path)
        if isinstance(located.data, dict):
            several = located.at(("lists",))
            for name in several if isinstance(several, dict) else ():
                found[name] = ListFile(name, located, ("lists", name))
            if isinstance(name := located.at(("id",)), str):
                found[name] = ListFile(name, located, ())
    return found


def reached(lists: dict[str, ListFile], starts: Iterable[str]) -> frozenset[str]:
    """The lists that these use, through any number of includes."""
    todo, seen = list(starts), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += lists[name].includes if name in lists else ()
    return frozenset(seen)
