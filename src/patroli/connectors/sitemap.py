"""Sitemaps: the pages that a site names, a few new ones a round.

The address is a sitemap's, an index's or the site's robots.txt, whose `Sitemap:` lines are
followed. Files are read one after another, since the cursor tells how far each was read; an index
gives the newest file of each of its kinds. Pages are read as any page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from patroli.connectors.address import absolute, is_address
from patroli.connectors.answers import failed, refusal
from patroli.connectors.article import ARTICLE, article_ask, read_article
from patroli.connectors.decode import decode
from patroli.connectors.frontier import Named, take
from patroli.connectors.json_values import number_at, text_from, words_of
from patroli.connectors.sitemap_files import NoSitemap, Sitemap, read_sitemap
from patroli.connectors.walls import find_wall
from patroli.model import Answer, Ask, Outcome, Reading, Slot, SlotState, digest

ACCEPT: Final = "application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
MAX_FILES: Final = 5
"""Most sitemaps of one slot in one round."""
MAX_PAGES: Final = 15
"""Most new pages read in one round; the cursor lets the next rounds go on."""
GUESSES: Final = ("/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml")

Rank = tuple[float, tuple[int, ...]]

ROBOTS, MAP = "robots", "map"
_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_OTHER_KINDS = re.compile(r"categor|kategori|tag|taxonom|author|user|image|video|product", re.I)
_NUMBER = re.compile(r"\d{1,9}")


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The robots.txt or sitemap, and known pages as they read now."""
    is_robots = urlsplit(slot.address).path.endswith("/robots.txt")
    first = ROBOTS if is_robots else f"{MAP}:"
    known = sorted(state.known, key=lambda post: post.last_seen)
    again = (article_ask(k.url, k.post_id) for k in known if is_address(k.url))
    return (Ask(slot.address, first, ACCEPT), *again)


def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """A robots.txt, a sitemap, or one of the pages it names."""
    text = decode(answer.body, answer.header("content-type"))
    if answer.ask.purpose.partition(":")[0] == ARTICLE:
        return read_article(slot, state, answer, text)
    refused = refusal(answer, text)
    if answer.ask.purpose == ROBOTS:
        return _read_robots(slot, state, answer, text, refused)
    if refused is not None:
        return _without(state, answer, refused)
    try:
        found = read_sitemap(answer, slot.zone)
    except NoSitemap as error:
        wall = find_wall(answer, text[:100_000])
        told = Reading(wall.outcome, wall.detail) if wall else failed(str(error))
        return _without(state, answer, told, is_none=wall is None)
    return _read_map(state, answer, found)


@dataclass(frozen=True, slots=True)
class _Walk:
    """What a round has read of a slot so far; a purpose carries it from file to file."""

    words: dict[str, str]
    """The cursor as it will be, a few words for each file."""
    todo: tuple[str, ...] = ()
    files: int = 0
    pages: int = 0
    guess: int = 0
    """Which of the usual places is tried; 0 for none."""

    @property
    def purpose(self) -> str:
        counts = {"files": self.files, "pages": self.pages, "guess": self.guess}
        carried = {name: str(count) for name, count in counts.items() if count}
        return f"{MAP}:{text_from(**self.words, todo=' '.join(self.todo), **carried)}"

    def onward(self, reading: Reading, is_aside: bool) -> Reading:
        """The reading with the next file, and with the cursor as it is if the round ends here."""
        reading = replace(reading, cursor=text_from(**_newest(self.words)))
        if not self.todo or self.files >= MAX_FILES:
            left = f"{len(self.todo)} sitemaps are left unread" if self.todo else ""
            detail = "; ".join(filter(None, (reading.detail, left)))
            return replace(reading, detail=detail)
        going_on = replace(self, todo=self.todo[1:])
        ask = Ask(self.todo[0], going_on.purpose, ACCEPT, aside=is_aside)
        return replace(reading, asks=(*reading.asks, ask))


def _walk(state: SlotState, answer: Answer) -> _Walk:
    carried = words_of(answer.ask.purpose.partition(":")[2])
    words = {name: value for name, value in carried.items() if "-" in name}
    return _Walk(
        words or {name: v for name, v in words_of(state.cursor).items() if "-" in name},
        tuple(filter(None, carried.get("todo", "").split(" "))),
        number_at(carried, "files"),
        number_at(carried, "pages"),
        number_at(carried, "guess"),
    )


def _newest(words: dict[str, str]) -> dict[str, str]:
    """The words of the files read last: names with a month in them come and go."""
    names = list(dict.fromkeys(word.partition("-")[0] for word in words))[-2 * MAX_FILES :]
    return {word: value for word, value in words.items() if word.partition("-")[0] in names}


def _read_robots(
    slot: Slot, state: SlotState, answer: Answer, text: str, refused: Reading | None
) -> Reading:
    if refused is not None and refused.outcome is not Outcome.GONE:
        return refused
    lines = _LINE.findall(text) if refused is None else []
    named = [address for line in lines[:100] if (address := absolute(line, answer.url))]
    if not named:
        told = Reading(Outcome.UNCHANGED, "robots.txt names no sitemap: guessing")
        return _guess(state, slot.address, 1, told)
    walk = _Walk(_walk(state, answer).words, tuple(dict.fromkeys(named)))
    told = Reading(Outcome.UNCHANGED, f"robots.txt names {len(walk.todo)} sitemaps")
    return walk.onward(told, is_aside=False)


def _guess(state: SlotState, site: str, number: int, told: Reading) -> Reading:
    place = absolute(GUESSES[number - 1], site)
    walk = _Walk(words_of(state.cursor), guess=number)
    return replace(told, asks=(Ask(place, walk.purpose, ACCEPT),))


def _without(state: SlotState, answer: Answer, told: Reading, *, is_none: bool = False) -> Reading:
    """What follows a file that cannot be read: the next guess, or the next file if others were."""
    walk = _walk(state, answer)
    if walk.guess and walk.guess < len(GUESSES) and (is_none or told.outcome is Outcome.GONE):
        nothing = Reading(Outcome.UNCHANGED, f"no sitemap at {answer.ask.url}")
        return _guess(state, answer.ask.url, walk.guess + 1, nothing)
    if not walk.files:
        return told
    return replace(walk, files=walk.files + 1).onward(told, is_aside=True)


def _read_map(state: SlotState, answer: Answer, found: Sitemap) -> Reading:
    walk = _walk(state, answer)
    outcome = Outcome.UNCHANGED if found.named else Outcome.EMPTY
    if found.is_index:
        files = (url for url in newest_files(found.named) if url != answer.ask.url)
        todo = tuple(dict.fromkeys((*walk.todo, *files)))
        told = f"an index of {len(found.named)} sitemaps"
        reading = Reading(outcome, "; ".join(filter(None, (told, found.detail))))
        # An index counts as a file only where it follows another one.
        count = walk.files + 1 if walk.files else 0
        return replace(walk, todo=todo, files=count, guess=0).onward(reading, walk.files > 0)
    name = digest(answer.ask.url)[:6]
    before = {k.partition("-")[2]: v for k, v in walk.words.items() if k.startswith(f"{name}-")}
    taken = take(before, found.named, MAX_PAGES - walk.pages)
    told = f"{len(found.named)} pages, {len(taken.urls)} of them new"
    told += f", {taken.waiting} wait for the next round" if taken.waiting else ""
    asks = tuple(map(article_ask, taken.urls))
    said, more = "; ".join(filter(None, (told, found.detail))), taken.waiting > 0
    reading = Reading(outcome, said, asks=asks, more=more)
    words = {k: v for k, v in walk.words.items() if not k.startswith(f"{name}-")}
    words |= {f"{name}-{key}": value for key, value in taken.words.items()}
    pages = walk.pages + len(taken.urls)
    return _Walk(words, walk.todo, walk.files + 1, pages).onward(reading, is_aside=True)


def newest_files(named: Iterable[Named]) -> list[str]:
    """The newest file of each kind that an index names, posts before other kinds.

    Names of one kind differ in their numbers only: `post-sitemap2.xml`, `sitemap-2029-11.xml`.
    Where dates are given the latest is the newest, else the one with the highest numbers.
    """
    kinds: dict[str, tuple[Rank, str]] = {}
    for one in named:
        numbers = tuple(map(int, _NUMBER.findall(_name(one.url))))
        best = (one.at.timestamp() if one.at else 0.0, numbers), one.url
        kind = _NUMBER.sub("#", one.url)
        kinds[kind] = max(kinds.get(kind, best), best)
    wanted = {kind: best for kind, best in kinds.items() if not _OTHER_KINDS.search(_name(kind))}
    return [url for _, url in sorted((wanted or kinds).values(), key=_by_kind, reverse=True)]


def _by_kind(best: tuple[Rank, str]) -> tuple[bool, Rank, str]:
    return bool(re.search(r"post|news|berita|artikel|article", _name(best[1]))), *best


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].lower()
