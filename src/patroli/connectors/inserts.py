"""The tree of a page in, the same without the links to other articles set between paragraphs.

Indonesian news sites put `Baca juga:` and a link or a few into the body. They are not what the
article says, they differ from day to day, and the names in them would be matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

_SIGNS: Final = tuple(
    spelled
    for word in ("baca juga", "baca pula", "simak juga", "lihat juga", "pilihan editor")
    for spelled in (word[1:], word.title()[1:], word.upper()[1:])
)
"""Looked for first, all three ways it is written: most pages have none. The first letter, which
may be of either case, is left out."""
_BEGINS: Final = re.compile(
    r"\W*(?:(?:baca|simak|lihat)\s+(?:juga|pula)|pilihan\s+editor)\b[\s:.,–—-]*", re.IGNORECASE
)
_CANDIDATES: Final = etree.XPath(
    ".//body//text()[contains(., 'uga') or contains(., 'ula') or contains(., 'ditor')"
    " or contains(., 'UGA') or contains(., 'ULA') or contains(., 'DITOR')]"
)
LONGEST: Final = 700
"""Longest insert, in characters: longer ones are told from an article by trafilatura."""
_WHOLE: Final = frozenset({"body", "html", "main", "article"})


def without_inserts(root: etree._Element, text: str) -> None:
    """Take the inserts out of the tree of a page; `text` is its source."""
    if any(sign in text for sign in _SIGNS):
        for insert in list(_inserts(root)):
            remove(insert)


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
        whole = _flat(element)
        begins = _BEGINS.match(whole)
        if begins is None or len(whole) > LONGEST:
            break
        linked = sum(_length(_flat(link)) for link in element.iter("a"))
        rest = _length(whole[begins.end() :])
        if rest and linked >= 0.9 * rest:
            found = element
        element = element.getparent()
    return found


def _flat(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _length(text: str) -> int:
    return len(text.replace(" ", ""))
