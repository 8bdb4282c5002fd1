"""Each broken rule or list under golden/ says exactly what is written beside it,
in English in `.txt` and in Indonesian in `.id.txt`.

A case holds only its broken files; the rest is the sound configuration of tests/config/golden.
`GOLDEN=write pytest` writes the texts anew: read the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from patroli.config import read_config
from patroli.config.check import render_complaints
from patroli.rules import read_rules
from patroli.told import LANGUAGES, Language

GOLDEN = Path(__file__).with_name("golden")
SOUND = Path(__file__).parents[1] / "config" / "golden" / "sound"
ENDINGS = {"en": ".txt", "id": ".id.txt"}
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())

RULE = """\
id: contoh
title: Contoh
status: active
form: F1
basis: [uu-rekaan-1]
tier: high
author: Tim Rekaan
date: 2029-09-25
find:
  all:
    - [dukung~, "@ajakan", "\U0001fae8", "01"]
    - ["{name}", "pilih {digit}"]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with the sound configuration in `config`."""
    shutil.copytree(SOUND, tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _said(language: Language = "en") -> str:
    config, complaints = read_config(Path("config"))
    every = (*complaints, *read_rules(Path("config"), config)[1])
    return render_complaints(every, language) + "\n"


def test_a_sound_rule_has_no_complaint(here: Path) -> None:
    (here / "config" / "rules").mkdir()
    (here / "config" / "rules" / "contoh.yaml").write_text(RULE, encoding="utf-8")
    assert _said() == "No complaints.\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_complaint_is_worded_as_kept(here: Path, case: str, language: Language) -> None:
    shutil.copytree(GOLDEN / case, here / "config", dirs_exist_ok=True)
    said = _said(language)
    kept = GOLDEN / f"{case}{ENDINGS[language]}"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
