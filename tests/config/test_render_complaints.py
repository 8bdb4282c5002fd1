"""Complaints as a person reads them."""

from __future__ import annotations

from patroli.config.check import render_complaints
from patroli.errors import Complaint

A = Complaint("a.yaml", 3, "zone", "'WIT'", "a zone")
B = Complaint("b.csv", 0, "", "nothing", "a file")


def test_complaints_stand_under_their_files_in_the_order_of_lines() -> None:
    later = Complaint("a.yaml", 12, "pace", "'x'", "a number")
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


def test_no_complaint_is_said_too() -> None:
    assert render_complaints([]) == "No complaints."


def test_what_a_file_holds_cannot_move_the_cursor_of_a_terminal() -> None:
    text = render_complaints([Complaint("a.yaml", 1, "x\x1b[2J", "a\nb", "c\u202e")])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 4
