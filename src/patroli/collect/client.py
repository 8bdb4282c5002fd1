"""An ask in, what came of it out: robots, pace, redirects and repeats; failures are values."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from patroli import __version__
from patroli.clock import Clock
from patroli.collect.body import ACCEPT_ENCODING
from patroli.collect.guard import Guard, Resolve, look_up
from patroli.collect.hop import Asker, Hop
from patroli.collect.hosts import host_of, pace_of
from patroli.collect.pace import Monotonic, Pace, Sleep
from patroli.collect.robots import (
    MAX_BYTES,
    MAX_REDIRECTS,
    RobotsCache,
    RobotsFile,
    decode,
    is_fresh,
    judge,
    origin_of,
)
from patroli.collect.state import Validators
from patroli.collect.transport import GuardedTransport
from patroli.config.settings import Settings
from patroli.model import Ask, Outcome

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BACKOFF = wait_exponential_jitter(initial=1, max=20)
"""Seconds between repeats where the host did not say; jitter keeps many hosts out of step."""
MOST_LATE = 3
"""After so many requests in a row that timed out a host is left alone for the rest of a round."""

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


@dataclass(frozen=True, slots=True)
class _Closed:
    """A host that is not asked any more by this client, and why."""

    outcome: Outcome
    detail: str
    until: datetime | None


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
        self._settings, self._cache, self._clock = settings, cache, clock
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
        self._asker = Asker(self._client, settings, clock)
        self._pace = Pace(partial(pace_of, settings), now=now, sleep=sleep)
        self._sleep = sleep
        self._closed: dict[str, _Closed] = {}
        self._late: dict[str, int] = {}
        self._robots: dict[str, RobotsFile] = {}
        self._robots_locks: dict[str, asyncio.Lock] = {}

    async def __aenter__(self) -> WebClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def fetch(self, ask: Ask, held: Validators | None = None) -> Fetched:
        """Ask, following redirects one by one. `held` makes the request conditional."""
        url = _without_fragment(ask.url)
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
            hops += await self._tries(url, headers, self._settings.max_body_bytes)
            hop = hops[-1]
            if hop.problem or hop.status not in REDIRECTS:
                break
            target = _target(hop)
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
        hop, closed = hops[-1], self._closed.get(origin_of(url))
        fetched = Fetched(ask, url, hops, beside, not_before=_asked_until(hop))
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
        if origin not in self._closed:
            file = await self._robots_file(origin, beside)
        closed = self._closed.get(origin)
        if closed is not None:
            return Fetched(ask, url, (), (), closed.outcome, closed.detail, not_before=closed.until)
        if file is None:
            return None
        verdict = judge(file, url)
        self._pace.slow_down(host_of(url), verdict.crawl_delay)
        if verdict.allowed:
            return None
        outcome = Outcome.ROBOTS_REFUSED if file.status else Outcome.FAILED
        return Fetched(ask, url, (), (), outcome, verdict.detail)

    async def _robots_file(self, origin: str, beside: list[Hop]) -> RobotsFile:
        async with self._robots_locks.setdefault(origin, asyncio.Lock()):
            known = self._robots.get(origin) or self._cache.robots(origin)
            if known is not None and (origin in self._robots or is_fresh(known, self._clock())):
                return known
            file = await self._ask_robots(origin, beside)
            if not file.is_unreachable:
                self._cache.keep_robots(origin, file)
            elif known is not None and not known.is_unreachable:
                # RFC 9309, 2.4: while it cannot be reached, the last known rules go on.
                file = known
            self._robots[origin] = file
            return file

    async def _ask_robots(self, origin: str, beside: list[Hop]) -> RobotsFile:
        url = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            beside += await self._tries(url, {"Accept": "text/plain, */*;q=0.5"}, MAX_BYTES)
            hop = beside[-1]
            if hop.status in REDIRECTS and not hop.problem:
                target = _target(hop)
                if isinstance(target, str):
                    url = target
                    continue
            if hop.problem and not (hop.truncated == "length" and hop.status == 200):
                return RobotsFile(0, "", hop.fetched_at, hop.problem)
            text = decode(hop.body) if hop.status == 200 else ""
            return RobotsFile(hop.status or 0, text, hop.fetched_at)
        # RFC 9309, 2.3.1.2: after five redirects the file counts as not there.
        return RobotsFile(404, "", hop.fetched_at, "too many redirects")

    async def _tries(self, url: str, headers: dict[str, str], cap: int) -> list[Hop]:
        """One request, and its repeats where asking again helps."""
        hops: list[Hop] = []

        async def once() -> Hop:
            async with self._pace.turn(host_of(url)):
                hops.append(await self._asker.ask(url, headers, cap))
            return hops[-1]

        await AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(1 + self._settings.retries),
            retry=retry_if_result(self._helps_to_repeat),
            wait=self._pause,
            retry_error_callback=_last_result,
        )(once)
        self._close_if_hopeless(url, hops[-1])
        return hops

    def _helps_to_repeat(self, hop: Hop) -> bool:
        return hop.again and (hop.retry_after or 0) <= self._settings.longest_wait

    def _pause(self, state: RetryCallState) -> float:
        """Let the whole host rest: the wait itself is done by the next turn."""
        hop = _last_result(state)
        if hop is not None:
            asked = hop.retry_after
            self._pace.pause(host_of(hop.url), BACKOFF(state) if asked is None else asked)
        return 0.0

    def _close_if_hopeless(self, url: str, hop: Hop) -> None:
        """Ask a host no more in this round: it is silent, always late, or wants us to stay away."""
        origin = origin_of(url)
        self._late[origin] = self._late.get(origin, 0) + 1 if hop.timed_out else 0
        until = _asked_until(hop)
        if hop.silent or self._late[origin] >= MOST_LATE:
            self._closed[origin] = _Closed(Outcome.FAILED, hop.problem, None)
        elif hop.status == 429 or (hop.retry_after or 0) > self._settings.longest_wait:
            outcome = Outcome.RATE_LIMITED if hop.status == 429 else Outcome.FAILED
            wait = f", asked to wait until {until.astimezone(UTC):%Y-%m-%d %H:%M}Z" if until else ""
            self._closed[origin] = _Closed(outcome, f"status {hop.status}{wait}", until)


def _asked_until(hop: Hop) -> datetime | None:
    """When a host wants to be asked again, at most a year ahead; None if it did not say."""
    if hop.retry_after is None:
        return None
    return hop.fetched_at + timedelta(seconds=min(hop.retry_after, 366 * 86_400))


def _last_result(state: RetryCallState) -> Hop | None:
    return state.outcome.result() if state.outcome else None


def _conditions(url: str, held: Validators | None) -> dict[str, str]:
    """Both conditions: a server that forgets a weak ETag may still know the date."""
    if held is None or held.answered_by != url:
        return {}
    found = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in found.items() if value}


def _target(hop: Hop) -> str | ValueError:
    """Where a redirect leads, without fragment, user and password."""
    location = hop.header("location")
    if not location:
        return ValueError("no Location")
    try:
        location = location.encode("latin-1").decode("utf-8", "replace")
        target = httpx.URL(hop.url).join(location).copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        return ValueError(str(error))
    return str(target)


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _failed(ask: Ask, url: str, hops: list[Hop], beside: list[Hop], detail: str) -> Fetched:
    return Fetched(ask, url, tuple(hops), tuple(beside), Outcome.FAILED, detail)


Connect = Callable[[Settings, RobotsCache, Clock], WebClient]
