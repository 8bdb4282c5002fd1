"""An ask's price in, leave to send it or until when there is none out; what is spent is kept.

Units are taken before a request is sent, in one transaction that is committed first, and what was
too many is given back when the answer is read. A process that dies in between leaves them taken:
a budget may be used up early and is never exceeded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from patroli.clock import Clock
from patroli.collect.hosts import host_settings
from patroli.config.settings import KNOWN_BUDGETS, BudgetSettings, Settings
from patroli.model import Outcome, Spend, digest
from patroli.report import Row

Change = Callable[[str, Mapping[str, object]], int]
"""A statement's name and values in, how many rows it changed out."""

UNIQUE = "unique"
"""The period that stands for the rolling window."""


class Rows(Protocol):
    """Where what outlives a round is kept: statements by name, as files in `sql/`."""

    def rows(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]: ...

    def changing(self) -> AbstractContextManager[Change]:
        """One transaction, committed at the end, undone where something is raised."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not asked now, and when it may be."""

    outcome: Outcome
    detail: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units that are taken until an answer says how many it cost."""

    budget: str
    periods: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Limit:
    """Most units of one day or month."""

    period: str
    word: str
    most: int
    free_again: datetime


class _Refused(Exception):
    """Undoes the transaction; never leaves this file."""


class Budgets:
    """What may still be spent, for every budget and every host. Safe across processes."""

    def __init__(self, settings: Settings, memory: Rows, clock: Clock) -> None:
        self._settings, self._memory, self._clock = settings, memory, clock

    def reserve_request(self, host: str) -> Refusal | None:
        """Count one request to a host, unless its day is used up."""
        taken = self._take(host_budget(host), 1, host_limits(self._settings, host, self._clock()))
        return taken if isinstance(taken, Refusal) else None

    def reserve(self, spend: Spend, url: str) -> Reservation | Refusal:
        """Take the units an ask may cost; `url` is what must be unique where that is counted."""
        budget = budget_of(self._settings, spend.budget)
        if budget is None:
            told = f"say in patroli.yaml how much may be spent: budgets: {spend.budget}: …"
            return Refusal(Outcome.SKIPPED, told)
        limits = limits_of(budget, self._clock())
        return self._take(spend.budget, spend.units, limits, budget, url)

    def settle(self, reservation: Reservation, spent: int) -> None:
        """Say what the answer really cost: the rest is free again, or more is counted."""
        difference = max(spent, 0) - reservation.units
        if not difference:
            return
        with self._memory.changing() as change:
            for period in reservation.periods:
                line = {"budget": reservation.budget, "period": period}
                change("settle_spending", {**line, "difference": difference})

    def _take(
        self,
        name: str,
        units: int,
        limits: tuple[Limit, ...],
        budget: BudgetSettings | None = None,
        url: str = "",
    ) -> Reservation | Refusal:
        refused: Refusal | None = None
        try:
            with self._memory.changing() as change:
                for limit in limits:
                    line = {"budget": name, "period": limit.period}
                    change("open_spending", line)
                    if not change("reserve_spending", {**line, "units": units, "most": limit.most}):
                        refused = self._told(name, units, limit)
                        raise _Refused
                if budget is not None and budget.unique is not None:
                    refused = self._take_unique(change, name, budget, url)
                    if refused is not None:
                        raise _Refused
        except _Refused:
            assert refused is not None  # noqa: S101 - said just before it is raised
            return refused
        return Reservation(name, tuple(limit.period for limit in limits), units)

    def _take_unique(
        self, change: Change, name: str, budget: BudgetSettings, url: str
    ) -> Refusal | None:
        now, window = self._clock(), timedelta(days=budget.unique_days)
        line = {"budget": name, "period": UNIQUE}
        change("open_spending", line)
        # The row is changed for its lock: whoever else takes from this budget waits here.
        change("settle_spending", {**line, "difference": 1})
        since = {"budget": name, "since": _text(now - window)}
        asked = {str(what): str(at) for what, at in self._memory.rows("spent_on", since)}
        what = digest(url)
        if what in asked:
            return None
        most = budget.unique or 0
        if len(asked) >= most:
            until = datetime.fromisoformat(min(asked.values())) + window if asked else None
            told = (
                f"budget {name}: {len(asked):,} different things of {most:,} in "
                f"{budget.unique_days} days are asked for{_again(until)}"
            )
            return Refusal(Outcome.SKIPPED, told, until)
        change("put_spent_on", {"budget": name, "what": what, "first_at": _text(now)})
        return None

    def _told(self, name: str, units: int, limit: Limit) -> Refusal:
        spent = _spent(self._memory, name, limit.period)
        told = (
            f"budget {name}: {spent:,} of {limit.most:,} of the {limit.word} are spent "
            f"and {units:,} are wanted{_again(limit.free_again)}"
        )
        return Refusal(Outcome.SKIPPED, told, limit.free_again)


def host_budget(host: str) -> str:
    """The name under which a host's requests are counted."""
    return f"requests to {host}"


def budget_of(settings: Settings, name: str) -> BudgetSettings | None:
    """What a budget's platform gives, key by key unless it is configured; None for neither."""
    own, known = settings.budgets.get(name), KNOWN_BUDGETS.get(name)
    if own is None or known is None:
        return own or known
    return known.model_copy(update={key: getattr(own, key) for key in own.model_fields_set})


def limits_of(budget: BudgetSettings, now: datetime) -> tuple[Limit, ...]:
    """The limits of this day and this month, in the budget's zone, money counted in units."""
    local = now.astimezone(ZoneInfo(budget.zone or "UTC"))
    limits = []
    if budget.per_day is not None:
        limits.append(_of_the_day(budget.per_day, local))
    months = [budget.per_month]
    if budget.price is not None and budget.money_per_month is not None:
        months.append(int(budget.money_per_month // budget.price))
    known = [most for most in months if most is not None]
    if known:
        first = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
        limits.append(Limit(f"{local:%Y-%m}", "month", min(known), _midnight(first)))
    return tuple(limits)


def host_limits(settings: Settings, host: str, now: datetime) -> tuple[Limit, ...]:
    """The limit of a host's day, which runs in the team's zone."""
    own = host_settings(settings, host).per_day
    most = settings.requests_per_day if own is None else own
    return (_of_the_day(most, now.astimezone(ZoneInfo(settings.zone))),)


def spending(settings: Settings, memory: Rows, now: datetime) -> list[Row]:
    """What of each budget is spent, for people; of hosts only those whose day is used up."""
    found: list[Row] = []
    for name in sorted(KNOWN_BUDGETS):
        budget = budget_of(settings, name)
        for limit in limits_of(budget, now) if budget else ():
            spent = _spent(memory, name, limit.period)
            if spent or name in settings.budgets:
                found.append(_row(name, limit, spent, budget.price if budget else None))
    today = {"period": f"{now.astimezone(ZoneInfo(settings.zone)):%Y-%m-%d}"}
    prefix = host_budget("")
    for name, units in memory.rows("spending_of_day", today):
        if str(name).startswith(prefix):
            (limit,) = host_limits(settings, str(name).removeprefix(prefix), now)
            if units >= limit.most:
                found.append(_row(str(name), limit, int(units), None))
    return found


def _row(name: str, limit: Limit, spent: int, price: object) -> Row:
    money = f"{spent * price:.2f}" if hasattr(price, "quantize") else ""  # type: ignore[operator]
    return {
        "budget": name,
        "period": limit.period,
        "spent": spent,
        "of": limit.most,
        "money": money,
        "free again": f"{limit.free_again.astimezone(UTC):%Y-%m-%d %H:%M}Z",
    }


def _of_the_day(most: int, local: datetime) -> Limit:
    return Limit(f"{local:%Y-%m-%d}", "day", most, _midnight(local + timedelta(days=1)))


def _midnight(local: datetime) -> datetime:
    """The beginning of a local day, as the zone has it: not every day has 24 hours."""
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(UTC)


def _spent(memory: Rows, name: str, period: str) -> int:
    rows = memory.rows("spending", {"budget": name, "period": period})
    return int(rows[0][0]) if rows else 0


def _again(until: datetime | None) -> str:
    return f"; free again {until.astimezone(UTC):%Y-%m-%d %H:%M}Z" if until else ""


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
