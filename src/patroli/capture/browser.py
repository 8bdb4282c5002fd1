"""The bytes of a landed page in, a PNG of how it looks out; not one request leaves the machine.

Debian's Chromium runs without scripts, and its only way out is a proxy on loopback that knows one
page and nothing else: whatever the page asks for, be it a picture, a frame or `http://127.0.0.1/`,
ends there. See docs/decisions/0018.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from patroli.imports.picture import kind_of

ADDRESS = "http://patroli.invalid/"
"""RFC 6761: a name that no one can ever have."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; sandbox"
)
WIDTH, HEIGHT = 1000, 2400
MOST_PNG = 20_000_000
FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
    "--disable-client-side-phishing-detection", "--disable-dev-shm-usage", "--disable-breakpad",
    "--metrics-recording-only", "--mute-audio", "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--proxy-bypass-list=<-loopback>",
    f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip


class NoPicture(Exception):
    """Why there is no picture of the page."""


def find_chromium() -> str | None:
    """Chromium's program, if one is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def version_of(program: str) -> str:
    """What it calls itself, such as `Chromium 156.0.1`."""
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
        return said.stdout.strip()[:80]
    return ""


def screenshot(program: str, html: bytes, content_type: str, seconds: float) -> bytes:
    """The page as PNG. Raises NoPicture if the browser fails or takes longer than `seconds`."""
    with tempfile.TemporaryDirectory(prefix="patroli-") as name, _only(html, content_type) as port:
        folder = Path(name)
        picture = folder / "page.png"
        command = [
            program,
            *FLAGS,
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--proxy-server=http://127.0.0.1:{port}",
            f"--screenshot={picture}",
            ADDRESS,
        ]
        _run(command, folder, seconds)
        if not picture.exists() or not 0 < picture.stat().st_size <= MOST_PNG:
            raise NoPicture("the browser made no picture")
        data = picture.read_bytes()
    if kind_of(data) != "image/png":
        raise NoPicture("the browser made something else than a PNG")
    return data


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run to the end, or kill it with all it started."""
    home = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=home, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise NoPicture(f"the browser does not start: {error.strerror}") from error
    with running:
        try:
            code = running.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise NoPicture(f"the browser took longer than {seconds:g} s") from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    if code:
        raise NoPicture(f"the browser ended with {code}")


@contextmanager
def _only(html: bytes, content_type: str) -> Iterator[int]:
    """A proxy that answers with one page for one address, and with nothing for all else."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == ADDRESS
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", content_type if known else "text/plain")
            self.send_header("Content-Length", str(len(html) if known else 0))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if known:
                self.wfile.write(html)

        def log_message(self, *args: object) -> None:
            """Whom a page wanted to call is nobody's concern."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()
