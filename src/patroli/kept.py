"""Compiled rule sets on disk, so that a second start with the same rules need not compile again.

A cache may cost time and never a judgement, so the rules of it are narrow:

* An entry belongs to one rule set, one state of patroli's own source, one Python and one version of
  each library that takes part. Any other looks for another name and finds nothing.
* It is read only from a folder and a file that belong to this user and that nobody else may write.
  Who can write as this user could as well change the rules or patroli itself.
* It begins with the SHA-256 of its name and content. What is cut short, swapped or rotten does not
  verify and is as if it were not there. It holds JSON, and a database that Hyperscan checks again.
* It is written under another name and renamed. A full, missing or forbidden folder costs the
  compile that was to be saved; nothing here raises.

`patroli check` never looks here: it is there to find out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from patroli.match.shelf import NOTHING, Shelf
from patroli.rules import RuleSet

MAGIC = b"patroli compiled rules 1\n"
SUFFIX = ".kept"
MOST_BYTES = 1_000_000_000
MOST_ENTRIES = 60
"""About twenty rule sets; the ones not used for longest are thrown away."""

LIBRARIES = ("numpy", "hyperscan", "ahocorasick-rs", "pydantic")
ROOMS = ("patroli.match", "patroli.rules", "patroli.config", "patroli.model")


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where compiled rule sets are kept: `PATROLI_CACHE`, else below `XDG_CACHE_HOME`, else below
    `~/.cache`; None, and nothing is kept, if `PATROLI_CACHE` is empty or no home is known.
    """
    if (chosen := environment.get("PATROLI_CACHE")) is not None:
        return Path(chosen) if chosen else None
    home = environment.get("HOME", "")
    base = environment.get("XDG_CACHE_HOME", "") or (f"{home}/.cache" if home else "")
    return Path(base) / "patroli" if base.startswith("/") else None


def shelf_of(rules: RuleSet, folder: Path | None) -> Shelf:
    """The shelf of one rule set in a cache folder; one that stays empty where there is none."""
    program = _program() if folder and hasattr(os, "geteuid") else ""
    if folder is None or not program:
        return NOTHING
    state = hashlib.sha256(f"{rules.hash}\n{program}".encode())
    return Kept(folder, state.hexdigest())


class Kept:
    """The entries of one rule set in one folder."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key

    def take(self, name: str) -> bytes | None:
        """The content of an entry that is ours and verifies, else None."""
        with contextlib.suppress(OSError, MemoryError):
            if _ours(os.lstat(self._folder), stat.S_ISDIR):
                path = self._folder / self._file(name)
                raw = _read(path)
                head = len(MAGIC) + hashlib.sha256().digest_size
                content = raw[head:]
                if raw[:head] == MAGIC + self._digest(name, content):
                    os.utime(path)
                    return content
        return None

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry, if this user has a folder for it."""
        with contextlib.suppress(OSError, MemoryError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _ours(os.lstat(self._folder), stat.S_ISDIR):
                self._write(name, content)
                self._prune()

    def _write(self, name: str, content: bytes) -> None:
        handle, aside = tempfile.mkstemp(dir=self._folder, prefix=".new-", suffix=SUFFIX)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(MAGIC + self._digest(name, content) + content)
            Path(aside).replace(self._folder / self._file(name))
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise

    def _prune(self) -> None:
        entries = [(entry.lstat().st_mtime, entry) for entry in self._folder.glob(f"*{SUFFIX}")]
        for _, entry in sorted(entries, reverse=True)[MOST_ENTRIES:]:
            entry.unlink(missing_ok=True)

    def _file(self, name: str) -> str:
        return f"{self._key}.{name}{SUFFIX}"

    def _digest(self, name: str, content: bytes) -> bytes:
        return hashlib.sha256(f"{self._key}\n{name}\n".encode() + content).digest()


def _ours(status: os.stat_result, is_kind: object) -> bool:
    """Whether it is of a kind, belongs to this user, and nobody else may write it."""
    return (
        callable(is_kind)
        and bool(is_kind(status.st_mode))
        and status.st_uid == os.geteuid()
        and not status.st_mode & 0o022
    )


def _read(path: Path) -> bytes:
    """The bytes of a file of ours. Raises OSError for any other."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not _ours(status, stat.S_ISREG) or status.st_size > MOST_BYTES:
            raise PermissionError(f"{path} is not a file of this user alone")
        return file.read(MOST_BYTES)


@cache
def _program() -> str:
    """All that takes part in compiling and judging besides the rules; empty if it is not known."""
    sources = [file for room in ROOMS for file in files(room).iterdir()]
    texts = sorted(
        (file.name, file.read_bytes())
        for file in sources
        if file.name.endswith(".py") and file.is_file()
    )
    if len(texts) <= len(ROOMS):
        return ""
    state = hashlib.sha256()
    for name, text in texts:
        state.update(b"%d:%s%d:%s" % (len(name), name.encode(), len(text), text))
    for library in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            state.update(f"{library} {version(library)}\n".encode())
    machine = (sys.version, sys.byteorder, platform.machine(), unicodedata.unidata_version)
    state.update("\n".join(machine).encode())
    return state.hexdigest()
