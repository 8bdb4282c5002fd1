"""One command gives an auditor everything that proves a post, to be checked by foreign tools."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.capture.flagged import (
    FLAGGED,
    PAGE_URL,
    PNG,
    a_flagged_post,
    a_watch,
    a_web,
    captures,
    land_page,
)
from tests.fakes import NOW
from tests.landing.test_capture import check_with_warcio, read_with_fastwarc
from tests.webs import ended, patroli

from patroli import stages
from patroli.capture import capture
from patroli.decisions import ReviewLog
from patroli.errors import BadInput
from patroli.evidence import write_evidence
from patroli.landing import list_batches
from patroli.model import Decision, Post
from patroli.workspace import Workspace

IMAGE = "http://dewi.example/foto"
POST = a_flagged_post(IMAGE)
EDITED = a_flagged_post(IMAGE, text=f"{FLAGGED} (ralat)")
OTHER = a_flagged_post(native_id="http://dewi.example/lain", text="Selamat pagi")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A flagged post, seen twice, edited, with an image, in a queue, decided, and published."""
    with a_web(foto=(200, "image/png", PNG)) as web:
        place = a_watch(tmp_path, web.port, images=True)
        land_page(place, POST, OTHER)
        land_page(place, EDITED, at=NOW + timedelta(minutes=1))
        capture(place, lambda: NOW)
    captures(place, "outcome")
    stages.queue(place, NOW)
    decision = Decision(POST.id, POST.version, "i", "perlu pendalaman", "uji", "Sari", NOW)
    ReviewLog(place.review_log).append(decision)
    stages.publish(place, NOW)
    return place


def written(place: Workspace, told: str = POST.id, name: str = "bukti") -> Path:
    folder = place.data.parent / name
    (snapshot,) = place.snapshots.glob("*.duckdb")
    write_evidence(place.data, snapshot, told, folder, NOW)
    return folder


def test_the_folder_holds_every_row_of_the_post_and_of_no_other(place: Workspace) -> None:
    told = json.loads((written(place) / "post.json").read_text("utf-8"))
    assert [v["text"] for v in told["versions"]] == [FLAGGED, f"{FLAGGED} (ralat)"]
    assert len(told["sightings"]) == len(told["fetches"]) == 2
    assert {c["outcome"] for c in told["captures"]} == {"collected"}
    assert told["matches"]
    assert {m["post_id"] for m in told["matches"]} == {POST.id}
    assert {norm["basis"] for norm in told["law"]} == {
        b for m in told["matches"] for b in m["basis"]
    }
    assert [a["holder"] for a in told["accounts"]] == ["Dewi Lestawa"]
    assert len(told["queue_items"]) >= 1
    assert OTHER.id not in json.dumps(told["posts"])


def test_its_small_archive_is_accepted_by_two_foreign_readers(place: Workspace) -> None:
    archive = written(place) / "evidence.warc.gz"
    assert "digest pass" in check_with_warcio(archive)
    records = read_with_fastwarc(archive)
    bodies = [body for kind, body in records if kind == "response"]
    assert len(bodies) == 3
    assert PNG in bodies
    assert [kind for kind, _ in records].count("request") == 3


def members(archive: Path) -> Iterator[bytes]:
    """Each gzip member of a file as it stands."""
    rest = archive.read_bytes()
    while rest:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        member.decompress(rest)
        yield rest[: len(rest) - len(member.unused_data)]
        rest = member.unused_data


def test_the_records_are_the_landed_ones_byte_for_byte(place: Workspace) -> None:
    landed = {m for batch in list_batches(place.landing) for m in members(batch.capture)}
    copied = list(members(written(place) / "evidence.warc.gz"))
    assert len(copied) == len(set(copied)) >= 9
    assert set(copied) <= landed


def test_images_lie_beside_it_under_their_own_digest(place: Workspace) -> None:
    sha256 = hashlib.sha256(PNG).hexdigest()
    assert (written(place) / f"image-{sha256[:16]}.png").read_bytes() == PNG


def test_the_manifest_holds_every_file_and_sha256sum_agrees(place: Workspace) -> None:
    folder = written(place)
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest-sha256.txt"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    listed = {line.split(":")[0] for line in done.stdout.splitlines()}
    assert listed == {p.name for p in folder.iterdir()} - {"manifest-sha256.txt"}


def test_rules_batches_and_decisions_can_be_checked_by_their_names(place: Workspace) -> None:
    folder = written(place)
    (rules,) = folder.glob("rules-*.json")
    assert hashlib.sha256(rules.read_bytes()).hexdigest() == rules.stem.removeprefix("rules-")
    batches = list(folder.glob("batch-*.json"))
    assert len(batches) == 3
    for path in batches:
        assert path.stem.endswith(hashlib.sha256(path.read_bytes()).hexdigest()[:32])
    (decision,) = json.loads((folder / "decisions.json").read_text("utf-8"))
    assert (decision["word"], decision["number"]) == ("perlu pendalaman", 1)


def test_a_person_reads_first_what_was_seen_and_why_it_was_flagged(place: Workspace) -> None:
    text = (written(place) / "README.md").read_text("utf-8")
    assert FLAGGED in text
    assert "perlu pendalaman" in text
    assert "ajakan-memilih" in text
    assert "Kecocokan bukan pelanggaran" in text


def test_a_post_is_known_by_the_start_of_its_id_or_by_its_address(place: Workspace) -> None:
    one, two = written(place, POST.id[:10], "a"), written(place, PAGE_URL, "b")
    assert (one / "post.json").read_bytes() == (two / "post.json").read_bytes()


def test_the_same_snapshot_gives_the_same_folder(place: Workspace) -> None:
    one, two = written(place, name="a"), written(place, name="b")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in two.iterdir()
    }


def test_what_names_no_post_or_would_overwrite_is_refused(place: Workspace) -> None:
    with pytest.raises(BadInput, match="at least 8 letters"):
        written(place, POST.id[:7])
    with pytest.raises(BadInput, match="found 0 posts"):
        written(place, "f" * 32)
    folder = written(place)
    with pytest.raises(BadInput, match="found something there"):
        written(place)
    assert not list(folder.parent.glob(".*.part"))


def test_records_that_lie_elsewhere_are_named_as_missing(place: Workspace) -> None:
    for batch in list_batches(place.landing):
        if batch.name.startswith("r-"):
            shutil.rmtree(batch.path)
    told = json.loads((written(place) / "post.json").read_text("utf-8"))
    assert len(told["records_missing"]) == 2


def test_the_command_says_what_it_wrote_and_how_to_check_it(place: Workspace) -> None:
    folder = place.data.parent / "dari-perintah"
    words = patroli("evidence", POST.id, "--to", str(folder), "--data", str(place.data))
    said = ended(words)
    assert said.returncode == 0, said.stderr
    assert "2 versions" in said.stdout
    assert "sha256sum -c manifest-sha256.txt" in " ".join(said.stdout.split())
    assert (folder / "README.md").is_file()
    without = ended(patroli("evidence", POST.id, "--to", "x", "--data", str(folder)))
    assert without.returncode == 1
    assert f"found no history in {folder}" in without.stderr


def test_texts_cannot_write_markup_into_the_page_that_people_read(tmp_path: Path) -> None:
    place = a_watch(tmp_path)
    text = f"{FLAGGED}\n# Keputusan\n<script>alert(1)</script> [tautan](http://x.example)"
    post: Post = a_flagged_post(text=text)
    land_page(place, post)
    stages.publish(place, NOW)
    page = (written(place, post.id) / "README.md").read_text("utf-8")
    assert "<script>" not in page
    assert "\n# Keputusan" not in page
    assert page.count("](http") == page.count("\\](http") == 1
