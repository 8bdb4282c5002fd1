"""A disk that is full at any stage: it is said in a sentence, and room is all that is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.one_day import ask
from tests.small_disk import PLENTY, NoNamespaces, SmallDisk, small_disk
from tests.test_killed import (
    nothing_remembered_is_missing_from_landing,
    nothing_visible_is_half_written,
)
from tests.webs import Bench, a_bench, ended

ROOMS = {
    "collect": (0, 20_000, 150_000),
    "load": (0, 150_000),
    "match": (0, 150_000),
    "queue": (0, 20_000, 150_000),
    "publish": (0, 600_000),
}
"""Bytes that are left: none, enough for a first file, enough for most of what a stage writes."""
ROWS = (
    "SELECT post_id, version FROM versions ORDER BY ALL",
    "SELECT match_id FROM matches ORDER BY ALL",
    "SELECT DISTINCT members FROM queue_items ORDER BY ALL",
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """To mount is a permission and no installed part: where it is missing, CI skips too."""
    folder = tmp_path / "full" / "data"
    folder.mkdir(parents=True)
    try:
        with small_disk(folder) as disk:
            yield disk
    except NoNamespaces as error:
        pytest.skip(f"no file system can be mounted here: {error}")


def rows(data: Path) -> list[list[tuple[object, ...]]]:
    return [ask(data / "history.duckdb", question) for question in ROWS]


def complaint(said: CompletedProcess[str]) -> str:
    """The one sentence with which a stage ended."""
    assert said.returncode == 1, said.stderr
    assert said.stderr.startswith("patroli: ")
    assert said.stderr.count("\n") == 1
    return said.stderr


def test_a_full_disk_stops_a_stage_in_a_sentence_and_loses_nothing(
    tmp_path: Path, disk: SmallDisk
) -> None:
    with a_bench(tmp_path / "whole") as whole:
        for stage in ROOMS:
            assert whole.run(stage).returncode == 0
    with a_bench(tmp_path / "full") as bench:
        seen = Bench(disk.seen.parent, bench.web)
        for stage, rooms in ROOMS.items():
            stopped = []
            for room in rooms:
                disk.leave(room)
                said = ended(disk.inside(bench.command(stage)))
                if said.returncode:
                    stopped.append(complaint(said))
                nothing_visible_is_half_written(seen)
                nothing_remembered_is_missing_from_landing(seen)
            assert stopped, f"{stage} never met a full disk"
            assert all("disk" in words or "space" in words for words in stopped), stopped
            assert all(len(words) < 250 for words in stopped), stopped
            disk.leave(PLENTY)
            after = ended(disk.inside(bench.command(stage)))
            assert after.returncode == 0, after.stderr
            assert "refused:" not in after.stdout
        shutil.copy(seen.data / "history.duckdb", tmp_path)
        assert rows(tmp_path) == rows(whole.data)
        assert [p for p in seen.data.rglob(".*") if p.name != ".lock"] == []
