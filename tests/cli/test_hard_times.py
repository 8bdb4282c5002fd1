"""A disk that is full, a lock that is held, a server that is told to stop."""

from __future__ import annotations

import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.one_day import ask
from tests.services import free_port, wait_for_port
from tests.webs import Bench, a_bench, ended, patroli

from patroli.hold import Hold


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """What a run leaves that nothing disturbs."""
    with a_bench(tmp_path_factory.mktemp("utuh")) as bench:
        assert bench.run("run").returncode == 0
        return versions(bench)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def versions(bench: Bench) -> list[tuple[str, ...]]:
    return ask(bench.data / "history.duckdb", "SELECT post_id, version FROM versions ORDER BY ALL")


@pytest.mark.parametrize("room", [2_000, 12_000, 90_000, 400_000, 2_000_000])
def test_a_full_disk_is_said_and_a_later_run_completes(
    bench: Bench, whole: list[tuple[str, ...]], room: int
) -> None:
    """No file may grow beyond `room` bytes: the state, a capture, the history, the snapshot."""
    said = ended(["prlimit", f"--fsize={room}", *bench.command("run")])
    assert said.returncode == 1, said.stdout + said.stderr
    assert said.stderr.startswith("patroli: ")
    assert "Traceback" not in said.stderr
    assert list(bench.data.rglob(".*")) == []
    later = bench.run("run")
    assert later.returncode == 0, later.stderr
    assert versions(bench) == whole


def test_a_held_history_is_named_with_its_holder(bench: Bench) -> None:
    assert bench.run("collect").returncode == 0
    waiting = subprocess.Popen(bench.command("load"), stderr=subprocess.PIPE, text=True)
    with Hold(bench.data / "history.duckdb", wait=10), pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=4)
    assert waiting.wait(timeout=60) == 0
    assert waiting.stderr
    waiting.stderr.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_fictional_web_is_served_until_told_to_stop(
    tmp_path: Path, stop: signal.Signals
) -> None:
    port = free_port()
    serving = subprocess.Popen(
        patroli("demo", "--serve", "--port", str(port)),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for_port(port, 30)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200
            assert b"telagakini.example" in answer.read()
        serving.send_signal(stop)
        said, _ = serving.communicate(timeout=30)
    finally:
        serving.kill()
        serving.wait()
    assert serving.returncode == 0
    assert f":{port}" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        said = ended(patroli("demo", "--serve", "--port", str(bench.web.port)), cwd=tmp_path)
    assert said.returncode == 1
    assert "cannot listen" in said.stderr
