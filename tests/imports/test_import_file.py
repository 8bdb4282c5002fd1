"""Imported posts land with their proof, once, and only those of watched accounts."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.fakes import NOW
from tests.imports.test_formats import TIKTOK
from tests.webs import SHIPPED

from patroli import stages
from patroli.errors import BadInput
from patroli.import_file import brought, land_import
from patroli.imports import read_file
from patroli.landing import captured, list_batches, verify_batch
from patroli.model import Platform
from patroli.workspace import Workspace

ROW = (
    "{id},Dewi Lestawa,asn,Guru,SMPN 3 Telaga Biru,95.99.01,Asia/Jayapura,{platform},{address},,"
    "Dikenali dua wali murid,sure,Guru ASN,2029-06-01,{last}\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    config = tmp_path / "config"
    shutil.copytree(SHIPPED, config)
    file = config / "accounts" / "pegawai.csv"
    rows = [
        ROW.format(id="dewi-tiktok", platform="tiktok", last="",
                   address="https://www.tiktok.com/@Dewi.Lestawa"),
        ROW.format(id="dewi-fb", platform="facebook", last="",
                   address="https://www.facebook.com/dewi.lestawa/"),
        ROW.format(id="dewi-lama", platform="tiktok", last="2029-07-01",
                   address="https://www.tiktok.com/@dewi.lama"),
    ]  # fmt: skip
    file.write_text(file.read_text("utf-8") + "".join(rows), "utf-8")
    return Workspace.open(config, tmp_path / "data")


def item(number: str, handle: str, text: str = "Coblos nomor 2, Bagas Wiratama") -> str:
    data = {**TIKTOK["data"], "id": number, "desc": text, "author": {"uniqueId": handle}}  # type: ignore[dict-item]
    return json.dumps({**TIKTOK, "data": data})


def imported(place: Workspace, *lines: str, at: datetime = NOW) -> dict[str, int]:
    path = place.data.parent / "tiktok.ndjson"
    path.write_text("\n".join(lines), "utf-8")
    source = brought(path, "zeeschuimer", "Sari Manu", at)
    return dict(
        land_import(
            place, source, read_file("zeeschuimer", path.name, source.data, {}, None)
        ).counts
    )


def test_an_imported_post_reaches_the_queue_with_its_proof(place: Workspace) -> None:
    imported(place, item("1", "dewi.lestawa"))
    stages.load(place, NOW)
    stages.match(place, NOW)
    report = stages.queue(place, NOW)
    assert report.counts["items"] == 1
    with duckdb.connect(str(place.history), read_only=True) as history:
        said = history.execute("SELECT detail, body_sha256, warc_record_id FROM fetches").fetchall()
    (batch,) = list_batches(place.landing)
    verify_batch(batch)
    (kept,) = [record for record in captured(batch) if record.kind == "resource"]
    assert kept.body == (place.data.parent / "tiktok.ndjson").read_bytes()
    assert said == [
        ("zeeschuimer file tiktok.ndjson, brought by Sari Manu", said[0][1], kept.record_id)
    ]
    assert kept.url == f"urn:sha256:{said[0][1]}"


def test_posts_of_people_whom_nobody_watches_are_counted_and_not_kept(place: Workspace) -> None:
    counts = imported(place, item("1", "dewi.lestawa"), item("2", "orang.lain"))
    assert counts["posts of watched accounts"] == 1
    assert counts["posts of others, not kept"] == 1


def test_an_account_that_is_not_watched_any_more_is_a_stranger(place: Workspace) -> None:
    counts = imported(place, item("1", "dewi.lama"))
    assert counts["posts of watched accounts"] == 0
    assert list_batches(place.landing) == []


def test_the_same_file_again_changes_nothing(place: Workspace) -> None:
    imported(place, item("1", "dewi.lestawa"))
    before = list_batches(place.landing)
    assert imported(place, item("1", "dewi.lestawa"), at=NOW + timedelta(days=1)) == {}
    assert list_batches(place.landing) == before


def test_the_same_post_in_two_files_is_one_post(place: Workspace) -> None:
    imported(place, item("1", "dewi.lestawa"))
    imported(place, item("1", "Dewi.Lestawa"), item("2", "dewi.lestawa"))
    stages.load(place, NOW)
    with duckdb.connect(str(place.history), read_only=True) as history:
        assert history.execute("SELECT count(*) FROM posts").fetchone() == (2,)
        assert history.execute("SELECT count(*) FROM versions").fetchone() == (2,)
        assert history.execute("SELECT count(*) FROM sightings").fetchone() == (3,)


def test_a_date_without_a_zone_is_of_the_accounts_own(place: Workspace) -> None:
    path = place.data.parent / "fb.csv"
    path.write_text("id;author;text;tanggal\n7;dewi.lestawa;halo;02/11/2029 08.15\n", "utf-8")
    source = brought(path, "table", "Sari Manu", NOW)
    land_import(place, source, read_file("table", path.name, source.data, {}, Platform.FACEBOOK))
    stages.load(place, NOW)
    with duckdb.connect(str(place.history), read_only=True) as history:
        history.execute("SET TimeZone = 'UTC'")
        (found,) = history.execute("SELECT published_at::VARCHAR FROM versions").fetchall()
    assert found == ("2029-11-01 23:15:00+00",)


def test_when_a_row_was_seen_is_of_the_accounts_own_zone_too(place: Workspace) -> None:
    path = place.data.parent / "fb.csv"
    path.write_text("id;author;text;dilihat\n7;dewi.lestawa;halo;02/11/2029 08.15\n", "utf-8")
    source = brought(path, "table", "Sari Manu", NOW)
    land_import(place, source, read_file("table", path.name, source.data, {}, Platform.FACEBOOK))
    stages.load(place, NOW)
    with duckdb.connect(str(place.history), read_only=True) as history:
        history.execute("SET TimeZone = 'UTC'")
        (found,) = history.execute("SELECT seen_at::VARCHAR FROM sightings").fetchall()
    assert found == ("2029-11-01 23:15:00+00",)


def test_an_import_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the name of who brings"):
        brought(tmp_path / "a", "table", "  ", NOW)


def test_a_round_says_that_such_an_account_is_read_by_import_only(place: Workspace) -> None:
    round_ = stages.plan_round(place, NOW)
    slots = {slot.account_id: slot for slot in round_.slots}
    alone = replace(round_, batches=((slots["dewi-tiktok"],),))
    report = stages.collect_round(place, alone, lambda: NOW)
    (row,) = report.tables["not-reached"]
    assert row["detail"] == "tiktok is read by `patroli import` only"


def test_a_file_that_changes_while_it_is_read_lands_as_it_was_read(place: Workspace) -> None:
    path = place.data.parent / "tiktok.ndjson"
    path.write_text(item("1", "dewi.lestawa"), "utf-8")
    source = brought(path, "zeeschuimer", "Sari Manu", NOW)
    path.write_text(item("1", "dewi.lestawa", "lain"), "utf-8")
    land_import(place, source, read_file("zeeschuimer", path.name, source.data, {}, None))
    (batch,) = list_batches(place.landing)
    (kept,) = [record for record in captured(batch) if record.kind == "resource"]
    assert kept.body == item("1", "dewi.lestawa").encode()


def test_an_account_that_is_watched_only_later_is_found_in_the_same_file(place: Workspace) -> None:
    lines = (item("1", "dewi.lestawa"), item("2", "orang.lain"))
    assert imported(place, *lines)["posts of others, not kept"] == 1
    file = place.config_folder / "accounts" / "pegawai.csv"
    address = "https://www.tiktok.com/@orang.lain"
    row = ROW.format(id="lain-tiktok", platform="tiktok", last="", address=address)
    file.write_text(file.read_text("utf-8") + row, "utf-8")
    wider = Workspace.open(place.config_folder, place.data)
    assert imported(wider, *lines)["posts of watched accounts"] == 2
    assert imported(wider, *lines) == {}


def test_dates_that_name_no_day_refuse_the_file_all_at_once(place: Workspace) -> None:
    path = place.data.parent / "fb.csv"
    path.write_text(
        "id;author;text;tanggal\n7;dewi.lestawa;a;31/31/2029\n8;dewi.lestawa;b;entah kapan\n"
        "9;orang.lain;c;entah\n",
        "utf-8",
    )
    source = brought(path, "table", "Sari Manu", NOW)
    read = read_file("table", path.name, source.data, {}, Platform.FACEBOOK)
    with pytest.raises(BadInput) as refused:
        land_import(place, source, read)
    said = str(refused.value).splitlines()
    assert [line.split(": found")[0] for line in said] == ["fb.csv:2: time", "fb.csv:3: time"]
    assert list_batches(place.landing) == []
