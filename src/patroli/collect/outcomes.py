"""The outcomes of a slot's requests in, the slot's own outcome out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from patroli.model import Outcome

WAITING = "older posts wait for the next rounds"


@dataclass(frozen=True, slots=True)
class Part:
    """How one request of a slot ended."""

    outcome: Outcome
    detail: str = ""
    is_aside: bool = False
    """Whether it was about a single post or page: a recheck, or one of the many a list names."""
    not_before: datetime | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a slot ended. Complete: everything that was asked of the place itself was answered."""

    outcome: Outcome
    detail: str
    is_complete: bool
    not_before: datetime | None = None
    more: bool = False
    """Whether older posts are waiting behind the cursor that was kept."""
    partly: bool = False
    """Whether posts were read, though not all that was asked was answered."""


def ending_of(parts: Sequence[Part]) -> Ending:
    """The slot's outcome: the first that is not an answer wins, so that no failure looks like calm.

    What was about a single post or page does not decide; how many of them failed is told.
    """
    main = [part for part in parts if not part.is_aside]
    if not main:
        return Ending(Outcome.SKIPPED, "there was nothing to ask", is_complete=True)
    lost = next((part for part in main if not part.outcome.reached), None)
    got = {part.outcome for part in main}
    got |= {Outcome.COLLECTED} & {part.outcome for part in parts}
    if lost is not None:
        partly = Outcome.COLLECTED in got
        said = ("only part of it was read: " if partly else "") + _detail(lost.detail, parts)
        return Ending(lost.outcome, said, False, lost.not_before, partly=partly)
    order = (Outcome.COLLECTED, Outcome.UNCHANGED, Outcome.EMPTY)
    outcome = next(outcome for outcome in order if outcome in got)
    said = next((part.detail for part in main if part.outcome is outcome), "")
    more = any(part.more for part in parts)
    waiting = WAITING if more else ""
    detail = "; ".join(filter(None, (_detail(said, parts), waiting)))
    return Ending(outcome, detail, is_complete=True, more=more)


def _detail(said: str, parts: Sequence[Part]) -> str:
    unanswered = {Outcome.GONE} | {outcome for outcome in Outcome if outcome.reached}
    lost = [part for part in parts if part.is_aside and part.outcome not in unanswered]
    told = f"{len(lost)} single posts or pages could not be read" if lost else ""
    why = next((part.detail for part in lost if part.detail), "")
    told += f" ({why})" if why else ""
    return "; ".join(filter(None, (said, told)))
