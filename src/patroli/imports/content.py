"""A file in, its bytes out: known by what they are, not by its name, and never more than so many.

A file that a person brings may be a bomb, by mistake or on purpose: what it unpacks to is counted
while it is unpacked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from patroli.errors import BadInput

MOST_FILE = 200_000_000
"""Bytes of a file as it is brought; it is kept whole."""
MOST_UNPACKED = 300_000_000
PIECE = 65_536

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, unpacked where they were gzip."""

    data: bytes
    is_cut: bool = False
    """Whether a gzip file ends before its end: a download that broke off."""


def file_bytes(path: Path) -> bytes:
    """The file as it is. Raises BadInput if it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE:
            raise BadInput(f"{path}: found {size:,} bytes; expected at most {MOST_FILE:,}")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"{path}: found {why}; expected a file") from error


def unpacked(name: str, data: bytes, most: int = MOST_UNPACKED) -> Content:
    """All members of a gzip file one after another; anything else as it is.

    Raises BadInput where nothing can be unpacked, or more than `most` bytes come out.
    """
    if not data.startswith(GZIP):
        return Content(data)
    pieces: list[bytes] = []
    size = place = 0
    while data.startswith(GZIP, place):
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not member.eof:
            fed = data[place : place + PIECE]
            try:
                piece = member.decompress(fed, PIECE)
            except zlib.error as error:
                if not size:
                    raise BadInput(f"{name}: found broken gzip ({error})") from error
                return Content(b"".join(pieces), is_cut=True)
            if not fed and not piece:
                return Content(b"".join(pieces), is_cut=True)
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise BadInput(f"{name}: found more than {most:,} bytes unpacked; expected fewer")
            left = member.unused_data if member.eof else member.unconsumed_tail
            place += len(fed) - len(left)
    return Content(b"".join(pieces), is_cut=place < len(data))


def decoded(data: bytes) -> str:
    """By its byte order mark, else as UTF-8 if it is, else as Windows writes it (cp1252)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
