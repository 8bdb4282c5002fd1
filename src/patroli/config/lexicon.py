"""lexicon/*.yaml: lists of words that rules use by id.

A file is one list, or several under `lists:`, an id for each::

    id: ajakan                      lists:
    title: Kata ajakan                ajakan: {title: Kata ajakan, words: [ayo, mari]}
    words: [ayo, mari, "@ajakan-jawa"]  ajakan-jawa: {title: …, region: "3", words: [ayok]}

`@other-list` among the words stands for all words of that list. A list with a `region`, one prefix
or several (`region: ["33", "34"]`), holds only there, also where another list includes it. A long
list may be written in rows, `- [ayo, mari]`, which are read as one.

A list that lowers matches may say how far it reaches: `same: sentence`, `within: 4 words`; and what
it doubts: `doubts: target` lowers only where the match rests on a name or a sign that others bear
too, `doubts: name` the same unless the post speaks of an election (the list `suasana-pemilu`),
`doubts: number` only where it rests on a ballot number, and from there its words are counted; and
that it is looked for in the post that is answered too, `parent: true`, unless that is by a
contestant, a team or a party, or names one of them in a way nobody else is named.

A file with `spellings:` says how words of all lists are written too, each a word of its own::

    spellings:
      untuk: [utk, tuk]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from patroli.config.located import Model, salvage
from patroli.config.nearest import nearest
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.config.values import Distance, Id, Text, as_region_prefix
from patroli.config.weights import holds_weights
from patroli.config.words import RegionalWords, WordList
from patroli.errors import Complaint
from patroli.sayings import of_files as say
from patroli.sayings import of_lists as say_of


def _as_regions(value: object) -> object:
    """One prefix or several. What is no text at all is left to the type's own complaint."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        return value
    return tuple(map(as_region_prefix, given))


Regions = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_regions, json_schema_input_type=str | list[str]),
]


Spelling = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z]{2,30}$", to_lower=True)]
"""A single word of letters."""


class ListBody(Model):
    """One list under `lists:`."""

    title: Text
    region: Regions = ()
    note: Text | None = None
    same: Literal["sentence"] | None = None
    within: Distance | None = None
    doubts: Literal["target", "name", "number"] | None = None
    parent: bool = False
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class ListEntry(ListBody):
    """A file that is one list."""

    id: Id


class ListsFile(Model):
    """A file of several lists."""

    lists: dict[Id, ListBody]


class SpellingsFile(Model):
    """A file of other ways to write single words."""

    spellings: dict[Spelling, Annotated[tuple[Spelling, ...], Field(min_length=1)]]


SPELLINGS = "ejaan"
"""The id under which all spellings are kept, a row of words for each: the word, and how else it is
written."""


def read_lexicon(
    files: Iterable[Located],
) -> tuple[dict[str, WordList], tuple[Complaint, ...]]:
    """Every list of every file by id, includes resolved, and every complaint."""
    seen = Seen(say.KIND_ID())
    lists: dict[str, ListBody] = {}
    places: dict[str, tuple[Located, KeyPath]] = {}
    complaints: list[Complaint] = []
    spelled = _Spelled()
    for located in map(_in_one_row, files):
        if holds_weights(located):
            continue
        if isinstance(located.data, dict) and "spellings" in located.data:
            complaints += spelled.take(located)
            continue
        for list_id, path, body in _bodies(located, complaints):
            complaints += seen.add(located, path if path else ("id",), list_id)
            lists.setdefault(list_id, body)
            places.setdefault(list_id, (located, path))
    for list_id, (located, path) in places.items():
        complaints += _wrong_includes(lists, list_id, located, path)
    resolved = {list_id: _resolved(lists, list_id) for list_id in lists}
    complaints += spelled.complaints()
    return spelled.added_to(resolved), tuple(complaints)


class _Spelled:
    """The spellings of all files, each word with its others."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, ...]] = {}
        self._places: dict[str, tuple[Located, KeyPath, str]] = {}
        self._seen = Seen(say.KIND_SPELLING())

    def take(self, located: Located) -> list[Complaint]:
        """Remember a file's; complain of what it, or another, says twice."""
        read, wrong = salvage(SpellingsFile, located)
        complaints = list(wrong)
        for word, others in read.spellings.items() if read else ():
            complaints += self._seen.add(located, ("spellings", word), word)
            self._rows.setdefault(word, others)
            for index, other in enumerate(others):
                place: KeyPath = ("spellings", word, index)
                complaints += self._seen.add(located, place)
                self._places.setdefault(other, (located, place, word))
        return complaints

    def complaints(self) -> Iterator[Complaint]:
        """Of spellings that have spellings: nobody would know what they are read as."""
        for other, (located, place, word) in self._places.items():
            if other in self._rows:
                found = say_of.SPELLED_ITSELF(word=other)
                yield located.complain(place, found, say_of.ALL_UNDER(word=word))

    def added_to(self, lists: dict[str, WordList]) -> dict[str, WordList]:
        """The lists, and the spellings as one more where there are any."""
        if not self._rows:
            return lists
        rows = tuple(" ".join((word, *others)) for word, others in sorted(self._rows.items()))
        return {**lists, SPELLINGS: WordList(SPELLINGS, "Ejaan lain", "", rows)}


def _in_one_row(located: Located) -> Located:
    """The document with words written in rows as plain lists of words."""
    lines: dict[KeyPath, int] = {}
    data = located.data
    several = [(*path, "words") for path in located.each(("lists",))]
    for path in (("words",), *several):
        rows = located.at(path)
        if isinstance(rows, list) and any(isinstance(row, list) for row in rows):
            cells = list(_cells(path, rows))
            lines |= {(*path, i): located.line(place) for i, (place, _) in enumerate(cells)}
            data = _with(data, path, [cell for _, cell in cells])
    return (
        located
        if data is located.data
        else replace(located, data=data, lines=located.lines | lines)
    )


def _cells(path: KeyPath, rows: list[Any]) -> Iterator[tuple[KeyPath, Any]]:
    for index, row in enumerate(rows):
        if isinstance(row, list):
            yield from (((*path, index, place), cell) for place, cell in enumerate(row))
        else:
            yield (*path, index), row


def _with(data: Any, path: KeyPath, value: Any) -> Any:
    """A document with one value in another's place; the document itself stays as it is."""
    if not path:
        return value
    changed = copy(data)
    changed[path[0]] = _with(data[path[0]], path[1:], value)
    return changed


def _bodies(
    located: Located, complaints: list[Complaint]
) -> Iterator[tuple[str, KeyPath, ListBody]]:
    if isinstance(located.data, dict) and "lists" in located.data:
        several, wrong = salvage(ListsFile, located)
        complaints.extend(wrong)
        for list_id, body in several.lists.items() if several else ():
            yield list_id, ("lists", list_id), body
    else:
        one, wrong = salvage(ListEntry, located)
        complaints.extend(wrong)
        if one:
            yield one.id, (), one


def _included(body: ListBody) -> Iterator[str]:
    return (word[1:] for word in body.words if word.startswith("@"))


def _resolved(lists: dict[str, ListBody], list_id: str) -> WordList:
    """A list with all words in order, each once in a region; those of no shared region fall out."""
    body = lists[list_id]
    found: dict[str, dict[str, None]] = {}
    for region in body.region or ("",):
        _collect(lists, list_id, region, found, (list_id,))
    own = body.region[0] if len(body.region) == 1 else ""
    words = tuple(found.pop(own, ()))
    regional = (RegionalWords(region, tuple(each)) for region, each in sorted(found.items()))
    return WordList(
        list_id,
        body.title,
        own,
        words,
        tuple(regional),
        body.same or "",
        body.within,
        body.doubts or "",
        body.parent,
    )


def _collect(
    lists: dict[str, ListBody],
    list_id: str,
    region: str,
    found: dict[str, dict[str, None]],
    path: tuple[str, ...],
) -> None:
    """The words of a list as they hold within a region; what leads back is not opened again."""
    for word in lists[list_id].words:
        name = word[1:]
        if not word.startswith("@"):
            found.setdefault(region, {})[word] = None
        elif name in lists and name not in path:
            for inner in lists[name].region or ("",):
                if inner.startswith(region) or region.startswith(inner):
                    _collect(lists, name, max(inner, region, key=len), found, (*path, name))


def _wrong_includes(
    lists: dict[str, ListBody], list_id: str, located: Located, path: KeyPath
) -> Iterator[Complaint]:
    for place, text in located.texts((*path, "words")):
        name = text.strip()[1:]
        if not text.strip().startswith("@"):
            continue
        if name not in lists:
            near = nearest(name, lists)
            found = say_of.UNKNOWN_LIST(word=text)
            yield located.complain(place, found, say_of.AT_AND_ID(), f"@{near}" if near else "")
        elif list_id in _reachable(lists, name):
            found = say_of.LEADS_BACK(word=text, list=list_id)
            yield located.complain(place, found, say_of.NO_SELF_INCLUDE())
        elif not _share_a_region(lists[list_id], lists[name]):
            found = say_of.OTHER_REGIONS(word=text)
            yield located.complain(place, found, say_of.SHARED_REGION())


def _share_a_region(one: ListBody, other: ListBody) -> bool:
    return any(
        mine.startswith(theirs) or theirs.startswith(mine)
        for mine in one.region or ("",)
        for theirs in other.region or ("",)
    )


def _reachable(lists: dict[str, ListBody], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in lists and name not in reached:
            reached.add(name)
            waiting.extend(_included(lists[name]))
    return reached
