"""A page of an X list in, what to ask next out: a further page, a gap, or nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote

from patroli.connectors.fields import Fields, objects_at
from patroli.connectors.json_values import (
    number_at,
    query_of,
    text_at,
    text_from,
    with_query,
    words_of,
)
from patroli.connectors.x_posts import FIELDS, WORST, id_at
from patroli.model import Answer, Ask, Key, Slot, SlotState, Spend

API: Final = "https://api.x.com/2"
KEY: Final = Key("PATROLI_X_TOKEN")
ACCEPT: Final = "application/json"
USER_FIELDS: Final = "id,name,protected,username"
USER_COST: Final = 2
"""A read account is priced like two read posts."""
PER_PAGE: Final = 20
"""Small, since a page is only asked where the budget could pay for all it may hold."""
MAX_PAGES: Final = 5
"""Most pages of one slot in one round; the cursor lets the next round go on."""
OVERLAP: Final = timedelta(hours=1)
LOOK_BACK: Final = timedelta(days=90)
"""How far back an account's posts are read when it is new."""
MAX_QUERY: Final = 512
"""Longest query of a recent search, in characters."""
IDENTITY_DAYS: Final = 7
"""After how many days an account is asked for again: its handle may have changed."""

USER, AGAIN, NEW, GAP, KNOWN = "user", "user-again", "new", "gap", "known"


def timeline(user_id: str) -> str:
    return f"{API}/users/{quote(user_id, safe='')}/tweets"


def user_ask(address: str, purpose: str) -> Ask:
    url = with_query(address, **{"user.fields": USER_FIELDS})
    return Ask(url, purpose, ACCEPT, key=KEY, spend=Spend("x", USER_COST))


def list_ask(address: str, slot: Slot, cursor: dict[str, str]) -> Ask:
    since = number_at(cursor, "since")
    back = str(max(since - id_at_overlap(), 1)) if since else ""
    query = _search_text(slot.query) if slot.query else ""
    url = with_query(address, query=query, max_results=PER_PAGE, since_id=back, **FIELDS)
    return Ask(url, f"{NEW}:1:", ACCEPT, key=KEY, spend=Spend("x", PER_PAGE * WORST))


def id_at_overlap() -> int:
    """How many ids pass in the overlap."""
    return int(OVERLAP / timedelta(milliseconds=1)) << 22


def _search_text(phrase: str) -> str:
    """A tag as it is, anything else as one phrase, of as many words as a query may hold."""
    if phrase.startswith(("#", "@")) and " " not in phrase:
        return phrase
    words = phrase.replace('"', " ").split()
    while len(words) > 1 and len(" ".join(words)) > MAX_QUERY - 2:
        words.pop()
    return f'"{" ".join(words)}"'


def user_in(answer: Answer) -> str:
    """The account's id in the address of a timeline."""
    return answer.ask.url.partition("/users/")[2].partition("/")[0]


def onward(
    slot: Slot, state: SlotState, answer: Answer, data: Fields
) -> tuple[tuple[Ask, ...], str]:
    """The next page or the gap, and the cursor as it is if the round ends here.

    A further page is aside: where the budget or X refuses it, what is not read yet is a gap in the
    cursor and no page is paid for twice.
    """
    kind, page, newest = where(answer.ask.purpose)
    before, query = words_of(state.cursor), query_of(answer.ask.url)
    ids = [i for tweet in objects_at(data, "data") if (i := number_at(tweet, "id"))]
    newest = max([newest, number_at(data, "meta", "newest_id"), *ids])
    token = text_at(data, "meta", "next_token")
    low, high = before.get("low", ""), before.get("high", "")
    if kind == GAP:
        low, high = query.get("since_id", ""), str(min(ids)) if token and ids else ""
    elif token and ids:
        low, high = low if high else _floor(slot, before, answer), str(min(ids))
    asks, cursor = end_of_round(slot, before, answer, newest, (low, high) if high else ("", ""))
    if page >= MAX_PAGES:
        return asks, cursor
    first_look = kind == NEW and not query.get("since_id")
    if token and not first_look:
        name = "next_token" if slot.query else "pagination_token"
        return (_page(with_query(answer.ask.url, **{name: token}), kind, page, newest),), cursor
    if kind == NEW and high:
        url = with_query(answer.ask.url, since_id=low, until_id=high, next_token="")
        return (_page(with_query(url, pagination_token=""), GAP, page, newest),), cursor
    return asks, cursor


def where(purpose: str) -> tuple[str, int, int]:
    """Of which list an ask is, its how many-th page this round, and the newest id so far."""
    kind, page, newest = [*purpose.split(":"), "", ""][:3]
    words: dict[str, Any] = {"page": page, "newest": newest}
    return kind, number_at(words, "page") or 1, number_at(words, "newest")


def _page(url: str, kind: str, page: int, newest: int) -> Ask:
    spend = Spend("x", PER_PAGE * WORST)
    purpose = f"{kind}:{page + 1}:{newest or ''}"
    return Ask(url, purpose, ACCEPT, key=KEY, spend=spend, aside=True)


def _floor(slot: Slot, before: dict[str, str], answer: Answer) -> str:
    """Where a gap ends: what was read before, else as far back as a new slot is read."""
    if before.get("since") or slot.query:
        return before.get("since", "")
    return str(id_at(answer.fetched_at - LOOK_BACK))


def end_of_round(
    slot: Slot, before: dict[str, str], answer: Answer, newest: int, gap: tuple[str, str]
) -> tuple[tuple[Ask, ...], str]:
    """The cursor, and once a week whose account it is."""
    since = max(newest, number_at(before, "since"))
    words = {"since": str(since or ""), "low": gap[0], "high": gap[1]}
    if slot.query:
        return (), text_from(**words)
    today = answer.fetched_at.date()
    seen = before.get("seen") or today.isoformat()
    cursor = text_from(id=user_in(answer), seen=seen, **words)
    if today - _day(seen) < timedelta(days=IDENTITY_DAYS):
        return (), cursor
    again = user_ask(f"{API}/users/{user_in(answer)}", f"{AGAIN}:{cursor}")
    return (replace(again, aside=True),), cursor


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
