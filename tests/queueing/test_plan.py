"""What `plan_queue` promises, as laws over invented candidates and as single days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import NOW
from tests.queueing.sample_parts import DAY, a_candidate, a_queue

from patroli.model import Tier
from patroli.queueing import Queue
from patroli.queueing.inputs import Candidate, Key

WORDS = ("dukung", "pilih", "coblos", "menang", "bersama", "kita", "semua", "besok")
PAIRS = ("arman-siti", "bagas-ratna", "yulius-marni")


@st.composite
def candidate_lists(draw: st.DrawFn) -> list[Candidate]:
    """Up to a dozen candidates, some of one text, over three contestants."""
    made = []
    for index in range(draw(st.integers(0, 12))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
        pairs = draw(st.sets(st.sampled_from(PAIRS), min_size=1, max_size=2))
        made.append(
            a_candidate(
                " ".join(words),
                contestants=tuple(sorted(pairs)),
                tier=draw(st.sampled_from(list(Tier))),
                score=draw(st.sampled_from([0.2, 0.5])),
                seen_days_ago=draw(st.integers(0, 9)),
                post={"native_id": f"http://contoh.example/{index}"},
            )
        )
    return made


def keys_of(queue: Queue) -> list[Key]:
    """Every member of every item, listed or waiting."""
    return [key for item in (*queue.items, *queue.waiting) for key in item.members]


@given(candidate_lists(), st.integers(0, 8), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_undecided_is_lost_and_nothing_is_shown_twice(
    candidates: list[Candidate], places: int, data: st.DataObject
) -> None:
    keys = [c.key for c in candidates]
    decided = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
    queue = a_queue(*candidates, decided=decided, items_per_reviewer=places)
    assert sorted(keys_of(queue)) == sorted(set(keys) - decided)
    assert len(queue.items) <= places
    assert queue.counts.waiting == len(queue.waiting)
    assert queue.counts.decided == len(decided)
    assert not queue.waiting or len(queue.items) == places


@given(candidate_lists(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_list_does_not_depend_on_the_order_of_what_is_given(
    candidates: list[Candidate], random: st.DrawFn
) -> None:
    mixed = list(candidates)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert a_queue(*mixed, reviewers=2).items == a_queue(*candidates, reviewers=2).items


@given(candidate_lists(), st.data())
@settings(max_examples=60, deadline=None)
def test_deciding_removes_exactly_what_was_decided(
    candidates: list[Candidate], data: st.DataObject
) -> None:
    before = set(keys_of(a_queue(*candidates)))
    decided = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    assert set(keys_of(a_queue(*candidates, decided=decided))) == before - decided


@given(candidate_lists(), st.permutations(PAIRS), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_changing_the_contestants_names_around_does_not_change_the_order(
    candidates: list[Candidate], names: list[str], places: int
) -> None:
    other = dict(zip(PAIRS, names, strict=True))
    swapped = [
        replace(
            c,
            matches=tuple(replace(m, contestant_id=other[m.contestant_id]) for m in c.matches),
        )
        for c in candidates
    ]
    here = a_queue(*candidates, items_per_reviewer=places)
    there = a_queue(*swapped, items_per_reviewer=places)
    assert [i.members for i in here.items] == [i.members for i in there.items]
    assert [i.members for i in here.waiting] == [i.members for i in there.waiting]


def test_the_names_in_the_text_do_not_change_the_order_either() -> None:
    def orders(*names: str) -> list[str]:
        made = [
            a_candidate(
                f"Ayo dukung {name} besok pagi",
                contestants=(pair,),
                post={"native_id": f"http://contoh.example/{index}"},
            )
            for index, (name, pair) in enumerate(zip(names, PAIRS, strict=True))
        ]
        urls = {c.key: c.post.url for c in made}
        return [urls[i.members[0]] for i in a_queue(*made).items]

    assert orders("Arman", "Bagas", "Yulius") == orders("Yulius", "Arman", "Bagas")


def test_tier_comes_first_then_the_clock_then_the_score() -> None:
    made = {
        "d": a_candidate("Dukung d", tier=Tier.LOW, seen_days_ago=6, score=0.9),
        "c": a_candidate("Pilih c ya", tier=Tier.MEDIUM, seen_days_ago=1, score=0.2),
        "a": a_candidate("Coblos a saja", tier=Tier.HIGH, seen_days_ago=5, score=0.1),
        "b": a_candidate("Menang bersama b", tier=Tier.HIGH, seen_days_ago=1, score=0.9),
        "b2": a_candidate("Hidup b sekarang", tier=Tier.HIGH, seen_days_ago=1, score=0.3),
    }
    names = {candidate.key: name for name, candidate in made.items()}
    queue = a_queue(*made.values(), near_duplicate=1)
    assert [names[item.members[0]] for item in queue.items] == ["a", "b", "b2", "c", "d"]
    assert [item.position for item in queue.items] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("seen", "left", "deadline"),
    [
        (NOW, 7, date(2029, 12, 2)),
        # 23:59 WIT on the 24th is the 24th, 00:00 WIT the 25th: the zone decides, not UTC.
        (datetime(2029, 11, 24, 14, 59, tzinfo=UTC), 6, date(2029, 12, 1)),
        (datetime(2029, 11, 24, 15, 0, tzinfo=UTC), 7, date(2029, 12, 2)),
        (NOW - timedelta(days=7), 0, date(2029, 11, 25)),
        (NOW - timedelta(days=9), -2, date(2029, 11, 23)),
    ],
)
def test_the_clock_counts_seven_local_days_from_when_it_was_first_seen(
    seen: datetime, left: int, deadline: date
) -> None:
    item = a_queue(a_candidate(first_seen=seen)).items[0]
    assert (item.days_left, item.deadline) == (left, deadline)


def test_one_text_in_many_places_is_one_item_with_all_its_members() -> None:
    made = [
        a_candidate(
            "Ayo dukung Bagas Wiratama besok" + ending,
            seen_days_ago=5 - index,
            post={"native_id": f"http://contoh.example/{index}"},
        )
        for index, ending in enumerate(["", "!!!", "  🙏", " ya"])
    ]
    (item,) = a_queue(*made).items
    assert item.members == tuple(c.key for c in made)
    assert item.first_seen == made[0].first_seen


def test_one_text_about_two_contestants_is_two_items() -> None:
    made = [
        a_candidate("Mantap pak", contestants=(pair,), post={"native_id": pair})
        for pair in PAIRS[:2]
    ]
    assert len(a_queue(*made).items) == 2


def test_an_item_keeps_its_id_when_a_copy_joins_later() -> None:
    first = a_candidate(seen_days_ago=3)
    copy = a_candidate(seen_days_ago=1, post={"native_id": "http://contoh.example/copy"})
    assert a_queue(first).items[0].id == a_queue(copy, first).items[0].id


def test_the_day_is_shared_out_evenly_with_the_same_mix_for_each() -> None:
    made = [
        a_candidate(f"{word} {tier} {number}", tier=tier, post={"native_id": f"{tier}{number}"})
        for tier in Tier
        for number, word in enumerate(WORDS[:4])
    ]
    queue = a_queue(*made, reviewers=4, near_duplicate=1)
    for part in range(1, 5):
        assert [i.tier for i in queue.items if i.part == part] == list(Tier)


def test_a_low_tier_waits_but_does_not_starve() -> None:
    old = a_candidate("Lihat baliho itu", tier=Tier.LOW, seen_days_ago=0)
    since: dict[Key, date] = {}
    for days in range(4):
        fresh = [
            a_candidate(f"{word} hari {days}", post={"native_id": f"{days}/{word}"})
            for word in WORDS
        ]
        day = DAY + timedelta(days=days)
        queue = a_queue(*fresh, old, items_per_reviewer=5, near_duplicate=1, day=day, since=since)
        assert len(queue.items) == 5
        since |= {key: item.since for item in queue.waiting for key in item.members}
        if old.key in {key for item in queue.items for key in item.members}:
            break
    assert days == 1
    assert next(i.since for i in queue.items if i.members[0] == old.key) == DAY


def test_what_waits_is_never_more_than_a_fifth_of_the_day() -> None:
    waiting = [
        a_candidate(f"lama {i} {w}", tier=Tier.LOW, post={"native_id": f"w{i}{w}"})
        for i in range(5)
        for w in WORDS
    ]
    fresh = [a_candidate(f"baru {i}", post={"native_id": f"f{i}"}) for i in range(20)]
    since = {c.key: DAY - timedelta(days=3) for c in waiting}
    queue = a_queue(*waiting, *fresh, since=since, items_per_reviewer=10, near_duplicate=1)
    assert [i.tier for i in queue.items] == [Tier.HIGH] * 8 + [Tier.LOW] * 2


def test_a_day_without_reviewers_loses_nothing() -> None:
    queue = a_queue(a_candidate(), reviewers=0)
    assert queue.items == ()
    assert queue.counts.waiting == 1


def test_a_version_given_twice_is_one_member() -> None:
    candidate = a_candidate()
    assert a_queue(candidate, candidate).items[0].members == (candidate.key,)
