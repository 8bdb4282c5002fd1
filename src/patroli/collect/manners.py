"""One address in, the requests made for it out: in turn, repeated where that helps, then let be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from patroli.collect.breaker import Breaker, Stance
from patroli.collect.budget import Budgets, Refusal
from patroli.collect.hop import Asker, Hop
from patroli.collect.hosts import host_of
from patroli.collect.keys import NOTHING, Private
from patroli.collect.limits import AGAIN
from patroli.collect.pace import Pace, Sleep
from patroli.collect.robots import origin_of
from patroli.config.settings import Settings
from patroli.model import Outcome, Spend

BACKOFF = wait_exponential_jitter(initial=1, max=20)
"""Seconds between repeats where the host did not say; jitter keeps many hosts out of step."""
MOST_LATE = 3
"""After so many requests in a row that timed out a host is left alone for the rest of a round."""
OBJECTIONS = frozenset({429, 503})
"""Statuses by which a host says that it is asked too much."""
BROKEN = AGAIN - {429}
LONGEST_BAN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked of an address: with which headers, for how many bytes at most."""

    headers: Mapping[str, str]
    cap: int
    private: Private = NOTHING
    spend: Spend | None = None


class Manners:
    """How hosts are asked: one request at a time, few repeats, and not at all once they object."""

    def __init__(
        self,
        asker: Asker,
        pace: Pace,
        settings: Settings,
        sleep: Sleep,
        budgets: Budgets,
        breaker: Breaker,
    ) -> None:
        self._asker, self.pace, self._settings, self._sleep = asker, pace, settings, sleep
        self._budgets, self._breaker = budgets, breaker
        self._late: dict[str, int] = {}
        self._closed: dict[str, Refusal] = {}
        """By origin."""

    def refusal(self, url: str) -> Refusal | None:
        """Why the host of an address is not asked now, or None."""
        return self._closed.get(origin_of(url)) or self._breaker.refusal(host_of(url))

    async def ask(self, url: str, errand: Errand) -> list[Hop]:
        """One request, and its repeats where asking again helps."""
        hops: list[Hop] = []
        is_probe = self._breaker.stance(host_of(url)) is Stance.PROBE

        async def once() -> Hop:
            async with self.pace.turn(host_of(url)):
                hops.append(await self._once(url, errand))
            self._note(hops[-1])
            return hops[-1]

        await AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(1 if is_probe else 1 + self._settings.retries),
            retry=retry_if_result(self._helps_to_repeat),
            wait=self._pause,
            retry_error_callback=_last_result,
        )(once)
        self._close_if_hopeless(url, hops[-1], is_probe=is_probe)
        return hops

    async def _once(self, url: str, errand: Errand) -> Hop:
        """One request, unless it would cost more than may be spent: taken before it is sent."""
        reserved = self._budgets.reserve(errand.spend, url) if errand.spend else None
        if isinstance(reserved, Refusal):
            return self._asker.held_back(url, reserved)
        refused = self._budgets.reserve_request(host_of(url))
        if refused is not None:
            self._closed[origin_of(url)] = refused
            if reserved is not None:
                self._budgets.settle(reserved, 0)
            return self._asker.held_back(url, refused)
        hop = await self._asker.ask(url, errand.headers, errand.cap, errand.private)
        if reserved is None:
            return hop
        if hop.silent or hop.status == 429:  # nobody took the request, so nobody bills it
            self._budgets.settle(reserved, 0)
            return hop
        return replace(hop, reserved=reserved)

    def _note(self, hop: Hop) -> None:
        """Let the host's pace follow how it takes our asking."""
        host = host_of(hop.url)
        if hop.status in OBJECTIONS:
            self.pace.objected(host)
        elif hop.status is not None and not hop.problem:
            self.pace.content(host)
            if hop.retry_after and hop.retry_after <= self._settings.longest_wait:
                self.pace.pause(host, hop.retry_after)

    def _helps_to_repeat(self, hop: Hop) -> bool:
        return hop.again and (hop.retry_after or 0) <= self._settings.longest_wait

    def _pause(self, state: RetryCallState) -> float:
        """Let the whole host rest: the wait itself is done by the next turn."""
        hop = _last_result(state)
        if hop is not None:
            asked = hop.retry_after
            self.pace.pause(host_of(hop.url), BACKOFF(state) if asked is None else asked)
        return 0.0

    def _close_if_hopeless(self, url: str, hop: Hop, *, is_probe: bool) -> None:
        """Ask a host no more in this round: it is silent, always late, or wants us to stay away."""
        origin, host = origin_of(url), host_of(url)
        if hop.held_back is not None:
            return
        self._late[origin] = self._late.get(origin, 0) + 1 if hop.timed_out else 0
        until = asked_until(hop)
        if hop.silent or self._late[origin] >= (1 if is_probe else MOST_LATE):
            self._closed[origin] = Refusal(Outcome.FAILED, hop.problem)
        elif hop.status == 429 or (hop.retry_after or 0) > self._settings.longest_wait:
            outcome = Outcome.FAILED if hop.status in BROKEN else Outcome.RATE_LIMITED
            wait = f", asked to wait until {until.astimezone(UTC):%Y-%m-%d %H:%M}Z" if until else ""
            self._closed[origin] = Refusal(outcome, f"status {hop.status}{wait}", until)
        if hop.silent or hop.timed_out:
            self._breaker.failed(host, Outcome.FAILED, hop.problem)
        elif hop.status is not None:
            self._breaker.answered(host)


def asked_until(hop: Hop) -> datetime | None:
    """When a host wants to be asked again; None if it did not say."""
    if hop.retry_after is None:
        return None
    return hop.fetched_at + min(timedelta(seconds=hop.retry_after), LONGEST_BAN)


def _last_result(state: RetryCallState) -> Hop | None:
    return state.outcome.result() if state.outcome else None
