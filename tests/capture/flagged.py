"""A small web with images, and flagged posts that show them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb
from tests.fakes import NOW, a_match, a_post, a_slot
from tests.imports.places import a_place
from tests.landed import a_fetch

from patroli import stages
from patroli.history import Matched
from patroli.landing import BatchWriter, Ended, Exchange, Sighting
from patroli.model import LedgerEntry, Match, Outcome, Post
from patroli.workspace import Workspace

PNG = b"\x89PNG\r\n\x1a\n" + b"gambar rekaan " * 40
FLAGGED = "Ayo coblos nomor 2, dukung Bagas Wiratama jadi bupati Telaga Biru"
PAGE_URL = "http://dewi.example/kabar"
PAGE = f"<html><body><h1>Kabar</h1><p>{FLAGGED}</p></body></html>".encode()


@dataclass
class SmallWeb:
    """What each path answers: status, content type, body; and what was asked."""

    port: int
    answers: Mapping[str, tuple[int, str, bytes]]
    asked: list[str] = field(default_factory=list)


@contextmanager
def a_web(**answers: tuple[int, str, bytes]) -> Iterator[SmallWeb]:
    """`/name` answers what is given for the name; `/robots.txt` what is given for `robots`."""
    found = {"/robots.txt" if n == "robots" else f"/{n}": a for n, a in answers.items()}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            status, kind, body = found.get(self.path, (404, "text/plain", b"tidak ada"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        web = SmallWeb(server.server_address[1], found)
        Thread(target=server.serve_forever, daemon=True).start()
        yield web
        server.shutdown()


def a_watch(folder: Path, port: int = 9, **capture: object) -> Workspace:
    """A workspace that reaches `*.example` on this port of loopback."""
    hosts = {"*.example": {"pace": 0, "connect_to": f"127.0.0.1:{port}"}}
    return a_place(folder, hosts=hosts, retries=0, pace=0.01, capture={**capture})


def land_page(place: Workspace, *posts: Post, at: datetime = NOW, kind: str = "text/html") -> None:
    """Land a page that showed these posts, packed as most sites pack it, load and match it."""
    slot = a_slot(PAGE_URL, account_id="dewi-kabar")
    day = at.date()
    with BatchWriter(place.landing, day, f"r-{at:%H%M}", created=at) as batch:
        headers = (("Content-Type", kind), ("Content-Encoding", "gzip"))
        sent = (("Host", "dewi.example"),)
        exchange = Exchange(PAGE_URL, sent, "HTTP/1.1 200 OK", headers, gzip.compress(PAGE), at)
        record = batch.add_exchange(exchange)
        fetch = a_fetch(slot, f"r-{at:%H%M}", at, warc_record_id=record, final_url=PAGE_URL)
        seen = [Sighting(post, slot, fetch.id, "r", at) for post in posts]
        entry = LedgerEntry("r", slot.id, at, at, Outcome.COLLECTED, "", 1, len(posts))
        batch.add(fetches=[fetch], sightings=seen, ledger=[Ended(slot, entry)])
    stages.load(place, NOW)
    stages.match(place, NOW)


def a_flagged_post(*media: str, text: str = FLAGGED, native_id: str = PAGE_URL) -> Post:
    return a_post(text, native_id=native_id, media=media)


def captures(place: Workspace, columns: str) -> list[tuple[object, ...]]:
    """Rows of the history's captures after a load."""
    stages.load(place, NOW + timedelta(minutes=5))
    with duckdb.connect(str(place.history), read_only=True) as history:
        return history.execute(f"SELECT {columns} FROM captures ORDER BY ALL").fetchall()  # noqa: S608


def a_matched(post: Post, *matches: Match) -> Matched:
    """A matched version as the history tells it, at tier high unless matches are given."""
    return Matched(
        post=post,
        version=post.version,
        matches=matches or (a_match(post),),
        account=None,
        slot_id="s",
        account_id=None,
        keyword_id=None,
        source_id=None,
        region="95.99.01",
        zone="Asia/Jayapura",
        first_seen=NOW,
        last_seen=NOW,
        sightings=1,
        captured=None,
        other_states=(),
        signs=(),
        gone=False,
        due_since=None,
    )
