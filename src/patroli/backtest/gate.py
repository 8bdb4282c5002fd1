"""Backtests and the newest day of the history in; whether they allow a change of rules out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from patroli.backtest.run import Span
from patroli.history.in_force import KeptBacktest

GRACE = timedelta(days=3)
"""A backtest still counts though so many days were collected after its last one: people read it,
talk about it, and then decide."""
SHORTEST_REASON = 12


def required(bounds: tuple[datetime, datetime] | None, days: int, zone: str) -> Span | None:
    """The last `days` days of the history, fewer if it is younger; None while it is empty.

    `bounds` are the times at which the first and the last version were met first.
    """
    if bounds is None:
        return None
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in bounds)
    return Span(max(first, last - timedelta(days=days - 1)), last, zone)


def proof_of(
    kept: Sequence[KeptBacktest], need: Span | None, engine: str
) -> tuple[KeptBacktest | None, str]:
    """The backtest that allows the change, or None and what is missing, in one sentence.

    `kept` are the backtests of just this rule set against the one in force.
    """
    if not kept:
        return None, "no backtest compared these rules with those in force"
    same = [one for one in kept if one.engine == engine]
    if not same:
        return None, "their backtest was run by other matching code than this program's"
    if need is None:
        return same[0], ""
    for one in same:
        if one.first_day <= need.first and one.last_day >= need.last - GRACE:
            return one, ""
    days = ", ".join(f"{one.first_day} to {one.last_day}" for one in same)
    return None, (
        f"no backtest of these rules covers {need.first} to {need.last} "
        f"(the last day may be missed by {GRACE.days}); there are: {days}"
    )


def local_day(day: date, zone: str) -> datetime:
    """The moment at which a day begins on the clock of `zone`."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
