"""The page that teaches rule writing, followed to the letter by somebody who only types it off."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = REPOSITORY / "docs" / "how-to"
ENGLISH = PAGES / "write-a-rule.md"
INDONESIAN = PAGES / "write-a-rule.id.md"
RULE = "percobaan/rules/nazar-kemenangan.yaml"

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
LOCALES = {ENGLISH: "C.UTF-8", INDONESIAN: "id_ID.UTF-8"}
COMPLAINT = re.compile(r"^\| `([^`]*\b(?:found|didapati) [^`]*)` \|", re.M)

MISTAKES = {
    "tiar": ("tier: medium", "tiar: medium"),
    "sedang": ("tier: medium", "tier: sedang"),
    "nadzar": ("@nazar", "@nadzar"),
    "nama": ("{any}", "{nama}"),
    "unquoted": ('"{any}", ', "{any}, "),
    "bagas": ('"{any}"', "Bagas Wiratama"),
    "negasi": ("[negation,", "[negasi,"),
    "delapan": ("8 words", "delapan"),
    "copied": ("id: nazar-kemenangan", "id: harapan-menang"),
    "tab": ("  within:", "\twithin:"),
    "curly": ('["@nazar"]', "[“@nazar”]"),
    "bare": ('["@nazar"]', "[@nazar]"),
    "colon": ("Bernazar atau", "Bernazar: atau"),
    "sentence": ("- Kalau {name} menang saya", "- Kalau {name} menang: saya"),
    "open": ('["@nazar"]', '["@nazar"'),
}
FAILING = {
    "missed": ("Kalau {name} menang saya traktir satu kantor", "Semoga {name} menang"),
    "flagged": ("Syukuran rumah baru,", "Syukuran rumah {name},"),
}
"""Examples are only tried on rules that are written well, so these make a second run."""


SENTENCES = {
    "Gunduuul deh kalau Siti Maharani jadi": "medium",
    "B0tak deh kalau Siti Maharani jadi": "medium",
    "Potong kambing kalau nomor 1 jadi": "medium",
    "Potong seekor kambing kalau nomor 1 jadi": None,
    "Aku mentraktir kalau Siti Maharani jadi": "medium",
    "Aku ditraktir kalau Siti Maharani jadi": "medium",
    "Traktiran kalau Siti Maharani jadi": "medium",
    "Traktir semua kalau pilih 2": "medium",
    "Traktir semua, jumlahnya 2": None,
    "Gundul satu dua tiga empat lima enam tujuh delapan Siti Maharani": "medium",
    "Gundul satu dua tiga empat lima enam tujuh delapan sembilan Siti Maharani": None,
    "Aku gundul. Ada Siti Maharani": None,
    "Apakah kamu bernazar untuk Siti Maharani?": "low",
}
"""What the page says of words, affixes, slots and distance; None: the rule does not match."""


@dataclass(frozen=True)
class Block:
    kind: str
    text: str
    path: str
    """The last file named before a block that holds a file; empty for an excerpt of one."""


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = []
    for block in BLOCK.finditer(text):
        named = re.findall(r"`([\w./-]+\.(?:yaml|csv))`", text[: block.start()])
        whole = block[1] != "yaml" or block[2].startswith("# yaml-language-server")
        holds_a_file = whole and block[1] in {"yaml", "csv", "diff"}
        found.append(Block(block[1], block[2], named[-1] if holds_a_file else ""))
    return found


def typed(command: str, folder: Path, locale: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "LC_ALL": locale},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def line_pattern(shown: str) -> re.Pattern[str]:
    """A line of the page; `…` stands for anything."""
    return re.compile(".*".join(re.escape(part) for part in shown.rstrip().split("…")) + r"\s*")


def missing(shown: str, printed: str) -> list[str]:
    """The lines of the page that were not printed, or not in this order."""
    lines = iter(printed.splitlines())
    return [
        line for line in shown.splitlines() if not any(map(line_pattern(line).fullmatch, lines))
    ]


def write_files(folder: Path) -> None:
    shutil.copytree(REPOSITORY / "config", folder / "percobaan")
    for block in blocks(ENGLISH):
        if block.kind == "yaml" and block.path:
            (folder / block.path).write_text(block.text, "utf-8")


def complaints_about(mistakes: dict[str, tuple[str, str]], folder: Path, locale: str) -> str:
    """What `check` says of copies of the page's rule that each hold one mistake."""
    write_files(folder)
    rule = folder / RULE
    right = rule.read_text("utf-8").replace("status: draft", "status: shadow")
    rule.unlink()
    for name, (old, new) in mistakes.items():
        assert right.count(old) == 1, name
        wrong = right.replace(old, new).replace("id: nazar-kemenangan", f"id: {name}")
        (folder / f"percobaan/rules/{name}.yaml").write_text(wrong, "utf-8")
    said = typed("patroli check --config percobaan", folder, locale)
    assert said.returncode == 2, said.stdout
    return said.stdout + said.stderr


@pytest.mark.parametrize("page", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_who_types_off_the_page_sees_what_it_shows(tmp_path: Path, page: Path) -> None:
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    printed = ""
    seen = set()
    for block in blocks(page):
        seen.add(block.kind)
        target = tmp_path / block.path
        match block.kind:
            case "yaml" | "csv" if block.path:
                target.write_text(block.text, "utf-8")
            case "diff":
                rule = tmp_path / RULE
                old, new = (line[1:] for line in block.text.splitlines())
                assert rule.read_text("utf-8").count(old) == 1
                rule.write_text(rule.read_text("utf-8").replace(old, new), "utf-8")
            case "sh":
                said = typed(block.text, tmp_path, LOCALES[page])
                assert said.returncode == 0, (block.text, said.stdout, said.stderr)
                printed = said.stdout + said.stderr
            case "text":
                assert missing(block.text, printed) == [], printed
    assert seen == {"sh", "yaml", "text", "diff", "csv"}


def test_the_files_of_the_page_are_free_of_warnings(tmp_path: Path) -> None:
    write_files(tmp_path)
    said = typed("patroli rules lint --all --config percobaan", tmp_path)
    assert "0 errors" in said.stdout
    assert "nazar" not in said.stdout


def test_words_affixes_slots_and_distance_do_what_the_page_says(tmp_path: Path) -> None:
    write_files(tmp_path)
    rule = tmp_path / RULE
    rule.write_text(rule.read_text("utf-8").replace("draft", "shadow"), "utf-8")
    posts = [json.dumps({"id": text, "text": text}) for text in SENTENCES]
    (tmp_path / "ekspor.jsonl").write_text("\n".join(posts), "utf-8")
    said = typed("patroli match-file ekspor.jsonl hasil.jsonl --config percobaan", tmp_path)
    assert said.returncode == 0, said.stderr
    results = map(json.loads, (tmp_path / "hasil.jsonl").read_text("utf-8").splitlines())
    tiers = {
        post["id"]: next((m["tier"] for m in post["matches"] if m["rule"] == rule.stem), None)
        for post in results
    }
    assert tiers == SENTENCES


@pytest.mark.parametrize("page", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_every_complaint_of_the_table_is_really_made(
    page: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    complained = "".join(
        complaints_about(mistakes, tmp_path_factory.mktemp("salah"), LOCALES[page])
        for mistakes in (MISTAKES, FAILING)
    )
    shown = COMPLAINT.findall(page.read_text("utf-8"))
    assert len(shown) == len(MISTAKES) + len(FAILING)
    for complaint in shown:
        assert complaint.removesuffix("…").rstrip("'") in complained, complaint


def test_the_weights_of_the_excerpt_are_those_of_the_file() -> None:
    (excerpt,) = (block for block in blocks(ENGLISH) if block.text.startswith("id: timbangan\n"))
    shipped = yaml.safe_load((REPOSITORY / "config/lexicon/timbangan.yaml").read_text("utf-8"))
    for weight, words in yaml.safe_load(excerpt.text)["weights"].items():
        assert set(words) <= set(shipped["weights"][weight]), weight


def test_both_languages_show_the_same_files_and_commands() -> None:
    english, indonesian = (
        [block for block in blocks(page) if block.kind != "text"] for page in (ENGLISH, INDONESIAN)
    )
    assert english == indonesian
