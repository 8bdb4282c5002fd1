"""Builders of what a landed round leaves in the state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.fakes import NOW, a_slot

from patroli.collect.fared import Fared
from patroli.collect.habit import Habit
from patroli.collect.outcomes import Ending
from patroli.collect.state import Settled, SlotProgress, StateStore
from patroli.model import KnownPost, Outcome


def an_ending(outcome: Outcome = Outcome.COLLECTED, detail: str = "", **changes: object) -> Ending:
    values: dict[str, object] = {"is_complete": outcome.reached, **changes}
    return Ending(outcome, detail, **values)  # type: ignore[arg-type]


def a_fared(asked_at: datetime | None = NOW, **changes: object) -> Fared:
    """A slot that was asked and has posted nothing yet."""
    values: dict[str, object] = {
        "asked_at": asked_at,
        "habit": Habit((asked_at or NOW).astimezone(UTC).date()),
    }
    return Fared(**{**values, **changes})  # type: ignore[arg-type]


def settled(slot_id: str = "slot-1", **changes: object) -> Settled:
    """A collected slot that is due again in six hours; changes are of its progress."""
    fared = changes.pop("fared", a_fared())
    due = changes.pop("next_due_at", NOW + timedelta(hours=6))
    values: dict[str, object] = {
        "slot_id": slot_id,
        "round_id": "round-1",
        "ending": an_ending(),
        "seen_at": NOW,
    }
    progress = SlotProgress(**{**values, **changes})  # type: ignore[arg-type]
    return Settled(progress, fared, due)  # type: ignore[arg-type]


def move(state: StateStore, *landed: Settled) -> None:
    """Move forward as a round does: what it holds."""
    for one in landed:
        state.claim([a_slot(id=one.progress.slot_id)], one.progress.round_id, NOW)
    state.advance(landed)


def a_known(post_id: str, seen: datetime = NOW) -> KnownPost:
    return KnownPost(post_id, f"native-{post_id}", f"http://a.example/{post_id}", seen)


def known_ids(state: StateStore, now: datetime = NOW, posts: int = 20, days: int = 7) -> set[str]:
    """Posts of `slot-1` that a connector is told of."""
    found = state.slot_state("slot-1", now, recheck_days=days, recheck_posts=posts)
    return {known.post_id for known in found.known}
