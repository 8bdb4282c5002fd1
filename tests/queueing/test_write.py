"""The day's folder: whole or not there, and never changed again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.fakes import NOW
from tests.queueing.sample_day import sample_coverage, sample_queue
from tests.queueing.sample_parts import DAY, a_candidate, a_queue

from patroli.errors import BadInput, QueueError
from patroli.queueing import write_queue
from patroli.queueing.write import damage, list_queues, read_manifest


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_manifest_tells_every_file_and_what_it_was_made_from(tmp_path: Path) -> None:
    queue = sample_queue()
    made = write_queue(queue, tmp_path, {"queue.duckdb": lambda path: _touch(path, b"rows")})
    assert made.folder == tmp_path / "2029-11-25"
    assert names(made.folder) == [
        "manifest.json",
        "queue.csv",
        "queue.duckdb",
        "queue.html",
        "queue.xlsx",
    ]
    values = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    assert values == made.values
    for name in ("queue.csv", "queue.duckdb", "queue.html", "queue.xlsx"):
        data = (made.folder / name).read_bytes()
        assert values["files"][name] == {
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    assert values["day"] == "2029-11-25"
    assert values["made_at"] == NOW.isoformat()
    assert values["rule_set_sha256"] == queue.reference.rule_set
    assert values["config_sha256"] == queue.reference.config
    assert values["counts"]["items"] == len(queue.items)
    assert values["coverage"] == {"due": 62, "reached": 57, "strange": 0, "questions": 0}


def test_the_same_content_is_written_once(tmp_path: Path) -> None:
    first = write_queue(sample_queue(), tmp_path)
    before = {p.name: p.read_bytes() for p in first.folder.iterdir()}
    later = NOW + timedelta(hours=1)
    coverage = replace(sample_coverage(), until=later)
    again = write_queue(sample_queue(now=later, coverage=coverage), tmp_path)
    assert not again.written
    assert again.folder == first.folder
    assert again.values == first.values
    assert {p.name: p.read_bytes() for p in first.folder.iterdir()} == before


def test_other_content_of_the_same_day_is_a_folder_of_its_own(tmp_path: Path) -> None:
    first = write_queue(a_queue(a_candidate()), tmp_path)
    second = write_queue(a_queue(), tmp_path)
    third = write_queue(a_queue(a_candidate("Lain lagi")), tmp_path)
    back = write_queue(a_queue(a_candidate()), tmp_path)
    assert [m.folder.name for m in (first, second, third)] == [
        "2029-11-25",
        "2029-11-25-2",
        "2029-11-25-3",
    ]
    assert back.folder == first.folder
    assert names(tmp_path) == ["2029-11-25", "2029-11-25-2", "2029-11-25-3"]


def test_the_manifests_are_a_chain(tmp_path: Path) -> None:
    made = [
        write_queue(a_queue(day=DAY), tmp_path),
        write_queue(a_queue(a_candidate(), day=DAY), tmp_path),
        write_queue(a_queue(day=DAY + timedelta(days=1)), tmp_path),
    ]
    assert made[0].values["previous"] == {"folder": "", "manifest_sha256": ""}
    for before, after in pairwise(made):
        data = (before.folder / "manifest.json").read_bytes()
        assert after.values["previous"] == {
            "folder": before.folder.name,
            "manifest_sha256": hashlib.sha256(data).hexdigest(),
        }


def test_the_tenth_run_of_a_day_comes_after_the_second(tmp_path: Path) -> None:
    made = [write_queue(a_queue(a_candidate(f"Kata {i}")), tmp_path) for i in range(11)]
    assert list_queues(tmp_path) == [m.folder for m in made]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(QueueError, match="no space left on the disk"):
        write_queue(a_queue(), tmp_path, {"queue.duckdb": fail})
    assert names(tmp_path) == []


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".making-2029-11-24").mkdir()
    (tmp_path / ".making-2029-11-24" / "queue.html").write_text("half")
    write_queue(a_queue(), tmp_path)
    assert names(tmp_path) == ["2029-11-25"]


def test_a_damaged_folder_is_not_taken_for_the_same_content(tmp_path: Path) -> None:
    first = write_queue(a_queue(), tmp_path)
    (first.folder / "queue.html").write_text("changed")
    assert damage(first.folder) == ("queue.html",)
    second = write_queue(a_queue(), tmp_path)
    assert (second.written, second.folder.name) == (True, "2029-11-25-2")
    assert damage(second.folder) == ()


def test_a_manifest_that_cannot_be_read_is_a_complaint_and_damage(tmp_path: Path) -> None:
    first = write_queue(a_queue(), tmp_path)
    (first.folder / "manifest.json").write_text("{")
    assert damage(first.folder) == ("manifest.json",)
    with pytest.raises(BadInput, match="not a queue's manifest"):
        read_manifest(first.folder)


@pytest.mark.parametrize("name", ["../x", ".hidden", "queue.html", ""])
def test_an_extra_file_has_a_name_of_its_own(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be the name"):
        write_queue(a_queue(), tmp_path, {name: lambda path: _touch(path, b"")})


def test_the_three_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    queue = sample_queue()
    one, two = (write_queue(queue, tmp_path / name) for name in ("a", "b"))
    assert one.values["files"] == two.values["files"]


def test_a_corrected_rule_is_other_content(tmp_path: Path) -> None:
    queue = sample_queue()
    write_queue(queue, tmp_path)
    other = replace(queue, reference=replace(queue.reference, rule_set="f" * 64))
    assert write_queue(other, tmp_path).written


def _touch(path: Path, data: bytes) -> None:
    path.write_bytes(data)
