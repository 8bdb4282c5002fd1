"""Everything patroli raises on purpose.

::

    PatroliError
    ├── BrokenConfig        config/ cannot be used; carries every Complaint
    ├── BadInput            a file or value given by a person cannot be read
    ├── LandingError        a batch could not be written, or is not what its name says
    ├── HistoryError        the DuckDB history could not be read or written
    │   └── HistoryLocked   another process holds the history
    ├── ReviewLogError      the review log could not be read or appended
    ├── MatchError          a process that matches was ended from outside
    └── QueueError          the queue of the day could not be written

One bad page is not an error: it is a row in the collection ledger.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass

from patroli.told import Language, Saying, Told

LONGEST = 200
"""Code points of a file that a complaint repeats at most."""

_SENTENCE = Saying("found {found}; expected {expected}", "didapati {found}; seharusnya {expected}")
_NEAR = "mungkin maksudnya"


def sentence(found: Told, expected: Told) -> Told:
    """What was found and what was expected, in one sentence."""
    return _SENTENCE(found=found, expected=expected)


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing wrong in a file that people edit.

    `file` is the path as the person gave it, `line` counts from 1 (0: the file as a whole),
    `where` names the key or column, `found` and `expected` finish the sentences
    "found …" and "expected …".
    """

    file: str
    line: int
    where: str
    found: Told
    expected: Told
    near: str = ""
    """What may have been meant, where a name of those expected is near. Told in Indonesian alone:
    the names are English words, which they who write them may not know."""

    @property
    def place(self) -> str:
        """File, line and what in it: `config/law.yaml:4: acts[0].address:`."""
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}:" + (f" {self.where}:" if self.where else "")

    def sentence(self, language: Language) -> str:
        """What was found there and what was expected."""
        perhaps = f"; {_NEAR} {self.near}" if self.near and language == "id" else ""
        said = _SENTENCE(found=cut(self.found.words(language)), expected=self.expected)
        return said.words(language) + perhaps

    def words(self, language: Language) -> str:
        """The complaint in one line."""
        return f"{self.place} {self.sentence(language)}"

    def __str__(self) -> str:
        return self.words("en")


def cut(text: str) -> str:
    """A text short enough for a line of a terminal."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class PatroliError(Exception):
    """The root: catch this to catch all that patroli raises on purpose.

    Made of a text, or of something `Told` where both languages have it.
    """

    def words(self, language: Language) -> str:
        """What went wrong; in English where nobody has said it otherwise."""
        said = self.args[0] if self.args else ""
        return said.words(language) if isinstance(said, Told) else str(self)


class BrokenConfig(PatroliError):
    """The configuration has complaints; nothing may run on it."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints: tuple[Complaint, ...] = tuple(sorted(set(complaints)))
        super().__init__("\n".join(map(str, self.complaints)))

    def words(self, language: Language) -> str:
        return "\n".join(complaint.words(language) for complaint in self.complaints)


class BadInput(PatroliError):
    """A file or value given by a person cannot be read as what it should be."""


class LandingError(PatroliError):
    """A batch could not be landed, or its content is not what its name says."""


class HistoryError(PatroliError):
    """The DuckDB history could not be read or written."""


class HistoryLocked(HistoryError):
    """Another process holds the history's lock."""


class ReviewLogError(PatroliError):
    """The review log could not be read or appended."""


class MatchError(PatroliError):
    """A process that matches was ended from outside."""


class QueueError(PatroliError):
    """The queue of the day could not be written."""


def in_a_line(error: Exception) -> str:
    """What a database or the system complains of, in one line; a full disk in plain words."""
    said = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left on device" in said:
        return "no space left on the disk"
    return said.splitlines()[0] if said else type(error).__name__
