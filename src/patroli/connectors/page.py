"""HTML pages: an answer in, its one post out, or one post for each matched element of a listing.

The slot's selector says how: empty, the main text of the page; a CSS selector, the text of what it
matches; `list: ` and a CSS selector, one post for each element it matches. The address of a sitemap
or of a robots.txt stands for the pages that it names.
"""

from __future__ import annotations

import soupsieve

from patroli.connectors import sitemap
from patroli.connectors.address import is_front_page, same_place
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.article import ACCEPT, page_reading, selected
from patroli.connectors.decode import decode
from patroli.connectors.listing import listed_posts
from patroli.connectors.recheck import PURPOSE, met_last_time, read_recheck, recheck_asks
from patroli.connectors.sitemap_files import is_sitemap
from patroli.connectors.walls import find_wall
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Outcome,
    Reading,
    Slot,
    SlotState,
)

LIST = "list:"


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The page's own address; an unchanged page may answer 304."""
    if is_sitemap(slot.address):
        return sitemap.start(slot, state)
    return (Ask(slot.address, "page", ACCEPT, conditional=True),)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The page as a post, or a listing's posts; a page that is gone is an absence of its post."""
    if is_sitemap(slot.address):
        return sitemap.read(slot, state, answer)
    text = decode(answer.body, answer.header("content-type"))
    if answer.ask.purpose == PURPOSE:
        return read_recheck(state, answer, text)
    refused = refusal(answer, text)
    if refused is not None:
        if refused.outcome is Outcome.UNCHANGED and _is_listing(slot):
            asks = recheck_asks(slot, state, met_last_time(state))
            return Reading(refused.outcome, refused.detail, asks=asks)
        return _gone(slot, state, refused, f"status {answer.status}")
    wall = find_wall(answer, text)
    if wall is not None:
        return _gone(slot, state, Reading(wall.outcome, wall.detail), "soft 404")
    if is_front_page(answer.url) and not is_front_page(slot.address):
        moved = Reading(Outcome.GONE, f"redirected to the front page: {answer.url}")
        return _gone(slot, state, moved, "redirected to the front page")
    return (
        _listing(slot, state, answer, text)
        if _is_listing(slot)
        else page_reading(slot, state, answer, text)
    )


def _is_listing(slot: Slot) -> bool:
    return slot.selector.startswith(LIST)


def _gone(slot: Slot, state: SlotState, reading: Reading, signal: str) -> Reading:
    """The reading, with an absence of each known post that lives at the slot's own address."""
    if reading.outcome is not Outcome.GONE or _is_listing(slot):
        return reading
    absences = (
        Absence(k.post_id, k.url, signal) for k in state.known if same_place(k.url, slot.address)
    )
    return Reading(reading.outcome, reading.detail, absences=tuple(absences))


def _listing(slot: Slot, state: SlotState, answer: Answer, text: str) -> Reading:
    selector = slot.selector.removeprefix(LIST).strip()
    try:
        elements = selected(text, selector)
    except soupsieve.SelectorSyntaxError as error:
        return failed(f"the selector {selector!r} is no CSS selector: {error}"[:300])
    posts = listed_posts(slot, answer, elements)
    detail = "" if posts else f"nothing on the page matches {selector!r}"
    reading = collected(slot, state, posts, detail)
    asks = recheck_asks(slot, state, {post.id for post in posts})
    return Reading(reading.outcome, reading.detail, reading.posts, asks=asks)
