"""An answer of Meta's Graph API in, its refusal, its next page and its allowance out.

Meta's own link to a next page holds the token: it is never followed, only its cursor is read.
Source: developers.facebook.com, "Handling Errors", "Rate Limits", "Paginated Results".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from patroli.connectors.answers import refusal
from patroli.connectors.fields import Fields, decoded, object_at
from patroli.connectors.json_values import number_at, text_at, with_query
from patroli.connectors.walk import Listed, Pages, Step, ended, step
from patroli.model import Answer, Ask, BudgetName, Key, Outcome, Reading, SlotState, Spend

API: Final = "https://graph.facebook.com/v26.0"
ACCEPT: Final = "application/json"
TOO_MANY: Final = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
TOKEN: Final = frozenset({102, 190})
PERMISSION: Final = frozenset({3, 10, *range(200, 300)})
PASSING: Final = frozenset({1, 2})
NEARLY_ALL: Final = 90
"""Per cent of the allowance from which no further page is asked for in a round."""
PAGES: Final = Pages(most=3, sweep=1, look_back=timedelta(days=90))


def graph_ask(
    url: str,
    purpose: str,
    key: Key,
    budget: BudgetName = "meta",
    *,
    subject: str = "",
    aside: bool = False,
) -> Ask:
    """One call with the operator's key."""
    spend = Spend(budget, 1)
    return Ask(url, purpose, ACCEPT, subject=subject, key=key, spend=spend, aside=aside)


def error_of(data: object) -> Fields:
    return object_at(data, "error")


def trouble(answer: Answer, text: str, data: object, key: Key) -> Reading | None:
    """Why the Graph API refuses; None where it answers."""
    error = error_of(data)
    if not error:
        refused = refusal(answer, text)
        if refused is None and not isinstance(data, dict):
            return Reading(Outcome.FAILED, "no JSON object where the API promised one")
        return refused
    code = number_at(error, "code")
    said = f"Meta says {text_at(error, 'message')[:200]!r} (code {code})"
    if code in TOO_MANY or answer.status == 429:
        return Reading(Outcome.RATE_LIMITED, f"too many calls: {said}")
    if code in TOKEN:
        return Reading(Outcome.FAILED, f"the token in {key.name} expired or was revoked: {said}")
    if code in PERMISSION:
        detail = f"the token in {key.name} lacks a permission that App Review gives: {said}"
        return Reading(Outcome.BLOCKED, detail)
    if code in PASSING:
        return Reading(Outcome.FAILED, f"a passing fault: {said}")
    if is_missing(error):
        return Reading(Outcome.GONE, f"it is not there, or the token may not see it: {said}")
    return Reading(Outcome.BLOCKED if code == 368 else Outcome.FAILED, said)


def is_missing(error: Fields) -> bool:
    """Whether an object is not there; Meta does not tell this from one the token may not see."""
    code, kind = number_at(error, "code"), text_at(error, "type")
    is_method = kind == "GraphMethodException" or number_at(error, "error_subcode") == 33
    return code == 803 or (code == 100 and is_method)


def next_cursor(listed: object) -> str:
    """Where the next page of a list begins; empty on its last page."""
    paging = object_at(listed, "paging")
    return text_at(paging, "cursors", "after") if text_at(paging, "next") else ""


def next_step(state: SlotState, answer: Answer, page: Listed) -> Step:
    """What comes after a page of a list; nothing in this round where that would be too much."""
    then = step(state.cursor, answer.ask.purpose, page, answer.fetched_at, PAGES)
    return ended(then) if tired(answer) else then


def moment_behind(answer: Answer, times: Sequence[datetime]) -> str:
    """Where a list goes on behind a page: the moment of its last post; a page that tells none, the
    top again. One post with a lying date among the others moves nothing.
    """
    return str(int((times[-1] if times else answer.fetched_at).timestamp()))


def next_page(answer: Answer, after: str, until: str) -> str:
    """The address of the page right behind an answer, else of the posts up to a moment.

    A cursor need not outlive its round, so the places that are remembered are moments.
    """
    if after:
        return with_query(answer.ask.url, after=after)
    return with_query(answer.ask.url, after="", until=until)


def allowance_used(answer: Answer) -> int:
    """The largest percentage in Meta's usage headers; 0 where there are none."""
    names = "x-app-usage", "x-business-use-case-usage"
    return max((_largest(decoded(answer.header(name)), 0) for name in names), default=0)


def _largest(value: object, depth: int) -> int:
    if isinstance(value, list | dict) and depth < 4:
        below = value.values() if isinstance(value, dict) else value
        return max((_largest(one, depth + 1) for one in below), default=0)
    # estimated_time_to_regain_access is in minutes and only above 0 where access is lost.
    return min(value, 100) if isinstance(value, int) and not isinstance(value, bool) else 0


def tired(answer: Answer) -> str:
    """What to tell where the allowance is nearly used up; empty where it is not."""
    used = allowance_used(answer)
    return f"{used} % of Meta's allowance is used: no further page" if used >= NEARLY_ALL else ""


def shared_text(handle: str, text: str) -> str:
    """What a repost says, as people write one by hand."""
    return f"RT @{handle}: {text}" if handle else f"RT: {text}"
