"""An ask in, what came of it out: robots, pace, redirects and repeats; failures are values."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from patroli import __version__
from patroli.clock import Clock
from patroli.collect.body import ACCEPT_ENCODING
from patroli.collect.gate import RobotsGate
from patroli.collect.guard import Guard, Resolve, look_up
from patroli.collect.hop import REDIRECTS, Asker, Hop, redirect_target
from patroli.collect.hosts import host_of, pace_of
from patroli.collect.manners import Manners, asked_until
from patroli.collect.pace import Monotonic, Pace, Sleep
from patroli.collect.robots import RobotsCache, judge, origin_of
from patroli.collect.state import Validators
from patroli.collect.transport import GuardedTransport
from patroli.config.settings import Settings
from patroli.model import Ask, Outcome

# They log whole addresses, and an address may carry a key.
for _name in ("httpx", "httpcore"):
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
    """When the host may be asked again, where it said so."""


class WebClient:
    """The only way out to the web. Use as `async with WebClient(…) as web`.

    The keyword arguments are seams: the transport below, how names are resolved, how time
    passes while waiting, and the TLS context.
    """

    def __init__(
        self,
        settings: Settings,
        cache: RobotsCache,
        clock: Clock,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        resolve: Resolve = look_up,
        now: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
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
        asker = Asker(self._client, settings, clock)
        pace = Pace(partial(pace_of, settings), now=now, sleep=sleep)
        self._manners = Manners(asker, pace, settings, sleep)
        self._gate = RobotsGate(self._manners, cache, clock)

    async def __aenter__(self) -> WebClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def fetch(self, ask: Ask, held: Validators | None = None) -> Fetched:
        """Ask, following redirects one by one. `held` makes the request conditional."""
        url = _as_sent(ask.url)
        hops: list[Hop] = []
        beside: list[Hop] = []
        seen: set[str] = set()
        while True:
            if url in seen:
                return _failed(ask, url, hops, beside, "redirect loop")
            seen.add(url)
            refused = await self._refusal(ask, url, beside)
            if refused is not None:
                return replace(refused, hops=tuple(hops), beside=tuple(beside))
            headers = {"Accept": ask.accept, **_conditions(url, held)}
            hops += await self._manners.ask(url, headers, self._settings.max_body_bytes)
            hop = hops[-1]
            if hop.problem or hop.status not in REDIRECTS:
                break
            target = redirect_target(hop)
            if isinstance(target, ValueError):
                return _failed(ask, url, hops, beside, f"redirect to no address: {target}")
            if len(seen) > self._settings.max_redirects:
                return _failed(ask, url, hops, beside, "too many redirects")
            url = target
        return self._ended(ask, url, tuple(hops), tuple(beside), held)

    def _ended(
        self,
        ask: Ask,
        url: str,
        hops: tuple[Hop, ...],
        beside: tuple[Hop, ...],
        held: Validators | None,
    ) -> Fetched:
        hop, closed = hops[-1], self._manners.closed.get(origin_of(url))
        fetched = Fetched(ask, url, hops, beside, not_before=asked_until(hop))
        if hop.status == 429:
            detail = closed.detail if closed else "status 429"
            return replace(fetched, outcome=Outcome.RATE_LIMITED, detail=detail)
        if hop.problem:
            return replace(fetched, outcome=Outcome.FAILED, detail=hop.problem)
        if hop.status == 304 and not _conditions(url, held):
            return replace(fetched, outcome=Outcome.FAILED, detail="304 without a condition")
        return fetched

    async def _refusal(self, ask: Ask, url: str, beside: list[Hop]) -> Fetched | None:
        """Why an address may not be asked now, or None."""
        if not url.lower().startswith(("http://", "https://")) or not host_of(url):
            return _failed(ask, url, [], [], "neither an http nor an https address")
        origin = origin_of(url)
        file = None
        if origin not in self._manners.closed:
            file = await self._gate.file(origin, beside)
        closed = self._manners.closed.get(origin)
        if closed is not None:
            return Fetched(ask, url, (), (), closed.outcome, closed.detail, not_before=closed.until)
        if file is None:
            return None
        verdict = judge(file, url)
        self._manners.pace.slow_down(host_of(url), verdict.crawl_delay)
        if verdict.allowed:
            return None
        outcome = Outcome.ROBOTS_REFUSED if file.status else Outcome.FAILED
        return Fetched(ask, url, (), (), outcome, verdict.detail)


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


Connect = Callable[[Settings, RobotsCache, Clock], WebClient]
