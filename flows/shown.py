"""Stage reports in, Prefect artifacts out: what ops look at after a run."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

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
