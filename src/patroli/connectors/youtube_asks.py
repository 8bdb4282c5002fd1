"""What is wanted of the YouTube Data API in, the ask out: with the operator's key and its price.

Prices: developers.google.com/youtube/v3/determine_quota_cost (2026): each list call costs one unit
of 10,000 a day; a search has a budget of its own, 100 calls a day.
"""

from __future__ import annotations

from urllib.parse import urlencode

from patroli.connectors.known import longest_unseen, parts
from patroli.connectors.youtube_posts import is_channel, is_video
from patroli.model import Ask, BudgetName, Key, KnownPost, Slot, SlotState, Spend

API = "https://www.googleapis.com/youtube/v3/"
KEY = Key("PATROLI_YOUTUBE_KEY", header="X-Goog-Api-Key", prefix="")
ACCEPT = "application/json"
PER_PAGE, COMMENTS_PER_PAGE, PER_CALL = 50, 100, 50
MAX_RECHECKS = 100
"""Most known videos, and as many known comments, asked by id in one round."""
CHANNEL, OWNER, RENAMED = "channel", "owner", "renamed"
COMMENTS, REPLIES = "comments", "replies"
VIDEOS, THREADS, KNOWN_REPLIES, COMMENT = "videos", "threads", "known-replies", "comment"


def _ask(method: str, purpose: str, subject: str = "", **query: object) -> Ask:
    """One call. A list's page but the first is aside: the walk goes on from it another time."""
    asked = {key: value for key, value in query.items() if value != ""}
    budget: BudgetName = "youtube-search" if method == "search" else "youtube"
    address = f"{API}{method}?{urlencode(asked, safe=',')}"
    return Ask(
        address,
        purpose,
        ACCEPT,
        subject=subject,
        key=KEY,
        spend=Spend(budget, 1),
        aside="pageToken" in asked,
    )


def channel(handle: str, purpose: str = CHANNEL) -> Ask:
    """Who a channel is, by its id or its handle, and where its uploads are."""
    by = {"id": handle} if is_channel(handle) else {"forHandle": f"@{handle}"}
    return _ask("channels", purpose, part="snippet,contentDetails", **by)


def uploads(playlist: str, purpose: str, page: str = "") -> Ask:
    return _ask(
        "playlistItems", purpose, part="snippet,contentDetails", playlistId=playlist,
        maxResults=PER_PAGE, pageToken=page,
    )  # fmt: skip


def hits(slot: Slot, purpose: str, page: str = "") -> Ask:
    return _ask(
        "search", purpose, part="snippet", type="video", order="date", q=slot.query,
        regionCode="ID", relevanceLanguage="id", maxResults=PER_PAGE, pageToken=page,
    )  # fmt: skip


def videos(ids: tuple[str, ...], purpose: str = VIDEOS) -> Ask:
    return _ask("videos", purpose, part="snippet", id=",".join(ids))


def comments(channel_id: str, purpose: str = COMMENTS, page: str = "") -> Ask:
    """The newest threads under all videos of a channel: one list instead of one a video."""
    return _ask(
        "commentThreads", purpose, part="snippet,replies", allThreadsRelatedToChannelId=channel_id,
        order="time", textFormat="plainText", maxResults=COMMENTS_PER_PAGE, pageToken=page,
    )  # fmt: skip


def replies(thread: str, number: str) -> Ask:
    """All replies of a thread under a video; a list of threads holds a few only."""
    return _ask(
        "comments", f"{REPLIES}:{number}", part="snippet", parentId=thread, textFormat="plainText",
        maxResults=COMMENTS_PER_PAGE,
    )  # fmt: skip


def one_comment(known: KnownPost) -> Ask:
    return _ask(
        "comments", COMMENT, known.post_id, part="snippet", id=known.native_id,
        textFormat="plainText",
    )  # fmt: skip


def known_asks(state: SlotState) -> tuple[Ask, ...]:
    """Known videos, threads and replies by id, 50 a request, those unseen for longest first."""
    found = longest_unseen(state, MAX_RECHECKS, lambda known: is_video(known.native_id))
    said = longest_unseen(state, MAX_RECHECKS, lambda known: not is_video(known.native_id))
    threads = tuple(known.native_id for known in said if "." not in known.native_id)
    answers = tuple(known.native_id for known in said if "." in known.native_id)
    numbers = tuple(known.native_id for known in found)
    plain = {"part": "snippet", "textFormat": "plainText"}
    return (
        *(videos(tuple(some)) for some in parts(numbers, PER_CALL)),
        *(
            _ask("commentThreads", THREADS, id=",".join(some), **plain)
            for some in parts(threads, PER_CALL)
        ),
        *(
            _ask("comments", KNOWN_REPLIES, id=",".join(some), **plain)
            for some in parts(answers, PER_CALL)
        ),
    )
