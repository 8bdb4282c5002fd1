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

from patroli.config.nearest import nearest
from patroli.sayings import of_files as say
from patroli.told import Told, as_it_is

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
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


def refuse(found: Told, expected: Told, near: str = "") -> NoReturn:
    """Raise what becomes the complaint "found …; expected …"."""
    told = {"found": found, "expected": expected, "near": near}
    raise PydanticCustomError("config", "expected {expected}", told)


def demand(expected: Told) -> NoReturn:
    """Raise what becomes such a complaint about a value as it stands."""
    raise PydanticCustomError("config", "expected {expected}", {"expected": expected})


def _texts_only(value: Any) -> Any:
    if value is None or isinstance(value, dict | list):
        empty = say.KEYS() if value else say.NOTHING()
        refuse(say.A_LIST() if isinstance(value, list) else empty, say.A_TEXT())
    return value


def as_text(value: str) -> str:
    """A text that is not empty and holds nothing a person cannot see."""
    if not value:
        refuse(say.EMPTY_TEXT(), say.A_TEXT())
    if value.isprintable():
        return value
    bad = next(
        (c for c in value if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"), ""
    )
    if bad:
        refuse(say.CONTROL(code=ord(bad)), say.READABLE_TEXT())
    return value


def as_id(value: str) -> str:
    """A short name for machines: small letters, digits and single dashes between them."""
    if not _ID.fullmatch(value) or len(value) > 80:
        refuse(as_it_is(repr(value[:80])), say.AN_ID())
    return value


def as_region(value: str) -> str:
    """A region code: province, regency or district, two digits each."""
    if not _REGION.fullmatch(value):
        refuse(as_it_is(repr(value)), say.A_REGION())
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
        refuse(say.UNKNOWN_ZONE(value=value), say.A_ZONE(), nearest(value, ZONES))
    return value


def as_day(value: Any) -> date:
    """One day of the calendar; a time of day is refused, with or without its zone."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    clock = _CLOCK.search(text)
    if clock:
        found = say.TIME_OF_DAY if clock["zone"] else say.TIME_WITHOUT_ZONE
        refuse(found(text=text), say.A_DAY_IN_ZONE())
    if not _DAY.fullmatch(text):
        refuse(as_it_is(repr(text)), say.A_DAY())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse(say.NO_SUCH_DAY(text=text), say.A_DAY())
    if not 1945 <= day.year <= 2150:
        refuse(say.THE_YEAR(year=day.year), say.A_YEAR())
    return day


def as_span(value: Any) -> Span:
    """`2029-09-25 .. 2029-11-23`, or one day; the last day may not come before the first."""
    if isinstance(value, Span):
        return value
    first, dots, last = str(value).partition("..")
    try:
        span = Span(as_day(first), as_day(last if dots else first))
    except PydanticCustomError as error:
        refuse((error.context or {})["found"], say.A_SPAN())
    if span.last < span.first:
        refuse(say.SPAN_BACKWARDS(last=span.last, first=span.first), say.SPAN_IN_ORDER())
    return span


def as_number(value: Any) -> BallotNumber:
    """`2`, or `2 from 2029-09-23`: before that day only names and parties point to anybody."""
    if isinstance(value, BallotNumber):
        return value
    parts = _NUMBER.fullmatch(str(value).strip())
    if not parts:
        refuse(as_it_is(repr(value)), say.A_NUMBER())
    return BallotNumber(int(parts[1]), as_day(parts[2]) if parts[2] else None)


def as_address(value: str) -> str:
    """An http or https address with a host and without a user or password."""
    if "@" in re.split(r"[/?#]", value.partition("//")[2], maxsplit=1)[0]:
        refuse(say.WITH_PASSWORD(), say.NO_PASSWORD())
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        refuse(say.UNREADABLE_ADDRESS(value=value, reason=str(error)), say.AN_ADDRESS())
    if parts.scheme not in ("http", "https") or not host or port == 0:
        refuse(as_it_is(repr(value)), say.AN_ADDRESS())
    if any(c.isspace() or ord(c) < 32 or c in '\\<>"' for c in value):
        refuse(as_it_is(repr(value)), say.ADDRESS_WITHOUT_SPACES())
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
