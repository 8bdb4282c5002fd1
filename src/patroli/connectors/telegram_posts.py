"""A page of Telegram's public preview in, its messages and what it says of the channel out.

The preview is no documented interface. Its classes are read, nothing else of its layout:
`tgme_widget_message` with `data-post` (channel and number) and `data-view`, whose JSON holds the
channel's own number as `c`. Addresses of pictures change at each look and are not kept: a
picture is told by the number in its class.
"""

from __future__ import annotations

import copy
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from patroli.connectors.address import is_address
from patroli.connectors.dates import parse_date
from patroli.connectors.shares import shared_text
from patroli.connectors.text import parse_html, readable, tidy
from patroli.model import Answer, Platform, Post, Slot, SlotState, post_id

SPACE: Final = Platform.TELEGRAM.value
BLOCK = "tgme_widget_message"
_POST = re.compile(r"(\w{3,64})/(\d{1,12})")
_PHOTO = re.compile(r"(?:^|\s)(\d{6,25})(?:\s|$)")
_MEDIA = {
    "photo": f"{BLOCK}_photo_wrap",
    "video": f"{BLOCK}_video_player",
    "round": f"{BLOCK}_roundvideo_player",
    "voice": f"{BLOCK}_voice_player",
    "file": f"{BLOCK}_document_wrap",
    "sticker": f"{BLOCK}_sticker_wrap",
    "other": "message_media_not_supported_wrap",
}
_READ_TOO = ("poll_question", "poll_option_text", "document_title", "location_wrap")
_APART = ("reply", "link_preview")


@dataclass(frozen=True, slots=True)
class Page:
    """What one page of a channel shows."""

    posts: tuple[Post, ...]
    numbers: frozenset[int]
    """Of all messages, those of an album and of service too."""
    channel: str
    """The channel's own number, which stays when its name changes; empty if not told."""
    title: str
    handle: str
    older: str
    """The number before which older messages are; empty on the oldest page."""
    is_channel: bool
    is_profile: bool
    """Whether it is the card of a channel, group or person without a preview."""
    error: str
    """What stands instead of a message: "Post not found"."""


def read_page(slot: Slot, state: SlotState, answer: Answer, text: str, own: str) -> Page:
    """All messages of the channel `own` on a page, and who the channel is."""
    root = parse_html(text)
    if root is None:
        return Page((), frozenset(), "", "", "", "", False, False, "")
    blocks = [block for block in _by_class(root, BLOCK) if _name(block)[0] == own]
    channel = next((number for block in blocks if (number := _channel(block))), "")
    names = {known.url: known.native_id for known in state.known}
    posts = (_post(slot, answer, block, channel, names) for block in blocks)
    more = (a.get("data-before") or "" for a in _by_class(root, "tme_messages_more"))
    header = _first(root, "tgme_channel_info_header_username")
    return Page(
        posts=tuple(post for post in posts if post and (post.text or post.media)),
        numbers=frozenset(number for block in blocks for number in _numbers(block, own)),
        channel=channel,
        title=_shown(_first(root, "tgme_channel_info_header_title"))
        or _shown(_first(root, "tgme_page_title")),
        handle=_shown(header).removeprefix("@").lower(),
        older=next((before for before in more if before.isdigit()), ""),
        is_channel=header is not None or _first(root, "tgme_channel_history") is not None,
        is_profile=_first(root, "tgme_page_title") is not None,
        error=_shown(_first(root, f"{BLOCK}_error")),
    )


def number_of(native_id: str) -> int:
    """The number of a message in its channel, or 0."""
    number = native_id.rpartition("/")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 13 else 0


def _post(
    slot: Slot, answer: Answer, block: etree._Element, channel: str, names: dict[str, str]
) -> Post | None:
    """One message; None for one of service such as "pinned a message"."""
    handle, number = _name(block)
    if "service_message" in _classes(block):
        return None
    url = f"https://t.me/{block.get('data-post')}"
    native = f"{channel}/{number}" if channel else names.get(url, f"{handle}/{number}")
    text, media = _text(block), tuple(_media(block, url))
    times = [t for e in _by_class(block, f"{BLOCK}_date") for t in e.iter("time")]
    raw = next((t.get("datetime") or "" for t in times or block.iter("time")), "")
    source = _first(block, f"{BLOCK}_forwarded_from_name")
    reply = _first(block, f"{BLOCK}_reply")
    parent_id, parent_text, parent_author = "", "", ""
    if source is not None:
        parent_id, whose = _pointed(source, handle, channel)
        parent_text, parent_author = text, whose or _shown(source)
        text = shared_text(whose, _shown(source), text)
    elif reply is not None:
        parent_id, whose = _pointed(reply, handle, channel)
        said = _first(reply, "js-message_reply_text")
        said = _first(reply, f"{BLOCK}_metatext") if said is None else said
        parent_text = "" if said is None else readable(said)
        parent_author = whose or _shown(_first(reply, f"{BLOCK}_author_name"))
    signed = _shown(_first(block, f"{BLOCK}_from_author"))
    owner = _shown(_first(block, f"{BLOCK}_owner_name"))
    edited = "edited" in _shown(_first(block, f"{BLOCK}_meta")).split()
    return Post(
        id=post_id(SPACE, native),
        platform=Platform.TELEGRAM,
        native_id=native,
        url=url,
        author=f"{owner} ({signed})" if signed and signed != owner else owner,
        title="",
        text=text,
        published_at=parse_date(raw, slot.zone, answer.fetched_at),
        published_raw=f"{raw} (edited)" if edited else raw,
        edited_at=None,
        parent_id=parent_id,
        parent_text=parent_text,
        parent_author=parent_author,
        media=media,
        author_handle=handle if slot.query or slot.contains else "",
    )


def _pointed(link: etree._Element, own: str, channel: str) -> tuple[str, str]:
    """The id of the message a link leads to, and in whose channel it stands.

    Of another channel only its name is told, not its number.
    """
    href = link.get("href") or ""
    parts = urlsplit(href) if is_address(href) else None
    if parts is None or parts.hostname not in {"t.me", "telegram.me"}:
        return "", ""
    path = parts.path.strip("/").removeprefix("s/")
    found = _POST.fullmatch(path)
    if found is None:
        return "", path.lower() if re.fullmatch(r"\w{3,64}", path) else ""
    handle, number = found.group(1).lower(), found.group(2)
    whose = channel if handle == own and channel else handle
    return post_id(SPACE, f"{whose}/{number}"), handle


def _text(block: etree._Element) -> str:
    """What a reader reads of the message itself, hidden links written out."""
    own = [e for e in _by_class(block, f"{BLOCK}_text") if not _is_within(e, block)]
    outer = [e for e in own if not any(above in own for above in e.iterancestors())]
    more = [e for name in _READ_TOO for e in _by_class(block, f"{BLOCK}_{name}")]
    return tidy("\n\n".join(readable(_with_links(e)) for e in (*outer, *more)))


def _is_within(element: etree._Element, block: etree._Element) -> bool:
    """Whether it belongs to what the message answers or links to."""
    apart = {f"{BLOCK}_{name}" for name in _APART}
    above = (e for e in element.iterancestors() if e is not block)
    return any(apart & _classes(e) for e in above)


def _with_links(element: etree._Element) -> etree._Element:
    element = copy.deepcopy(element)
    for link in element.iter("a"):
        href, shown = link.get("href") or "", "".join(map(str, link.itertext())).strip()
        is_plain = not shown or shown[0] in "@#" or shown.split("…")[0].strip("/") in href
        if is_address(href) and not is_plain:
            children = list(link)
            if children:
                children[-1].tail = f"{children[-1].tail or ''} ({href})"
            else:
                link.text = f"{link.text or ''} ({href})"
    return element


def _media(block: etree._Element, url: str) -> Iterator[str]:
    """Each picture, video, sound and file, told apart by what does not change."""
    for kind, name in _MEDIA.items():
        elements = [e for e in _by_class(block, name) if not _is_within(e, block)]
        for place, element in enumerate(elements, 1):
            found = _PHOTO.search(element.get("class") or "")
            yield f"{url}#{kind}-{found.group(1) if found else place}"


def _name(block: etree._Element) -> tuple[str, str]:
    found = _POST.fullmatch(block.get("data-post") or "")
    return (found.group(1).lower(), found.group(2)) if found else ("", "")


def _numbers(block: etree._Element, own: str) -> Iterator[int]:
    """The message's number, and those of an album's other pictures, which have only links."""
    yield int(_name(block)[1])
    for group in _by_class(block, f"{BLOCK}_grouped_wrap"):
        for link in group.iter("a"):
            path = (link.get("href") or "").partition("t.me/")[2].partition("?")[0]
            found = _POST.fullmatch(path)
            if found and found.group(1).lower() == own:
                yield int(found.group(2))


def _channel(block: etree._Element) -> str:
    view = block.get("data-view") or ""
    try:
        found = json.loads(urlsafe_b64decode(view + "=" * (-len(view) % 4)))
    except (ValueError, RecursionError):
        return ""
    number = found.get("c") if isinstance(found, dict) else None
    return str(abs(number)) if isinstance(number, int) and not isinstance(number, bool) else ""


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _by_class(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (e for e in root.iter(etree.Element) if name in _classes(e))


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(_by_class(root, name), None)


def _shown(element: etree._Element | None) -> str:
    return "" if element is None else " ".join(readable(element).split())
