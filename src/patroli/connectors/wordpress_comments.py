"""WordPress's comments: the newest of a site and the known ones in, posts that answer posts out.

A comment's name is its post's name and `#comment-5`, as WordPress's own feeds write it. A comment
tells its post's number and address, not its name, so the names of posts that nobody knows yet are
asked first and the comments then once more. A slot is whole without comments: many sites have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from patroli.connectors.address import absolute, canonical, is_address
from patroli.connectors.answers import collected, refusal
from patroli.connectors.fields import objects_at
from patroli.connectors.json_values import query_of, text_at, text_from, words_of
from patroli.connectors.text import fragment, plain, tidy, titled
from patroli.connectors.wordpress_address import (
    ACCEPT,
    COMMENTS,
    POSTS,
    PRETTY,
    ROUTE,
    names_collection,
    rest_address,
)
from patroli.connectors.wordpress_posts import (
    comment_number,
    embedded,
    gmt,
    name_of,
    rendered,
    rest_key,
)
from patroli.model import (
    Absence,
    Answer,
    Ask,
    Outcome,
    Platform,
    Post,
    Reading,
    Slot,
    SlotState,
    post_id,
)

PER_PAGE: Final = 100
MAX_KNOWN: Final = 100
NEWEST, NAMES, AGAIN, ONE = "comments", "comments-posts", "comments-known", "comments-one"
EMBED: Final = {"_embed": "up"}
GONE_CODES: Final = frozenset(
    {"rest_comment_invalid_id", "rest_cannot_read", "rest_cannot_read_post", "rest_forbidden"}
)
_FRAGMENT = re.compile(r"#comment-\d+$")


def is_of_comments(purpose: str) -> bool:
    return purpose.startswith(NEWEST)


def comment_asks(slot: Slot, state: SlotState, route: str) -> tuple[Ask, ...]:
    """The newest comments, and known ones by their numbers."""
    if names_collection(slot.address):
        return ()
    search = {"search": slot.query} if slot.query else {}
    newest = {**search, "orderby": "date_gmt", "order": "desc", "per_page": str(PER_PAGE), **EMBED}
    asks = [_ask(slot, route, NEWEST, newest)]
    longest_unseen = sorted(state.known, key=lambda known: known.last_seen)
    numbers = [n for known in longest_unseen if (n := comment_number(known.native_id))]
    if numbers:
        asks.append(_by_number(slot, route, AGAIN, numbers[:MAX_KNOWN]))
    return tuple(asks)


def _by_number(slot: Slot, route: str, purpose: str, numbers: Iterable[str]) -> Ask:
    query = {"include": ",".join(numbers), "per_page": str(PER_PAGE), **EMBED}
    return _ask(slot, route, purpose, query)


def _ask(
    slot: Slot,
    route: str,
    purpose: str,
    query: dict[str, str],
    *,
    number: str = "",
    collection: str = COMMENTS,
    subject: str = "",
) -> Ask:
    url = rest_address(slot.address, route, number, query, collection)
    return Ask(url, purpose, ACCEPT, subject=subject, aside=True)


def read_comments(slot: Slot, state: SlotState, answer: Answer, text: str, data: Any) -> Reading:
    """Comments, the names of their posts, or why a known comment is not listed."""
    purpose, _, rest = answer.ask.purpose.partition(":")
    if purpose == ONE:
        return _read_one(answer, text, data)
    refused = refusal(answer, text)
    if refused is not None:
        code = text_at(data, "code")
        detail = f"no comments: {refused.detail}{f' {code}' if code else ''}"
        return replace(refused, detail=detail)
    if not isinstance(data, list):
        return Reading(Outcome.FAILED, "no list of comments where one was promised")
    route = ROUTE if "rest_route=" in answer.ask.url else PRETTY
    if purpose == NAMES:
        names = {text_at(one, "id"): name for one in objects_at(data) if (name := name_of(one))}
        ask = _by_number(
            slot, route, f"{NEWEST}:{text_from(named='yes', **names)}", rest.split(",")
        )
        return Reading(Outcome.UNCHANGED, f"the names of {len(names)} posts", asks=(ask,))
    comments = [one for one in objects_at(data) if text_at(one, "type") in {"", "comment"}]
    if purpose == AGAIN:
        return _read_known(slot, state, answer, comments, route)
    return _read_newest(slot, state, answer, comments, route, rest)


def _read_newest(
    slot: Slot,
    state: SlotState,
    answer: Answer,
    comments: list[dict[str, Any]],
    route: str,
    asked_for: str,
) -> Reading:
    names = {**_names_known(state), **words_of(asked_for)}
    unnamed = [one for one in comments if text_at(one, "post") not in names]
    posts = sorted({text_at(one, "post") for one in unnamed} - {"", "0"})
    if asked_for or not posts:
        # What is no post, a page say, is known by its address.
        return collected(slot, state, _posts(answer, comments, names))
    numbers = ",".join(text_at(one, "id") for one in unnamed)
    query = {"include": ",".join(posts), "per_page": str(PER_PAGE), "_fields": "id,guid,link"}
    ask = _ask(slot, route, f"{NAMES}:{numbers}", query, collection=POSTS)
    named = [one for one in comments if text_at(one, "post") in names]
    return replace(collected(slot, state, _posts(answer, named, names)), asks=(ask,))


def _names_known(state: SlotState) -> dict[str, str]:
    """The names of known posts by their numbers, as far as a name shows one."""
    keys = ((rest_key(known), known.native_id) for known in state.known)
    return {key[1]: name for key, name in keys if key and key[0] == "include"}


def _posts(
    answer: Answer, comments: Iterable[dict[str, Any]], names: Mapping[str, str]
) -> list[Post]:
    posts = (_post(answer, one, names.get(text_at(one, "post"), "")) for one in comments)
    return [post for post in posts if post]


def _post(answer: Answer, comment: dict[str, Any], post_name: str) -> Post | None:
    up = embedded(comment, "up")
    own = absolute(text_at(comment, "link"), answer.url)
    parent = post_name or canonical(text_at(up, "link") or _FRAGMENT.sub("", own))
    number = text_at(comment, "id")
    if not number or not is_address(parent):
        return None
    native = f"{parent}#comment-{number}"
    body, images = fragment(rendered(comment, "content"))
    raw = comment.get("date_gmt")
    media = (absolute(address, answer.url) for address in images)
    return Post(
        id=post_id("web", native),
        platform=Platform.WORDPRESS,
        native_id=native,
        url=own or native,
        author=plain(text_at(comment, "author_name")),
        title="",
        text=body,
        published_at=gmt(raw, answer),
        published_raw=f"{tidy(raw)}Z" if isinstance(raw, str) and raw else "",
        edited_at=None,
        parent_id=post_id("web", parent),
        parent_text=titled(plain(rendered(up, "title")), fragment(rendered(up, "excerpt"))[0]),
        parent_author="",
        media=tuple(dict.fromkeys(address for address in media if address)),
    )


# ------------------------------------------------------------------ known comments


def _read_known(
    slot: Slot, state: SlotState, answer: Answer, comments: list[dict[str, Any]], route: str
) -> Reading:
    """Known comments as they read now; those not listed are absent, and each is asked why."""
    asked = set(query_of(answer.ask.url).get("include", "").split(","))
    known = {n: k for k in state.known if (n := comment_number(k.native_id)) in asked}
    names = {
        text_at(one, "post"): _FRAGMENT.sub("", known[number].native_id)
        for one in comments
        if (number := text_at(one, "id")) in known
    }
    listed = {text_at(one, "id") for one in comments}
    missing = [(number, k) for number, k in known.items() if number not in listed]
    reading = collected(slot, state, _posts(answer, comments, names))
    absences = tuple(Absence(k.post_id, k.url, "rest: comment not listed") for _, k in missing)
    asks = tuple(
        _ask(slot, route, ONE, {}, number=f"/{number}", subject=k.post_id) for number, k in missing
    )
    return replace(reading, absences=absences, asks=asks)


def _read_one(answer: Answer, text: str, data: Any) -> Reading:
    """Why a known comment is not listed: deleted, or in the bin, marked as spam or held back."""
    code = text_at(data, "code")
    if answer.status in {401, 403, 404, 410} and code in GONE_CODES:
        absence = Absence(answer.ask.subject, answer.ask.url, f"rest: {answer.status} {code}")
        return Reading(Outcome.GONE, f"status {answer.status}: {code}", absences=(absence,))
    refused = refusal(answer, text)
    if refused is not None:
        outcome = Outcome.FAILED if refused.outcome is Outcome.GONE else refused.outcome
        return Reading(outcome, f"{refused.detail}, without saying that the comment is gone")
    return Reading(Outcome.UNCHANGED, "the comment answers by its number")
