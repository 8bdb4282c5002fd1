"""Tier and score of a match.

The tier is the rule's, lowered by every context that holds. The score orders matches inside and
across tiers and is never shown as a probability:

    score = base(tier) + 0.08 * (1 - gap / reach) - 0.03 * (lowerings beyond the first, at most 2)

with base 0.85 / 0.55 / 0.25, `gap` the most words between neighbouring finds and `reach` the rule's
`within` (10 where it sets none). So high is 0.79-0.93, medium 0.49-0.63, low 0.19-0.33.
"""

from __future__ import annotations

from collections.abc import Sequence

from patroli.match.contexts import Lowered
from patroli.model import Tier

BASE = {Tier.HIGH: 0.85, Tier.MEDIUM: 0.55, Tier.LOW: 0.25}
CLOSENESS = 0.08
PER_LOWERING = 0.03
USUAL_REACH = 10

_BY_RANK = {tier.rank: tier for tier in Tier}
_STEPS = {"question": 1}
"""Contexts that lower by steps unless the rule says otherwise; all others lower to low."""


def lowered_tier(tier: Tier, lowered: Sequence[Lowered], *, unsure: bool) -> Tier:
    """The tier after all contexts, and one step less where it is not certain who is meant."""
    rank = tier.rank
    for low in lowered:
        wish = low.lowering
        steps = wish.steps or (None if wish.to else _STEPS.get(wish.context))
        if steps:
            rank -= steps
        else:
            rank = min(rank, Tier(wish.to or "low").rank)
    return _BY_RANK[max(rank - unsure, 1)]


def score(tier: Tier, gap: int, within: int | None, lowerings: int) -> float:
    """The score of a match, rounded to four places so that it is the same everywhere."""
    reach = USUAL_REACH if within is None else max(within, 1)
    close = CLOSENESS * (1 - min(gap, reach) / reach)
    less = PER_LOWERING * min(max(lowerings - 1, 0), 2)
    return round(BASE[tier] + close - less, 4)
