"""What a stage says when it is done: counts and small tables, for terminals and artifacts alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float
Row = Mapping[str, Cell]
Watch = Callable[[str, int, int], None]
"""Told what is being worked on, how much of it is done, and of how much (0: nobody knows)."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """One stage's account of itself. Tables are for people: tens of rows, not thousands."""

    stage: str
    counts: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """Sentences a person should read, such as what was refused and why."""

    def line(self) -> str:
        """The report in one line: `load: 3 batches, 120 versions`."""
        counts = ", ".join(f"{count:,} {what}" for what, count in self.counts.items())
        return f"{self.stage}: {counts or 'nothing to do'}"

    def markdown(self) -> str:
        """The report as Markdown, tables included."""
        counts = (f"- {count:,} {what}" for what, count in self.counts.items())
        parts = [f"## {self.stage}", *counts]
        for title, rows in self.tables.items():
            parts += ["", f"### {title}", *_markdown_table(rows)]
        if self.notes:
            parts += ["", *(f"> {note}" for note in self.notes)]
        return "\n".join(parts)


def _markdown_table(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return ["(none)"]
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows:
        cells = (str(row.get(head, "")).replace("|", "\\|").replace("\n", " ") for head in heads)
        lines.append("| " + " | ".join(cells) + " |")
    return lines
