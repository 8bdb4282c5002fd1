"""A whole run killed at any moment, run again to its end, equals a run that nobody killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from patroli.demo import ROUNDS
from patroli.landing import list_batches, read_batch, verify_batch
from patroli.queueing.write import damage, list_queues
from tests.webs import Bench, a_bench

pytestmark = pytest.mark.timeout(300)

KILLS = 9
SEED = 20291125
A_ROUND = timedelta(hours=7)
"""After so long every slot is due again, so every run has all its work before it."""

Rows = list[tuple[str, ...]]


def versions(bench: Bench) -> Rows:
    with duckdb.connect(bench.data / "history.duckdb", read_only=True) as history:
        return history.execute("SELECT post_id, version FROM versions ORDER BY ALL").fetchall()


def matches(bench: Bench) -> Rows:
    with duckdb.connect(bench.data / "history.duckdb", read_only=True) as history:
        return history.execute("SELECT match_id FROM matches ORDER BY ALL").fetchall()


def killed_after(bench: Bench, now: datetime, seconds: float) -> bool:
    """Whether the kill came before the run's own end."""
    process = subprocess.Popen(
        bench.command("run", now=now),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def nothing_visible_is_half_written(bench: Bench) -> None:
    for batch in list_batches(bench.data / "landing"):
        verify_batch(batch)
    queues = bench.data / "queues"
    for folder in list_queues(queues) if queues.is_dir() else []:
        assert damage(folder) == ()


def nothing_remembered_is_missing_from_landing(bench: Bench) -> None:
    """The round state is never ahead: a slot or post it knows lies in a landed batch."""
    state = bench.data / "state.sqlite"
    if not state.is_file():
        return
    with closing(sqlite3.connect(state)) as kept:
        if not kept.execute("SELECT 1 FROM sqlite_master WHERE name = 'known_post'").fetchone():
            return
        ended = set(kept.execute("SELECT last_round_id, slot_id FROM slot"))
        known = {post for (post,) in kept.execute("SELECT post_id FROM known_post")}
    tables = [read_batch(batch) for batch in list_batches(bench.data / "landing")]
    rows = [row for t in tables for row in t.ledger.to_pylist() if row["outcome"]]
    assert ended <= {(row["round_id"], row["slot_id"]) for row in rows}
    assert known <= {post for t in tables for post in t.sightings["post_id"].to_pylist()}


def test_a_run_killed_anywhere_and_run_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """The kills fall evenly over the time that a whole run takes on this machine."""
    chance = random.Random(SEED)
    with a_bench(tmp_path / "whole") as whole:
        began = time.monotonic()
        assert whole.run("run").returncode == 0
        took = time.monotonic() - began
        expected = versions(whole), matches(whole)
    with a_bench(tmp_path / "killed") as bench:
        killed = 0
        for number in range(KILLS):
            seconds = took * (number + chance.random()) / KILLS
            killed += killed_after(bench, ROUNDS[-1] + number * A_ROUND, seconds)
            nothing_visible_is_half_written(bench)
            nothing_remembered_is_missing_from_landing(bench)
        ended = bench.run("run", now=ROUNDS[-1] + KILLS * A_ROUND)
        assert ended.returncode == 0, ended.stderr
        assert killed >= KILLS // 2
        found = versions(bench)
        assert found == expected[0]
        assert len(set(found)) == len(found)
        assert matches(bench) == expected[1]
        assert bench.run("maintain").returncode == 0
        assert list(bench.data.rglob(".*")) == []
