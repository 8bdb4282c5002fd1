"""A slot's outcome follows from those of its requests."""

from __future__ import annotations

import pytest

from patroli.collect.outcomes import Part, ending_of
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
]


@pytest.mark.parametrize(("parts", "outcome", "complete"), PARTS)
def test_no_failure_looks_like_calm(parts: list[Part], outcome: Outcome, complete: bool) -> None:
    ending = ending_of(parts)
    assert (ending.outcome, ending.is_complete) == (outcome, complete)
