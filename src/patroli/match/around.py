"""What surrounds a match: the post, its author, who is named in it, which contexts stand where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from patroli.config.words import WordList
from patroli.match.scene import Find, Scene

MOOD = "suasana-pemilu"
"""The list of words that show that an election is spoken of."""
ALWAYS = frozenset({"namesake", "all-contestants", "news"})
"""Contexts that may show in any text without a word of their list."""


def shown_by_shape(text: str) -> frozenset[str]:
    """Contexts that may show in a text without a word of their list."""
    signed = ["question"] if "?" in text else []
    if '"' in text or "“" in text:
        signed.append("kutipan")
    return ALWAYS.union(signed)


@dataclass(slots=True)
class Above:
    """The post that is answered, as far as contexts look at it."""

    scene: Scene
    contexts: Mapping[str, Find]
    """The first find of each list."""
    targets: tuple[Find, ...]


@dataclass(slots=True)
class Around:
    """What a context may look at besides the match: the post, its author, who is named in it."""

    scene: Scene
    contexts: dict[str, tuple[Find, ...]]
    """Finds of each list, those of the post's region only."""
    signals: tuple[Find, ...]
    targets: tuple[Find, ...]
    numbers: frozenset[int]
    """Ballot numbers of the contest's contestants."""
    contestants: int
    author: str
    answers: str
    """The role of the account that it answers; empty where it answers none."""
    above: Callable[[], Above]
    """The post that it answers; made when the first context looks there."""
    lexicon: Mapping[str, WordList]
    """How far each list reaches, and what it doubts."""
    may_hold: frozenset[str]
    """Contexts of which a word was found, and those whose shape the text may have."""
    everybody: bool | None = None
    """Whether the post names everybody; None until it is asked."""
    negations: dict[tuple[Find, frozenset[int]], Find | None] = field(default_factory=dict)
    """What `negation_of` found before: several rules ask of the same words."""
