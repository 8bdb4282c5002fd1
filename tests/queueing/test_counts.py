"""The figures on top of the list: every zero is there, and treatment can be compared."""

from __future__ import annotations

from tests.fakes import NOW
from tests.queueing.sample_parts import REFERENCE, a_candidate, a_queue

from patroli.model import Form, Tier
from patroli.queueing.inputs import Coverage


def test_every_tier_form_rule_and_contestant_has_its_figure_a_zero_too() -> None:
    counts = a_queue().counts
    assert counts.by_tier == tuple((tier, 0) for tier in Tier)
    assert counts.by_form == tuple((form, 0) for form in Form)
    assert [rule for rule, _ in counts.by_rule] == sorted(REFERENCE.rule_titles)
    assert [(c.contestant, c.posts, c.items) for c in counts.by_contestant] == [
        ("arman-siti", 0, 0),
        ("bagas-ratna", 0, 0),
        ("yulius-marni", 0, 0),
    ]


def test_treatment_counts_matched_posts_per_thousand_collected_decided_ones_too() -> None:
    made = [
        a_candidate("Dukung satu", contestants=("arman-siti",), tier=Tier.LOW),
        a_candidate("Pilih keduanya", contestants=("arman-siti", "bagas-ratna")),
        a_candidate("Coblos dua besok", contestants=("bagas-ratna",)),
    ]
    queue = a_queue(*made, decided={made[0].key}, near_duplicate=1)
    arman, bagas, yulius = queue.counts.by_contestant
    assert (arman.posts, arman.per_thousand, arman.items) == (2, 2.0, 1)
    assert arman.by_tier == ((Tier.HIGH, 1), (Tier.MEDIUM, 0), (Tier.LOW, 1))
    assert (bagas.posts, bagas.items, yulius.posts) == (2, 2, 0)
    assert queue.counts.decided == 1


def test_nothing_collected_is_not_a_division_by_zero() -> None:
    queue = a_queue(a_candidate(), coverage=Coverage(None, NOW, (), 0, 0))
    assert queue.counts.by_contestant[1].per_thousand == 0
