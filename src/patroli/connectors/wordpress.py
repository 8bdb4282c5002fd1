"""WordPress's REST interface: an answer in, its posts, next pages and rechecks out.

Two lists are asked: what was modified since the cursor, and the newest by date (a scheduled post
keeps the modification time of the day it was written); comments are read beside them. A long site
is read for the first time in steps, a thousand posts a round, from the last number down. All
times are sent with `Z` and read from `*_gmt`: without it WordPress takes a time as the site's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.decode import decode
from patroli.connectors.recheck import ELSEWHERE, PURPOSE, read_recheck
from patroli.connectors.walls import find_wall
from patroli.connectors.wordpress_address import ACCEPT, PRETTY, ROUTE, rest_address
from patroli.connectors.wordpress_comments import comment_asks, is_of_comments, read_comments
from patroli.connectors.wordpress_cursor import OVERLAP, Cursor, advanced, read_cursor
from patroli.connectors.wordpress_posts import read_posts, rest_key, slug_of
from patroli.model import Absence, Answer, Ask, KnownPost, Outcome, Reading, Slot, SlotState

EMBED = {"_embed": "author,wp:featuredmedia"}
"""Author and picture are part of every reading, else the same post would look edited."""
PER_PAGE = 100
NEWEST = 20
MAX_PAGES = 10
"""Most pages of one list in one round; the cursor lets the next round go on."""
READ_AGAIN = 100
"""Posts that each step of a first reading reads again: so many may be deleted between two steps."""
SECOND = timedelta(seconds=1)
MAX_RECHECKS = 100
"""Most known posts asked by number in one round, those unseen for longest first."""

MODIFIED, BACKFILL, LATEST, INCLUDE, ONE = "modified", "backfill", "latest", "include", "number"
RENAMED = "renamed"
NUMBERS, SLUGS = "include", "slug"
PROTECTED = "rest: password-protected"
"""The sign that a known post is still listed, and its text for those only who have a password."""
GONE_CODES = frozenset({"rest_forbidden", "rest_post_invalid_id", "rest_cannot_read"})


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """What changed since the cursor, the newest by date, and known posts by number."""
    cursor = read_cursor(state.cursor)
    return _asks(slot, state, cursor, cursor.route or PRETTY)


def _asks(slot: Slot, state: SlotState, cursor: Cursor, route: str) -> tuple[Ask, ...]:
    if cursor.since is None:
        asks = [_backfill_ask(slot, route, 0)]
    else:
        since = cursor.since.strftime("%Y-%m-%dT%H:%M:%SZ")
        asks = [
            _list_ask(slot, route, MODIFIED, orderby="modified", order="asc", modified_after=since),
            _list_ask(slot, route, LATEST, orderby="date", order="desc", per_page=str(NEWEST)),
        ]
    if cursor.read is not None:
        asks.append(_backfill_ask(slot, route, max(cursor.read - READ_AGAIN, 0)))
    asks.extend(_known_asks(slot, state, route))
    return (*asks, *comment_asks(slot, state, route))


def _backfill_ask(slot: Slot, route: str, offset: int) -> Ask:
    """By number, for posts that were imported in one second have no order by time."""
    return _list_ask(slot, route, BACKFILL, orderby="id", order="desc", offset=str(offset))


def _known_asks(slot: Slot, state: SlotState, route: str) -> Iterator[Ask]:
    """One request for all known posts whose number is known, one for all others by slug."""
    longest_unseen = sorted(state.known, key=lambda known: known.last_seen)
    keys = [key for known in longest_unseen if (key := rest_key(known))]
    for parameter in (NUMBERS, SLUGS):
        values = [value for name, value in keys if name == parameter][:MAX_RECHECKS]
        if values:
            query = {parameter: ",".join(values), "per_page": str(PER_PAGE), **EMBED}
            yield _ask(slot, route, INCLUDE, query)


def _list_ask(slot: Slot, route: str, purpose: str, **query: str) -> Ask:
    search = {"search": slot.query} if slot.query else {}
    return _ask(slot, route, purpose, {**search, "per_page": str(PER_PAGE), **query, **EMBED})


def _ask(slot: Slot, route: str, purpose: str, query: dict[str, str], subject: str = "") -> Ask:
    number = f"/{query.pop('number')}" if "number" in query else ""
    url = rest_address(slot.address, route, number, query)
    return Ask(url, purpose, ACCEPT, subject=subject)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Posts and the next page of a list, or whether known posts are still there."""
    text = decode(answer.body, answer.header("content-type"))
    data = _json(text)
    code = str(data.get("code", "")) if isinstance(data, dict) else ""
    if answer.ask.purpose == PURPOSE:
        return _read_address(slot, state, answer, text)
    if answer.ask.purpose == ONE:
        return _read_one(answer, text, data, code)
    if is_of_comments(answer.ask.purpose):
        return read_comments(slot, state, answer, text, data)
    if code == "rest_post_invalid_page_number":
        return Reading(Outcome.EMPTY, "past the last page")
    if answer.status == 404 and PRETTY in urlsplit(answer.ask.url).path:
        return _by_route(slot, state, answer)
    refused = refusal(answer, text)
    if refused is not None:
        return _refused(refused, code)
    if not isinstance(data, list):
        return _not_a_list(answer, text, code)
    if answer.ask.purpose == INCLUDE:
        return _read_included(slot, state, answer, data)
    if answer.ask.purpose == RENAMED:
        return _read_renamed(slot, state, answer, data)
    return _read_list(slot, state, answer, data)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _by_route(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """Ask the address without pretty permalinks; only the first list of a round may do so."""
    detail = "no /wp-json here; asking by rest_route"
    if answer.ask.purpose not in {MODIFIED, BACKFILL}:
        return Reading(Outcome.EMPTY, detail)
    return Reading(Outcome.EMPTY, detail, asks=_asks(slot, state, read_cursor(state.cursor), ROUTE))


def _refused(refused: Reading, code: str) -> Reading:
    if code == "rest_no_route":
        return failed("WordPress answers, but its posts are not served by REST (rest_no_route)")
    detail = f"{refused.detail}: {code}" if code else refused.detail
    return Reading(refused.outcome, detail)


def _not_a_list(answer: Answer, text: str, code: str) -> Reading:
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    if text.lstrip()[:1] == "<":
        return failed("HTML where JSON was promised: a firewall or a plugin stands before the API")
    return failed(f"no list of posts where one was promised {f'({code})' if code else ''}".strip())


def _read_list(slot: Slot, state: SlotState, answer: Answer, data: list[Any]) -> Reading:
    found = read_posts(answer, data)
    reading = collected(slot, state, found.posts, found.detail)
    purpose, _, newest_known = answer.ask.purpose.partition(":")
    newest = max(filter(None, (found.newest, _moment(newest_known))), default=None)
    route = ROUTE if "rest_route=" in answer.ask.url else PRETTY
    if purpose == BACKFILL:
        return _read_backfill(state, answer, reading, newest, route, is_empty=not data)
    page = int(_query(answer.ask.url).get("page", "1"))
    further = purpose == MODIFIED and page < _pages(answer)
    asks: tuple[Ask, ...] = ()
    if further and page < MAX_PAGES:
        asks = (Ask(_with(answer.ask.url, page=page + 1), purpose, ACCEPT),)
    cut = further and not asks
    known = read_cursor(state.cursor)
    if cut and newest:
        # With the usual overlap a thousand changes of two days would be read again and again; but
        # the last second may hold more than was listed.
        again = SECOND if known.since is None or newest - SECOND > known.since else timedelta(0)
        newest += OVERLAP - again
    done = purpose == MODIFIED and known.read is None
    cursor = advanced(state.cursor, newest, route) if done else None
    return replace(reading, asks=asks, cursor=cursor, more=cut)


def _read_backfill(
    state: SlotState,
    answer: Answer,
    reading: Reading,
    newest: datetime | None,
    route: str,
    *,
    is_empty: bool,
) -> Reading:
    """One page of a first reading; while it goes on, `since` stays where it began.

    An empty page ends it, however many pages the site says there are.
    """
    offset = int(_query(answer.ask.url).get("offset", "0"))
    known = read_cursor(state.cursor)
    first = max((known.read or 0) - READ_AGAIN, 0)
    read = offset + PER_PAGE
    further = not is_empty and read < _pages(answer) * PER_PAGE
    if further and read < first + MAX_PAGES * PER_PAGE:
        carried = f":{newest.isoformat()}" if newest else ""
        ask = Ask(_with(answer.ask.url, offset=read), BACKFILL + carried, ACCEPT)
        return replace(reading, asks=(ask,))
    since = (newest or answer.fetched_at) if known.since is None else None
    cursor = advanced(state.cursor, since, route, read if further else None)
    return replace(reading, cursor=cursor, more=further)


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _pages(answer: Answer) -> int:
    said = answer.header("x-wp-totalpages")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _with(url: str, **changes: int) -> str:
    query = _query(url) | {name: str(value) for name, value in changes.items()}
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query, safe=":,/")))


def _read_included(slot: Slot, state: SlotState, answer: Answer, data: list[Any]) -> Reading:
    """Known posts by number or slug: those not listed are absent, and each is asked why.

    That no post has a slug says nothing yet: it may have another one now.
    """
    found = read_posts(answer, data)
    query = _query(answer.ask.url)
    asked = {(name, value) for name in (NUMBERS, SLUGS) for value in query.get(name, "").split(",")}
    missing = [k for k in state.known if rest_key(k) in asked and k.post_id not in found.ids]
    route = ROUTE if "rest_route=" in answer.ask.url else PRETTY
    absences = [
        *(Absence(k.post_id, k.url, "rest: not listed") for k in missing if _numbered(k)),
        *(
            Absence(k.post_id, k.url, PROTECTED)
            for k in state.known
            if k.post_id in found.protected
        ),
    ]
    reading = collected(slot, state, found.posts, found.detail)
    asks = tuple(_why_ask(slot, route, known) for known in missing)
    return Reading(reading.outcome, reading.detail, reading.posts, tuple(absences), asks)


def _numbered(known: KnownPost) -> bool:
    return (rest_key(known) or ("",))[0] == NUMBERS


def _why_ask(slot: Slot, route: str, known: KnownPost) -> Ask:
    """By its number if that is known, else at its own address."""
    name, number = rest_key(known) or ("", "")
    if name == NUMBERS:
        return _ask(slot, route, ONE, {"number": number}, known.post_id)
    return Ask(known.url, PURPOSE, "text/html,*/*;q=0.5", subject=known.post_id)


def _read_address(slot: Slot, state: SlotState, answer: Answer, text: str) -> Reading:
    """What its own address says. One that leads elsewhere is asked after by the slug there:
    WordPress leads from a post's old address to its new one, and from a wrong one to a guess.
    """
    reading = read_recheck(state, answer, text)
    slug = slug_of(answer.url)
    if not slug or [one.signal for one in reading.absences] != [ELSEWHERE]:
        return reading
    route = read_cursor(state.cursor).route or PRETTY
    query = {SLUGS: slug, "per_page": str(PER_PAGE), **EMBED}
    ask = _ask(slot, route, RENAMED, query, answer.ask.subject)
    return Reading(Outcome.UNCHANGED, f"redirected to {answer.url}", asks=(ask,))


def _read_renamed(slot: Slot, state: SlotState, answer: Answer, data: list[Any]) -> Reading:
    """Whether what a known post's address leads to is the post, known by its permanent name."""
    found, subject = read_posts(answer, data), answer.ask.subject
    if subject in found.ids:
        posts = [post for post in found.posts if post.id == subject]
        return collected(slot, state, posts, "the post has another address")
    urls = [known.url for known in state.known if known.post_id == subject]
    absences = tuple(Absence(subject, url, ELSEWHERE) for url in urls)
    return Reading(Outcome.GONE, f"{ELSEWHERE}, that of another post", absences=absences)


def _read_one(answer: Answer, text: str, data: Any, code: str) -> Reading:
    """Why a known post is not listed. Here 401 does not mean "log in": the post is in the bin,
    private or a draft; a deleted one answers 404.
    """
    subject = answer.ask.subject
    if answer.status in {401, 403, 404, 410} and code in GONE_CODES:
        absence = Absence(subject, answer.ask.url, f"rest: {answer.status} {code}")
        return Reading(Outcome.GONE, f"status {answer.status}: {code}", absences=(absence,))
    refused = refusal(answer, text)
    if refused is not None:
        outcome = Outcome.FAILED if refused.outcome is Outcome.GONE else refused.outcome
        return Reading(outcome, f"{refused.detail}, without saying that the post is gone")
    if isinstance(data, dict) and "id" in data:
        return Reading(Outcome.UNCHANGED, "the post answers by its number")
    wall = find_wall(answer, text)
    return Reading(wall.outcome, wall.detail) if wall else failed("no post where one was promised")
