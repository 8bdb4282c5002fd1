"""The tree of a page in, the same without what stands around its article, by names and links.

Readers' comments are others' words under somebody's article; a list of other articles says nothing
of this one. Both differ from day to day and are longer than many an article.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from patroli.connectors.inserts import remove
from patroli.connectors.text import elements

_NAMED_COMMENTS: Final = etree.XPath(
    "//body//*[self::div or self::section or self::article or self::form or self::ul or self::ol"
    " or self::dl or self::table][contains(@class, 'omment') or contains(@id, 'omment')"
    " or contains(@class, 'omentar') or contains(@id, 'omentar')]"
)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_COMMENTS: Final = frozenset({"comment", "comments", "commentlist", "komentar"})
_NOT_COMMENTS: Final = frozenset({"no", "has", "with", "open", "closed", "enabled", "disabled"})
_ARTICLE: Final = etree.XPath("boolean(descendant-or-self::*[self::h1 or @itemprop='articleBody'])")


def without_comments(root: etree._Element) -> None:
    """Take out each block that is named after comments and does not hold the article."""
    for block in elements(_NAMED_COMMENTS, root):
        if any(_names_comments(block.get(name) or "") for name in ("id", "class")) and not _ARTICLE(block):
            remove(block)


def _names_comments(name: str) -> bool:
    words = {word.lower() for word in _WORDS.findall(name)}
    return bool(words & _COMMENTS) and not words & _NOT_COMMENTS


_HEADINGS: Final = etree.XPath(
    "//body//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::p]"
    "[string-length(normalize-space(.)) <= 60]"
)
