"""A slot's outcome follows from those of its requests."""

from __future__ import annotations

import pytest

from patroli.collect.outcomes import WAITING, Part, ending_of
from patroli.model import Outcome

PARTS = [
    ([], Outcome.SKIPPED, True),
    ([Part(Outcome.COLLECTED)], Outcome.COLLECTED, True),
    ([Part(Outcome.EMPTY), Part(Outcome.COLLECTED)], Outcome.COLLECTED, True),
    ([Part(Outcome.UNCHANGED), Part(Outcome.EMPTY)], Outcome.UNCHANGED, True),
    ([Part(Outcome.COLLECTED), Part(Outcome.BLOCKED)], Outcome.BLOCKED, False),
    ([Part(Outcome.UNCHANGED), Part(Outcome.GONE, is_aside=True)], Outcome.UNCHANGED, True),
    ([Part(Outcome.COLLECTED), Part(Outcome.FAILED, is_aside=True)], Outcome.COLLECTED, True),
    ([Part(Outcome.UNCHANGED), Part(Outcome.COLLECTED, is_aside=True)], Outcome.COLLECTED, True),
    ([Part(Outcome.FAILED), Part(Outcome.COLLECTED, is_aside=True)], Outcome.FAILED, False),
    ([Part(Outcome.GONE)], Outcome.GONE, False),
    ([Part(Outcome.COLLECTED), Part(Outcome.ROBOTS_REFUSED)], Outcome.ROBOTS_REFUSED, False),
]


@pytest.mark.parametrize(("parts", "outcome", "complete"), PARTS)
def test_no_failure_looks_like_calm(parts: list[Part], outcome: Outcome, complete: bool) -> None:
    ending = ending_of(parts)
    assert (ending.outcome, ending.is_complete) == (outcome, complete)


def test_what_was_read_in_part_says_so() -> None:
    for first, partly in ((Outcome.COLLECTED, True), (Outcome.EMPTY, False)):
        ending = ending_of([Part(first), Part(Outcome.ROBOTS_REFUSED, "dilarang")])
        assert ending.partly is partly
        assert ending.detail.startswith("only part of it was read: ") is partly


def test_the_last_page_of_a_round_says_whether_more_waits() -> None:
    first = Part(Outcome.COLLECTED)
    ending = ending_of([first, Part(Outcome.COLLECTED, is_aside=True, more=True)])
    assert ending.more
    assert WAITING in ending.detail


def test_a_page_that_a_budget_refuses_hurries_nobody() -> None:
    ending = ending_of([Part(Outcome.COLLECTED), Part(Outcome.SKIPPED, is_aside=True)])
    assert (ending.outcome, ending.more) == (Outcome.COLLECTED, False)
