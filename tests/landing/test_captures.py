"""Captures lie in batches of their own kind; batches without them are as they always were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fakes import NOW, a_post
from tests.landed import land_posts

from patroli.errors import LandingError
from patroli.landing import Batch, BatchWriter, read_batch, verify_batch
from patroli.model import Capture, Outcome

POST = a_post()
FAILED = Capture(
    POST.id, POST.version, "image", "http://a.example/f?token=rahasia", Outcome.GONE, "status 404",
    NOW, "", 0, "", "",
)  # fmt: skip


def land(root: Path, *captures: Capture) -> Batch:
    with BatchWriter(root, NOW.date(), "capture-x") as batch:
        for one in captures:
            batch.add(captures=[one])
    assert batch.landed
    return batch.landed


def test_a_batch_without_captures_has_no_file_for_them_and_reads_as_empty(tmp_path: Path) -> None:
    batch = land_posts(tmp_path, [POST])
    assert not (batch.path / "captures.parquet").exists()
    assert read_batch(batch).captures.num_rows == 0
    verify_batch(batch)


def test_captures_are_read_back_without_secrets(tmp_path: Path) -> None:
    batch = land(tmp_path, FAILED, replace(FAILED, outcome=Outcome.BLOCKED))
    verify_batch(batch)
    rows = read_batch(batch).captures.to_pylist()
    assert [row["outcome"] for row in rows] == ["gone", "blocked"]
    assert {row["url"] for row in rows} == {"http://a.example/f?token=REDACTED"}


def test_a_capture_that_names_a_record_nobody_wrote_does_not_verify(tmp_path: Path) -> None:
    batch = land(tmp_path, replace(FAILED, warc_record_id="<urn:uuid:1>"))
    with pytest.raises(LandingError, match="captures name records that were not captured"):
        verify_batch(batch)


def test_a_captures_file_that_was_taken_away_does_not_verify(tmp_path: Path) -> None:
    batch = land(tmp_path, FAILED)
    (batch.path / "captures.parquet").unlink()
    with pytest.raises(LandingError):
        verify_batch(batch)
