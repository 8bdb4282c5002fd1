"""Sitemaps: the pages that a site names, a few new ones a round.

The address is a sitemap's, an index's or the site's robots.txt, whose `Sitemap:` lines are
followed. Files are read one after another, since the cursor tells how far each was read; an index
gives the newest file of each of its kinds. Pages are read as any page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
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
    first = ROBOTS if is_robots else _purpose({}, [], 0, 0)
    known = sorted(state.known, key=lambda post: post.last_seen)
    again = (article_ask(k.url, k.post_id) for k in known if is_address(k.url))
    return (Ask(slot.address, first, ACCEPT), *again)


def _purpose(words: dict[str, str], waiting: Iterable[str], read: int, pages: int) -> str:
    """A purpose that carries what the round has read so far: the cursor, files to go, counts."""
    carried = {**words, "todo": " ".join(waiting), "files": str(read), "pages": str(pages)}
    return f"{MAP}:{text_from(**carried)}"


def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """A robots.txt, a sitemap, or one of the pages it names."""
    text = decode(answer.body, answer.header("content-type"))
    if answer.ask.purpose.partition(":")[0] == ARTICLE:
        return read_article(slot, state, answer, text)
    refused = refusal(answer, text)
    if answer.ask.purpose == ROBOTS:
        return _read_robots(slot, state, answer, text, refused)
    guesses = _carried(answer).get("guess", "")
    if refused is not None:
        return _guessed(answer, guesses) or refused
    try:
        found = read_sitemap(answer, slot.zone)
    except NoSitemap as error:
        wall = find_wall(answer, text[:100_000])
        told = Reading(wall.outcome, wall.detail) if wall else failed(str(error))
        return _guessed(answer, guesses) or told
    return _read_map(state, answer, found)


def _carried(answer: Answer) -> dict[str, str]:
    return words_of(answer.ask.purpose.partition(":")[2])


def _read_robots(
    slot: Slot, state: SlotState, answer: Answer, text: str, refused: Reading | None
) -> Reading:
    if refused is not None and refused.outcome is not Outcome.GONE:
        return refused
    lines = _LINE.findall(text) if refused is None else []
    named = [address for line in lines[:100] if (address := absolute(line, answer.url))]
    words = words_of(state.cursor)
    if named:
        first, *others = list(dict.fromkeys(named))[:MAX_FILES]
        ask = Ask(first, _purpose(words, others, 0, 0), ACCEPT)
        return Reading(Outcome.UNCHANGED, f"robots.txt names {len(named)} sitemaps", asks=(ask,))
    asks = _guess(slot.address, words, 0)
    return Reading(Outcome.UNCHANGED, "robots.txt names no sitemap: guessing", asks=asks)


def _guess(site: str, words: dict[str, str], number: int) -> tuple[Ask, ...]:
    address = absolute(GUESSES[number], site)
    carried = {**words, "guess": str(number + 1)}
    return (Ask(address, _purpose(carried, [], 0, 0), ACCEPT),)


def _guessed(answer: Answer, guess: str) -> Reading | None:
    """The next guess, where this one was one and nothing is there."""
    number = number_at({"guess": guess}, "guess")
    if not 0 < number < len(GUESSES):
        return None
    words = {k: v for k, v in _carried(answer).items() if k not in {"guess", "todo", "files"}}
    asks = _guess(answer.ask.url, words, number)
    return Reading(Outcome.UNCHANGED, f"no sitemap at {answer.ask.url}", asks=asks)


def _read_map(state: SlotState, answer: Answer, found: Sitemap) -> Reading:
    carried = _carried(answer)
    files, pages = number_at(carried, "files") + 1, number_at(carried, "pages")
    waiting = [url for url in carried.get("todo", "").split(" ") if url]
    words = {k: v for k, v in carried.items() if k not in {"todo", "files", "pages", "guess"}}
    words = words or words_of(state.cursor)
    asks: tuple[Ask, ...] = ()
    if found.is_index:
        seen = {answer.ask.url, *waiting}
        waiting += [url for url in newest_files(found.named) if url not in seen]
        told = f"an index of {len(found.named)} sitemaps"
    else:
        name = digest(answer.ask.url)[:6]
        before = {k.partition("-")[2]: v for k, v in words.items() if k.startswith(f"{name}-")}
        taken = take(before, found.named, MAX_PAGES - pages)
        asks = tuple(article_ask(url) for url in taken.urls)
        pages += len(taken.urls)
        words = {k: v for k, v in words.items() if not k.startswith(f"{name}-")}
        words |= {f"{name}-{key}": value for key, value in taken.words.items()}
        told = f"{len(found.named)} pages, {len(taken.urls)} of them new"
        told += f", {taken.waiting} wait for the next round" if taken.waiting else ""
    detail = "; ".join(filter(None, (told, found.detail)))
    outcome = Outcome.UNCHANGED if found.named else Outcome.EMPTY
    reading = Reading(outcome, detail, asks=asks)
    if waiting and files < MAX_FILES:
        following = Ask(waiting[0], _purpose(words, waiting[1:MAX_FILES], files, pages), ACCEPT)
        return replace(reading, asks=(*asks, following))
    return replace(reading, cursor=text_from(**words))


def newest_files(named: Iterable[Named]) -> list[str]:
    """The newest file of each kind that an index names, posts before other kinds.

    Names of one kind differ in their numbers only: `post-sitemap2.xml`, `sitemap-2029-11.xml`. Where
    dates are given the latest is the newest, else the one with the highest numbers.
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
