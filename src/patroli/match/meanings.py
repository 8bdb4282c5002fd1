"""What the literals of a program mean: few kinds and many spellings in columns, uses on demand.

A rule set has tens of thousands of spellings, and a day's posts hit a few hundred of them. So a
spelling is a text and the number of its kind, and becomes the uses that judging reads when it hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, overload

from patroli.rules.surface import Check, Surface

ANYWHERE = -1

Who = tuple[int, int, date | None]
"""A contest, one of its contestants (each or ANYWHERE), and the day since when it points there."""

EVERYBODY: Who = (ANYWHERE, ANYWHERE, None)


@dataclass(frozen=True, slots=True)
class Use:
    """One thing a literal may mean: a word of groups, a word of a context, or a target."""

    surface: Surface
    name: str
    """What reasons and spans call it: `{name}`, a list, a group's name."""
    contest: int = ANYWHERE
    contestant: int = ANYWHERE
    slot: str = ""
    since: date | None = None
    region: str = ""
    context: str = ""
    points: bool = field(init=False, compare=False)
    """Whether it points to a contestant."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", self.contestant != ANYWHERE)


Meaning = tuple[Use, frozenset[int]]
"""A use with all groups that ask for it."""


class Kind(NamedTuple):
    """All of a use but its spelling, for everybody it points to."""

    name: str
    check: Check = Check.WORD
    slot: str = ""
    region: str = ""
    context: str = ""
    who: tuple[Who, ...] = (EVERYBODY,)

    @property
    def points(self) -> bool:
        """Whether it points to contestants."""
        return self.who[0][1] != ANYWHERE

    def uses(self, text: str) -> Iterator[Use]:
        """The uses of one spelling, one for everybody it points to."""
        surface = Surface(text, self.check)
        for contest, contestant, since in self.who:
            yield Use(
                surface, self.name, contest, contestant, self.slot, since, self.region, self.context
            )


Asked = tuple[Kind, frozenset[int]]
"""A kind with the numbers of the groups that ask for it; a target is asked for by its slot."""

NO_GROUPS: frozenset[int] = frozenset()


class Meanings(Sequence[tuple[Meaning, ...]]):
    """For every literal what it may mean, by its number."""

    def __init__(
        self,
        kinds: Sequence[Asked],
        texts: Sequence[str],
        kind_of: Sequence[int],
        starts: Sequence[int],
    ) -> None:
        self.kinds = kinds
        self.texts = texts
        """Every spelling, in the order of the literals."""
        self.kind_of = kind_of
        """For every spelling the number of its kind."""
        self.starts = starts
        """For every literal where its spellings begin; one more at the end."""
        self._made: dict[int, tuple[Meaning, ...]] = {}

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, literal: int) -> tuple[Meaning, ...]: ...
    @overload
    def __getitem__(self, literal: slice) -> Sequence[tuple[Meaning, ...]]: ...
    def __getitem__(
        self, literal: int | slice
    ) -> tuple[Meaning, ...] | Sequence[tuple[Meaning, ...]]:
        if isinstance(literal, slice):
            return tuple(self[number] for number in range(*literal.indices(len(self))))
        found = self._made.get(literal)
        if found is None:
            found = self._made[literal] = tuple(
                (use, asked)
                for text, (kind, asked) in self.spelled(literal)
                for use in kind.uses(text)
            )
        return found

    def spelled(self, literal: int) -> Iterator[tuple[str, Asked]]:
        """The spellings of a literal, each with its kind. Raises IndexError for no literal."""
        if not 0 <= literal < len(self):
            raise IndexError(literal)
        for place in range(self.starts[literal], self.starts[literal + 1]):
            yield self.texts[place], self.kinds[self.kind_of[place]]
