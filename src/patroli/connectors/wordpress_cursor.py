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
    read: int | None = None
    """While a long site is read for the first time: so many posts, from the newest on, have been
    read. None when all have.
    """


def read_cursor(text: str) -> Cursor:
    """A cursor as it was written; one nobody wrote is as good as none."""
    route, since, read, *_ = (*text.split(" "), "", "")
    try:
        moment = datetime.fromisoformat(since).astimezone(UTC) if since else None
    except ValueError:
        return Cursor()
    return Cursor(route, moment, int(read) if read.isascii() and read.isdigit() else None)


def advanced(
    before: str, newest: datetime | None, route: str, read: int | None = None
) -> str | None:
    """The cursor after reading up to `newest`, never moved back; None to leave it as it is.

    `read` is how many posts have been read of those of a long site; None for all.
    """
    old = read_cursor(before)
    since = old.since if newest is None else newest - OVERLAP
    if since is not None and old.since is not None:
        since = max(since, old.since)
    text = f"{route} {since.isoformat()}" if since else route
    text += f" {read}" if since and read is not None else ""
    return None if text == before else text
