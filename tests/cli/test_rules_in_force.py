"""No rule judges anybody before it was compared with those in force, and said why."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from click.testing import CliRunner, Result
from tests.backtest.small_place import a_config, a_history, a_rule_file, campaign
from tests.fakes import NOW

from patroli.cli import patroli
from patroli.judging import engine_mark

WHY = "Kata 'menangkan' sering dipakai"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first rules are in force and have judged everything."""
    a_config(tmp_path)
    a_history(tmp_path, campaign())
    said = run(tmp_path, "match")
    assert said.exit_code == 0, said.output
    return tmp_path


def run(folder: Path, *words: str, now: datetime = NOW) -> Result:
    places = ["--config", str(folder / "config"), "--data", str(folder / "data")]
    if words[:2] == ("rules", "history"):
        places = places[2:]
    else:
        places += ["--now", (now + timedelta(hours=2)).isoformat()]
    return CliRunner().invoke(patroli, [*words, *places], env={"COLUMNS": "200"})


def backtested(folder: Path, *words: str) -> Result:
    said = run(folder, "rules", "backtest", *words)
    assert said.exit_code == 0, f"{said.output} {said.exception}"
    return said


def activated(folder: Path, *words: str) -> Result:
    return run(folder, "rules", "activate", "--by", "Sari Uji", "--because", WHY, *words)


def rows(folder: Path, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(folder / "data" / "history.duckdb", read_only=True) as history:
        return history.execute(question).fetchall()


def judged_by(folder: Path) -> dict[str, int]:
    found = rows(folder, "SELECT rule_set, count(*) FROM match_runs GROUP BY ALL")
    return {str(rule_set): int(str(count)) for rule_set, count in found}


def test_the_first_rules_of_a_history_are_in_force_and_it_is_said(tmp_path: Path) -> None:
    a_config(tmp_path)
    a_history(tmp_path, campaign())
    assert "is in force: the first rule set of this history" in run(tmp_path, "match").output
    assert "is in force" not in run(tmp_path, "match").output
    told = run(tmp_path, "rules", "history").output
    assert "by patroli: the first rule set of this history" in told
    assert "(in force)" in told


def test_changed_rules_judge_nobody_and_the_round_goes_on(folder: Path) -> None:
    before = judged_by(folder)
    a_rule_file(folder, "menang", "menangkan")
    a_history(folder, ["Ayo dukung Bagas Wiratama besok"], round_id="r2")
    said = run(folder, "match")
    assert said.exit_code == 0, said.output
    assert "are not in force" in said.output
    (old,) = before
    assert judged_by(folder) == {old: before[old] + 1}
    queued = run(folder, "queue")
    assert queued.exit_code == 0, queued.output
    assert "are not in force" in queued.output
    assert not rows(folder, "SELECT 1 FROM matches WHERE rule_id = 'menang'")


def test_a_broken_configuration_still_stops_everything(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan", status="aktif")
    for words in (["match"], ["rules", "backtest"]):
        assert run(folder, *words).exception
    assert activated(folder).exception


def test_a_change_without_a_backtest_is_refused(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    said = activated(folder)
    assert said.exit_code == 1
    assert "no backtest compared these rules" in str(said.exception)


def test_a_backtested_change_comes_into_force_and_judges_all_of_history_again(
    folder: Path,
) -> None:
    (old,) = judged_by(folder)
    a_rule_file(folder, "menang", "menangkan")
    said = backtested(folder)
    assert "6 matches gained" in said.output
    assert judged_by(folder).keys() == {old}
    said = activated(folder)
    assert said.exit_code == 0, f"{said.output} {said.exception}"
    assert "has 40 versions to judge" in said.output
    said = run(folder, "match")
    assert "not in force" not in said.output
    new = judged_by(folder)
    assert new.pop(old) == sum(new.values()) == 40
    assert rows(folder, "SELECT count(*) FROM matches WHERE rule_id = 'menang'") == [(6,)]
    told = run(folder, "rules", "history").output
    assert f"by Sari Uji: {WHY}" in told
    assert "6 gained" in told


def test_a_backtest_of_other_rules_proves_nothing(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder)
    a_rule_file(folder, "menang", "menangkan", tier="low")
    assert "no backtest compared" in str(activated(folder).exception)


def test_a_backtest_against_rules_no_longer_in_force_proves_nothing(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder)
    a_rule_file(folder, "doa", "doakan", tier="low")
    backtested(folder)
    assert activated(folder).exit_code == 0
    a_rule_file(folder, "doa", "doakan", tier="medium")
    assert "no backtest compared" in str(activated(folder).exception)


def test_a_backtest_of_too_few_days_is_refused_with_the_days_it_needs(folder: Path) -> None:
    a_history(folder, ["Selamat siang"], at=NOW + timedelta(days=12), round_id="r2")
    a_rule_file(folder, "menang", "menangkan")
    day = (NOW + timedelta(days=12)).astimezone(ZoneInfo("Asia/Jayapura")).date()
    backtested(folder, "--from", day.isoformat())
    said = activated(folder)
    assert said.exit_code == 1
    assert f"covers {day - timedelta(days=9)} to {day}" in str(said.exception)


def test_a_backtest_into_the_future_proves_nothing_about_the_future(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder, "--from", "2029-01-01", "--to", "2039-12-31")
    a_history(folder, ["Selamat siang"], at=NOW + timedelta(days=12), round_id="r2")
    assert "no backtest of these rules covers" in str(activated(folder).exception)


def test_a_backtest_by_other_matching_code_proves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder)
    monkeypatch.setattr("patroli.cli.rules.activate.engine_mark", lambda: "f" * 64)
    assert engine_mark() != "f" * 64
    assert "other matching code" in str(activated(folder).exception)


def test_the_same_rules_need_no_second_activation(folder: Path) -> None:
    assert "in force already" in str(activated(folder).exception)
    assert "already" in str(run(folder, "rules", "backtest").exception)


@pytest.mark.parametrize(
    ("by", "because", "told"),
    [(" ", WHY, "--by: "), ("Sari", "karena", "of 6 letters"), ("Sari", " " * 40, "of 0 letters")],
)
def test_a_change_has_a_name_and_a_written_reason(
    folder: Path, by: str, because: str, told: str
) -> None:
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder)
    said = run(folder, "rules", "activate", "--by", by, "--because", because)
    assert said.exit_code == 1
    assert told in str(said.exception)
    assert rows(folder, "SELECT count(*) FROM activations") == [(1,)]


def test_a_history_without_a_post_has_nothing_to_compare(tmp_path: Path) -> None:
    a_config(tmp_path)
    assert run(tmp_path, "load").exit_code == 0
    said = str(run(tmp_path, "rules", "backtest").exception)
    assert "history.duckdb; expected some to judge" in said


def test_rules_that_are_uneven_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from patroli.trials import SymmetryReport
    from patroli.trials.symmetry import Difference, Side

    one = Side("teks satu", "", "arman", "high"), Side("teks dua", "", "bagas", "low")
    report = SymmetryReport(1, 2, 1, {}, (Difference("menang", "c", "x", NOW.date(), *one),))
    monkeypatch.setattr("patroli.cli.rules.activate.symmetry", lambda *_: report)
    a_rule_file(folder, "menang", "menangkan")
    backtested(folder)
    said = activated(folder)
    assert "do not treat all contestants alike" in str(said.exception)
    assert "teks dua" in str(said.exception)
    assert rows(folder, "SELECT count(*) FROM activations") == [(1,)]


def test_a_new_contestant_changes_the_rule_set_and_is_backtested_like_a_rule(folder: Path) -> None:
    path = folder / "config" / "contests" / "telaga-uji.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[Arman Gunadi]", "[Arman Gunadi, Siti Maharani]"), "utf-8")
    a_history(folder, ["Ayo dukung Siti Maharani"], round_id="r2")
    assert "are not in force" in run(folder, "match").output
    said = backtested(folder)
    assert "contest  telaga-uji" in " ".join(said.output.split()).replace(" ", "  ")
    assert "1 matches gained" in said.output


def test_old_rules_are_put_back_by_the_same_road(folder: Path) -> None:
    """Their matches are all there already."""
    (old,) = judged_by(folder)
    a_rule_file(folder, "doa", "doakan", tier="low")
    backtested(folder)
    assert activated(folder).exit_code == 0
    run(folder, "match")
    a_rule_file(folder, "doa", "doakan", tier="medium")
    backtested(folder)
    said = activated(folder)
    assert "has 0 versions to judge" in said.output
    assert rows(folder, "SELECT rule_set FROM activations ORDER BY number")[2] == (old,)


def test_a_stored_rule_set_or_a_folder_is_compared_too(folder: Path, tmp_path: Path) -> None:
    (old,) = judged_by(folder)
    a_rule_file(folder, "menang", "menangkan")
    by_hash = backtested(folder, "--against", old[:10]).output
    a_config(tmp_path / "lain")
    by_folder = backtested(folder, "--against", str(tmp_path / "lain" / "config")).output
    assert by_hash == by_folder
    said = run(folder, "rules", "backtest", "--against", "f" * 10)
    assert "stored rule sets that begin" in str(said.exception)


def test_a_history_older_than_activations_keeps_the_rules_that_judged_last(folder: Path) -> None:
    with duckdb.connect(folder / "data" / "history.duckdb") as history:
        history.execute("DELETE FROM activations")
    (old,) = judged_by(folder)
    a_rule_file(folder, "menang", "menangkan")
    said = run(folder, "match")
    assert "it judged last before activations were kept" in " ".join(said.output.split())
    assert rows(folder, "SELECT rule_set FROM activations") == [(old,)]


def test_activations_are_chained_so_that_none_can_be_taken_out(folder: Path) -> None:
    for tier in ("low", "high"):
        a_rule_file(folder, "doa", "doakan", tier=tier)
        backtested(folder)
        assert activated(folder).exit_code == 0
    found = rows(folder, "SELECT previous, row_hash FROM activations ORDER BY number")
    assert found[0][0] == ""
    assert [row[0] for row in found[1:]] == [row[1] for row in found[:-1]]


def test_the_page_and_the_counts_are_written_where_asked(folder: Path) -> None:
    a_rule_file(folder, "menang", "menangkan")
    page, counts = folder / "uji.html", folder / "uji.json"
    backtested(folder, "--html", str(page), "--json", str(counts))
    assert ">menangkan</mark>" in page.read_text("utf-8")
    assert "menangkan Bagas" not in counts.read_text("utf-8")
    assert rows(folder, "SELECT report FROM backtests") == [(counts.read_text("utf-8"),)]
