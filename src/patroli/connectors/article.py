"""A page's text in, its one post out: what pages, sitemaps and pointers to articles share."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import soupsieve
from bs4 import BeautifulSoup, Tag
from lxml import etree

from patroli.connectors.address import absolute, canonical, is_front_page
from patroli.connectors.answers import collected, failed, refusal
from patroli.connectors.dates import parse_date
from patroli.connectors.main_text import main_text
from patroli.connectors.page_head import Head, page_head
from patroli.connectors.text import fragment, parse_html, tidy, titled
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

ACCEPT: Final = "text/html, application/xhtml+xml, */*;q=0.5"
ARTICLE: Final = "article"
MAX_ELEMENTS: Final = 500
"""Most elements of one page that a selector may match."""


def article_ask(address: str, subject: str = "") -> Ask:
    """One page of the many that a list names; with a subject, a known one read again."""
    return Ask(address, ARTICLE, ACCEPT, subject=subject, aside=True)


def read_article(slot: Slot, state: SlotState, answer: Answer, text: str) -> Reading:
    """A page that a list named, as a post; a known one that is gone is an absence."""
    reading = _refused(answer, text)
    if reading is None:
        return page_reading(slot, state, answer, text)
    subject = answer.ask.subject
    if reading.outcome is not Outcome.GONE or not subject:
        return reading
    absence = Absence(subject, answer.ask.url, reading.detail[:100])
    return replace(reading, absences=(absence,))


def _refused(answer: Answer, text: str) -> Reading | None:
    refused = refusal(answer, text)
    if refused is not None:
        return refused
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    if is_front_page(answer.url) and not is_front_page(answer.ask.url):
        return Reading(Outcome.GONE, f"redirected to the front page: {answer.url}")
    return None


def page_reading(slot: Slot, state: SlotState, answer: Answer, text: str) -> Reading:
    """A page as one post, its text chosen by the slot's selector if there is one."""
    root = parse_html(text)
    if root is None:
        return failed("an empty body where a page was promised")
    head = page_head(root, answer.url)
    if slot.selector:
        try:
            matched = [fragment(str(e))[0] for e in selected(text, slot.selector)]
        except soupsieve.SelectorSyntaxError as error:
            return failed(f"the selector {slot.selector!r} is no CSS selector: {error}"[:300])
        if not matched:
            return failed(f"nothing on the page matches the selector {slot.selector!r}")
        body = tidy("\n\n".join(matched))
    else:
        body = main_text(root, text)
    if not body and not head.title:
        return Reading(Outcome.EMPTY, "a page without text")
    return collected(slot, state, [_post(slot, answer, head, body)])


def selected(text: str, selector: str) -> list[Tag]:
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
