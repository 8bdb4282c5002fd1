from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tests.fakes import a_contest

from patroli.rules.targets import SLOTS, first_names, targets


def test_every_contestant_has_the_same_kinds_and_numbers_of_spellings() -> None:
    """But for the number: languages have more words for one number than for another."""
    contest = a_contest()
    kinds = [Counter(t.slot for t in targets(contest, c)) for c in contest.contestants]
    assert all(set(kind) == set(SLOTS) for kind in kinds)
    for kind in kinds:
        del kind["number"]
    assert kinds[0] == kinds[1] == kinds[2]


def test_numbers_count_only_from_the_day_they_are_drawn() -> None:
    contest = a_contest()
    contestant = contest.contestants[1]
    since = {t.since for t in targets(contest, contestant) if t.slot in ("number", "digit")}
    assert since == {contestant.number_from}
    undrawn = replace(contestant, number=None, number_from=None)
    assert not [t for t in targets(contest, undrawn) if t.slot in ("number", "digit")]


def test_titles_are_no_first_names() -> None:
    contestant = replace(a_contest().contestants[0], names=("H. Budi Luhur, S.E.", "Hj. Ani Sari"))
    assert first_names(contestant) == ("Budi", "Ani")


def test_a_pair_is_known_by_first_by_last_names_and_by_initials() -> None:
    contest = a_contest()
    short = {t.surface.text for t in targets(contest, contest.contestants[0]) if t.slot == "short"}
    assert {"Arman dan Siti", "Siti Arman", "Gunadi karo Maharani", "inisialnya AG"} <= short
    assert not any("Arman dan Maharani" in text for text in short)


def test_everybody_is_called_by_a_name_cut_short_and_by_a_name_with_a_clitic() -> None:
    contest = a_contest()
    for contestant, called in zip(contest.contestants, ("Arm", "Bag", "Yul"), strict=True):
        known = {t.surface.text for t in targets(contest, contestant) if t.slot == "firstname"}
        first, last = contestant.names[0].split()
        assert {f"pak {called}", f"{first}mi", f"{last}lah"} <= known
        assert called not in known


def test_a_single_person_has_no_pair() -> None:
    contest = a_contest()
    alone = replace(contest.contestants[0], names=("Arman Gunadi",), short=())
    short = {t.surface.text for t in targets(contest, alone) if t.slot == "short"}
    assert short == {"inisial AG", "inisialnya AG", "berinisial AG"}
