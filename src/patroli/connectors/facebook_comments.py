"""Comments under a Page's newest posts in, posts and the next list to ask out; known ones again.

Meta gives a comment's number, and who wrote it, only to who may moderate the Page; to others with
Page Public Content Access it gives words without either. Nothing could be said of such a comment
nor could it be asked for again, so it is counted and not kept. One list is asked after the other,
so that a refused one ends them and costs one call.
Source: developers.facebook.com, "Page Post Comments", "Comment", "Object Comments".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed
from patroli.connectors.facebook_posts import cards, id_in, pictures, time_of
from patroli.connectors.fields import Fields, object_at, objects_at
from patroli.connectors.graph import API, graph_ask, next_cursor, tired
from patroli.connectors.json_values import number_at, text_at, with_query
from patroli.connectors.text import tidy
from patroli.connectors.walk import OVERLAP
from patroli.model import Answer, Ask, Key, KnownPost, Platform, Post, Reading, Slot, SlotState

KEY: Final = Key("PATROLI_META_TOKEN")
COMMENTS: Final = "comments"
"""Purpose: `comments:2:STORY,STORY` is a second page; then these posts' comments are asked."""
FIELDS: Final = (
    "id,message,created_time,from{id,name},parent{id,from{id,name}},"
    "attachment{media_type,type,title,description,url,target{id,url}}"
)
PER_PAGE: Final = 100
MAX_POSTS: Final = 5
"""Most posts whose comments are asked in one round."""
MAX_PAGES: Final = 3
"""Most pages of comments of one post in one round."""
RECENT: Final = timedelta(days=14)
"""Older posts' comments are not asked."""
SITE: Final = "https://www.facebook.com/"
_WHICH: Final = "?comment_id="
"""Stands in the address of a comment behind its post's number, and in no post's."""


def is_comment(known: KnownPost) -> bool:
    return known.url.startswith(SITE) and _WHICH in known.url


def story_of(known: KnownPost) -> str:
    """`page_story`, the post that a known comment stands under: the comment does not tell it."""
    return known.url.removeprefix(SITE).partition(_WHICH)[0]


def first_comments(answer: Answer, listed: Iterable[Fields]) -> tuple[Ask, ...]:
    """The newest comments of the newest posts of a list, one post after the other."""
    since = answer.fetched_at - RECENT
    recent = [one for one in listed if (time := time_of(answer, one)) and time >= since]
    stories = [number for one in recent if (number := text_at(one, "id"))]
    return () if tired(answer) else _next_post(stories[:MAX_POSTS])


def _next_post(stories: list[str]) -> tuple[Ask, ...]:
    if not stories:
        return ()
    url = with_query(
        f"{API}/{stories[0]}/comments",
        fields=FIELDS, filter="stream", order="reverse_chronological", limit=PER_PAGE,
    )  # fmt: skip
    return (graph_ask(url, f"{COMMENTS}:1:{','.join(stories[1:])}", KEY, aside=True),)


def read_comments(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    """A page of comments of one post; the next page, else the next post's."""
    if not isinstance(data.get("data"), list):
        return failed("no list of comments where the API promised one")
    listed = objects_at(data, "data")
    story = answer.ask.url.removeprefix(f"{API}/").partition("/")[0]
    posts = [post for one in listed if (post := read_comment(slot, answer, one, story))]
    hidden = len(listed) - len(posts)
    detail = f"{hidden} comments that Meta gives without number or author, not kept"
    notes = (detail if hidden else "", tired(answer))
    reading = collected(slot, state, posts, "; ".join(filter(None, notes)))
    if tired(answer) or (listed and not any(text_at(one, "id") for one in listed)):
        return reading
    _, page, rest = [*answer.ask.purpose.split(":", 2), "", ""][:3]
    number = number_at({"page": page}, "page") or 1
    after = next_cursor(data)
    if after and number < MAX_PAGES and not _was_read(state, answer, listed):
        url, purpose = with_query(answer.ask.url, after=after), f"{COMMENTS}:{number + 1}:{rest}"
        return replace(reading, asks=(graph_ask(url, purpose, KEY, aside=True),))
    return replace(reading, asks=_next_post([one for one in rest.split(",") if one]))


def _was_read(state: SlotState, answer: Answer, listed: tuple[Fields, ...]) -> bool:
    """Whether a page reaches back to before the last round."""
    last = max((known.last_seen for known in state.known), default=None)
    times = [time for one in listed if (time := time_of(answer, one))]
    return last is not None and bool(times) and min(times) <= last - OVERLAP


def read_comment(slot: Slot, answer: Answer, found: Fields, story: str) -> Post | None:
    """A comment under the post `story`, or an answer to one; None without number or author.

    The Page's own answers are its own posts. Another's handle is its number: Meta tells no other.
    """
    native, writer = text_at(found, "id"), text_at(found, "from", "id")
    if not native or not writer:
        return None
    own, page = handle_in(Platform.FACEBOOK, slot.address), story.partition("_")[0]
    attached, answered = object_at(found, "attachment"), object_at(found, "parent")
    whose = text_at(answered, "from", "id") if answered else page
    shown = filter(None, (text_at(found, "message"), *cards(attached)))
    return Post(
        id=id_in(native),
        platform=Platform.FACEBOOK,
        native_id=native,
        url=f"{SITE}{story}{_WHICH}{native.rpartition('_')[2]}",
        author=text_at(found, "from", "name"),
        title="",
        text=tidy("\n".join(dict.fromkeys(shown))),
        published_at=time_of(answer, found),
        published_raw=text_at(found, "created_time"),
        edited_at=None,
        parent_id=id_in(text_at(answered, "id") or story),
        parent_text="",
        parent_author=own if whose == page else whose,
        media=tuple(dict.fromkeys(pictures(attached))),
        author_handle=own if writer == page else writer,
    )
