"""The tree of a page in, the same with the article's lead as its first paragraph out.

News sites set the lead, which says what the article is about, before the element of its body:
trafilatura takes that element alone.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from patroli.connectors.inserts import remove
from patroli.connectors.text import elements, flat

_NAMES: Final = ("lead", "lede", "standfirst", "intro", "teras")
_BLOCKS: Final = ("div", "p", "h2", "h3")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+")
_HOLDS_PICTURES: Final = etree.XPath("boolean(descendant::img | descendant::figure)")
_PARAGRAPHS: Final = etree.XPath("descendant::p[string-length(normalize-space(.)) >= 80]")
LEAST: Final = 40
MOST: Final = 1_000
"""Characters of a lead: less is a label, more an article."""


def with_lead(root: etree._Element) -> None:
    """Put the first lead before the first paragraph of what follows it."""
    for lead in list(root.iter(*_BLOCKS)):
        body = lead.getnext()
        if body is None or not _is_lead(lead):
            continue
        paragraphs = elements(_PARAGRAPHS, body)
        if len(paragraphs) > 1:
            first = root.makeelement("p")
            first.text = flat(lead)
            remove(lead)
            paragraphs[0].addprevious(first)
            return


def _is_lead(block: etree._Element) -> bool:
    """Whether it is named a lead, is as long as one and holds neither picture nor mostly links."""
    name = block.get("class")
    if name is None or not any(part in name for part in _NAMES):
        return False
    words = {word.lower() for word in _WORDS.findall(name)}
    if words.isdisjoint(_NAMES) or _HOLDS_PICTURES(block):
        return False
    said = len(flat(block))
    return LEAST <= said <= MOST and 2 * sum(len(flat(link)) for link in block.iter("a")) < said
