"""Matched versions and what was tried in, which images and page looks to keep next out. Pure."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from patroli.config.settings import CaptureSettings
from patroli.history import Matched
from patroli.history.captures import Key, Tried
from patroli.history.matched import Captured
from patroli.landing import hide_secrets
from patroli.model import Tier

IMAGE, SCREENSHOT = "image", "screenshot"
TRIES = 3
"""So often what did not answer is asked for, once a run."""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing to keep."""

    post_id: str
    version: str
    kind: str
    url: str
    landed: Captured | None = None
    """Where the page lies that a screenshot is made of."""


def wanted(
    matched: Iterable[Matched],
    decided: Collection[tuple[str, str]],
    tried: Mapping[Key, Tried],
    settings: CaptureSettings,
) -> tuple[Want, ...]:
    """At most `per_run` things, the strongest matches and the newest posts first.

    Versions with a match at medium or above that nobody has decided; nothing that is kept already,
    and nothing that did not answer three times.
    """
    flagged = [
        one
        for one in matched
        if _rank(one) >= Tier.MEDIUM.rank and (one.post.id, one.version) not in decided
    ]
    flagged.sort(key=lambda one: one.first_seen, reverse=True)
    flagged.sort(key=_rank, reverse=True)
    found: dict[Key, Want] = {}
    for one in flagged:
        for want in _of(one, settings):
            key = (want.post_id, want.kind, hide_secrets(want.url))
            before = tried.get(key, Tried(0, done=False))
            if not before.done and before.times < TRIES:
                found.setdefault(key, want)
    return tuple(found.values())[: settings.per_run]


def _rank(one: Matched) -> int:
    return max(match.tier.rank for match in one.matches)


def _of(one: Matched, settings: CaptureSettings) -> Iterator[Want]:
    post = one.post
    if settings.images:
        images = [address for address in post.media if _may_be_image(address)]
        for address in images[: settings.per_post]:
            yield Want(post.id, one.version, IMAGE, address)
    if settings.screenshots and one.captured and one.captured.warc_record_id:
        yield Want(post.id, one.version, SCREENSHOT, one.captured.url, one.captured)


def _may_be_image(address: str) -> bool:
    """Whether it is a web address that does not say to be something else than an image."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    kind = mimetypes.guess_type(parts.path)[0] or "image/"
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and kind.startswith("image/")
