"""What a rule author is told: each wrong file, and all complaints about it in golden words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fakes import a_contest

from patroli.config import Config, read_config
from patroli.config.words import WordList
from patroli.rules import read_rules

REPOSITORY = Path(__file__).resolve().parents[2]

GOOD = """\
id: contoh
title: Contoh
status: active
form: F1
basis: [pp-94-2021-5n]
tier: high
find:
  all:
    - [dukung~]
    - ["{name}"]
examples:
  flag: ["Dukung {name}"]
  pass: [Selamat pagi]
"""

WRONG = {
    "unknown key": ("tier: high", "tier: high\ntiar: low", "rules/contoh.yaml:7: tiar: found"),
    "unknown list": (
        "[dukung~]",
        '["@dukungan"]',
        "find.all[0][0]: found the unknown list '@dukungan'; expected @ and an id of lexicon/",
    ),
    "unknown slot": (
        '["{name}"]',
        '["{nama}"]',
        "contoh.yaml:10: find.all[1][0]: found the unknown slot {nama}; expected one of {account}",
    ),
    "unknown law": (
        "pp-94-2021-5n",
        "uu-0",
        "contoh.yaml:5: basis[0]: found the unknown legal basis 'uu-0'; expected an id of law.yaml",
    ),
    "unknown form": ("form: F1", "form: F9", "contoh.yaml:4: form: found 'F9'; expected"),
    "unknown status": (
        "status: active", "status: aktif", "contoh.yaml:3: status: found 'aktif'; expected"
    ),
    "unknown stage": (
        "tier: high",
        "tier: high\nstages: [kampanyee]",
        "contoh.yaml:7: stages[0]: found the unknown stage 'kampanyee'; expected one of",
    ),
    "unknown context": (
        "tier: high",
        "tier: high\nlowered_by: [ingkar]",
        "found the unknown context 'ingkar'; expected all-contestants, namesake, or the id",
    ),
    "empty group": ("[dukung~]", "[]", "contoh.yaml:9: find.all[0]"),
    "no group": (
        "  all:\n    - [dukung~]\n    - [\"{name}\"]\n", "  within: 3\n", "one group at least"
    ),
    "a name": (
        "[dukung~]",
        "[dukung Bagas Wiratama]",
        "found 'bagas wiratama', which names bagas-ratna of telaga-biru; expected a slot such as",
    ),
    "a name in an example": ("Selamat pagi", "Pak Bagas sehat", "examples.pass[0]: found 'bagas'"),
    "an unknown slot in an example": (
        "Selamat pagi", '"{nomor}"', "examples.pass[0]: found the unknown slot {nomor}"
    ),
    "two slots": ("[dukung~]", '["{name} {number}"]', "found 2 slots in '{name} {number}'"),
    "a loose brace": ("[dukung~]", '["{name"]', "with a loose brace"),
    "unknown weights": (
        "    - [\"{name}\"]\n",
        '    - ["{name}"]\n  weighed: {by: negation, at_least: 3}\n',
        "contoh.yaml:11: find.weighed.by: found the unknown weights 'negation'; expected the id",
    ),
    "weights as a list": ("[dukung~]", '["@timbangan"]', "found the unknown list '@timbangan'"),
    "weights that lower": (
        "tier: high", "tier: high\nlowered_by: [timbangan]", "the unknown context 'timbangan'"
    ),
    "only the parent": (
        "    - [dukung~]\n    - [\"{name}\"]\n",
        '    - {any: ["{name}"], on: parent}\n',
        "found groups that look only at the parent post",
    ),
}  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Config:
    shipped, _ = read_config(REPOSITORY / "config")
    lists = {
        "negation": WordList("negation", "Ingkar", "", ("tidak",)),
        "timbangan": WordList("timbangan", "Timbangan", "", ("biar",), weights=(3,)),
    }
    return Config(shipped.settings, shipped.law, (a_contest(),), (), (), (), lists)


def _read(folder: Path, config: Config, text: str) -> list[str]:
    rules = folder / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "contoh.yaml").write_text(text)
    return [str(complaint) for complaint in read_rules(folder, config)[1]]


def test_a_good_rule_is_read_without_complaint(tmp_path: Path, config: Config) -> None:
    good = GOOD.replace("pp-94-2021-5n", config.law[0].id)
    assert _read(tmp_path, config, good) == []


@pytest.mark.parametrize("wrong", WRONG)
def test_every_wrong_thing_is_named_with_its_line(
    tmp_path: Path, config: Config, wrong: str
) -> None:
    old, new, complaint = WRONG[wrong]
    complaints = _read(tmp_path, config, GOOD.replace(old, new))
    assert any(complaint in one for one in complaints), complaints


def test_all_complaints_come_at_once(tmp_path: Path, config: Config) -> None:
    text = GOOD.replace("form: F1", "form: F9").replace('["{name}"]', '["@tidak-ada"]')
    assert len(_read(tmp_path, config, text.replace("pp-94-2021-5n", "uu-0"))) >= 2


def test_a_law_that_cannot_be_read_is_no_complaint_about_every_rule(
    tmp_path: Path, config: Config
) -> None:
    assert _read(tmp_path, replace(config, law=()), GOOD) == []


def test_one_id_twice_is_a_complaint(tmp_path: Path, config: Config) -> None:
    good = GOOD.replace("pp-94-2021-5n", config.law[0].id)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lain.yaml").write_text(good)
    complaints = _read(tmp_path, config, good)
    assert len(complaints) == 1
    assert "the id 'contoh' again" in complaints[0]


def test_a_list_that_names_a_contestant_is_refused(tmp_path: Path, config: Config) -> None:
    (tmp_path / "lexicon").mkdir()
    path = tmp_path / "lexicon" / "lain.yaml"
    path.write_text("lists:\n  lain:\n    title: Lain\n    words: [ayo, pilih ArSi]\n")
    complaints = _read(tmp_path, config, GOOD.replace("pp-94-2021-5n", config.law[0].id))
    assert len(complaints) == 1
    assert "lain.yaml:4" in complaints[0]
    assert "found 'arsi'" in complaints[0]


def test_weights_are_of_plain_words_and_kinds_of_target(tmp_path: Path, config: Config) -> None:
    (tmp_path / "lexicon").mkdir()
    path = tmp_path / "lexicon" / "t.yaml"
    said = '5: ["@ajakan", dukung~, "pilih {tag}", "{digit}", "{office}", "{sign}", Bagas]'
    path.write_text(f"id: timbangan\ntitle: T\nweights:\n  {said}\n")
    complaints = _read(tmp_path, config, GOOD.replace("pp-94-2021-5n", config.law[0].id))
    assert [one.split(": ")[1] for one in complaints] == [
        f"weights.5[{place}]" for place in (0, 1, 2, 3, 4, 6)
    ]


def test_a_folder_without_rules_is_a_complaint(tmp_path: Path, config: Config) -> None:
    assert "no rule that can be read" in str(read_rules(tmp_path, config)[1][0])


def test_the_shipped_rules_have_no_complaint() -> None:
    config, _ = read_config(REPOSITORY / "config")
    rules, complaints = read_rules(REPOSITORY / "config", config)
    assert complaints == ()
    assert {rule.form.value for rule in rules.running} == {f"F{n}" for n in range(1, 9)}
