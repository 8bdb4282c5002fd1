"""Telegram's public preview of a channel: a page in, its posts, older pages and rechecks out.

Only channels with a preview can be read; groups and channels without one are never entered.
A deleted post is a hole in the numbers of a page; the post's own page says it a second time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.decode import decode
from patroli.connectors.known import longest_unseen, outside_last_listing
from patroli.connectors.telegram_posts import Page, number_of, read_page
from patroli.connectors.walk import NEWEST, Listed, Pages, is_page, step
from patroli.connectors.walls import find_wall
from patroli.model import (
    Absence,
    Answer,
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Profile,
    Reading,
    Slot,
    SlotState,
    Standing,
)

ACCEPT = "text/html"
LIST_PAGES, SEARCH_PAGES = Pages(most=5, sweep=3), Pages(most=3, sweep=0)
MAX_RECHECKS = 20
"""Most known posts asked at their own address after one page."""
EMBED = "embed"
_NOT_THERE = re.compile(r"(post|message|channel)\b.{0,60}\bnot found", re.IGNORECASE)


def start(slot: Slot, _state: SlotState) -> tuple[Ask, ...]:
    """The newest page of the channel."""
    return (_page_ask(slot, NEWEST),) if handle_in(Platform.TELEGRAM, slot.address) else ()


def _page_ask(slot: Slot, purpose: str, before: str = "") -> Ask:
    handle = handle_in(Platform.TELEGRAM, slot.address)
    given = {"q": slot.query, "before": before}
    query = urlencode({key: value for key, value in given.items() if value})
    address = f"https://t.me/s/{handle}{'?' if query else ''}{query}"
    return Ask(address, purpose, ACCEPT, aside=bool(before))


def _embed_ask(slot: Slot, known: KnownPost) -> Ask:
    handle = handle_in(Platform.TELEGRAM, slot.address)
    address = f"https://t.me/{handle}/{number_of(known.native_id)}?embed=1&mode=tme"
    return Ask(address, EMBED, ACCEPT, subject=known.post_id)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """A page of the channel, or whether one known post is still there."""
    text = decode(answer.body, answer.header("content-type"))
    own = handle_in(Platform.TELEGRAM, slot.address)
    purpose = answer.ask.purpose
    refused = refusal(answer, text)
    if refused is not None:
        doubtful = refused.outcome is Outcome.GONE and purpose == EMBED
        return Reading(Outcome.FAILED if doubtful else refused.outcome, refused.detail)
    page = read_page(slot, state, answer, text, own)
    if purpose == EMBED:
        return _embed(slot, state, answer, page)
    if not is_page(purpose):
        return failed(f"an answer to nothing that is asked here: {purpose!r}")
    if page.is_channel or page.posts:
        return _list(slot, state, answer, page)
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    return _no_preview(slot, page, answer)


def _embed(slot: Slot, state: SlotState, answer: Answer, page: Page) -> Reading:
    if page.posts:
        return collected(slot, state, page.posts)
    if _NOT_THERE.search(page.error):
        signal = f"embed: {page.error}"[:100]
        absence = Absence(answer.ask.subject, answer.ask.url, signal)
        told = (absence,) if answer.ask.subject else ()
        return Reading(Outcome.GONE, signal, absences=told)
    return failed(page.error or "no message where one was promised")


def _no_preview(slot: Slot, page: Page, answer: Answer) -> Reading:
    """Telegram leads from the preview to the card of what has none; no card: no such name."""
    own = handle_in(Platform.TELEGRAM, slot.address)
    if page.is_profile:
        said = "there is no public preview: a group, a person, or a channel that switched it off"
        private = Profile("", own, page.title, Standing.PRIVATE)
        return Reading(Outcome.LOGIN_WALL, said, profiles=_of_account(slot, private))
    if "/s/" in answer.url:
        return failed("neither a channel nor a card: the preview's HTML may have changed")
    gone = Profile("", own, "", Standing.GONE)
    said = "nobody has this name any more"
    return Reading(Outcome.GONE, said, profiles=_of_account(slot, gone))


def _of_account(slot: Slot, profile: Profile) -> tuple[Profile, ...]:
    """The profile where an account is watched, and not a keyword in its channel."""
    return (profile,) if slot.account_id else ()


def _list(slot: Slot, state: SlotState, answer: Answer, page: Page) -> Reading:
    purpose = answer.ask.purpose
    met = {post.id for post in page.posts}
    holes = () if slot.query else _holes(state, page, purpose)
    first = purpose == NEWEST
    asked = {known.post_id for known in holes}
    if first and not page.numbers:
        asked |= {known.post_id for known in state.known}
    elif first:
        asked |= outside_last_listing(state) - met
    wanted = longest_unseen(state, MAX_RECHECKS, lambda known: known.post_id in asked)
    times = [post.published_at for post in page.posts if post.published_at]
    pages, listed = SEARCH_PAGES if slot.query else LIST_PAGES, Listed(times, page.older)
    then = step(state.cursor, purpose, listed, answer.fetched_at, pages)
    older = (_page_ask(slot, then.purpose, then.place),) if then.purpose else ()
    absences = (Absence(known.post_id, known.url, "preview: hole") for known in holes)
    reading = collected(slot, state, page.posts)
    named = page.handle or page.title
    profile = Profile(page.channel, page.handle, page.title, Standing.PUBLIC)
    return replace(
        reading,
        absences=tuple(absences),
        asks=(*older, *(_embed_ask(slot, known) for known in wanted)),
        cursor=then.cursor,
        profiles=_of_account(slot, profile) if first and named else (),
        more=then.more,
    )


def _holes(state: SlotState, page: Page, purpose: str) -> tuple[KnownPost, ...]:
    """Known posts whose numbers lie within a page that does not show them.

    Nothing is newer than the newest page, and nothing older than the oldest. A page without any
    message shows no holes: its HTML may have changed.
    """
    if not page.numbers:
        return ()
    first = min(page.numbers) if page.older else 0
    last = max(page.numbers) if purpose != NEWEST else 10**12
    return tuple(
        known
        for known in state.known
        if (number := number_of(known.native_id))
        and first <= number <= last
        and number not in page.numbers
    )
