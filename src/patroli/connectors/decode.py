"""Bytes and a content type in, text out; never fails.

Order: byte order mark, then UTF-8 if the bytes are UTF-8 (whatever a label says, and no label
makes them so), then the header, then what the document says of itself. Labels mean what the WHATWG
Encoding Standard says browsers do with them: iso-8859-1 is windows-1252. Servers that say
iso-8859-1 over UTF-8 bytes are common, bytes that happen to be valid multi-byte UTF-8 and are
something else are not.
"""

from __future__ import annotations

import re

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

TEXT_CODECS = re.compile(
    r"utf-8|utf-16(-le|-be)?|cp125\d|cp866|cp874|cp932|cp949|iso8859-\d+|koi8-[ru]|mac-roman|"
    r"mac-cyrillic|gb18030|big5hkscs|big5|euc_jp|iso2022_jp"
)
"""Python also has codecs that are programs (`unicode_escape`) or slow traps (`punycode`)."""

_JSON_LITTLE = re.compile(rb"\{\x00[\s\"}]\x00")
_JSON_BIG = re.compile(rb"\x00\{\x00[\s\"}]")

LAST_RESORT = "cp1252"
_HEAD = 4096


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body; undecodable bytes become U+FFFD, a cut last character is dropped."""
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return body[len(bom) :].decode(bom_encoding, "replace")
    wide = _wide_without_mark(body)
    if wide:
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(body) - 3:
            text = body[: error.start].decode("utf-8")
            if not text.isascii():
                return text
    text = body.decode("utf-8", "replace")
    return text if _is_mostly_whole(text) else to_unicode(body, _declared(body, content_type))


def _is_mostly_whole(text: str) -> bool:
    """Whether bytes read as UTF-8 are UTF-8 with a few broken characters, not something else."""
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > 2 * broken


def _wide_without_mark(body: bytes) -> str:
    """UTF-16 markup without a byte order mark, told by its first two characters."""
    head = body[:4]
    if head.startswith((b"<\x00?\x00", b"<\x00!\x00")) or _JSON_LITTLE.fullmatch(head):
        return "utf-16-le"
    is_big = head.startswith((b"\x00<\x00?", b"\x00<\x00!")) or _JSON_BIG.fullmatch(head)
    return "utf-16-be" if is_big else ""


def _declared(body: bytes, content_type: str) -> str:
    for label in (
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body[:_HEAD]),
    ):
        name = resolve_encoding(label) if label else None
        if name and TEXT_CODECS.fullmatch(name) and not name.startswith("utf-"):
            return name
    return LAST_RESORT
