"""What a newest page of Instagram or Threads says of known posts that it lacks.

Shortcodes are made here from invented moments, as "Sharding & IDs at Instagram" describes numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.networks import Dated, code, dated, known, read
from tests.fakes import NOW, a_slot

from patroli.connectors.native import shortcode
from patroli.connectors.unlisted import BEHIND_TIME, EPOCH, made_at, unlisted
from patroli.model import Outcome, Platform, SlotState

INSTAGRAM = a_slot("https://www.instagram.com/Dewi.Lestawa/", platform=Platform.INSTAGRAM)


def state(*codes: str) -> SlotState:
    return SlotState(known=tuple(known(INSTAGRAM, one) for one in codes))


PAGE: list[Dated] = [dated(1), dated(30, made_before=200), dated(50), dated(100)]


@given(st.integers(2**37, 2**41 - 1), st.integers(0, 2**BEHIND_TIME - 1))
def test_a_shortcode_tells_when_its_number_was_made(milliseconds: int, rest: int) -> None:
    made = made_at(shortcode((milliseconds << BEHIND_TIME) + rest))
    assert made is not None
    assert made == datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds + EPOCH)


@pytest.mark.parametrize("told", ["", "Fik_tif-01", "17858843269216389", "Fik_tif-0.1"])
def test_what_is_no_shortcode_of_today_tells_no_moment(told: str) -> None:
    assert made_at(told) is None


def test_what_was_made_after_the_oldest_on_the_page_belongs_on_it() -> None:
    missing, older = code(40), code(101)
    found = unlisted(state(missing, older, code(50)), PAGE)
    assert [one.native_id for one in found] == [missing]


def test_a_post_made_early_and_published_late_does_not_move_the_end_of_the_page() -> None:
    assert unlisted(state(code(150)), PAGE) == ()


@pytest.mark.parametrize(
    "page",
    [
        [],
        [dated(100), dated(1)],
        [dated(1), (code(30), None), dated(100)],
        [dated(1), ("17858843269216389", NOW), dated(100)],
        [dated(1), (code(10), NOW - timedelta(hours=30)), dated(100)],
    ],
    ids=["empty", "pinned on top", "no time", "no shortcode", "made after it was published"],
)
def test_a_page_that_breaks_the_rules_proves_nothing(page: list[Dated]) -> None:
    assert unlisted(state(code(40)), page) == ()


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 500)), unique=True, max_size=12),
    st.integers(1, 12),
)
def test_no_post_that_is_still_there_is_ever_told(posts: list[tuple[int, int]], size: int) -> None:
    """Whatever was made when and published later: a page is the newest by publication."""
    everything = [
        (code(ago + before, number), NOW - timedelta(hours=ago))
        for number, (ago, before) in enumerate(sorted(posts))
    ]
    page: list[Dated] = [*everything[:size]]
    assert unlisted(state(*(one for one, _ in everything)), page) == ()


# ------------------------------------------------------------------ Instagram


def media(page: list[Dated], count: int = 1205) -> dict[str, Any]:
    """The newest page of an account with many more media."""
    listed = [
        {
            "id": str(n),
            "caption": "Isi",
            "permalink": f"https://www.instagram.com/p/{one}/",
            "timestamp": time.isoformat() if time else "",
        }
        for n, (one, time) in enumerate(page)
    ]
    found = {"data": listed, "paging": {"cursors": {"after": "QVFI"}}}
    account = {"id": "1", "username": "dewi.lestawa", "name": "Dewi", "media_count": count}
    return {"business_discovery": {**account, "media": found}}


def test_a_large_accounts_newest_page_tells_what_it_lacks() -> None:
    missing = state(code(40), code(500), code(50))
    result = read(INSTAGRAM, media(PAGE), state=missing)
    assert [(a.post_id, a.signal) for a in result.absences] == [
        (missing.known[0].post_id, "instagram: not listed any more")
    ]
    assert result.outcome is Outcome.COLLECTED


def test_only_the_newest_page_is_believed() -> None:
    (ask,) = read(INSTAGRAM, media(PAGE)).asks
    assert read(INSTAGRAM, media(PAGE), ask, state(code(40))).absences == ()
