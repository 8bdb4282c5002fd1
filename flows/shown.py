"""Stage reports in, Prefect artifacts out: what ops look at after a run."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from patroli.report import StageReport


def show(report: StageReport) -> StageReport:
    """Store a report's tables and its summary, one artifact key a stage; hands the report on."""
    for title, rows in report.tables.items():
        create_table_artifact(
            key=f"{report.stage}-{title}",
            table=[dict(row) for row in rows],
            description=f"{report.stage}: {title}",
        )
    create_markdown_artifact(key=f"{report.stage}-summary", markdown=report.markdown())
    return report


def progress_bar(title: str) -> Callable[[int, int], None]:
    """A progress artifact of the current run; call it with done and total."""
    artifact = create_progress_artifact(progress=0.0, description=title)
    if not isinstance(artifact, UUID):
        raise TypeError("a progress bar is drawn from a synchronous flow")

    def draw(done: int, total: int) -> None:
        update_progress_artifact(artifact, progress=100.0 * done / max(total, 1))

    return draw
