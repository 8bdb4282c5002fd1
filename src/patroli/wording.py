"""Outcomes, days, times and numbers in, plain Indonesian out: said alike on every page."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from patroli.model import Outcome

OUTCOMES: dict[Outcome | None, str] = {
    Outcome.COLLECTED: "terjangkau, unggahan terbaca",
    Outcome.UNCHANGED: "terjangkau, tidak ada yang baru",
    Outcome.EMPTY: "terjangkau, tidak ada unggahan",
    Outcome.GONE: "alamatnya sudah tidak ada",
    Outcome.BLOCKED: "situs menolak permintaan",
    Outcome.LOGIN_WALL: "hanya untuk yang masuk (login); tidak dibuka",
    Outcome.ROBOTS_REFUSED: "dilarang robots.txt situsnya; dipatuhi",
    Outcome.ROBOTS_UNREACHABLE: "robots.txt situsnya tidak terbaca; dicoba lagi",
    Outcome.RATE_LIMITED: "situs meminta jeda lebih lama",
    Outcome.FAILED: "tidak terhubung atau tidak terbaca",
    Outcome.SKIPPED: "dilewati pada putaran terakhir",
    None: "sudah dijadwalkan, tetapi putarannya tidak selesai",
}

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def day_words(day: date, *, weekday: bool = False) -> str:
    """`25 November 2029`, with `Minggu, ` in front if asked."""
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]}, {words}" if weekday else words


def short_day(day: date) -> str:
    """`25 Nov 2029`."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {'Agt' if day.month == 8 else month[:3]} {day.year}"


def zone_letters(zone: str, at: datetime) -> str:
    """`WIB`, `WITA` or `WIT`; the offset from UTC where it is none of them."""
    if zone in _ZONES:
        return _ZONES[zone]
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{offset[:3]}.{offset[3:5]}"


def time_words(at: datetime, zone: str) -> str:
    """`25 Nov 2029, 06.00 WIT`: the local time of this zone, and which zone it is."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())}, {local:%H.%M} {zone_letters(zone, at)}"


def number_words(value: float, decimals: int = 0) -> str:
    """`1.234` and `0,5`: thousands with a point, decimals with a comma."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
