"""Every archive of a whole day is accepted by two readers that are not ours, and proves every row.

Three rounds on the fictional web, a typed picture that a person brought, and captures of what was
flagged: warcio's own checker and fastwarc read each file to its last byte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from patroli import stages
from patroli.capture import capture
from patroli.clock import ticking_from
from patroli.config.settings import CaptureSettings
from patroli.demo import Web
from patroli.evidence import write_evidence
from patroli.import_file import Typed, brought, land_import, typed_post
from patroli.landing import Batch, list_batches, read_batch
from patroli.workspace import Workspace
from tests.landing.test_capture import check_with_warcio
from tests.one_day import MORNING, Day, a_day, ask

PNG = b"\x89PNG\r\n\x1a\n" + b"gambar rekaan " * 40


@dataclass(frozen=True, slots=True)
class Record:
    """One record as fastwarc reads it."""

    kind: str
    headers: dict[str, str]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The demo's day, with what people bring and what is captured of the flagged."""
    day = a_day(tmp_path_factory.mktemp("arsip"))
    stages.load(day.place, MORNING)
    stages.match(day.place, MORNING)
    bring_a_picture(day.place)
    settings = day.place.config.settings
    looks = settings.model_copy(update={"capture": CaptureSettings(screenshots=True, per_run=3)})
    place = replace(day.place, config=replace(day.place.config, settings=looks))
    with Web(day.world, MORNING):
        capture(place, ticking_from(MORNING))
    stages.load(day.place, MORNING)
    stages.publish(day.place, MORNING)
    return day


def bring_a_picture(place: Workspace) -> None:
    path = place.data.parent / "foto.png"
    path.write_bytes(PNG)
    source = brought(path, "screenshot", "Sari Manu", MORNING)
    account = next(a for a in place.config.accounts if a.id == "tini-blog")
    said = Typed(text="Coblos nomor 2, Bagas Wiratama", seen="24/11/2029 08.15")
    land_import(place, source, typed_post(path.name, PNG, source.sha256, account, said, MORNING))


def read_with_fastwarc(batch: Batch) -> dict[str, Record]:
    """Every record by its id; raises where a block's digest does not hold."""
    found: dict[str, Record] = {}
    with batch.capture.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()
            headers = {str(name): str(value) for name, value in record.headers.items()}
            found[headers["WARC-Record-ID"]] = Record(headers["WARC-Type"], headers)
    return found


@pytest.fixture(scope="module")
def records(day: Day) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for batch in list_batches(day.place.landing):
        found |= read_with_fastwarc(batch)
    return found


def test_warcios_checker_accepts_every_archive_of_the_day(day: Day) -> None:
    kinds = {batch.name.partition("-")[0] for batch in list_batches(day.place.landing)}
    assert kinds == {"plan", "round", "import", "capture"}
    for batch in list_batches(day.place.landing):
        said = check_with_warcio(batch.capture)
        assert "digest failed" not in said


def test_every_new_version_and_every_absence_has_its_whole_exchange(
    day: Day, records: dict[str, Record]
) -> None:
    wanted = ask(
        day.place.history,
        """
        SELECT DISTINCT f.warc_record_id, f.purpose FROM fetches AS f SEMI JOIN (
            SELECT arg_min(fetch_id, seen_at) AS fetch_id FROM sightings GROUP BY post_id, version
            UNION ALL SELECT fetch_id FROM absences
        ) USING (fetch_id)
        """,
    )
    assert len(wanted) > 50
    with_concurrent: dict[str, set[str]] = {}
    for record in records.values():
        above = record.headers.get("WARC-Concurrent-To", "")
        with_concurrent.setdefault(above, set()).add(record.kind)
    for record_id, purpose in wanted:
        kind = records[record_id].kind
        if purpose in {"import", "typed"}:
            assert kind == "resource"
            assert with_concurrent[record_id] == {"metadata"}
        else:
            assert kind == "response"
            assert with_concurrent[record_id] == {"request", "metadata"}


def test_an_unchanged_body_is_a_revisit_of_a_record_that_is_there(
    day: Day, records: dict[str, Record]
) -> None:
    repeats = [r.headers for r in records.values() if r.kind == "revisit"]
    assert len(repeats) > 10
    for headers in repeats:
        first = records[headers["WARC-Refers-To"]]
        assert first.kind in {"response", "revisit"}
        assert headers["WARC-Refers-To-Target-URI"] == first.headers["WARC-Target-URI"]
        assert headers["WARC-Refers-To-Date"] == first.headers["WARC-Date"]
    unchanged = ask(
        day.place.history,
        "SELECT warc_record_id FROM fetches WHERE detail = 'not modified since it was last read'",
    )
    assert len(unchanged) > 10
    assert {records[record].kind for (record,) in unchanged} == {"revisit"}


def test_every_row_of_the_captures_ledger_names_a_record_or_a_reason(day: Day) -> None:
    rows = ask(day.place.history, "SELECT outcome, detail, warc_record_id FROM captures")
    assert len(rows) == 3
    for outcome, detail, record in rows:
        assert detail
        assert bool(record) == (outcome == "collected")


def test_the_evidence_of_every_queued_post_fits_in_one_folder(day: Day, tmp_path: Path) -> None:
    stages.queue(day.place, MORNING)
    stages.publish(day.place, MORNING + timedelta(minutes=1))
    snapshot = max(day.place.snapshots.glob("*.duckdb"))
    posts = ask(
        day.place.history,
        "SELECT DISTINCT m.post_id FROM queue_items, unnest(members) AS t(m) ORDER BY ALL LIMIT 5",
    )
    assert len(posts) == 5
    for (post,) in posts:
        folder = tmp_path / post
        report = write_evidence(day.place.data, snapshot, post, folder, MORNING)
        assert report.counts["WARC records"] >= 1
        assert len(report.notes) == 1
        check_with_warcio(folder / "evidence.warc.gz")


def test_the_tables_name_only_records_of_their_own_batch(day: Day) -> None:
    for batch in list_batches(day.place.landing):
        tables, own = read_batch(batch), read_with_fastwarc(batch)
        for table in (tables.fetches, tables.captures):
            named = {name for name in table["warc_record_id"].to_pylist() if name}
            assert named <= own.keys()
