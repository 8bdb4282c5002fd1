"""What the shipped rules promise: their examples, their neutrality, their pinned quality."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from benchmarks.quality.measure import (
    CORPUS,
    DAY,
    ROOT,
    Labelled,
    corpus_flags,
    flagged,
    match_labelled,
    read_labelled,
    shipped,
    spoken,
    table,
    wilson,
)
from benchmarks.quality.speak import speak

from patroli.config import read_config
from patroli.match import Matcher, Texts, check_examples
from patroli.model import Contest, Form, Match, Tier
from patroli.rules import Status, read_rules

PINNED = ROOT / "benchmarks" / "quality" / "pinned.txt"
EXAMPLES = ROOT.parent / "shared" / "examples" / "endorsement.jsonl"


@lru_cache(maxsize=1)
def compiled() -> tuple[Matcher, Contest]:
    return shipped()


@lru_cache(maxsize=1)
def labelled() -> tuple[Labelled, ...]:
    return tuple(read_labelled())


def judged(*texts: str) -> list[list[Match]]:
    matcher, contest = compiled()
    found = dict(
        matcher.match_rows(
            Texts(
                post_id=[str(n) for n in range(len(texts))],
                text=list(texts),
                author_role=["asn"] * len(texts),
                contest=contest.id,
                day=DAY,
            )
        )
    )
    return [found.get(n, []) for n in range(len(texts))]


def test_the_shipped_rules_and_lists_have_no_complaints() -> None:
    config, wrong = read_config(ROOT / "config")
    _, wrong_rules = read_rules(ROOT / "config", config)
    assert [str(c) for c in (*wrong, *wrong_rules)] == []


def test_every_example_of_every_rule_holds_for_every_contestant() -> None:
    matcher, _ = compiled()
    assert [str(c) for c in check_examples(matcher)] == []


def test_each_form_has_at_least_two_active_rules() -> None:
    matcher, _ = compiled()
    active = Counter(r.form for r in matcher.rule_set.rules if r.status is Status.ACTIVE)
    assert {form: count for form in Form if (count := active[form]) < 2} == {}


def test_each_rule_carries_three_examples_each_way_and_its_known_false_alarms() -> None:
    matcher, _ = compiled()
    bare = [
        rule.id
        for rule in matcher.rule_set.rules
        if min(len(rule.examples.flag), len(rule.examples.pass_)) < 3 or not rule.false_alarms
    ]
    assert bare == []


def test_each_rule_points_to_a_norm_in_force_during_the_campaign() -> None:
    matcher, _ = compiled()
    law = {basis.id: basis for basis in matcher.rule_set.law}
    without = [
        rule.id
        for rule in matcher.rule_set.rules
        if not any(law[basis].in_force(DAY) for basis in rule.basis)
    ]
    assert without == []


def test_the_labelled_set_covers_every_form_and_names_no_contestant() -> None:
    _, contest = compiled()
    rows = labelled()
    forms = Counter(row.form for row in rows)
    assert len(rows) >= 600
    assert all(forms[form] >= 40 for form in Form)
    assert len({row.id for row in rows}) == len({row.text + row.parent_text for row in rows})
    names = {word for c in contest.contestants for name in c.names for word in name.split()}
    named = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    assert [row.id for row in rows if named.search(row.text)] == []


def test_swapping_contestants_changes_no_match() -> None:
    matcher, contest = compiled()
    rows = labelled()
    size = len(contest.contestants)
    said = [
        match_labelled(matcher, contest, rows, [speak(row.text, contest, who) for row in rows])
        for who in range(size)
    ]
    places = {c.id: n for n, c in enumerate(contest.contestants)}

    def seen(matches: list[Match], who: int, row: Labelled) -> list[tuple[str, str, int]]:
        """Rule, tier and how far the contestant found stands from the one meant."""
        fixed = "{" not in row.text or re.search(r"\{\d\.", row.text) is not None
        return sorted(
            (
                m.rule_id,
                m.tier.value,
                (places[m.contestant_id] - (0 if fixed else who)) % size if m.contestant_id else -1,
            )
            for m in matches
        )

    unequal = [
        (row.id, [seen(said[who][n], who, row) for who in range(size)])
        for n, row in enumerate(rows)
        if len({json.dumps(seen(said[who][n], who, row)) for who in range(size)}) > 1
    ]
    assert unequal == []


def test_quality_on_the_labelled_set_is_what_is_pinned() -> None:
    """A change shows its price: `python benchmarks/quality/score.py --pin` after a good one."""
    matcher, contest = compiled()
    rows = labelled()
    found = match_labelled(matcher, contest, rows, spoken(rows, contest))
    assert table(rows, found) == PINNED.read_text("utf-8").split("\ngeneral posts")[0]


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpora is not there")
def test_general_posts_are_flagged_as_rarely_as_is_pinned() -> None:
    general = corpus_flags(*compiled())
    assert general is not None
    flags, posts = general
    pinned = re.search(r"per 1,000: ([\d.]+)", PINNED.read_text("utf-8"))
    assert pinned is not None
    assert f"{1000 * flags / posts:.2f}" == pinned[1]
    assert 1000 * flags / posts <= 1


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/examples is not there")
def test_the_given_sentences_are_told_apart() -> None:
    rows = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    found = judged(*(row["text"] for row in rows))
    missed = [r["id"] for r, m in zip(rows, found, strict=True) if r["expect"] and not flagged(m)]
    false = [r["id"] for r, m in zip(rows, found, strict=True) if not r["expect"] and flagged(m)]
    assert len(missed) <= 2, missed
    assert len(false) <= 1, false


@pytest.mark.parametrize(
    "text",
    [
        "Salam dua periode untuk beliau",
        "Salam satu jiwa, Arema",
        "Dukung 2 periode presiden",
        "Antrian nomor 02 silakan ke loket",
        "Skor 2-1, menang!",
        "RT 02 RW 03 kerja bakti, semangat",
        "Juara 2 lomba tumpeng, hebat",
        "#DukungPemiluDamai #PemiluTanpaHoaks",
    ],
)
def test_numbers_of_other_things_are_no_ballot_numbers(text: str) -> None:
    assert not flagged(judged(text)[0])


def test_a_comment_counts_only_under_a_contestants_post() -> None:
    matcher, contest = compiled()
    roles = ["contestant", "team", "news", "agency", ""]
    found = dict(
        matcher.match_rows(
            Texts(
                post_id=roles,
                text=["Mantap pak, siap!"] * len(roles),
                parent_text=["Mari menangkan perubahan"] * len(roles),
                parent_role=roles,
                author_role=["asn"] * len(roles),
                contest=contest.id,
                day=DAY,
            )
        )
    )
    assert [flagged(found.get(n, [])) for n in range(len(roles))] == [True, True] + [False] * 3


def test_news_accounts_are_never_above_low() -> None:
    matcher, contest = compiled()
    rows = [row for row in labelled() if row.expect and not row.parent_role]
    found = matcher.match(
        Texts(
            post_id=[row.id for row in rows],
            text=spoken(rows, contest),
            author_role=["news"] * len(rows),
            contest=contest.id,
            day=DAY,
        )
    )
    raised = {m.rule_id for m in found if m.tier is not Tier.LOW}
    assert raised == set()


def test_ordinary_talk_to_a_colleague_of_the_same_name_is_rarely_flagged() -> None:
    """`Pak Arman` is the name of many, and these sentences are as warm as support is."""
    _, contest = compiled()
    talk = (ROOT / "benchmarks" / "quality" / "namesakes.txt").read_text("utf-8").splitlines()
    said = [speak(line, contest, who) for line in talk for who in range(3)]
    assert len(talk) == 80
    assert sum(map(flagged, judged(*said))) <= len(said) / 5


def test_an_interval_holds_its_share() -> None:
    for hits, of in [(0, 5), (5, 5), (3, 10), (534, 535)]:
        low, high = wilson(hits, of)
        assert 0 <= low <= hits / of <= high + 1e-12 <= 1 + 1e-9


def test_the_benchmark_speaks_from_the_shipped_contest() -> None:
    assert Path(ROOT / "config" / "contests").is_dir()
    _, contest = compiled()
    assert speak("{panggilan} {nomor}", contest, 0) != speak("{panggilan} {nomor}", contest, 1)


def test_a_short_wish_full_of_names_is_no_headline() -> None:
    _, contest = compiled()
    wish = speak("Satu suara untuk {nama} dan {nama_wakil}", contest, 1)
    headline = speak("Mobil Dinas Angkut Atribut {pasangan}, Warga Turun Tangan", contest, 1)
    assert [flagged(found) for found in judged(wish, headline)] == [True, False]


@pytest.mark.parametrize("word", ["loro", "kalih", "duo"])
def test_a_ballot_number_is_read_in_regional_words(word: str) -> None:
    assert flagged(judged(f"Wis mantep nyoblos nomer {word}")[0])
