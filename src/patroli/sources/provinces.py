"""Province boundaries in, one SVG outline a province out. Pure but for the file beside it.

The boundaries are TopoJSON: quantised arcs that neighbours share, each point told as the step from
the one before; a negative number is an arc walked backwards
(https://github.com/topojson/topojson-specification). `geo/README.md` has source and licence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ATTRIBUTION = (
    "Peta: Indonesia GeoJSON & TopoJSON Maps (38 Provinces), denyherianto, CC BY 4.0, diubah"
)
WEST, NORTH = 94.7, 6.3
"""Degrees at the drawing's left and upper edge."""
SCALE = 20.0
"""Units of the drawing for a degree; near the equator one of longitude is one of latitude."""
WIDTH, HEIGHT = 932, 350

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Province:
    """One province as it is drawn."""

    code: str
    """Two digits, as the first two of a region."""
    name: str
    outline: str
    """The `d` of an SVG path, filled by the even-odd rule."""


@cache
def provinces() -> tuple[Province, ...]:
    """Every province, by code."""
    text = files("patroli.sources").joinpath("geo", "indonesia-38-provinsi.topo.json")
    topology = json.loads(text.read_text("utf-8"))
    arcs = [tuple(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    found = (
        Province(
            shape["properties"]["kode"],
            shape["properties"]["nama"],
            "".join(_outline(ring, arcs) for ring in _rings(shape)),
        )
        for shape in topology["objects"]["provinsi"]["geometries"]
    )
    return tuple(sorted(found, key=lambda province: province.code))


def _points(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    (east, up), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        longitude, latitude = left + x * east, bottom + y * up
        yield round((longitude - WEST) * SCALE, 1), round((NORTH - latitude) * SCALE, 1)


def _rings(shape: dict[str, Any]) -> Iterator[Sequence[int]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for polygon in polygons:
        yield from polygon


def _outline(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> str:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += [point for point in arc if not points or point != points[-1]]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"
