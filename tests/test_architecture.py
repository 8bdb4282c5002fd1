"""What must hold over the whole tree, whoever writes in it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src" / "patroli"
CLOCK_READERS = {"clock.py"}


def modules(folder: Path = SOURCE) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.py"))


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed on this machine")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [REPOSITORY / name for name in names if name and (REPOSITORY / name).is_file()]


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_the_clock_is_read_in_one_place_and_handed_down() -> None:
    readers = {
        path.relative_to(SOURCE).as_posix()
        for path in modules()
        for call in calls(path)
        if re.search(r"\b(datetime\.(now|today|utcnow)|date\.today|time\.time)$", call)
    }
    assert readers <= CLOCK_READERS


def test_only_the_command_line_prints() -> None:
    printers = {
        path.relative_to(SOURCE).parts[0]
        for path in modules()
        for call in calls(path)
        if call == "print"
    }
    assert printers <= {"cli"}


def test_help_needs_none_of_the_heavy_libraries() -> None:
    heavy = "pydantic duckdb pyarrow numpy httpx lxml rich prefect trafilatura hyperscan"
    program = (
        "import sys; from patroli.cli import patroli\n"
        "try: patroli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[-1] == "[]"


def test_every_statement_says_its_question_in_its_first_line() -> None:
    statements = sorted(SOURCE.rglob("*.sql"))
    assert statements
    for path in statements:
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("-- "), path
        assert len(first.split()) > 3, path


def test_no_statement_changes_or_removes_a_stored_row() -> None:
    for path in SOURCE.rglob("history/queries/*.sql"):
        statement = " ".join(re.sub(r"--.*", "", path.read_text("utf-8")).upper().split())
        changing = r"\b(UPDATE|DELETE FROM|TRUNCATE|OR REPLACE(?! TEMP)|DROP)\b"
        assert not re.search(changing, statement), path


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (REPOSITORY / name).read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"--(extra-)?index|--find-links", text)
        packages = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.M | re.I)
        blocks = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.M)[1:]
        assert len(packages) == len(blocks)
        assert all("--hash=sha256:" in block for block in blocks)


def test_no_file_names_a_package_registry_or_a_path_of_this_machine() -> None:
    registries = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian)\b", re.I)
    own = Path(__file__).resolve()
    for path in tracked():
        if path == own or path.suffix in {".png", ".gz"}:
            continue
        text = path.read_text("utf-8", "replace")
        assert not registries.search(text), path
        assert f"{REPOSITORY.parent}/" not in text, path


def test_the_flows_hold_no_logic_of_their_own() -> None:
    for path in modules(REPOSITORY / "flows"):
        imported = {
            name.name.split(".")[0] if isinstance(node, ast.Import) else str(node.module)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert not imported & {"httpx", "duckdb", "bs4", "pyarrow"}, path


def test_the_schedules_stand_in_the_teams_zone() -> None:
    settings = yaml.safe_load((REPOSITORY / "config" / "patroli.yaml").read_text("utf-8"))
    prefect = yaml.safe_load((REPOSITORY / "prefect.yaml").read_text("utf-8"))
    zones = {s["timezone"] for d in prefect["deployments"] for s in d["schedules"]}
    assert zones == {settings["zone"]}


def test_the_changelog_knows_the_version() -> None:
    from patroli import __version__

    assert f"\n## {__version__} " in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_every_command_stands_in_both_readmes() -> None:
    from patroli.cli import COMMANDS

    for name in ("README.md", "README.id.md"):
        text = (REPOSITORY / name).read_text("utf-8")
        for command in COMMANDS:
            assert f"`patroli {command}" in text, (name, command)


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in (p for p in tracked() if p.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (path.parent / target).exists(), (path, target)
