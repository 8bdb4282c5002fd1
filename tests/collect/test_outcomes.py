"""A slot's outcome follows from those of its requests, and decides when it is due again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.collect.webs import some_settings
from tests.fakes import NOW

from patroli.collect.outcomes import Part, ending_of, next_due
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


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_next_time(outcome: Outcome) -> None:
    due = next_due(ending_of([Part(outcome)]), NOW, some_settings())
    assert NOW < due <= NOW + timedelta(hours=6)
