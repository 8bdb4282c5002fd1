"""A robots.txt in, whether an address may be asked out: RFC 9309 with protego.

What cannot be fetched decides too: 4xx allows all, 5xx and no answer refuse all (sections 2.3.1.3
and 2.3.1.4). Rules are kept for at most 24 hours, longer only while the file cannot be reached.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

AGENT = "patroli"
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer wish is honoured only so far, or one site could hold up a whole round."""
KEPT_FOR = timedelta(hours=24)

_AGENT_LINE = re.compile(
    r"^([ \t]*user[ -]?agent[ \t]*:[ \t]*)([^\r\n#]*)", re.IGNORECASE | re.MULTILINE
)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What one origin's robots.txt answered, and when. Status 0: no answer at all."""

    status: int
    text: str
    fetched_at: datetime
    detail: str = ""
    may_pass: bool = False
    """Whether a file without an answer may answer later; else its address itself is at fault."""

    @property
    def is_unreachable(self) -> bool:
        """RFC 9309: server errors and silence. 429 asks us to stay away, so it counts as one."""
        return self.status == 0 or self.status >= 500 or self.status == 429


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be asked, why not, and how many seconds apart requests should be."""

    allowed: bool
    detail: str = ""
    crawl_delay: float = 0.0


class RobotsCache(Protocol):
    """Where robots.txt files outlive a round."""

    def robots(self, origin: str) -> RobotsFile | None: ...

    def keep_robots(self, origin: str, file: RobotsFile) -> None: ...


def origin_of(url: str) -> str:
    """Scheme and authority: each has a robots.txt of its own."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def is_fresh(file: RobotsFile, now: datetime) -> bool:
    return not file.is_unreachable and timedelta() <= now - file.fetched_at < KEPT_FOR


def judge(file: RobotsFile, url: str) -> Verdict:
    """What a robots.txt, or its absence, says about one address."""
    if file.is_unreachable:
        said = f"answered {file.status}" if file.status else f"did not answer: {file.detail}"
        return Verdict(False, f"robots.txt {said}")
    if not 200 <= file.status < 300:
        return Verdict(True)
    rules = _parse(file.text)
    delay = min(float(rules.crawl_delay(AGENT) or 0.0), MAX_CRAWL_DELAY)
    if urlsplit(url).path == "/robots.txt" or rules.can_fetch(url, AGENT):
        return Verdict(True, crawl_delay=max(delay, 0.0))
    return Verdict(False, "robots.txt refuses this address", max(delay, 0.0))


def decode(body: bytes) -> str:
    """The file as text, at most 500 KiB, cut at a line's end so that no half rule is read."""
    kept = body[:MAX_BYTES]
    if len(body) > MAX_BYTES:
        kept = kept[: max(kept.rfind(b"\n"), kept.rfind(b"\r")) + 1]
    return kept.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\x00", "")


@lru_cache(maxsize=64)
def _parse(text: str) -> Protego:
    return Protego.parse(_AGENT_LINE.sub(_plain_agent, "\n".join(_BREAK.split(text))))


def _plain_agent(line: re.Match[str]) -> str:
    """The product token alone: `Patroli/1.0 (bot)` means `patroli`; protego compares whole values.

    A token that is not ours but begins ours would match in protego: it is made to miss.
    """
    value = line[2].strip()
    if value.startswith("*"):
        return f"{line[1]}*"
    token = _TOKEN.match(value)
    name = token[0].lower() if token else "nobody"
    return f"{line[1]}{name if name == AGENT else f'not-us-{name}'}"
