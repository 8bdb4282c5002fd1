"""Backtests and the newest day of the history in; whether they allow a change of rules out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from patroli.backtest.run import Span
from patroli.history.in_force import KeptBacktest
from patroli.told import Saying, Told

GRACE = timedelta(days=3)
"""A backtest still counts though so many days were collected after its last one: people read it,
talk about it, and then decide."""
SHORTEST_REASON = 12

_NO_BACKTEST = Saying(
    "no backtest compared these rules with those in force",
    "belum ada uji balik yang membandingkan aturan ini dengan yang berlaku",
)
_OTHER_CODE = Saying(
    "their backtest was run by other matching code than this program's",
    "uji baliknya dijalankan dengan program pencocokan yang lain daripada yang ini",
)
_DAYS = Saying("{first} to {last}", "{first} sampai {last}")
_NOT_COVERED = Saying(
    "no backtest of these rules covers {first} to {last} "
    "(the last day may be missed by {grace}); there are: {days}",
    "tidak ada uji balik aturan ini yang mencakup {first} sampai {last} "
    "(hari terakhirnya boleh kurang {grace}); yang ada: {days}",
)


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
) -> tuple[KeptBacktest | None, Told | None]:
    """The backtest that allows the change, or None and what is missing, in one sentence.

    `kept` are the backtests of just this rule set against the one in force.
    """
    if not kept:
        return None, _NO_BACKTEST()
    same = [one for one in kept if one.engine == engine]
    if not same:
        return None, _OTHER_CODE()
    if need is None:
        return same[0], None
    for one in same:
        if one.first_day <= need.first and one.last_day >= need.last - GRACE:
            return one, None
    days = tuple(_DAYS(first=one.first_day, last=one.last_day) for one in same)
    missing = _NOT_COVERED(first=need.first, last=need.last, grace=GRACE.days, days=days)
    return None, missing


def local_day(day: date, zone: str) -> datetime:
    """The moment at which a day begins on the clock of `zone`."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
