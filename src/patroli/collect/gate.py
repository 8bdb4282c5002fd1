"""An address in, what its host's robots.txt says out; fetches the file where it is not known."""

from __future__ import annotations

import asyncio

from patroli.clock import Clock
from patroli.collect.hop import REDIRECTS, Hop, redirect_target
from patroli.collect.manners import Errand, Manners
from patroli.collect.robots import (
    MAX_BYTES,
    MAX_REDIRECTS,
    RobotsCache,
    RobotsFile,
    decode,
    is_fresh,
)

ERRAND = Errand({"Accept": "text/plain, */*;q=0.5"}, MAX_BYTES)


class RobotsGate:
    """The robots.txt files of one round, each origin's asked at most once."""

    def __init__(self, manners: Manners, cache: RobotsCache, clock: Clock) -> None:
        self._manners, self._cache, self._clock = manners, cache, clock
        self._files: dict[str, RobotsFile] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def file(self, origin: str, hops: list[Hop]) -> RobotsFile:
        """The origin's file; requests made for it are added to `hops`."""
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin in self._files:
                return self._files[origin]
            known = self._cache.robots(origin)
            if known is None or not is_fresh(known, self._clock()):
                known = await self._renewed(origin, known, hops)
            self._files[origin] = known
            return known

    async def _renewed(self, origin: str, known: RobotsFile | None, hops: list[Hop]) -> RobotsFile:
        file = await self._ask(origin, hops)
        if not file.is_unreachable:
            self._cache.keep_robots(origin, file)
        elif known is not None and not known.is_unreachable:
            # RFC 9309, 2.4: while it cannot be reached, the last known rules go on.
            return known
        return file

    async def _ask(self, origin: str, hops: list[Hop]) -> RobotsFile:
        url = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            hops += await self._manners.ask(url, ERRAND)
            hop = hops[-1]
            if hop.status in REDIRECTS and not hop.problem:
                target = redirect_target(hop)
                if isinstance(target, str):
                    url = target
                    continue
            if hop.problem and not (hop.truncated == "length" and hop.status == 200):
                passing = hop.again or hop.timed_out
                return RobotsFile(0, "", hop.fetched_at, hop.problem, may_pass=passing)
            text = decode(hop.body) if hop.status == 200 else ""
            return RobotsFile(hop.status or 0, text, hop.fetched_at)
        # RFC 9309, 2.3.1.2: after five redirects the file counts as not there.
        return RobotsFile(404, "", hop.fetched_at, "too many redirects")
