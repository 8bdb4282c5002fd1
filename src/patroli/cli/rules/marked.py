"""How a terminal shows texts that strangers wrote: never as commands to it, spans in colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from patroli.cli.shown import OUT
from patroli.model import Span

COLOURS = ("bright_green", "bright_magenta", "bright_blue", "bright_yellow", "orange1", "orchid1")
TARGET, LOWERED = "bold bright_cyan", "underline yellow"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """A text of the same length that does not steer the terminal: no escapes, no turned lines."""
    return "".join("·" if _steers(c) else c for c in text)


def _steers(character: str) -> bool:
    return character in _TURNING or (
        character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")
    )


def hung(before: Text, text: Text, indent: int = 4) -> None:
    """Print a text that keeps its left edge where it is wrapped."""
    grid = Table.grid(padding=(0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(before, text)
    OUT.print(Padding(grid, (0, 0, 0, indent)))


def styles(spans: Iterable[Span]) -> dict[tuple[str, str], str]:
    """A colour for every group that hit; what points to a contestant, and what lowers, have one."""
    found: dict[tuple[str, str], str] = {}
    for span in spans:
        key = (span.what, "" if span.what != "signal" else span.name)
        if key not in found:
            used = sum(what == "signal" for what, _ in found)
            fixed = {"target": TARGET, "lowered": LOWERED}.get(span.what)
            found[key] = fixed or f"bold {COLOURS[used % len(COLOURS)]}"
    return found


def marked(text: str, spans: Sequence[Span], of: dict[tuple[str, str], str]) -> Text:
    """The text with its spans in colour."""
    shown = Text(printable(text).expandtabs(1))
    for span in spans:
        style = of.get((span.what, "" if span.what != "signal" else span.name), "")
        shown.stylize(style, span.start, span.end)
    return shown


def legend(of: dict[tuple[str, str], str]) -> Text:
    """Which colour is which group."""
    shown = Text("  ")
    for (what, name), style in of.items():
        called = {"target": "peserta", "lowered": "yang menurunkan"}.get(what, name)
        shown.append("■ ", style=style.replace("underline ", ""))
        shown.append(f"{called}   ", style="dim")
    return shown
