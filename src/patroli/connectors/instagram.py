"""Instagram (Graph API): professional accounts by business discovery, tags by hashtag search.

Only business and creator accounts can be read, through the operator's own professional account. A
tag lists public media of the last 24 hours without saying whose they are; 30 tags may be asked in
seven days. There are no marks of edits, and no single post of others can be asked.
Source: developers.facebook.com, "Business Discovery", "IG User", "Hashtag Search", "IG Hashtag".
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote

from patroli.config.places import handle_in
from patroli.connectors.answers import collected, failed, never_raises
from patroli.connectors.decode import decode
from patroli.connectors.fields import Fields, decoded, object_at, objects_at
from patroli.connectors.graph import (
    API,
    error_of,
    graph_ask,
    next_cursor,
    next_step,
    tired,
    trouble,
)
from patroli.connectors.instagram_posts import FIELDS, native_of, read_post, time_of
from patroli.connectors.json_values import number_at, text_at, text_from, with_query, words_of
from patroli.connectors.unlisted import unlisted
from patroli.connectors.walk import LOST, NEWEST, Listed, is_page, lost
from patroli.model import (
    Absence,
    Answer,
    Ask,
    BudgetName,
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

KEY: Final = Key("PATROLI_META_TOKEN", operator="PATROLI_INSTAGRAM_USER")
PER_PAGE: Final = 50
MAX_TAG_PAGES: Final = 5
TAG_DAYS: Final = 7
"""For how many days a tag that was asked counts as one of the 30."""
FIND, TAG = "hashtag", "tag"
NOT_PROFESSIONAL, TOO_MANY_TAGS, NO_SUCH_TAG, BAD_CURSOR = 110, 18, 24, 100
_TAG = re.compile(r"#?(\w+)")


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The account's newest media, or the tag; a phrase of several words cannot be searched."""
    if not slot.query:
        name = handle_in(Platform.INSTAGRAM, slot.address)
        return (_media_ask(name or slot.address, "", NEWEST),)
    tag = _TAG.fullmatch(slot.query)
    if tag is None:
        return ()
    number = words_of(state.cursor).get("id", "")
    if number:
        return (_tag_ask(number, "", 1),)
    url = with_query(f"{API}/ig_hashtag_search", q=tag.group(1).lower())
    return (graph_ask(_with_operator(url), FIND, KEY, "instagram-hashtag"),)


def _with_operator(url: str) -> str:
    """The address with the operator's own account, which is filled in where the ask leaves."""
    return f"{url}{'&' if '?' in url else '?'}user_id={{operator}}"


def _media_ask(name: str, after: str, purpose: str) -> Ask:
    paged = f".after({after})" if after else ""
    listed = f"media{paged}.limit({PER_PAGE}){{{FIELDS},children{{id}}}}"
    asked = f"business_discovery.username({name}){{id,username,name,media_count,{listed}}}"
    url = f"{API}/{{operator}}?fields={quote(asked, safe=',().')}"
    return graph_ask(url, purpose, KEY)


def _tag_ask(number: str, after: str, page: int, budget: BudgetName = "instagram-hashtag") -> Ask:
    url = f"{API}/{quote(number, safe='')}/recent_media"
    url = with_query(url, fields=f"{FIELDS},children{{id}}", limit=PER_PAGE, after=after)
    return graph_ask(_with_operator(url), f"{TAG}:{page}", KEY, budget)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Media of an account, or a tag's number or media."""
    text = decode(answer.body, answer.header("content-type"))
    data = decoded(text)
    problem = trouble(answer, text, data, KEY)
    if problem is not None:
        return _told(slot, state, answer, problem, error_of(data))
    purpose = answer.ask.purpose
    if purpose == FIND:
        return _read_number(data)
    if purpose.partition(":")[0] == TAG:
        return _read_tag(slot, state, answer, data)
    if is_page(purpose):
        return _read_media(slot, state, answer, data)
    return failed("an answer to a question that nobody asks")


def _told(slot: Slot, state: SlotState, answer: Answer, problem: Reading, error: Fields) -> Reading:
    code = number_at(error, "code")
    if code == BAD_CURSOR and answer.ask.purpose != NEWEST and is_page(answer.ask.purpose):
        return Reading(Outcome.EMPTY, LOST, cursor=lost(state.cursor, answer.ask.purpose))
    handle = handle_in(Platform.INSTAGRAM, slot.address)
    if code == NOT_PROFESSIONAL and not slot.query:
        detail = f"@{handle} is no professional account, or there is none of that name"
        return Reading(Outcome.BLOCKED, f"{detail}; Meta tells neither apart (code {code})")
    if code == TOO_MANY_TAGS and slot.query:
        return Reading(Outcome.SKIPPED, "30 tags were asked in the last seven days", spent=0)
    if code == NO_SUCH_TAG and slot.query:
        return Reading(Outcome.EMPTY, "Instagram knows no such tag, or takes it for sensitive")
    return replace(problem, spent=0) if slot.query else problem


# ------------------------------------------------------------------ accounts


def _read_media(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    found = object_at(data, "business_discovery")
    number = text_at(found, "id")
    if not number:
        return failed("no account where the API promised one")
    handle = text_at(found, "username").lower() or handle_in(Platform.INSTAGRAM, slot.address)
    profile = Profile(number, handle, text_at(found, "name"), Standing.PUBLIC)
    listed = objects_at(found, "media", "data")
    posts = [post for one in listed if (post := read_post(answer, one, text_at(found, "name")))]
    after = text_at(found, "media", "paging", "cursors", "after") if listed else ""
    reading = collected(slot, state, posts, tired(answer))
    absences = _not_listed(state, answer, found, posts) if answer.ask.purpose == NEWEST else ()
    times = [time for one in listed if (time := time_of(answer, one))]
    then = next_step(state, answer, Listed(times, after))
    if then.purpose:
        name = handle_in(Platform.INSTAGRAM, slot.address) or slot.address
        further = _media_ask(name, then.place, then.purpose)
        reading = replace(reading, asks=(replace(further, aside=True),))
    reading = replace(reading, profiles=(profile,), absences=absences)
    return replace(reading, cursor=then.cursor, more=then.more)


def _is_whole(found: Fields, listed: int) -> bool:
    """Whether all media of the account are listed: only then one that is not is a sign."""
    return text_at(found, "media_count") != "" and listed >= number_at(found, "media_count")


def _not_listed(
    state: SlotState, answer: Answer, found: Fields, posts: list[Post]
) -> tuple[Absence, ...]:
    """Known posts that the whole list of an account lacks, or its newest page where they belong.

    No single post of others can be asked, so older ones are not told.
    """
    met, listed = {post.id for post in posts}, objects_at(found, "media", "data")
    if _is_whole(found, len(listed)):
        missing = [known for known in state.known if known.post_id not in met]
    else:
        shown = [(native_of(one), time_of(answer, one)) for one in listed]
        missing = [known for known in unlisted(state, shown) if known.post_id not in met]
    signal = "instagram: not listed any more"
    return tuple(Absence(known.post_id, known.url, signal) for known in missing)


# ------------------------------------------------------------------ tags


def _read_number(data: Fields) -> Reading:
    number = next((text_at(one, "id") for one in objects_at(data, "data")), "")
    if not number:
        return Reading(Outcome.EMPTY, "Instagram knows no such tag", spent=0)
    # Asking the tag just counted does not count again.
    ask = _tag_ask(number, "", 1, "meta")
    return Reading(Outcome.UNCHANGED, f"the tag's number is {number}", asks=(ask,), spent=1)


def _read_tag(slot: Slot, state: SlotState, answer: Answer, data: Fields) -> Reading:
    if not isinstance(data.get("data"), list):
        return failed("no list of media where the API promised one")
    posts = [post for one in objects_at(data, "data") if (post := read_post(answer, one, ""))]
    reading = collected(slot, state, posts, tired(answer))
    number = answer.ask.url.removeprefix(f"{API}/").partition("/")[0]
    page = number_at({"page": answer.ask.purpose.partition(":")[2]}, "page") or 1
    counted, costs = _counted(state, answer)
    # Further pages, and the first one right after the tag's number was asked, are mere calls.
    spent = costs if page == 1 and words_of(state.cursor).get("id") else None
    cursor, after = text_from(id=number, counted=counted), next_cursor(data)
    asks: tuple[Ask, ...] = ()
    if after and page < MAX_TAG_PAGES and not tired(answer):
        asks = (replace(_tag_ask(number, after, page + 1, "meta"), aside=True),)
    return replace(reading, asks=asks, cursor=cursor, spent=spent)


def _counted(state: SlotState, answer: Answer) -> tuple[str, int]:
    """The day the tag was last counted among the 30, and whether this answer counted it."""
    today = answer.fetched_at.date()
    try:
        day = date.fromisoformat(words_of(state.cursor).get("counted", ""))
    except ValueError:
        return today.isoformat(), 1
    if today - day < timedelta(days=TAG_DAYS):
        return day.isoformat(), 0
    return today.isoformat(), 1
