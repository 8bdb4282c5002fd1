"""Judging a history: killed between two batches, by more processes, with what the cache holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from patroli import stages
from patroli.history import History
from patroli.judging import rules_in_force
from patroli.workspace import Workspace
from tests.backtest.small_place import a_config, a_history, a_rule_file
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


PROCESSES = """
import sys
from datetime import datetime
from pathlib import Path
from patroli import stages
from patroli.workspace import Workspace
stages.JUDGED_AT_ONCE = 300
if __name__ == "__main__":
    report = stages.match(
        Workspace.open(*sys.argv[1:3], Path(sys.argv[4])), datetime.fromisoformat(sys.argv[3]),
        processes=2,
    )
    print(report.counts["versions"])
"""


def test_more_processes_record_the_same(tmp_path: Path) -> None:
    places = []
    for name in ("one", "two"):
        a_config(tmp_path / name)
        a_history(tmp_path / name, TEXTS)
        places.append((tmp_path / name / "config", tmp_path / name / "data"))
    one, two = places
    stages.match(Workspace.open(*one), NOW)
    script = tmp_path / "two.py"
    script.write_text(PROCESSES, "utf-8")
    told = [*map(str, two), NOW.isoformat(), str(tmp_path / "cache")]
    ended = subprocess.run([sys.executable, script, *told], capture_output=True, text=True)
    assert ended.stdout == f"{POSTS}\n", ended.stderr
    assert judged(two[1]) == judged(one[1])
    assert judged(one[1])["matches"]


def test_rules_in_force_that_are_no_longer_configured_come_from_the_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    a_config(tmp_path)
    a_history(tmp_path, TEXTS[:60])
    places = (tmp_path / "config", tmp_path / "data", cache)
    stages.match(Workspace.open(*places), NOW)
    kept = sorted(cache.glob("*.spellings.kept"))
    a_rule_file(tmp_path, "pujian", word="hebat")
    place = Workspace.open(*places)
    for entry in kept:
        os.utime(entry, (0, 0))
    with History.open(place.history) as history:
        force = rules_in_force(history, place, NOW)
    assert force.rules.hash != place.rules.hash
    assert [entry.stat().st_mtime > 0 for entry in kept] == [True]
