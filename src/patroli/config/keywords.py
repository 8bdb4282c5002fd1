"""keywords.yaml: what is searched, and where.

::

    sources:                       # public places where keywords are looked for
      - id: kabar-telaga
        platform: wordpress        # feed, page, wordpress, youtube, bluesky …
        address: http://kabar.telagabiru.example/
                                   # a feed or page of search results: the address with {query}
        searchable: no             # without this key: where there is a search, it is
        region: "95.99"
        zone: Asia/Jayapura
        role: news                 # asn, contestant, team, party, news or agency
        reason: why this place may be watched
    keywords:
      - id: nama-peserta
        text: "{name}"             # slots: {name} {short} {party} {tag} {slogan}
        sources: [kabar-telaga]
        reason: why this is looked for

A text with slots is looked for once for each contestant of each contest, in the sources that lie
in the contest's region. A text that names a contestant by hand is refused: it would watch for one
side only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Annotated

from pydantic import AfterValidator, Field

from patroli.config.located import Model, salvage
from patroli.config.nearest import nearest, nearest_slot
from patroli.config.places import PLACES, is_search
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.config.values import Address, Id, Region, Text, Zone, refuse
from patroli.errors import Complaint
from patroli.model import Contest, Contestant, Keyword, Platform, Role, Source, digest
from patroli.sayings import of_files as say
from patroli.sayings import of_lists as lists
from patroli.told import as_it_is

SLOTS = {
    "name": "names",
    "short": "short",
    "party": "parties",
    "tag": "tags",
    "slogan": "slogans",
}
"""What may stand in braces, and the contestant's texts it stands for."""

YES = ("yes", "true", "on", "y", "t", "1")

_SLOT = re.compile(r"\{([^{}]*)\}")


def _as_asked(platform: Platform) -> Platform:
    expected = lists.ONE_AMONG(known=tuple(p.value for p in Platform if not _has_no_search(p)))
    if platform.by_import:
        refuse(lists.BY_IMPORT_ONLY(platform=platform.value), expected)
    if _has_no_search(platform):
        refuse(lists.HAS_NO_SEARCH(platform=platform.value), expected)
    return platform


def _has_no_search(platform: Platform) -> bool:
    place = PLACES.get(platform)
    return place is not None and not place.search


def _platform(value: object) -> Platform | None:
    """The platform a cell names, or None where it names none: that is told elsewhere."""
    return Platform(value) if isinstance(value, str) and value in set(Platform) else None


class SourceEntry(Model):
    """One place that keywords are looked for in."""

    id: Id
    platform: Annotated[Platform, AfterValidator(_as_asked)]
    address: Address
    searchable: bool | None = None
    region: Region
    zone: Zone
    role: Role
    reason: Text


class KeywordEntry(Model):
    """One phrase with its places."""

    id: Id
    text: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    reason: Text


class KeywordsFile(Model):
    """All of keywords.yaml."""

    sources: tuple[SourceEntry, ...]
    keywords: tuple[KeywordEntry, ...]


def read_keywords(
    located: Located, contests: tuple[Contest, ...]
) -> tuple[tuple[Source, ...], tuple[Keyword, ...], tuple[Complaint, ...]]:
    """The sources, the keywords with their slots filled in, and every complaint."""
    file, wrong = salvage(KeywordsFile, located)
    complaints = (
        *wrong,
        *_ids(located),
        *_sources(located),
        *_searches(located),
        *_texts(located, contests),
        *_out_of_reach(located, contests),
    )
    if file is None:
        return (), (), complaints
    sources = tuple(map(_source, file.sources))
    keywords = tuple(k for entry in file.keywords for k in expand(entry, contests))
    return sources, keywords, complaints


def _source(entry: SourceEntry) -> Source:
    has_search = entry.platform.searches or "{query}" in entry.address
    return Source(
        id=entry.id,
        platform=entry.platform,
        address=entry.address,
        searchable=has_search and entry.searchable is not False,
        region=entry.region,
        zone=entry.zone,
        role=entry.role,
        reason=entry.reason,
    )


def expand(entry: KeywordEntry, contests: Iterable[Contest]) -> Iterator[Keyword]:
    """One keyword for each way to fill in the slots; itself where it has none.

    A filled-in keyword's id ends in a hash of its text, so it stays when others come or go.
    """
    slots = list(dict.fromkeys(name for name in _SLOT.findall(entry.text) if name in SLOTS))
    if not slots:
        yield Keyword(entry.id, entry.text, entry.sources, entry.reason)
        return
    for contest in contests:
        for contestant in contest.contestants:
            for text in sorted(_filled(entry.text, slots, contestant)):
                own_id = f"{entry.id}:{contest.id}:{contestant.id}:{digest(text)[:8]}"
                yield Keyword(own_id, text, entry.sources, entry.reason, contest.id)


def _filled(text: str, slots: list[str], contestant: Contestant) -> set[str]:
    choices = [getattr(contestant, SLOTS[slot]) for slot in slots]
    return {
        _SLOT.sub(lambda found, values=values: values.get(found[1], found[0]), text)  # type: ignore[misc]
        for values in (dict(zip(slots, chosen, strict=True)) for chosen in product(*choices))
    }


def _ids(located: Located) -> Iterator[Complaint]:
    for part in ("sources", "keywords"):
        seen = Seen(say.KIND_ID())
        for path in located.each((part,)):
            yield from seen.add(located, (*path, "id"))


def _sources(located: Located) -> Iterator[Complaint]:
    ids = (located.at((*path, "id")) for path in located.each(("sources",)))
    known = dict.fromkeys(name for name in ids if isinstance(name, str))
    for keyword in located.each(("keywords",)):
        for path, name in located.texts((*keyword, "sources")):
            if name.strip() not in known:
                found = lists.UNKNOWN_SOURCE(name=name)
                near = nearest(name.strip(), known)
                yield located.complain(path, found, lists.SOURCE_ABOVE(), near)


def _searches(located: Located) -> Iterator[Complaint]:
    """Whether `{query}` stands where a search needs it, and nowhere else."""
    for source in located.each(("sources",)):
        path: KeyPath = (*source, "address")
        address = located.at(path)
        if not isinstance(address, str):
            continue
        platform = _platform(located.at((*source, "platform")))
        has_search = platform is not None and platform.searches
        for slot in _SLOT.findall(address):
            if slot != "query" or has_search:
                expected = lists.SITE_ALONE() if has_search else lists.QUERY_ALONE()
                yield located.complain(path, as_it_is(f"{{{slot}}}"), expected)
        place = PLACES.get(platform) if platform else None
        if platform and place and place.search and not is_search(platform, address):
            expected = lists.ADDRESS_OF_SEARCH(example=place.search)
            yield located.complain(path, as_it_is(repr(address)), expected)
        wanted = located.at((*source, "searchable"))
        if wanted in YES and not has_search and "{query}" not in address:
            yield located.complain(path, lists.NO_QUERY(), lists.QUERY_WHERE())


def _texts(located: Located, contests: tuple[Contest, ...]) -> Iterator[Complaint]:
    names = _all_names(contests)
    for keyword in located.each(("keywords",)):
        path: KeyPath = (*keyword, "text")
        text = located.at(path)
        if not isinstance(text, str):
            continue
        for slot in _SLOT.findall(text):
            if slot not in SLOTS:
                known = tuple(f"{{{name}}}" for name in SLOTS)
                expected, near = lists.ONE_AMONG(known=known), nearest_slot(slot, SLOTS)
                yield located.complain(path, lists.UNKNOWN_SLOT(slot=slot), expected, near)
        if named := _named(text, names):
            slot, contest_id = names[named]
            found = lists.NAMED_BY_HAND(name=named, contest=contest_id)
            yield located.complain(path, found, lists.SLOT_FOR_ALL(slot=slot))


def _out_of_reach(located: Located, contests: tuple[Contest, ...]) -> Iterator[Complaint]:
    """Keywords with slots whose source lies in no contest's region: they would never be asked."""
    regions = tuple(contest.region for contest in contests)
    where: dict[str, object] = {}
    for source in located.each(("sources",)):
        name = located.at((*source, "id"))
        if isinstance(name, str):
            where.setdefault(name, located.at((*source, "region")))
    for keyword in located.each(("keywords",)):
        text = located.at((*keyword, "text"))
        slots = isinstance(text, str) and any(slot in SLOTS for slot in _SLOT.findall(text))
        for path, name in located.texts((*keyword, "sources")) if slots and regions else ():
            region = where.get(name.strip())
            if isinstance(region, str) and not region.strip().startswith(regions):
                found = lists.IN_REGION(name=name, region=region)
                yield located.complain(path, found, lists.SOURCE_IN_REGION(regions=regions))


def _all_names(contests: Iterable[Contest]) -> dict[str, tuple[str, str]]:
    """Every text that points to a contestant, folded, with its slot and contest."""
    names: dict[str, tuple[str, str]] = {}
    for contest in contests:
        for contestant in contest.contestants:
            for slot, kind in (*SLOTS.items(), ("name", "teams"), ("name", "accounts")):
                for text in getattr(contestant, kind):
                    names.setdefault(_fold(text), (slot, contest.id))
            for part in " ".join(contestant.names).split():
                if len(part) > 3:
                    names.setdefault(_fold(part), ("name", contest.id))
    names.pop("", None)
    return names


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _named(text: str, names: Iterable[str]) -> str | None:
    """The longest name that stands as whole words in a text, its slots left out."""
    words = f" {_fold(_SLOT.sub(' / ', text))} "
    return max((name for name in names if f" {name} " in words), key=len, default=None)
