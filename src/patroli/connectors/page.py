"""HTML pages: an answer in, its one post out, or one post for each matched element of a listing.

The slot's selector says how: empty, the main text of the page; a CSS selector, the text of what it
matches; `list: ` and a CSS selector, one post for each element it matches.
"""

from __future__ import annotations

import soupsieve
import trafilatura
from bs4 import BeautifulSoup, Tag
from lxml import etree

from patroli.connectors.address import absolute, canonical, is_front_page, same_place
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.dates import parse_date
from patroli.connectors.decode import decode
from patroli.connectors.listing import listed_posts
from patroli.connectors.page_head import Head, page_head
from patroli.connectors.recheck import PURPOSE, met_last_time, read_recheck, recheck_asks
from patroli.connectors.text import UNREAD, fragment, parse_html, readable, tidy, titled
from patroli.connectors.walls import find_wall
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Outcome,
    Platform,
    Post,
    Reading,
    Slot,
    SlotState,
    post_id,
)

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
LIST = "list:"
MAX_EXTRACTED = 3_000_000
"""Longest page, in characters, whose main text is told from its frame."""
MIN_EXTRACTED = 250
"""Shorter texts trafilatura takes from the whole page, menus too: its `min_extracted_size`."""
MAX_ELEMENTS = 500
"""Most elements of one page that a selector may match."""
FRAME = UNREAD | frozenset(["nav", "header", "footer", "aside", "form", "button", "select"])


def start(slot: Slot, _state: SlotState) -> tuple[Ask, ...]:
    """The page's own address; an unchanged page may answer 304."""
    return (Ask(slot.address, "page", ACCEPT, conditional=True),)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The page as a post, or a listing's posts; a page that is gone is an absence of its post."""
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
        else _page(slot, state, answer, text)
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
        elements = _selected(text, selector)
    except soupsieve.SelectorSyntaxError as error:
        return failed(f"the selector {selector!r} is no CSS selector: {error}"[:300])
    posts = listed_posts(slot, answer, elements)
    detail = "" if posts else f"nothing on the page matches {selector!r}"
    reading = collected(slot, state, posts, detail)
    asks = recheck_asks(slot, state, {post.id for post in posts})
    return Reading(reading.outcome, reading.detail, reading.posts, asks=asks)


def _page(slot: Slot, state: SlotState, answer: Answer, text: str) -> Reading:
    root = parse_html(text)
    if root is None:
        return failed("an empty body where a page was promised")
    head = page_head(root, answer.url)
    if slot.selector:
        try:
            matched = [fragment(str(e))[0] for e in _selected(text, slot.selector)]
        except soupsieve.SelectorSyntaxError as error:
            return failed(f"the selector {slot.selector!r} is no CSS selector: {error}"[:300])
        if not matched:
            return failed(f"nothing on the page matches the selector {slot.selector!r}")
        body = tidy("\n\n".join(matched))
    else:
        body = _main_text(root, len(text))
    if not body and not head.title:
        return Reading(Outcome.EMPTY, "a page without text")
    return collected(slot, state, [_post(slot, answer, head, body)])


def _selected(text: str, selector: str) -> list[Tag]:
    """The outermost elements a selector matches.

    The tree goes through lxml first, which bounds its depth: beautifulsoup4 does not.
    """
    root = parse_html(text)
    if root is None:
        return []
    soup = BeautifulSoup(etree.tostring(root, encoding="unicode", method="html"), "lxml")
    found = soup.select(selector, limit=MAX_ELEMENTS)
    matched = {id(element) for element in found}
    return [e for e in found if not any(id(above) in matched for above in e.parents)]


def _main_text(root: etree._Element, length: int) -> str:
    """What trafilatura takes for the main text; of short and of huge pages all but the frame."""
    if length <= MAX_EXTRACTED:
        found = trafilatura.extract(root, fast=True, include_comments=False, deduplicate=False)
        if found and len(found) >= MIN_EXTRACTED:
            return tidy(found)
    places = (*root.iter("main"), *root.iter("article"), *root.iter("body"), root)
    return readable(places[0], FRAME)


def _post(slot: Slot, answer: Answer, head: Head, body: str) -> Post:
    native = canonical(head.address)
    published_at = parse_date(head.published, slot.zone, answer.fetched_at)
    edited_at = parse_date(head.edited, slot.zone, answer.fetched_at)
    return Post(
        id=post_id("web", native),
        platform=Platform.PAGE,
        native_id=native,
        url=absolute(head.link, answer.url) or answer.url,
        author=head.author,
        title=head.title,
        text=titled(head.title, body),
        published_at=published_at,
        published_raw=head.published,
        edited_at=edited_at if edited_at != published_at else None,
        parent_id=post_id("web", canonical(head.parent.address)) if head.parent.address else "",
        parent_text=head.parent.text,
        parent_author=head.parent.author,
        media=head.media,
    )
