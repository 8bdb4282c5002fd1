"""Mastodon's interface for the public: an answer in, its posts, next pages and rechecks out.

Accounts and hashtags are read without a key; a full-text search needs a token of the asked server.
Shapes: docs.joinmastodon.org/methods/accounts, /timelines, /statuses, /search. The ids of a server
follow the date a status claims, so one that came late sorts further down; the sweep meets it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from patroli.config.places import handle_in
from patroli.connectors.address import host_of
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, decoded, objects_at, text_at
from patroli.connectors.json_values import moment_of
from patroli.connectors.known import longest_unseen, outside_last_listing, parts
from patroli.connectors.mastodon_posts import ACCEPT, own_number, profile_of
from patroli.connectors.mastodon_replies import (
    ALONE,
    PER_CALL,
    REPLIES,
    parted,
    read_alone,
    read_replies,
    reply_asks,
    without_parents,
)
from patroli.connectors.recheck import PURPOSE, read_recheck
from patroli.connectors.walk import NEWEST, Listed, Pages, is_page, step
from patroli.connectors.walls import find_wall
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Key,
    KnownPost,
    Outcome,
    Platform,
    Profile,
    Reading,
    Slot,
    SlotState,
    Standing,
)

VARIABLE = "PATROLI_MASTODON_TOKEN_"
"""A token is one server's: its variable ends in the server's name, so that no other is sent it."""
PER_PAGE = 40
LIST_PAGES, SEARCH_PAGES = Pages(most=5, sweep=3), Pages(most=3, sweep=0)
MAX_RECHECKS = 100
"""Most known posts asked by number in one round, those unseen for longest first."""
ACCOUNT, KNOWN, ONE = "account", "known", "number"
NO_LIST = frozenset({400, 404, 405})
"""What servers before Mastodon 4.3 say to statuses by number."""
_NEXT = re.compile(r"<([^<>]{1,2000})>\s*;[^,]{0,200}\brel=\"?next\b")
_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9]+")
_TAG = re.compile(r"#\w+")
_LOGIN = re.compile(r"authenticated user|access token|not authenticated|login", re.IGNORECASE)


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """Who the account is, or a hashtag's or a search's newest; and known posts by number."""
    if slot.query:
        return (_list_ask(slot, NEWEST), *_known_asks(slot, state))
    handle = handle_in(Platform.MASTODON, slot.address)
    if not handle:
        return ()
    address = _address(slot, "accounts/lookup", acct=handle)
    return (Ask(address, ACCOUNT, ACCEPT), *_known_asks(slot, state))


def _address(slot: Slot, method: str, **query: object) -> str:
    parts = urlsplit(slot.address)
    asked = {key: value for key, value in query.items() if value != ""}
    method = method if method.startswith("v2/") else f"v1/{method}"
    return f"{parts.scheme}://{parts.netloc}/api/{method}?{urlencode(asked)}".rstrip("?")


def key_of(slot: Slot) -> Key:
    """The key of the slot's server: `PATROLI_MASTODON_TOKEN_DANAU_EXAMPLE` for danau.example."""
    return Key(VARIABLE + _NOT_OF_A_NAME.sub("_", host_of(slot.address)).upper())


def _tag(slot: Slot) -> str:
    """The hashtag that is looked for; empty where it is anything else."""
    return slot.query[1:] if _TAG.fullmatch(slot.query) else ""


def _list_ask(slot: Slot, purpose: str, place: str = "", account: str = "") -> Ask:
    """A page of a list. `place` is the id, or of a search the number, it begins behind."""
    if account:
        method = f"accounts/{quote(account, safe='')}/statuses"
        address = _address(slot, method, limit=PER_PAGE, max_id=place)
        return Ask(address, purpose, ACCEPT, aside=bool(place))
    if _tag(slot):
        method = f"timelines/tag/{quote(_tag(slot), safe='')}"
        address = _address(slot, method, limit=PER_PAGE, max_id=place)
        return Ask(address, purpose, ACCEPT, aside=bool(place))
    query = {"q": slot.query, "type": "statuses", "limit": PER_PAGE, "offset": place}
    address = _address(slot, "v2/search", **query)
    return Ask(address, purpose, ACCEPT, key=key_of(slot), aside=bool(place))


def _known_asks(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """Known posts of this server by number; of others, where they live, what was not met."""
    host = host_of(slot.address)
    here = longest_unseen(state, MAX_RECHECKS, lambda known: own_number(known, host))
    unmet = outside_last_listing(state)
    numbers = [own_number(known, host) for known in here]
    by_number = tuple(
        Ask(f"{_address(slot, 'statuses')}?{urlencode([('id[]', n) for n in some])}", KNOWN, ACCEPT)
        for some in parts(numbers, PER_CALL)
    )
    elsewhere = (k for k in state.known if k.post_id in unmet and not own_number(k, host))
    by_address = (Ask(k.url, PURPOSE, "text/html,*/*;q=0.5", subject=k.post_id) for k in elsewhere)
    return (*by_number, *by_address)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The account, a page of posts, or whether known posts are still there."""
    text = decode(answer.body, answer.header("content-type"))
    purpose = answer.ask.purpose
    if purpose == PURPOSE:
        return read_recheck(state, answer, text)
    data = decoded(text)
    if not 200 <= answer.status < 300:
        return _refused(slot, state, answer, text, data)
    if purpose == ACCOUNT and text_at(data, "id"):
        return _account(slot, data)
    found, name = _statuses(data), purpose.partition(":")[0]
    reader = _page if is_page(purpose) else _READERS.get(name)
    if reader is not None and found is not None:
        return reader(slot, state, answer, found)
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    return failed(f"not what a Mastodon server gives for {name!r}")


def _statuses(data: Any) -> tuple[Fields, ...] | None:
    """The statuses of an answer: of a list, a search, or the one that it is itself."""
    if text_at(data, "uri"):
        return (data,)
    found = data.get("statuses") if isinstance(data, dict) else data
    return objects_at({"all": found}, "all") if isinstance(found, list) else None


def _refused(slot: Slot, state: SlotState, answer: Answer, text: str, data: Any) -> Reading:
    """A server may show nothing without a login, and says so with 401, 403 or 422."""
    error, purpose = text_at(data, "error"), answer.ask.purpose.partition(":")[0]
    told = f"status {answer.status}: {error}"[:300] if error else f"status {answer.status}"
    if answer.status in {401, 403, 422} and _LOGIN.search(error):
        who = "the token was not accepted" if _is_search(slot, purpose) else "without login nothing"
        return Reading(Outcome.LOGIN_WALL, f"the server shows {who} ({told})")
    if purpose in {KNOWN, REPLIES} and answer.status in NO_LIST:
        if purpose == REPLIES:
            return Reading(Outcome.EMPTY, "read without parents", asks=without_parents(answer))
        return Reading(Outcome.EMPTY, "asked one by one", asks=_one_by_one(slot, state, answer))
    if answer.status in {404, 410} and isinstance(data, dict):
        if purpose in {ONE, ALONE}:
            return _absent(answer, f"statuses/:id: {answer.status}")
        if purpose == ACCOUNT:
            standing = Standing.GONE if answer.status == 404 else Standing.SUSPENDED
            profile = Profile("", handle_in(Platform.MASTODON, slot.address), "", standing)
            said = f"no such account here ({told})"
            return Reading(Outcome.GONE, said, profiles=(profile,))
    refused = refusal(answer, text) or failed(told)
    is_doubtful = refused.outcome is Outcome.GONE and purpose in {ONE, KNOWN, ACCOUNT, ALONE}
    outcome = Outcome.FAILED if is_doubtful else refused.outcome
    return Reading(outcome, f"{refused.detail}: {error}"[:300] if error else refused.detail)


def _is_search(slot: Slot, purpose: str) -> bool:
    return bool(slot.query) and not _tag(slot) and is_page(purpose)


def _account(slot: Slot, data: Fields) -> Reading:
    """Who the account is; its lists are asked by the server's own number for it."""
    profile = profile_of(data)
    if profile.standing is Standing.SUSPENDED:
        said = "the account is suspended on this server"
        return Reading(Outcome.GONE, said, profiles=(profile,))
    asks = (_list_ask(slot, NEWEST, account=text_at(data, "id")),)
    return Reading(Outcome.EMPTY, f"the account {profile.handle}", asks=asks, profiles=(profile,))


def _page(slot: Slot, state: SlotState, answer: Answer, data: tuple[Fields, ...]) -> Reading:
    reading = _listed(slot, state, answer, data)
    is_search = _is_search(slot, answer.ask.purpose)
    place = _offset(answer, len(data)) if is_search else _following(answer, data)
    said = (text_at(status, "created_at") for status in data)
    times = [time for text in said if (time := moment_of(text, answer.fetched_at))]
    pages = SEARCH_PAGES if is_search else LIST_PAGES
    listed = Listed(times, place)
    then = step(state.cursor, answer.ask.purpose, listed, answer.fetched_at, pages)
    account = re.search(r"/accounts/([^/]+)/statuses", urlsplit(answer.ask.url).path)
    number = account.group(1) if account else ""
    asks = (_list_ask(slot, then.purpose, then.place, number),) if then.purpose else ()
    return replace(reading, asks=(*asks, *reading.asks), cursor=then.cursor, more=then.more)


def _following(answer: Answer, data: tuple[Fields, ...]) -> str:
    """The id behind which the next page begins: of the Link header, else of the last status."""
    link = answer.header("link")
    found = _NEXT.search(link)
    if found:
        query = dict(parse_qsl(urlsplit(found.group(1)).query))
        return query.get("max_id", "")
    return "" if link or len(data) < PER_PAGE else text_at(data[-1], "id")


def _offset(answer: Answer, count: int) -> str:
    """Where a search goes on; it knows no Link header."""
    asked = dict(parse_qsl(urlsplit(answer.ask.url).query)).get("offset", "0")
    return str(int(asked) + count) if count >= PER_PAGE and asked.isdigit() else ""


def _listed(slot: Slot, state: SlotState, answer: Answer, data: tuple[Fields, ...]) -> Reading:
    """Posts of an answer; its replies are asked again with what they answer."""
    posts, replies = parted(slot, answer, data)
    others = len(data) - len(posts) - len(replies)
    detail = f"{others} entries that are no posts for all" if others else ""
    reading = collected(slot, state, posts, detail)
    return replace(reading, asks=reply_asks(slot, answer, replies))


def _known(slot: Slot, state: SlotState, answer: Answer, data: tuple[Fields, ...]) -> Reading:
    """Known posts by number: those not listed are absent, and each is asked by itself.

    Replies of the last listing are left to this one's, where they are asked with their parents.
    """
    here = {text_at(status, "uri") for status in data}
    fallen = outside_last_listing(state)
    asked = _asked(slot, state, answer)
    missing = [known for known in asked if known.native_id not in here]
    unmet = {known.native_id for known in asked if known.post_id in fallen}
    shown = (s for s in data if not text_at(s, "in_reply_to_id") or text_at(s, "uri") in unmet)
    reading = _listed(slot, state, answer, tuple(shown))
    absences = tuple(Absence(k.post_id, k.url, "statuses: not listed") for k in missing)
    asks = (*reading.asks, *(_one_ask(slot, known) for known in missing))
    return replace(reading, absences=absences, asks=asks)


def _asked(slot: Slot, state: SlotState, answer: Answer) -> tuple[KnownPost, ...]:
    numbers = {value for _, value in parse_qsl(urlsplit(answer.ask.url).query)}
    host = host_of(slot.address)
    return tuple(known for known in state.known if own_number(known, host) in numbers - {""})


def _one_by_one(slot: Slot, state: SlotState, answer: Answer) -> tuple[Ask, ...]:
    """Servers before Mastodon 4.3 give no list of statuses by number, nor replies with parents."""
    asks = (_one_ask(slot, known) for known in _asked(slot, state, answer))
    return tuple(replace(ask, purpose=f"{ALONE}:{ask.url.rpartition('/')[2]}") for ask in asks)


def _one_ask(slot: Slot, known: KnownPost) -> Ask:
    number = own_number(known, host_of(slot.address))
    return Ask(_address(slot, f"statuses/{number}"), ONE, ACCEPT, subject=known.post_id)


def _absent(answer: Answer, signal: str) -> Reading:
    absence = Absence(answer.ask.subject, answer.ask.url, signal)
    return Reading(Outcome.GONE, signal, absences=(absence,) if answer.ask.subject else ())


_READERS = {REPLIES: read_replies, ALONE: read_alone, KNOWN: _known, ONE: _listed}
