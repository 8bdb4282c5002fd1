"""Loading keeps every row once, each batch whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW, a_post, a_slot
from tests.landed import land_plan, land_posts

from patroli.history import History
from patroli.history.incoming import first_of_kind
from patroli.landing import Batch, list_batches

TABLES = (
    *("batches", "posts", "versions", "sightings", "fetches", "absences", "planned", "ledger"),
    *("profiles", "profile_sightings", "authors"),
)
OTHER_SLOT = a_slot("http://lain.example/feed", account_id=None, keyword_id="kata")


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    """Every row of a table without the time of loading, in a fixed order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = "COLUMNS(lambda c: c <> 'loaded_at')::VARCHAR"
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()  # noqa: S608


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(path, table) for table in TABLES}


def load_all(path: Path, landing: Path) -> None:
    with History.open(path) as history:
        history.load(list_batches(landing), NOW)


def spoil(batch: Batch) -> Batch:
    """The batch with a null where none may be, its manifest and name made to fit."""
    file = batch.path / "sightings.parquet"
    table = pq.read_table(file)
    place = table.schema.get_field_index("region")
    pq.write_table(table.set_column(place, "region", pa.nulls(table.num_rows, pa.string())), file)
    manifest = batch.path / "manifest.json"
    content = json.loads(manifest.read_bytes())
    content["files"][file.name]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    content["files"][file.name]["bytes"] = file.stat().st_size
    manifest.write_text(json.dumps(content), "utf-8")
    proof = hashlib.sha256(manifest.read_bytes()).hexdigest()[:32]
    return replace(batch, path=batch.path.rename(batch.path.with_name(f"{batch.name}-{proof}")))


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    land_posts(tmp_path / "landing", [a_post("satu"), a_post("dua")])
    path = tmp_path / "history.duckdb"
    load_all(path, tmp_path / "landing")
    before = everything(path)
    with History.open(path) as history:
        report = history.load(list_batches(tmp_path / "landing"), NOW + timedelta(days=1))
    assert (report.loaded, report.refused, len(report.already)) == ((), (), 1)
    assert everything(path) == before


def test_a_loaded_batch_is_not_opened_again(tmp_path: Path) -> None:
    batch = land_posts(tmp_path / "landing", [a_post()])
    load_all(tmp_path / "history.duckdb", tmp_path / "landing")
    for file in batch.path.iterdir():
        file.unlink()
    with History.open(tmp_path / "history.duckdb") as history:
        report = history.load([batch], NOW)
    assert report.already == (batch.id,)


@pytest.mark.parametrize("together", [True, False])
def test_the_same_post_met_again_is_one_post_one_version_and_each_sighting(
    tmp_path: Path, together: bool
) -> None:
    landing, path = tmp_path / "landing", tmp_path / "history.duckdb"
    same = a_post("halo", native_id="x")
    edited = a_post("halo semua", native_id="x")
    later = NOW + timedelta(hours=6)
    batches = [
        land_posts(landing, [same, same], round_id="r1"),
        land_posts(landing, [same], round_id="r1", slot=OTHER_SLOT),
        land_posts(landing, [same, edited], round_id="r2", at=later),
    ]
    with History.open(path) as history:
        for part in [batches] if together else [[batch] for batch in batches]:
            history.load(part, NOW)
    found = everything(path)
    assert [len(found[name]) for name in ("posts", "versions", "sightings")] == [1, 2, 4]


@pytest.mark.parametrize("file", ["sightings.parquet", "ledger.parquet", "manifest.json"])
@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_broken_batch_is_named_and_the_others_are_loaded(
    tmp_path: Path, file: str, damage: str
) -> None:
    landing = tmp_path / "landing"
    broken = land_posts(landing, [a_post("rusak")], round_id="r1")
    whole = land_posts(landing, [a_post("utuh")], round_id="r2")
    target = broken.path / file
    data = target.read_bytes()
    target.unlink()
    if damage != "gone":
        target.write_bytes(data[:-20] if damage == "cut" else data.replace(b"a", b"b"))
    with History.open(tmp_path / "history.duckdb") as history:
        report = history.load(list_batches(landing), NOW)
    assert report.loaded == (whole.id,)
    assert [refused.batch for refused in report.refused] == [broken.id]
    assert broken.id in report.refused[0].reason
    assert [row[5] for row in rows(tmp_path / "history.duckdb", "versions")] == ["utuh"]


def test_rows_that_the_history_cannot_hold_refuse_their_batch_alone(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    bad = land_posts(landing, [a_post("tanpa akun")], round_id="r1")
    good = land_posts(landing, [a_post("utuh")], round_id="r2")
    bad = spoil(bad)
    with History.open(tmp_path / "history.duckdb") as history:
        report = history.load([bad, good], NOW)
        again = history.load([bad, good], NOW)
    assert report.loaded == (good.id,)
    assert [one.batch for one in report.refused] == [one.batch for one in again.refused] == [bad.id]


def test_a_plan_is_kept_apart_from_what_was_answered(tmp_path: Path) -> None:
    land_plan(tmp_path / "landing", [a_slot(), OTHER_SLOT])
    land_posts(tmp_path / "landing", [a_post()])
    load_all(tmp_path / "history.duckdb", tmp_path / "landing")
    found = everything(tmp_path / "history.duckdb")
    assert (len(found["planned"]), len(found["ledger"])) == (2, 1)


def test_a_history_built_again_from_landing_has_the_same_rows(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    for day in range(4):
        at = NOW + timedelta(days=day)
        posts = [a_post(f"teks {n % (3 + day)}", native_id=f"p{n}") for n in range(20)]
        land_plan(landing, [a_slot(), OTHER_SLOT], round_id=f"r{day}", at=at)
        land_posts(landing, posts, round_id=f"r{day}", at=at, missing=["hilang"])
        land_posts(landing, posts[:5], round_id=f"r{day}", at=at, slot=OTHER_SLOT)
        load_all(tmp_path / "day-by-day.duckdb", landing)
    load_all(tmp_path / "at-once.duckdb", landing)
    assert everything(tmp_path / "day-by-day.duckdb") == everything(tmp_path / "at-once.duckdb")


LOADER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from patroli.history import History
from patroli.landing import list_batches
print("start", flush=True)
with History.open(Path(sys.argv[1])) as history:
    for batch in list_batches(Path(sys.argv[2])):
        history.load([batch], datetime(2029, 11, 25, tzinfo=UTC))
"""


def test_a_killed_load_leaves_all_of_a_batch_or_nothing(tmp_path: Path) -> None:
    landing, path = tmp_path / "landing", tmp_path / "history.duckdb"
    each = 300
    for number in range(25):
        posts = (a_post(f"teks {number} {n}" * 20) for n in range(each))
        land_posts(landing, posts, round_id=f"r{number:02}")
    chance = random.Random(9)
    for _ in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", LOADER, str(path), str(landing)], stdout=subprocess.PIPE
        )
        with child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0, 0.12))
            os.kill(child.pid, signal.SIGKILL)
        with History.open(path, wait=5):
            pass
        found = {table: len(rows(path, table)) for table in ("batches", "versions", "sightings")}
        assert found["versions"] == found["sightings"] == found["batches"] * each
    load_all(path, landing)
    load_all(tmp_path / "undisturbed.duckdb", landing)
    assert everything(path) == everything(tmp_path / "undisturbed.duckdb")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=30))
def test_the_first_row_of_every_kind_is_kept(pairs: list[tuple[str, str]]) -> None:
    table = pa.table(
        {
            "one": pa.array([pair[0] for pair in pairs], pa.string()),
            "two": pa.array([pair[1] for pair in pairs], pa.string()),
            "place": pa.array(range(len(pairs)), pa.int64()),
        }
    )
    expected = [place for place, pair in enumerate(pairs) if pair not in pairs[:place]]
    assert first_of_kind(table, ("one", "two"))["place"].to_pylist() == expected
