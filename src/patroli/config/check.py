"""Complaints in, the text of all of them out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from patroli.errors import Complaint
from patroli.told import Language, Saying

NO_COMPLAINTS = Saying("No complaints.", "Tidak ada keluhan.")
COMPLAINTS = Saying("{count:,} complaints", "{count:,} keluhan", one="{count} complaint")
FILES = Saying("{count:,} files", "{count:,} berkas", one="{count} file")
_IN_FILES = Saying("{complaints} in {files}", "{complaints} dalam {files}")


def render_complaints(complaints: Iterable[Complaint], language: Language = "en") -> str:
    """Every complaint under its file in the order of lines, the counts first; no final newline.

    Each line begins with `file:line`, so that an editor's terminal can jump there.
    """
    ordered = sorted(set(complaints))
    if not ordered:
        return NO_COMPLAINTS().words(language)
    groups = [(file, list(group)) for file, group in groupby(ordered, key=lambda c: c.file)]
    many, files = COMPLAINTS(count=len(ordered)), FILES(count=len(groups))
    lines = [_IN_FILES(complaints=many, files=files).words(language)]
    for file, group in groups:
        lines += [
            "",
            f"{file} ({len(group)})",
            *(f"  {in_one_line(c.words(language))}" for c in group),
        ]
    return "\n".join(lines)


def in_one_line(text: str) -> str:
    """Control characters spelled out: a file's content may not move a terminal's cursor."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
