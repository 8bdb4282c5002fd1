"""Static pages and feeds served by nginx on several loopback addresses, through `patroli run`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from tests.services import nginx
from tests.webs import SHIPPED, ended, patroli

pytestmark = [pytest.mark.nginx, pytest.mark.timeout(300)]

START = datetime.fromisoformat("2029-11-20T06:00:00+09:00")
SUPPORT = "Ayo dukung Yulius Tabora, coblos nomor 3"

HEAD = """\
id,holder,role,position,agency,region,zone,platform,address,selector,proof,confidence,reason,\
watched_from,watched_to
"""
WATCHED = {
    "umpan,Dewi Lestawa": "feed,http://127.0.0.2:{port}/feed.rss",
    "atom,Yosep Wanggai": "feed,http://127.0.0.3:{port}/feed.atom",
    "laman,Sari Manu": "page,http://127.0.0.4:{port}/catatan.html",
    "dilarang,Tono Rekaan": "page,http://127.0.0.5:{port}/index.html",
}
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Catatan</title>
<link>http://127.0.0.2:{port}/</link><description>-</description>
<item><title>Kerja bakti</title><link>http://127.0.0.2:{port}/kerja-bakti.html</link>
<guid isPermaLink="true">http://127.0.0.2:{port}/kerja-bakti.html</guid>
<pubDate>Mon, 19 Nov 2029 08:00:00 +0900</pubDate><description>Kerja bakti hari Sabtu</description>
</item>{more}</channel></rss>"""
GONE = """<item><title>Piket</title><link>http://127.0.0.2:{port}/piket.html</link>
<guid isPermaLink="true">http://127.0.0.2:{port}/piket.html</guid>
<pubDate>Mon, 19 Nov 2029 09:00:00 +0900</pubDate><description>Jadwal piket guru</description>
</item>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Dinas</title><id>urn:rekaan:dinas</id><updated>2029-11-19T08:00:00+09:00</updated>
<entry><title>Dukungan</title><id>urn:rekaan:1</id><link href="http://127.0.0.3:{port}/1.html"/>
<updated>2029-11-19T08:00:00+09:00</updated><published>2029-11-19T08:00:00+09:00</published>
<content type="text">{text}</content></entry></feed>"""
PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title></head>
<body><nav>Beranda Profil Kontak</nav><article><h1>{title}</h1><p>{text}</p>
<p>Catatan ini ditulis di puskesmas untuk warga yang datang setiap pagi dan menunggu giliran.</p>
</article><footer>Hak cipta rekaan</footer></body></html>"""


@dataclass(frozen=True, slots=True)
class Day:
    """What two rounds left behind."""

    folder: Path
    said: str

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.folder / "data" / "history.duckdb", read_only=True) as history:
            return history.execute(question).fetchall()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("nginx")
    sites = {f"127.0.0.{n}": folder / f"site-{n}" for n in (2, 3, 4, 5)}
    for root in sites.values():
        root.mkdir()
    with nginx(folder, sites) as port:
        a_config(folder / "config", port)
        write(sites, port, more=GONE.format(port=port), note="Selamat pagi dari puskesmas")
        said = run(folder, START)
        (sites["127.0.0.2"] / "piket.html").unlink()
        write(sites, port, more="", note=SUPPORT)
        said += run(folder, START + timedelta(hours=8))
    return Day(folder, said)


def a_config(folder: Path, port: int) -> None:
    shutil.copytree(SHIPPED, folder)
    shutil.rmtree(folder / "accounts")
    (folder / "accounts").mkdir()
    rows = (
        f"{who},asn,Staf,Dinas,95.99.01,Asia/Jayapura,{at.format(port=port)},,uji,sure,uji,2029-06-01,"
        for who, at in WATCHED.items()
    )
    (folder / "accounts" / "uji.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    (folder / "keywords.yaml").write_text("sources: []\nkeywords: []\n", "utf-8")
    settings = yaml.safe_load((folder / "patroli.yaml").read_text("utf-8"))
    hosts = {f"127.0.0.{n}": {"pace": 0.01, "allow_private": True} for n in (2, 3, 4, 5)}
    (folder / "patroli.yaml").write_text(yaml.safe_dump({**settings, "hosts": hosts}), "utf-8")


def write(sites: dict[str, Path], port: int, *, more: str, note: str) -> None:
    (sites["127.0.0.2"] / "feed.rss").write_text(RSS.format(port=port, more=more), "utf-8")
    (sites["127.0.0.2"] / "kerja-bakti.html").write_text(
        PAGE.format(title="Kerja bakti", text="Kerja bakti hari Sabtu"), "utf-8"
    )
    if more:
        (sites["127.0.0.2"] / "piket.html").write_text(
            PAGE.format(title="Piket", text="Jadwal piket guru"), "utf-8"
        )
    atom = sites["127.0.0.3"] / "feed.atom"
    if not atom.exists():
        atom.write_text(ATOM.format(port=port, text=SUPPORT), "utf-8")
    (sites["127.0.0.4"] / "catatan.html").write_text(
        PAGE.format(title="Catatan", text=note), "utf-8"
    )
    (sites["127.0.0.5"] / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
    (sites["127.0.0.5"] / "index.html").write_text(PAGE.format(title="X", text=SUPPORT), "utf-8")


def run(folder: Path, now: datetime) -> str:
    place = ["--config", str(folder / "config"), "--data", str(folder / "data")]
    result = ended([*patroli("run"), *place, "--now", now.isoformat()])
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_what_a_feed_says_lies_in_the_queue(day: Day) -> None:
    (folder, *_) = sorted((day.folder / "data" / "queues").iterdir())
    assert "Yosep Wanggai" in (folder / "queue.html").read_text("utf-8")


def test_a_page_refused_by_robots_is_never_asked(day: Day) -> None:
    log = (day.folder / "access.log").read_text("utf-8")
    assert "GET /robots.txt" in log
    assert "GET /index.html" not in log
    outcomes = day.rows("SELECT DISTINCT outcome FROM ledger WHERE address LIKE '%127.0.0.5%'")
    assert outcomes == [("robots_refused",)]


def test_an_unchanged_feed_costs_one_conditional_request(day: Day) -> None:
    log = (day.folder / "access.log").read_text("utf-8")
    asked = [line for line in log.splitlines() if "GET /feed.atom" in line]
    assert [line.split('" ')[1].split()[0] for line in asked] == ["200", "304"]


def test_a_changed_page_is_a_second_version(day: Day) -> None:
    texts = day.rows(
        "SELECT text FROM versions JOIN posts USING (post_id) WHERE native_id LIKE '%catatan.html'"
    )
    assert len(texts) == 2
    assert sum(SUPPORT in text for (text,) in texts) == 1
    assert not any("Hak cipta" in text for (text,) in texts)


def test_a_removed_page_leaves_a_sign_and_a_fallen_out_item_that_answers_does_not(
    day: Day,
) -> None:
    gone = day.rows("SELECT posts.native_id, signal FROM absences JOIN posts USING (post_id)")
    assert [(native.rsplit("/", 1)[1], signal) for native, signal in gone] == [
        ("piket.html", "status 404")
    ]


def test_every_request_says_who_asks(day: Day) -> None:
    log = (day.folder / "access.log").read_text("utf-8").splitlines()
    assert log
    assert all('"patroli/' in line and "(+" in line for line in log)
