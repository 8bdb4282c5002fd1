"""How a terminal shows texts that strangers wrote: never as commands to it, spans in colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from rich.text import Text

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


def legend(of: dict[tuple[str, str], str], width: int) -> Text:
    """Which colour is which group; a group is not parted at the end of a line."""
    lines = [Text("  ")]
    for (what, name), style in of.items():
        called = {"target": "peserta", "lowered": "yang menurunkan"}.get(what, name)
        one = Text.assemble(("■ ", style.replace("underline ", "")), (f"{called}   ", "dim"))
        if lines[-1].cell_len + one.cell_len > width + 3 and lines[-1].cell_len > 2:
            lines.append(Text("  "))
        lines[-1].append_text(one)
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)
