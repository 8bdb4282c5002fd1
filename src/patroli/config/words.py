"""What a list of words is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegionalWords:
    """Words that hold in the regions of one prefix only."""

    region: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of words, those of the lists it includes already in it."""

    id: str
    title: str
    region: str
    """Prefix of the regions where `words` hold; empty for everywhere."""
    words: tuple[str, ...]
    regional: tuple[RegionalWords, ...] = ()
    """Words that hold in further regions, each with its own prefix."""
    same: str = ""
    """`sentence` where it lowers only what stands in its sentence."""
    within: int | None = None
    """At most so many words may lie between it and what it lowers."""
    doubts: str = ""
    """`target` or `number`: the only thing it makes doubtful."""
    parent: bool = False
    """Whether it is looked for in the post that is answered too."""
    weights: tuple[int, ...] = ()
    """What each of `words` weighs; empty for a list that rules use as `@id` or that lowers."""

    @property
    def parts(self) -> tuple[RegionalWords, ...]:
        """All its words by where they hold."""
        own = (RegionalWords(self.region, self.words),) if self.words else ()
        return own + self.regional
