"""A host in, its turn out: one request at a time, and never too soon after the last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = float("-inf")
    at_least: float = 0.0


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
    ) -> None:
        self._seconds_for, self._now, self._sleep = seconds_for, now, sleep
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
            state.not_before = self._now() + max(self._seconds_for(host), state.at_least)
            yield

    def slow_down(self, host: str, seconds: float) -> None:
        """From now on keep at least so many seconds between requests: a robots.txt crawl-delay."""
        state = self._host(host)
        state.at_least = max(state.at_least, seconds)

    def pause(self, host: str, seconds: float) -> None:
        """Let nothing start on the host for so many seconds from now."""
        state = self._host(host)
        state.not_before = max(state.not_before, self._now() + seconds)

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
