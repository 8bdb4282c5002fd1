"""How the terminal shows reports, progress and complaints."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from patroli.config.check import COMPLAINTS, in_one_line
from patroli.errors import Complaint
from patroli.report import Row, StageReport, Watch
from patroli.told import Language, Saying

_NOTHING_RUNS = Saying(
    "{many}; nothing runs on a broken configuration.",
    "{many}; tidak ada yang dijalankan dengan konfigurasi yang keliru.",
)
_WORK = {
    str(saying()): saying
    for saying in (
        Saying("groups and lists read", "kelompok dan daftar dibaca"),
        Saying("posts of the corpus read", "unggahan korpus dibaca"),
        Saying("posts read", "unggahan dibaca"),
        Saying("stored posts read", "unggahan tersimpan dibaca"),
        Saying("texts read", "teks dibaca"),
        Saying("texts swapped and matched", "teks dipertukarkan dan dicocokkan"),
        Saying("versions judged twice", "versi dinilai dua kali"),
    )
}
"""What may be watched, in both languages."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
NARROW, LONG = 100, 18
"""Columns of a terminal below which an id of more characters is parted in tables."""

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)


def show_report(report: StageReport, line: str = "") -> None:
    """One line, its own or another, then its tables, then what a person should read."""
    OUT.print(line or report.line(), markup=False, style="bold")
    for title, rows in report.tables.items():
        if rows:
            _show_table(title, rows)
    for note in report.notes:
        hung(Text("! ", style="yellow"), Text(note, style="yellow"), 2)


def hung(before: Text, text: Text, indent: int = 4) -> None:
    """Print a text that keeps its left edge where it is wrapped."""
    grid = Table.grid(padding=(0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(before, text)
    OUT.print(Padding(grid, (0, 0, 0, indent), expand=False))


def _show_table(title: str, rows: Sequence[Row]) -> None:
    heads = list(rows[0])
    table = Table(title=title, title_justify="left", title_style="dim", box=None, pad_edge=True)
    for head in heads:
        number = all(isinstance(row[head], int | float) for row in rows)
        table.add_column(
            head, justify="right" if number else "left", overflow="fold", no_wrap=number
        )
    for row in rows:
        table.add_row(*(parted(str(row[head]), OUT.width) for head in heads))
    OUT.print(table)


def parted(cell: str, width: int) -> str:
    """A long id in lines parted after its dashes where the terminal is narrow."""
    if width >= NARROW or not _ID.fullmatch(cell):
        return cell
    return "\n".join(textwrap.wrap(cell, LONG, break_long_words=False))


def print_at(console: Console, place: Text, said: str) -> None:
    """What is said of a place in a file: in one line for programs, below it for who reads."""
    if console.is_terminal:
        first, *rest = place.wrap(console, max(console.width - 4, 20))
        console.print(first)
        for line in (*rest, Text(said)):
            console.print(Padding(line, (0, 0, 0, 4)))
    else:
        console.print(Text.assemble(place, " ", said), soft_wrap=True)


def show_complaints(complaints: Sequence[Complaint], language: Language) -> None:
    """Every complaint on standard error, and what their number means."""
    for complaint in complaints:
        said = in_one_line(complaint.sentence(language))
        print_at(ERR, Text(in_one_line(complaint.place)), said)
    many = _NOTHING_RUNS(many=COMPLAINTS(count=len(complaints))).words(language)
    ERR.print(many, style="bold red")


@contextmanager
def watching(language: Language = "en") -> Iterator[Watch]:
    """A progress bar per piece of work for the length of a `with`; silent where nobody looks."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in tasks:
                work = _WORK[what]().words(language) if what in _WORK else what
                tasks[what] = progress.add_task(work, total=total or None)
            progress.update(tasks[what], completed=done, total=total or None)

        yield watch
