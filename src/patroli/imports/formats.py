"""The name of a format and a file in, its posts out."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from patroli.errors import BadInput
from patroli.imports.item import Read
from patroli.imports.table import decoded, read_table, utc
from patroli.imports.zeeschuimer import read_zeeschuimer
from patroli.model import Platform

FORMATS: Mapping[str, str] = {
    "zeeschuimer": "NDJSON of the browser extension Zeeschuimer (TikTok, Instagram)",
    "4cat": "CSV exported by 4CAT; its times are UTC",
    "table": "CSV or XLSX that people keep; days before months, the account's own zone",
}
"""What `--as` may be, and what it means."""


def read_file(kind: str, path: Path, named: Mapping[str, str], platform: Platform | None) -> Read:
    """The posts of a file of one of FORMATS. Raises BadInput with every complaint."""
    try:
        if kind == "zeeschuimer":
            data = path.read_bytes()
            text = decoded(gzip.decompress(data) if path.suffix == ".gz" else data)
            return read_zeeschuimer(iter(text.split("\n")), path.name)
        read = read_table(path, named, platform)
    except OSError as error:
        raise BadInput(f"{path}: found {error.strerror or error}; expected a file") from error
    if kind == "4cat":
        stamped = (replace(item, published=utc(str(item.published))) for item in read.items)
        return Read(tuple(stamped))
    return read
