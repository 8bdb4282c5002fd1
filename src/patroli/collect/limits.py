"""An answer's status and headers in, for how long the host wants to be left alone out.

Three ways of saying so are read: Retry-After (RFC 9110, 10.2.3), the `X-RateLimit-…` headers with a
reset in epoch seconds (X), as an ISO time (Mastodon) or in seconds from now, and the IETF draft's
`RateLimit` in its old (three headers) and new form (`"default";r=0;t=30`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

AGAIN = frozenset({429, 502, 503, 504})
"""Statuses of a moment: asking once more may help."""
_FAMILIES = ("x-rate-limit", "x-ratelimit", "ratelimit")
_DRAFT = re.compile(r"\b(?P<what>[rt])=(?P<number>\d+)")
_EPOCH_FROM = 1_000_000_000
"""A reset of so many seconds or more is a moment, not a wait: it would be 31 years."""
LONGEST = 10**9


def asked_to_wait(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds from now; None if the host asks for nothing. `headers` has small letters.

    A host asks with a Retry-After beside a status of a moment, or by saying that nothing is left
    of an allowance, whatever the status.
    """
    if status in AGAIN:
        asked = retry_after(headers.get("retry-after", ""), now)
        if asked is not None:
            return asked
    for family in _FAMILIES:
        left = headers.get(f"{family}-remaining", "").strip()
        reset = headers.get(f"{family}-reset", "").strip()
        if reset and (status == 429 or left == "0"):
            return _reset(reset, now)
    draft = {m["what"]: int(m["number"]) for m in _DRAFT.finditer(headers.get("ratelimit", ""))}
    if "t" in draft and (status == 429 or draft.get("r") == 0):
        return float(min(draft["t"], LONGEST))
    return None


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds a Retry-After asks for, in either form of RFC 9110, 10.2.3; None if in neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:12]), LONGEST))
    with suppress(ValueError, TypeError, OverflowError):
        when = parsedate_to_datetime(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max((when - now).total_seconds(), 0.0)
    return None


def _reset(value: str, now: datetime) -> float | None:
    with suppress(ValueError, OverflowError):
        if value.isascii() and value.isdigit():
            number = int(value[:12])
            if number < _EPOCH_FROM:
                return float(number)
            return max(number - now.timestamp(), 0.0)
        when = datetime.fromisoformat(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max((when - now).total_seconds(), 0.0)
    return None
