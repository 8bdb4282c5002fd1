"""A slot's cursor text in, where WordPress was read up to out; and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

OVERLAP: Final = timedelta(days=2)
"""How far before the newest modification the next round asks again, for posts that came late."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The road that answered, and from when on changes are asked; None: never read yet."""

    route: str = ""
    since: datetime | None = None
    before: datetime | None = None
    """While a long site is read for the first time: what was modified later has been read."""


def read_cursor(text: str) -> Cursor:
    """A cursor as it was written; one nobody wrote is as good as none."""
    route, *moments = text.split(" ")
    try:
        since, before, *_ = [datetime.fromisoformat(m).astimezone(UTC) for m in moments] + [
            None
        ] * 2
    except ValueError:
        return Cursor()
    return Cursor(route, since, before)


def advanced(
    before: str, newest: datetime | None, route: str, oldest: datetime | None = None
) -> str | None:
    """The cursor after reading up to `newest`, never moved back; None to leave it as it is.

    With `oldest` what was modified before that is still to be read.
    """
    old = read_cursor(before)
    since = old.since if newest is None else newest - OVERLAP
    if since is not None and old.since is not None:
        since = max(since, old.since)
    text = f"{route} {since.isoformat()}" if since else route
    text += f" {oldest.isoformat()}" if since and oldest else ""
    return None if text == before else text
