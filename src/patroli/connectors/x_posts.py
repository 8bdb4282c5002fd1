"""The posts of an X answer with what it includes in, posts out.

An edit makes a new id; all ids of a post stand in `edit_history_tweet_ids`, and the first of them
is its native id here, so that an edit is a new version of one post.
Source: docs.x.com, "Data dictionary" and "Edit Posts fundamentals".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final

from patroli.connectors.fields import Fields, object_at, objects_at
from patroli.connectors.json_values import moment_of, text_at
from patroli.connectors.text import tidy
from patroli.model import Answer, Platform, Post, post_id

FIELDS: Final = {
    "tweet.fields": "author_id,attachments,created_at,edit_history_tweet_ids,entities,lang,"
    "note_tweet,referenced_tweets",
    "expansions": "author_id,attachments.media_keys,referenced_tweets.id,"
    "referenced_tweets.id.author_id",
    "user.fields": "id,name,protected,username",
    "media.fields": "alt_text,media_key,preview_image_url,type,url",
}
WORST: Final = 13
"""What one listed post may cost with all it includes, in prices of a post: itself, two posts it
refers to, three users at twice the price, four pictures."""

EPOCH: Final = datetime.fromtimestamp(1_288_834_974.657, UTC)
_STATUS = re.compile(r"/status(?:es)?/(\d{1,19})")


def id_at(moment: datetime) -> int:
    """The least id a post of that moment can have: ids hold milliseconds, shifted by 22 bits."""
    return max(int((moment - EPOCH) / timedelta(milliseconds=1)), 0) << 22


def moment_at(number: str) -> datetime | None:
    """When an id was given out; ids from before November 2010 tell no time."""
    if not (number.isascii() and number.isdigit()) or not 2**40 < int(number) < 2**63:
        return None
    return EPOCH + timedelta(milliseconds=int(number) >> 22)


def id_in(address: str) -> str:
    """The id in a post's address; empty where there is none."""
    found = _STATUS.search(address)
    return found.group(1) if found else ""


def history(tweet: Fields) -> tuple[str, ...]:
    """All ids of a post, the first one first."""
    ids = tweet.get("edit_history_tweet_ids")
    listed = [i for i in ids if isinstance(i, str) and i] if isinstance(ids, list) else []
    own = text_at(tweet, "id")
    return tuple(dict.fromkeys((*listed, own))) if own in listed or not listed else (own,)


def is_latest(tweet: Fields) -> bool:
    return history(tweet)[-1] == text_at(tweet, "id")


def cost(data: object) -> int:
    """What an answer cost at most, in prices of a post.

    X charges for each resource in an answer; whether included ones count is not said, so they do.
    """
    alone = object_at(data, "data")
    posts = objects_at(data, "data") or ((alone,) if alone else ())
    included = ("tweets", 1), ("media", 1), ("users", 2)
    return len(posts) + sum(n * len(objects_at(data, "includes", kind)) for kind, n in included)


@dataclass(frozen=True, slots=True)
class Included:
    """What an answer brings along, by id."""

    tweets: Mapping[str, Fields]
    users: Mapping[str, Fields]
    media: Mapping[str, Fields]


def included(data: object) -> Included:
    found = object_at(data, "includes")
    return Included(
        tweets={text_at(one, "id"): one for one in objects_at(found, "tweets")},
        users={text_at(one, "id"): one for one in objects_at(found, "users")},
        media={text_at(one, "media_key"): one for one in objects_at(found, "media")},
    )


def read_posts(answer: Answer, tweets: Iterable[Fields], brought: Included) -> tuple[Post, ...]:
    """One post for each listed in its newest wording; older wordings are left out."""
    return tuple(
        _post(answer, one, brought) for one in tweets if text_at(one, "id") and is_latest(one)
    )


def _post(answer: Answer, tweet: Fields, brought: Included) -> Post:
    ids, author = history(tweet), brought.users.get(text_at(tweet, "author_id"), {})
    said = text_at(tweet, "created_at")
    created = moment_of(said, answer.fetched_at)
    edited = len(ids) > 1
    kind, shared_id = _shared(tweet)
    shared = brought.tweets.get(shared_id, {})
    whose = brought.users.get(text_at(shared, "author_id"), {})
    parent_text = _text(shared, brought)
    handle = text_at(author, "username").lower()
    text = _text(tweet, brought)
    if kind == "retweeted" and parent_text:
        # The text of a repost is cut to 140 characters; the shared post has all of it.
        text = f"RT @{text_at(whose, 'username') or 'i'}: {parent_text}"
    return Post(
        id=post_id(Platform.X.value, ids[0]),
        platform=Platform.X,
        native_id=ids[0],
        url=f"https://x.com/{handle or 'i'}/status/{ids[-1]}",
        author=text_at(author, "name"),
        title="",
        text=text,
        published_at=(moment_at(ids[0]) or created) if edited else created,
        published_raw=said,
        edited_at=created if edited else None,
        parent_id=post_id(Platform.X.value, history(shared)[0] or shared_id) if shared_id else "",
        parent_text=parent_text,
        parent_author=text_at(whose, "username") or text_at(whose, "name"),
        media=_media(tweet, brought),
        author_handle=handle,
    )


def _shared(tweet: Fields) -> tuple[str, str]:
    """What it answers, else quotes, else passes on: kind and id."""
    found = {text_at(r, "type"): text_at(r, "id") for r in objects_at(tweet, "referenced_tweets")}
    kinds = ("replied_to", "quoted", "retweeted")
    return next(((kind, found[kind]) for kind in kinds if found.get(kind)), ("", ""))


def _text(tweet: Fields, brought: Included) -> str:
    """What a reader reads: long texts whole, links as they lead, descriptions of pictures."""
    note = object_at(tweet, "note_tweet")
    source = note if text_at(note, "text") else tweet
    text = text_at(source, "text")
    for link in objects_at(source, "entities", "urls"):
        short = text_at(link, "url")
        shown = "" if text_at(link, "media_key") else text_at(link, "expanded_url")
        text = text.replace(short, shown) if short else text
    pictures = (brought.media.get(key, {}) for key in _keys(tweet))
    described = (text_at(picture, "alt_text") for picture in pictures)
    return tidy("\n".join(filter(None, (unescape(text).strip(), *described))))


def _keys(tweet: Fields) -> list[str]:
    keys = object_at(tweet, "attachments").get("media_keys")
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []


def _media(tweet: Fields, brought: Included) -> tuple[str, ...]:
    found = (brought.media.get(key, {}) for key in _keys(tweet))
    shown = (text_at(one, "url") or text_at(one, "preview_image_url") for one in found)
    return tuple(dict.fromkeys(address for address in shown if address))
