from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from patroli.config import Config
from patroli.demo import ROUNDS, TODAY, World, build_world, truth
from patroli.demo.draft import Kind
from patroli.demo.places import WIT, host_of
from patroli.demo.planted import PASSERS_BY
from patroli.demo.world import Shown
from patroli.model import Form, Platform, Role


def test_the_same_seed_gives_the_same_world(config: Config, world: World) -> None:
    assert build_world(config) == world


def test_another_seed_gives_another_world_that_is_just_as_even(config: Config) -> None:
    other = build_world(config, seed=7)
    assert other != build_world(config)
    counts = _endorsements_by_contestant(other)
    assert len(set(counts.values())) == 1


def test_the_world_has_1500_posts_on_some_sixty_accounts_and_all_platforms(world: World) -> None:
    assert len(world.utterances) == 1500
    assert 55 <= len({u.account_id for u in world.utterances}) <= 75
    assert {u.platform for u in world.utterances} == {
        Platform.FEED,
        Platform.PAGE,
        Platform.WORDPRESS,
    }
    assert len(world.hosts()) >= 14


def test_all_posts_fall_in_the_two_weeks_before_today(world: World) -> None:
    days = {u.created_at.astimezone(WIT).date() for u in world.utterances}
    assert min(days) >= TODAY - timedelta(days=14)
    assert max(days) < TODAY
    assert len(days) == 14


def _endorsements_by_contestant(world: World) -> Counter[str]:
    return Counter(t.contestant for t in truth(world) if Kind.ENDORSEMENT in t.kinds)


def test_every_contestant_is_endorsed_equally_often(config: Config, world: World) -> None:
    counts = _endorsements_by_contestant(world)
    assert set(counts) == {c.id for c in config.contests[0].contestants}
    assert len(set(counts.values())) == 1
    assert 50 <= counts.total() <= 75


@pytest.mark.parametrize("form", list(Form))
def test_every_form_is_planted_equally_often_for_every_contestant(world: World, form: Form) -> None:
    counts = Counter(t.contestant for t in truth(world) if t.form is form)
    assert len(counts) == 3
    assert len(set(counts.values())) == 1


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.HARD_NEGATIVE])
def test_every_fate_is_dealt_equally_to_every_contestant(world: World, kind: Kind) -> None:
    counts = Counter(t.contestant for t in truth(world) if kind in t.kinds)
    assert len(counts) == 3
    assert len(set(counts.values())) == 1


def test_hard_negatives_are_many_and_as_even_as_their_number_allows(world: World) -> None:
    about = [t.contestant for t in truth(world) if Kind.HARD_NEGATIVE in t.kinds]
    counts = Counter(c for c in about if c)
    assert len(about) >= 50
    assert max(counts.values()) - min(counts.values()) <= 1


def test_an_edit_put_in_later_is_seen_from_the_second_round_on(world: World) -> None:
    for planted in _of_kind(world, Kind.EDITED_IN):
        texts = [_seen(world, planted, moment) for moment in ROUNDS]
        assert [s.text for s in texts if s] == [planted[0], planted[1], planted[1]]


def test_an_edit_that_hides_support_leaves_it_visible_in_the_first_rounds(world: World) -> None:
    for planted in _of_kind(world, Kind.EDITED_OUT):
        texts = [_seen(world, planted, moment) for moment in ROUNDS]
        assert [s.text for s in texts if s] == [planted[0], planted[0], planted[1]]


def test_half_of_the_deleted_posts_are_missed_in_two_rounds_hours_apart(world: World) -> None:
    deleted = [t for t in truth(world) if Kind.DELETED in t.kinds]
    rounds_missed = Counter(
        sum(t.url not in {s.utterance.link for s in world.at(m)} for m in ROUNDS) for t in deleted
    )
    assert rounds_missed == {1: 3, 2: 3}
    assert ROUNDS[2] - ROUNDS[1] >= timedelta(hours=6)


def _of_kind(world: World, kind: Kind) -> list[tuple[str, ...]]:
    found = [t.texts for t in truth(world) if kind in t.kinds]
    assert found
    return found


def _seen(world: World, texts: tuple[str, ...], moment: datetime) -> Shown | None:
    return next(s for s in world.at(moment) if tuple(e.text for e in s.utterance.editions) == texts)


def test_copies_of_one_text_stand_in_three_accounts(world: World) -> None:
    copies = [t for t in truth(world) if Kind.COPY in t.kinds]
    for group in {t.group for t in copies}:
        assert len({t.account_id for t in copies if t.group == group}) == 3


def test_replies_follow_a_post_of_the_contestant_they_praise(world: World) -> None:
    own = {a.id: a for a in world.accounts if a.role is Role.CONTESTANT}
    replies = [u for u in world.utterances if u.parent]
    assert len(replies) == 6
    for reply in replies:
        assert reply.parent is not None
        assert reply.parent.account_id in own
        assert reply.parent.created_at < reply.created_at
        assert reply.planted is not None
        assert reply.parent.planted is not None
        assert reply.planted.contestant == reply.parent.planted.contestant


def test_people_places_and_numbers_are_invented(config: Config, world: World) -> None:
    known = {a.holder for a in config.accounts} | set(PASSERS_BY) | {"Surat Pembaca"}
    handles = {name for c in config.contests[0].contestants for name in c.accounts}
    assert {u.author for u in world.utterances} <= known
    assert all(host_of(u.link).endswith(".example") for u in world.utterances)
    texts = [e.text for u in world.utterances for e in u.editions]
    assert not [t for t in texts if re.search(r"\d{6}", t)]
    assert not [t for t in texts if "http" in t]
    assert {h.rstrip(":") for t in texts for h in re.findall(r"@\S+", t)} <= handles


def test_no_pattern_is_left_half_filled(world: World) -> None:
    texts = [e.text for u in world.utterances for e in u.editions]
    assert not [t for t in texts if re.search(r"[{}|]|  ", t) or not t.strip()]


def test_a_configuration_without_a_contest_is_refused(config: Config) -> None:
    with pytest.raises(ValueError, match="contest"):
        build_world(replace(config, contests=()))
