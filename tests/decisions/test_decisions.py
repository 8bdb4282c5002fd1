"""The review log keeps what people found, in order, and shows whether anybody changed it."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fakes import NOW

from patroli.decisions import Head, ReviewLog, Word
from patroli.errors import BadInput, ReviewLogError
from patroli.model import Answered, Decision, Reply


def a_decision(post_id: str = "post-1", **changes: Any) -> Decision:
    """A finding that nothing is wrong, by an invented reviewer."""
    plain = Decision(post_id, "v1", "item-1", Word.NONE, "dukungan-umum", "dewi", NOW)
    return replace(plain, **changes)


def a_log(folder: Path, count: int) -> ReviewLog:
    """A log with `count` decisions on as many posts."""
    log = ReviewLog(folder / "review.sqlite")
    for number in range(count):
        log.append(a_decision(f"post-{number}"))
    return log


def run(path: Path, *statements: str) -> None:
    """What somebody with the file and the sqlite3 program could do."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def append_many(path: Path, who: int) -> None:
    for number in range(25):
        ReviewLog(path).append(a_decision(f"post-{who}-{number}", reviewer=f"orang-{who}"))


def test_what_is_appended_is_read_back_in_order(tmp_path: Path) -> None:
    suspected = a_decision(
        word=Word.SUSPECTED, basis=("pp-94-2021-5n",), exculpatory="akun bisa diretas"
    )
    log = ReviewLog(tmp_path / "review.sqlite")
    log.append(a_decision())
    log.append(suspected)
    assert [event.decision for event in log.read()] == [a_decision(), suspected]
    assert log.verify() is None


def test_the_latest_word_on_a_version_holds(tmp_path: Path) -> None:
    log = a_log(tmp_path, 2)
    later = a_decision("post-1", word=Word.DEEPER, decided_at=NOW + timedelta(hours=1))
    log.append(later)
    log.append(a_decision("post-1", version="v2"))
    assert log.decided()["post-1", "v1"] == later
    assert set(log.decided()) == {("post-0", "v1"), ("post-1", "v1"), ("post-1", "v2")}


def test_a_log_that_does_not_exist_is_empty_and_stays_away(tmp_path: Path) -> None:
    log = ReviewLog(tmp_path / "review.sqlite")
    assert (log.read(), log.decided(), log.verify(), log.head().number) == ((), {}, None, 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"word": "pelanggaran"}, "not one of"),
        ({"reason": "  "}, "reason code"),
        ({"reviewer": ""}, "names its post"),
        ({"version": ""}, "names its post"),
        ({"decided_at": datetime(2029, 11, 25)}, "zone"),  # noqa: DTZ001
        ({"word": Word.SUSPECTED, "exculpatory": "ada"}, "legal basis"),
        ({"word": Word.SUSPECTED, "basis": ("x",)}, "speaks for the person"),
    ],
)
def test_a_decision_that_lacks_what_it_needs_is_refused(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    log = a_log(tmp_path, 1)
    with pytest.raises(BadInput, match=complaint):
        log.append(a_decision(**changes))
    assert len(log.read()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET content = '{}' WHERE number = 1",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events VALUES (1, 'a', 'b', 'c')",
        "INSERT INTO events VALUES (9, 'a', 'b', 'c')",
    ],
)
def test_the_file_itself_refuses_a_change(tmp_path: Path, statement: str) -> None:
    log = a_log(tmp_path, 3)
    before = log.read()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run(tmp_path / "review.sqlite", statement)
    assert log.read() == before


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE events SET content = replace(content, 'bukan', 'dugaan') WHERE number = 3", 3),
        ("UPDATE events SET hash = upper(hash) WHERE number = 2", 2),
        ("UPDATE events SET previous = hash WHERE number = 4", 4),
        ("DELETE FROM events WHERE number = 1", 1),
        ("DELETE FROM events WHERE number = 3", 3),
    ],
)
def test_the_first_broken_link_is_found(tmp_path: Path, statement: str, number: int) -> None:
    a_log(tmp_path, 5)
    copy = tmp_path / "copy.sqlite"
    shutil.copy(tmp_path / "review.sqlite", copy)
    run(
        copy,
        "DROP TRIGGER events_are_not_changed",
        "DROP TRIGGER events_are_not_removed",
        statement,
    )
    broken = ReviewLog(copy).verify()
    assert broken is not None
    assert broken.number == number
    assert ReviewLog(tmp_path / "review.sqlite").verify() is None


def test_a_kept_head_shows_that_the_end_was_cut_or_written_anew(tmp_path: Path) -> None:
    log = a_log(tmp_path, 5)
    head = log.head()
    assert log.verify(kept=head) is None
    run(
        tmp_path / "review.sqlite",
        "DROP TRIGGER events_are_not_removed",
        "DELETE FROM events WHERE number = 5",
    )
    assert log.verify() is None
    cut = log.verify(kept=head)
    assert cut is not None
    assert cut.number == 5
    log.append(a_decision("another"))
    anew = log.verify(kept=head)
    assert anew is not None
    assert anew.number == 5


def test_four_writers_at_once_make_one_unbroken_chain(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=append_many, args=(path, who)) for who in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    log = ReviewLog(path)
    assert log.verify() is None
    assert log.head().number == len(log.decided()) == 100


def test_the_head_is_the_same_for_the_same_decisions(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert a_log(tmp_path, 3).head() == a_log(tmp_path / "other", 3).head()
    assert a_log(tmp_path / "other", 1).head() != Head(0, "0" * 64)


def test_what_is_no_log_is_named_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    path.write_text("bukan basis data " * 100, "utf-8")
    for act in (ReviewLog(path).read, ReviewLog(path).verify):
        with pytest.raises(ReviewLogError, match=r"review\.sqlite"):
            act()
    with pytest.raises(ReviewLogError, match="append"):
        ReviewLog(path).append(a_decision())


def an_answer(**changes: Any) -> Answered:
    """An invented reviewer's word on an invented account."""
    plain = Answered(
        "question-1", "owner", "dewi-ig", Reply.SAME, "dewi", "bertemu langsung", NOW, "1001 → 2002"
    )
    return replace(plain, **changes)


def test_answers_about_accounts_share_the_chain_and_are_no_decisions(tmp_path: Path) -> None:
    log = a_log(tmp_path, 1)
    head = log.answer(an_answer())
    log.append(a_decision("post-9"))
    assert head.number == 2
    assert log.answers() == (an_answer(),)
    assert [event.number for event in log.read()] == [1, 3]
    assert set(log.decided()) == {("post-0", "v1"), ("post-9", "v1")}
    assert log.verify(head) is None


def test_a_changed_answer_breaks_the_chain(tmp_path: Path) -> None:
    log = a_log(tmp_path, 1)
    log.answer(an_answer())
    path = tmp_path / "review.sqlite"
    run(
        path,
        "DROP TRIGGER events_are_not_changed",
        "UPDATE events SET content = replace(content, 'same', 'stop') WHERE number = 2",
    )
    broken = log.verify()
    assert broken
    assert broken.number == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"question_id": ""},
        {"account_id": ""},
        {"by": " "},
        {"why": ""},
        {"answered_at": datetime(2029, 11, 25)},  # noqa: DTZ001
    ],
)
def test_an_answer_without_name_reason_or_zone_is_refused(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    log = ReviewLog(tmp_path / "review.sqlite")
    with pytest.raises(BadInput):
        log.answer(an_answer(**changes))
    assert log.answers() == ()
