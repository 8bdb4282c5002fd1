"""Meta's refusals and allowances, the same for Facebook, Instagram and Threads.

Error shapes follow developers.facebook.com, "Handling Errors" and "Rate Limits".
"""

from __future__ import annotations

import pytest
from tests.connectors.builders import an_answer
from tests.connectors.networks import read
from tests.connectors.samples_of import sample
from tests.fakes import a_slot

from patroli.connectors.graph import allowance_used, next_cursor, tired
from patroli.model import Outcome, Platform

SLOTS = [
    a_slot("https://www.facebook.com/disdik.telagabiru", platform=Platform.FACEBOOK),
    a_slot("https://www.instagram.com/dewi.lestawa/", platform=Platform.INSTAGRAM),
    a_slot("https://www.threads.net/@dewi.lestawa", platform=Platform.THREADS),
    a_slot("https://www.threads.net/", platform=Platform.THREADS, query="dukung"),
]


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize(
    ("name", "status", "outcome", "told"),
    [
        ("facebook/expired", 401, Outcome.FAILED, "TOKEN expired or was revoked"),
        ("facebook/expired", 400, Outcome.FAILED, "TOKEN expired or was revoked"),
        ("facebook/no-permission", 403, Outcome.BLOCKED, "lacks a permission"),
        ("facebook/too-many", 403, Outcome.RATE_LIMITED, "too many calls"),
        ("facebook/missing", 400, Outcome.GONE, "not there, or the token may not see it"),
    ],
)
def test_refusals_are_told_apart(slot, name, status, outcome, told) -> None:  # type: ignore[no-untyped-def]
    result = read(slot, sample(name), status=status)
    assert result.outcome is outcome
    assert told in result.detail
    assert (result.posts, result.absences, result.cursor) == ((), (), None)


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
def test_every_code_for_too_many_calls_is_one(code: int) -> None:
    result = read(SLOTS[0], {"error": {"code": code, "message": "limit"}}, status=400)
    assert result.outcome is Outcome.RATE_LIMITED


@pytest.mark.parametrize("code", [10, 200, 210, 299])
def test_every_code_for_a_missing_permission_is_one(code: int) -> None:
    result = read(SLOTS[0], {"error": {"code": code, "message": "no"}}, status=403)
    assert result.outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("X-App-Usage", '{"call_count":28,"total_time":25,"total_cputime":95}', 95),
        (
            "X-Business-Use-Case-Usage",
            (
                '{"100":[{"type":"pages","call_count":91,"total_cputime":2,"total_time":1,'
                '"estimated_time_to_regain_access":0}]}'
            ),
            91,
        ),
        ("X-App-Usage", "rusak", 0),
        ("X-App-Usage", "[" * 10_000, 0),
    ],
)
def test_the_allowance_is_read_from_the_headers(name: str, value: str, used: int) -> None:
    answer = an_answer("", headers=((name, value),))
    assert allowance_used(answer) == used
    assert bool(tired(answer)) == (used >= 90)


def test_the_cursor_of_the_next_page_is_read_and_its_link_never() -> None:
    data = sample("facebook/published-posts")
    assert next_cursor(data) == "QVFIUmFmdGVy"
    del data["paging"]["next"]
    assert next_cursor(data) == ""


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("body", ["", "[]", "<html>", "{}", '{"data": 3}', "[" * 100_000])
def test_what_is_no_answer_of_the_interface_fails(slot, body: str) -> None:  # type: ignore[no-untyped-def]
    assert read(slot, body).outcome is Outcome.FAILED
