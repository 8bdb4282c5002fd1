"""The YouTube Data API v3: an answer in, its videos, comments, next pages and rechecks out.

Every ask needs the operator's key. YouTube's key-free feed of a channel is closed to programs by
its robots.txt, and no page of it is ever read instead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from patroli.config.places import handle_in
from patroli.connectors import youtube_asks as ask
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, at, decoded, object_at, objects_at, text_at
from patroli.connectors.json_values import moment_of
from patroli.connectors.walk import LOST, NEWEST, Listed, Pages, Step, is_page, lost, step
from patroli.connectors.walls import find_wall
from patroli.connectors.youtube_comments import (
    read_comments,
    read_known_comments,
    read_replies,
)
from patroli.connectors.youtube_posts import (
    is_channel,
    is_video,
    listed_video,
    profile_of,
    video,
)
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Outcome,
    Platform,
    Profile,
    Reading,
    Slot,
    SlotState,
    Standing,
    post_id,
)

UPLOAD_PAGES, SEARCH_PAGES = Pages(most=5, sweep=2), Pages(most=2, sweep=0)
UNAVAILABLE = frozenset({"Private video", "Deleted video"})
OVER_BUDGET = frozenset(
    {"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded",
     "servingLimitExceeded", "RATE_LIMIT_EXCEEDED"}
)  # fmt: skip
KEY_REFUSED = frozenset(
    {"keyInvalid", "keyExpired", "accessNotConfigured", "ipRefererBlocked", "API_KEY_INVALID",
     "SERVICE_DISABLED", "API_KEY_SERVICE_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
     "API_KEY_HTTP_REFERRER_BLOCKED", "CONSUMER_SUSPENDED", "CONSUMER_INVALID"}
)  # fmt: skip
NOTHING_THERE = {
    "commentsDisabled": "comments are switched off",
    "playlistNotFound": "the channel has no public uploads",
    "commentNotFound": "the thread is gone",
    "videoNotFound": "the video is gone",
}
AWAY = {
    "channelNotFound": Standing.GONE,
    "channelClosed": Standing.DEACTIVATED,
    "channelSuspended": Standing.SUSPENDED,
}


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """Who the channel is, or a search; and known videos and comments by id."""
    if slot.query:
        return (ask.hits(slot, NEWEST), *ask.known_asks(state))
    handle = handle_in(Platform.YOUTUBE, slot.address)
    return (ask.channel(handle), *ask.known_asks(state)) if handle else ()


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """What one list of the interface says."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    if not 200 <= answer.status < 300:
        return _refused(slot, state, answer, text, data)
    if not isinstance(data, dict) or not isinstance(data.get("items", []), list):
        wall = find_wall(answer, text)
        return Reading(wall.outcome, wall.detail) if wall else failed("no list of the interface")
    if "items" not in data and not text_at(data, "kind").startswith("youtube#"):
        return failed("no list of the interface")
    return _read(slot, state, answer, data)


def _read(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    purpose, items = answer.ask.purpose, objects_at(data, "items")
    following = text_at(data, "nextPageToken")
    name = purpose.partition(":")[0]
    if name in {ask.CHANNEL, ask.RENAMED}:
        return _channel(slot, state, purpose, items)
    if name == ask.OWNER:
        owner = next((text_at(item, "snippet", "channelId") for item in items), "")
        return Reading(Outcome.EMPTY, asks=(ask.channel(owner, ask.RENAMED),) if owner else ())
    if name == ask.VIDEOS:
        return _videos(slot, state, answer, items)
    if name == ask.COMMENTS:
        return read_comments(slot, state, answer, items, following)
    if name == ask.REPLIES:
        return read_replies(slot, state, answer, items)
    if name in {ask.THREADS, ask.KNOWN_REPLIES, ask.COMMENT}:
        return read_known_comments(slot, state, answer, items)
    if is_page(purpose):
        page = _hits if slot.query else _uploads
        return page(slot, state, answer, items, following)
    return failed(f"an answer to nothing that is asked here: {purpose!r}")


def _channel(slot: Slot, state: SlotState, purpose: str, items: tuple[Fields, ...]) -> Reading:
    """Who the channel is; then its uploads and comments. Nobody listed: it is away."""
    handle = handle_in(Platform.YOUTUBE, slot.address)
    if not items:
        own = next((k.native_id for k in state.known if is_video(k.native_id)), "")
        said = "no such channel: closed, suspended, or its handle changed"
        if own and purpose == ask.CHANNEL and not is_channel(handle):
            return Reading(Outcome.GONE, said, asks=(ask.videos((own,), ask.OWNER),))
        return Reading(Outcome.GONE, said, profiles=(_away(handle, Standing.GONE),))
    profile = profile_of(items[0])
    if purpose == ask.RENAMED:
        return Reading(Outcome.EMPTY, f"now @{profile.handle}", profiles=(profile,))
    playlist = text_at(items[0], "contentDetails", "relatedPlaylists", "uploads")
    asks = [ask.comments(profile.native_id)] if profile.native_id else []
    if playlist:
        asks[:0] = [ask.uploads(playlist, NEWEST)]
    said = f"the channel {profile.name}" if playlist else "a channel without uploads"
    return Reading(Outcome.EMPTY, said, asks=tuple(asks), profiles=(profile,))


def _away(handle: str, standing: Standing) -> Profile:
    number = handle if is_channel(handle) else ""
    return Profile(number, "" if number else handle, "", standing)


def _uploads(
    slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...], following: str
) -> Reading:
    """A page of a channel's uploads. What is private or deleted by now still has its place."""
    found = [post for item in items if (post := listed_video(slot, answer, item))]
    gone = {
        post_id("youtube", text_at(item, "contentDetails", "videoId")): text_at(
            item, "snippet", "title"
        )
        for item in items
        if text_at(item, "snippet", "title") in UNAVAILABLE
        and not text_at(item, "contentDetails", "videoPublishedAt")
    }
    absences = tuple(
        Absence(k.post_id, k.url, f"playlistItems: {gone[k.post_id]}")
        for k in state.known
        if k.post_id in gone
    )
    times = [post.published_at for post in found if post.published_at]
    then = _step(state, answer, Listed(times, following), UPLOAD_PAGES)
    playlist = _query(answer).get("playlistId", "")
    asks = (ask.uploads(playlist, then.purpose, then.place),) if then.purpose else ()
    detail = f"{len(gone)} videos are private or deleted" if gone else ""
    reading = collected(slot, state, found, detail)
    reading = replace(reading, absences=absences, asks=asks)
    return replace(reading, cursor=then.cursor, more=then.more)


def _step(state: SlotState, answer: Answer, listed: Listed, pages: Pages) -> Step:
    return step(state.cursor, answer.ask.purpose, listed, answer.fetched_at, pages)


def _hits(
    slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...], following: str
) -> Reading:
    """What a search found: ids only, since it shortens the texts; each is asked in full."""
    numbers = tuple(n for item in items if is_video(n := text_at(item, "id", "videoId")))
    said = (text_at(item, "snippet", "publishedAt") for item in items)
    times = [time for text in said if (time := moment_of(text, answer.fetched_at))]
    then = _step(state, answer, Listed(times, following), SEARCH_PAGES)
    further = (ask.hits(slot, then.purpose, then.place),) if then.purpose else ()
    asks = (*((ask.videos(numbers),) if numbers else ()), *further)
    cut = "; more were found than are read" if following and not further else ""
    # Searches are counted by the day: what is left waits for the usual interval.
    return Reading(
        Outcome.EMPTY, f"{len(numbers)} videos were found{cut}", asks=asks, cursor=then.cursor
    )


def _videos(slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...]) -> Reading:
    """Videos by id: those not listed are absent, be they deleted, private or blocked."""
    found = [post for item in items if (post := video(slot, answer, item))]
    here = {post.native_id for post in found}
    asked = set(_query(answer).get("id", "").split(","))
    missing = [k for k in state.known if k.native_id in asked - here]
    absences = tuple(Absence(k.post_id, k.url, "videos: not listed") for k in missing)
    reading = collected(slot, state, found)
    return Reading(reading.outcome, reading.detail, reading.posts, absences)


def _query(answer: Answer) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.ask.url).query))


def _reasons(data: Any) -> tuple[str, ...]:
    """Every name an error gives itself, in the old form and in the new."""
    error = object_at(data, "error")
    named = (*objects_at(error, "errors"), *objects_at(error, "details"))
    return tuple(reason for one in named if (reason := text_at(one, "reason")))


def _refused(slot: Slot, state: SlotState, answer: Answer, text: str, data: Any) -> Reading:
    reasons = _reasons(data)
    told = ", ".join(dict.fromkeys(reasons)) or text_at(data, "error", "message")[:200]
    for reason in reasons:
        if reason in OVER_BUDGET:
            return Reading(Outcome.RATE_LIMITED, f"the day's units are spent ({told})")
        if reason in KEY_REFUSED:
            return Reading(Outcome.LOGIN_WALL, f"{ask.KEY.name} is not accepted ({told})")
        if reason in NOTHING_THERE:
            return Reading(Outcome.EMPTY, f"{NOTHING_THERE[reason]} ({told})")
        if reason == "invalidPageToken" and is_page(answer.ask.purpose):
            cursor = lost(state.cursor, answer.ask.purpose)
            return Reading(Outcome.EMPTY, f"{LOST} ({told})", cursor=cursor)
        if reason in AWAY:
            profile = _away(handle_in(Platform.YOUTUBE, slot.address), AWAY[reason])
            said = f"the channel is {profile.standing.value} ({told})"
            return Reading(Outcome.GONE, said, profiles=() if slot.query else (profile,))
    refused = refusal(answer, text) or failed(f"status {answer.status}")
    outcome = Outcome.FAILED if refused.outcome is Outcome.GONE else refused.outcome
    code = at(data, "error", "code")
    said = f"{refused.detail}: {told}" if told and code else refused.detail
    return Reading(outcome, said)
