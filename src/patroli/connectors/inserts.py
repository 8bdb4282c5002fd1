"""The tree of a page in, the same without the links to other articles set between paragraphs.

Indonesian news sites put `Baca juga:` and a link or a few into the body. They are not what the
article says, they differ from day to day, and the names in them would be matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from patroli.connectors.text import flat

_READ_ALSO: Final = re.compile(r"juga(?:(?<=baca juga)|(?<=simak juga)|(?<=lihat juga))")
_CHOSEN: Final = "pilihan editor"
_BEGINS: Final = re.compile(
    r"\W*(?:(?:baca|simak|lihat)\s+juga|pilihan\s+editor)\b[\s:.,–—-]*", re.IGNORECASE
)
_PARTS: Final = ("uga", "UGA", "ditor", "DITOR")
_CANDIDATES: Final = etree.XPath(
    ".//body//text()[" + " or ".join(f"contains(., '{part}')" for part in _PARTS) + "]"
)
LONGEST: Final = 700
"""Longest insert, in characters: longer ones are told from an article by trafilatura."""
_WHOLE: Final = frozenset({"body", "html", "main", "article"})


def without_inserts(root: etree._Element, text: str) -> None:
    """Take the inserts out of the tree of a page; `text` is its source."""
    if any(part in text for part in _PARTS) and _may_have_some(text.lower()):
        for insert in list(_inserts(root)):
            remove(insert)


def _may_have_some(text: str) -> bool:
    """Whether to look at all: most pages have none, and looking costs."""
    return _READ_ALSO.search(text) is not None or _CHOSEN in text


def remove(element: etree._Element) -> None:
    """Take an element out of its tree, not the text behind it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _inserts(root: etree._Element) -> Iterator[etree._Element]:
    texts: Any = _CANDIDATES(root)
    for said in texts:
        if _BEGINS.match(said) and (insert := _largest(said)) is not None:
            yield insert


def _largest(said: Any) -> etree._Element | None:
    """The largest element around the words that holds nothing else than them and links."""
    element, found = said.getparent(), None
    if element is not None and said.is_tail:
        element = element.getparent()
    while element is not None and element.tag not in _WHOLE:
        whole = flat(element)
        begins = _BEGINS.match(whole)
        if begins is None or len(whole) > LONGEST:
            break
        linked = sum(_length(flat(link)) for link in element.iter("a"))
        rest = _length(whole[begins.end() :])
        if rest and linked >= 0.9 * rest:
            found = element
        element = element.getparent()
    return found


def _length(text: str) -> int:
    return len(text.replace(" ", ""))
