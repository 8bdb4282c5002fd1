"""A post is gone when two signs lie hours apart and nobody saw it between them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import NOW, a_match, a_post, a_slot
from tests.landed import a_fetch, land_posts

from patroli.history import History
from patroli.history.presence import APART, Gone, is_gone, times_gone
from patroli.landing import BatchWriter, list_batches
from patroli.model import Outcome

hours = st.lists(st.integers(0, 200), max_size=12)


@dataclass(frozen=True, slots=True)
class Signed:
    seen_at: datetime


def at(hour: float) -> datetime:
    return NOW + timedelta(hours=hour)


def signs(*moments: float) -> list[Signed]:
    return [Signed(at(hour)) for hour in moments]


def met(*moments: float) -> list[datetime]:
    return [at(hour) for hour in moments]


def test_one_sign_or_two_in_the_same_hour_are_not_gone() -> None:
    assert not is_gone(met(0), signs(6))
    assert not is_gone(met(0), signs(6, 6))
    assert not is_gone(met(0), signs(6, 8.9))


def test_two_signs_hours_apart_are_gone_and_say_since_when() -> None:
    (gone,) = times_gone(met(0, 1), signs(6, 7, 12))
    assert gone == Gone(at(1), at(6), at(12))


def test_a_sight_between_two_signs_starts_anew() -> None:
    assert not is_gone(met(0, 9), signs(6, 12))
    assert is_gone(met(0, 9), signs(6, 12, 15))


def test_what_comes_back_was_gone_and_is_not() -> None:
    (gone,) = times_gone(met(0, 24), signs(6, 12))
    assert gone == Gone(at(0), at(6), at(12), back_at=at(24))
    assert not is_gone(met(0, 24), signs(6, 12))


def test_gone_twice_is_told_twice() -> None:
    times = times_gone(met(0, 24), signs(6, 12, 30, 36))
    assert [gone.first_missed for gone in times] == met(6, 30)
    assert [gone.back_at for gone in times] == [at(24), None]


def test_at_one_moment_who_saw_it_knows_better() -> None:
    assert not is_gone(met(0, 6, 12), signs(6, 12))


@settings(deadline=None)
@given(hours, hours, st.integers())
def test_order_and_repetition_do_not_matter(seen: list[int], missed: list[int], seed: int) -> None:
    shuffled_met, shuffled = met(*seen, *seen), signs(*missed, *missed)
    random.Random(seed).shuffle(shuffled_met)
    random.Random(seed).shuffle(shuffled)
    assert times_gone(shuffled_met, shuffled) == times_gone(met(*seen), signs(*missed))


@settings(deadline=None)
@given(hours, hours)
def test_every_absence_has_signs_apart_and_no_sight_within(
    seen: list[int], missed: list[int]
) -> None:
    for gone in times_gone(met(*seen), signs(*missed)):
        assert gone.confirmed_at - gone.first_missed >= APART
        assert not any(gone.first_missed < one <= gone.confirmed_at for one in met(*seen))
        assert gone.last_seen is None or gone.last_seen <= gone.first_missed
        assert gone.back_at is None or gone.back_at > gone.confirmed_at


def test_an_address_that_answers_between_two_signs_is_a_sight(tmp_path: Path) -> None:
    """A recheck brings no version: that the post is there stands in its fetch alone."""
    post, root = a_post(), tmp_path / "landing"
    land_posts(root, [post], round_id="r1")
    land_posts(root, [], missing=[post.id], round_id="r2", at=at(6))
    land_posts(root, [], missing=[post.id], round_id="r4", at=at(18))
    with History.open(tmp_path / "history.duckdb") as history:
        history.load(list_batches(root), at(20))
        for page in history.unmatched("a" * 64):
            history.record_matches("a" * 64, "{}", page, [a_match(post)], at(20))
        (found,) = history.queue_inputs("a" * 64)
        assert found.gone
        assert [sign.seen_at for sign in found.signs] == met(6, 18)
        assert all(sign.fetch_id and sign.batch for sign in found.signs)
        own = {"url": found.signs[0].url, "outcome": Outcome.UNCHANGED, "purpose": "recheck"}
        with BatchWriter(root, at(12).date(), "r3") as batch:
            batch.add(fetches=[a_fetch(a_slot(), "r3", at(12), **own)])
        history.load(list_batches(root), at(21))
        (found,) = history.queue_inputs("a" * 64)
        assert not found.gone
