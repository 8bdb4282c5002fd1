"""One post of a Facebook Page as the Graph API gives it in, a post out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from patroli.connectors.address import is_address
from patroli.connectors.fields import Fields, object_at, objects_at
from patroli.connectors.json_values import moment_of, text_at
from patroli.connectors.native import id_of, native_id
from patroli.connectors.text import tidy
from patroli.model import Answer, Platform, Post

FIELDS: Final = (
    "id,message,story,created_time,permalink_url,status_type,is_published,parent_id,from{id,name},"
    "attachments{media_type,type,title,description,url,unshimmed_url,target{id,url},"
    "subattachments{media_type,type,title,description,url,target{id,url}}}"
)
SHARED: Final = "shared_story"


def native_of(thing_: Fields) -> str:
    """`page_story`, the name under which the API can be asked for it again."""
    return text_at(thing_, "id")


def id_in(told: str) -> str:
    """The post id of the story's own number: an address and a saved page know no other."""
    return id_of(Platform.FACEBOOK, native_id(Platform.FACEBOOK, told))


def time_of(answer: Answer, thing_: Fields) -> datetime | None:
    return moment_of(text_at(thing_, "created_time"), answer.fetched_at)


def read_post(answer: Answer, found: Fields) -> Post | None:
    """The post; None for an object without an id."""
    native = native_of(found)
    if not native:
        return None
    attached = objects_at(found, "attachments", "data")
    parent, parent_text = _parent(found, attached)
    said = text_at(found, "message") or text_at(found, "story")
    shown = () if parent_text else (card for one in attached for card in cards(one))
    author = object_at(found, "from")
    return Post(
        id=id_in(native),
        platform=Platform.FACEBOOK,
        native_id=native,
        url=address_at(found, "permalink_url") or f"https://www.facebook.com/{native}",
        author=text_at(author, "name"),
        title="",
        text=tidy("\n".join(dict.fromkeys(filter(None, (said, *shown))))),
        published_at=time_of(answer, found),
        published_raw=text_at(found, "created_time"),
        edited_at=None,
        parent_id=id_in(parent),
        parent_text=parent_text,
        parent_author="",
        media=tuple(dict.fromkeys(address for one in attached for address in pictures(one))),
    )


def _parent(found: Fields, attached: tuple[Fields, ...]) -> tuple[str, str]:
    """What a shared post shares: its id and its words."""
    parent = text_at(found, "parent_id")
    if text_at(found, "status_type") != SHARED:
        return parent, ""
    first = next((one for one in attached if _is_post(one)), {})
    words = dict.fromkeys((text_at(first, "title"), text_at(first, "description")))
    return parent or text_at(first, "target", "id"), "\n".join(filter(None, words))


def _is_post(attachment: Fields) -> bool:
    """Whether it is a post of Facebook's own: a shared link to elsewhere is a `share`."""
    return bool(text_at(attachment, "target", "id")) and text_at(attachment, "type") != "share"


def cards(attachment: Fields) -> Iterator[str]:
    """The title and description a reader sees under the words."""
    yield text_at(attachment, "title")
    yield text_at(attachment, "description")
    if text_at(attachment, "type") == "share":
        yield address_at(attachment, "unshimmed_url")


def pictures(attachment: Fields) -> Iterator[str]:
    """The pages of pictures and videos: the files' own addresses change at every look."""
    below = objects_at(attachment, "subattachments", "data")
    for one in below or [attachment]:
        if text_at(one, "media_type") in {"photo", "video", "album"}:
            address = address_at(one, "target", "url") or address_at(one, "url")
            if address:
                yield address


def address_at(value: Fields, *path: str) -> str:
    """The address at a path of keys; empty where there is none."""
    said = text_at(value, *path)
    return said if is_address(said) else ""
