"""Who wrote each row and whom it answers in, which rules speak of that out: all in columns.

Rules name a handful of roles. So the rows of any size have few different standings: an author's
role, the role of whom he answers, and whether anything is known of what he answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from patroli.match.program import RulePlan
from patroli.match.texts import Texts

Indices = npt.NDArray[np.int64]

NO_ROLE = ""
"""Stands for every role that no rule names."""


class Standings:
    """The standings that the rules of one program tell apart."""

    def __init__(self, rules: Sequence[RulePlan]) -> None:
        self._authors = _named(role for plan in rules for role in plan.rule.where.role)
        self._parents = _named(role for plan in rules for role in plan.rule.where.parent)
        every = list(itertools.product(self._authors, self._parents, (False, True)))
        self.answering: npt.NDArray[np.bool_] = np.array([answers for *_, answers in every])
        """For each standing whether anything is known of what is answered."""
        self.spoken: npt.NDArray[np.bool_] = np.array(
            [
                [plan.speaks_of(*roles) and (answers or not plan.answering) for plan in rules]
                for *roles, answers in every
            ],
            np.bool_,
        ).reshape(len(every), len(rules))
        """For each standing the rules that speak of it."""

    def of(self, texts: Texts, first: int, count: int) -> Indices:
        """The standing of each row of a range."""
        authors = texts.numbered("author_role", self._authors, first, count)
        parents = texts.numbered("parent_role", self._parents, first, count)
        return (authors * len(self._parents) + parents) * 2 + texts.answers(first, count)

    def of_rules(self, rules: Iterable[int]) -> int:
        """The standings that any of the rules speaks of, a bit for each."""
        some = self.spoken[:, sorted(rules)].any(axis=1)
        return sum(1 << int(standing) for standing in np.flatnonzero(some))


def _named(roles: Iterable[str]) -> tuple[str, ...]:
    return (NO_ROLE, *sorted({str(role) for role in roles} - {NO_ROLE}))
