"""Finds of each group in, the places that fulfil a rule's conditions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from patroli.match.scene import Find, Scene
from patroli.rules.model import Find as Conditions

MOST_SEEDS = 60
"""Finds of the smallest group that are tried as a start, and of any group that are looked at."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One find for each group, and the most words between neighbours."""

    finds: tuple[Find, ...]
    gap: int


def solve(
    scene: Scene,
    every: Sequence[Sequence[Find]],
    some: Sequence[Sequence[Find]],
    at_least: int,
    conditions: Conditions,
) -> Solution | None:
    """The closest way to fulfil the conditions, the earliest of equals; None if there is none.

    From every find of the smallest group the nearest find of each other group is taken, the nearest
    first. That is complete for two groups and a good guess for more.
    """
    groups = [list(group)[:MOST_SEEDS] for group in every]
    if any(not group for group in groups):
        return None
    options = [list(group)[:MOST_SEEDS] for group in some if group]
    if len(options) < (at_least if some else 0):
        return None
    seeds = min(groups, key=len) if groups else [f for group in options for f in group]
    best: Solution | None = None
    for seed in seeds[:MOST_SEEDS]:
        found = _from(scene, seed, groups, options, at_least if some else 0, conditions)
        if found and (best is None or found.gap < best.gap):
            best = found
    return best


def _from(
    scene: Scene,
    seed: Find,
    groups: list[list[Find]],
    options: list[list[Find]],
    at_least: int,
    conditions: Conditions,
) -> Solution | None:
    chosen: list[Find] = []
    gap = 0
    hull = [seed]
    if conditions.in_order:
        return _ordered(scene, seed, groups, options, at_least, conditions)
    waiting = [group for group in groups if seed not in group] if groups else []
    if groups:
        chosen.append(seed)
        waiting += [g for g in groups if seed in g][1:]
    while waiting:
        nearest = [(_distance(scene, hull, f), i, f) for i, g in enumerate(waiting) for f in g
                   if _together(scene, seed, f, conditions)]  # fmt: skip
        if not nearest:
            return None
        distance, index, find = min(nearest, key=lambda n: (n[0], n[1], n[2].start))
        if conditions.within is not None and distance > conditions.within:
            return None
        gap = max(gap, distance)
        chosen.append(find)
        hull.append(find)
        waiting.pop(index)
    return _with_some(scene, seed, chosen, hull, gap, options, at_least, conditions)


def _with_some(
    scene: Scene,
    seed: Find,
    chosen: list[Find],
    hull: list[Find],
    gap: int,
    options: list[list[Find]],
    at_least: int,
    conditions: Conditions,
) -> Solution | None:
    extra: list[tuple[int, int, Find]] = []
    for index, group in enumerate(options):
        near = [(_distance(scene, hull, f), f.start, f) for f in group
                if _together(scene, seed, f, conditions)]  # fmt: skip
        if near:
            distance, _, find = min(near, key=lambda n: n[:2])
            if conditions.within is None or distance <= conditions.within:
                extra.append((distance, index, find))
    if len(extra) < at_least:
        return None
    taken = sorted(extra, key=lambda e: e[:2])[:at_least]
    finds = [*chosen, *(find for _, _, find in taken)]
    return Solution(tuple(_each_once(finds)), max([gap, *(d for d, _, _ in taken)]))


def _ordered(
    scene: Scene,
    seed: Find,
    groups: list[list[Find]],
    options: list[list[Find]],
    at_least: int,
    conditions: Conditions,
) -> Solution | None:
    """Groups one after the other, starting at a find of the first."""
    if not groups:
        return None
    best: Solution | None = None
    for start in groups[0]:
        path: list[Find] | None = _path(scene, start, groups[1:], conditions)
        if path and seed in path:
            gaps = [scene.between(a, b) for a, b in pairwise(path)]
            whole = _with_some(
                scene, start, path, path, max(gaps, default=0), options, at_least, conditions
            )
            if whole and (best is None or whole.gap < best.gap):
                best = whole
    return best


def _path(
    scene: Scene, start: Find, groups: list[list[Find]], conditions: Conditions
) -> list[Find] | None:
    """The first way onward through all groups; steps back where a nearest find leads nowhere."""
    if not groups:
        return [start]
    for find in sorted(groups[0], key=lambda f: f.start):
        if find.first_word <= start.last_word or not _together(scene, start, find, conditions):
            continue
        if conditions.within is not None and scene.between(start, find) > conditions.within:
            continue
        rest = _path(scene, find, groups[1:], conditions)
        if rest:
            return [start, *rest]
    return None


def _together(scene: Scene, one: Find, other: Find, conditions: Conditions) -> bool:
    return conditions.same == "post" or scene.sentence(one.start) == scene.sentence(other.start)


def _distance(scene: Scene, hull: Sequence[Find], find: Find) -> int:
    return min(scene.between(known, find) for known in hull)


def _each_once(finds: Sequence[Find]) -> list[Find]:
    return sorted(dict.fromkeys(finds), key=lambda f: (f.start, f.end))
