"""What two rule sets find differently is counted whole, and the same however it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import NOW, a_contest, a_rule, a_rule_set

from patroli.backtest import Report, Span, backtest
from patroli.backtest.report import Change
from patroli.match import Matcher, compile_rules
from patroli.model import digest
from patroli.rules import RuleSet, Status

CONTEST = a_contest()
ARMAN, BAGAS, YULIUS = (contestant.names[0] for contestant in CONTEST.contestants)
SUPPORT = a_rule("{all: [[dukung~], ['{name}']]}", id="dukung", lowered_by=["negation"])
WISH = a_rule("{all: [[doakan], ['{name}']]}", id="doa", tier="medium")
OLD = compile_rules(a_rule_set(SUPPORT, WISH))
DAYS = Span(date(2029, 11, 1), date(2029, 11, 30), "Asia/Jayapura")
TEXTS = [
    text.format(name)
    for name in (ARMAN, BAGAS, YULIUS)
    for text in ("Ayo dukung {}", "Mari doakan {}", "Jangan dukung {}", "{} di pasar", "Pagi!")
]


def changed(*rules: object, **changes: object) -> Matcher:
    return compile_rules(a_rule_set(*rules, **changes))  # type: ignore[arg-type]


def a_page(texts: Sequence[str], **changes: object) -> pa.RecordBatch:
    """Versions of a watched civil servant, as the history gives them."""
    row: dict[str, object] = {
        "parent_text": "",
        "parent_role": "",
        "author_role": "asn",
        "region": CONTEST.region,
        "zone": CONTEST.zone,
        "published_at": NOW,
        "seen_at": NOW,
        "url": "http://contoh.example/1",
        "owner_role": "asn",
        "sought": False,
        **changes,
    }
    rows = [
        {"post_id": digest("post", text), "version": digest(text), "text": text, **row}
        for text in texts
    ]
    return pa.RecordBatch.from_pylist(rows)


def compared(
    new: Matcher, *pages: pa.RecordBatch, decided: dict[tuple[str, str], str] | None = None
) -> Report:
    return backtest(((page, page) for page in pages), OLD, new, DAYS, decided or {})


def test_the_same_rules_find_the_same() -> None:
    report = compared(OLD, a_page(TEXTS))
    assert not report.total.changed
    assert (report.entered, report.left, report.examples, report.differences) == (0, 0, (), ())
    assert report.total.before == report.total.after == 9
    assert report.versions == len(TEXTS)


def test_a_rule_taken_out_loses_and_a_rule_put_in_gains_alike_for_all() -> None:
    walk = a_rule("{all: [[pasar], ['{name}']]}", id="pasar", tier="low")
    report = compared(changed(SUPPORT, walk), a_page(TEXTS))
    by_rule = {row.rule_id: row for row in report.rules}
    assert (by_rule["doa"].figures.lost, by_rule["doa"].status_after) == (3, "")
    assert (by_rule["pasar"].figures.gained, by_rule["pasar"].status_before) == (3, "")
    named = [row.figures for row in report.contestants if row.contestant_id]
    assert [(f.gained, f.lost) for f in named] == [(1, 1)] * 3
    assert (report.entered, report.left) == (3, 3)
    assert report.uneven == ()
    assert {(d.kind, d.id, d.how) for d in report.differences} == {
        ("rule", "doa", "gone"),
        ("rule", "pasar", "new"),
    }


def test_a_moved_tier_is_neither_gained_nor_lost() -> None:
    report = compared(changed(SUPPORT.model_copy(update={"lowered_by": ()}), WISH), a_page(TEXTS))
    assert (report.total.raised, report.total.gained, report.total.lost) == (3, 0, 0)
    tiers = {row.key: row.figures for row in report.tiers}
    assert (tiers["low"].lost, tiers["high"].gained) == (3, 3)
    assert {e.change for e in report.examples} == {Change.RAISED}
    back = backtest(
        [(a_page(TEXTS), a_page(TEXTS))],
        changed(SUPPORT.model_copy(update={"lowered_by": ()}), WISH),
        OLD,
        DAYS,
        {},
    )
    assert back.total.lowered == 3


def test_other_reasons_for_the_same_tier_are_counted_apart() -> None:
    report = compared(changed(replace_title(SUPPORT), WISH), a_page(TEXTS))
    assert report.total.reworded == 6
    assert not report.total.changed


def replace_title(rule: object) -> object:
    return rule.model_copy(update={"title": "Lain"})  # type: ignore[attr-defined]


def test_a_shadow_rule_is_counted_apart_and_its_promotion_is_what_gains() -> None:
    trial = a_rule("{all: [[pasar], ['{name}']]}", id="pasar", status="shadow")
    report = compared(changed(SUPPORT, WISH, trial), a_page(TEXTS))
    assert report.total.gained == 0
    assert next(r for r in report.rules if r.rule_id == "pasar").shadow_after == 3
    before = changed(SUPPORT, WISH, trial)
    after = changed(SUPPORT, WISH, trial.model_copy(update={"status": Status.ACTIVE}))
    promoted = backtest([(a_page(TEXTS), a_page(TEXTS))], before, after, DAYS, {})
    assert (promoted.total.gained, promoted.entered) == (3, 3)


def test_what_no_queue_shows_is_counted_and_not_shown() -> None:
    pages = [
        a_page(TEXTS, owner_role="contestant"),
        a_page([f"{t} 2" for t in TEXTS], owner_role="news"),
    ]
    report = compared(changed(SUPPORT), *pages)
    assert report.set_aside == 18
    assert (report.total.before, report.examples) == (0, ())
    letters = compared(changed(SUPPORT), a_page(TEXTS, owner_role="news", sought=True))
    assert letters.total.lost == 3


def test_what_people_suspected_and_would_be_lost_is_told() -> None:
    lost = f"Mari doakan {ARMAN}"
    decided = {(digest("post", lost), digest(lost)): "dugaan pelanggaran"}
    report = compared(changed(SUPPORT), a_page(TEXTS), decided=decided)
    words = {row.word: (row.before, row.after, row.left) for row in report.decisions}
    assert words == {"dugaan pelanggaran": (1, 0, 1), "": (8, 6, 2)}


def test_a_change_that_falls_on_one_contestant_is_warned_of() -> None:
    texts = [f"Mari doakan {BAGAS} {number}" for number in range(12)]
    report = compared(changed(SUPPORT), a_page([*TEXTS, *texts]))
    (warning,) = report.uneven
    assert (warning.change, warning.counts[0][1]) == (Change.LOST, 13)
    assert warning.proportional
    few = compared(changed(SUPPORT), a_page([f"Mari doakan {BAGAS}"]))
    assert few.uneven == ()


def test_a_contestant_only_the_new_rules_know_is_marked() -> None:
    known: RuleSet = a_rule_set(
        SUPPORT, contests=(replace(CONTEST, contestants=CONTEST.contestants[:2]),)
    )
    page = a_page(TEXTS)
    report = backtest([(page, page)], compile_rules(known), changed(SUPPORT), DAYS, {})
    assert {r.contestant_id for r in report.contestants if r.is_new} == {"yulius-marni"}
    assert {(d.kind, d.what) for d in report.differences} == {("contest", ("contestants",))}


def test_no_word_of_a_post_is_in_what_is_kept() -> None:
    report = compared(changed(SUPPORT), a_page(TEXTS))
    assert report.examples
    assert "Mari" not in report.json
    assert "http" not in report.json


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), unique=True),
    st.lists(st.integers(0, len(TEXTS)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_pages_and_their_order_change_nothing(
    texts: list[str], cuts: list[int], chance: object
) -> None:
    new = CHANGED
    whole = compared(new, a_page(texts)) if texts else compared(new)
    shuffled = list(texts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    places = sorted({0, len(texts), *(cut for cut in cuts if cut < len(texts))})
    pages = [a_page(shuffled[a:b]) for a, b in pairwise(places)]
    parts = compared(new, *pages)
    assert parts.json == whole.json
    assert parts.examples == whole.examples


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), unique=True, min_size=1))
def test_what_was_and_what_came_add_up_to_what_is(texts: list[str]) -> None:
    report = compared(CHANGED, a_page(texts))
    for figures in (
        report.total,
        *(row.figures for row in report.rules),
        *(row.figures for row in report.regions),
        *(row.figures for row in report.tiers),
        *(row.figures for row in report.contestants),
    ):
        assert figures.before - figures.lost + figures.gained == figures.after
    assert report.queued_before - report.left + report.entered == report.queued_after


CHANGED = changed(
    SUPPORT.model_copy(update={"lowered_by": ()}),
    a_rule("{all: [[pasar], ['{name}']]}", id="pasar", tier="low"),
)
