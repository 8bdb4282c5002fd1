"""Judging all of history again, killed between any two batches, loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from patroli import stages
from patroli.workspace import Workspace
from tests.backtest.small_place import a_config, a_history
from tests.fakes import NOW
from tests.one_day import ask

JUDGE = """
import sys
from datetime import datetime
from patroli import stages
from patroli.workspace import Workspace
stages.JUDGED_AT_ONCE = 100
def watch(what, done, total):
    print(done, total, flush=True)
stages.match(Workspace.open(sys.argv[1], sys.argv[2]), datetime.fromisoformat(sys.argv[3]), watch)
"""
POSTS = 2_000
TEXTS = [
    f"Ayo dukung Bagas Wiratama {n}" if n % 50 == 0 else f"Selamat pagi {n}" for n in range(POSTS)
]


def judged(data: Path) -> dict[str, list[tuple[object, ...]]]:
    history = data / "history.duckdb"
    return {
        name: sorted(ask(history, question), key=repr)
        for name, question in {
            "match_runs": "SELECT rule_set, post_id, version FROM match_runs",
            "matches": "SELECT match_id, row_hash FROM matches",
            "contexts": "SELECT match_id, region, author_role FROM match_contexts",
            "activations": "SELECT number, rule_set FROM activations",
        }.items()
    }


@pytest.mark.parametrize("batches", [1, 7, 19])
def test_a_killed_judgement_goes_on_where_it_was(tmp_path: Path, batches: int) -> None:
    places = []
    for name in ("whole", "killed"):
        a_config(tmp_path / name)
        a_history(tmp_path / name, TEXTS)
        places.append((tmp_path / name / "config", tmp_path / name / "data"))
    whole, killed = places
    stages.match(Workspace.open(*whole), NOW)
    command = [sys.executable, "-c", JUDGE, *map(str, killed), NOW.isoformat()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(batches)]
        os.killpg(process.pid, signal.SIGKILL)
        rest = process.stdout.read()
    assert lines[-1] == f"{batches * 100} {POSTS}\n"
    done = len(judged(killed[1])["match_runs"])
    assert batches * 100 <= done <= (batches + 1 + rest.count("\n")) * 100
    report = stages.match(Workspace.open(*killed), NOW)
    assert report.counts["versions"] == POSTS - done
    assert judged(killed[1]) == judged(whole[1])
