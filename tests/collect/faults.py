"""A web server on loopback that does what it is told, also what no server should do."""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO

LINGER_NOTHING = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""

    @property
    def host(self) -> str:
        return self.headers.get("host", "")


@dataclass(slots=True)
class Wire:
    """The server's end of one connection while it answers one request."""

    request: Seen
    connection: socket.socket
    stopping: threading.Event
    keep_open: bool = True

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def pause(self, seconds: float) -> bool:
        """Wait; True when the server is being stopped."""
        return self.stopping.wait(seconds)

    def close(self) -> None:
        self.keep_open = False

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOTHING)
        self.keep_open = False


Handler = Callable[[Wire], None]


def head(status: str, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1")


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> Handler:
    """An honest answer; `content_type="text/html"` sets the header Content-Type."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}

    def handle(wire: Wire) -> None:
        wire.send(head(status, {"Content-Length": str(len(body)), **named}) + body)

    return handle


def redirect(location: str, status: str = "302 Found") -> Handler:
    return answer(b"", status, location=location)


def in_turn(*handlers: Handler) -> Handler:
    """The first request meets the first handler, and so on; the last one stays."""
    left = list(handlers)

    def handle(wire: Wire) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(wire)

    return handle


def validated(body: bytes, etag: str = "", modified: str = "") -> Handler:
    """An answer with validators, and 304 to whoever holds the same."""
    given = {"ETag": etag, "Last-Modified": modified}

    def handle(wire: Wire) -> None:
        asked = wire.request.headers
        same = (etag and asked.get("if-none-match") == etag) or (
            modified and asked.get("if-modified-since") == modified
        )
        if same:
            wire.send(head("304 Not Modified", {k: v for k, v in given.items() if v}))
        else:
            honest = {"Content-Length": str(len(body)), **{k: v for k, v in given.items() if v}}
            wire.send(head("200 OK", honest) + body)

    return handle


def drip(wire: Wire) -> None:
    """A body without end, a byte at a time."""
    wire.send(head("200 OK", {"Content-Type": "text/plain"}))
    while not wire.pause(0.02):
        wire.send(b"x")
    wire.close()


def silence(wire: Wire) -> None:
    """Not a byte."""
    wire.pause(30)
    wire.close()


def stall(wire: Wire) -> None:
    """Half an answer, and then not a byte more."""
    wire.send(head("200 OK", {"Content-Length": "1000"}) + b"half")
    wire.pause(30)
    wire.close()


def without_end(part: bytes, times: int, sent: list[int], **headers: str) -> Handler:
    """A body of so many parts, as long as somebody reads; what was sent is counted."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}

    def handle(wire: Wire) -> None:
        wire.close()
        wire.send(head("200 OK", named))
        for _ in range(times):
            wire.send(part)
            sent.append(len(part))

    return handle


def hang_up(wire: Wire) -> None:
    wire.close()


def reset(wire: Wire) -> None:
    wire.reset()


def reset_in_body(wire: Wire) -> None:
    wire.send(head("200 OK", {"Content-Length": "1000"}) + b"half")
    wire.pause(0.05)
    wire.reset()


def promise_more(wire: Wire) -> None:
    """A length that is never reached."""
    wire.send(head("200 OK", {"Content-Length": "1000"}) + b"not all of it")
    wire.close()


def chunked(*chunks: bytes, finish: bool = True, **headers: str) -> Handler:
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}

    def handle(wire: Wire) -> None:
        wire.send(head("200 OK", {"Transfer-Encoding": "chunked", **named}))
        for chunk in chunks:
            wire.send(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        if finish:
            wire.send(b"0\r\n\r\n")
        else:
            wire.close()

    return handle


def say(raw: bytes) -> Handler:
    """Bytes that need not be HTTP."""

    def handle(wire: Wire) -> None:
        wire.send(raw)
        wire.close()

    return handle


@dataclass
class Faults:
    """A running server: what it answers by path, and what it was asked."""

    address: str
    port: int = 0
    routes: dict[str, Handler] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "") -> str:
        return f"{self.scheme}://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.seen]

    @property
    def pages(self) -> list[str]:
        """What was asked apart from robots.txt."""
        return [path for path in self.paths if path != "/robots.txt"]

    def handler(self, request: Seen) -> Handler:
        default = answer(b"", "404 Not Found")
        by_host = self.routes.get(f"{request.host.partition(':')[0]}{request.path}")
        return by_host or self.routes.get(request.path, default)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128


@contextmanager
def faults(
    routes: Mapping[str, Handler], address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Faults]:
    """A server for the length of a `with`. Routes are paths, or `host/path` for one host only."""
    site = Faults(address, routes=dict(routes), scheme="https" if tls else "http")

    class Answering(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                _serve(self.request, site, tls)

    with _Server((address, 0), Answering) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.stopping.set()
            server.shutdown()
            thread.join()


def _serve(connection: socket.socket, site: Faults, tls: ssl.SSLContext | None) -> None:
    connection.settimeout(20)
    if tls is not None:
        connection = tls.wrap_socket(connection, server_side=True)
    with connection:
        stream = connection.makefile("rb")
        with stream:
            while not site.stopping.is_set():
                request = _request(stream, site)
                if request is None:
                    return
                wire = Wire(request, connection, site.stopping)
                site.handler(request)(wire)
                if not wire.keep_open:
                    return


def _request(stream: IO[bytes], site: Faults) -> Seen | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    request = Seen(first[1], headers, first[0], body)
    site.seen.append(request)
    return request
