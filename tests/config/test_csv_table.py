"""CSV as Excel, LibreOffice and people write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.config.table import parse_table, read_table

COLUMNS = ("id", "name", "note")


def rows(text: str) -> list[dict[str, str | None]]:
    located, complaints = parse_table(text, "a.csv", COLUMNS)
    assert complaints == ()
    return [row.data for row in located]


@pytest.mark.parametrize(
    "text",
    [
        "id,name,note\na,Dewi,x\n",
        "id;name;note\r\na;Dewi;x\r\n",
        "id\tname\tnote\ra\tDewi\tx\r",
        "note,id,name\nx,a,Dewi\n",
        '"id","name","note"\n"a","Dewi","x"',
        "# daftar; semua, rekaan\n\nid,name,note,,\n a , Dewi ,x,,\n,,\n# habis\n",
    ],
)
def test_one_table_may_be_written_in_many_ways(text: str) -> None:
    assert rows(text) == [{"id": "a", "name": "Dewi", "note": "x"}]


def test_a_separator_inside_quotes_separates_nothing() -> None:
    assert rows('id;name;note\na;"Dewi; Rekaan, S.Pd";x\n')[0]["name"] == "Dewi; Rekaan, S.Pd"


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id;name;note\na;Dewi;x\n".encode("utf-8-sig"))
    located, complaints = read_table(tmp_path / "a.csv", "a.csv", COLUMNS)
    assert complaints == ()
    assert located[0].data["id"] == "a"


def test_a_row_is_where_it_begins_even_after_cells_of_many_lines() -> None:
    located, _ = parse_table('id,name,note\na,"satu\ndua\ntiga",x\nb,y,z\n', "a.csv", COLUMNS)
    assert [row.line(("name",)) for row in located] == [2, 5]


def test_an_empty_cell_is_nothing() -> None:
    assert rows("id,name,note\na,, \n") == [{"id": "a", "name": None, "note": None}]


@pytest.mark.parametrize(
    ("text", "line", "where", "found"),
    [
        ("", 1, "", "no rows"),
        ("# hanya komentar\n", 1, "", "no rows"),
        ("id,name\n", 1, "", "no column note"),
        ("\nid,name,note,id\n", 2, "id", "the column again"),
        ("id,name,note,warna\n", 1, "warna", "the unknown column 'warna'"),
        ("id,,name,note\n", 1, "", "column 2 without a name"),
        ("id,name,note\na,b\n", 2, "", "a row of 2 cells"),
        ("id,name,note\na,b,c,d\n", 2, "", "a row of 4 cells"),
        ('id,name,note\na,b,"c\n', 2, "", "unexpected end of data, in the row that begins here"),
        ('id,name,note\na,"b"b,c\n', 2, "", "',' expected after '\"', in the row that begins here"),
    ],
)
def test_what_is_no_table_is_said_with_its_line(
    text: str, line: int, where: str, found: str
) -> None:
    _, complaints = parse_table(text, "a.csv", COLUMNS)
    assert [(c.line, c.where, str(c.found)) for c in complaints] == [(line, where, found)]


def test_bytes_of_another_encoding_are_a_complaint_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name,note\na,Désa,x\n".encode("cp1252"))
    located, complaints = read_table(tmp_path / "a.csv", "a.csv", COLUMNS)
    assert located == []
    assert [c.line for c in complaints] == [2]


@given(
    st.one_of(st.text(), st.text("id,name;note\n\r\t\"'# \x00\ufeff").map("id,name,note\n".__add__))
)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    located, complaints = parse_table(text, "a.csv", COLUMNS)
    assert all(c.file == "a.csv" and c.line > 0 for c in complaints)
    assert all(set(row.data) <= set(COLUMNS) and row.line(()) > 0 for row in located)


CELLS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS)), st.sampled_from(",;\t"))
def test_what_is_written_is_what_is_read(cells: list[tuple[str, ...]], separator: str) -> None:
    said = [row for row in cells if any(row) and not row[0].startswith("#")]
    quoted = [separator.join('"' + c.replace('"', '""') + '"' for c in row) for row in said]
    text = "\n".join([separator.join(COLUMNS), *quoted])
    assert [tuple(row[c] or "" for c in COLUMNS) for row in rows(text)] == said
