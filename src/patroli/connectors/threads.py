"""Threads (its own API, with a token that App Review gave profile discovery and keyword search).

An empty search says little: Threads answers words it takes for sensitive with an empty list. What
the newest page of a profile lacks is a sign of absence, and is asked by its number.
Source: developers.facebook.com, "Threads Profiles", "Retrieve User Posts", "Media Retrieval",
"Keyword Search".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import quote

from patroli.config.places import handle_in
from patroli.connectors.address import is_address
from patroli.connectors.answers import collected, failed, never_raises
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, decoded, object_at, objects_at
from patroli.connectors.graph import (
    graph_ask,
    moment_behind,
    next_cursor,
    next_page,
    next_step,
    shared_text,
    tired,
    trouble,
)
from patroli.connectors.json_values import moment_of, text_at, text_from, with_query, words_of
from patroli.connectors.native import native_in
from patroli.connectors.text import tidy
from patroli.connectors.unlisted import unlisted
from patroli.connectors.walk import NEWEST, Listed, is_page
from patroli.model import (
    Absence,
    Answer,
    Ask,
    BudgetName,
    Key,
    KnownPost,
    Outcome,
    Platform,
    Post,
    Profile,
    Reading,
    Slot,
    SlotState,
    Standing,
    post_id,
)

API: Final = "https://graph.threads.net/v1.0"
KEY: Final = Key("PATROLI_THREADS_TOKEN")
PAGE, ONE = "page", "one"
PER_PAGE: Final = 100
MAX_NUMBERS: Final = 60
"""Most posts whose numbers the cursor remembers: an address holds the short code only."""
MAX_ASKED: Final = 5
"""Most posts that a list lacks and that are asked by number in one round."""
SHARED: Final = "{id,text,username,permalink}"
FIELDS: Final = (
    "id,media_product_type,media_type,permalink,username,text,timestamp,shortcode,alt_text,"
    "link_attachment_url,children{id,alt_text},is_quote_post,"
    f"quoted_post{SHARED},reposted_post{SHARED},replied_to{SHARED}"
)
SILENCE: Final = (
    "Threads lists nothing; it also lists nothing for words it takes for sensitive, "
    "so this silence is not absence"
)


def start(slot: Slot, _state: SlotState) -> tuple[Ask, ...]:
    """Whose profile it is, or a search from the newest back."""
    if slot.query:
        return (_search_ask(slot.query),)
    name = handle_in(Platform.THREADS, slot.address) or slot.address
    return (graph_ask(with_query(f"{API}/profile_lookup", username=name), PAGE, KEY, "threads"),)


def _search_ask(query: str) -> Ask:
    is_tag = query.startswith("#") and " " not in query
    url = with_query(
        f"{API}/keyword_search",
        q=query.removeprefix("#") if is_tag else query,
        search_type="RECENT",
        search_mode="TAG" if is_tag else "KEYWORD",
        fields=FIELDS,
        limit=PER_PAGE,
    )
    return graph_ask(url, NEWEST, KEY, "threads-search")


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Whose profile it is, or a list of posts."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    problem = trouble(answer, text, data, KEY)
    if problem is not None:
        return _told(slot, answer, problem)
    if answer.ask.purpose == PAGE:
        return _read_profile(data)
    if answer.ask.purpose == ONE:
        posts = [_post(answer, data, is_search=False)] if _native(data) else []
        return collected(slot, state, posts) if posts else failed("no post where one was promised")
    if not is_page(answer.ask.purpose):
        return failed("an answer to a question that nobody asks")
    return _read_list(slot, state, answer, data)


def _told(slot: Slot, answer: Answer, problem: Reading) -> Reading:
    if answer.ask.purpose == ONE and problem.outcome is Outcome.GONE:
        # Meta does not tell a post that is gone from one the token may not see.
        signal = "threads: not there, or not to be seen"
        absence = Absence(answer.ask.subject, answer.ask.url, signal)
        return replace(problem, absences=(absence,) if answer.ask.subject else ())
    spent = 0 if slot.query else None
    if answer.ask.purpose != PAGE or problem.outcome not in {Outcome.GONE, Outcome.FAILED}:
        return replace(problem, spent=spent)
    needs = "Threads shows public profiles with at least 100 followers only"
    return replace(problem, detail=f"{problem.detail}; {needs}")


def _read_profile(data: Fields) -> Reading:
    handle = text_at(data, "username").lower()
    if not handle:
        return failed("no profile where the API promised one")
    # The answer holds no id: a changed handle cannot be followed.
    profile = Profile(text_at(data, "id"), handle, text_at(data, "name"), Standing.PUBLIC)
    url = with_query(f"{API}/profile_posts", username=handle, fields=FIELDS, limit=PER_PAGE)
    ask = graph_ask(url, NEWEST, KEY, "threads")
    return Reading(Outcome.UNCHANGED, profiles=(profile,), asks=(ask,))


def _read_list(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    if not isinstance(data.get("data"), list):
        return failed("no list of posts where the API promised one")
    listed = [one for one in objects_at(data, "data") if _native(one)]
    posts = (_post(answer, one, is_search=bool(slot.query)) for one in listed)
    silent = slot.query and not listed and answer.ask.purpose == NEWEST
    reading = collected(slot, state, posts, SILENCE if silent else tired(answer))
    if slot.query:
        # An empty list is not counted against the searches of the day.
        reading = replace(reading, spent=1 if objects_at(data, "data") else 0)
    times = [time for one in listed if (time := _time(answer, one))]
    after = next_cursor(data)
    place = moment_behind(answer, times)
    then = next_step(state, answer, Listed(times, place if after else ""))
    first = answer.ask.purpose == NEWEST and not slot.query
    numbers = {**_numbers(listed if first else ()), **_remembered(state)}
    if first:
        reading = _with_missing(state, answer, reading, listed)
    # Searches are counted by the day: what is left waits for the usual interval.
    more = then.more and not slot.query
    reading = replace(reading, cursor=_cursor(then.cursor, numbers), more=more)
    if not then.purpose:
        return reading
    url = next_page(answer, after if then.place == place else "", then.place)
    budget: BudgetName = "threads-search" if slot.query else "threads"
    ask = graph_ask(url, then.purpose, KEY, budget, aside=True)
    return replace(reading, asks=(ask, *reading.asks))


def _with_missing(
    state: SlotState, answer: Answer, reading: Reading, listed: Sequence[Fields]
) -> Reading:
    """The newest page with known posts that it lacks: a sign each, and each asked by its number.

    That the token may read a single post of others is not promised. So the list gives the sign, and
    a post that answers by itself takes it back.
    """
    missing = unlisted(state, [(_native(one), _time(answer, one)) for one in listed])
    signal = "threads: not listed any more"
    absences = tuple(Absence(known.post_id, known.url, signal) for known in missing)
    numbers = _remembered(state)
    known = [one for one in missing if one.native_id in numbers][:MAX_ASKED]
    asks = (_one_ask(one, numbers[one.native_id]) for one in known)
    return replace(reading, absences=absences, asks=() if tired(answer) else tuple(asks))


def _one_ask(known: KnownPost, number: str) -> Ask:
    url = with_query(f"{API}/{quote(number, safe='')}", fields=FIELDS)
    return graph_ask(url, ONE, KEY, "threads", subject=known.post_id)


def _numbers(listed: Sequence[Fields]) -> dict[str, str]:
    """The interface's own numbers by short code."""
    found = {_native(one): text_at(one, "id") for one in listed}
    return {code: number for code, number in found.items() if number and code != number}


def _remembered(state: SlotState) -> dict[str, str]:
    pairs = (one.partition(":") for one in words_of(state.cursor).get("numbers", "").split(","))
    return {code: number for code, _, number in pairs if code and number}


def _cursor(cursor: str, numbers: dict[str, str]) -> str:
    kept = ",".join(f"{code}:{number}" for code, number in [*numbers.items()][:MAX_NUMBERS])
    return text_from(**words_of(cursor), numbers=kept)


def _native(found: Fields) -> str:
    """The short code, which stands in addresses too."""
    code = native_in(Platform.THREADS, text_at(found, "permalink"))
    return code or text_at(found, "shortcode") or text_at(found, "id")


def _time(answer: Answer, found: Fields) -> datetime | None:
    return moment_of(text_at(found, "timestamp"), answer.fetched_at)


def _post(answer: Answer, found: Fields, *, is_search: bool) -> Post:
    native, handle = _native(found), text_at(found, "username").lower()
    kinds = ("replied_to", "quoted_post", "reposted_post")
    kind = next((kind for kind in kinds if _native(object_at(found, kind))), "")
    parent = object_at(found, kind) if kind else {}
    parent_text, parent_author = text_at(parent, "text"), text_at(parent, "username")
    text = _text(found)
    if kind == "reposted_post" and not text:
        text = shared_text(parent_author, parent_text)
    link = text_at(found, "permalink")
    return Post(
        id=post_id(Platform.THREADS.value, native),
        platform=Platform.THREADS,
        native_id=native,
        url=link if is_address(link) else f"https://www.threads.net/@{handle}/post/{native}",
        author=handle,
        title="",
        text=text,
        published_at=_time(answer, found),
        published_raw=text_at(found, "timestamp"),
        edited_at=None,
        parent_id=post_id(Platform.THREADS.value, _native(parent)) if parent else "",
        parent_text=parent_text,
        parent_author=parent_author,
        media=_media(found, link),
        author_handle=handle if is_search else "",
    )


def _text(found: Fields) -> str:
    below = (text_at(one, "alt_text") for one in objects_at(found, "children", "data"))
    parts = (text_at(found, "text"), text_at(found, "link_attachment_url"))
    return tidy("\n".join(filter(None, (*parts, text_at(found, "alt_text"), *below))))


def _media(found: Fields, link: str) -> tuple[str, ...]:
    """Pictures named by the post's address: the files' own addresses change at every look."""
    if not is_address(link) or text_at(found, "media_type") in {"", "TEXT_POST", "REPOST_FACADE"}:
        return ()
    below = [text_at(one, "id") for one in objects_at(found, "children", "data")]
    return tuple(dict.fromkeys(f"{link}#{one}" for one in below or [text_at(found, "id")]))
