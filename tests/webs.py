"""The fictional web beside a command line: what tests of whole processes start from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from patroli.config import read_config
from patroli.demo import ROUNDS, Web, build_world, prepare

REPOSITORY = Path(__file__).resolve().parents[1]
SHIPPED = REPOSITORY / "config"
SMALL = 300
"""Posts of a fictional web for tests that ask it often."""
HOSTS = ("lamantelaga", "catatanwarga", "blogguru", "telagakini", "forumpegawai")
OF_EACH = 3
"""Accounts that are watched on each of these hosts; one of the hosts refuses."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A fictional web that is up, and a workspace that leads to it."""

    folder: Path
    web: Web

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def words(self, *words: str, now: datetime = ROUNDS[-1]) -> list[str]:
        """What follows `patroli` to do something in this workspace at a moment."""
        place = ["--config", str(self.config), "--data", str(self.data)]
        return [*words, *place, "--now", now.isoformat()]

    def command(self, *words: str, now: datetime = ROUNDS[-1]) -> list[str]:
        return patroli(*self.words(*words, now=now))

    def run(
        self, *words: str, now: datetime = ROUNDS[-1], after: timedelta = timedelta()
    ) -> subprocess.CompletedProcess[str]:
        return ended(self.command(*words, now=now + after))


@contextmanager
def a_bench(folder: Path, size: int = SMALL, **settings: object) -> Iterator[Bench]:
    """The fictional web as of the demo's last round, in a hurry, with `settings` changed."""
    world = build_world(read_config(SHIPPED)[0], size=size)
    with Web(world, ROUNDS[-1]) as web:
        config = prepare(folder, SHIPPED, web.port)
        change(config, pace=0.01, retries=0, **settings)
        watch_few(config)
        yield Bench(folder, web)


def change(config: Path, **settings: object) -> None:
    """Write these settings into a `patroli.yaml`."""
    path = config / "patroli.yaml"
    read = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**read, **settings}), "utf-8")


def watch_few(config: Path) -> None:
    """Keep a few accounts in the lists: some of civil servants, all of the contestants' own."""
    left = Counter(dict.fromkeys(HOSTS, OF_EACH))
    for path in sorted((config / "accounts").glob("*.csv")):
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if _is_kept(row, left)]
        path.write_text(head + "".join(kept), "utf-8")


def _is_kept(row: str, left: Counter[str]) -> bool:
    if ",contestant," in row:
        return True
    host = next((host for host in HOSTS if f"//{host}.example/" in row), "")
    left[host] -= 1
    return left[host] >= 0


def patroli(*words: str) -> list[str]:
    return [sys.executable, "-m", "patroli", *words]


def ended(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A process run to its end, whatever its end is."""
    return subprocess.run(
        list(command),
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=240,
        env={**os.environ, "COLUMNS": "200", **(env or {})},
    )
