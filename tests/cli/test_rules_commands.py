"""What rule writers type, and what they read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.backtest.small_place import a_config, a_history
from tests.webs import SHIPPED

from patroli.cli import patroli as group


def said(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(group, ["rules", *words], input=typed, prog_name="patroli")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the shipped configuration to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "percobaan"))


def spoil(folder: Path, name: str, right: str, wrong: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")


def test_a_failing_example_is_shown_among_all_rules(changed: Path) -> None:
    spoil(changed, "rules/ajakan-memilih.yaml", "- Ayo dukung {name}", "- Tidak dukung {name}")
    result = said("test", "--config", str(changed))
    assert result.exit_code == 2
    assert "pernyataan-berpihak" in result.output
    assert "tier low for arman-siti: Tidak dukung Arman Gunadi" in result.output
    assert "lowered: Ajakannya diingkari" in result.output


def test_a_rule_that_is_none_is_told_by_name() -> None:
    result = said("test", "tidak-ada", "--config", str(SHIPPED))
    assert result.exit_code == 1
    assert "tidak-ada" in str(result.exception)


def test_explain_takes_markup_as_words_and_steers_no_terminal() -> None:
    text = "Ayo [bold]dukung[/bold] Bagas Wiratama \x1b[31m"
    result = said("explain", text, "--config", str(SHIPPED))
    assert result.exit_code == 0
    assert "[bold]dukung[/bold]" in result.output
    assert "\x1b[31m" not in result.output


def test_explain_reads_standard_input_and_writes_json() -> None:
    result = said("explain", "-", "--json", "--config", str(SHIPPED), typed="Dukung Bagas Wiratama")
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["text"] == "Dukung Bagas Wiratama"
    assert "ajakan-memilih" in [match["rule"] for match in told["matches"]]


def test_coverage_exits_2_only_for_what_a_rule_needs_alone(changed: Path) -> None:
    assert said("coverage", "--config", str(changed)).exit_code == 0
    spoil(changed, "contests/telaga-biru.yaml", 'tags: ["#TelagaBiruMaju"]', "tags: []")
    result = said("coverage", "--config", str(changed), "--json")
    told = json.loads(result.output)[0]["lacks"]
    assert ("bagas-ratna", "tag") in [(lack["contestant"], lack["kind"]) for lack in told]
    assert result.exit_code == (2 if any(lack["needed_by"] for lack in told) else 0)


def test_lint_exits_2_on_errors_and_0_on_warnings(changed: Path) -> None:
    assert said("lint", "--config", str(changed)).exit_code == 0
    rule = (changed / "rules" / "ajakan-memilih.yaml").read_text("utf-8")
    bare = rule[: rule.index("\nexamples:") + 1].replace("id: ajakan-memilih", "id: tanpa-contoh")
    (changed / "rules" / "tanpa-contoh.yaml").write_text(bare, "utf-8")
    result = said("lint", "--config", str(changed), "--json", "--only", "examples")
    assert result.exit_code == 2
    assert "no `flag` example" in [finding["found"] for finding in json.loads(result.output)]


@pytest.mark.parametrize(
    ("language", "perhaps"),
    [("en", "perhaps harapan-menang"), ("id", "mungkin maksudnya harapan-menang")],
)
def test_lint_refuses_what_is_no_rule_and_no_list(language: str, perhaps: str) -> None:
    words = ("lint", "--of", "harapan-menag", "--config", str(SHIPPED), "--lang", language)
    result = said(*words)
    assert result.exit_code == 2
    assert "'harapan-menag'" in result.stderr
    assert perhaps in result.stderr
    assert result.stdout == ""


def test_lint_knows_each_kind_by_both_its_names(changed: Path) -> None:
    spoil(changed, "rules/ajakan-memilih.yaml", "author: Proyek patroli\n", "")
    words = ("lint", "--config", str(changed), "--json")
    english, indonesian = (said(*words, "--only", name).output for name in ("dates", "tanggal"))
    assert english == indonesian
    assert {row["kind"] for row in json.loads(english)} == {"dates"}


def test_explain_names_lists_by_title_and_no_word_that_only_weighs() -> None:
    told = said("explain", "BaRa hari ini rapat, dengan hati", "--config", str(SHIPPED)).output
    assert "“hati” +" in told
    assert "dari timbangan" not in told
    assert "Dinilai seperti ditulis pada 2029-09-25" in told
    assert "skor 0," in told
    listed = said("explain", "Ayo dukung BaRa", "--config", str(SHIPPED)).output
    assert "dari ajakan memilih atau mendukung" in listed


def test_stored_posts_are_swapped_too_and_show_what_no_example_does(tmp_path: Path) -> None:
    folder = a_config(tmp_path)
    a_history(tmp_path, ["Tunjuk dua jari dukung Bagas Wiratama", "Selamat pagi"])
    places = ("--config", str(folder), "--data", str(tmp_path / "data"))
    fair = said("symmetry", "--history", *places)
    assert fair.exit_code == 0, fair.output
    assert "2 posts taken; 1 of them mention a contestant" in fair.output

    spoil(folder, "lexicon/konteks.yaml", "[tidak, jangan]", "[tidak, jangan, tunjuk dua jari]")
    assert said("symmetry", *places[:2]).exit_code == 0
    sided = said("symmetry", "--history", *places)
    assert sided.exit_code == 2
    assert "ajakan: " in sided.output
    assert "Tunjuk satu jari dukung Arman Gunadi" in sided.output


def test_symmetry_over_history_needs_a_history(tmp_path: Path) -> None:
    places = ("--config", str(a_config(tmp_path)), "--data", str(tmp_path / "data"))
    refused = said("symmetry", "--history", *places)
    assert refused.exit_code
    assert "found no history" in str(refused.exception)
