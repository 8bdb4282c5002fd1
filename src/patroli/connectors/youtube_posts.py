"""Resources of the YouTube Data API in, posts out: videos and comments.

Shapes: developers.google.com/youtube/v3/docs, resources playlistItem, video, comment,
commentThread, channel. The same video reads the same from every list, or it would look edited:
so a search's shortened description is not read, and parents' texts are left to the parents.
"""

from __future__ import annotations

import re
from typing import Final

from patroli.config.places import handle_in
from patroli.connectors.dates import parse_date
from patroli.connectors.fields import Fields, object_at, objects_at, text_at
from patroli.connectors.text import tidy, titled
from patroli.model import Answer, Platform, Post, Profile, Slot, Standing, post_id

SPACE: Final = Platform.YOUTUBE.value
WATCH: Final = "https://www.youtube.com/watch?v="
_VIDEO = re.compile(r"[\w-]{11}")
_CHANNEL = re.compile(r"UC[\w-]{22}")


def is_video(native_id: str) -> bool:
    """Whether it is a video's id; a comment's is longer, a reply's has a point in it."""
    return bool(_VIDEO.fullmatch(native_id))


def is_channel(handle: str) -> bool:
    return bool(_CHANNEL.fullmatch(handle))


def video_in(url: str) -> str:
    """The video that an address of a video or of a comment under it leads to."""
    return url.removeprefix(WATCH).partition("&")[0] if url.startswith(WATCH) else ""


def profile_of(channel: Fields) -> Profile:
    """What a channel's own snippet says."""
    snippet = object_at(channel, "snippet")
    handle = text_at(snippet, "customUrl").removeprefix("@").lower()
    return Profile(text_at(channel, "id"), handle, tidy(text_at(snippet, "title")), Standing.PUBLIC)


def listed_video(slot: Slot, answer: Answer, item: Fields) -> Post | None:
    """A playlistItem of a channel's uploads; None for one that is private or deleted by now."""
    snippet, published = item.get("snippet"), text_at(item, "contentDetails", "videoPublishedAt")
    number = text_at(item, "contentDetails", "videoId")
    owner = text_at(snippet, "videoOwnerChannelTitle") or text_at(snippet, "channelTitle")
    if not published or not isinstance(snippet, dict):
        return None
    return _video(slot, answer, number, snippet, published, owner)


def video(slot: Slot, answer: Answer, item: Fields) -> Post | None:
    """A video resource."""
    snippet = object_at(item, "snippet")
    published, owner = text_at(snippet, "publishedAt"), text_at(snippet, "channelTitle")
    return _video(slot, answer, text_at(item, "id"), snippet, published, owner)


def _video(
    slot: Slot, answer: Answer, number: str, snippet: Fields, published: str, owner: str
) -> Post | None:
    if not is_video(number):
        return None
    title = tidy(text_at(snippet, "title"))
    shown = text_at(snippet, "thumbnails", "high", "url").partition("?")[0]
    return Post(
        id=post_id(SPACE, number),
        platform=Platform.YOUTUBE,
        native_id=number,
        url=f"{WATCH}{number}",
        author=tidy(owner),
        title=title,
        text=titled(title, tidy(text_at(snippet, "description"))),
        published_at=parse_date(published, slot.zone, answer.fetched_at),
        published_raw=published,
        edited_at=None,
        parent_id="",
        parent_text="",
        parent_author="",
        media=(shown.replace("_live.jpg", ".jpg"),) if shown else (),
        author_handle=text_at(snippet, "channelId") if slot.query else "",
    )


def thread_posts(slot: Slot, answer: Answer, thread: Fields) -> tuple[Post, ...]:
    """The comment that begins a thread, and those replies that the answer holds."""
    top = object_at(thread, "snippet", "topLevelComment")
    number = text_at(thread, "snippet", "videoId") or text_at(top, "snippet", "videoId")
    first = comment(slot, answer, top, number)
    if first is None:
        return ()
    replies = objects_at(thread, "replies", "comments")
    found = (comment(slot, answer, one, number, first.author_handle) for one in replies)
    return (first, *(post for post in found if post))


def comment(
    slot: Slot, answer: Answer, item: Fields, number: str, answered: str = ""
) -> Post | None:
    """A comment under video `number`, or a reply to one; `answered` is whose that one is."""
    own, snippet = text_at(item, "id"), object_at(item, "snippet")
    if not own or is_video(own) or not snippet:
        return None
    parent = text_at(snippet, "parentId")
    written, edited = text_at(snippet, "publishedAt"), text_at(snippet, "updatedAt")
    owner = handle_in(Platform.YOUTUBE, slot.address)
    return Post(
        id=post_id(SPACE, own),
        platform=Platform.YOUTUBE,
        native_id=own,
        url=f"{WATCH}{number}&lc={own}" if number else f"https://www.youtube.com/?lc={own}",
        author=tidy(text_at(snippet, "authorDisplayName")),
        title="",
        text=tidy(text_at(snippet, "textDisplay")),
        published_at=parse_date(written, slot.zone, answer.fetched_at),
        published_raw=written,
        edited_at=None if edited == written else parse_date(edited, slot.zone, answer.fetched_at),
        parent_id=post_id(SPACE, parent or number) if parent or number else "",
        parent_text="",
        parent_author=answered if parent else owner,
        media=(),
        author_handle=_author_handle(snippet),
    )


def _author_handle(snippet: Fields) -> str:
    """Today's display names are handles; an older answer tells the channel only."""
    name = text_at(snippet, "authorDisplayName")
    if name.startswith("@"):
        return name[1:].lower()
    address = text_at(snippet, "authorChannelUrl")
    return handle_in(Platform.YOUTUBE, address) or text_at(snippet, "authorChannelId", "value")
