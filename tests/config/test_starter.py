"""A new team begins with a configuration that is sound, whole, and not written over anything."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from patroli.config import read_config
from patroli.config.starter import shipped_config, write_starter
from patroli.errors import BadInput

ROOT = Path(__file__).resolve().parents[2]


def test_the_starting_configuration_has_no_complaint(tmp_path: Path) -> None:
    write_starter(tmp_path / "baru")
    config, complaints = read_config(tmp_path / "baru")
    assert complaints == ()
    assert config.law
    assert config.lexicon
    assert config.accounts == ()
    assert config.keywords == ()


def test_what_was_written_is_told_and_nothing_else_is_left(tmp_path: Path) -> None:
    told = write_starter(tmp_path / "baru")
    there = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(told) == sorted(there)
    names = {path.relative_to(tmp_path / "baru").as_posix() for path in told}
    assert {"patroli.yaml", "law.yaml", "contests/contoh.yaml", "accounts/akun.csv"} <= names
    assert {"keywords.yaml", "lexicon/ajakan.yaml", "rules/ajakan-memilih.yaml"} <= names
    assert "schema/rule.schema.json" in names


def test_the_examples_in_comments_are_sound_too(tmp_path: Path) -> None:
    write_starter(tmp_path)
    accounts = tmp_path / "accounts/akun.csv"
    text = accounts.read_text(encoding="utf-8")
    example = next(line for line in text.splitlines() if line.startswith("# Contoh: "))
    accounts.write_text(text + example.removeprefix("# Contoh: ") + "\n", encoding="utf-8")
    keywords = tmp_path / "keywords.yaml"
    said = keywords.read_text(encoding="utf-8")
    said = said.replace(": []", ":").replace("\n# - ", "\n- ").replace("\n#   ", "\n  ")
    keywords.write_text(said, encoding="utf-8")
    settings = tmp_path / "patroli.yaml"
    own, rest = settings.read_text(encoding="utf-8").split("# pace:")
    opened = re.sub(r"(?m)^# (?=(  )?[a-z_.]+:)", "", f"# pace:{rest}")
    settings.write_text(own + opened, encoding="utf-8")
    config, complaints = read_config(tmp_path)
    assert complaints == ()
    assert len(config.accounts) == 1
    assert config.settings.hosts["lambat.example"].pace == 30
    assert len(config.keywords) == 4


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    write_starter(tmp_path)
    assert tmp_path.stat().st_ino == before
    assert read_config(tmp_path)[1] == ()


def test_the_folder_one_stands_in_may_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Path("patroli.yaml") in write_starter(Path())


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("penting", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("penting", encoding="utf-8")
    for folder in (tmp_path / "config", tmp_path / "config/dalam"):
        with pytest.raises(BadInput):
            write_starter(folder)
    assert (tmp_path / "config").read_text(encoding="utf-8") == "penting"


def test_when_writing_fails_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    write = Path.write_bytes

    def until_full(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    for folder in (tmp_path, tmp_path / "baru"):
        written.clear()
        with pytest.raises(BadInput, match="No space left"):
            write_starter(folder)
        assert list(tmp_path.iterdir()) == []


def test_a_built_package_carries_the_shipped_configuration(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="what builds the package is not installed")
    build = "import hatchling.build, sys; hatchling.build.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    begin = (
        "from patroli.config import starter, read_config; from pathlib import Path;"
        "assert starter.shipped_config().name == 'shipped', starter.shipped_config();"
        "starter.write_starter(Path('baru')); assert read_config(Path('baru'))[1] == ()"
    )
    subprocess.run(
        [sys.executable, "-c", begin],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        check=True,
    )


def test_in_a_clone_the_shipped_configuration_is_the_repositorys() -> None:
    assert shipped_config() == ROOT / "config"
