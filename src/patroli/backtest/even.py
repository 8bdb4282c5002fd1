"""Counts per contestant in, a warning wherever a change does not fall alike on all of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import sqrt

from patroli.backtest.report import Change, ContestantRow, Figures, Uneven

BEYOND_CHANCE = 2.0
"""Standard deviations from the expected count."""
FEWEST = 4
"""Below so many changes of one kind in a contest nothing can be told."""


def unevenness(rows: Sequence[ContestantRow]) -> tuple[Uneven, ...]:
    """Every contest and kind of change in which somebody has far more or fewer than the others.

    A change that lies off the mean by more than two standard deviations is uneven. It is
    proportional if the number of matches each contestant has (before or after, whichever is more)
    accounts for that.
    """
    named = sorted((r for r in rows if r.contestant_id), key=lambda r: r.contest_id)
    return tuple(
        warning
        for contest, group in groupby(named, key=lambda r: r.contest_id)
        for warning in _of_contest(contest, list(group))
    )


def _of_contest(contest: str, rows: list[ContestantRow]) -> Iterator[Uneven]:
    if len(rows) < 2:
        return
    weights = [max(row.figures.before, row.figures.after) for row in rows]
    for change in (Change.GAINED, Change.LOST, Change.RAISED, Change.LOWERED):
        counts = [_count(row.figures, change) for row in rows]
        if sum(counts) < FEWEST or _fits(counts, [1] * len(rows)):
            continue
        ordered = sorted(
            ((row.label, count) for row, count in zip(rows, counts, strict=True)),
            key=lambda pair: (-pair[1], pair[0]),
        )
        yield Uneven(contest, change, tuple(ordered), _fits(counts, weights))


def _fits(counts: Sequence[int], weights: Sequence[int]) -> bool:
    whole, share = sum(counts), sum(weights)
    if not share:
        return not whole
    expected = [whole * weight / share for weight in weights]
    return all(
        abs(count - mean) <= BEYOND_CHANCE * sqrt(max(mean, 1))
        for count, mean in zip(counts, expected, strict=True)
    )


def _count(figures: Figures, change: Change) -> int:
    return int(getattr(figures, change.value))
