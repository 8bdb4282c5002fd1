"""Files and values in, hashes and stable bytes out."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import IO


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys: the same value has the same bytes."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def sync_and_close(file: IO[bytes]) -> None:
    """Have the disk keep it, then close it."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def sync_folder(folder: Path) -> None:
    """Have the disk keep which names stand in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
