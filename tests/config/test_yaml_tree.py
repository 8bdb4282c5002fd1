"""YAML text with its lines: nothing raises, nothing is followed, every complaint has a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.config.contest import ContestFile, check_contest
from patroli.config.located import salvage, validate
from patroli.config.settings import Settings
from patroli.config.tree import MAX_BYTES, parse_yaml, read_yaml, spell

PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "team",
            ": ",
            "\n",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&x",
            "*x",
            "!t ",
            "? ",
            "#",
            "'",
            '"',
            ",",
            "---",
            "...",
            "\t",
            "~",
            "<<",
            "%",
            "@",
            "\x00",
            "\ufeff",
            "🙂",
            "\\",
            ">",
        ]
    )
)


@given(st.one_of(st.text(), PIECES.map("".join)))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    located = parse_yaml(text, "a.yaml")
    for model in (Settings, ContestFile):
        value, complaints = validate(model, located)
        assert value is not None or complaints
        assert all(c.file == "a.yaml" and c.line > 0 for c in complaints)
        salvage(model, located)
    assert all(c.line > 0 for c in check_contest(located))


def test_plain_words_stay_text_and_keep_their_lines() -> None:
    located = parse_yaml("a: no\nb:\n  - 95.01\n  - 2\nc: ~\n", "a.yaml")
    assert located.data == {"a": "no", "b": ["95.01", "2"], "c": None}
    assert located.line(("b", 1)) == 4
    assert located.line(("b", 1, "deeper")) == 4
    assert located.line(("c",)) == 5


def test_a_key_keeps_its_own_line_when_its_value_begins_below() -> None:
    located = parse_yaml("a:\n  b: 1\n", "a.yaml")
    assert located.line(("a",)) == 1


def test_of_a_key_said_twice_the_first_is_kept_with_its_lines() -> None:
    located = parse_yaml("a: {x: 1}\nb: 2\na: {x: 3}\n", "a.yaml")
    assert located.data == {"a": {"x": "1"}, "b": "2"}
    assert located.line(("a", "x")) == 1
    assert [(c.line, c.where) for c in located.complaints] == [(3, "a")]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_nesting_without_end_is_a_complaint_and_no_crash(opening: str) -> None:
    located = parse_yaml(opening * 100_000, "a.yaml")
    assert str(located.complaints[-1].found) == "nesting without end"


def test_an_alias_bomb_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    located = parse_yaml("\n".join(lines), "a.yaml")
    assert len(located.complaints) == 58
    assert located.data["a29"] == [None, None]


def test_a_list_that_contains_itself_is_a_complaint() -> None:
    assert [c.line for c in parse_yaml("a: &a\n  - *a\n", "a.yaml").complaints] == [2]


@pytest.mark.parametrize(
    ("raw", "line", "found"),
    [
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        (b"a: 1\nb: x\x00y\n", 2, "no text file may hold"),
        (b"a: 1\n--- \nb: 2\n", 2, "second document"),
        (b"a: [1\n", 2, "expected"),
        (b"? [a, b]\n: 1\n", 1, "made of parts"),
        (b"x" * (MAX_BYTES + 1), 0, "more than"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(
    tmp_path: Path, raw: bytes, line: int, found: str
) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)
    complaints = read_yaml(tmp_path / "a.yaml", "a.yaml").complaints
    assert [c.line for c in complaints] == [line]
    assert found in str(complaints[0].found)


def test_a_file_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    assert [c.line for c in read_yaml(tmp_path / "none.yaml").complaints] == [0]


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(tmp_path / "a.yaml").data == {"a": "1"}


def test_a_key_path_is_spelled_as_people_write_it() -> None:
    assert spell(("stages", "quiet", 0, "x")) == "stages.quiet[0].x"


def test_texts_are_found_one_by_one_or_alone() -> None:
    located = parse_yaml("a: [x, {b: 1}, y]\nc: z\n", "a.yaml")
    assert list(located.texts(("a",))) == [(("a", 0), "x"), (("a", 2), "y")]
    assert list(located.texts(("c",))) == [(("c",), "z")]
    assert list(located.texts(("d",))) == []


def test_a_file_that_is_not_there_is_told_in_the_readers_language(tmp_path: Path) -> None:
    (complaint,) = read_yaml(tmp_path / "law.yaml", "law.yaml").complaints
    assert "found No such file or directory; expected" in complaint.words("en")
    assert "didapati tidak ada berkasnya; seharusnya" in complaint.words("id")
