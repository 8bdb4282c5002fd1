"""What is said to people, once in each of their languages: a saying and its places in, words out.

A saying stands beside the code that says it, both languages side by side. Filled in it is kept as
it was meant, and becomes words only where somebody reads it.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

_SWAPPED = str.maketrans(",.", ".,")
_LAST: Mapping[str, Mapping[Language, str]] = {
    "or": {"en": " or ", "id": " atau "},
    "and": {"en": " and ", "id": " dan "},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A saying with its places filled. `str` of it is English, as logs and stored texts have it."""

    saying: Saying
    places: tuple[tuple[str, Place], ...] = ()

    def words(self, language: Language) -> str:
        """How it reads in a language."""
        return _TELLERS[language].vformat(
            self.saying.template(language, self), (), dict(self.places)
        )

    def __str__(self) -> str:
        return self.words("en")

    def __lt__(self, other: Told) -> bool:
        return str(self) < str(other)

    def place(self, name: str) -> Place:
        """What one of its places is filled with."""
        return dict(self.places)[name]


Place = str | int | float | date | Told | tuple[str | Told, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to say, in both languages, with the same places in the braces of `str.format`.

    A number with `:,` is written as its language writes it; a tuple is listed, its last
    part after `:or` or `:and` where that is asked for, or with `:lines` each in a line of its own.
    """

    en: str
    id: str
    one: str = ""
    """The English of it where `count` is 1; Indonesian has no plural."""

    def __call__(self, **places: Place) -> Told:
        return Told(self, tuple(places.items()))

    def template(self, language: Language, told: Told) -> str:
        """What is filled in."""
        if language == "id":
            return self.id
        return self.one if self.one and told.place("count") == 1 else self.en


_AS_IT_IS = Saying("{text}", "{text}")
_LISTED = Saying("{parts}", "{parts}")


def as_it_is(text: str) -> Told:
    """A text that reads alike in all languages: a value from a file, a name, a day."""
    return _AS_IT_IS(text=text)


def listed(parts: Iterable[Told]) -> Told:
    """Some told one after the other, with commas."""
    return _LISTED(parts=tuple(parts))


class _Teller(string.Formatter):
    """Fills the places of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Told):
            return format(value.words(self._language), format_spec)
        if isinstance(value, tuple):
            return self._list([self.format_field(each, "") for each in value], format_spec)
        text = format(value, format_spec)
        is_number = isinstance(value, int | float) and self._language == "id"
        return text.translate(_SWAPPED) if is_number else text

    def _list(self, parts: Sequence[str], format_spec: str) -> str:
        if format_spec == "lines":
            return "\n  ".join(parts)
        if format_spec and len(parts) > 1:
            return ", ".join(parts[:-1]) + _LAST[format_spec][self._language] + parts[-1]
        return ", ".join(parts)


_TELLERS: Mapping[Language, _Teller] = {language: _Teller(language) for language in LANGUAGES}
