"""The tree of a page in, the same with long text between paragraphs in paragraphs out.

Hand-written pages leave text bare in a `div`, between paragraphs. trafilatura reads only
paragraphs where there are enough of them, and that text would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

LONG: Final = 80
"""Characters from which on a bare text is a paragraph and no label."""
_BLOCKS: Final = frozenset({"div", "section", "article", "main", "body"})
_INLINE_NAMES = """
a abbr b bdi bdo cite code dfn em font i kbd mark q s samp small span strike strong sub sup tt u
var wbr
"""
_INLINE: Final = frozenset(_INLINE_NAMES.split())


def with_paragraphs(root: etree._Element) -> None:
    """Put each long bare text beside paragraphs, with what is inline in it, into one of its own."""
    holders = dict.fromkeys(paragraph.getparent() for paragraph in root.iter("p"))
    for holder in holders:
        if holder is not None and holder.tag in _BLOCKS:
            for before, run in list(_runs(holder)):
                _wrap(holder, before, run)


def _runs(
    holder: etree._Element,
) -> Iterator[tuple[etree._Element | None, list[etree._Element]]]:
    """The inline elements of each run that is long enough, and the element it stands behind."""
    before: etree._Element | None = None
    run: list[etree._Element] = []
    for child in (*holder, None):
        if child is not None and child.tag in _INLINE:
            run.append(child)
            continue
        first = holder.text if before is None else before.tail
        bare = " ".join([first or "", *(inline.tail or "" for inline in run)])
        if len(" ".join(bare.split())) >= LONG:
            yield before, run
        before, run = child, []


def _wrap(holder: etree._Element, before: etree._Element | None, run: list[etree._Element]) -> None:
    paragraph = holder.makeelement("p")
    if before is None:
        paragraph.text, holder.text = holder.text, None
        holder.insert(0, paragraph)
    else:
        paragraph.text, before.tail = before.tail, None
        before.addnext(paragraph)
    paragraph.extend(run)
