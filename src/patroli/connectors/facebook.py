"""Facebook Pages (Graph API, with a token that App Review gave Page Public Content Access).

Pages only, and comments under their newest posts where Meta tells whose they are: personal profiles
cannot be read, and there is no search. An edit leaves no mark of its own (`updated_time` moves with
every comment), so known posts are read again by id.
Source: developers.facebook.com, "Page Published Posts", "Page Post", "Reading multiple objects".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from patroli.config.places import handle_in
from patroli.connectors import facebook_comments as comments
from patroli.connectors.answers import collected, failed, never_raises
from patroli.connectors.decode import decode
from patroli.connectors.facebook_posts import FIELDS, native_of, read_post, time_of
from patroli.connectors.fields import Fields, decoded, objects_at
from patroli.connectors.graph import (
    API,
    error_of,
    graph_ask,
    moment_behind,
    next_cursor,
    next_page,
    next_step,
    tired,
    trouble,
)
from patroli.connectors.json_values import number_at, query_of, text_at, with_query
from patroli.connectors.walk import NEWEST, Listed, is_page
from patroli.model import (
    Absence,
    Answer,
    Ask,
    KnownPost,
    Outcome,
    Platform,
    Profile,
    Reading,
    Slot,
    SlotState,
    Spend,
    Standing,
)

KEY: Final = comments.KEY
PER_PAGE: Final = 100
MAX_KNOWN: Final = 20
"""Most known posts read again in one round; each counts as a call."""
ONE_IS_MISSING: Final = frozenset({100, 803})
PAGE, KNOWN, ONE = "page", "known", "one"
KNOWN_COMMENTS, ONE_COMMENT = "known-comments", "one-comment"
_ID = re.compile(r"\d+(?:_\d+)?")


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """Whose page it is, and known posts by their ids."""
    name = quote(handle_in(Platform.FACEBOOK, slot.address) or slot.address, safe="")
    page = graph_ask(with_query(f"{API}/{name}", fields="id,name,username"), PAGE, KEY)
    return (page, *_ids_ask(state, KNOWN))


def _ids_ask(state: SlotState, purpose: str) -> tuple[Ask, ...]:
    """Known posts, or known comments, by their ids in one call, those unseen for longest first."""
    said = purpose == KNOWN_COMMENTS
    fitting = [post for post in _by_id(state) if comments.is_comment(post) is said][:MAX_KNOWN]
    if not fitting:
        return ()
    ids, fields = ",".join(post.native_id for post in fitting), comments.FIELDS if said else FIELDS
    ask = graph_ask(with_query(f"{API}/", ids=ids, fields=fields), purpose, KEY)
    return (replace(ask, spend=Spend("meta", len(fitting)), aside=True),)


def _by_id(state: SlotState) -> list[KnownPost]:
    """Known posts that can be asked, each once: a state of before 0019 has ids that changed."""
    known = sorted(state.known, key=lambda post: post.last_seen)
    return list({one.native_id: one for one in known if _ID.fullmatch(one.native_id)}.values())


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Whose page it is, a list of its posts, or known posts."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    purpose = answer.ask.purpose
    if purpose in {KNOWN, KNOWN_COMMENTS} and number_at(error_of(data), "code") in ONE_IS_MISSING:
        # One post that is gone makes Meta refuse all of them: each is asked by itself.
        return Reading(Outcome.UNCHANGED, "not all are there", asks=_one_by_one(state, answer))
    problem = trouble(answer, text, data, KEY)
    if problem is not None:
        return _told(slot, answer, problem)
    if purpose == PAGE:
        return _read_page(slot, data)
    if is_page(purpose):
        return _read_list(slot, state, answer, data)
    if purpose.partition(":")[0] == comments.COMMENTS:
        return _read_comments(slot, state, answer, data)
    if purpose in {ONE, ONE_COMMENT}:
        return _read_again(slot, state, answer, [data])
    found = [one for one in data.values() if isinstance(one, dict)]
    reading = _read_again(slot, state, answer, found)
    met = {native_of(one) for one in found}
    return replace(reading, asks=_one_by_one(state, answer, met))


def _told(slot: Slot, answer: Answer, problem: Reading) -> Reading:
    """A refusal, with what it says of the page or of the post it is about."""
    if problem.outcome is not Outcome.GONE:
        return problem
    if answer.ask.purpose in {ONE, ONE_COMMENT}:
        absence = Absence(answer.ask.subject, answer.ask.url, "graph: not there")
        return replace(problem, absences=(absence,) if answer.ask.subject else ())
    if answer.ask.purpose != PAGE:
        return problem
    gone = Profile("", handle_in(Platform.FACEBOOK, slot.address), "", Standing.GONE)
    detail = f"no page of that name that the token may see: {problem.detail}"
    return replace(problem, detail=detail, profiles=(gone,))


def _one_by_one(
    state: SlotState, answer: Answer, met: Iterable[str] = frozenset()
) -> tuple[Ask, ...]:
    asked = query_of(answer.ask.url).get("ids", "").split(",")
    missing = set(asked) - set(met)
    is_said = answer.ask.purpose == KNOWN_COMMENTS
    fields, purpose = (comments.FIELDS, ONE_COMMENT) if is_said else (FIELDS, ONE)
    return tuple(
        graph_ask(
            with_query(f"{API}/{post.native_id}", fields=fields), purpose, KEY, subject=post.post_id
        )
        for post in _by_id(state)
        if post.native_id in missing
    )


def _read_page(slot: Slot, data: Fields) -> Reading:
    number = text_at(data, "id")
    if not number:
        return failed("no page where the API promised one")
    handle = text_at(data, "username").lower() or handle_in(Platform.FACEBOOK, slot.address)
    profile = Profile(number, handle, text_at(data, "name"), Standing.PUBLIC)
    url = f"{API}/{quote(number, safe='')}/published_posts"
    ask = graph_ask(with_query(url, fields=FIELDS, limit=PER_PAGE), NEWEST, KEY)
    return Reading(Outcome.UNCHANGED, profiles=(profile,), asks=(ask,))


def _read_list(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    if not isinstance(data.get("data"), list):
        return failed("no list of posts where the API promised one")
    listed = objects_at(data, "data")
    posts = (read_post(answer, one) for one in listed if one.get("is_published") is not False)
    reading = collected(slot, state, (post for post in posts if post), tired(answer))
    times = [time for one in listed if (time := time_of(answer, one))]
    after = next_cursor(data)
    place = moment_behind(answer, times)
    then = next_step(state, answer, Listed(times, place if after else ""))
    under = comments.first_comments(answer, listed) if answer.ask.purpose == NEWEST else ()
    reading = replace(reading, cursor=then.cursor, more=then.more, asks=under)
    if not then.purpose:
        return reading
    url = next_page(answer, after if then.place == place else "", then.place)
    return replace(reading, asks=(graph_ask(url, then.purpose, KEY, aside=True), *under))


def _read_comments(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    """Comments; and known ones by their ids, once a list shows that the token may still see them.

    To a token that lost the Page every comment would look gone.
    """
    reading = comments.read_comments(slot, state, answer, data)
    if tired(answer) or not any(native_of(one) for one in objects_at(data, "data")):
        return reading
    return replace(reading, asks=(*reading.asks, *_ids_ask(state, KNOWN_COMMENTS)))


def _read_again(slot: Slot, state: SlotState, answer: Answer, found: list[Fields]) -> Reading:
    """Known posts as they read now; one that is not published any more is absent."""
    if answer.ask.purpose in {KNOWN_COMMENTS, ONE_COMMENT}:
        under = {post.native_id: comments.story_of(post) for post in _by_id(state)}
        said = (
            comments.read_comment(slot, answer, one, under[native_of(one)])
            for one in found
            if native_of(one) in under
        )
        return collected(slot, state, (post for post in said if post))
    hidden = {native_of(one) for one in found if one.get("is_published") is False}
    shown = (read_post(answer, one) for one in found if native_of(one) not in hidden)
    absences = tuple(
        Absence(post.post_id, post.url, "graph: not published any more")
        for post in state.known
        if post.native_id in hidden
    )
    reading = collected(slot, state, (post for post in shown if post))
    return replace(reading, absences=absences)
