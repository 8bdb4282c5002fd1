"""Compiled rules kept on disk cost or save time; they never change a match and never raise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.errors import BrokenConfig
from patroli.kept import MOST_ENTRIES, Kept, cache_folder, shelf_of
from patroli.match import Matcher, Texts, check_examples, compile_rules
from patroli.match.shelf import decoded, encoded
from patroli.match.spelling import Spelled
from patroli.model import Match
from patroli.workspace import Workspace
from tests.fakes import a_rule, a_rule_set

SHIPPED = Path(__file__).parents[1] / "config"
FIND = 'within: 8 words\nall: [[dukung~, "tim {name}", "ke {number}"], ["{any}", "{sign}"]]'
RULES = a_rule_set(a_rule(FIND, lowered_by=["negation", "question"]))
WORDS = ["dukung", "tim Bagas Wiratama", "ke nomor 2", "tidak", "✌🏽", "#DukungBaRa", "kopi.", "?"]
POSTS = [f"{a} {b} {c}" for a in WORDS for b in WORDS for c in WORDS] * 3


def matches(matcher: Matcher, texts: list[str] = POSTS) -> list[Match]:
    numbers = [str(number) for number in range(len(texts))]
    return matcher.match(
        Texts(post_id=numbers, text=texts, contest="telaga-biru", day=date(2029, 10, 1))
    )


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.kept"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def kept(folder: Path) -> Path:
    """A cache folder in which the rules lie compiled, for many rows too."""
    assert matches(compile_rules(RULES, shelf=shelf_of(RULES, folder)))
    assert len(entries(folder)) == 2
    return folder


def test_the_same_matches_come_out_of_kept_rules(kept: Path) -> None:
    before = [path.read_bytes() for path in entries(kept)]
    matcher = compile_rules(RULES, shelf=shelf_of(RULES, kept))
    assert matches(matcher) == matches(compile_rules(RULES))
    assert matcher.literals == compile_rules(RULES).literals
    assert [path.read_bytes() for path in entries(kept)] == before


def test_kept_rules_are_not_spelled_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spelled_again(*_: object) -> Spelled:
        raise AssertionError("spelled again")

    monkeypatch.setattr("patroli.match.program.spell", spelled_again)
    assert matches(compile_rules(RULES, shelf=shelf_of(RULES, kept)))
    with pytest.raises(AssertionError, match="spelled again"):
        compile_rules(RULES)


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_bit_off(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


def emptied(_content: bytes) -> bytes:
    return b""


def longer(content: bytes) -> bytes:
    return content + b" "


@pytest.mark.parametrize("spoil", [cut_short, one_bit_off, emptied, longer])
def test_what_does_not_verify_is_compiled_anew(kept: Path, spoil: Callable[[bytes], bytes]) -> None:
    sound = [path.read_bytes() for path in entries(kept)]
    for path in entries(kept):
        path.write_bytes(spoil(path.read_bytes()))
    assert matches(compile_rules(RULES, shelf=shelf_of(RULES, kept))) == matches(
        compile_rules(RULES)
    )
    assert [path.read_bytes() for path in entries(kept)] == sound


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_byte_of_an_entry_can_be_changed_unseen(place: int, change: int) -> None:
    """The digest stands for every byte: of the mark, of itself and of the content."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shelf = Kept(folder, "a" * 64)
        shelf.put("spellings", b"what was put there")
        (path,) = entries(folder)
        content = bytearray(path.read_bytes())
        content[place % len(content)] ^= change
        path.write_bytes(content)
        assert shelf.take("spellings") is None


def test_an_entry_under_another_name_does_not_verify(kept: Path) -> None:
    shelf = shelf_of(RULES, kept)
    shelf.put("examples", b"passed")
    other = shelf_of(a_rule_set(a_rule(FIND, title="Lain")), kept)
    (path,) = kept.glob("*.examples.kept")
    assert isinstance(other, Kept)
    path.rename(kept / other._file("examples"))  # noqa: SLF001
    assert other.take("examples") is None
    assert shelf.take("examples") is None


def test_what_others_may_write_is_not_believed(kept: Path) -> None:
    shelf = shelf_of(RULES, kept)
    path = next(kept.glob("*.spellings.kept"))
    path.chmod(0o666)
    assert shelf.take("spellings") is None
    path.chmod(0o600)
    assert shelf.take("spellings")
    kept.chmod(0o777)
    assert shelf.take("spellings") is None
    shelf.put("examples", b"passed")
    kept.chmod(0o700)
    assert shelf.take("examples") is None


def test_links_are_not_followed(kept: Path, tmp_path: Path) -> None:
    shelf = shelf_of(RULES, kept)
    path = next(kept.glob("*.spellings.kept"))
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert shelf.take("spellings") is None
    (tmp_path / "linked").symlink_to(kept)
    assert Kept(tmp_path / "linked", "a" * 64).take("spellings") is None


def a_file(folder: Path) -> None:
    folder.write_text("not a folder")


def a_folder_in_each_place(folder: Path) -> None:
    compile_rules(RULES, shelf=shelf_of(RULES, folder)).warm()
    for path in entries(folder):
        path.unlink()
        path.mkdir()


def below_a_file(folder: Path) -> None:
    folder.parent.joinpath("file").write_text("")
    folder.symlink_to(folder.parent / "file" / "below")


@pytest.mark.parametrize("spoil", [a_file, a_folder_in_each_place, below_a_file])
def test_a_broken_folder_costs_time_and_nothing_else(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    matcher = compile_rules(RULES, shelf=shelf_of(RULES, folder))
    assert matches(matcher) == matches(compile_rules(RULES))


def test_a_full_disk_leaves_no_half_entry(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert matches(compile_rules(RULES, shelf=shelf_of(RULES, folder)))
    assert list(folder.iterdir()) == []


def test_the_folder_stays_small_and_keeps_what_is_not_ours(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "surat.txt").write_text("not ours")
    for number in range(MOST_ENTRIES + 5):
        Kept(folder, f"{number:064x}").put("examples", b"passed")
    assert len(entries(folder)) == MOST_ENTRIES
    assert (folder / "surat.txt").exists()
    assert {path.stat().st_mode & 0o077 for path in entries(folder)} == {0}


def test_another_rule_set_and_another_program_find_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf_of(RULES, kept).take("spellings")
    assert shelf_of(replace(RULES, law=()), kept).take("spellings") is None
    monkeypatch.setattr("patroli.kept._program", lambda: "another program")
    assert shelf_of(RULES, kept).take("spellings") is None


def test_spellings_come_back_as_they_were() -> None:
    seen: list[bytes] = []

    class Watched:
        def take(self, name: str) -> None:
            return None

        def put(self, name: str, content: bytes) -> None:
            seen.append(content)

    compile_rules(RULES, shelf=Watched())
    (content,) = seen
    assert encoded(decoded(content)) == content
    assert decoded(content).literals == compile_rules(RULES).literals


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b'{"literals": 3}', b"\xff"])
def test_what_are_no_spellings_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(content)


def test_examples_that_passed_are_not_run_again_but_check_always_runs_them(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []

    def counted(matcher: Matcher) -> object:
        runs.append(1)
        return check_examples(matcher)

    monkeypatch.setattr("patroli.workspace.check_examples", counted)
    for _ in range(3):
        Workspace.open(SHIPPED, tmp_path, folder)
    assert len(runs) == 1
    Workspace.open(SHIPPED, tmp_path)
    assert len(runs) == 2


def test_examples_that_fail_fail_at_every_start(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    copytree(SHIPPED, config)
    rule = config / "rules" / "ajakan-memilih.yaml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("  flag:\n", "  flag:\n    - Selamat pagi\n"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BrokenConfig, match="Selamat pagi"):
            Workspace.open(config, tmp_path, folder)


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"PATROLI_CACHE": "/a/b", "XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/a/b")),
        ({"PATROLI_CACHE": "", "XDG_CACHE_HOME": "/c", "HOME": "/h"}, None),
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/patroli")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, None),
        ({"HOME": "/h"}, Path("/h/.cache/patroli")),
        ({}, None),
    ],
)
def test_where_compiled_rules_are_kept(environment: dict[str, str], folder: Path | None) -> None:
    assert cache_folder(environment) == folder
