"""Slots that are due in, landed batches and the collection ledger out; the only HTTP."""

from patroli.collect.plan import Round, land_plan, plan_round
from patroli.collect.replay import replay
from patroli.collect.round import CollectReport, Done, Setting, collect_round
from patroli.collect.state import StateStore

__all__ = [
    "CollectReport",
    "Done",
    "Round",
    "Setting",
    "StateStore",
    "collect_round",
    "land_plan",
    "plan_round",
    "replay",
]
