"""A small web on loopback for benchmarks: one process, many addresses, article pages.

`python -m benchmarks.collect.site --hosts 20` listens on 127.0.0.2, 127.0.0.3 … and prints its
port. Pages are invented articles in a frame of menus, scripts and links, about 55 KB each, gzipped
once. A host may be told to be slow, dead, or to limit its askers.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import re
import time
from dataclasses import dataclass, field

WORDS = """
warga desa kabupaten jalan pasar sekolah guru panen danau hujan rapat kantor dinas layanan air
bersih kesehatan puskesmas anak ibu bapak kegiatan hari ini pagi sore malam bersama untuk dari
dengan yang akan telah sudah masih juga lebih banyak program bantuan jadwal kunjungan pelatihan
"""
VARIANTS = 24
MENU_LINKS = 180
PARAGRAPHS = 40
SLOW_SECONDS = 3.0
ALLOWANCE = 30
"""Requests a minute that a limiting host answers."""


def article(number: int, *, small: bool = False) -> bytes:
    """One invented article page; the same number gives the same page."""
    dice = random.Random(number)
    words = WORDS.split()

    def said(count: int) -> str:
        return " ".join(dice.choices(words, k=count))

    def link(n: int) -> str:
        place = f"/p/{dice.randrange(10_000)}.html"
        return f'<li class="menu-{n}"><a href="{place}" title="{said(3)}">{said(2)}</a></li>'

    title = said(7).capitalize()
    if small:
        page = f"<html><head><title>{title}</title></head><body><p>{said(60)}</p></body></html>"
        return page.encode()
    menu = "".join(map(link, range(MENU_LINKS)))
    body = "".join(f"<p>{said(dice.randrange(30, 90))}.</p>" for _ in range(PARAGRAPHS))
    script = "".join(f"var a{n}={dice.random()};" for n in range(400))
    day = f"2029-11-{number % 28 + 1:02}T08:00:00+09:00"
    return (
        f"<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='article:published_time' content='{day}'><script>{script}</script>"
        f"<link rel='canonical' href='/p/{number}.html'></head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header>"
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><ul>{menu[: len(menu) // 2]}</ul></aside><footer>{said(40)}</footer>"
        "</body></html>"
    ).encode()


@dataclass(slots=True)
class Manner:
    """How one host behaves."""

    kind: str = "well"
    asked: list[float] = field(default_factory=list)

    def refuses(self) -> bool:
        now = time.monotonic()
        self.asked = [at for at in self.asked if at > now - 60]
        if self.kind != "limiting" or len(self.asked) < ALLOWANCE:
            self.asked.append(now)
            return False
        return True


class Site(asyncio.Protocol):
    """HTTP/1.1 enough for a benchmark: GET, keep-alive, gzip, an ETag and 304."""

    _request = re.compile(rb"GET (\S+) HTTP/1\.1\r\n(.*?)\r\n\r\n", re.DOTALL)

    def __init__(self, pages: list[tuple[bytes, bytes]], manner: Manner) -> None:
        self._pages, self._manner, self._held = pages, manner, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._manner.kind == "dead":
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._held += data
        while found := self._request.match(self._held):
            self._held = self._held[found.end() :]
            answer = self._answer(found.group(1), found.group(2).lower())
            if self._manner.kind == "slow":
                asyncio.get_running_loop().call_later(SLOW_SECONDS, self._write, answer)
            else:
                self._write(answer)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)

    def _answer(self, path: bytes, headers: bytes) -> bytes:
        if path == b"/robots.txt":
            return _said(b"200 OK", b"User-agent: *\nDisallow: /rahasia/\n", b"text/plain")
        if self._manner.refuses():
            return _said(b"429 Too Many Requests", b"", b"text/plain", b"Retry-After: 20\r\n")
        number = int(re.sub(rb"\D", b"", path) or b"0")
        tag, page = self._pages[number % len(self._pages)]
        if b"if-none-match: " + tag in headers:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
        more = b"Content-Encoding: gzip\r\nETag: " + tag + b"\r\n"
        return _said(b"200 OK", page, b"text/html; charset=utf-8", more)


def _said(status: bytes, body: bytes, kind: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s" % (
        status, kind, len(body), more, body,
    )  # fmt: skip


def address(number: int) -> str:
    """The loopback address of host `number`, from 0."""
    return f"127.0.{number // 200}.{number % 200 + 2}"


async def serve(hosts: int, kinds: list[str], small: bool) -> None:
    """Listen on every address until the process is ended."""
    pages = [
        (b'"v%d"' % n, gzip.compress(article(n, small=small), mtime=0)) for n in range(VARIANTS)
    ]
    loop = asyncio.get_running_loop()
    manners = [Manner(kinds[n] if n < len(kinds) else "well") for n in range(hosts)]
    first = await loop.create_server(lambda: Site(pages, manners[0]), address(0), 0)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, hosts):
        manner = manners[number]
        await loop.create_server(lambda m=manner: Site(pages, m), address(number), port)  # type: ignore[misc]
    print(port, flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--kinds", default="", help="of the first hosts: slow,dead,limiting …")
    parser.add_argument("--small", action="store_true")
    chosen = parser.parse_args()
    kinds = [kind for kind in chosen.kinds.split(",") if kind]
    asyncio.run(serve(chosen.hosts, kinds, chosen.small))


if __name__ == "__main__":
    main()
