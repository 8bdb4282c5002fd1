"""A host in, its turn out: one request at a time, and never too soon after the last.

The pace is a promise of the team and only ever gets slower: a host that objects is asked half as
often each time, up to a limit, and gets back to its pace step by step while it answers well; one
that takes long to answer rests for as long as it took.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
Chance = Callable[[], float]
"""From 0 to below 1."""

ANY: Chance = random.SystemRandom().random
SLOWER, MOST = 2.0, 16.0
"""After each objection the time between requests is doubled, up to sixteen times."""
RECOVERING = 0.75
"""What each good answer makes of what objections added."""
LABOURED = 2.0
"""Seconds from which on an answer shows that the host is busy."""
LONGEST_REST = 30.0
"""Seconds a busy host rests at most."""
UNEVEN = 0.1
"""By up to so much of itself the time between two requests is longer: never shorter, and never
the beat of a machine that meets a host's own jobs every time."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = float("-inf")
    at_least: float = 0.0
    times: float = 1.0


class Pace:
    """Turns for requests, one queue a host; hosts do not wait for each other.

    `seconds_for` gives the seconds between the starts of two requests to a host.
    """

    def __init__(
        self,
        seconds_for: Callable[[str], float],
        *,
        now: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        chance: Chance = ANY,
    ) -> None:
        self._seconds_for, self._now, self._sleep = seconds_for, now, sleep
        self._chance = chance
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it until the answer is read."""
        state = self._host(host)
        async with state.lock:
            wait = state.not_before - self._now()
            while wait > 0:
                await self._sleep(wait)
                wait = state.not_before - self._now()
            began = self._now()
            state.not_before = began + self._interval(host) * (1 + UNEVEN * self._chance())
            yield
            took = self._now() - began
            if took > LABOURED:
                self.pause(host, min(took, LONGEST_REST))

    def slow_down(self, host: str, seconds: float) -> None:
        """From now on keep at least so many seconds between requests: a robots.txt crawl-delay."""
        state = self._host(host)
        state.at_least = max(state.at_least, seconds)

    def objected(self, host: str) -> None:
        """The host said that it is asked too often: ask half as often from now on."""
        state = self._host(host)
        state.times = min(state.times * SLOWER, MOST)
        self.pause(host, self._interval(host))

    def content(self, host: str) -> None:
        """The host answered well: what it objected to before counts a little less."""
        state = self._host(host)
        state.times = max(1.0, state.times * RECOVERING)

    def pause(self, host: str, seconds: float) -> None:
        """Let nothing start on the host for so many seconds from now."""
        state = self._host(host)
        state.not_before = max(state.not_before, self._now() + seconds)

    def _interval(self, host: str) -> float:
        state = self._host(host)
        return max(self._seconds_for(host), state.at_least) * state.times

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
