"""The tree of a page in, the main text that people read there out.

What sites set around and into their articles is taken out of the tree, what trafilatura would pass
over is set where it looks, and trafilatura finds the text.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import trafilatura
from lxml import etree
from trafilatura.settings import Extractor

from patroli.connectors.bare import with_paragraphs
from patroli.connectors.inserts import remove, without_inserts
from patroli.connectors.lead import with_lead
from patroli.connectors.notices import without_notices
from patroli.connectors.surroundings import without_comments, without_lists
from patroli.connectors.text import UNREAD, elements, flat, parse_html, readable, tidy

MAX_EXTRACTED: Final = 3_000_000
"""Longest page, in characters, whose main text is told from its frame."""
MIN_EXTRACTED: Final = 250
"""Shorter texts trafilatura takes from the whole page, menus too: its `min_extracted_size`."""
SHORT_LINE: Final = 25
MANY_LINES: Final = 20
"""Of so many lines more than half shorter than so many characters: menus, not an article."""
PARAGRAPH: Final = 80
"""Characters from which on a paragraph is prose and no label."""
_FAST: Final = Extractor(fast=True, comments=False, dedup=False)
_WHOLE: Final = Extractor(comments=False, dedup=False)
"""With readability and jusText beside, at two to five times the cost."""
_UNUSED: Final = etree.XPath(
    "//script[not(@type='application/ld+json')] | //style | //svg | //aside | //footer | //nav"
)
"""What trafilatura 2.3 drops in each of its passes; without it each of them, and each of its
copies of the tree, costs less. `MANUALLY_CLEANED` of its settings."""
_ALL_TEXT: Final = etree.XPath("string()")
FRAME: Final = UNREAD | frozenset(["nav", "header", "footer", "aside", "form", "button", "select"])


def main_text(root: etree._Element, text: str) -> str:
    """What trafilatura takes for the main text; of short and of huge pages all but the frame.

    `text` is the source of the tree, which is used up: only a short page is parsed once more.
    """
    if len(text) > MAX_EXTRACTED:
        return _without_frame(root)
    _prepare(root, text)
    found = trafilatura.extract(root, options=_FAST) or ""
    if _is_frame(found) or _leaves_most_out(root, found):
        found = trafilatura.extract(root, options=_WHOLE) or found
    if len(found) < MIN_EXTRACTED:
        whole = parse_html(text)
        found = "" if whole is None else _without_frame(whole)
    return tidy(without_notices(found))


def _prepare(root: etree._Element, text: str) -> None:
    for element in elements(_UNUSED, root):
        remove(element)
    without_comments(root)
    without_inserts(root, text)
    without_lists(root)
    with_paragraphs(root)
    with_lead(root)


def _is_frame(found: str) -> bool:
    """Whether menus were taken with the text, as where a page has no element for its article."""
    lines = [line for line in found.splitlines() if line.strip()]
    short = sum(len(line) < SHORT_LINE for line in lines)
    return len(lines) >= MANY_LINES and 2 * short > len(lines)


def _leaves_most_out(root: etree._Element, found: str) -> bool:
    """Whether it is less than half of the paragraphs that stand side by side in one element."""
    enough = 2 * len(found)
    if len(str(_ALL_TEXT(root))) <= enough:
        return False
    runs: Counter[etree._Element] = Counter()
    for paragraph in root.iter("p"):
        said, parent = len(flat(paragraph)), paragraph.getparent()
        linked = sum(len(flat(link)) for link in paragraph.iter("a"))
        if said >= PARAGRAPH and 2 * linked < said and parent is not None:
            runs[parent] += said
    return any(said > enough for said in runs.values())


def _without_frame(root: etree._Element) -> str:
    without_comments(root)
    places = (*root.iter("main"), *root.iter("article"), *root.iter("body"), root)
    return readable(places[0], FRAME)
