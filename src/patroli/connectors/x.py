"""X (API v2, with the operator's own bearer token): an answer in, posts, next pages and money out.

An account is found by its handle once and asked by its id from then on. Lists go from the newest
back; what lies between the last page a round may read and what was read before is a gap that the
cursor remembers and the next rounds close. Every ask says what it may cost at most, in prices of
one post.
Source: docs.x.com, "Timelines", "Recent search", "Posts lookup", "Users lookup", "Pricing".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed, never_raises
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, decoded, object_at, objects_at
from patroli.connectors.json_values import query_of, text_at, text_from, with_query, words_of
from patroli.connectors.x_posts import (
    FIELDS,
    WORST,
    cost,
    history,
    id_in,
    included,
    is_latest,
    read_posts,
)
from patroli.connectors.x_problems import GONE, HIDDEN, account_trouble, problem_of, refused
from patroli.connectors.x_steps import (
    ACCEPT,
    AGAIN,
    API,
    GAP,
    KEY,
    KNOWN,
    NEW,
    USER,
    USER_COST,
    end_of_round,
    list_ask,
    onward,
    timeline,
    user_ask,
    user_in,
    where,
)
from patroli.model import (
    Absence,
    Answer,
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Post,
    Profile,
    Reading,
    Slot,
    SlotState,
    Spend,
    Standing,
)

MAX_KNOWN: Final = 20
"""Most known posts asked again in one round, those unseen for longest first."""


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """What is new in the timeline or search, and known posts by their ids."""
    cursor = words_of(state.cursor)
    known = _known_asks(state.known)
    if slot.query:
        return (list_ask(f"{API}/tweets/search/recent", slot, cursor), *known)
    if cursor.get("id"):
        return (list_ask(timeline(cursor["id"]), slot, cursor), *known)
    name = quote(_handle(slot) or slot.address, safe="")
    return (user_ask(f"{API}/users/by/username/{name}", USER), *known)


def _handle(slot: Slot) -> str:
    return handle_in(Platform.X, slot.address)


def _known_asks(known: Iterable[KnownPost]) -> tuple[Ask, ...]:
    longest_unseen = sorted(known, key=lambda post: post.last_seen)[:MAX_KNOWN]
    ids = [id_in(post.url) or post.native_id for post in longest_unseen]
    return _lookup(ids)


def _lookup(ids: Iterable[str]) -> tuple[Ask, ...]:
    asked = [i for i in dict.fromkeys(ids) if i.isascii() and i.isdigit()]
    if not asked:
        return ()
    url = with_query(f"{API}/tweets", ids=",".join(asked), **FIELDS)
    spend = Spend("x", len(asked) * WORST)
    return (Ask(url, KNOWN, ACCEPT, key=KEY, spend=spend, aside=True),)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Posts of a list with its next page, known posts, or whose account it is."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    purpose, _, rest = answer.ask.purpose.partition(":")
    if answer.status == 400 and purpose in {NEW, GAP}:
        too_old = _out_of_reach(slot, state, answer, data)
        if too_old is not None:
            return too_old
    problem = refused(answer, text, data)
    if problem is not None:
        return account_trouble(data, user_in(answer), _handle(slot)) or problem
    if not isinstance(data, dict):
        return failed("no JSON object where the API promised one")
    if purpose == KNOWN:
        reading = _read_known(slot, state, answer, data)
    elif purpose in {USER, AGAIN}:
        reading = _read_user(slot, answer, data, rest)
    else:
        reading = _read_list(slot, state, answer, data)
    return replace(reading, spent=_price(purpose, data))


def _price(purpose: str, data: Fields) -> int:
    if purpose in {USER, AGAIN}:
        return USER_COST if text_at(data, "data", "id") else 0
    return cost(data)


def _read_user(slot: Slot, answer: Answer, data: Fields, carried: str) -> Reading:
    """Whose account it is; then its timeline, unless that was read before."""
    user = object_at(data, "data")
    handle, number = text_at(user, "username").lower(), text_at(user, "id")
    trouble = account_trouble(data, words_of(carried).get("id", ""), _handle(slot))
    if not number:
        return trouble or failed("neither an account nor a reason where the API promised one")
    hidden = user.get("protected") is True
    standing = Standing.PRIVATE if hidden else Standing.PUBLIC
    profile = Profile(number, handle, text_at(user, "name"), standing)
    if hidden:
        detail = f"the account @{handle} is protected"
        return Reading(Outcome.LOGIN_WALL, detail, profiles=(profile,))
    renamed = handle != _handle(slot)
    detail = f"the account @{_handle(slot)} is now @{handle}" if renamed else ""
    if carried:
        cursor = text_from(**{**words_of(carried), "seen": answer.fetched_at.date().isoformat()})
        return Reading(Outcome.UNCHANGED, detail, profiles=(profile,), cursor=cursor)
    asks = (list_ask(timeline(number), slot, {}),)
    return Reading(Outcome.UNCHANGED, detail, profiles=(profile,), asks=asks)


def _own(slot: Slot, posts: Iterable[Post]) -> tuple[Post, ...]:
    """Posts of a timeline are the account's own, whatever its handle is today."""
    return tuple(post if slot.query else replace(post, author_handle="") for post in posts)


def _read_list(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    tweets = objects_at(data, "data")
    trouble = None if tweets else account_trouble(data, user_in(answer), _handle(slot))
    if trouble is not None:
        return trouble
    if not isinstance(data.get("data"), list) and not isinstance(data.get("meta"), dict):
        return failed("neither posts nor a count of them where the API promised a list")
    posts = _own(slot, read_posts(answer, tweets, included(data)))
    reading = collected(slot, state, posts)
    asks, cursor = onward(slot, state, answer, data)
    goes_on = any(where(ask.purpose)[0] in {NEW, GAP} for ask in asks)
    more = bool(words_of(cursor).get("high")) and not goes_on
    return replace(reading, asks=asks, cursor=cursor, more=more)


def _out_of_reach(slot: Slot, state: SlotState, answer: Answer, data: object) -> Reading | None:
    """A search reaches seven days back: an older beginning is left out, an older gap given up."""
    said = " ".join(text_at(error, "message") for error in objects_at(data, "errors"))
    if "since_id" not in said and "until_id" not in said:
        return None
    lost = "posts between the last round and a week ago cannot be searched any more"
    kind, _, newest = where(answer.ask.purpose)
    if kind == NEW and query_of(answer.ask.url).get("since_id"):
        ask = replace(answer.ask, url=with_query(answer.ask.url, since_id=""))
        return Reading(Outcome.EMPTY, lost, asks=(ask,), spent=0)
    if kind == GAP:
        asks, cursor = end_of_round(slot, words_of(state.cursor), answer, newest, ("", ""))
        return Reading(Outcome.EMPTY, lost, asks=asks, cursor=cursor, spent=0)
    return None


def _read_known(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    """Known posts as they read now; those X names as gone or hidden are absent."""
    tweets = objects_at(data, "data")
    posts = _own(slot, read_posts(answer, tweets, included(data)))
    known = {id_in(post.url) or post.native_id: post for post in state.known}
    absences = [
        Absence(known[number].post_id, known[number].url, signal)
        for number, signal in _missing(data).items()
        if number in known
    ]
    reworded = [history(tweet)[-1] for tweet in tweets if not is_latest(tweet)]
    reading = collected(slot, state, posts)
    return replace(reading, absences=tuple(absences), asks=_lookup(reworded))


def _missing(data: Fields) -> dict[str, str]:
    """Ids with what X says of them; a hidden post's account is protected or suspended."""
    signals = {GONE: "x: not found", HIDDEN: "x: hidden with its account"}
    return {
        text_at(error, "resource_id") or text_at(error, "value"): signals[problem_of(error)]
        for error in objects_at(data, "errors")
        if problem_of(error) in signals and text_at(error, "parameter") == "ids"
    }
