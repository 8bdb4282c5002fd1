"""Slots that are due in, landed batches and the collection ledger out; the only HTTP."""

from patroli.collect.replay import replay
from patroli.collect.round import CollectReport, Round, collect_batch, land_plan, plan_round
from patroli.collect.state import StateStore

__all__ = [
    "CollectReport",
    "Round",
    "StateStore",
    "collect_batch",
    "land_plan",
    "plan_round",
    "replay",
]
