"""Images of flagged posts are kept once, politely, within bounds; failures are rows."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from tests.capture.flagged import (
    FLAGGED,
    PNG,
    a_flagged_post,
    a_matched,
    a_watch,
    a_web,
    captures,
    land_page,
)
from tests.fakes import NOW, a_match

from patroli import stages
from patroli.capture import capture
from patroli.capture.wanted import wanted
from patroli.config.settings import CaptureSettings
from patroli.decisions import ReviewLog
from patroli.history.captures import Tried
from patroli.landing import captured, fields_of, list_batches, verify_batch
from patroli.model import Decision, Tier

IMAGE = "http://dewi.example/foto"


def test_nothing_is_asked_unless_a_team_says_so(tmp_path: Path) -> None:
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port)
        land_page(place, a_flagged_post(IMAGE))
        report = capture(place, lambda: NOW)
        assert web.asked == []
    assert "is off" in report.notes[0]


def test_an_image_of_a_flagged_post_is_kept_with_its_exchange(tmp_path: Path) -> None:
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        post = a_flagged_post(IMAGE)
        land_page(place, post)
        report = capture(place, lambda: NOW)
        assert web.asked == ["/robots.txt", "/foto"]
    assert report.counts == {"asked": 1, "images kept": 1, "screenshots kept": 0}
    batch = next(b for b in list_batches(place.landing) if b.name.startswith("capture-"))
    verify_batch(batch)
    ((post_id, version, kind, size, sha256, record),) = captures(
        place, "post_id, version, content_type, body_bytes, body_sha256, warc_record_id"
    )
    assert (post_id, version, kind, size) == (post.id, post.version, "image/png", len(PNG))
    assert sha256 == hashlib.sha256(PNG).hexdigest()
    (answer,) = [r for r in captured(batch) if r.record_id == record]
    assert answer.body == PNG
    (note,) = [r for r in captured(batch) if r.about == record and r.kind == "metadata"]
    assert fields_of(note)["post"] == post.id


def test_an_image_is_asked_for_once_and_kept_once(tmp_path: Path) -> None:
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, a_flagged_post(IMAGE))
        capture(place, lambda: NOW)
        captures(place, "outcome")
        report = capture(place, lambda: NOW + timedelta(hours=6))
        assert web.asked.count("/foto") == 1
    assert report.counts["asked"] == 0


def test_what_does_not_answer_is_tried_three_times_and_no_more(tmp_path: Path) -> None:
    with a_web() as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, a_flagged_post(IMAGE))
        for hours in range(5):
            capture(place, lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
            captures(place, "outcome")
        assert web.asked.count("/foto") == 3
    assert captures(place, "outcome, detail") == [("gone", "status 404")] * 3


REFUSED = {
    "a page that is called an image": ((200, "image/png", b"<html>Masuk dulu"), "no image"),
    "more bytes than allowed": ((200, "image/png", PNG * 90), "too large"),
    "a drawing that may hold scripts": ((200, "image/svg+xml", b"<svg/>"), "no image"),
    "a wall": ((401, "text/html", b"masuk"), "status 401"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_image_or_too_large_is_a_row_with_the_reason(tmp_path: Path, name: str) -> None:
    answer, why = REFUSED[name]
    with a_web(foto=answer) as web:
        place = a_watch(tmp_path, web.port, images=True, max_bytes=10_000)
        land_page(place, a_flagged_post(IMAGE))
        capture(place, lambda: NOW)
    ((outcome, detail, sha256),) = captures(place, "outcome, detail, body_sha256")
    assert outcome != "collected"
    assert why in str(detail)
    assert sha256 == ""


def test_robots_are_obeyed_for_images_too(tmp_path: Path) -> None:
    robots = b"User-agent: *\nDisallow: /foto\n"
    with a_web(foto=(200, "image/png", PNG), robots=(200, "text/plain", robots)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, a_flagged_post(IMAGE))
        capture(place, lambda: NOW)
        assert web.asked == ["/robots.txt"]
    assert captures(place, "outcome") == [("robots_refused",)]


def test_an_address_on_this_machine_is_never_asked(tmp_path: Path) -> None:
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, a_flagged_post(f"http://127.0.0.1:{web.port}/foto"))
        capture(place, lambda: NOW)
        assert web.asked == []
    assert captures(place, "outcome") == [("failed",)]


def test_the_queue_is_the_same_with_and_without_captures(tmp_path: Path) -> None:
    with a_web(foto=(500, "text/plain", b"")) as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, a_flagged_post(IMAGE))
        assert stages.queue(place, NOW).counts["items"] == 1
        capture(place, lambda: NOW)
        captures(place, "outcome")
    assert stages.queue(place, NOW).counts["items"] == 1


# ------------------------------------------------------------------ which, and how many

ON = CaptureSettings(images=True, per_post=2, per_run=3)


def test_at_most_so_many_images_of_one_post_and_of_one_run() -> None:
    many = [a_matched(a_flagged_post(*(f"http://a.example/{n}-{i}" for i in range(4)),
                                     native_id=f"p{n}")) for n in range(3)]  # fmt: skip
    found = wanted(many, (), {}, ON)
    assert [want.url[-3:] for want in found] == ["0-0", "0-1", "1-0"]


def test_low_matches_and_decided_versions_are_left_alone() -> None:
    post = a_flagged_post("http://a.example/1")
    low = a_matched(post, a_match(post, tier=Tier.LOW))
    assert wanted([low], (), {}, ON) == ()
    assert wanted([a_matched(post)], {(post.id, post.version)}, {}, ON) == ()


@pytest.mark.parametrize(
    "address", ["http://a.example/v.mp4", "http://a.example/l.mp3", "data:image/png;base64,aa",
                "ftp://a.example/a.png", "http://[oops/a.png"]
)  # fmt: skip
def test_what_says_to_be_no_image_is_not_asked_for(address: str) -> None:
    assert wanted([a_matched(a_flagged_post(address))], (), {}, ON) == ()


def test_an_image_that_stays_in_the_next_version_is_not_asked_for_again() -> None:
    url = "http://a.example/1?sig=rahasia"
    edited = a_flagged_post(url, text=f"{FLAGGED} (ralat)")
    tried = {(edited.id, "image", "http://a.example/1?sig=REDACTED"): Tried(1, done=True)}
    assert wanted([a_matched(edited)], (), tried, ON) == ()


def test_a_decision_ends_the_capturing(tmp_path: Path) -> None:
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        post = a_flagged_post(IMAGE)
        land_page(place, post)
        decision = Decision(
            post.id, post.version, "i", "bukan pelanggaran", "uji", "Sari", NOW
        )  # fmt: skip
        ReviewLog(place.review_log).append(decision)
        capture(place, lambda: NOW)
        assert web.asked == []
