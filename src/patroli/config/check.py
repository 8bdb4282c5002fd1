"""Complaints in, the text that `patroli check` prints out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from patroli.errors import Complaint


def render_complaints(complaints: Iterable[Complaint]) -> str:
    """Every complaint under its file in the order of lines, the counts first; no final newline.

    Each line begins with `file:line`, so that an editor's terminal can jump there.
    """
    ordered = sorted(set(complaints))
    if not ordered:
        return "No complaints."
    groups = [(file, list(group)) for file, group in groupby(ordered, key=lambda c: c.file)]
    lines = [f"{_count(len(ordered), 'complaint')} in {_count(len(groups), 'file')}"]
    for file, group in groups:
        lines += ["", f"{file} ({len(group)})", *(f"  {_one_line(str(c))}" for c in group)]
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _one_line(text: str) -> str:
    """Control characters spelled out: a file's content may not move a terminal's cursor."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
