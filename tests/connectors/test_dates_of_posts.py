"""Moments that dates name, in Indonesian words too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW

from patroli.connectors.dates import EARLIEST, LATEST_AHEAD, parse_date

WIT = "Asia/Jayapura"


def in_utc(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2029, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Tue, 20 Nov 2029 10:00:00 +0900", in_utc(11, 20, 1)),
        ("Tue, 20 Nov 2029 10:00:00 GMT", in_utc(11, 20, 10)),
        ("20 Nov 2029 10:00:00 EST", in_utc(11, 20, 15)),
        ("Sel, 20 Nop 2029 10:00:00 WIT", in_utc(11, 20, 1)),
        ("2029-11-20T10:00:00Z", in_utc(11, 20, 10)),
        ("2029-11-20T10:00:00.123456+09:00", in_utc(11, 20, 1)),
        ("2029-11-20 10:00:00", in_utc(11, 20, 1)),
        ("2029-11-20", in_utc(11, 19, 15)),
        ("Selasa, 20 November 2029 08:15 WITA", in_utc(11, 20, 0, 15)),
        ("Selasa, 20 November 2029 | 21.45 WIT", in_utc(11, 20, 12, 45)),
        ("Selasa, 20 November 2029 pukul 08.15 WIB", in_utc(11, 20, 1, 15)),
        ("20 Agustus 2029", in_utc(8, 19, 15)),
        ("20 Agt 2029", in_utc(8, 19, 15)),
        ("6 Pebruari 2029", in_utc(2, 5, 15)),
        ("Jum'at, 6 Pebruari 2029", in_utc(2, 5, 15)),
        ("Jum’at, 6 Februari 2029 10:00", in_utc(2, 6, 1)),
        ("5 Mei 2029", in_utc(5, 4, 15)),
        ("Selasa (20/11/2029)", in_utc(11, 19, 15)),
        ("12/3/2029 10:15", in_utc(3, 12, 1, 15)),
        ("Diterbitkan: 20 November 2029", in_utc(11, 19, 15)),
        ("2 jam yang lalu", in_utc(11, 24, 19)),
        ("baru saja", in_utc(11, 24, 21)),
        ("Kemarin 10.00", in_utc(11, 24, 1)),
        ("Hari ini pukul 05.30 WIT", in_utc(11, 24, 20, 30)),
        ("20 Nov 2029 24:00:00 +0000", in_utc(11, 21)),
    ],
)
def test_a_date_names_its_moment(raw: str, moment: datetime) -> None:
    assert parse_date(raw, WIT, NOW) == moment


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Jakarta", 3), ("Asia/Makassar", 2), ("Asia/Jayapura", 1)]
)
def test_a_date_without_a_zone_is_of_the_slots_zone(zone: str, hour: int) -> None:
    assert parse_date("20 November 2029 10:00", zone, NOW) == in_utc(11, 20, hour)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Agustus 2029",
        "2029",
        "0001-01-01T00:00:00Z",
        "0001-01-01",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2030-06-01",
        "32 November 2029",
        "2029-13-01",
        "20 November 2029 10:75",
        "Selasa",
        "10.15",
        "tanggal cantik",
        "x" * 100_000,
        "\x00",
    ],
)
def test_a_date_nobody_can_believe_is_no_date(raw: str) -> None:
    assert parse_date(raw, WIT, NOW) is None


@given(st.text(max_size=60))
def test_any_text_is_a_believable_moment_or_none(raw: str) -> None:
    moment = parse_date(raw, WIT, NOW)
    assert moment is None or EARLIEST <= moment <= NOW + LATEST_AHEAD
