"""What the ledger tells of every source: rounds in order, posts by when they were written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes import NOW, a_post, a_slot
from tests.landed import land_outcome, land_plan, land_posts

from patroli.history import History
from patroli.landing import list_batches
from patroli.model import Outcome

SLOT = a_slot()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_rounds_and_posts_of_a_source_are_told_in_order(tmp_path: Path) -> None:
    root = tmp_path / "landing"
    old = a_post("lama", published_at=NOW - 45 * HOUR)
    undated = a_post("tanpa tanggal", published_at=None)
    future = a_post("dari masa depan", published_at=NOW + 900 * HOUR)
    land_posts(root, [old], round_id="r1", slot=SLOT, at=NOW - 20 * HOUR)
    land_posts(root, [undated, old, future], round_id="r2", slot=SLOT, at=NOW - 10 * HOUR)
    land_outcome(root, SLOT, Outcome.FAILED, round_id="r3", at=NOW - 5 * HOUR)
    land_plan(root, [SLOT], round_id="r4", at=NOW - HOUR)
    with History.open(tmp_path / "h.duckdb") as history:
        history.load(list_batches(root), NOW)
        (found,) = history.source_records(NOW - 30 * HOUR, NOW, DAY)
        (longer,) = history.source_records(NOW - 50 * HOUR, NOW, 2 * DAY)
    assert [r.outcome for r in found.rounds] == [
        Outcome.COLLECTED,
        Outcome.COLLECTED,
        Outcome.FAILED,
        None,
    ]
    assert [r.posts for r in found.rounds] == [1, 3, 0, 0]
    assert found.last_reached == NOW - 10 * HOUR
    assert [p.written_at for p in found.posts] == [NOW - 10 * HOUR] * 2
    assert longer.posts[0].written_at == NOW - 45 * HOUR
    assert longer.posts[0].length == len("lama")


def test_who_fell_silent_long_ago_still_has_the_posts_of_its_last_days(tmp_path: Path) -> None:
    posts = [a_post(str(n), published_at=NOW - n * HOUR) for n in (900, 905, 990)]
    land_posts(tmp_path / "landing", posts, slot=SLOT, at=NOW)
    with History.open(tmp_path / "h.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), NOW)
        (found,) = history.source_records(NOW - 48 * HOUR, NOW, 2 * DAY)
    assert [post.written_at for post in found.posts] == [NOW - 905 * HOUR, NOW - 900 * HOUR]
    assert (found.last_filled, found.zone) == (NOW, SLOT.zone)
    assert all(post.is_dated and post.is_signed for post in found.posts)


def test_a_source_without_posts_is_told_too(tmp_path: Path) -> None:
    land_plan(tmp_path / "landing", [SLOT], round_id="r1")
    with History.open(tmp_path / "h.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), NOW)
        (found,) = history.source_records(NOW - HOUR, NOW, DAY)
    assert (found.posts, found.last_reached, found.rounds[0].outcome) == ((), None, None)
