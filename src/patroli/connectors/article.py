"""A page's text in, its one post out: what pages, sitemaps and pointers to articles share."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import soupsieve
import trafilatura
from bs4 import BeautifulSoup, Tag
from lxml import etree
from trafilatura.settings import Extractor

from patroli.connectors.address import absolute, canonical, is_front_page
from patroli.connectors.answers import collected, failed, refusal
from patroli.connectors.bare import with_paragraphs
from patroli.connectors.dates import parse_date
from patroli.connectors.frame import without_comments
from patroli.connectors.inserts import remove, without_inserts
from patroli.connectors.page_head import Head, page_head
from patroli.connectors.text import UNREAD, elements, fragment, parse_html, readable, tidy, titled
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
MAX_EXTRACTED: Final = 3_000_000
"""Longest page, in characters, whose main text is told from its frame."""
MIN_EXTRACTED: Final = 250
"""Shorter texts trafilatura takes from the whole page, menus too: its `min_extracted_size`."""
MAX_ELEMENTS: Final = 500
"""Most elements of one page that a selector may match."""
SHORT_LINE: Final = 25
MANY_LINES: Final = 20
"""Of so many lines more than half shorter than so many characters: menus, not an article."""
PARAGRAPH: Final = 80
"""Characters from which a paragraph is one and no label."""
_FAST: Final = Extractor(fast=True, comments=False, dedup=False)
_WHOLE: Final = Extractor(comments=False, dedup=False)
"""With readability and jusText beside, at two to five times the cost."""
_UNUSED: Final = etree.XPath(
    "//script[not(@type='application/ld+json')] | //style | //svg | //aside | //footer"
)
"""What trafilatura 2.3 drops in each of its passes; without it each of them, and each of its
copies of the tree, costs less. `MANUALLY_CLEANED` and `BASIC_CLEAN_XPATH` of its settings."""
FRAME: Final = UNREAD | frozenset(["nav", "header", "footer", "aside", "form", "button", "select"])


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
        body = _main_text(root, text)
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


def _main_text(root: etree._Element, text: str) -> str:
    """What trafilatura takes for the main text; of short and of huge pages all but the frame.

    The tree is used up: only a short page is parsed once more.
    """
    if len(text) > MAX_EXTRACTED:
        return _without_frame(root)
    for element in elements(_UNUSED, root):
        remove(element)
    without_comments(root)
    without_inserts(root, text)
    with_paragraphs(root)
    found = trafilatura.extract(root, options=_FAST) or ""
    if _is_frame(found) or 2 * len(found) < _longest_run(root):
        found = trafilatura.extract(root, options=_WHOLE) or found
    if len(found) >= MIN_EXTRACTED:
        return tidy(found)
    whole = parse_html(text)
    return "" if whole is None else _without_frame(whole)


def _longest_run(root: etree._Element) -> int:
    """How many characters the paragraphs hold that stand side by side in one element, at most."""
    runs: Counter[etree._Element] = Counter()
    for paragraph in root.iter("p"):
        said, parent = _length(paragraph), paragraph.getparent()
        if said >= PARAGRAPH and parent is not None and 2 * sum(map(_length, paragraph.iter("a"))) < said:
            runs[parent] += said
    return max(runs.values(), default=0)


def _length(element: etree._Element) -> int:
    return len(" ".join("".join(map(str, element.itertext())).split()))


def _is_frame(found: str) -> bool:
    """Whether menus were taken with the text, as where a page has no element for its article."""
    lines = [line for line in found.splitlines() if line.strip()]
    short = sum(len(line) < SHORT_LINE for line in lines)
    return len(lines) >= MANY_LINES and 2 * short > len(lines)


def _without_frame(root: etree._Element) -> str:
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
