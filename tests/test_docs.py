"""The pages people are given say what they would see."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from patroli.cli import patroli
from tests.asked_of_docs import ASKED, FOR_AUDITORS, answered
from tests.one_day import SHIPPED, a_day, work


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a day on the fictional web leaves, as `make demo` does."""
    day = a_day(tmp_path_factory.mktemp("auditor"))
    work(day.place)
    return day.place.data


@pytest.fixture(scope="module")
def now(data: Path) -> str:
    """The auditors' page with the answers of today's rules and today's fictional web."""
    return answered(FOR_AUDITORS.read_text(encoding="utf-8"), data)


def answers(page: str) -> list[str]:
    return [found["answer"] or "" for found in ASKED.finditer(page)]


def test_every_question_shown_to_auditors_is_answered_as_shown(now: str) -> None:
    shown = answers(FOR_AUDITORS.read_text(encoding="utf-8"))
    given = answers(now)
    assert len(shown) == len(given) > 15
    for told, seen in zip(shown, given, strict=True):
        assert _kind(told) == _kind(seen), f"shown\n{told}\nseen\n{seen}"


def test_every_command_shown_to_auditors_works_on_what_the_demo_leaves(
    data: Path, tmp_path: Path
) -> None:
    told = re.findall(
        r"^    \.venv/bin/patroli (.+) --data demo-data/data$",
        FOR_AUDITORS.read_text(encoding="utf-8"),
        re.M,
    )
    assert len(told) == 3
    with duckdb.connect(data / "history.duckdb", read_only=True) as history:
        (match,) = history.execute("SELECT min(match_id) FROM matches").fetchall()[0]
    for command in told:
        words = command.replace("bukti", str(tmp_path / "bukti")).replace("MATCH_ID", match).split()
        said = CliRunner().invoke(patroli, [*words, "--data", str(data)])
        assert said.exit_code == 0, f"{command}: {said.output} {said.exception}"
    assert "Decisions\n\nBelum ada." in (tmp_path / "bukti" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["read-the-queue.md", "read-the-queue.id.md"])
def test_the_decisions_shown_to_reviewers_can_be_recorded_on_what_the_demo_leaves(
    data: Path, tmp_path: Path, page: str
) -> None:
    shutil.copytree(data, tmp_path / "data")
    places = ["--config", str(SHIPPED), "--data", str(tmp_path / "data")]
    shown = (FOR_AUDITORS.parent / "how-to" / page).read_text(encoding="utf-8")
    told = re.findall(r"^    \.venv/bin/patroli (decide .+) --config .+$", shown, re.M)
    assert len(told) == 2
    for command in told:
        said = CliRunner().invoke(patroli, [*shlex.split(command), *places])
        assert said.exit_code == 0, f"{command}: {said.output} {said.exception}"


def test_who_tries_the_rules_on_an_export_sees_what_the_page_shows(tmp_path: Path) -> None:
    shown = (FOR_AUDITORS.parent / "how-to" / "try-rules-on-an-export.md").read_text("utf-8")
    export, reader = re.findall(r"^```(?:csv|sh)\n(.*?)^```$", shown, re.M | re.S)[:2]
    (tmp_path / "ekspor.csv").write_text(export, "utf-8")
    words = [str(tmp_path / name) for name in ("ekspor.csv", "hasil.jsonl")]
    said = CliRunner().invoke(patroli, ["match-file", *words, "--config", str(SHIPPED)])
    assert f"{tmp_path}/hasil.jsonl: 3 posts; 1 high, 0 medium, 1 low" in said.output
    code = reader.partition('-c "')[2].rpartition('"')[0]
    read = [sys.executable, "-c", code]
    told = subprocess.run(read, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert told
    assert "".join(f"    {line}\n" for line in told.splitlines()) in shown


def test_the_auditors_page_names_no_rule_that_is_retired_or_gone() -> None:
    page = "".join(answers(FOR_AUDITORS.read_text(encoding="utf-8")))
    rules = {path.stem: path.read_text() for path in (SHIPPED / "rules").glob("*.yaml")}
    listed = {name for found in re.findall(r"\[('[a-z-]+'(?:,\s+'[a-z-]+')*)\],", page)
              for name in ast.literal_eval(f"[{found}]")}  # fmt: skip
    assert listed
    assert not {name for name in listed if "\nstatus: active\n" not in rules.get(name, "")}


def _kind(answer: str) -> list[object]:
    """What stays when wordings of rules and times of the clock change: how much was answered."""
    kinds: list[object] = []
    for value in ast.parse(re.sub(r"^    ", "", answer, flags=re.M)).body:
        assert isinstance(value, ast.Expr)
        told = ast.literal_eval(value.value)
        kinds.append(len(told) if isinstance(told, list | dict) else type(told))
    return kinds
