"""How often a habit is called broken that is not, and how late one that is: invented posters.

    python -m benchmarks.silence [--accounts 100]

Each invented account posts for 150 days and is looked at each morning as `patroli sources` would.
The peer is the plain rule of twice the longest pause, three days at least.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from patroli.sources.habits import POSTS_TO_JUDGE, SILENT_AT_LEAST, SILENT_TIMES, silent_since

BEGAN = datetime(2029, 6, 1, tzinfo=UTC)
DAYS = 150
FIRST_LOOK = 30
LOOKED_BACK = timedelta(days=60)
ZONE = "Asia/Jayapura"
LATEST = 120

Rule = Callable[[Sequence[datetime], datetime], bool]


def ours(written: Sequence[datetime], now: datetime) -> bool:
    """What patroli does."""
    return silent_since(written, now, ZONE) is not None


def plain(written: Sequence[datetime], now: datetime) -> bool:
    """The pause is more than twice the longest before, and three days at least."""
    if len(written) < POSTS_TO_JUDGE:
        return False
    longest = max(b - a for a, b in pairwise(written))
    return now - written[-1] > max(longest * SILENT_TIMES, SILENT_AT_LEAST)


def on_days(shares: Sequence[float], dice: random.Random) -> Iterator[datetime]:
    """A post on each weekday with its own likelihood, Monday first."""
    for n in range(DAYS):
        at = BEGAN + timedelta(days=n, hours=dice.uniform(0, 14))
        if dice.random() < shares[at.weekday()]:
            yield at


def at_random(per_day: float, dice: random.Random) -> Iterator[datetime]:
    """So many posts a day, at any time."""
    at = BEGAN
    while at < BEGAN + timedelta(days=DAYS):
        at += timedelta(days=dice.expovariate(per_day))
        yield at


KINDS: dict[str, Callable[[random.Random], Iterator[datetime]]] = {
    "daily": lambda dice: on_days([0.97] * 7, dice),
    "workdays": lambda dice: on_days([0.8] * 5 + [0, 0], dice),
    "three-days-a-week": lambda dice: on_days([0.7, 0, 0.7, 0, 0.7, 0, 0], dice),
    "sundays": lambda dice: on_days([0] * 6 + [0.95], dice),
    "random-3-a-day": lambda dice: at_random(3, dice),
    "random-1-a-day": lambda dice: at_random(1, dice),
    "random-2-a-week": lambda dice: at_random(0.3, dice),
    "random-1-a-week": lambda dice: at_random(0.15, dice),
}


def known(written: Sequence[datetime], now: datetime) -> list[datetime]:
    past = [at for at in written if at <= now]
    return [at for at in past if at >= past[-1] - LOOKED_BACK] if past else []


def false_days(written: Sequence[datetime], rule: Rule) -> int:
    """Mornings on which an account that goes on posting is called silent."""
    mornings = (BEGAN + timedelta(days=n) for n in range(FIRST_LOOK, DAYS))
    return sum(rule(known(written, now), now) for now in mornings)


def days_until(written: Sequence[datetime], rule: Rule) -> int:
    """Days after the last post until an account that stopped is called silent."""
    past = known(written, BEGAN + timedelta(days=100))
    if not past:
        return LATEST
    found = (n for n in range(1, LATEST) if rule(past, past[-1] + timedelta(days=n)))
    return next(found, LATEST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--accounts", type=int, default=100)
    accounts = parser.parse_args().accounts
    print("habit  rule  wrong mornings  accounts ever wrong  days until told (median, worst tenth)")
    for kind, habit in KINDS.items():
        dice = random.Random(7)
        posters = [list(habit(dice)) for _ in range(accounts)]
        for name, rule in (("plain", plain), ("patroli", ours)):
            wrong = [false_days(written, rule) for written in posters]
            late = sorted(days_until(written, rule) for written in posters)
            share = 100 * sum(wrong) / (accounts * (DAYS - FIRST_LOOK))
            ever = sum(map(bool, wrong))
            told = f"{median(late):.0f} {late[len(late) * 9 // 10]}"
            print(f"{kind} {name}: {share:.2f} % {ever} of {accounts} {told}")


if __name__ == "__main__":
    main()
