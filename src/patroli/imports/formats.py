"""The name of a format and the bytes of a file in, its posts out."""

from __future__ import annotations

import io
from collections.abc import Mapping

from patroli.errors import BadInput
from patroli.imports.archive import read_archive
from patroli.imports.columns import Places, place_columns
from patroli.imports.content import decoded, unpacked
from patroli.imports.item import Read
from patroli.imports.sheet import rows_of
from patroli.imports.table import Manner, read_rows, texts_of
from patroli.imports.zeeschuimer import read_zeeschuimer
from patroli.model import Platform

FORMATS: Mapping[str, str] = {
    "zeeschuimer": "NDJSON of the browser extension Zeeschuimer (TikTok, Instagram, X, Threads …)",
    "4cat": "CSV exported by 4CAT; its times are UTC",
    "mcl": "CSV of the Meta Content Library; needs --platform",
    "table": "CSV or XLSX that people keep; days before months, the account's own zone",
    "warc": "pages that a browser or a crawler archived, .warc or .warc.gz",
    "screenshot": "one picture or PDF, with what it shows typed beside it",
}
"""What `--as` may be, and what it means."""
MCL = {
    "id": "id",
    "text": "text",
    "time": "creation_time",
    "author": "post_owner.username",
    "url": "mcl_url",
}
"""Columns of the Meta Content Library (data dictionary of its documentation). Its ids are its own
and lead to no post: a post that also came another way stays two.
"""


def read_file(
    kind: str, name: str, data: bytes, named: Mapping[str, str], platform: Platform | None
) -> Read:
    """What a file of one of FORMATS holds. Raises BadInput with every complaint, and nothing else,
    whatever the bytes are.
    """
    if kind == "zeeschuimer":
        return _zeeschuimer(name, data)
    if kind == "warc":
        return read_archive(name, data)
    return read_rows(name, rows_of(name, data), _manner(kind, named, platform))


def propose_columns(
    name: str, data: bytes, named: Mapping[str, str], platform: Platform | None
) -> Places:
    """Which column of a table would be taken for what. Raises BadInput like `read_file`."""
    _, first = next(rows_of(name, data), (1, ()))
    heads = texts_of(first)
    return place_columns(name, heads, named, has_platform=platform is not None)


def _manner(kind: str, named: Mapping[str, str], platform: Platform | None) -> Manner:
    if kind == "mcl":
        if platform is None:
            raise BadInput("found no --platform; expected facebook, instagram or threads")
        columns = {**MCL, **named}
        return Manner(columns, platform, utc=True, ids_of="mcl", reader="mcl-2024")
    if kind == "4cat" and platform is Platform.TELEGRAM:
        named = {"author": "chat", **named}
    return Manner(named, platform, utc=kind == "4cat", reader=kind)


def _zeeschuimer(name: str, data: bytes) -> Read:
    content = unpacked(name, data)
    if content.is_cut:
        raise BadInput(f"{name}: found a gzip file without its end; expected all of it")
    return read_zeeschuimer(io.StringIO(decoded(content.data), newline="\n"), name)
