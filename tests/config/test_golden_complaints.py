"""Each broken configuration under golden/ says exactly what is written beside it,
in English in `.txt` and in Indonesian in `.id.txt`.

A case holds only its broken files; the rest is as in `sound`. `GOLDEN=write pytest` writes the
texts anew: read the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from patroli.config import read_config
from patroli.config.check import render_complaints
from patroli.told import LANGUAGES, Language

GOLDEN = Path(__file__).with_name("golden")
ENDINGS = {"en": ".txt", "id": ".id.txt"}
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name != "sound")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with the sound configuration in `config`."""
    shutil.copytree(GOLDEN / "sound", tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_sound_configuration_has_no_complaint(here: Path) -> None:
    assert read_config(Path("config"))[1] == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_complaint_is_worded_as_kept(here: Path, case: str, language: Language) -> None:
    shutil.copytree(GOLDEN / case, here / "config", dirs_exist_ok=True)
    said = render_complaints(read_config(Path("config"))[1], language) + "\n"
    kept = GOLDEN / f"{case}{ENDINGS[language]}"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
