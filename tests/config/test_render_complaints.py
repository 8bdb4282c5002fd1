"""Complaints as a person reads them."""

from __future__ import annotations

from patroli.config.check import render_complaints
from patroli.errors import Complaint
from patroli.told import as_it_is


def complaint(file: str, line: int, where: str, found: str, expected: str) -> Complaint:
    return Complaint(file, line, where, as_it_is(found), as_it_is(expected))


A = complaint("a.yaml", 3, "zone", "'WIT'", "a zone")
B = complaint("b.csv", 0, "", "nothing", "a file")


def test_complaints_stand_under_their_files_in_the_order_of_lines() -> None:
    later = complaint("a.yaml", 12, "pace", "'x'", "a number")
    assert render_complaints([B, later, A, A]) == (
        "3 complaints in 2 files\n\n"
        "a.yaml (2)\n"
        "  a.yaml:3: zone: found 'WIT'; expected a zone\n"
        "  a.yaml:12: pace: found 'x'; expected a number\n\n"
        "b.csv (1)\n"
        "  b.csv: found nothing; expected a file"
    )


def test_one_complaint_is_one() -> None:
    assert render_complaints([A]).splitlines()[0] == "1 complaint in 1 file"
    assert render_complaints([A], "id").splitlines()[0] == "1 keluhan dalam 1 berkas"


def test_no_complaint_is_said_too() -> None:
    assert render_complaints([]) == "No complaints."
    assert render_complaints([], "id") == "Tidak ada keluhan."


def test_what_a_file_holds_cannot_move_the_cursor_of_a_terminal() -> None:
    text = render_complaints([complaint("a.yaml", 1, "x\x1b[2J", "a\nb", "c\u202e")])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 4
