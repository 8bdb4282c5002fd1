"""Real servers for tests: started on loopback, in a folder of their own, ended by their pid."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float, host: str = "127.0.0.1") -> None:
    """Return once somebody listens; TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on {host}:{port} after {seconds} s")


@contextmanager
def started(
    command: Sequence[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the length of a `with`; its whole group is ended afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            list(command),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            user=user,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _end(process, stop)


def _end(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    for step in (stop, signal.SIGKILL):
        if process.poll() is None:
            try:
                os.killpg(process.pid, step)
            except ProcessLookupError:
                break
        try:
            process.wait(timeout=20)
            break
        except subprocess.TimeoutExpired:
            continue


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server whose superuser is `prefect`, without a password, on loopback only."""

    port: int
    programs: Path

    def url(self, driver: str = "postgresql+asyncpg") -> str:
        return f"{driver}://prefect@127.0.0.1:{self.port}/prefect"


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    """Debian's PostgreSQL on a free port; as root it runs as the user `postgres` it brings."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    user = "postgres" if os.geteuid() == 0 else None
    data, port = folder / "pg", free_port()
    data.mkdir()
    if user:
        _open_to_others(folder)
        shutil.chown(data, user, user)
    data.chmod(0o700)
    log = folder / "postgresql.log"
    subprocess.run(
        [str(programs / "initdb"), "-D", str(data), "-U", "prefect", "-A", "trust", "-N"],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"]
    server = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-F", *options]
    with started(server, log, user=user, cwd=Path("/"), stop=signal.SIGINT):
        wait_for_port(port, 30)
        subprocess.run(
            [
                str(programs / "createdb"),
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                "prefect",
                "prefect",
            ],
            check=True,
        )
        yield PostgreSQL(port, programs)


def _open_to_others(folder: Path) -> None:
    """Let another user walk to a folder below pytest's own, which are 0700."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.geteuid() and not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)


NGINX = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log combined;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; application/rss+xml rss; application/atom+xml atom; text/plain txt; }}
    default_type application/octet-stream; gzip on; gzip_types application/rss+xml text/plain;
    {servers}
}}
"""


@contextmanager
def nginx(folder: Path, sites: Mapping[str, Path], tls: Path | None = None) -> Iterator[int]:
    """Static sites, one a loopback address: `{"127.0.0.2": folder, …}`; gives their common port.

    What was asked stands in `folder/access.log`. With `tls`, a file with certificate and key, they
    speak TLS and HTTP/2.
    """
    port = free_port()
    kind = f"ssl http2; ssl_certificate {tls}; ssl_certificate_key {tls}" if tls else ""
    servers = "\n".join(
        f"server {{ listen {address}:{port} {kind}; root {root}; }}"
        for address, root in sites.items()
    )
    _open_to_others(folder)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, servers=servers), "utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [program, "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log")]
    with started(command, folder / "nginx.log"):
        wait_for_port(port, 20, next(iter(sites)))
        yield port


def certificate(folder: Path, *names: str) -> Path:
    """One file with a key and a certificate for these addresses that signs itself."""
    both, key = folder / "tls.pem", folder / "tls.key"
    named = ",".join(f"IP:{name}" for name in names)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=uji", "-addext", f"subjectAltName={named}",
         "-keyout", str(key), "-out", str(both)],
        check=True, capture_output=True,
    )  # fmt: skip
    both.write_bytes(both.read_bytes() + key.read_bytes())
    return both
