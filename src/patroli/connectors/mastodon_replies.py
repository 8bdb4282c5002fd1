"""Replies and where they were met in, one request for them and what they answer out, and its posts.

A status tells only the number of its parent. Both are asked together, so that one answer proves
what was said and to what; a parent that is gone or hidden is not in it, and the reply stands alone.
Servers before Mastodon 4.3 give no statuses by number: replies are read there where they were met.
Shape: docs.joinmastodon.org/methods/statuses, "View multiple statuses".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from patroli.config.places import handle_in
from patroli.connectors.answers import collected
from patroli.connectors.fields import Fields, text_at
from patroli.connectors.json_values import number_at
from patroli.connectors.mastodon_posts import ACCEPT, FOR_ALL, status_post
from patroli.model import Answer, Ask, Platform, Post, Reading, Slot, SlotState

REPLIES, ALONE = "replies", "alone"
"""Purposes: `replies:2:ADDRESS` asks two replies, met there, and parents; `alone:11,12` reads these
two there without."""
PER_CALL: Final = 20
"""Most numbers of one request for statuses."""


def parted(slot: Slot, answer: Answer, data: tuple[Fields, ...]) -> tuple[list[Post], list[Fields]]:
    """The posts of an answer that are whole, and the replies whose parents are not in it."""
    here = {text_at(status, "id"): status for status in data if _is_for_all(status)}
    whole, replies = [], []
    for status in data:
        answered = text_at(status, "in_reply_to_id")
        post = status_post(slot, answer, status, _own(slot), here.get(answered))
        if post is not None and answered and answered not in here:
            replies.append(status)
        elif post is not None:
            whole.append(post)
    return whole, replies


def reply_asks(slot: Slot, answer: Answer, replies: Iterable[Fields]) -> tuple[Ask, ...]:
    """Replies of an answer with their parents, as many a request as go into one."""
    return tuple(_reply_ask(slot, answer, some) for some in _grouped(replies))


def _grouped(replies: Iterable[Fields]) -> Iterator[dict[str, str]]:
    """Numbers of replies and of their parents, at most `PER_CALL` different ones at a time."""
    some: dict[str, str] = {}
    for status in replies:
        more = some | {text_at(status, "id"): text_at(status, "in_reply_to_id")}
        if len({*more, *more.values()}) > PER_CALL:
            yield some
            more = {text_at(status, "id"): text_at(status, "in_reply_to_id")}
        some = more
    if some:
        yield some


def _reply_ask(slot: Slot, answer: Answer, some: dict[str, str]) -> Ask:
    numbers = dict.fromkeys((*some, *some.values()))
    parts = urlsplit(slot.address)
    query = urlencode([("id[]", number) for number in numbers])
    address = f"{parts.scheme}://{parts.netloc}/api/v1/statuses?{query}"
    return Ask(address, f"{REPLIES}:{len(some)}:{answer.ask.url}", ACCEPT, key=answer.ask.key)


def read_replies(slot: Slot, state: SlotState, answer: Answer, data: tuple[Fields, ...]) -> Reading:
    """Replies with what they answer; those that are not listed are read where they were met."""
    here = {text_at(status, "id"): status for status in data if _is_for_all(status)}
    asked = _asked(answer)
    posts = (
        status_post(slot, answer, here[number], _own(slot), _parent(here, number))
        for number in asked
        if number in here
    )
    left = [number for number in asked if number not in here]
    reading = collected(slot, state, [post for post in posts if post])
    asks = (_alone_ask(answer, left),) if left else ()
    return Reading(reading.outcome, reading.detail, reading.posts, asks=asks)


def without_parents(answer: Answer) -> tuple[Ask, ...]:
    """The replies of a request that the server does not serve."""
    return (_alone_ask(answer, _asked(answer)),)


def _alone_ask(answer: Answer, numbers: Iterable[str]) -> Ask:
    where = answer.ask.purpose.partition(":")[2].partition(":")[2]
    return Ask(where, f"{ALONE}:{','.join(numbers)}", ACCEPT, key=answer.ask.key)


def read_alone(slot: Slot, state: SlotState, answer: Answer, data: tuple[Fields, ...]) -> Reading:
    """Replies without what they answer."""
    wanted = set(answer.ask.purpose.partition(":")[2].split(","))
    found = (one for one in data if text_at(one, "id") in wanted)
    posts = [post for one in found if (post := status_post(slot, answer, one, _own(slot)))]
    told = f"{len(posts)} replies without what they answer, which this server does not list"
    return collected(slot, state, posts, told if posts else "")


def _asked(answer: Answer) -> list[str]:
    count = number_at({"of": answer.ask.purpose.partition(":")[2].partition(":")[0]}, "of")
    numbers = [value for key, value in parse_qsl(urlsplit(answer.ask.url).query) if key == "id[]"]
    return numbers[:count]


def _parent(here: dict[str, Fields], number: str) -> Fields | None:
    return here.get(text_at(here[number], "in_reply_to_id"))


def _is_for_all(status: Fields) -> bool:
    return text_at(status, "visibility") in FOR_ALL


def _own(slot: Slot) -> str:
    return handle_in(Platform.MASTODON, slot.address)
