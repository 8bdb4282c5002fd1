"""The newest page of an account's posts in, known posts that ought to be on it and are not out.

An Instagram or Threads number begins with the moment it was made, which is never after the moment
that the post shows: who made a post ready may publish it later, not earlier. So a post made after
the oldest one on the page belongs on the page, however many posts the account has. A page that does
not keep these rules itself (pinned posts on top, a post without its shortcode) proves nothing.
Source: Instagram Engineering, "Sharding & IDs at Instagram": 41 bits of milliseconds, 13 of shard,
10 of sequence. The epoch is the one of its example, which public posts bear out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from patroli.connectors.native_forms import BASE64, LONGEST
from patroli.model import KnownPost, SlotState

EPOCH: Final = 1_314_220_021_721
"""Milliseconds since 1970 of the moment 0."""
BEHIND_TIME: Final = 23
"""Bits behind the moment."""
SLACK: Final = timedelta(hours=1)
"""By how much clocks may differ before a moment counts."""


def made_at(code: str) -> datetime | None:
    """When a shortcode's number was made; None for what is no shortcode of today's length."""
    if len(code) != LONGEST or not set(code) <= set(BASE64):
        return None
    number = 0
    for letter in code:
        number = number * 64 + BASE64.index(letter)
    moment = timedelta(milliseconds=(number >> BEHIND_TIME) + EPOCH)
    return datetime(1970, 1, 1, tzinfo=UTC) + moment


def unlisted(
    state: SlotState, listed: Sequence[tuple[str, datetime | None]]
) -> tuple[KnownPost, ...]:
    """Known posts that a first page with these shortcodes and times, in its order, lacks."""
    times = [time for _, time in listed if time is not None]
    made = [(made_at(code), time) for code, time in listed]
    is_lawful = len(times) == len(listed) > 0 and times == sorted(times, reverse=True)
    if not is_lawful or not all(m and t and m <= t + SLACK for m, t in made):
        return ()
    here = {code for code, _ in listed}
    return tuple(
        known
        for known in state.known
        if known.native_id not in here
        and (moment := made_at(known.native_id))
        and moment > times[-1] + SLACK
    )
