"""The fictional web on one loopback port: hosts told apart by Host, manners good and bad."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from patroli.demo.gallery import gallery, rewritten
from patroli.demo.places import Manner, manner_of
from patroli.demo.reply import Reply, html
from patroli.demo.site import Site, build_site
from patroli.demo.world import World

LOOPBACK = "127.0.0.1"
SLOW = 1.1
"""Seconds the slow host takes for each answer."""
REFUSE_FOR = 1.0
"""Seconds for which the limiting host refuses after its first refusal at each moment."""
_ENOUGH_TO_ZIP = 600
_BY_PATH = "/_/"


class Web:
    """The web as of a virtual time, which `show` moves. Close it, or use it as a context."""

    def __init__(
        self,
        world: World,
        moment: datetime,
        port: int = 0,
        *,
        slow: float = SLOW,
        refuse_for: float = REFUSE_FOR,
    ) -> None:
        """Raises OSError where the port is taken; port 0 takes any free one."""
        self.world = world
        self._slow, self._refuse_for = slow, refuse_for
        self._refused_at: float | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self.site: Site = build_site(world, moment)
        self._server = _Server((LOOPBACK, port), _Handler, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="fictional web"
        )
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """The index page that a browser can open."""
        return f"http://{LOOPBACK}:{self.port}/"

    def show(self, moment: datetime) -> None:
        """Let every host show the world as of this moment."""
        site = build_site(self.world, moment)
        with self._lock:
            self.site, self._refused_at = site, None

    def close(self) -> None:
        """Stop answering; afterwards neither thread nor port is left."""
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.drop_connections()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, host: str, target: str) -> Reply | None:
        """What a host answers with its manners; None where it closes the connection."""
        parts = urlsplit(target)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))
        manner = manner_of(host)
        if manner is Manner.DOWN:
            return None
        if manner is Manner.SLOW:
            self._closing.wait(self._slow)
        if manner is Manner.LIMITED and path != "/robots.txt" and self._is_too_early():
            return html("<h1>Terlalu banyak permintaan</h1>", 429, {"Retry-After": "1"})
        reply = self.site.answer(host, path, query)
        if manner is Manner.BROKEN and "xml" in reply.content_type:
            cut = len(reply.body) * 3 // 5
            return Reply(reply.body[:cut], reply.content_type, changed_at=reply.changed_at)
        return reply

    def _is_too_early(self) -> bool:
        """The first request at each moment is refused, and all within the second it names."""
        with self._lock:
            if self._refused_at is None:
                self._refused_at = time.monotonic()
            return time.monotonic() - self._refused_at < self._refuse_for


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(
        self, place: tuple[str, int], handler: type[BaseHTTPRequestHandler], web: Web
    ) -> None:
        self.web = web
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(place, handler)

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        """End connections that clients keep open, so that their threads end too."""
        with self._open_lock:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is not worth a word."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        host, target = self._named()
        web = self.server.web
        if host in {LOOPBACK, "localhost"}:
            self._send(html(gallery(web.site, web.world)))
            return
        reply = web.answer(host, target)
        if reply is None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(rewritten(reply, web.site.hosts) if self._is_by_path() else reply)

    def do_HEAD(self) -> None:
        self.do_GET()

    def version_string(self) -> str:
        return "laman"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The `Date` header tells the virtual time, as a host in that world would."""
        moment = self.server.web.site.moment.timestamp() if timestamp is None else timestamp
        return super().date_time_string(moment)

    def log_message(self, *_: object) -> None:
        """Silent: the client's ledger is the record."""

    def _is_by_path(self) -> bool:
        return self.path.startswith(_BY_PATH)

    def _named(self) -> tuple[str, str]:
        """The host that is meant and the path on it."""
        if self._is_by_path():
            host, _, rest = self.path.removeprefix(_BY_PATH).partition("/")
            return host.lower(), f"/{rest}"
        host = self.headers.get("Host", "").partition(":")[0].lower()
        return host, self.path

    def _send(self, reply: Reply) -> None:
        ask = self.headers
        unchanged = reply.unchanged_since(
            ask.get("If-None-Match", ""), ask.get("If-Modified-Since", "")
        )
        body = b"" if unchanged else reply.body
        zips = "gzip" in ask.get("Accept-Encoding", "") and len(body) >= _ENOUGH_TO_ZIP
        if zips:
            body = gzip.compress(body, 5, mtime=0)
        self.send_response(304 if unchanged else reply.status)
        headers = {**reply.headers, **reply.validators(), "Vary": "Accept-Encoding"}
        if not unchanged:
            headers |= {"Content-Type": reply.content_type, "Content-Length": str(len(body))}
        if zips:
            headers["Content-Encoding"] = "gzip"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
