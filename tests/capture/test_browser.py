"""A picture of a page is made of the landed bytes alone: no script, no file, no request."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from patroli.capture.browser import NoPicture, find_chromium, screenshot

HTML = "text/html; charset=utf-8"
SECONDS = 90.0


@pytest.fixture
def trap() -> Iterator[tuple[int, list[str]]]:
    """A server on loopback that nobody should ask."""
    asked: list[str] = []

    class Trap(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], asked
        server.shutdown()


def drawn(html: str) -> bytes:
    program = find_chromium()
    assert program
    return screenshot(program, html.encode(), HTML, SECONDS)


@pytest.mark.chromium
def test_a_landed_page_becomes_a_png_of_its_own_size() -> None:
    png = drawn("<h1>Coblos nomor 2</h1>")
    assert struct.unpack(">II", png[16:24]) == (1000, 2400)
    assert drawn("<h1>Coblos nomor 2</h1>") == png
    assert drawn("<h1>Coblos nomor 3</h1>") != png


@pytest.mark.chromium
def test_nothing_that_a_page_asks_for_leaves_the_browser(trap: tuple[int, list[str]]) -> None:
    port, asked = trap
    here = f"http://127.0.0.1:{port}"
    drawn(
        f"""<meta http-equiv="refresh" content="0;url={here}/refresh">
        <link rel="stylesheet" href="{here}/style"><link rel="preload" as="image" href="{here}/pre">
        <link rel="dns-prefetch" href="{here}"><link rel="preconnect" href="{here}">
        <img src="{here}/image"><iframe src="{here}/frame"></iframe>
        <object data="{here}/object"></object><embed src="{here}/embed">
        <video src="{here}/video" poster="{here}/poster" autoplay></video>
        <style>@import "{here}/import"; body {{ background: url({here}/background) }}
        @font-face {{ font-family: f; src: url({here}/font) }} p {{ font: f }}</style><p>a</p>
        <script>fetch("{here}/script"); location = "{here}/location"</script>
        <body onload="fetch('{here}/onload')">"""
    )
    assert asked == []


@pytest.mark.chromium
def test_no_script_of_a_page_runs_and_no_file_of_this_machine_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("rahasia " * 500, "utf-8")
    plain = drawn("<p>tenang</p>")
    script = "<script>document.body.style.background='red'</script>"
    assert drawn(f"<p>tenang</p>{script}") == plain
    inside = '<iframe src="{}" width="900" height="900" style="border:0"></iframe>'
    shown = drawn("<p>tenang</p>" + inside.format(secret.as_uri()))
    empty = drawn("<p>tenang</p>" + inside.format("file:///tidak-ada"))
    assert shown == empty


@pytest.mark.chromium
def test_a_browser_that_takes_too_long_is_ended_and_told() -> None:
    program = find_chromium()
    assert program
    with pytest.raises(NoPicture, match=r"took longer than 0\.01 s"):
        screenshot(program, b"<p>a</p>", HTML, 0.01)


@pytest.mark.parametrize(
    ("program", "why"),
    [("/bin/false", "ended with 1"), ("/bin/true", "made no picture"), ("/nowhere", "not start")],
)
def test_a_browser_that_is_none_is_told(program: str, why: str) -> None:
    with pytest.raises(NoPicture, match=why):
        screenshot(program, b"<p>a</p>", HTML, SECONDS)
