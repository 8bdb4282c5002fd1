"""Who writes rules reads complaints in Indonesian; the English ones stay as they are."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from rich.text import Text
from tests.backtest.small_place import a_config, a_history, a_rule_file, campaign
from tests.fakes import NOW
from tests.webs import patroli as command_line

from patroli.cli import patroli
from patroli.cli.language import usual_language
from patroli.cli.shown import parted, print_at

SPEAKING = (
    ["check"], ["sources"], ["rules", "test"], ["rules", "lint"], ["rules", "coverage"],
    ["rules", "symmetry"], ["rules", "backtest"], ["rules", "activate"], ["rules", "history"],
)  # fmt: skip


def said(*words: str) -> Result:
    return CliRunner().invoke(patroli, list(words), env={"COLUMNS": "200"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_config(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", SPEAKING)
def test_every_command_of_rule_writers_takes_a_language(words: list[str]) -> None:
    assert "--lang [id|en]" in said(*words, "--help").output


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id", "LANG": "C"}, "id"),
        ({}, "en"),
    ],
)
def test_without_a_word_the_terminals_language_counts(
    environment: dict[str, str], language: str
) -> None:
    assert usual_language(environment) == language


def test_a_sound_configuration_is_told_in_each_language(folder: Path) -> None:
    config = str(folder / "config")
    english, indonesian = (said("check", "--config", config, "--lang", x) for x in ("en", "id"))
    assert "1 contests" in english.output
    assert "No complaints." in english.output
    assert "1 pemilihan" in indonesian.output
    assert "Tidak ada keluhan." in indonesian.output


@pytest.mark.parametrize(
    ("words", "locale", "spoken"),
    [
        (["check"], "id_ID.UTF-8", "id"),
        (["check", "--lang", "id"], "C.UTF-8", "id"),
        (["rules", "lint", "--lang", "en"], "id_ID.UTF-8", "en"),
        (["run"], "id_ID.UTF-8", "id"),
        (["run"], "C.UTF-8", "en"),
    ],
)
def test_a_broken_configuration_is_told_in_the_language_asked_for(
    folder: Path, words: list[str], locale: str, spoken: str
) -> None:
    a_rule_file(folder, "menang", "menangkan", status="aktif")
    environment = {**os.environ, "LC_ALL": locale}
    ended = subprocess.run(
        command_line(*words, "--config", "config"), cwd=folder, env=environment,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 2
    place = "config/rules/menang.yaml:3: status:"
    told = {
        "en": f"{place} found 'aktif'; expected 'draft', 'shadow', 'active' or 'retired'\n"
        "1 complaint; nothing runs on a broken configuration.\n",
        "id": f"{place} didapati 'aktif'; seharusnya 'draft', 'shadow', 'active' atau 'retired'; "
        "mungkin maksudnya active\n"
        "1 keluhan; tidak ada yang dijalankan dengan konfigurasi yang keliru.\n",
    }
    assert ended.stderr == told[spoken]


def test_a_failing_example_is_told_in_each_language(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    rule = folder / "config" / "rules" / "menang.yaml"
    rule.write_text(rule.read_text("utf-8").replace("Ayo menangkan {name}", "Ayo {name} saja"))
    config = str(folder / "config")
    english = said("rules", "test", "--config", config, "--lang", "en").output
    assert "flag example, expected tier medium or above" in english
    assert "no match for arman: Ayo Arman Gunadi saja" in english
    assert "2 fail, in 1 rule." in english
    indonesian = said("rules", "test", "--config", config, "--lang", "id").output
    assert "contoh flag, seharusnya tingkat medium atau high" in indonesian
    assert "tidak ada kecocokan untuk arman: Ayo Arman Gunadi saja" in indonesian
    assert "2 gagal, dalam 1 aturan." in indonesian


def test_findings_are_told_in_each_language_and_json_stays_english(folder: Path) -> None:
    config = str(folder / "config")
    words = ("rules", "lint", "--config", config, "--now", NOW.isoformat(), "--lang")
    english, indonesian = said(*words, "en").output, said(*words, "id").output
    assert "warning dates: rule ajakan: found no author and no date; expected who" in english
    assert "peringatan tanggal: aturan ajakan: didapati tidak ada author dan" in indonesian
    assert "0 kesalahan, " in indonesian
    assert said(*words, "id", "--json").output == said(*words, "en", "--json").output
    found = json.loads(said(*words, "id", "--json").output)
    assert {"kind": "dates", "subject": "rule ajakan"}.items() <= found[0].items()
    only = said(*words, "id", "--of", "doa").output
    assert "aturan doa" in only
    assert "aturan ajakan" not in only


def test_tables_of_coverage_and_symmetry_speak_each_language(folder: Path) -> None:
    config = str(folder / "config")
    coverage = ("rules", "coverage", "--config", config)
    assert "kind of target" in said(*coverage, "--lang", "en").output
    assert "jenis sasaran" in said(*coverage, "--lang", "id").output
    same = [said(*coverage, "--lang", lang, "--json").output for lang in ("en", "id")]
    assert same[0] == same[1]
    symmetry = ("rules", "symmetry", "--config", config, "--lang")
    assert "every rule treats all contestants alike." in said(*symmetry, "en").output
    assert "setiap aturan memperlakukan semua peserta sama." in said(*symmetry, "id").output


def test_a_backtest_and_its_activation_are_told_in_indonesian(folder: Path) -> None:
    a_history(folder, campaign())
    now = NOW.replace(year=NOW.year + 1).isoformat()
    places = ("--config", str(folder / "config"), "--data", str(folder / "data"), "--now", now)
    assert said("match", *places).exit_code == 0
    a_rule_file(folder, "menang", "menangkan")
    reason = ("--by", "Sari Uji", "--because", "Kata yang luput ditambahkan", "--lang", "id")
    refused = said("rules", "activate", *places, *reason)
    assert "no backtest compared these rules" in str(refused.exception)
    tested = said("rules", "backtest", *places, "--lang", "id").output
    assert "6 kecocokan baru" in tested
    assert "perlakuan setara: menurut peserta" in tested
    assert "gained" not in tested
    assert "sedang" in tested
    assert "medium" not in tested
    assert re.search(r"\b[0-9a-f]{12}\b", tested)
    assert not re.search(r"[0-9a-f]{13}", tested)
    assert "! aturan" not in tested
    put = said("rules", "activate", *places, *reason).output
    assert "Berlaku: himpunan aturan" in put
    history = ("rules", "history", *places[:4], "--lang", "id")
    listed = said(*history).output
    assert "oleh patroli: himpunan aturan pertama dalam riwayat ini" in listed
    assert re.search(r"1\. \d{4}-\d\d-\d\d \d\d:\d\d WI", listed)
    assert " UTC " in said(*history[:2], *places[2:4], "--config", "tidak-ada").output
    assert "oleh Sari Uji: Kata yang luput ditambahkan" in listed
    assert "(berlaku)" in listed


def test_what_is_said_of_a_place_keeps_its_left_edge_on_a_narrow_terminal() -> None:
    screen = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=40)
    print_at(screen, Text("config/rules/kiasan-jari.yaml:16: aturan kiasan-jari:"), "satu " * 12)
    assert isinstance(screen.file, io.StringIO)
    first, *rest = screen.file.getvalue().splitlines()
    assert first.startswith("config/")
    assert len(rest) > 2
    assert all(line.startswith("    ") for line in rest)


def test_a_long_id_is_parted_after_a_dash_on_a_narrow_terminal() -> None:
    assert parted("kesaksian-lalu-pilihan", 80) == "kesaksian-lalu-\npilihan"
    assert parted("kesaksian-lalu-pilihan", 120) == "kesaksian-lalu-pilihan"
    assert parted("timbangan-kata", 80) == "timbangan-kata"
    assert parted("kalimat biasa yang panjang-panjang", 80) == "kalimat biasa yang panjang-panjang"


def test_on_a_terminal_a_complaint_is_wrapped_between_words(folder: Path) -> None:
    script = shutil.which("script")
    if script is None:
        pytest.skip("script, of Debian's bsdutils, is not installed on this machine")
    a_rule_file(folder, "menang", "menangkan", status="aktif")
    check = " ".join(command_line("check", "--lang", "id", "--config", "config"))
    ended = subprocess.run(
        [script, "-qec", f"stty cols 60; {check}", "/dev/null"], cwd=folder, check=False,
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    lines = [line.rstrip() for line in ended.stdout.splitlines()]
    assert "config/rules/menang.yaml:3: status:" in lines
    assert "    didapati 'aktif'; seharusnya 'draft', 'shadow', 'active'" in lines
    assert "    atau 'retired'; mungkin maksudnya active" in lines
