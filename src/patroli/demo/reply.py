"""What a host answers, before it is put on the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `changed_at` makes it one that can be asked for conditionally."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def validators(self) -> dict[str, str]:
        """ETag and Last-Modified, where the host has them."""
        if self.changed_at is None:
            return {}
        modified = format_datetime(self.changed_at.astimezone(UTC).replace(microsecond=0), True)
        return {"ETag": self.etag, "Last-Modified": modified}

    def unchanged_since(self, none_match: str, modified_since: str) -> bool:
        """Whether 304 is the right answer; an ETag that was sent decides (RFC 9110, 13.2.2)."""
        if self.changed_at is None or self.status != 200:
            return False
        if none_match:
            return self.etag in (tag.strip().removeprefix("W/") for tag in none_match.split(","))
        try:
            since = parsedate_to_datetime(modified_since)
        except ValueError:
            return False
        return since.tzinfo is not None and self.changed_at.replace(microsecond=0) <= since


def html(body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(body.encode(), status=status, headers=headers or {})


def plain(body: str) -> Reply:
    return Reply(body.encode(), "text/plain; charset=utf-8")


def moved(address: str) -> Reply:
    return Reply(b"", status=301, headers={"Location": address})
