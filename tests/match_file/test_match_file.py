from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import a_contest, a_rule, a_rule_set, an_account

from patroli.errors import BadInput
from patroli.match import compile_rules
from patroli.match_file import FileReport, match_file
from patroli.model import Role

RULE = a_rule('all: [[dukung~], ["{any}"]]', lowered_by=["negation"])
COMMENT = a_rule("all: [[mantap]]", id="komentar", where={"parent": ["contestant"]}, tier="medium")
OFFICIAL = a_rule("all: [[rapat]]", id="lembaga", where={"role": ["agency"]}, tier="low")
MATCHER = compile_rules(a_rule_set(RULE, COMMENT, OFFICIAL))
CONTEST = a_contest()


def run(path: Path, **more: Any) -> tuple[FileReport, list[dict[str, Any]]]:
    out = path.with_name("hasil.jsonl")
    report = match_file(path, out, matcher=MATCHER, contest=CONTEST, **more)
    lines = out.read_text("utf-8").splitlines()
    return report, [json.loads(line) for line in lines]


ROWS = [
    {"id": "a", "text": "Saya dukung BaRa"},
    {"id": 'b"\\\t', "text": "kopi pagi"},
    {"id": "c", "text": 'tidak dukung "Bagas Wiratama",\nkata dia'},
]


def _jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))


def _csv(path: Path) -> None:
    delimiter = ";" if "semi" in path.name else ","
    cells = [[text.replace('"', '""') for text in row.values()] for row in ROWS]
    rows = [delimiter.join(f'"{cell}"' for cell in row) for row in cells]
    text = "\n".join([f"id{delimiter}text", *rows]) + "\n"
    path.write_bytes(text.encode("utf-8-sig"))


def _parquet(path: Path) -> None:
    pyarrow.parquet.write_table(pa.Table.from_pylist(ROWS), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("p.jsonl", _jsonl),
        ("p.csv", _csv),
        ("semi.csv", _csv),
        ("P.PARQUET", _parquet),
    ],
)
def test_every_kind_of_file_gives_the_same_lines(tmp_path: Path, name: str, write: Any) -> None:
    write(tmp_path / name)
    report, lines = run(tmp_path / name)
    assert report == FileReport(3, {"high": 1, "medium": 0, "low": 1})
    assert [line["id"] for line in lines] == [row["id"] for row in ROWS]
    assert [line["tier"] for line in lines] == ["high", None, "low"]
    assert lines[1] == {"id": 'b"\\\t', "tier": None, "score": 0.0, "matches": [], "lowered_by": []}
    (match,) = lines[0]["matches"]
    assert {"rule", "form", "tier", "score", "contestant", "contest", "stage"} <= set(match)
    assert [s["text"] for s in match["spans"]] == ["dukung", "BaRa"]
    assert lines[2]["lowered_by"] == ["Ajakannya diingkari: “tidak”."]


def test_a_gzipped_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "dukung BaRa"}\n'))
    assert run(path)[1][0]["id"] == "1"


def test_times_accounts_and_parents_are_used(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "dukung nomor 2", "published_at": "2029-07-01T00:00:00+09:00"},
        {"id": "2", "text": "dukung nomor 2", "published_at": ""},
        {"id": "3", "text": "mantap", "parent_role": "contestant"},
        {"id": "4", "text": "rapat", "account_id": "kantor"},
        {"id": "5", "text": "rapat", "account_id": "lain"},
        {"id": "6", "text": "rapat", "account_id": "lain", "role": "agency"},
    ]
    path = tmp_path / "p.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    office = an_account("kantor", role=Role.AGENCY)
    _, lines = run(path, accounts=[office])
    assert [line["tier"] for line in lines] == [None, "high", "medium", "low", None, "low"]
    assert lines[1]["matches"][0]["stage"] == "kampanye"


JSONL = """\
{"id": "1", "text": "a"}
{"id": "", "text": "a"}

bukan json
[1]
{"id": "2", "text": 5}
{"id": "3", "text": "a", "published_at": "2029-11-01T10:00"}
"""
BAD = {
    "p.jsonl": (
        JSONL,
        [
            "p.jsonl:2: id: found ''; expected a text or a number",
            "p.jsonl:4: found no JSON",
            "p.jsonl:5: found list; expected an object",
            "p.jsonl:6: text: found int; expected a text",
            "p.jsonl:7: published_at: found '2029-11-01T10:00'; expected a time with its zone",
        ],
    ),
    "p.csv": (
        'id,text\n1,a\n2\n,x\n3,"b\nc"\n4,d,e\n',
        [
            "p.csv:3: found 1 columns; expected 2",
            "p.csv:4: id: found ''",
            "p.csv:7: found 3 columns; expected 2",
        ],
    ),
    "q.csv": ("nomor,isi\n1,a\n", ["q.csv:1: found the columns nomor, isi; expected id and text"]),
    "leer.csv": ("", ["leer.csv:1: found the columns nothing; expected id and text"]),
    "p.xlsx": ("PK", ["p.xlsx: found a file of another kind; expected .jsonl"]),
    "p.parquet": ("PAR0", ["p.parquet: found no readable Parquet file"]),
}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_row_is_named_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    text, complaints = BAD[name]
    (tmp_path / name).write_text(text)
    with pytest.raises(BadInput) as caught:
        run(tmp_path / name)
    found = str(caught.value).splitlines()
    assert len(found) == len(complaints)
    assert all(c in f for c, f in zip(complaints, found, strict=True)), found
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_many_bad_rows_are_counted(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text("x\n" * 30)
    with pytest.raises(BadInput, match="and 10 more"):
        run(tmp_path / "p.jsonl")


def test_a_file_that_is_not_there_or_not_utf8_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        run(tmp_path / "p.csv")
    (tmp_path / "p.csv").write_bytes("id,text\n1,dukung café\n".encode("latin-1"))
    with pytest.raises(BadInput, match="expected text in UTF-8"):
        run(tmp_path / "p.csv")


def test_a_parquet_without_text_or_zone_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    pyarrow.parquet.write_table(pa.table({"id": ["1"]}), path)
    with pytest.raises(BadInput, match="found no column 'text'"):
        run(path)


def test_an_older_result_stays_when_the_new_run_fails(tmp_path: Path) -> None:
    (tmp_path / "hasil.jsonl").write_text("lama")
    (tmp_path / "p.jsonl").write_text("x\n")
    with pytest.raises(BadInput):
        run(tmp_path / "p.jsonl")
    assert (tmp_path / "hasil.jsonl").read_text() == "lama"


def test_an_empty_file_gives_an_empty_result(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text("")
    assert run(tmp_path / "p.jsonl") == (FileReport(0, {"high": 0, "medium": 0, "low": 0}), [])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_any_id_and_text_comes_back_as_one_line(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.jsonl"
        path.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in rows))
        out = Path(folder) / "hasil.jsonl"
        match_file(path, out, matcher=MATCHER, contest=CONTEST)
        lines = out.read_bytes().decode("utf-8").split("\n")[:-1]
        assert [json.loads(line)["id"] for line in lines] == [i for i, _ in rows]
