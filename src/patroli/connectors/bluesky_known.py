"""Known posts of Bluesky in, whether they are still there out: by uri, then by thread."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed
from patroli.connectors.bluesky_posts import POST, asks_to_sign_in, is_reply, view_post
from patroli.connectors.fields import Fields, at, object_at, objects_at, text_at
from patroli.connectors.known import longest_unseen, outside_last_listing, parts
from patroli.model import (
    Absence,
    Answer,
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Reading,
    Slot,
    SlotState,
)

PUBLIC = "https://public.api.bsky.app/xrpc/"
ACCEPT = "application/json"
PER_CALL = 25
"""Most uris of one getPosts."""
MAX_RECHECKS = 100
"""Most known posts asked by uri in one round, those unseen for longest first."""
KNOWN, THREAD = "known", "thread"
THREAD_GONE = "getPostThread: NotFound"


def known_asks(state: SlotState) -> tuple[Ask, ...]:
    """Known posts, 25 a request. A repost has no view of its own and cannot be asked so."""
    asked = longest_unseen(state, MAX_RECHECKS, lambda known: POST in known.native_id)
    return tuple(
        Ask(f"{PUBLIC}app.bsky.feed.getPosts?{urlencode(uris)}", KNOWN, ACCEPT)
        for some in parts(asked, PER_CALL)
        if (uris := [("uris", known.native_id) for known in some])
    )


def read_known(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    """Known posts by uri: those not listed are absent, and each is asked by its thread.

    A reply's parent stands in the thread only, so one that the feed does not show is asked there.
    """
    if not isinstance(data.get("posts"), list):
        return failed("no posts where a list was promised")
    views = objects_at(data, "posts")
    asked = set(parse_qs(urlsplit(answer.ask.url).query).get("uris", ()))
    here = {text_at(view, "uri") for view in views}
    known = [k for k in state.known if k.native_id in asked]
    missing = [k for k in known if k.native_id not in here]
    replies = {text_at(view, "uri") for view in views if is_reply(view)}
    fallen = outside_last_listing(state)
    unmet = [k for k in known if k.native_id in replies and k.post_id in fallen]
    own = handle_in(Platform.BLUESKY, slot.address)
    shown = (view for view in views if not is_reply(view) and not _is_hidden(slot, view))
    alone = (view_post(slot, answer, view, own=own) for view in shown)
    posts = [post for post in alone if post is not None]
    absences = tuple(Absence(k.post_id, k.url, "getPosts: not listed") for k in missing)
    asks = tuple(thread_ask(k.native_id, k) for k in (*missing, *unmet))
    reading = collected(slot, state, posts, f"{len(known) - len(missing)} known posts are there")
    return Reading(reading.outcome, reading.detail, reading.posts, absences, asks)


def thread_ask(uri: str, known: KnownPost | None = None) -> Ask:
    """A post with the one it answers."""
    query = {"uri": uri, "depth": 0, "parentHeight": 1}
    address = f"{PUBLIC}app.bsky.feed.getPostThread?{urlencode(query)}"
    return Ask(address, THREAD, ACCEPT, subject=known.post_id if known else "")


def read_thread(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    thread = object_at(data, "thread")
    if at(thread, "notFound") is True:
        return absent(answer)
    if at(thread, "blocked") is True:
        return Reading(Outcome.UNCHANGED, "the post is there; its author has blocked somebody")
    if _is_hidden(slot, object_at(thread, "post")):
        return Reading(Outcome.UNCHANGED, "the post is there for signed-in readers")
    own = handle_in(Platform.BLUESKY, slot.address)
    parent = {"parent": object_at(thread, "parent", "post")}
    post = view_post(slot, answer, object_at(thread, "post"), parent, own)
    return collected(slot, state, [post]) if post else failed("no thread where one was promised")


def _is_hidden(slot: Slot, view: Fields) -> bool:
    """Whether only signed-in readers may see it; the operator who searches is one."""
    return not slot.query and asks_to_sign_in(object_at(view, "author"))


def absent(answer: Answer) -> Reading:
    """A thread that is not found: a sign for a known post, none for a hit of a search."""
    if not answer.ask.subject:
        return Reading(Outcome.EMPTY, THREAD_GONE)
    absence = Absence(answer.ask.subject, answer.ask.url, THREAD_GONE)
    return Reading(Outcome.GONE, THREAD_GONE, absences=(absence,))
