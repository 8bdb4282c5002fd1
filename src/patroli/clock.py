"""Where time comes from: read by the command line and the flows, handed down as an argument."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def wall() -> datetime:
    """The machine's own time, in UTC."""
    return datetime.now(UTC)


def ticking_from(start: datetime | None) -> Clock:
    """A clock that stands at `start` now and goes on from there; None is the machine's own."""
    if start is None:
        return wall
    began = time.monotonic()

    def clock() -> datetime:
        elapsed = time.monotonic() - began
        return datetime.fromtimestamp(start.timestamp() + elapsed, UTC)

    return clock
