"""More processes change nothing but the time it takes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest
from tests.fakes import a_rule, a_rule_set

from patroli.errors import MatchError
from patroli.match import Texts, Workers, compile_rules
from patroli.match.processes import AHEAD

FIND = 'within: 8 words\nall: [[dukung~, pilih~], ["{any}", "{sign}"]]'
MATCHER = compile_rules(a_rule_set(a_rule(FIND, lowered_by=["negation", "question"])))
SENTENCES = ["Dukung BaRa", "kopi \ud800", "pilih nomor 2 ✌", "tidak dukung Bagas Wiratama", ""]


def _block(first: int, rows: int) -> Texts:
    return Texts(
        post_id=[str(n) for n in range(first, first + rows)],
        text=[SENTENCES[n % len(SENTENCES)] for n in range(first, first + rows)],
        contest="telaga-biru",
        day=date(2029, 10, 1),
    )


def test_any_number_of_processes_gives_the_same_in_the_same_order() -> None:
    blocks = [_block(first, 37) for first in range(0, 400, 37)]
    alone = [MATCHER.match_rows(block) for block in blocks]
    assert any(alone)
    with Workers(MATCHER, 2) as workers:
        assert [found for _, found in workers.match_rows(blocks)] == alone
        whole = _block(0, 5_000)
        assert workers.match(whole) == MATCHER.match(whole)
    with Workers(MATCHER) as workers:
        assert [found for _, found in workers.match_rows(blocks)] == alone


def test_blocks_are_taken_only_as_there_is_room() -> None:
    taken: list[int] = []

    def blocks() -> Iterator[Texts]:
        for first in range(0, 1_000, 10):
            taken.append(first)
            yield _block(first, 10)

    with Workers(MATCHER, 2) as workers:
        for done, _ in enumerate(workers.match_rows(blocks()), start=1):
            assert len(taken) <= done + 2 * AHEAD


def test_a_killed_process_is_a_clear_error() -> None:
    with Workers(MATCHER, 2) as workers:
        answers = workers.match_rows(_block(first, 10) for first in range(0, 10_000, 10))
        next(answers)
        child = multiprocessing.active_children()[0]
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(MatchError, match="ended from outside"):
            list(answers)


def test_fewer_than_one_process_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 1 or more"):
        Workers(MATCHER, 0)


def test_only_the_rows_of_a_block_travel() -> None:
    long = pa.chunked_array([pa.array(["Dukung BaRa"] * 50_000), pa.array([None, "x"])])
    texts = Texts(post_id=list(range(50_002)), text=long, contest="telaga-biru")
    part = texts.part(49_999, 2)
    sent = pickle.dumps(part)
    assert len(sent) < 5_000
    again = pickle.loads(sent)  # noqa: S301
    assert again.text.to_pylist() == ["Dukung BaRa", None]
    assert (again.post_id, again.contest, again.day) == ([49_999, 50_000], "telaga-biru", None)
