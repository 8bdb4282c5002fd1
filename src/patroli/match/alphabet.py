"""Every code point to what is left of it when text is folded: at most three bytes.

A letter of any width, style, accent, Latin-looking script or leet becomes a-z; a watched symbol a
byte of its own with blanks around it; what nobody sees is dropped; all else is a blank. A code
point never becomes more bytes than its UTF-8 form has, so that folding needs no insertion.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

DROP = 0
BLANK = 0x20
ROW = 0xFF
"""Ends a row; never part of UTF-8, so no text can hold it."""
FIRST_SYMBOL = 0x80
MOST_SYMBOLS = ROW - FIRST_SYMBOL

LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
"""Digits that stand for letters. A pattern's digits are confirmed on the original text."""

LEET_SIGNS = {"@": "a", "!": "i", "$": "s"}
"""Signs that stand for letters only between letters."""

_CYRILLIC = dict(zip("авекмнорстухіјѕԁԛԝһ", "abekmhopctyxijsdqwh", strict=True))
_GREEK = dict(zip("αβεικνορτυχ", "abeiknoptux", strict=True)) | {"ν": "v", "η": "n", "ω": "w"}
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_ELSEWHERE = dict(zip("ɑɡɩʋոօսհԀɴ", "agivnouhdn", strict=True))
"""Phonetic and Armenian letters."""
LOOK_ALIKES = (
    _CYRILLIC
    | _GREEK
    | _SMALL_CAPITALS
    | _ELSEWHERE
    | {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ß": "s"}
)

_SPANS = (
    (0x80, 0x3000), (0xA640, 0xAB70), (0xFB00, 0xFB07), (0xFE00, 0xFE10), (0xFEFF, 0xFF00),
    (0xFF00, 0xFFF0), (0x1D400, 0x1D800), (0x1F100, 0x1F190), (0xE0000, 0xE01F0),
)  # fmt: skip
"""Where code points live that are not simply blanks."""

_SKIN = range(0x1F3FB, 0x1F400)
_SQUARED = (0x1F110, 0x1F130, 0x1F150, 0x1F170)
"""Where the alphabets in circles and squares begin."""
KEYCAP = 0x20E3


@dataclass(frozen=True, eq=False)
class Alphabet:
    """The tables of a fold. `table[cp]` holds the 1st, 2nd and 3rd byte a code point leaves."""

    ascii: bytes
    """256 entries for `bytes.translate`; continuation bytes are dropped."""
    table: tuple[Bytes, Bytes, Bytes]
    symbols: tuple[str, ...]


def make_alphabet(symbols: tuple[str, ...]) -> Alphabet:
    """Tables in which these symbols (single code points beyond ASCII) keep a byte of their own."""
    first, second, third = (part.copy() for part in _letters())
    kept = tuple(s for s in sorted(set(symbols)) if watchable(s))[:MOST_SYMBOLS]
    for index, symbol in enumerate(kept):
        point, byte = ord(symbol), FIRST_SYMBOL + index
        first[point], second[point], third[point] = (
            (byte, BLANK, BLANK) if point == KEYCAP else (BLANK, byte, BLANK)
        )
    return Alphabet(_ascii(), (first, second, third), kept)


def watchable(char: str) -> bool:
    """Whether a character can be a watched symbol: three UTF-8 bytes or more, and no letter."""
    if len(char) != 1 or ord(char) < 0x800 or ord(char) > 0x10FFFF:
        return False
    first, second, _ = _letters()
    point = ord(char)
    return point == KEYCAP or (int(first[point]) == BLANK and int(second[point]) == DROP)


@lru_cache(maxsize=1)
def _ascii() -> bytes:
    table = bytearray([BLANK] * 128 + [DROP] * 128)
    for char in "abcdefghijklmnopqrstuvwxyz":
        table[ord(char)] = table[ord(char.upper())] = ord(char)
    for char in "0123456789":
        table[ord(char)] = ord(LEET.get(char, char))
    table[ord("'")] = table[ord("`")] = DROP
    table[ROW] = ROW
    return bytes(table)


@lru_cache(maxsize=1)
def _letters() -> tuple[Bytes, Bytes, Bytes]:
    """The part of the tables that is the same for every rule set."""
    first = np.full(0x110000, BLANK, np.uint8)
    second = np.full(0x110000, DROP, np.uint8)
    third = np.full(0x110000, DROP, np.uint8)
    for start, end in _SPANS:
        for point in range(start, end):
            kept = _kept(point)
            if kept == b" ":
                continue
            first[point] = kept[0] if kept else DROP
            second[point] = kept[1] if len(kept) > 1 else DROP
            third[point] = kept[2] if len(kept) > 2 else DROP
    first[list(_SKIN)] = DROP
    first[KEYCAP] = DROP
    return first, second, third


def _kept(point: int) -> bytes:
    """What is left of one code point: letters, nothing, or a blank."""
    char = chr(point)
    for start in _SQUARED:
        if start <= point < start + 26:
            return bytes([97 + point - start])
    category = unicodedata.category(char)
    if char.casefold() == char and char not in LOOK_ALIKES and not unicodedata.decomposition(char):
        return b"" if category in ("Mn", "Me", "Cf") or char in "´’‘ʼ" else b" "
    if category in ("Mn", "Me", "Cf"):
        return b""
    if category in ("Zs", "Cc", "Cn", "Co", "Cs") or char in "´’‘ʼ":
        return b"" if char in "´’‘ʼ" else b" "
    letters = ""
    for part in unicodedata.normalize("NFKD", char).casefold():
        if unicodedata.combining(part):
            continue
        part = LOOK_ALIKES.get(part, part)
        if not (part.isascii() and part.isalnum()):
            return b" "
        letters += LEET.get(part, part)
    room = 2 if point < 0x800 else 3
    return letters.encode() if 0 < len(letters) <= room else b" "
