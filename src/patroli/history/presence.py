"""When a post was met and when it did not answer in, when it was gone out. Pure.

*Gone* needs two signs that lie hours apart with no sight of the post between them: a page that
fails once, or two roads that fail in the same minute, say nothing about the post. A trashed, a
private and a deleted post look alike from outside; the signs say what was answered, not why.
What came back was gone from its last sight before to its first sight after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

APART = timedelta(hours=3)
"""Two signs are independent when they lie at least this far apart."""


class Sign(Protocol):
    """One answer that says that a post is not there."""

    @property
    def seen_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Gone:
    """One time that a post was gone: from when to when, as far as it was looked for."""

    last_seen: datetime | None
    """The last sight before; None for a post that was never met."""
    first_missed: datetime
    confirmed_at: datetime
    """The first sign that lies far enough from the first one."""
    back_at: datetime | None = None
    """The first sight after; None while it is gone."""


def times_gone(met: Iterable[datetime], signs: Iterable[Sign]) -> tuple[Gone, ...]:
    """Every time that the post was gone, the earliest first.

    At one moment sight counts before signs: who saw it knows better than who did not.
    """
    seen = [(at, 0) for at in met]
    events = sorted(seen + [(sign.seen_at, 1) for sign in signs])
    gone: list[Gone] = []
    last_seen: datetime | None = None
    for is_sign, run in groupby(events, key=lambda event: event[1]):
        moments = [at for at, _ in run]
        if not is_sign:
            if gone and gone[-1].back_at is None:
                gone[-1] = replace(gone[-1], back_at=moments[0])
            last_seen = moments[-1]
            continue
        confirmed = [at for at in moments if at - moments[0] >= APART]
        if confirmed:
            gone.append(Gone(last_seen, moments[0], confirmed[0]))
    return tuple(gone)


def is_gone(met: Iterable[datetime], signs: Iterable[Sign]) -> bool:
    """Whether the post is gone now, as far as is known."""
    times = times_gone(met, signs)
    return bool(times) and times[-1].back_at is None
