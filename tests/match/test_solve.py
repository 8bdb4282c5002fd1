"""The closest way through the finds is the one that trying every choice finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import a_rule, a_rule_set

from patroli.match import compile_rules
from patroli.match.meanings import Use
from patroli.match.scene import Find, Scene
from patroli.match.solve import solve
from patroli.rules.model import Find as Conditions
from patroli.rules.surface import Surface

WORDS = 14
MATCHER = compile_rules(a_rule_set(a_rule("all: [[zzz]]")))


def a_find(first: int, length: int, who: int, phrase: bool) -> Find:
    """A find of words that are two letters long; `who` -1 is a signal."""
    use = Use(Surface("x"), "x", contestant=who)
    groups = frozenset({1}) if phrase or who < 0 else frozenset()
    last = min(first + length - 1, WORDS - 1)
    return Find(use, groups, 3 * first, 3 * last + 2, first, last, False, False)


finds = st.builds(
    a_find, st.integers(0, WORDS - 1), st.integers(1, 3), st.integers(-1, 1), st.booleans()
)
groups = st.lists(st.lists(finds, max_size=4, unique=True), max_size=4)


def fit(one: Find, other: Find) -> bool:
    """Whether two finds may serve two groups, told without any order."""
    mine = set(range(one.first_word, one.last_word + 1))
    theirs = set(range(other.first_word, other.last_word + 1))
    if not mine & theirs:
        return True
    longer, held = (one, theirs) if len(mine) > len(theirs) else (other, mine)
    whole = mine | theirs
    phrase = longer.use.contestant >= 0
    return phrase and len(mine) != len(theirs) and held < whole and len(whole) == max(
        len(mine), len(theirs)
    )  # fmt: skip


def brute(
    scene: Scene, every: list[list[Find]], some: list[list[Find]], least: int,
    conditions: Conditions, who: int | None,
) -> int | None:  # fmt: skip
    """The smallest gap of all choices, or None."""
    gaps = []
    for taken in combinations(some, least):
        for choice in product(*every, *taken):
            chain = sorted(choice, key=lambda f: (f.first_word, f.last_word))
            reach, gap = chain[0].last_word, 0
            for find in chain[1:]:
                gap = max(gap, find.first_word - reach - 1)
                reach = max(reach, find.last_word)
            sentences = {scene.sentence(f.start) for f in choice}
            ordered = all(
                a.last_word < b.first_word for a, b in pairwise(choice[: len(every)])
            )  # fmt: skip
            good = (
                all(fit(a, b) for a, b in combinations(choice, 2))
                and (conditions.within is None or gap <= conditions.within)
                and (conditions.same == "post" or len(sentences) == 1)
                and (ordered or not conditions.in_order)
                and (who is None or any(f.use.contestant == who for f in choice))
            )
            if good:
                gaps.append(gap)
    return min(gaps, default=None)


@settings(max_examples=400, deadline=None)
@given(
    every=groups,
    some=st.lists(st.lists(finds, max_size=3, unique=True), max_size=3),
    least=st.integers(0, 2),
    within=st.none() | st.integers(0, 6),
    same=st.sampled_from(["post", "sentence"]),
    in_order=st.booleans(),
    who=st.none() | st.integers(0, 1),
    points=st.sets(st.integers(0, WORDS - 2)),
)
def test_no_choice_of_finds_is_closer_or_missed(
    every: list[list[Find]], some: list[list[Find]], least: int, within: int | None, same: str,
    in_order: bool, who: int | None, points: set[int],
) -> None:  # fmt: skip
    if not every and not least:
        return
    text = "".join("xx" + ("\n" if n in points else " ") for n in range(WORDS))
    scene = MATCHER.scene(text)
    least = min(least, len(some))
    conditions = Conditions.model_validate(
        {"all": [["a"]], "within": within, "same": same, "in_order": in_order}
    )
    found = solve(scene, every, some, least, conditions, who)
    if not every and not least:
        return
    expected = brute(scene, every, some, least, conditions, who)
    assert (found.gap if found else None) == expected
    if found and within is not None:
        assert found.gap <= within


def test_a_way_through_is_found_where_the_nearest_find_leads_nowhere() -> None:
    scene = MATCHER.scene("xx " * WORDS)
    one, two = a_find(5, 1, -1, False), a_find(6, 1, -1, False)
    far, third = a_find(3, 1, -1, False), a_find(1, 1, -1, False)
    conditions = Conditions.model_validate({"all": [["a"]], "within": 1})
    found = solve(scene, [[one], [two, far], [third]], [], 0, conditions)
    assert found is not None
    assert found.finds == (third, far, one)


def test_one_word_never_serves_two_groups() -> None:
    scene = MATCHER.scene("xx " * WORDS)
    word = a_find(2, 1, -1, False)
    conditions = Conditions.model_validate({"all": [["a"]]})
    assert solve(scene, [[word], [replace(word)]], [], 0, conditions) is None


def test_a_phrase_around_a_target_may_hold_the_signal() -> None:
    scene = MATCHER.scene("xx " * WORDS)
    signal, phrase = a_find(2, 1, -1, False), a_find(2, 2, 1, True)
    conditions = Conditions.model_validate({"all": [["a"]]})
    found = solve(scene, [[signal], [phrase]], [], 0, conditions)
    assert found is not None
    assert found.gap == 0
