"""The tree of a page in, the same with every long text that stands in no paragraph in one.

Leads and the text of hand-written pages often stand bare in a `div`, beside paragraphs or between
them. trafilatura reads only paragraphs where there are enough of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from patroli.connectors.text import elements

LONG: Final = 80
"""Characters from which a bare text is a paragraph and no label."""
_HOLDERS: Final = etree.XPath(
    "//body/descendant-or-self::*[self::div or self::section or self::article or self::main"
    f" or self::body][p and text()[string-length(normalize-space(.)) >= {LONG}]]"
)
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code dfn em font i kbd mark q s samp small span strike strong sub sup"
    " tt u var wbr".split()
)


def with_paragraphs(root: etree._Element) -> None:
    """Put each long bare text, with what is inline beside it, into a paragraph of its own."""
    for holder in elements(_HOLDERS, root):
        for before, run in list(_runs(holder)):
            _wrap(holder, before, run)


def _runs(
    holder: etree._Element,
) -> Iterator[tuple[etree._Element | None, list[etree._Element]]]:
    """Each run of text and inline elements long enough, and the element it stands behind."""
    before: etree._Element | None = None
    run: list[etree._Element] = []
    for child in holder:
        if child.tag in _INLINE:
            run.append(child)
            continue
        if _is_long(holder, before, run):
            yield before, run
        before, run = child, []
    if _is_long(holder, before, run):
        yield before, run


def _is_long(
    holder: etree._Element, before: etree._Element | None, run: list[etree._Element]
) -> bool:
    bare = [(holder.text if before is None else before.tail), *(child.tail for child in run)]
    return sum(len(" ".join(text.split())) for text in bare if text) >= LONG


def _wrap(
    holder: etree._Element, before: etree._Element | None, run: list[etree._Element]
) -> None:
    paragraph = holder.makeelement("p")
    if before is None:
        paragraph.text, holder.text = holder.text, None
        holder.insert(0, paragraph)
    else:
        paragraph.text, before.tail = before.tail, None
        before.addnext(paragraph)
    paragraph.extend(run)
