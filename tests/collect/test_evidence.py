"""What a round saw can be proved from its capture alone."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastwarc.warc import ArchiveIterator
from tests.collect import faults as f
from tests.collect.faults import answer, faults, in_turn, redirect, validated
from tests.collect.rounds import Team
from tests.collect.webs import HURRIED, hosts_on, some_settings
from tests.fakes import NOW, a_slot
from warcio.checker import Checker

from patroli.collect import replay
from patroli.connectors import CONNECTORS
from patroli.landing import Batch, captured, fields_of, list_batches, read_batch
from patroli.model import Platform


def rounds(team: Team) -> list[Batch]:
    return [batch for batch in list_batches(team.landing) if batch.name.startswith("round-")]


def newest(team: Team) -> Batch:
    """The batch whose fetches are the latest."""
    return max(rounds(team), key=lambda b: read_batch(b).fetches["fetched_at"].to_pylist())


def text_of(batch: Batch) -> str:
    return gzip.decompress(batch.capture.read_bytes()).decode("utf-8", "replace")


def accepted_by_foreign_readers(batch: Batch) -> Counter[str]:
    checker = Checker(SimpleNamespace(inputs=[str(batch.capture)], verbose=False))
    with redirect_stdout(io.StringIO()) as said:
        assert checker.process_all() == 0, said.getvalue()
    kinds: Counter[str] = Counter()
    with batch.capture.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()
            kinds[str(record.headers["WARC-Type"])] += 1
    return kinds


HANDLERS = {
    "plain": answer(b"1 satu"),
    "gzip": answer(gzip.compress(b"1 satu"), content_encoding="gzip"),
    "chunked": f.chunked(b"1 sa", b"tu"),
    "chunked gzip": f.chunked(gzip.compress(b"1 satu"), content_encoding="gzip"),
    "drip": f.drip,
    "lying length": f.promise_more,
    "too large": answer(bytes(50_000)),
    "repeated": in_turn(answer(b"", "503 Busy"), answer(b"1 satu")),
    "bytes in headers": answer(b"1 satu", x_kota="S\xe3o \xff"),
    "no phrase": answer(b"1 satu", "200 "),
    "status nobody knows": answer(b"1 satu", "599 Aneh"),
    "refused": f.reset,
}


@pytest.mark.parametrize("name", HANDLERS)
def test_every_capture_is_accepted_by_foreign_readers(tmp_path: Path, name: str) -> None:
    with faults({"/a": redirect("/b"), "/b": HANDLERS[name]}) as site:
        settings = some_settings(max_body_bytes=10_000, timeouts=HURRIED)
        team = Team(tmp_path, settings)
        team.one(a_slot(site.url("/a")))
    (batch,) = rounds(team)
    kinds = accepted_by_foreign_readers(batch)
    assert kinds["request"] == kinds["response"] >= 2
    team.verify()


def test_every_step_is_captured_with_robots_and_redirects(tmp_path: Path) -> None:
    busy = in_turn(answer(b"sibuk", "503 Busy"), answer(b"1 satu"))
    with faults({"/a": redirect("/b"), "/b": busy}) as site:
        team = Team(tmp_path)
        team.one(a_slot(site.url("/a")))
    (batch,) = rounds(team)
    answers = [(r.url, r.status) for r in captured(batch) if r.kind == "response"]
    assert answers == [
        (site.url("/robots.txt"), 404),
        (site.url("/a"), 302),
        (site.url("/b"), 503),
        (site.url("/b"), 200),
    ]
    notes = [fields_of(r) for r in captured(batch) if r.kind == "metadata"]
    steps = [note.get("step", note.get("purpose")) for note in notes if "state" not in note]
    assert steps == ["robots", "redirected", "repeated", "lines"]
    assert notes[-1]["peer"] == f"127.0.0.1:{site.port}"
    (fetch,) = team.rows("fetches")
    assert fetch["fetch_id"] == notes[-1]["fetch"]


SAME = {
    "not modified": (validated(b"1 satu", etag='"1"'), "server-not-modified"),
    "same payload": (answer(b"1 satu"), "identical-payload-digest"),
}


@pytest.mark.parametrize("name", SAME)
def test_an_unchanged_body_is_a_revisit_of_the_first_record(tmp_path: Path, name: str) -> None:
    handler, profile = SAME[name]
    with faults({"/a": handler}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        team.one(slot)
        first = read_batch(newest(team)).fetches["warc_record_id"].to_pylist()[0]
        for _ in range(2):
            team.later(hours=6)
            team.one(slot)
    batch = newest(team)
    assert accepted_by_foreign_readers(batch)["revisit"] == 1
    text = text_of(batch)
    assert f"WARC-Refers-To: {first}" in text
    assert f"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/{profile}" in text
    assert f"WARC-Refers-To-Date: {NOW:%Y-%m-%dT%H:%M:%S.%fZ}" in text
    assert "1 satu" not in text


def test_a_body_packed_anew_is_unchanged_but_captured_as_it_came(tmp_path: Path) -> None:
    """Its bytes on the wire differ, so a revisit record would claim what is not so."""
    packed = [gzip.compress(b"1 satu" * 50, level, mtime=0) for level in (1, 9)]
    handlers = [answer(body, content_encoding="gzip") for body in packed]
    with faults({"/a": in_turn(*handlers)}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        team.one(slot)
        team.later(hours=6)
        team.one(slot)
    assert packed[0] != packed[1]
    assert accepted_by_foreign_readers(newest(team))["response"] == 1
    assert read_batch(newest(team)).fetches["outcome"].to_pylist() == ["unchanged"]
    team.verify()


def test_keys_reach_neither_capture_nor_tables(tmp_path: Path) -> None:
    key = "rahasia-456"
    routes = {f"/a?key={key}": redirect(f"/b?api_key={key}"), f"/b?api_key={key}": answer(b"1 x")}
    with faults(routes) as site:
        team = Team(tmp_path)
        team.one(a_slot(site.url(f"/a?key={key}")))
        assert key in "".join(site.paths)
    assert set(team.outcomes().values()) == {"collected"}
    (batch,) = rounds(team)
    assert key not in text_of(batch)
    for table in ("fetches", "absences", "ledger"):
        assert key not in str(team.rows(table))


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Warta</title>{}</channel></rss>"""
ITEM = (
    "<item><title>Kabar {0}</title><link>http://warta.example/{0}</link>"
    "<guid>http://warta.example/?p={0}</guid><description>Isi kabar {0}, 2 jari</description>"
    "<pubDate>Sat, 24 Nov 2029 10:00:00 +0900</pubDate></item>"
)
PAGE = """<html><head><title>Kabar desa</title></head><body><main><article><h1>Kabar desa</h1>
<p>Warga Telaga Biru berkumpul di balai desa untuk membahas panen padi tahun ini bersama-sama.</p>
<p>Acara berlangsung dari pagi sampai sore dan dihadiri oleh semua kepala dusun.</p></article>
</main></body></html>"""


def feed(*numbers: int) -> bytes:
    return RSS.format("".join(ITEM.format(number) for number in numbers)).encode()


def test_real_connectors_read_the_same_from_the_capture(tmp_path: Path) -> None:
    with faults({}) as site:
        site.routes["warta.example/feed"] = answer(feed(1, 2, 3), content_type="text/xml")
        site.routes["warta.example/1"] = answer(PAGE.encode(), content_type="text/html")
        site.routes["desa.example/"] = answer(
            gzip.compress(PAGE.encode()), content_type="text/html", content_encoding="gzip"
        )
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port)), CONNECTORS)
        slots = [
            a_slot("http://warta.example/feed"),
            a_slot("http://warta.example/feed", id="kata", contains="kabar 2"),
            a_slot("http://desa.example/", platform=Platform.PAGE),
        ]
        team.collect(slots)
        site.routes["warta.example/feed"] = answer(feed(3, 4), content_type="text/xml")
        team.now += timedelta(hours=6)
        team.collect(slots)
    posts = Counter(row["slot_id"] for row in team.rows("sightings"))
    assert posts == {slots[0].id: 5, "kata": 1, slots[2].id: 1}
    assert {row["signal"] for row in team.rows("absences")} == {"status 404"}
    team.verify()


def test_what_a_platform_says_of_an_account_is_landed_and_read_again(tmp_path: Path) -> None:
    page = b"1 satu\nprofile 1001 dewi.lestawa"
    with faults({"/a": answer(page)}) as site:
        team = Team(tmp_path)
        team.one(a_slot(site.url("/a")))
    (row,) = team.rows("profiles")
    (fetch,) = team.rows("fetches")
    assert (row["native_id"], row["handle"], row["fetch_id"]) == (
        "1001",
        "dewi.lestawa",
        fetch["fetch_id"],
    )
    team.verify()


def test_a_replay_needs_nothing_but_the_batch(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 satu\n2 dua")}) as site:
        team = Team(tmp_path)
        team.one(a_slot(site.url("/a")))
    (batch,) = rounds(team)
    (tmp_path / "state.sqlite").unlink()
    (batch.path / "sightings.parquet").unlink()
    again = list(replay(batch, team.connectors))
    assert [sighting.post.text for sighting in again] == ["satu", "dua"]
    assert {sighting.slot for sighting in again} == {a_slot(site.url("/a"))}
