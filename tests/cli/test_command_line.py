"""What people type, and what they read back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.one_day import everything, files
from tests.webs import SHIPPED, Bench, a_bench, ended, patroli

from patroli.cli import COMMANDS
from patroli.cli import patroli as group
from patroli.config import read_config
from patroli.errors import BadInput


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def test_help_lists_every_command_with_a_line() -> None:
    said = ended(patroli("--help"))
    assert said.returncode == 0
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.line[:40])}", said.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    said = CliRunner().invoke(group, [name, "--help"], prog_name="patroli")
    assert said.exit_code == 0, said.output
    assert f"patroli {name}" in said.output


@pytest.mark.parametrize(
    "words", [["lari"], ["run", "--now", "besok"], ["run", "--now", "2029-11-25T06:00"]]
)
def test_what_cannot_be_understood_exits_2_and_says_why(words: list[str], tmp_path: Path) -> None:
    said = ended(patroli(*words), cwd=tmp_path)
    assert said.returncode == 2
    assert "Error" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_configuration_has_no_complaints() -> None:
    said = ended(patroli("check", "--config", str(SHIPPED)))
    assert said.returncode == 0, said.stderr
    assert "No complaints" in said.stdout


def test_a_new_teams_configuration_is_sound_as_it_comes(tmp_path: Path) -> None:
    config = tmp_path / "tim"
    assert ended(patroli("init", str(config))).returncode == 0
    said = ended(patroli("check", "--config", str(config)))
    assert (said.returncode, said.stderr) == (0, "")
    again = ended(patroli("init", str(config)))
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


BROKEN = {
    "patroli.yaml": ("pace: 5", "pace: cepat"),
    "keywords.yaml": ("    searchable: yes", "    searchabel: yes"),
    "contests/telaga-biru.yaml": ("zone: Asia/Jayapura", "zone: Asia/Jayapuro"),
    "rules/ajakan-memilih.yaml": ("form: F1", "form: F9"),
}


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_broken_configuration_is_told_at_once_and_nothing_runs(
    tmp_path: Path, command: str
) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    shutil.copytree(SHIPPED, config)
    for name, (right, wrong) in BROKEN.items():
        path = config / name
        text = path.read_text("utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), "utf-8")
    words = [] if command == "check" else ["--data", str(data)]
    said = ended(patroli(command, "--config", str(config), *words), cwd=tmp_path)
    assert said.returncode == 2
    for name, (right, _) in BROKEN.items():
        line = (SHIPPED / name).read_text("utf-8").split(right)[0].count("\n") + 1
        assert f"{config / name}:{line}: " in said.stderr
    assert said.stderr.count("expected") >= len(BROKEN)
    assert "Traceback" not in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_a_missing_configuration_is_told_by_its_name(tmp_path: Path) -> None:
    said = ended(patroli("run", "--config", "tidak-ada"), cwd=tmp_path)
    assert said.returncode == 2
    assert "tidak-ada" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_run_leaves_a_queue_and_running_again_changes_nothing(bench: Bench) -> None:
    first = bench.run("run")
    assert first.returncode == 0, first.stderr
    assert str(bench.data / "queues") in first.stdout
    kept, shown = everything(bench.data / "history.duckdb"), list(files(bench.data / "queues"))
    assert any(name.endswith("queue.html") for name in shown)
    again = bench.run("run")
    assert again.returncode == 0, again.stderr
    after = everything(bench.data / "history.duckdb")
    for table in ("posts", "versions", "matches", "match_runs", "rule_sets"):
        assert after[table] == kept[table]


def test_the_stages_one_by_one_do_what_run_does(bench: Bench) -> None:
    for stage in ("collect", "load", "match", "queue", "publish", "maintain"):
        said = CliRunner().invoke(group, bench.words(stage))
        assert said.exit_code == 0, said.output
        assert f"{stage}: " in said.output
    names = list(files(bench.data))
    assert any(name.endswith("queue.html") for name in names)
    assert any(name.startswith("snapshots/") for name in names)


def test_publishing_nothing_is_an_error_in_words(bench: Bench) -> None:
    said = bench.run("publish")
    assert said.returncode == 1
    assert said.stderr.startswith("patroli: ")
    assert "Traceback" not in said.stderr


def test_where_no_round_is_known_it_is_said_where_and_when_was_looked(bench: Bench) -> None:
    assert CliRunner().invoke(group, bench.words("load")).exit_code == 0
    said = CliRunner().invoke(group, [*bench.words("sources"), "--lang", "en"])
    assert said.exit_code == 0, said.output
    told = " ".join(said.output.split())
    assert f"{bench.data / 'history.duckdb'} holds no round of the 30 days before" in told
    assert "0 of 0" not in told


def test_a_source_is_made_due_by_hand_and_an_unknown_one_is_told(bench: Bench) -> None:
    assert CliRunner().invoke(group, bench.words("collect")).exit_code == 0
    account = read_config(bench.config)[0].accounts[0].id
    said = CliRunner().invoke(group, [*bench.words("sources"), "--retry", account])
    assert said.exit_code == 0, said.output
    assert f"1 slots of {account} are due now." in said.output
    asked = CliRunner().invoke(group, bench.words("collect"))
    assert asked.exit_code == 0, asked.output
    assert "1 due" in asked.output
    unknown = CliRunner().invoke(group, [*bench.words("sources"), "--retry", "tidak-ada"])
    assert isinstance(unknown.exception, BadInput)
