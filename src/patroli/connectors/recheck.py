"""Known posts in, requests for those not met any more; and what their own address says.

A post that fell out of a feed or a listing is not deleted for that: its own address is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from patroli.connectors.address import absolute, is_address, is_front_page, same_place
from patroli.connectors.answers import failed, refusal
from patroli.connectors.walls import find_wall
from patroli.model import Absence, Answer, Ask, KnownPost, Outcome, Reading, Slot, SlotState

PURPOSE = "recheck"
ELSEWHERE = "redirected to another address"
"""The sign that a post's address leads to what does not say that it is that post."""
MAX_ASKS = 50
"""Most rechecks of one slot in one answer; collecting hands over few known posts anyway."""

_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(rel|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE
)
_HEAD = 131_072


def recheck_asks(slot: Slot, state: SlotState, met: Collection[str]) -> tuple[Ask, ...]:
    """Requests for known posts that were not met, those unseen for longest first."""
    missing = sorted((k for k in state.known if k.post_id not in met), key=lambda k: k.last_seen)
    return tuple(
        Ask(known.url, PURPOSE, "text/html,*/*;q=0.5", subject=known.post_id)
        for known in missing
        if is_address(known.url) and not same_place(known.url, slot.address)
    )[:MAX_ASKS]


def met_last_time(state: SlotState) -> frozenset[str]:
    """Known posts still listed when a listing is unchanged: those seen when it was last read."""
    latest = max((known.last_seen for known in state.known), default=None)
    return frozenset(known.post_id for known in state.known if known.last_seen == latest)


def read_recheck(state: SlotState, answer: Answer, text: str) -> Reading:
    """Whether the post an ask is about still answers at its own address.

    Present is UNCHANGED without posts: a page's text is not a feed item's, so it is no new version.
    """
    subject = answer.ask.subject
    refused = refusal(answer, text)
    if refused is not None:
        if refused.outcome is Outcome.GONE:
            return _absent(answer, f"status {answer.status}")
        return refused
    if not text.strip():
        return failed("an empty page, which says nothing about the post")
    wall = find_wall(answer, text)
    if wall is not None:
        if wall.outcome is Outcome.GONE:
            return _absent(answer, "soft 404", wall.detail)
        return Reading(wall.outcome, wall.detail)
    known = next((k for k in state.known if k.post_id == subject), None)
    if same_place(answer.url, answer.ask.url) or _is_same_post(known, answer, text):
        return Reading(Outcome.UNCHANGED, "the post is still there")
    signal = "redirected to the front page" if is_front_page(answer.url) else ELSEWHERE
    return _absent(answer, signal, answer.url)


def _is_same_post(known: KnownPost | None, answer: Answer, text: str) -> bool:
    """Whether a page at another address names the known post as what it is.

    WordPress answers an old or wrong slug with a redirect to a guessed, different post.
    """
    if known is None or is_front_page(answer.url):
        return False
    names = (*page_links(text, answer.url), answer.url)
    return any(same_place(name, k) for name in names for k in (known.native_id, known.url))


def page_links(text: str, base: str) -> tuple[str, ...]:
    """The addresses a page's head gives itself: canonical and shortlink."""
    found = []
    for tag in _LINK.findall(text[:_HEAD]):
        pairs = {m[0].lower(): m[1] or m[2] or m[3] for m in _ATTRIBUTE.findall(tag)}
        if pairs.get("rel", "").lower() in {"canonical", "shortlink"}:
            found.append(absolute(pairs.get("href", "").replace("&amp;", "&"), base))
    return tuple(link for link in found if link)


def _absent(answer: Answer, signal: str, detail: str = "") -> Reading:
    absence = Absence(answer.ask.subject, answer.ask.url, signal)
    told = f"{signal}: {detail}" if detail else signal
    return Reading(Outcome.GONE, told, absences=(absence,) if answer.ask.subject else ())
