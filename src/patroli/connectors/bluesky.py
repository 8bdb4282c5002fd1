"""Bluesky's AppView: an answer in, its posts, next pages and rechecks out.

Accounts are read from the public, key-free AppView; searching needs the operator's own account.
An edited post keeps its uri and gets another cid, and nothing says so: the text is compared. The
feed sorts by the date a post claims, so a backdated post sorts last; it is met by the sweep.
Shapes: lexicons `app.bsky.feed.getAuthorFeed`, `getPosts`, `getPostThread`, `searchPosts`,
`app.bsky.actor.getProfile`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.bluesky_known import (
    ACCEPT,
    KNOWN,
    PUBLIC,
    THREAD,
    absent,
    known_asks,
    read_known,
    read_thread,
    thread_ask,
)
from patroli.connectors.bluesky_posts import asks_to_sign_in, feed_post, is_reply, view_post
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, decoded, object_at, objects_at, text_at
from patroli.connectors.walk import LOST, NEWEST, Listed, Pages, is_page, lost, step
from patroli.connectors.walls import find_wall
from patroli.model import (
    Answer,
    Ask,
    Key,
    Outcome,
    Platform,
    Post,
    Profile,
    Reading,
    Slot,
    SlotState,
    Standing,
)

SIGNED_IN = "https://bsky.social/xrpc/"
KEY = Key(
    "PATROLI_BLUESKY_PASSWORD",
    operator="PATROLI_BLUESKY_HANDLE",
    login=f"{SIGNED_IN}com.atproto.server.createSession",
)
PER_PAGE = 100
FEED_PAGES, SEARCH_PAGES = Pages(most=5, sweep=3), Pages(most=3, sweep=0)
MAX_PARENTS = 10
"""Most new replies of one page of hits that are read in their threads; others come without."""
PROFILE = "profile"
AWAY = {
    "AccountDeactivated": Standing.DEACTIVATED,
    "AccountTakedown": Standing.SUSPENDED,
    "Profile not found": Standing.GONE,
    "Unable to resolve handle": Standing.GONE,
}
"""What an error or its message says of the account; never "log in", whatever the status."""
HIDDEN = "the account asks to be shown to signed-in readers only; its posts are left alone"


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The profile and the newest of an account, or a search; and known posts by uri."""
    if slot.query:
        return (_list_ask(slot, NEWEST), *known_asks(state))
    actor = handle_in(Platform.BLUESKY, slot.address)
    if not actor:
        return ()
    return (_profile_ask(actor), _list_ask(slot, NEWEST), *known_asks(state))


def _profile_ask(actor: str) -> Ask:
    address = f"{PUBLIC}app.bsky.actor.getProfile?{urlencode({'actor': actor})}"
    return Ask(address, PROFILE, ACCEPT)


def _list_ask(slot: Slot, purpose: str, cursor: str = "") -> Ask:
    going_on = {"cursor": cursor} if cursor else {}
    if slot.query:
        query = {"q": slot.query, "sort": "latest", "limit": PER_PAGE, **going_on}
        address = f"{SIGNED_IN}app.bsky.feed.searchPosts?{urlencode(query)}"
        return Ask(address, purpose, ACCEPT, key=KEY, aside=bool(cursor))
    actor = handle_in(Platform.BLUESKY, slot.address)
    query = {
        "actor": actor, "limit": PER_PAGE, "filter": "posts_with_replies", "includePins": "false",
        **going_on,
    }  # fmt: skip
    address = f"{PUBLIC}app.bsky.feed.getAuthorFeed?{urlencode(query)}"
    return Ask(address, purpose, ACCEPT, aside=bool(cursor))


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The account's profile, a page of posts, or whether known posts are still there."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    purpose = answer.ask.purpose
    if not 200 <= answer.status < 300:
        return _refused(slot, state, answer, text, data)
    if not isinstance(data, dict):
        wall = find_wall(answer, text)
        if wall is not None:
            return Reading(wall.outcome, wall.detail)
        return failed("no JSON object where one was promised")
    if purpose == PROFILE:
        return _profile(data)
    if purpose == KNOWN:
        return read_known(slot, state, answer, data)
    if purpose == THREAD:
        return read_thread(slot, state, answer, data)
    if is_page(purpose):
        return _page(slot, state, answer, data)
    return failed(f"an answer to nothing that is asked here: {purpose!r}")


def _refused(slot: Slot, state: SlotState, answer: Answer, text: str, data: Any) -> Reading:
    """An XRPC error: a name and a message, mostly with status 400."""
    error, message = text_at(data, "error"), text_at(data, "message")
    told = ": ".join(filter(None, (error, message)))[:300]
    if answer.ask.purpose == THREAD and error == "NotFound":
        return absent(answer)
    away = AWAY.get(error) or AWAY.get(message)
    if away is not None and answer.ask.purpose != THREAD and not slot.query:
        return _away(slot, state, answer, away, told)
    if error == "InvalidRequest" and is_page(answer.ask.purpose) and answer.ask.purpose != NEWEST:
        return Reading(Outcome.EMPTY, LOST, cursor=lost(state.cursor, answer.ask.purpose))
    if error == "RateLimitExceeded":
        return Reading(Outcome.RATE_LIMITED, told)
    if slot.query and (answer.status in {401, 403} or error in {"ExpiredToken", "InvalidToken"}):
        return Reading(
            Outcome.LOGIN_WALL, f"searching was refused to the operator's account {told}"
        )
    refused = refusal(answer, text) or failed(f"status {answer.status}")
    outcome = Outcome.FAILED if refused.outcome is Outcome.GONE else refused.outcome
    return Reading(outcome, f"{refused.detail}: {told}" if told else refused.detail)


def _away(slot: Slot, state: SlotState, answer: Answer, standing: Standing, told: str) -> Reading:
    """The account shows nothing. A handle nobody bears may be a changed one: its DID stays."""
    said = f"the account is {standing.value} ({told})"
    if answer.ask.purpose != PROFILE:
        return Reading(Outcome.GONE, said)
    handle = handle_in(Platform.BLUESKY, slot.address)
    did = handle if handle.startswith("did:") else _did_of(state)
    by_did = _profile_ask(did)
    if did and standing is Standing.GONE and by_did.url != answer.ask.url:
        return Reading(Outcome.GONE, said, asks=(by_did,))
    return Reading(Outcome.GONE, said, profiles=(Profile(did, handle, "", standing),))


def _did_of(state: SlotState) -> str:
    """Whose the known posts of an account are."""
    uris = (known.native_id for known in state.known)
    return next((uri.removeprefix("at://").split("/")[0] for uri in uris if "did:" in uri), "")


def _profile(data: Fields) -> Reading:
    did, handle = text_at(data, "did"), text_at(data, "handle").lower()
    if not did:
        return failed("no profile where one was promised")
    hidden = asks_to_sign_in(data)
    standing = Standing.PRIVATE if hidden else Standing.PUBLIC
    profile = Profile(did, handle, text_at(data, "displayName"), standing)
    if hidden:
        return Reading(Outcome.LOGIN_WALL, HIDDEN, profiles=(profile,))
    return Reading(Outcome.EMPTY, f"the profile of {handle}", profiles=(profile,))


def _page(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    listed = "posts" if slot.query else "feed"
    if not isinstance(data.get(listed), list):
        return failed(f"no {listed} where a list was promised")
    entries = objects_at(data, listed)
    own = handle_in(Platform.BLUESKY, slot.address)
    if slot.query:
        posts = [view_post(slot, answer, view) for view in entries]
    else:
        public = (e for e in entries if not _asks_to_sign_in(e))
        posts = [feed_post(slot, answer, entry, own) for entry in public]
    found = [post for post in posts if post is not None]
    following = text_at(data, "cursor")
    times = [post.published_at for post in found if post.published_at]
    pages, shown = SEARCH_PAGES if slot.query else FEED_PAGES, Listed(times, following)
    then = step(state.cursor, answer.ask.purpose, shown, answer.fetched_at, pages)
    asks = (_list_ask(slot, then.purpose, then.place),) if then.purpose else ()
    replies = _replies(state, found, entries) if slot.query else {}
    alone = [post for post in found if post.id not in replies]
    reading = collected(slot, state, alone, _left_out(entries, found))
    threads = tuple(thread_ask(uri) for uri in replies.values() if uri)
    return replace(reading, asks=(*asks, *threads), cursor=then.cursor, more=then.more)


def _replies(state: SlotState, found: list[Post], hits: tuple[Fields, ...]) -> dict[str, str]:
    """Replies among hits, which are read in their threads: a hit does not tell what it answers.

    By id; with the uri to ask, or empty where the reply is known and asked anyway.
    """
    answering = {text_at(view, "uri") for view in hits if is_reply(view)}
    known = {one.post_id for one in state.known}
    replies = [post for post in found if post.native_id in answering]
    new = [post for post in replies if post.id not in known][:MAX_PARENTS]
    asked = {post.id: post.native_id for post in new}
    return asked | {post.id: "" for post in replies if post.id in known}


def _asks_to_sign_in(entry: Fields) -> bool:
    return asks_to_sign_in(object_at(entry, "post", "author"))


def _left_out(entries: tuple[Fields, ...], found: list[Post]) -> str:
    hidden = sum(map(_asks_to_sign_in, entries))
    odd = len(entries) - len(found) - hidden
    notes = (
        f"{hidden} posts shown to signed-in readers only" if hidden else "",
        f"{odd} entries that are no posts" if odd else "",
    )
    return "; ".join(filter(None, notes))
