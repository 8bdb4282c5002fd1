"""Builders for tests of collecting: settings, time that passes at once, and single fetches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.fakes import NOW

from patroli.collect.budget import Change
from patroli.collect.client import Fetched, WebClient
from patroli.collect.robots import RobotsFile
from patroli.collect.state import StateStore, Validators
from patroli.config.settings import Asking, HostSettings, Settings, Timeouts
from patroli.model import Ask

PATIENT = Timeouts(connect=30, read=30, total=60)
"""For answers that come: a busy machine must not turn them into time-outs."""
HURRIED = Timeouts(connect=30, read=1, total=2)
"""For servers that never finish."""


def some_settings(**changes: Any) -> Settings:
    """A patient team that may ask loopback servers, and asks everybody every six hours."""
    values: dict[str, Any] = {
        "team": "Tim Uji",
        "zone": "Asia/Jayapura",
        "contact": "tim@uji.example",
        "hosts": {"127.0.0.1": HostSettings(pace=0, allow_private=True)},
        "timeouts": PATIENT,
        "retries": 2,
        "asking": Asking(at_most_every=6, at_least_every=6),
    }
    return Settings(**{**values, **changes})


def hosts_on(port: int, pace: float = 0) -> dict[str, HostSettings]:
    """Every `*.example` host is the loopback server on this port."""
    return {"*.example": HostSettings(pace=pace, connect_to=f"127.0.0.1:{port}")}


class FakeTime:
    """A monotonic clock that only sleeping moves."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += max(seconds, 0)
        await asyncio.sleep(0)

    @property
    def seconds(self) -> float:
        return self.moment - 1000.0


def steady() -> float:
    """Chance that never adds anything to a pace."""
    return 0.0


def standing() -> float:
    """A monotonic clock that goes no further than a wall clock that stands still."""
    return 0.0


class NoCache:
    """A memory that is empty at first and gone when it is closed."""

    def __init__(self, files: Mapping[str, RobotsFile] | None = None) -> None:
        self.files = dict(files or {})
        self._state: StateStore | None = None

    def rows(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        return self._store().rows(name, values)

    def changing(self) -> AbstractContextManager[Change]:
        return self._store().changing()

    def close(self) -> None:
        if self._state is not None:
            self._state.close()
        self._state = None

    def _store(self) -> StateStore:
        if self._state is None:
            self._state = StateStore(Path(":memory:"))
        return self._state

    def robots(self, origin: str) -> RobotsFile | None:
        return self.files.get(origin)

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        self.files[origin] = file


def clock() -> datetime:
    return NOW


def with_web(
    use: Callable[[WebClient], Awaitable[Any]],
    settings: Settings | None = None,
    cache: NoCache | None = None,
    **seams: Any,
) -> Any:
    """Run something with a web client whose waiting takes no time."""

    async def run() -> Any:
        time = FakeTime()
        quiet = {"chance": steady, "ticking": standing, "environment": {}}
        given = {"sleep": time.sleep, "now": time.now, **quiet, **seams}
        memory = cache or NoCache()
        with closing(memory):
            async with WebClient(settings or some_settings(), memory, clock, **given) as web:
                return await use(web)

    return asyncio.run(run())


def fetch(
    url: str,
    settings: Settings | None = None,
    held: Validators | None = None,
    **seams: Any,
) -> Fetched:
    """Ask one address once."""
    fetched = with_web(lambda web: web.fetch(Ask(url, "test"), held), settings, **seams)
    assert isinstance(fetched, Fetched)
    return fetched


def resolver(table: Mapping[str, list[str]]) -> Callable[[str, int], Awaitable[list[str]]]:
    """Names by table; every other name is its own address."""

    async def resolve(host: str, port: int) -> list[str]:
        return table.get(host, [host])

    return resolve
