"""The tree of a page in, the same without readers' comments and lists of other articles out.

Comments are others' words under somebody's article, and a list of other articles says nothing of
this one. Both differ from day to day, and the names in them would be matched.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree

from patroli.connectors.inserts import remove
from patroli.connectors.text import flat

_BLOCKS: Final = ("div", "section", "article", "form", "ul", "ol", "dl", "table")
_HOLDS_ARTICLE: Final = etree.XPath(
    "boolean(descendant-or-self::*[self::h1 or self::main or @itemprop='articleBody'])"
)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_COMMENTS: Final = frozenset({"comment", "comments", "commentlist", "komentar"})
_WITH_OR_WITHOUT: Final = frozenset(
    {"no", "has", "with", "open", "closed", "enabled", "disabled", "tanpa", "dengan"}
)
"""Words of a page's layout that tells whether there are comments, and is none."""
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6", "strong", "b")
_WRAPPERS: Final = frozenset({"p", "div", "span", "header", "strong", "b"})
MOST_HEADINGS: Final = 500
MOST_BEHIND: Final = 100
"""So many headings of a page are looked at, and so many elements behind each: more is no list of a
few other articles, and looking at all behind all would take long."""
LONGEST: Final = 60
"""Characters of the longest heading of such a list."""
LINKED: Final = 0.9
"""Share of a block's letters that are links, from which on it says nothing itself."""
OF_ITEMS: Final = 0.5
"""The same of a list whose every item has a link."""
HEADLINE: Final = 20
"""Letters of the average link that is a headline, and no tag, author or button."""


def without_comments(root: etree._Element) -> None:
    """Take out each block that is named after comments and does not hold the article."""
    for block in list(root.iter(*_BLOCKS)):
        if _is_named_comments(block) and not _HOLDS_ARTICLE(block):
            remove(block)


def _is_named_comments(block: etree._Element) -> bool:
    for name in (block.get("id"), block.get("class")):
        if name is not None and ("omment" in name or "omentar" in name):
            words = {word.lower() for word in _WORDS.findall(name)}
            if not words.isdisjoint(_COMMENTS) and words.isdisjoint(_WITH_OR_WITHOUT):
                return True
    return False


def without_lists(root: etree._Element) -> None:
    """Take out each heading behind which there are only links to other articles, with them."""
    for heading in list(islice(root.iter(*_HEADINGS), MOST_HEADINGS)):
        if _begins_a_block(heading) and 0 < len(flat(heading)) <= LONGEST:
            block = _all_that_says(heading)
            for element in _headlines_behind(block):
                remove(element)


def _begins_a_block(heading: etree._Element) -> bool:
    """Whether it is one by its name, or bold where its block begins."""
    parent = heading.getparent()
    if heading.tag[0] == "h" or parent is None:
        return parent is not None
    return heading.getprevious() is None and not (parent.text or "").strip()


def _all_that_says(heading: etree._Element) -> etree._Element:
    """The largest element that says the heading and nothing else."""
    block, parent = heading, heading.getparent()
    while parent is not None and parent.tag in _WRAPPERS and not _says_more(parent, block):
        block, parent = parent, parent.getparent()
    return block


def _says_more(parent: etree._Element, block: etree._Element) -> bool:
    beside = (child for child in parent if child is not block)
    texts = (parent.text, block.tail, *(child.tail for child in parent if child is not block))
    return any(map(_letters, texts)) or any(_says(child) for child in beside)


def _says(element: etree._Element) -> bool:
    return any(not text.isspace() for text in map(str, element.itertext()))


def _headlines_behind(block: etree._Element) -> list[etree._Element]:
    """A block and all that stands behind it in its parent, if that is two headlines or more."""
    behind = list(islice(block.itersiblings(), MOST_BEHIND + 1))
    if _letters(block.tail) or len(behind) > MOST_BEHIND:
        return []
    count = said = 0
    for element in behind:
        links = [size for link in element.iter("a") if (size := _letters(flat(link)))]
        if not links and _says(element):
            return []
        words = _letters(flat(element)) + _letters(element.tail)
        if sum(links) < words * (OF_ITEMS if _lists_links(element) else LINKED):
            return []
        count, said = count + len(links), said + words
    return [block, *behind] if count > 1 and said >= HEADLINE * count else []


def _lists_links(element: etree._Element) -> bool:
    items = list(element.iter("li"))
    return bool(items) and all(next(item.iter("a"), None) is not None for item in items)


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
