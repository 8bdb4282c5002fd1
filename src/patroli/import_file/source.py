"""A path and who brings it in, the bytes with their provenance out."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from patroli.errors import BadInput
from patroli.imports.content import file_bytes
from patroli.imports.picture import kind_of


@dataclass(frozen=True, slots=True)
class Brought:
    """Where posts come from. The bytes are read once: what is landed is what was read."""

    name: str
    kind: str
    """One of the formats of `patroli.imports`."""
    by: str
    """Who brought it."""
    at: datetime
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def content_type(self) -> str:
        """What it is, else what its name says."""
        named = mimetypes.guess_type(self.name)[0]
        return kind_of(self.data) or named or "application/octet-stream"


def brought(path: Path, kind: str, by: str, at: datetime) -> Brought:
    """Raises BadInput if the file cannot be read, is too large, or nobody is named."""
    if not by.strip():
        raise BadInput("found nobody; expected the name of who brings the file")
    return Brought(path.name, kind, by.strip(), at, file_bytes(path))
