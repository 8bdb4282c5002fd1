"""Kinds of values in configuration files: a text as written in, a checked value out.

Each kind complains with what was found and what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

A_DAY = "a day such as 2029-09-25 (year-month-day)"
A_SPAN = "days such as 2029-09-25 .. 2029-11-23, or one day"
A_NUMBER = "a ballot number from 1 to 99 such as 2, or 2 from 2029-09-23"
A_ZONE = "a zone such as Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"
A_REGION = 'a region code such as "95", "95.99" or "95.99.01"'
EVERYWHERE = "semua"
"""What stands for the whole country where a region may be that wide."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(
    r"(?:^|[T\s])\d{1,2}[:.]\d{2}([:.]\d{2})?([.,]\d+)?(?P<zone>\s*(Z|WI(B|T|TA)|[+-]\d\d.*))?$"
)
_REGION = re.compile(r"\d{2}(\.\d{2}){0,2}", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"([1-9]\d?)(?:\s+from\s+(.+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BallotNumber:
    """A number on the ballot and the day on which it was drawn, None for known all along."""

    value: int
    since: date | None


def refuse(found: str, expected: str) -> NoReturn:
    """Raise what becomes the complaint "found …; expected …"."""
    raise PydanticCustomError(
        "config", "expected {expected}", {"found": found, "expected": expected}
    )


def _texts_only(value: Any) -> Any:
    if value is None or isinstance(value, dict | list):
        refuse("a list" if isinstance(value, list) else "keys" if value else "nothing", "a text")
    return value


def as_text(value: str) -> str:
    """A text that is not empty and holds nothing a person cannot see."""
    if not value:
        refuse("an empty text", "a text")
    if value.isprintable():
        return value
    bad = next(
        (c for c in value if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"), ""
    )
    if bad:
        refuse(f"the control character U+{ord(bad):04X}", "a text that people can read")
    return value


def as_id(value: str) -> str:
    """A short name for machines: small letters, digits and single dashes between them."""
    if not _ID.fullmatch(value) or len(value) > 80:
        refuse(repr(value[:80]), "an id of small letters, digits and dashes such as ajakan-memilih")
    return value


def as_region(value: str) -> str:
    """A region code: province, regency or district, two digits each."""
    if not _REGION.fullmatch(value):
        refuse(repr(value), A_REGION)
    return value


def as_region_prefix(value: str) -> str:
    """What the codes of some regions begin with; one digit is a group of islands."""
    return value if len(value) == 1 and value in "123456789" else as_region(value)


def as_wide_region(value: str) -> str:
    """Like `as_region`, or empty for `semua`: everywhere."""
    return "" if value == EVERYWHERE else as_region(value)


@lru_cache(maxsize=64)
def _known_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        return False
    return "/" in value or value == "UTC"


def as_zone(value: str) -> str:
    """A time zone of the IANA list."""
    if not _known_zone(value):
        refuse(f"the unknown zone {value!r}", A_ZONE)
    return value


def as_day(value: Any) -> date:
    """One day of the calendar; a time of day is refused, with or without its zone."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    clock = _CLOCK.search(text)
    if clock:
        kind = "a time of day" if clock["zone"] else "a time without a zone"
        refuse(f"{text!r}, {kind}", A_DAY + ", which runs in the zone of its file or row")
    if not _DAY.fullmatch(text):
        refuse(repr(text), A_DAY)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse(f"{text!r}, which is no day of the calendar", A_DAY)
    if not 1945 <= day.year <= 2150:
        refuse(f"the year {day.year}", "a year from 1945 to 2150")
    return day


def as_span(value: Any) -> Span:
    """`2029-09-25 .. 2029-11-23`, or one day; the last day may not come before the first."""
    if isinstance(value, Span):
        return value
    first, dots, last = str(value).partition("..")
    try:
        span = Span(as_day(first), as_day(last if dots else first))
    except PydanticCustomError as error:
        found = (error.context or {}).get("found", repr(value))
        refuse(str(found), A_SPAN)
    if span.last < span.first:
        refuse(f"{span.last} after .., before {span.first}", "the last day not before the first")
    return span


def as_number(value: Any) -> BallotNumber:
    """`2`, or `2 from 2029-09-23`: before that day only names and parties point to anybody."""
    if isinstance(value, BallotNumber):
        return value
    parts = _NUMBER.fullmatch(str(value).strip())
    if not parts:
        refuse(repr(value), A_NUMBER)
    return BallotNumber(int(parts[1]), as_day(parts[2]) if parts[2] else None)


def as_address(value: str) -> str:
    """An http or https address with a host and without a user or password."""
    expected = "an address such as https://contoh.example/umpan"
    if "@" in re.split(r"[/?#]", value.partition("//")[2], maxsplit=1)[0]:
        refuse("an address with a user or password in it", "a public address without a password")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        refuse(f"{value!r} ({error})", expected)
    if parts.scheme not in ("http", "https") or not host or port == 0:
        refuse(repr(value), expected)
    if any(c.isspace() or ord(c) < 32 or c in '\\<>"' for c in value):
        refuse(repr(value), expected + ", without spaces")
    return value


def as_distance(value: object) -> object:
    """`8 words` (or `8`) as the number it means."""
    if isinstance(value, str):
        number = value.removesuffix(" words").removesuffix(" word").strip()
        return int(number) if number.isdigit() else value
    return value


Distance = Annotated[int, BeforeValidator(as_distance), Field(ge=0, le=200)]
Text = Annotated[str, BeforeValidator(_texts_only), AfterValidator(as_text)]
Id = Annotated[Text, AfterValidator(as_id)]
Region = Annotated[Text, AfterValidator(as_region)]
RegionPrefix = Annotated[Text, AfterValidator(as_region_prefix)]
WideRegion = Annotated[Text, AfterValidator(as_wide_region)]
Zone = Annotated[Text, AfterValidator(as_zone)]
Address = Annotated[Text, AfterValidator(as_address)]
Day = Annotated[date, BeforeValidator(as_day)]
Days = Annotated[Span, BeforeValidator(as_span)]
Number = Annotated[BallotNumber, BeforeValidator(as_number)]
Texts = tuple[Text, ...]
