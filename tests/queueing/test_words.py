"""How things are said to reviewers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from patroli.model import Confidence, Form, Outcome, Role, Tier
from patroli.queueing import words


def test_everything_that_can_happen_has_a_word() -> None:
    assert set(words.TIERS) == set(Tier)
    assert set(words.FORMS) == set(words.SHORT_FORMS) == set(Form)
    assert set(words.ROLES) == set(Role)
    assert set(words.CONFIDENCES) == set(Confidence)
    assert set(words.OUTCOMES) == {*Outcome, None}


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "25 Nov 2029, 04.05 WIB"),
        ("Asia/Makassar", "25 Nov 2029, 05.05 WITA"),
        ("Asia/Jayapura", "25 Nov 2029, 06.05 WIT"),
        ("Asia/Kathmandu", "25 Nov 2029, 02.50 UTC+05.45"),
    ],
)
def test_a_time_is_said_in_its_zone_and_names_it(zone: str, said: str) -> None:
    assert words.time_words(datetime(2029, 11, 24, 21, 5, tzinfo=UTC), zone) == said


def test_days_are_said_in_indonesian() -> None:
    assert words.day_words(date(2029, 8, 5), weekday=True) == "Minggu, 5 Agustus 2029"
    assert words.short_day(date(2029, 8, 5)) == "5 Agt 2029"
    assert words.short_day(date(2029, 12, 5)) == "5 Des 2029"


@pytest.mark.parametrize(
    ("left", "said"),
    [(7, "sisa 7 hari"), (1, "sisa 1 hari"), (0, "hari terakhir"), (-2, "lewat 2 hari")],
)
def test_the_clock_is_said_in_words(left: int, said: str) -> None:
    assert words.clock_words(left) == said


def test_numbers_are_written_the_indonesian_way() -> None:
    assert words.number_words(1234567) == "1.234.567"
    assert words.number_words(1234.56, 1) == "1.234,6"


@pytest.mark.parametrize(
    ("signal", "said"),
    [
        ("status 410", "situs menjawab 410"),
        ("rest: 404 rest_post_invalid_id", "situs menjawab 404 rest_post_invalid_id"),
        ("rest: not listed", "tidak ada lagi di daftar unggahan situs"),
        ("rest: password-protected", "isinya dikunci dengan kata sandi"),
        ("soft 404", "halamannya menyatakan unggahan tidak ada"),
        ("something new", "something new"),
    ],
)
def test_a_sign_of_absence_is_said_plainly(signal: str, said: str) -> None:
    assert words.signal_words(signal) == said


def test_a_stage_of_another_name_is_still_readable() -> None:
    assert words.stage_name("masa-tenang") == "masa tenang"
    assert words.stage_name("putaran-kedua") == "putaran kedua"
