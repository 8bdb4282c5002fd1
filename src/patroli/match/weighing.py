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


def weigh(
    weights: Mapping[str, int], words: Iterable[Find], targets: Iterable[Find], text: str
) -> Sum:
    """Add the weights of words and of kinds of target, each once however often it stands there.

    Half a word that is said twice is no word: `hati-hati` is not `hati`.
    """
    first: dict[str, Find] = {}
    for find in words:
        if not _is_half(find, text):
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


def _is_half(find: Find, text: str) -> bool:
    said = text[find.start : find.end].lower()
    before = text[max(0, find.start - len(said) - 1) : find.start].lower()
    after = text[find.end : find.end + len(said) + 1].lower()
    return before == f"{said}-" or after == f"-{said}"
