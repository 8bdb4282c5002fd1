"""A signal in, the negation that reaches it out."""

from __future__ import annotations

import re

from patroli.match.around import Around
from patroli.match.scene import Find

NEGATION_REACH = 4
"""Words between a negation and the signal it still reaches."""
TARGET_REACH = 2
"""Words between a negation and a target it still reaches (`tidak ikut deklarasi …`)."""
SAME_PHRASE = 2
"""Signals so close are one phrase, and a negation reaches all of it (`bukan salam satu jari`)."""
COORDINATION = re.compile(r"\b(?:atau|dan|maupun|ataupun|serta|dn|&)\b", re.IGNORECASE)


def negation_of(find: Find, around: Around, groups: frozenset[int]) -> Find | None:
    """The negation that reaches a signal of a rule that has these groups, or None.

    It stands up to four words before it (two before a target) in the same clause, with no
    contrast between them, and no earlier signal of the same group of the rule has taken it,
    unless `atau`, `dan` … carries it on. Two cancel.
    What another rule groups together says nothing to it.
    A phrase of the list `negation-undone` (`jangan lupa`) is no negation.
    """
    if "negation" not in around.contexts:
        return None
    asked = find, groups & find.groups
    if asked not in around.negations:
        around.negations[asked] = _negation_of(find, around, groups)
    return around.negations[asked]


def _negation_of(find: Find, around: Around, groups: frozenset[int]) -> Find | None:
    scene = around.scene
    undone = around.contexts.get("negation-undone", ())
    reaching: list[Find] = []
    if find.use.points and not find.groups:
        find = _whole(find, around)
    reach = TARGET_REACH if find.use.points and not find.groups else NEGATION_REACH
    for negation in around.contexts.get("negation", ()):
        far = scene.between(negation, find) > NEGATION_REACH
        if far or negation.last_word >= find.first_word:
            continue
        if any(u.first_word <= negation.first_word <= u.last_word for u in undone):
            continue
        if scene.clause_border(negation.end, find.start) or _contrast(negation, find, around):
            continue
        if not _taken(negation, find, around, groups & find.groups):
            reaching.append(negation)
    distinct = {negation.first_word for negation in reaching}
    nearest = max(reaching, key=lambda f: f.first_word, default=None)
    if nearest is None or scene.between(nearest, find) > reach:
        return None
    return nearest if len(distinct) % 2 else None


def _whole(target: Find, around: Around) -> Find:
    """The longest target that starts before one and reaches into it (`salam` + `satu jari`)."""
    longer = (
        t
        for t in around.targets
        if t.use.contestant == target.use.contestant
        and t.first_word < target.first_word <= t.last_word
    )
    return min(longer, key=lambda t: t.first_word, default=target)


def _contrast(negation: Find, find: Find, around: Around) -> bool:
    return any(
        negation.last_word < c.first_word <= find.first_word
        for c in around.contexts.get("contrast", ())
    )


def _taken(negation: Find, find: Find, around: Around, mine: frozenset[int]) -> bool:
    """Whether an earlier signal of the same group stands between and keeps the negation."""
    for other in around.signals:
        before = negation.last_word < other.first_word and other.last_word < find.first_word
        apart = before and find.first_word - other.last_word > SAME_PHRASE
        if apart and mine & other.groups:
            text = around.scene.text[other.end : find.start]
            if not COORDINATION.search(text):
                return True
    return False
