"""GDELT DOC 2.0: a keyword in, the news articles that its index names out, read at their own site.

The index holds titles and addresses, no text. A title is no evidence of what an article says, so
each article's own page is asked, through its site's robots.txt, and read as any page is. No key is
needed; one request in five seconds is asked for.
Source: blog.gdeltproject.org, "GDELT DOC 2.0 API Debuts".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from patroli.connectors.address import absolute, is_address
from patroli.connectors.answers import failed, never_raises, refusal
from patroli.connectors.article import ARTICLE, article_ask, read_article
from patroli.connectors.decode import decode
from patroli.connectors.fields import decoded, objects_at
from patroli.connectors.frontier import Named, take
from patroli.connectors.json_values import text_at, text_from, with_query, words_of
from patroli.connectors.walls import find_wall
from patroli.model import Answer, Ask, Outcome, Reading, Slot, SlotState

API: Final = "https://api.gdeltproject.org/api/v2/doc/doc"
WHERE: Final = "sourcelang:indonesian sourcecountry:ID"
FIRST_LOOK: Final = "7d"
OVERLAP: Final = timedelta(hours=1)
MOST: Final = 250
"""Most articles of one answer; exactly so many means that it was cut off."""
MAX_PAGES: Final = 15
"""Most articles read in one round; the cursor lets the next rounds go on."""
LIST: Final = "articles"
_SEEN = "%Y%m%dT%H%M%SZ"
_LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The articles since the cursor, oldest first, and known ones as they read now."""
    since = _moment(words_of(state.cursor).get("since", ""))
    phrase = slot.query.replace('"', " ").strip()
    window = {"timespan": FIRST_LOOK}
    if since is not None:
        window = {"startdatetime": f"{since - OVERLAP:%Y%m%d%H%M%S}"}
    url = with_query(
        API,
        query=f'"{phrase}" {WHERE}',
        mode="artlist",
        format="json",
        sort="dateasc" if since else "datedesc",
        maxrecords=MOST,
        **window,
    )
    known = sorted(state.known, key=lambda post: post.last_seen)
    again = (article_ask(k.url, k.post_id) for k in known if is_address(k.url))
    return (Ask(url, LIST, "application/json"), *again)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The index's list, or one of the articles."""
    text = decode(answer.body, answer.header("content-type"))
    if answer.ask.purpose == ARTICLE:
        return read_article(slot, state, answer, text)
    if "limit requests to one every" in text[:1000]:
        # It comes as text, with 429 and also with 200.
        return Reading(Outcome.RATE_LIMITED, "GDELT asks for one request in five seconds")
    refused = refusal(answer, text)
    if refused is not None:
        return refused
    data = decoded(text) or decoded(_LONE_BACKSLASH.sub(r"\\\\", text))
    if not isinstance(data, dict):
        return _no_list(answer, text)
    return _read_list(state, answer, objects_at(data, "articles"))


def _no_list(answer: Answer, text: str) -> Reading:
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    said = " ".join(text.split())[:160]
    return failed(f"no JSON where GDELT promised a list: {said!r}" if said else "an empty answer")


def _read_list(state: SlotState, answer: Answer, listed: tuple[dict[str, object], ...]) -> Reading:
    named = list(_named(answer, listed))
    words = words_of(state.cursor)
    if not named:
        return Reading(Outcome.EMPTY, "GDELT knows no article", cursor=_kept(state, words))
    taken = take(words, named, MAX_PAGES)
    notes = [f"{len(named)} articles, {len(taken.urls)} of them new"]
    if taken.waiting:
        notes.append(f"{taken.waiting} wait for the next round")
    if len(listed) >= MOST:
        notes.append(f"the list was cut off at {MOST}: the next rounds go on from there")
    asks = tuple(map(article_ask, taken.urls))
    slides = len(listed) >= MOST and words.get("since", "") not in {"", taken.words.get("since")}
    more = taken.waiting > 0 or slides
    reading = Reading(Outcome.UNCHANGED, "; ".join(notes), asks=asks, more=more)
    return replace(reading, cursor=_kept(state, dict(taken.words)))


def _kept(state: SlotState, words: dict[str, str]) -> str | None:
    text = text_from(**words)
    return None if text == state.cursor else text


def _named(answer: Answer, listed: tuple[dict[str, object], ...]) -> Iterator[Named]:
    """Articles with the time at which GDELT saw them."""
    for one in listed:
        address = absolute(text_at(one, "url"), answer.url)
        seen = _seen(text_at(one, "seendate"), answer)
        if address and seen:
            yield Named(address, seen)


def _seen(said: str, answer: Answer) -> datetime | None:
    try:
        moment = datetime.strptime(said, _SEEN).replace(tzinfo=UTC)
    except ValueError:
        return None
    return min(moment, answer.fetched_at)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC) if text else None
        return moment if moment and moment.year > 2000 else None
    except (ValueError, OverflowError):
        return None
