"""A task is tried again only where asking again helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("prefect")

from flows import collect, daily
from prefect.states import Failed

from patroli.errors import BrokenConfig, HistoryError, HistoryLocked, LandingError

Helps = Callable[[Any, Any, Any], bool]


@pytest.mark.parametrize(
    ("helps", "error", "expected"),
    [
        (daily.asking_again_helps, HistoryLocked("held"), True),
        (daily.asking_again_helps, HistoryError("broken"), False),
        (daily.asking_again_helps, BrokenConfig(()), False),
        (collect.asking_again_helps, LandingError("disk full"), True),
        (collect.asking_again_helps, BrokenConfig(()), False),
        (collect.asking_again_helps, ValueError("a bug"), False),
    ],
)
def test_only_a_lock_and_a_full_disk_are_worth_another_try(
    helps: Helps, error: Exception, expected: bool
) -> None:
    assert helps(None, None, Failed(data=error)) is expected
