"""A batch is whole or not there, says what it is, and shows every later change."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.fakes import NOW, a_post, a_slot
from tests.landing.children import DAY, a_fetch, fill, fill_with_little_room, write_for_ever

from patroli.errors import LandingError
from patroli.landing import (
    Batch,
    BatchWriter,
    Due,
    Sighting,
    list_batches,
    read_batch,
    sweep,
    verify_batch,
)


def landed(root: Path, name: str = "batch", text: str = "Selamat pagi") -> Batch:
    with BatchWriter(root, DAY, name) as batch:
        fill(batch, text)
    assert batch.landed
    return batch.landed


def test_what_is_landed_is_read_back(tmp_path: Path) -> None:
    tables = read_batch(landed(tmp_path))
    sighting = tables.sightings.to_pylist()[0]
    assert sighting["post_id"] == a_post("Selamat pagi").id
    assert sighting["version"] == a_post("Selamat pagi").version
    assert sighting["account_id"] == "dewi-feed"
    assert sighting["seen_at"] == NOW
    assert tables.fetches["outcome"].to_pylist() == ["collected"]
    assert tables.absences["signal"].to_pylist() == ["404"]
    assert tables.ledger.to_pylist()[0]["zone"] == "Asia/Jayapura"


def test_a_planned_slot_has_no_outcome_and_no_end(tmp_path: Path) -> None:
    with BatchWriter(tmp_path, DAY, "plan-1") as batch:
        batch.add(ledger=[Due(a_slot(), "round-1", NOW)])
    assert batch.landed
    row = read_batch(batch.landed).ledger.to_pylist()[0]
    assert (row["outcome"], row["ended_at"], row["slot_id"]) == ("", None, a_slot().id)


def test_the_folder_is_named_by_its_content(tmp_path: Path) -> None:
    first, same = landed(tmp_path / "a"), landed(tmp_path / "b")
    other = landed(tmp_path / "c", text="Selamat malam")
    assert first.id == same.id != other.id
    assert first.name == "batch"
    verify_batch(first)


@pytest.mark.parametrize(
    ("rows", "length", "written"),
    [(7, 12, [7]), (10_001, 12, [5_000, 5_000, 1]), (7, 4_000_000, [2, 2, 2, 1])],
)
def test_who_holds_few_rows_lands_the_same_folder(
    tmp_path: Path, rows: int, length: int, written: list[int]
) -> None:
    """Long texts count as more rows: one of 4,000,000 characters counts as 2,500."""
    texts = (f"{number}".ljust(length, "x") for number in range(rows))
    met = [Sighting(a_post(text), a_slot(), "fetch-1", "round-1", NOW) for text in texts]
    folders = []
    for held in (3, 100, 5_000):
        with BatchWriter(tmp_path / str(held), DAY, "batch", held_rows=held) as batch:
            batch.add(sightings=met[:5])
            batch.add(sightings=met[5:], fetches=[a_fetch()])
        assert batch.landed
        folders.append(batch.landed)
    assert len({folder.id for folder in folders}) == 1
    verify_batch(folders[0])
    landed = read_batch(folders[0]).sightings["text"].to_pylist()
    assert landed == [one.post.text for one in met]
    groups = pq.ParquetFile(folders[0].path / "sightings.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == written


def test_landing_the_same_batch_twice_leaves_one(tmp_path: Path) -> None:
    assert landed(tmp_path) == landed(tmp_path)
    assert [batch.name for batch in list_batches(tmp_path)] == ["batch"]


def test_batches_are_listed_by_day_and_name(tmp_path: Path) -> None:
    names = []
    for day, name in [(2, "a"), (1, "z"), (1, "b")]:
        with BatchWriter(tmp_path, date(2029, 11, day), name):
            names.append(name)
    assert [batch.name for batch in list_batches(tmp_path)] == ["b", "z", "a"]
    assert list_batches(tmp_path / "nowhere") == []


def test_an_error_inside_leaves_nothing_to_see(tmp_path: Path) -> None:
    with suppress(RuntimeError), BatchWriter(tmp_path, DAY, "batch") as batch:
        fill(batch)
        raise RuntimeError("the round broke")
    assert list_batches(tmp_path) == []
    assert list((tmp_path / DAY.isoformat()).iterdir()) == []


TEXTS = [
    "a\x00b",
    "sendiri \ud83d saja",
    "x" * 5_000_000,
    "",
    "\U0001f44d" * 3,
]


@pytest.mark.parametrize("text", TEXTS, ids=["nul", "surrogate", "5 MB", "empty", "emoji"])
def test_any_text_can_be_landed(tmp_path: Path, text: str) -> None:
    row = read_batch(landed(tmp_path, text=text)).sightings.to_pylist()[0]
    assert row["text"] == text.encode("utf-8", "replace").decode()
    assert row["version"] == a_post(row["text"], native_id="x").version


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_any_year_can_be_landed(tmp_path: Path, year: int) -> None:
    when = datetime(year, 6, 1, tzinfo=UTC)
    with BatchWriter(tmp_path, DAY, "batch") as batch:
        batch.add(fetches=[a_fetch()])
        batch.add(sightings=[Sighting(a_post(published_at=when), a_slot(), "fetch-1", "r", NOW)])
    assert batch.landed
    verify_batch(batch.landed)
    assert read_batch(batch.landed).sightings["published_at"].to_pylist() == [when]


def test_a_time_that_utc_does_not_know_is_left_out(tmp_path: Path) -> None:
    when = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    with BatchWriter(tmp_path, DAY, "batch") as batch:
        batch.add(fetches=[a_fetch()])
        batch.add(sightings=[Sighting(a_post(published_at=when), a_slot(), "fetch-1", "r", NOW)])
        with pytest.raises(ValueError, match="without a zone"):
            batch.add(
                sightings=[
                    Sighting(
                        a_post(published_at=when.replace(tzinfo=None)), a_slot(), "f", "r", NOW
                    )
                ]
            )
    assert batch.landed
    assert read_batch(batch.landed).sightings["published_at"].to_pylist() == [None]


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def rename_in_manifest(path: Path) -> None:
    manifest = json.loads((path.parent / "manifest.json").read_bytes())
    manifest["rows"]["sightings"] += 1
    (path.parent / "manifest.json").write_text(json.dumps(manifest), "utf-8")


CHANGES: list[Callable[[Path], object]] = [flip_a_byte, cut, rename_in_manifest, Path.unlink]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("file", ["capture.warc.gz", "sightings.parquet", "ledger.parquet"])
def test_every_later_change_is_found(
    tmp_path: Path, file: str, change: Callable[[Path], object]
) -> None:
    batch = landed(tmp_path)
    change(batch.path / file)
    with pytest.raises(LandingError, match=batch.id):
        verify_batch(batch)


def test_an_added_file_is_found(tmp_path: Path) -> None:
    batch = landed(tmp_path)
    (batch.path / "extra.txt").write_text("x", "utf-8")
    with pytest.raises(LandingError, match=r"extra\.txt"):
        verify_batch(batch)


def test_rows_that_name_what_is_not_there_are_found(tmp_path: Path) -> None:
    with BatchWriter(tmp_path, DAY, "batch") as batch:
        batch.add(fetches=[a_fetch("<urn:uuid:nowhere>")])
    assert batch.landed
    with pytest.raises(LandingError, match="not captured"):
        verify_batch(batch.landed)
    with BatchWriter(tmp_path, DAY, "other") as other:
        other.add(sightings=[Sighting(a_post(), a_slot(), "no-such-fetch", "r", NOW)])
    assert other.landed
    with pytest.raises(LandingError, match="not here"):
        verify_batch(other.landed)


@pytest.mark.parametrize("room", [2, 10_000, 250_000])
def test_a_full_disk_is_told_and_shows_nothing(tmp_path: Path, room: int) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=fill_with_little_room, args=(tmp_path, room)
    )
    process.start()
    process.join(60)
    assert process.exitcode == 7
    assert list_batches(tmp_path) == []
    assert list((tmp_path / DAY.isoformat()).iterdir()) == []


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "landing").write_text("x", "utf-8")
    with pytest.raises(LandingError), BatchWriter(tmp_path / "landing", DAY, "batch"):
        pass


def test_a_killed_writer_leaves_whole_batches_and_what_sweep_removes(tmp_path: Path) -> None:
    for _ in range(5):
        process = multiprocessing.get_context("spawn").Process(
            target=write_for_ever, args=(tmp_path,)
        )
        process.start()
        while not list((tmp_path / DAY.isoformat()).glob("*")):
            time.sleep(0.005)
        time.sleep(0.05)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
    for batch in list_batches(tmp_path):
        verify_batch(batch)
    sweep(tmp_path)
    assert not list(tmp_path.glob("*/.*"))


def test_sweep_spares_a_writer_that_lives(tmp_path: Path) -> None:
    with BatchWriter(tmp_path, DAY, "batch") as batch:
        fill(batch)
        assert sweep(tmp_path) == 0
    assert batch.landed
    verify_batch(batch.landed)


def test_sweep_removes_what_nobody_holds(tmp_path: Path) -> None:
    (tmp_path / "2029-11-25" / ".writing-batch-abc").mkdir(parents=True)
    assert sweep(tmp_path) == 1
    assert sweep(tmp_path / "nowhere") == 0
