"""A wall clock and a monotonic one in, times and whether the first can be believed out."""

from __future__ import annotations

import time
from datetime import datetime

from patroli.clock import Clock
from patroli.collect.pace import Monotonic

FREE = 5.0
"""Seconds by which the two may differ before it is told."""
SLEWED = 0.001
"""Share of the elapsed time on top: NTP corrects a clock by at most half of that while it runs."""


class CheckedClock:
    """A clock that notices when it was set: evidence says so beside its times."""

    def __init__(self, clock: Clock, ticking: Monotonic = time.monotonic) -> None:
        self._clock, self._ticking = clock, ticking
        self._began, self._from = clock(), ticking()
        self._told = ""

    def __call__(self) -> datetime:
        at, elapsed = self._clock(), self._ticking() - self._from
        off = (at - self._began).total_seconds() - elapsed
        if abs(off) > FREE + SLEWED * elapsed:
            way = "ahead of" if off > 0 else "behind"
            self._told = (
                f"the machine's clock went {abs(off):.0f} s {way} its own ticking since "
                f"{self._began.isoformat(timespec='seconds')}"
            )
        return at

    @property
    def told(self) -> str:
        """How far the clock was found off, in a sentence; empty if it never was."""
        return self._told
