"""How a flagged page looked is drawn from what was landed, and only for pages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.capture.flagged import PAGE_URL, a_flagged_post, a_watch, captures, land_page
from tests.fakes import NOW

from patroli import stages
from patroli.capture import capture
from patroli.history import History
from patroli.landing import captured, fields_of, list_batches, verify_batch
from patroli.workspace import Workspace


def the_capture(place: Workspace) -> tuple[object, ...]:
    (row,) = captures(place, "kind, url, outcome, detail, content_type, body_sha256")
    return row


@pytest.mark.chromium
def test_a_flagged_page_is_drawn_and_kept_beside_what_it_was_made_of(tmp_path: Path) -> None:
    place = a_watch(tmp_path, screenshots=True)
    land_page(place, a_flagged_post())
    assert capture(place, lambda: NOW).counts["screenshots kept"] == 1
    batch = next(b for b in list_batches(place.landing) if b.name.startswith("capture-"))
    verify_batch(batch)
    png, note = [r for r in captured(batch) if r.kind in {"resource", "metadata"}]
    kind, url, outcome, detail, content_type, sha256 = the_capture(place)
    assert (kind, url, outcome, content_type) == ("screenshot", PAGE_URL, "collected", "image/png")
    assert sha256 == hashlib.sha256(png.body).hexdigest()
    said = fields_of(note)
    answers = {r.record_id for b in list_batches(place.landing) for r in captured(b)}
    assert said["made-of-record"] in answers
    assert said["made-of-record"] in str(detail)
    assert (said["scripts"], said["network"]) == ("off", "off")
    assert said["browser"].startswith("Chromium")


def test_an_answer_that_is_no_page_is_a_row_with_the_reason_and_not_tried_again(
    tmp_path: Path,
) -> None:
    place = a_watch(tmp_path, screenshots=True)
    land_page(place, a_flagged_post(), kind="application/atom+xml")
    report = capture(place, lambda: NOW, find_browser=lambda: "/bin/false")
    assert report.counts["asked"] == 1
    why = ("empty", "the landed answer is no HTML page: application/atom+xml")
    assert the_capture(place)[2:4] == why
    assert capture(place, lambda: NOW).counts["asked"] == 0


def test_a_page_that_is_not_here_any_more_is_a_row_with_the_reason(tmp_path: Path) -> None:
    place = a_watch(tmp_path, screenshots=True)
    land_page(place, a_flagged_post())
    for batch in list_batches(place.landing):
        batch.path.rename(tmp_path / batch.id)
    capture(place, lambda: NOW, find_browser=lambda: "/bin/false")
    gone = ("failed", "the landed answer is not on this machine any more")
    assert the_capture(place)[2:4] == gone


def test_without_a_browser_nothing_fails(tmp_path: Path) -> None:
    place = a_watch(tmp_path, screenshots=True)
    land_page(place, a_flagged_post())
    report = capture(place, lambda: NOW, find_browser=lambda: None)
    assert report.notes == ("1 not kept: no chromium is installed",)
    assert the_capture(place)[2] == "skipped"


@pytest.mark.chromium
def test_how_a_page_looked_is_shown_with_the_wording_it_showed_and_no_other(tmp_path: Path) -> None:
    place = a_watch(tmp_path, screenshots=True)
    post = a_flagged_post()
    land_page(place, post)
    capture(place, lambda: NOW)
    stages.load(place, NOW)
    with History.open(place.history) as history:
        (shown,) = history.kept_pictures([(post.id, post.version)])
        assert history.kept_pictures([(post.id, "another wording")]) == ()
    assert (shown.version, shown.kind) == (post.version, "screenshot")
