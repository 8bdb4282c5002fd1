"""A date as people and servers write it in, the moment in UTC out, or None.

The zone of the slot stands where the text names none: a naive date in a WITA office is WITA.
Month-only dates stay unread, since no day may be invented for an electoral stage.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import dateparser

EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""Before it there was no public post; year 1 and 1970 are what empty fields turn into."""
LATEST_AHEAD: Final = timedelta(days=2)
"""How far ahead of our own clock a date may be: time zones and careless clocks, no more."""
MAX_DATE: Final = 80

ZONES = {
    "wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "ut": 0, "z": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "sgt": 8, "myt": 8, "bst": 1, "cet": 1, "cest": 2, "jst": 9,
}  # fmt: skip
"""Hours east of Greenwich. The American names are RFC 822's, the first three Indonesia's."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb peb februari pebruari february", "mar mrt maret march",
            "apr april", "mei may", "jun juni june", "jul juli july",
            "agu ags agt aug agustus august", "sep sept september", "okt oct oktober october",
            "nov nop november nopember", "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?"
_ZONE = r"(?P<zone>[+-]\d{2}:?\d{2}|\(?[a-z]{1,4}\)?)?"
_WORDS = re.compile(
    r"(?:[a-z']{3,9}\.?[\s,]+\(?)?(?P<day>\d{1,2})[\s./-]+(?P<month>[a-z]{3,9})\.?[\s./,-]+"
    rf"(?P<year>\d{{4}})(?:\D{{0,12}}?\b{_CLOCK}\s*{_ZONE})?[\s).]*",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    rf"(?:[T\s]\s*{_CLOCK}\s*{_ZONE})?\s*",
    re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    rf"(?P<named>hari ini|kemarin|today|yesterday)(?:\D{{0,10}}?{_CLOCK}\s*{_ZONE})?\s*",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(r"baru saja|barusan|just now", re.IGNORECASE)
_SPELLINGS = (
    (re.compile(r"jum['’‘`´]at", re.IGNORECASE), "Jumat"),
    (re.compile(r"\bpebruari\b", re.IGNORECASE), "Februari"),
    (re.compile(r"\bnopember\b", re.IGNORECASE), "November"),
    (
        re.compile(
            r"^(?:diterbitkan|dipublikasikan|terbit|posted on|published)\s*:?\s*", re.IGNORECASE
        ),
        "",
    ),
)


@lru_cache(maxsize=4096)
def parse_date(raw: str, zone: str, seen: datetime) -> datetime | None:
    """The moment a date names, in UTC, or None where it names none that can be believed.

    `zone` is the slot's IANA zone, `seen` the moment the answer came, from which relative dates
    ("2 jam yang lalu") count. The same three always give the same moment.
    """
    text = " ".join(raw.split())
    if not text or len(text) > MAX_DATE:
        return None
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    try:
        moment = _read(text, ZoneInfo(zone), seen)
        moment = None if moment is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if moment is None or not EARLIEST <= moment <= seen + LATEST_AHEAD:
        return None
    return moment


def _read(text: str, zone: tzinfo, seen: datetime) -> datetime | None:
    for pattern in (_ISO, _WORDS):
        found = pattern.fullmatch(text)
        if found:
            return _from_parts(found.groupdict(), zone)
    local = seen.astimezone(zone)
    if _JUST_NOW.fullmatch(text):
        return local
    named = _DAY_NAMED.fullmatch(text)
    if named:
        parts = named.groupdict()
        ago = 1 if parts["named"].lower() in {"kemarin", "yesterday"} else 0
        day = local - timedelta(days=ago)
        given = {"year": day.year, "month": day.month, "day": day.day}
        return _from_parts({**parts, **{k: str(v) for k, v in given.items()}}, zone)
    return _from_dateparser(text, zone, local)


def _from_parts(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    month = str(parts["month"]).lower()
    number = int(month) if month.isdigit() else MONTHS.get(month)
    if number is None:
        return None
    day = datetime(int(parts["year"] or 0), number, int(parts["day"] or 0), tzinfo=zone)
    if not parts.get("hour"):
        return day
    hour, minute, second = (int(parts.get(k) or 0) for k in ("hour", "minute", "second"))
    moment = day + timedelta(hours=hour, minutes=minute, seconds=second)
    if hour > 24 or minute > 59 or second > 60:
        return None
    return moment.replace(tzinfo=_zone(parts.get("zone") or "", zone))


def _zone(name: str, default: tzinfo) -> tzinfo:
    """The zone a text names; an unknown name is no information, so the slot's own zone stays."""
    name = name.strip("()").lower()
    if name[:1] in {"+", "-"}:
        digits = name[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if name[0] == "-" else offset)
    return timezone(timedelta(hours=ZONES[name])) if name in ZONES else default


def _from_dateparser(text: str, zone: tzinfo, local: datetime) -> datetime | None:
    settings = {
        "TIMEZONE": str(zone),
        "RETURN_AS_TIMEZONE_AWARE": True,
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": local.replace(tzinfo=None),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return dateparser.parse(text, languages=["id"], settings=settings)
