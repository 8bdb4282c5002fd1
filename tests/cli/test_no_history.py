"""A data folder with a typing error in its name is told, and nothing is made there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.backtest.small_place import a_config
from tests.fakes import NOW

from patroli.cli import patroli
from patroli.errors import BadInput

DECISION = ("--word", "bukan pelanggaran", "--reason", "lain", "--reviewer", "Sari")
READING = {
    "match": (),
    "queue": (),
    "publish": (),
    "capture": (),
    "sources": (),
    "decide": ("12345678", *DECISION),
    "rules backtest": (),
    "rules activate": ("--by", "Sari Uji", "--because", "Kata yang luput ditambahkan"),
}
WITHOUT_CONFIG = {
    "match-again": ("--all",),
    "rules history": (),
    "evidence": ("12345678", "--to", "tidak-dibuat"),
}


def said(folder: Path, command: str, *words: str, config: bool = True) -> Result:
    places = ["--data", str(folder / "dta")]
    if config:
        places += ["--config", str(folder / "config"), "--now", NOW.isoformat()]
    return CliRunner().invoke(patroli, [*command.split(), *words, *places])


@pytest.mark.parametrize("command", [*READING, *WITHOUT_CONFIG])
def test_who_only_reads_makes_no_history(tmp_path: Path, command: str) -> None:
    a_config(tmp_path)
    words = READING.get(command, WITHOUT_CONFIG.get(command, ()))
    result = said(tmp_path, command, *words, config=command in READING)
    assert isinstance(result.exception, BadInput), f"{result.output} {result.exception}"
    place = tmp_path / "dta"
    assert f"found no history in {place}" in result.exception.words("en")
    assert f"tidak ada riwayat di {place}" in result.exception.words("id")
    assert {path.name for path in tmp_path.iterdir()} == {"config"}


def test_answers_and_swapped_posts_need_a_history_too(tmp_path: Path) -> None:
    a_config(tmp_path)
    asked = ("12345678", "--as", "same", "--by", "Sari", "--why", "Kartu namanya")
    answered = said(tmp_path, "sources answer", *asked)
    assert isinstance(answered.exception, BadInput)
    places = ["--config", str(tmp_path / "config"), "--data", str(tmp_path / "dta")]
    swapped = CliRunner().invoke(patroli, ["rules", "symmetry", "--history", *places])
    assert isinstance(swapped.exception, BadInput)
    assert {path.name for path in tmp_path.iterdir()} == {"config"}


@pytest.mark.parametrize("command", ["maintain", "sources --retry semua"])
def test_what_needs_something_collected_refuses_where_nothing_was(
    tmp_path: Path, command: str
) -> None:
    a_config(tmp_path)
    result = said(tmp_path, command)
    assert isinstance(result.exception, BadInput)
    assert f"found no folder {tmp_path / 'dta'}" in str(result.exception)
    assert {path.name for path in tmp_path.iterdir()} == {"config"}


def test_loading_makes_a_history_and_says_so_once(tmp_path: Path) -> None:
    a_config(tmp_path)
    first, again = said(tmp_path, "load"), said(tmp_path, "load")
    assert first.exit_code == again.exit_code == 0, first.output
    assert f"A new history begins in {tmp_path / 'dta'}." in first.output
    assert "begins" not in again.output


def test_collecting_makes_a_data_folder_and_says_so_once(tmp_path: Path) -> None:
    a_config(tmp_path)
    for account in (tmp_path / "config" / "accounts").iterdir():
        account.write_text(account.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    first, again = said(tmp_path, "collect"), said(tmp_path, "collect")
    assert first.exit_code == again.exit_code == 0, f"{first.output} {first.exception}"
    assert f"A new data folder begins: {tmp_path / 'dta'}." in first.output
    assert "begins" not in again.output
