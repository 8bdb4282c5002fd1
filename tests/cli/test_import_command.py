"""What a person who brings a file types, is shown and is asked."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from tests.fakes import NOW
from tests.imports.places import a_place, loaded
from tests.imports.test_formats import TIKTOK
from tests.webs import ended, patroli

from patroli.workspace import Workspace

TABLE = "Nomor;Nama Akun;Isi;Tanggal\n7;dewi.lestawa;halo;02/11/2029 08.15\n"
LINK = "https://www.tiktok.com/@dewi.lestawa/video/7301234567890123456"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_place(tmp_path)


def command(place: Workspace, name: str, content: bytes, *words: str) -> list[str]:
    path = place.data.parent / name
    path.write_bytes(content)
    return patroli(
        "import", str(path), "--by", "Sari Manu", "--config", str(place.config_folder),
        "--data", str(place.data), "--now", NOW.isoformat(), *words,
    )  # fmt: skip


def test_the_hint_to_load_stands_only_where_something_was_landed(place: Workspace) -> None:
    line = {**TIKTOK, "data": {**TIKTOK["data"], "id": "7"}}  # type: ignore[dict-item]
    words = command(place, "a.ndjson", json.dumps(line).encode(), "--as", "zeeschuimer")
    assert "Run `patroli load`" in ended(words).stdout
    again = ended(words)
    assert again.returncode == 0
    assert "was imported before" in again.stdout
    assert "patroli load" not in again.stdout


def test_guessed_columns_are_shown_and_not_taken_without_a_yes(place: Workspace) -> None:
    words = command(place, "fb.csv", TABLE.encode(), "--as", "table", "--platform", "facebook",
                    "--column", "id=Nomor")  # fmt: skip
    said = ended(words)
    assert said.returncode == 1
    assert "text           isi unggahan         ← Isi" in said.stderr
    assert "guessed text (Isi), time (Tanggal), author (Nama Akun); expected --yes" in said.stderr
    assert loaded(place, "SELECT count(*) FROM posts") == [(0,)]
    assert ended([*words, "--yes"]).returncode == 0
    assert loaded(place, "SELECT text FROM versions") == [("halo",)]


def test_columns_that_a_team_keeps_in_a_file_need_no_yes(place: Workspace) -> None:
    columns = place.data.parent / "kolom.yaml"
    columns.write_text("id: Nomor\nakun: Nama Akun\nisi: Isi\ntanggal: Tanggal\n", "utf-8")
    words = command(place, "fb.csv", TABLE.encode(), "--as", "table", "--platform", "facebook",
                    "--columns", str(columns))  # fmt: skip
    assert ended(words).returncode == 0


def test_a_picture_needs_to_be_somebodys(place: Workspace) -> None:
    words = command(place, "a.png", b"\x89PNG\r\n\x1a\n", "--as", "screenshot", "--text", "halo")
    assert "expected the id of the account" in ended(words).stderr
    said = ended([*words, "--account", "siapa"]).stderr
    assert "found no account 'siapa'" in said


def test_what_is_missing_of_a_picture_is_asked_for_in_indonesian(place: Workspace) -> None:
    words = command(place, "a.png", b"\x89PNG\r\n\x1a\n", "--as", "screenshot",
                    "--account", "dewi-tiktok", "--url", LINK)  # fmt: skip
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs) as asked:
        os.close(theirs)
        os.write(ours, b"24/11/2029 08.15\n\nCoblos nomor 2\n")
        assert asked.wait(timeout=120) == 0
        said = os.read(ours, 20_000).decode()
    os.close(ours)
    assert "Kapan dilihat" in said
    assert "Isi, persis seperti di gambar" in said
    assert "Tautan" not in said
    rows = loaded(place, "SELECT text, seen_at::VARCHAR FROM versions JOIN sightings "
                  "USING (post_id, version)")  # fmt: skip
    assert rows == [("Coblos nomor 2", "2029-11-23 23:15:00+00")]
