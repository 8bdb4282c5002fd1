"""The words of a post that weigh something in, what they weigh together out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patroli.match.scene import Find


@dataclass(frozen=True, slots=True)
class Sum:
    """What a post weighs, and what each of its words and kinds of target adds."""

    total: int
    parts: tuple[tuple[Find, int], ...]
    """The first find of each, the heaviest first."""


def weigh(weights: Mapping[str, int], words: Iterable[Find], targets: Iterable[Find]) -> Sum:
    """Add the weights of words and of kinds of target, each once however often it stands there."""
    first: dict[str, Find] = {}
    for find in words:
        first.setdefault(find.use.surface.text, find)
    for target in targets:
        kind = "{" + target.use.slot + "}"
        if kind in weights:
            first.setdefault(kind, target)
    parts = sorted(
        ((find, weights[said]) for said, find in first.items()),
        key=lambda part: (-part[1], part[0].start, part[0].end),
    )
    return Sum(sum(weight for _, weight in parts), tuple(parts))
