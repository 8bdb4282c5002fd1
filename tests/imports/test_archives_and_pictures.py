"""Archived pages are read by the connectors; a picture is kept whole with what a person typed."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tests.fakes import NOW, a_post, a_slot
from tests.imports.places import a_place, loaded
from tests.landed import land_posts
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from patroli import stages
from patroli.connectors.native import id_of
from patroli.errors import BadInput
from patroli.import_file import Typed, brought, land_import, typed_post
from patroli.imports import read_file
from patroli.landing import captured, fields_of, list_batches, verify_batch
from patroli.model import Platform
from patroli.report import StageReport
from patroli.workspace import Workspace

PAGE = """<html><head><title>{title}</title><link rel="canonical" href="{url}">
<meta property="article:published_time" content="2029-11-20T10:00:00+09:00"></head>
<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>u</title><item><title>Satu</title>
<link>http://umpan.example/1</link><description>Bagas Wiratama nomor 2, coblos</description>
</item></channel></rss>"""
SEEN = datetime(2029, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_place(tmp_path)


def a_page(url: str, text: str = "Coblos nomor 2, Bagas Wiratama", title: str = "Kabar") -> str:
    return PAGE.format(url=url, text=text, title=title)


def a_warc(*pages: tuple[str, str], packed: bool = True, status: str = "200 OK") -> bytes:
    """As a browser's archiver writes it: with warcio's own writer, not with ours."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, body in pages:
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
        payload = gzip.compress(body.encode())
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(payload),
            length=len(payload),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2029-11-24T03:00:00Z"},
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
        request = writer.create_warc_record(url, "request", length=0, http_headers=asked)
        writer.write_request_response_pair(request, record)
    return out.getvalue()


def imported(place: Workspace, data: bytes, account: str = "") -> StageReport:
    path = place.data.parent / "telusur.warc.gz"
    path.write_bytes(data)
    source = brought(path, "warc", "Sari Manu", NOW)
    whose = next((a for a in place.config.accounts if a.id == account), None)
    return land_import(place, source, read_file("warc", path.name, source.data, {}, None), whose)


BLOG = "http://dewi.example/kabar"


@pytest.mark.parametrize("packed", [True, False])
def test_pages_at_and_below_a_watched_address_become_posts(place: Workspace, packed: bool) -> None:
    pages = [(url, a_page(url)) for url in (BLOG, f"{BLOG}/dua", "http://dewi.example/lain")]
    report = imported(place, a_warc(*pages, packed=packed))
    assert report.counts["posts of watched accounts"] == 2
    assert report.counts["pages of others, not kept"] == 1
    (batch,) = list_batches(place.landing)
    verify_batch(batch)
    rows = loaded(place, "SELECT url, title, purpose, detail FROM versions JOIN sightings USING "
                  "(post_id, version) JOIN fetches USING (fetch_id, url) ORDER BY url")  # fmt: skip
    detail = "warc file telusur.warc.gz, brought by Sari Manu"
    assert rows == [(BLOG, "Kabar", "import", detail), (f"{BLOG}/dua", "Kabar", "import", detail)]


def test_an_archived_feed_is_read_by_the_feed_connector(place: Workspace) -> None:
    report = imported(place, a_warc(("http://umpan.example/feed.xml", FEED)))
    assert report.counts["posts of watched accounts"] == 1
    assert loaded(place, "SELECT native_id FROM posts") == [("http://umpan.example/1",)]


def test_a_person_can_say_whose_the_pages_are(place: Workspace) -> None:
    page = ("http://jauh.example/x", a_page("http://jauh.example/x"))
    assert imported(place, a_warc(page)).counts["posts of watched accounts"] == 0
    assert imported(place, a_warc(page), "dewi-kabar").counts["posts of watched accounts"] == 1


def test_an_archived_page_is_the_same_post_as_a_collected_one(place: Workspace) -> None:
    url = f"{BLOG}/dua"
    slot = a_slot(BLOG, account_id="dewi-kabar")
    land_posts(place.landing, [a_post("Coblos", native_id=url)], slot=slot)
    imported(place, a_warc((url, a_page(url))))
    assert loaded(place, "SELECT count(*) FROM posts") == [(1,)]
    assert loaded(place, "SELECT count(*) FROM versions") == [(2,)]


def test_a_page_that_was_refused_is_told_and_lands_nothing(place: Workspace) -> None:
    report = imported(place, a_warc((BLOG, "<html>Tidak ada</html>"), status="404 Not Found"))
    assert report.counts["rows not read"] == 1
    assert "gone: status 404" in report.notes[0]
    assert list_batches(place.landing) == []


def test_an_archive_without_its_end_gives_what_is_whole_and_says_so(place: Workspace) -> None:
    pages = [(f"{BLOG}/{n}", a_page(f"{BLOG}/{n}")) for n in range(3)]
    report = imported(place, a_warc(*pages)[:-150])
    assert 2 <= report.counts["posts of watched accounts"] <= 3
    assert "the file ends in the middle of record" in report.notes[0]


def test_a_page_whose_digest_does_not_hold_is_left_out_and_told(place: Workspace) -> None:
    data = a_warc((BLOG, a_page(BLOG)), packed=False)
    at = data.index(b"Date: 2029")  # the WARC header stays; what is changed is the block
    block = data.index(b"\r\n\r\n", at) + 60
    changed = data[:block] + bytes([data[block] ^ 1]) + data[block + 1 :]
    report = imported(place, changed)
    assert report.counts["posts of watched accounts"] == 0
    assert report.counts["rows not read"] == 1


def test_a_body_that_unpacks_without_end_is_bounded() -> None:
    data = a_warc((BLOG, "x" * 30_000_000))
    read = read_file("warc", "bom.warc.gz", data, {}, None)
    assert read.pages == ()
    assert "a page of more than 20,000,000 bytes" in read.unread[0][1]


# ------------------------------------------------------------------ pictures

PNG = b"\x89PNG\r\n\x1a\n" + b"gambar rekaan " * 40
TIKTOK = "https://www.tiktok.com/@dewi.lestawa/video/7301234567890123456"
SAID = Typed(TIKTOK, "24/11/2029 12.00", "21/11/2029", "Coblos nomor 2, Bagas Wiratama")


def typed(
    place: Workspace, said: Typed, account: str = "dewi-tiktok", data: bytes = PNG
) -> StageReport:
    path = place.data.parent / "foto.jpg"
    path.write_bytes(data)
    source = brought(path, "screenshot", "Sari Manu", NOW)
    whose = next(a for a in place.config.accounts if a.id == account)
    read = typed_post(path.name, data, source.sha256, whose, said, NOW)
    return land_import(place, source, read)


def test_a_picture_is_kept_whole_with_who_typed_its_text(place: Workspace) -> None:
    typed(place, SAID)
    (batch,) = list_batches(place.landing)
    verify_batch(batch)
    kept, note = [r for r in captured(batch) if r.kind in {"resource", "metadata"}]
    assert (kept.body, dict(kept.headers)) == (PNG, {})
    assert fields_of(note)["text"] == "typed by Sari Manu from the picture"
    rows = loaded(
        place,
        "SELECT native_id, text, purpose, content_type, f.detail, seen_at::VARCHAR, "
        "published_at::VARCHAR FROM posts JOIN versions USING (post_id) JOIN sightings USING "
        "(post_id, version) JOIN fetches AS f USING (fetch_id)",
    )
    assert rows == [
        (
            "7301234567890123456",
            SAID.text,
            "typed",
            "image/png",
            "screenshot file foto.jpg, brought by Sari Manu; text typed by Sari Manu",
            "2029-11-24 03:00:00+00",
            "2029-11-20 15:00:00+00",
        )
    ]


def test_a_reviewer_sees_the_picture_that_a_flagged_text_was_typed_from(place: Workspace) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), (30, 90, 160)).save(picture, "PNG")
    typed(place, SAID, data=picture.getvalue())
    for stage in (stages.load, stages.match, stages.queue):
        stage(place, NOW)
    (page,) = place.queues.glob("*/queue.html")
    told = page.read_text("utf-8")
    assert "diketik orang dari gambar" in told
    assert "text typed by Sari Manu" in told
    assert told.count('<img src="data:image/webp;base64,') == 1


def test_a_typed_post_is_the_same_as_one_from_an_export(place: Workspace) -> None:
    typed(place, SAID)
    post = a_post(
        "Coblos",
        id=id_of(Platform.TIKTOK, "7301234567890123456"),
        platform=Platform.TIKTOK,
        native_id="7301234567890123456",
    )
    land_posts(place.landing, [post], slot=a_slot(account_id="dewi-tiktok"))
    assert loaded(place, "SELECT count(*) FROM posts") == [(1,)]


def test_a_corrected_text_is_a_new_version_and_the_same_form_again_is_nothing(
    place: Workspace,
) -> None:
    typed(place, SAID)
    assert typed(place, SAID).counts == {}
    typed(place, Typed(TIKTOK, SAID.seen, SAID.published, "Coblos nomor 2, Bagas Wiratama!"))
    assert loaded(place, "SELECT count(*) FROM versions") == [(2,)]


def test_a_picture_without_an_address_is_told_to_be_hard_to_know_again(place: Workspace) -> None:
    report = typed(place, Typed(text="halo", seen="24/11/2029 12.00"))
    assert "cannot be known again" in report.notes[0]


def test_everything_wrong_with_a_form_is_told_at_once(place: Workspace) -> None:
    wrong = Typed("https://www.tiktok.com/@dewi", "kemarin dulu sekali", "31/31/2029", "  ")
    with pytest.raises(BadInput) as refused:
        typed(place, wrong, data=b"MZ bukan gambar")
    begins = [line.partition(": found")[0] for line in str(refused.value).splitlines()]
    assert begins == ["foto.jpg", "text", "url", "seen-at", "published"]
    assert list_batches(place.landing) == []
