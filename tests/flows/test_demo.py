"""`patroli demo` as a person runs it: the real flows, and nothing left over."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.webs import REPOSITORY, ended, patroli

pytest.importorskip("prefect")
pytestmark = [pytest.mark.prefect, pytest.mark.timeout(400)]


@dataclass(frozen=True, slots=True)
class Demo:
    """One finished demo."""

    folder: Path
    home: Path
    said: str
    code: int

    def asked(self, question: str) -> list[tuple[str, ...]]:
        """Rows of the temporary Prefect server's own database."""
        with closing(sqlite3.connect(self.folder / ".prefect" / "prefect.db")) as server:
            return server.execute(question).fetchall()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("demo") / "demo-data"
    result = ended(patroli("demo", "--folder", str(folder)), cwd=home, env={"HOME": str(home)})
    yield Demo(folder, home, result.stdout + result.stderr, result.returncode)
    assert not list(home.iterdir())


def test_the_demo_ends_well_and_says_where_the_queue_lies(demo: Demo) -> None:
    assert demo.code == 0, demo.said[-3000:]
    page = demo.folder / "data" / "queues" / "2029-11-25" / "queue.html"
    assert page.is_file()
    assert str(page) in demo.said


def test_the_demo_says_a_command_that_asks_about_its_morning(demo: Demo) -> None:
    told = re.search(r"^  \.venv/bin/patroli (sources .+)$", demo.said, re.M)
    assert told
    at = ["--lang", "en"]
    said = ended(patroli(*told[1].split(), *at), cwd=demo.home, env={"HOME": str(demo.home)})
    assert "sources need looking after" in said.stdout


@pytest.mark.parametrize("outcome", ["collected", "robots_refused", "failed", "gone"])
def test_the_demo_says_what_was_collected_and_what_refused(demo: Demo, outcome: str) -> None:
    assert f"\n  {outcome} " in demo.said or f"\n    {outcome} " in demo.said


def test_the_demo_leaves_nothing_running(demo: Demo) -> None:
    running = set[str]()
    for arguments in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended while we looked
            running.add(arguments.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    if not running:
        pytest.skip("this system does not tell what is running")
    assert any("pytest" in command for command in running)
    assert not [command for command in running if str(demo.folder.parent) in command]


def test_the_demo_writes_into_its_folder_only(demo: Demo) -> None:
    assert sorted(path.name for path in demo.folder.iterdir()) == [".prefect", "config", "data"]
    assert not (REPOSITORY / "data").exists()


def test_there_is_a_task_per_round_and_stage_and_none_per_post(demo: Demo) -> None:
    rounds = len(list((demo.folder / "data" / "landing").glob("*/plan-*")))
    stages = 4
    (tasks,) = demo.asked("SELECT count(*) FROM task_run")[0]
    assert int(tasks) == rounds + stages


def test_each_flow_run_completed_and_left_its_tables(demo: Demo) -> None:
    assert {state for (state,) in demo.asked("SELECT state_type FROM flow_run")} == {"COMPLETED"}
    rows = demo.asked("SELECT key, type FROM artifact WHERE key IS NOT NULL")
    kinds = {row[0]: row[1] for row in rows}
    assert kinds["collect-outcomes"] == "table"
    assert kinds["match-rules"] == "table"
    assert kinds["queue-summary"] == "markdown"
    assert demo.asked("SELECT 1 FROM artifact WHERE type = 'progress'")


def test_the_outcomes_artifact_counts_every_due_slot(demo: Demo) -> None:
    (data,) = demo.asked(
        "SELECT data FROM artifact WHERE key = 'collect-outcomes' ORDER BY created LIMIT 1"
    )[0]
    rows = json.loads(data)
    rows = json.loads(rows) if isinstance(rows, str) else rows
    assert sum(row["slots"] for row in rows) == 95
