"""How far a list from the newest back is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from patroli.connectors.json_values import text_from
from patroli.connectors.newest_first import FIRST, Next, next_of
from patroli.model import Answer, Ask, SlotState

NOW = datetime(2029, 11, 24, tzinfo=UTC)
READ = SlotState(cursor=text_from(since=(NOW - timedelta(days=3)).isoformat()))


def after_a_page(*times: datetime) -> Next:
    ask = Ask("http://daftar.example/", FIRST)
    answer = Answer(ask, ask.url, 200, (), b"", NOW)
    return next_of(READ, answer, times, more=True, place="p2", tired=False)


def test_a_page_of_what_was_read_before_ends_the_reading_from_the_top() -> None:
    assert not after_a_page(NOW - timedelta(days=9)).purpose.startswith("posts")


def test_a_page_with_something_new_is_followed_by_the_next() -> None:
    assert after_a_page(NOW).purpose.startswith("posts:2")


def test_a_page_that_tells_no_times_ends_nothing() -> None:
    assert after_a_page().purpose.startswith("posts:2")
