"""contests/*.yaml: one election contest a file, with its stages and contestants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field

from patroli.config.located import Model
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.config.values import (
    BallotNumber,
    Days,
    Id,
    Number,
    Span,
    Text,
    Texts,
    WideRegion,
    Zone,
    as_number,
    as_span,
)
from patroli.errors import Complaint
from patroli.model import Contest, Contestant, Stage
from patroli.sayings import of_files as say
from patroli.sayings import of_lists as lists
from patroli.told import Told, as_it_is

KINDS = (
    "names",
    "short",
    "number",
    "parties",
    "tags",
    "signs",
    "colours",
    "slogans",
    "teams",
    "accounts",
)
"""The kinds of targets; what one contestant has, all have."""

OWN = ("names", "short", "parties", "tags", "slogans", "teams", "accounts")
"""The kinds that point to one contestant only; colours and signs may be shared."""


class ContestantEntry(Model):
    """One pair or party and all that points to it."""

    id: Id
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    short: Texts = ()
    number: Number | None = None
    parties: Texts = ()
    tags: Texts = ()
    signs: Texts = ()
    colours: Texts = ()
    slogans: Texts = ()
    teams: Texts = ()
    accounts: Texts = ()


class ContestFile(Model):
    """All of one file under contests/."""

    id: Id
    title: Text
    region: WideRegion
    zone: Zone
    office: Annotated[tuple[Text, ...], Field(min_length=1)]
    watched: Days
    """The days on which posts are held against this contest, wider than its stages."""
    stages: dict[Id, Days]
    contestants: tuple[ContestantEntry, ...]


def contest(file: ContestFile) -> Contest:
    """The contest as the rest of patroli knows it, its stages in the order of their days."""
    spans = sorted(file.stages.items(), key=lambda item: (item[1].first, item[1].last))
    return Contest(
        id=file.id,
        title=file.title,
        region=file.region,
        zone=file.zone,
        office=file.office,
        first=file.watched.first,
        last=file.watched.last,
        stages=tuple(Stage(name, span.first, span.last) for name, span in spans),
        contestants=tuple(map(_contestant, file.contestants)),
    )


def _contestant(entry: ContestantEntry) -> Contestant:
    values = entry.model_dump(exclude={"number"})
    number = entry.number
    return Contestant(
        **values,
        number=number.value if number else None,
        number_from=number.since if number else None,
    )


def check_contest(located: Located) -> tuple[Complaint, ...]:
    """What the shape alone does not show: days out of order, names twice, unequal targets.

    Works on the document, so that one wrong key does not hide the rest.
    """
    return (
        *_stages(located),
        *_numbers(located),
        *_names_twice(located),
        *_unequal(located),
        *_colours_of_the_place(located),
    )


def _value(located: Located, path: KeyPath, kind: Any) -> Any:
    text = located.at(path)
    try:
        return kind(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _stages(located: Located) -> Iterator[Complaint]:
    watched: Span | None = _value(located, ("watched",), as_span)
    spans: list[tuple[KeyPath, Span]] = []
    for path in located.each(("stages",)):
        if span := _value(located, path, as_span):
            spans.append((path, span))
            if watched and not (watched.first <= span.first and span.last <= watched.last):
                found = lists.DAYS_FROM_TO(first=span.first, last=span.last)
                expected = lists.DAYS_WITHIN(first=watched.first, last=watched.last)
                yield located.complain(path, found, expected)
    for (_, before), (path, span) in pairwise(spans):
        if span.first <= before.last:
            found = lists.STAGE_OVERLAPS(first=span.first, last=before.last)
            yield located.complain(path, found, lists.STAGES_IN_ORDER())


def _numbers(located: Located) -> Iterator[Complaint]:
    watched: Span | None = _value(located, ("watched",), as_span)
    seen = Seen(say.KIND_NUMBER())
    for path in located.each(("contestants",)):
        here = (*path, "number")
        number: BallotNumber | None = _value(located, here, as_number)
        if number is None:
            continue
        yield from seen.add(located, here, str(number.value))
        day = number.since
        if watched and day and not watched.first <= day <= watched.last:
            expected = lists.DAY_WITHIN(first=watched.first, last=watched.last)
            yield located.complain(here, lists.DRAWN_ON(day=day), expected)


def _names_twice(located: Located) -> Iterator[Complaint]:
    ids = Seen(say.KIND_ID())
    own = {kind: Seen(say.KIND_TEXT_UNDER(key=kind)) for kind in OWN}
    for contestant in located.each(("contestants",)):
        yield from ids.add(located, (*contestant, "id"))
        for kind in OWN:
            for path, text in located.texts((*contestant, kind)):
                yield from own[kind].add(located, path, " ".join(text.casefold().split()))


def _unequal(located: Located) -> Iterator[Complaint]:
    """Neutrality: a rule sees only targets, so who has fewer kinds of them is watched less."""
    contestants = [p for p in located.each(("contestants",)) if isinstance(located.at(p), dict)]
    for kind in KINDS:
        having = [path for path in contestants if kind in located.at(path)]
        for path in contestants if having else ():
            if path not in having:
                others = tuple(_shown(located, p) for p in having)
                expected = lists.KIND_LIKE_OTHERS(kind=kind, others=others)
                yield located.complain(path, lists.NONE_OF_KIND(kind=kind), expected)


def _colours_of_the_place(located: Located) -> Iterator[Complaint]:
    """Whoever says where they live would point to the contestant whose colour the place bears."""
    place = set(str(located.at(("title",)) or "").casefold().split())
    for contestant in located.each(("contestants",)):
        for path in located.each((*contestant, "colours")):
            if str(located.at(path)).casefold() in place:
                found = lists.COLOUR_OF_PLACE(colour=str(located.at(path)))
                yield located.complain(path, found, lists.COLOUR_NOT_OF_PLACE())


def _shown(located: Located, contestant: KeyPath) -> Told:
    name = located.at((*contestant, "id"))
    return as_it_is(str(name)) if name else lists.LINE(line=located.line(contestant))
