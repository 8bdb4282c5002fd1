"""A file system of a few pages in a mount namespace of its own, to be full on purpose."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PLENTY = 200_000_000
_UP = 'mount -t tmpfs -o size="$1" tmpfs "$0" && echo up && exec sleep 3600'
_LEAVE = (
    'set -- $(($(df -B1 --output=used "$0" | tail -n1) + $1)); '
    'exec mount -o remount,size="$(($1 > 4096 ? $1 : 4096))" "$0"'
)


class NoNamespaces(Exception):
    """The system does not let this process mount anything, not even for itself."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A disk that only processes started `inside` see where it is mounted."""

    holder: int
    mounted: Path

    @property
    def seen(self) -> Path:
        """The disk as a process outside of the namespace finds it."""
        return Path(f"/proc/{self.holder}/root{self.mounted}")

    def inside(self, command: Sequence[str]) -> list[str]:
        """The command as it runs where the disk is mounted."""
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={self.holder}", "--mount", *user, "--", *command]

    def leave(self, room: int) -> None:
        """Change the size so that `room` bytes are free beside what is there."""
        command = ["sh", "-c", _LEAVE, str(self.mounted), str(room)]
        subprocess.run(self.inside(command), check=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """A disk mounted over `folder` for as long as the block lasts. Raises NoNamespaces."""
    alone = ["--mount", "--propagation=private"]
    alone += [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = ["unshare", *alone, "sh", "-c", _UP, str(folder), str(PLENTY)]
    try:
        holding = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    except FileNotFoundError as error:
        raise NoNamespaces(str(error)) from error
    assert holding.stdout
    assert holding.stderr
    try:
        if holding.stdout.readline() != "up\n":
            raise NoNamespaces(holding.stderr.read().strip())
        yield SmallDisk(holding.pid, folder)
    finally:
        holding.kill()
        holding.wait()
        holding.stdout.close()
        holding.stderr.close()
