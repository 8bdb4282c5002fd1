"""Deletions on Threads: what the newest page lacks, and what its number answers.

Shapes: developers.facebook.com, "Retrieve a Single Threads Media Object"; the refusal is the one
that public code meets. All people are invented.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.connectors.networks import Dated, dated, known, read
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import a_slot

from patroli.connectors.json_values import words_of
from patroli.connectors.walk import NEWEST
from patroli.model import Ask, Outcome, Platform, SlotState, Spend

THREADS = a_slot("https://www.threads.com/@Dewi.Lestawa", platform=Platform.THREADS)
FIRST = Ask("https://graph.threads.net/v1.0/profile_posts?username=dewi.lestawa", NEWEST)
PAGE: list[Dated] = [dated(1), dated(30, made_before=200), dated(50), dated(100)]


def state(*codes: str, cursor: str = "") -> SlotState:
    return SlotState(cursor, tuple(known(THREADS, one) for one in codes))


def posts(page: list[Dated]) -> dict[str, Any]:
    return {"data": [_post(n, one, time) for n, (one, time) in enumerate(page)]}


def _post(number: int, one: str, time: datetime | None) -> dict[str, Any]:
    return {
        "id": f"1804000000000{number:04}",
        "text": f"Catatan {number}",
        "username": "dewi.lestawa",
        "permalink": f"https://www.threads.net/@dewi.lestawa/post/{one}",
        "timestamp": time.isoformat() if time else "",
    }


def missing_one() -> tuple[SlotState, Ask]:
    """The state after a round that listed all, and the ask for the one that the next lacks."""
    before = read(THREADS, posts(PAGE), FIRST)
    after = state(*(one for one, _ in PAGE), cursor=before.cursor or "")
    result = read(THREADS, posts([PAGE[0], *PAGE[2:]]), FIRST, after)
    assert result.absences == ()
    result = read(THREADS, posts([*PAGE[:2], PAGE[3]]), FIRST, after)
    (ask,) = result.asks
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (after.known[2].post_id, "threads: not listed any more")
    ]
    return after, ask


def test_a_post_that_the_list_lacks_is_asked_by_its_number() -> None:
    after, ask = missing_one()
    assert ask.url.startswith("https://graph.threads.net/v1.0/18040000000000002?fields=id,")
    assert (ask.subject, ask.spend) == (after.known[2].post_id, Spend("threads", 1))
    assert holds_no_secret(ask)


def test_a_post_that_answers_by_itself_is_met_as_the_list_showed_it() -> None:
    after, ask = missing_one()
    result = read(THREADS, _post(2, *PAGE[2]), ask, after)
    assert result.posts == (read(THREADS, posts(PAGE), FIRST).posts[2],)
    assert result.absences == ()


def test_a_post_that_is_gone_or_not_to_be_seen_is_a_sign_and_says_both() -> None:
    after, ask = missing_one()
    result = read(THREADS, sample("threads/missing"), ask, after, status=400)
    assert result.outcome is Outcome.GONE
    assert "not there, or the token may not see it" in result.detail
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (after.known[2].post_id, "threads: not there, or not to be seen")
    ]


@pytest.mark.parametrize(
    ("name", "outcome", "told"),
    [
        ("facebook/expired", Outcome.FAILED, "expired or was revoked"),
        ("facebook/no-permission", Outcome.BLOCKED, "lacks a permission"),
        ("facebook/too-many", Outcome.RATE_LIMITED, "too many calls"),
    ],
)
def test_an_expired_token_is_no_sign_that_a_post_is_gone(
    name: str, outcome: Outcome, told: str
) -> None:
    after, ask = missing_one()
    result = read(THREADS, sample(name), ask, after, status=400)
    assert (result.outcome, result.absences) == (outcome, ())
    assert told in result.detail


def test_the_list_tells_without_a_number_too() -> None:
    result = read(THREADS, posts([*PAGE[:2], PAGE[3]]), FIRST, state(PAGE[2][0]))
    assert (len(result.absences), result.asks) == (1, ())


def test_the_cursor_remembers_the_newest_numbers_and_no_more_than_60() -> None:
    many = [dated(hour) for hour in range(1, 90)]
    first = read(THREADS, posts(many[10:]), FIRST)
    after = SlotState(first.cursor or "")
    second = words_of(read(THREADS, posts(many), FIRST, after).cursor or "")
    remembered = [pair.partition(":")[0] for pair in second["numbers"].split(",")]
    assert len(remembered) == 60
    assert remembered[:3] == [one for one, _ in many[:3]]
    assert second["floor"]


def test_a_search_says_nothing_of_what_it_lacks() -> None:
    search = a_slot(
        "https://www.threads.net/", platform=Platform.THREADS, account_id=None, query="dukung"
    )
    result = read(search, posts([*PAGE[:2], PAGE[3]]), state=state(PAGE[2][0]))
    assert (result.absences, result.asks) == ((), ())
    assert "numbers" not in words_of(result.cursor or "")
