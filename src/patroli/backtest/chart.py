"""Figures in, bars to the left and to the right of a line out. Pure geometry, no text.

The numbers stand beside each bar in the same table row, so that nothing is said by a picture alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from patroli.backtest.report import Figures

WIDTH = 240
"""Units of the drawing; it is stretched to whatever room there is."""
MIDDLE = WIDTH / 2
THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class Bars:
    """What was lost to the left of the line, what was gained to its right."""

    lost_x: float
    lost_width: float
    gained_width: float
    lowered_x: float
    lowered_width: float
    raised_x: float
    raised_width: float


def scale_of(all_figures: Iterable[Figures]) -> int:
    """The longest side of any row: the same for all rows of one chart."""
    sides = (max(f.gained + f.raised, f.lost + f.lowered) for f in all_figures)
    return max(sides, default=0)


def bars(figures: Figures, longest: int) -> Bars:
    """One row of a chart whose longest side is `longest`."""
    gained, raised = _width(figures.gained, longest), _width(figures.raised, longest)
    lost, lowered = _width(figures.lost, longest), _width(figures.lowered, longest)
    return Bars(
        lost_x=MIDDLE - lost,
        lost_width=lost,
        gained_width=gained,
        lowered_x=MIDDLE - lost - lowered,
        lowered_width=lowered,
        raised_x=MIDDLE + gained,
        raised_width=raised,
    )


def _width(count: int, longest: int) -> float:
    if not count or not longest:
        return 0.0
    return round(max(count / longest * (MIDDLE - 2 * THINNEST), THINNEST), 2)
