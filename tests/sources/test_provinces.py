"""The map is decoded whole: every province once, in its place, closed and on the canvas."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from patroli.sources.provinces import HEIGHT, NORTH, SCALE, WEST, WIDTH, provinces

SHAPES = {province.code: province for province in provinces()}
CAPITALS = {
    "11": (95.32, 5.50), "12": (98.67, 3.58), "13": (100.40, -0.93), "31": (106.83, -6.20),
    "33": (110.40, -7.03), "34": (110.37, -7.83), "35": (112.70, -7.30), "51": (115.20, -8.60),
    "53": (123.70, -10.15), "61": (109.40, -0.05), "64": (117.10, -0.45), "73": (119.50, -5.15),
    "71": (124.86, 1.45), "94": (135.60, -3.50), "95": (138.95, -4.10), "93": (140.35, -8.45),
}  # fmt: skip
"""About where they are, in degrees east and north; codes as of Kemendagri."""


def rings(outline: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", ring)]
        for ring in outline.split("M")[1:]
    ]


def inside(outline: str, x: float, y: float) -> bool:
    """By the even-odd rule, as the page fills it."""
    crossings = 0
    for ring in rings(outline):
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def test_every_province_is_there_once_and_on_the_canvas() -> None:
    assert len(SHAPES) == len(provinces()) == 38
    for province in provinces():
        for ring in rings(province.outline):
            assert len(ring) >= 3, province
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring), province


@pytest.mark.parametrize("code", CAPITALS)
def test_a_capital_lies_in_its_own_province_and_in_no_other(code: str) -> None:
    east, north = CAPITALS[code]
    x, y = (east - WEST) * SCALE, (NORTH - north) * SCALE
    assert [c for c, shape in SHAPES.items() if inside(shape.outline, x, y)] == [code]
