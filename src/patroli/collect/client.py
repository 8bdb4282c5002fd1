"""An ask in, what came of it out: robots, pace, redirects and repeats; failures are values."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol

import httpx

from patroli import __version__
from patroli.clock import Clock
from patroli.collect.body import ACCEPT_ENCODING
from patroli.collect.breaker import Breaker
from patroli.collect.budget import Budgets, Refusal, Rows
from patroli.collect.gate import RobotsGate
from patroli.collect.guard import Guard, Resolve, look_up
from patroli.collect.hop import REDIRECTS, Asker, Hop, redirect_target
from patroli.collect.hosts import host_of, pace_of
from patroli.collect.keys import NOTHING, Keys, Private
from patroli.collect.manners import Errand, Manners, asked_until
from patroli.collect.pace import ANY, Chance, Monotonic, Pace, Sleep
from patroli.collect.robots import RobotsCache, RobotsFile, judge, origin_of
from patroli.collect.sessions import Sessions, is_expired
from patroli.collect.state import Validators
from patroli.collect.ticking import CheckedClock
from patroli.collect.transport import GuardedTransport
from patroli.config.settings import Settings
from patroli.model import Ask, Key, Outcome

# They log whole addresses and headers, and these may carry a key.
for _name in ("httpx", "httpcore", "hpack", "h2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an ask. With `outcome` None its last hop is an answer for the connector."""

    ask: Ask
    url: str
    """The address after redirects."""
    hops: tuple[Hop, ...]
    """Every request made for it, repeats and redirects included, in order."""
    beside: tuple[Hop, ...] = ()
    """Requests for robots.txt on the way."""
    outcome: Outcome | None = None
    detail: str = ""
    not_before: datetime | None = None
    """When it may be asked again, where that is known."""
    lacks: tuple[str, ...] = ()
    """The variables it waits for, where it needs the operator's own key."""


class Memory(RobotsCache, Rows, Protocol):
    """What outlives a round: robots.txt files, what was spent, hosts that do not answer."""


class WebClient:
    """The only way out to the web. Use as `async with WebClient(…) as web`.

    The keyword arguments are seams: the environment with the operator's keys, the transport
    below, how names are resolved, how time passes while waiting and beside the wall clock, chance,
    and the TLS context.
    """

    def __init__(
        self,
        settings: Settings,
        memory: Memory,
        clock: Clock,
        *,
        environment: Mapping[str, str] = os.environ,
        transport: httpx.AsyncBaseTransport | None = None,
        resolve: Resolve = look_up,
        now: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        ticking: Monotonic = time.monotonic,
        chance: Chance = ANY,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        transport = transport or GuardedTransport(
            Guard(settings, resolve), tls or httpx.create_ssl_context()
        )
        jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.AsyncClient(transport=transport, cookies=jar, trust_env=False)
        self._client.headers = httpx.Headers(
            {
                "User-Agent": f"patroli/{__version__} (+{settings.contact})",
                "Accept-Encoding": ACCEPT_ENCODING,
            }
        )
        checked, self._keys = CheckedClock(clock, ticking), Keys(environment)
        asker = Asker(self._client, settings, checked, self._keys)
        pace = Pace(partial(pace_of, settings), now=now, sleep=sleep, chance=chance)
        self._budgets, self._breaker = Budgets(settings, memory, clock), Breaker(memory, clock)
        self._manners = Manners(asker, pace, settings, sleep, self._budgets, self._breaker)
        self._gate = RobotsGate(self._manners, memory, clock)
        self._sessions = Sessions(self._keys, self._manners, settings)

    async def __aenter__(self) -> WebClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            self._breaker.keep()
        finally:
            await self._client.aclose()

    async def fetch(self, ask: Ask, held: Validators | None = None) -> Fetched:
        """Ask, following redirects one by one. `held` makes the request conditional.

        The operator's key and the ask's price belong to its own origin: a redirect elsewhere is
        followed without them, and held against the robots.txt there.
        """
        lacks = self._keys.lacking(ask.key) if ask.key else ()
        if lacks:
            return Fetched(ask, ask.url, (), (), Outcome.SKIPPED, lacks=lacks)
        url = _as_sent(ask.url)
        home = origin_of(url)
        hops: list[Hop] = []
        beside: list[Hop] = []
        seen: set[str] = set()
        renewed = False
        while True:
            if url in seen:
                return _failed(ask, url, hops, beside, "redirect loop")
            seen.add(url)
            is_home = origin_of(url) == home
            key = ask.key if is_home else None
            private = await self._admitted(url, key, beside)
            if isinstance(private, Refusal):
                return _refused(ask, url, hops, beside, private)
            headers = {"Accept": ask.accept, **_conditions(url, held)}
            spend = ask.spend if is_home else None
            errand = Errand(headers, self._settings.max_body_bytes, private, spend)
            hops += await self._manners.ask(url, errand)
            hop = hops[-1]
            if key is not None and not renewed and is_expired(hop):
                renewed = True
                if await self._sessions.renew(key, private, beside):
                    seen.discard(url)
                    continue
            if hop.problem or hop.status not in REDIRECTS:
                break
            target = redirect_target(hop)
            if isinstance(target, ValueError):
                return _failed(ask, url, hops, beside, f"redirect to no address: {target}")
            if len(seen) > self._settings.max_redirects:
                return _failed(ask, url, hops, beside, "too many redirects")
            url = target
        return self._ended(ask, url, tuple(hops), tuple(beside), held)

    def heard(self, fetched: Fetched, outcome: Outcome, spent: int | None) -> None:
        """What a connector read in an answer: what it cost, and whether the host lets us in."""
        hop = fetched.hops[-1]
        if hop.reserved is not None and spent is not None:
            self._budgets.settle(hop.reserved, spent)
        host = host_of(fetched.url)
        if outcome is Outcome.BLOCKED:
            self._breaker.failed(host, outcome, f"status {hop.status}")
        elif outcome.reached:
            self._breaker.answered(host, unblocked=True)

    def _ended(
        self,
        ask: Ask,
        url: str,
        hops: tuple[Hop, ...],
        beside: tuple[Hop, ...],
        held: Validators | None,
    ) -> Fetched:
        hop, closed = hops[-1], self._manners.refusal(url)
        fetched = Fetched(ask, url, hops, beside, not_before=asked_until(hop))
        if hop.held_back is not None:
            return _refused(ask, url, hops, beside, hop.held_back)
        if hop.status == 429:
            detail = closed.detail if closed else "status 429"
            return replace(fetched, outcome=Outcome.RATE_LIMITED, detail=detail)
        if hop.problem:
            return replace(fetched, outcome=Outcome.FAILED, detail=hop.problem)
        if hop.status == 304 and not _conditions(url, held):
            return replace(fetched, outcome=Outcome.FAILED, detail="304 without a condition")
        return fetched

    async def _admitted(self, url: str, key: Key | None, beside: list[Hop]) -> Private | Refusal:
        """What a request to an address carries, or why it may not be asked now.

        With the operator's own key the platform's terms, which the operator accepted for it, are
        the gate, and robots.txt, which speaks to who comes without, is not asked.
        """
        if not url.lower().startswith(("http://", "https://")) or not host_of(url):
            return Refusal(Outcome.FAILED, "neither an http nor an https address")
        refused = self._manners.refusal(url)
        if refused is not None:
            return refused
        if key is not None:
            return await self._sessions.private(key, url, beside)
        return await self._refusal(url, beside) or NOTHING

    async def _refusal(self, url: str, beside: list[Hop]) -> Refusal | None:
        """What robots.txt says against an address, or asking for it."""
        file = await self._gate.file(origin_of(url), beside)
        closed = self._manners.refusal(url)
        if closed is not None:
            return closed
        verdict = judge(file, url)
        self._manners.pace.slow_down(host_of(url), verdict.crawl_delay)
        if verdict.allowed:
            return None
        return Refusal(_unread(file), verdict.detail)


def _unread(file: RobotsFile) -> Outcome:
    """Why a robots.txt keeps a page from being asked: it was read, or not, or never can be."""
    if not file.is_unreachable:
        return Outcome.ROBOTS_REFUSED
    return Outcome.ROBOTS_UNREACHABLE if file.status or file.may_pass else Outcome.FAILED


def _conditions(url: str, held: Validators | None) -> dict[str, str]:
    """Both conditions: a server that forgets a weak ETag may still know the date."""
    if held is None or held.answered_by != url:
        return {}
    found = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in found.items() if value}


def _as_sent(url: str) -> str:
    """The address as a request spells it: percent-encoded, without fragment."""
    try:
        return str(httpx.URL(url).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return url.partition("#")[0]


def _failed(ask: Ask, url: str, hops: list[Hop], beside: list[Hop], detail: str) -> Fetched:
    return Fetched(ask, url, tuple(hops), tuple(beside), Outcome.FAILED, detail)


def _refused(
    ask: Ask, url: str, hops: Sequence[Hop], beside: Sequence[Hop], why: Refusal
) -> Fetched:
    made = (tuple(hops), tuple(beside))
    return Fetched(ask, url, *made, why.outcome, why.detail, not_before=why.until)


Connect = Callable[[Settings, Memory, Clock], WebClient]
