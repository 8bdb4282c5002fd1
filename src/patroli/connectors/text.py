"""A fragment of HTML in, the text that people read out.

Emoji and pictures keep their alternative text, as a screen reader would read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

MAX_TEXT: Final = 8_000_000
"""Longest text of one post, in code points; what is behind it is cut and the detail says so."""

_BLOCK_NAMES = """
address article aside blockquote body dd div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
UNREAD = frozenset(
    ["head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"]
)

_MEDIA = ("img", "video", "audio", "source")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")
_UNSAFE = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""Control characters, which in UTF-8 stand for nothing else."""
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF in UTF-8."""
_EDGES = {"p": "\x1f", "blockquote": "\x1f", "td": " ", "th": " "}
_PARAGRAPH = re.compile("[\\s\x1e\x1f]*\x1f[\\s\x1e\x1f]*")
_BREAK = re.compile("[ \x1e]*\x1e[ \x1e]*")
_FLOW = re.compile(r"[ \t\r\n\f]+")
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all, chosen without a call into Python for each element."""
_GAPS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Without NUL and other characters no reader sees; a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return text.encode("ascii").translate(None, _UNSAFE).decode("ascii")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        data = whole.encode("utf-8")
    for character in _NONCHARACTERS:
        data = data.replace(character, b"")
    return data.translate(None, _UNSAFE).decode("utf-8")


def tidy(text: str) -> str:
    """Clean, one space between words, at most one empty line between paragraphs."""
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines)
    return _GAPS.sub("\n\n", text).strip()


def plain(text: str) -> str:
    """A title, name or other single line, markup and entities resolved."""
    return " ".join(fragment(text)[0].split())


def fragment(html: str) -> tuple[str, tuple[str, ...]]:
    """The readable text of a fragment and the addresses of its pictures, as written."""
    if not _MARKUP.search(html):
        return tidy(html), ()
    if "<" not in html:
        return tidy(unescape(html)), ()
    root = parse_html(f"<html><body>{clean(html)}</body></html>")
    return (tidy(unescape(html)), ()) if root is None else (readable(root), pictures(root))


def parse_html(text: str) -> etree._Element | None:
    """The tree of a page, or None where there is nothing to make one of. Depth is bounded."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        return etree.fromstring(clean(text).encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None


def elements(path: etree.XPath, root: etree._Element) -> list[etree._Element]:
    """The elements that a path names."""
    found: Any = path(root)
    return list(found)


def flat(element: etree._Element) -> str:
    """All words of an element in one line."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def readable(root: etree._Element, unread: frozenset[str] = UNREAD) -> str:
    """What a person reads of a tree, blocks on their own lines."""
    text = _PARAGRAPH.sub("\n\n", "".join(_pieces(root, unread)))
    return tidy(_BREAK.sub("\n", text))


def _pieces(root: etree._Element, unread: frozenset[str]) -> Iterable[str]:
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "end":
            yield _edge(tag)
            if element is not root:
                yield _flowing(element.tail)
        elif tag in unread:
            events.skip_subtree()
        else:
            yield _edge(tag)
            if tag == "br":
                yield "\n"
            elif tag == "img":
                yield element.get("alt") or ""
            yield element.text or "" if tag == "pre" else _flowing(element.text)


def _edge(tag: str) -> str:
    """What stands between an element of this kind and its neighbours."""
    return _EDGES.get(tag, "\x1e" if tag in BLOCKS else "")


def _flowing(text: str | None) -> str:
    """Text as HTML flows it: a line break in the source is a space."""
    return " ".join(_FLOW.split(text)) if text else ""


def pictures(root: etree._Element) -> tuple[str, ...]:
    """Addresses of the pictures, videos and sounds in a tree, in order, each once.

    Emoji drawn as pictures are text, and counting pixels differ at every look: neither is one.
    """
    shown = (e for e in root.iter(*_MEDIA) if not _is_decoration(e))
    found = (e.get("src") or e.get("data-src") or "" for e in shown)
    return tuple(dict.fromkeys(src for src in found if src and not src.startswith("data:")))


def _is_decoration(element: etree._Element) -> bool:
    kind = (element.get("class") or "").lower()
    is_pixel = {element.get("width"), element.get("height")} & {"0", "1"}
    return bool(is_pixel) or "emoji" in kind or "smiley" in kind


def bounded(text: str) -> tuple[str, bool]:
    """The text within `MAX_TEXT`, and whether something was cut."""
    return (text[:MAX_TEXT], True) if len(text) > MAX_TEXT else (text, False)


def titled(title: str, body: str) -> str:
    """Title first, then the body, unless the title only repeats how the body begins.

    A body whose first line is the title reads as one without it, however its heading was set.
    """
    first, _, rest = body.partition("\n")
    if title and first == title:
        body = rest.lstrip("\n")
    start = title.rstrip(" .…")
    if not title or (start and body.startswith(start)):
        return body
    return f"{title}\n\n{body}" if body else title
