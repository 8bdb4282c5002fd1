"""One media object of Instagram in, a post out. Its short code is its native id."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from patroli.connectors.address import is_address
from patroli.connectors.fields import Fields, objects_at
from patroli.connectors.json_values import moment_of, text_at
from patroli.connectors.native import native_in
from patroli.model import Answer, Platform, Post, post_id

FIELDS: Final = "id,caption,media_type,permalink,timestamp"


def time_of(answer: Answer, found: Fields) -> datetime | None:
    return moment_of(text_at(found, "timestamp"), answer.fetched_at)


def native_of(found: Fields) -> str:
    """The short code, else the Graph API's own number."""
    return native_in(Platform.INSTAGRAM, text_at(found, "permalink")) or text_at(found, "id")


def read_post(answer: Answer, found: Fields, author: str) -> Post | None:
    """The post; None for an object without id and address."""
    link = text_at(found, "permalink")
    native = native_of(found)
    if not native:
        return None
    return Post(
        id=post_id(Platform.INSTAGRAM.value, native),
        platform=Platform.INSTAGRAM,
        native_id=native,
        url=link if is_address(link) else f"https://www.instagram.com/p/{native}/",
        author=author,
        title="",
        text=text_at(found, "caption"),
        published_at=time_of(answer, found),
        published_raw=text_at(found, "timestamp"),
        edited_at=None,
        parent_id="",
        parent_text="",
        parent_author="",
        media=_media(found, native),
    )


def _media(found: Fields, native: str) -> tuple[str, ...]:
    """Pictures named by the post's address: the files' own addresses change at every look."""
    below = [text_at(one, "id") for one in objects_at(found, "children", "data")]
    names = (name for name in below or [text_at(found, "id")] if name)
    return tuple(dict.fromkeys(f"https://www.instagram.com/p/{native}/#{name}" for name in names))
