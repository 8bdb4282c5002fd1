"""Kinds of values: what is taken, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from patroli.config import values as v


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (v.as_day, "2029-09-25", date(2029, 9, 25)),
        (v.as_span, "2029-09-25 .. 2029-11-23", v.Span(date(2029, 9, 25), date(2029, 11, 23))),
        (v.as_span, "2029-09-25..2029-09-25", v.Span(date(2029, 9, 25), date(2029, 9, 25))),
        (v.as_span, "2029-11-27", v.Span(date(2029, 11, 27), date(2029, 11, 27))),
        (v.as_number, "2 from 2029-09-23", v.BallotNumber(2, date(2029, 9, 23))),
        (v.as_number, "12", v.BallotNumber(12, None)),
        (v.as_region, "95", "95"),
        (v.as_region, "95.99.01", "95.99.01"),
        (v.as_region_prefix, "3", "3"),
        (v.as_wide_region, "semua", ""),
        (v.as_zone, "Asia/Jayapura", "Asia/Jayapura"),
        (v.as_id, "pp-94-2021-5n", "pp-94-2021-5n"),
        (v.as_address, "http://kabar.example/?s=a", "http://kabar.example/?s=a"),
        (v.as_address, "http://kabar.example?s=@a", "http://kabar.example?s=@a"),
        (v.as_address, "http://kabar.example/@dewi", "http://kabar.example/@dewi"),
        (v.as_address, "https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        (v.as_text, "baris\nkedua 👌🏽", "baris\nkedua 👌🏽"),
    ],
)
def test_what_people_write_is_taken(kind: Callable[[Any], Any], text: str, value: Any) -> None:
    assert kind(text) == value


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (v.as_day, "2029-09-25 08:00", "a time without a zone"),
        (v.as_day, "2029-09-25T08:00:00", "a time without a zone"),
        (v.as_day, "08.00", "a time without a zone"),
        (v.as_day, "2029-09-25T08:00+09:00", "a time of day"),
        (v.as_day, "2029-09-25 08.00 WIT", "a time of day"),
        (v.as_day, "2029-02-29", "no day of the calendar"),
        (v.as_day, "2029.09.25", "'2029.09.25'"),
        (v.as_day, "25/09/2029", "'25/09/2029'"),
        (v.as_day, "２０２９-09-25", "'２０２９-09-25'"),
        (v.as_day, "0029-09-25", "the year 29"),
        (v.as_span, "2029-11-23 .. 2029-09-25", "before 2029-11-23"),
        (v.as_span, "2029-11-23 ..", "''"),
        (v.as_span, "2029-11-23T00:00 .. 2029-11-24", "a time without a zone"),
        (v.as_number, "0", "'0'"),
        (v.as_number, "100", "'100'"),
        (v.as_number, "2 sejak 2029-09-23", "'2 sejak 2029-09-23'"),
        (v.as_region, "95.9", "'95.9'"),
        (v.as_region, "95.99.01.2001", "'95.99.01.2001'"),
        (v.as_region, "٩٥", "'٩٥'"),
        (v.as_zone, "WIT", "'WIT'"),
        (v.as_zone, "Asia/Jayapur", "unknown zone"),
        (v.as_zone, "../../etc/passwd", "unknown zone"),
        (v.as_zone, "Asia", "unknown zone"),
        (v.as_id, "Ajakan", "'Ajakan'"),
        (v.as_id, "a--b", "'a--b'"),
        (v.as_id, "a" * 81, "'aaa"),
        (v.as_address, "ftp://kabar.example/", "'ftp:"),
        (v.as_address, "http:///jalur", "'http:"),
        (v.as_address, "http://orang@kabar.example/", "user or password"),
        (v.as_address, "http://orang:rahasia@kabar.example/", "user or password"),
        (v.as_address, "http://kabar.example:99999/", "Port out of range"),
        (v.as_address, "http://kabar.example/a b", "'http:"),
        (v.as_address, "http://[::1/", "Invalid IPv6"),
        (v.as_text, "a\x00b", "U+0000"),
        (v.as_text, "a\ud800", "U+D800"),
        (v.as_text, "", "an empty text"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Callable[[Any], Any], text: str, found: str) -> None:
    with pytest.raises(PydanticCustomError) as refusal:
        kind(text)
    assert refusal.value.context is not None
    assert found in str(refusal.value.context["found"])
    assert refusal.value.context["expected"]


@pytest.mark.parametrize("start", ["http://", "ftp://", "//", "http://["])
def test_a_password_is_never_repeated_in_a_complaint(start: str) -> None:
    with pytest.raises(PydanticCustomError) as refusal:
        v.as_address(start + "orang:rahasia@kabar.example/")
    assert "rahasia" not in str(refusal.value.context)


@given(st.text())
def test_no_text_makes_a_kind_raise_anything_but_a_refusal(text: str) -> None:
    for kind in (v.as_day, v.as_span, v.as_number, v.as_region, v.as_zone, v.as_id, v.as_address):
        with suppress(PydanticCustomError):
            kind(text)
