"""The name of a collecting process out; and whether the process behind such a name is dead."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path


@cache
def own_name() -> str:
    """`machine/process/start`: the same for all threads of a process, different after a restart."""
    return f"{_machine()}/{os.getpid()}/{_started(os.getpid())}"


def is_dead(name: str) -> bool:
    """Whether a collector surely runs no more; False where that cannot be told from here."""
    machine, _, process = name.partition("/")
    number, _, started = process.partition("/")
    if machine != _machine() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return started != _started(int(number))


@cache
def _machine() -> str:
    """The host, and its process numbers' own space: two containers may share a host's name."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        space = "-"
    return f"{socket.gethostname().replace('/', '-')}:{space}"


def _started(process: int) -> str:
    """Ticks since the machine's start at which a process began; empty where nobody tells."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
