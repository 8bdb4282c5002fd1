"""How the terminal shows reports, progress and complaints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
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

from patroli.config.check import COMPLAINTS, one_line
from patroli.errors import Complaint
from patroli.report import Row, StageReport, Watch
from patroli.told import Language, Saying

_NOTHING_RUNS = Saying(
    "{many}; nothing runs on a broken configuration.",
    "{many}; tidak ada yang dijalankan dengan konfigurasi yang keliru.",
)

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)


def show_report(report: StageReport) -> None:
    """One line, then its tables, then what a person should read."""
    OUT.print(report.line(), markup=False, style="bold")
    for title, rows in report.tables.items():
        if rows:
            _show_table(title, rows)
    for note in report.notes:
        OUT.print(f"  ! {note}", markup=False, style="yellow")


def _show_table(title: str, rows: Sequence[Row]) -> None:
    heads = list(rows[0])
    table = Table(title=title, title_justify="left", title_style="dim", box=None, pad_edge=True)
    for head in heads:
        number = all(isinstance(row[head], int | float) for row in rows)
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(row[head]) for head in heads))
    OUT.print(table)


def show_complaints(complaints: Sequence[Complaint], language: Language) -> None:
    """Every complaint on standard error, and what their number means."""
    for complaint in complaints:
        ERR.print(one_line(complaint, language), markup=False, soft_wrap=True)
    many = _NOTHING_RUNS(many=COMPLAINTS(count=len(complaints))).words(language)
    ERR.print(many, style="bold red")


@contextmanager
def watching() -> Iterator[Watch]:
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
                tasks[what] = progress.add_task(what, total=total or None)
            progress.update(tasks[what], completed=done, total=total or None)

        yield watch
