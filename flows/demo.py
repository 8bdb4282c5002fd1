"""One day on the fictional web, through the real flows.

    python -m flows.demo FOLDER SHIPPED_CONFIG

Three rounds of collecting fall before the morning of the daily flow, so that posts are written,
edited and deleted between them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from patroli.config import read_config
from patroli.demo import ROUNDS, Web, build_world, prepare
from patroli.report import StageReport

MORNING = timedelta(hours=8)
"""From the last round, late in the evening, to the daily flow at six."""


def say(text: str) -> None:
    print(text, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Prepare the folder, keep the fictional web up, and run `collect` and `daily` on it."""
    folder, shipped = Path(arguments[0]).resolve(), Path(arguments[1]).resolve()
    began = time.monotonic()
    world = build_world(read_config(shipped)[0])
    with Web(world, ROUNDS[0]) as web:
        config = prepare(folder, shipped, web.port)
        say("The fictional web of Telaga Biru is up; everything on it is invented.")
        say("Starting Prefect (a temporary server of its own) …")
        reports = run_flows(web, str(config), str(folder / "data"))
    summary(reports, folder, time.monotonic() - began)
    return 0


def run_flows(web: Web, config: str, data: str) -> list[StageReport]:
    """The same flows that the schedule runs, each at its moment of the fictional calendar."""
    from flows.collect import collect
    from flows.daily import daily

    reports: list[StageReport] = []
    for number, moment in enumerate(ROUNDS, start=1):
        web.show(moment)
        say(f"\nRound {number} of {len(ROUNDS)}, {local(moment)}: collecting …")
        report = collect(config=config, data=data, now=moment)
        say(f"  {report.line()}")
        for row in report.tables["outcomes"]:
            say(f"    {row['outcome']:<18} {row['slots']:>4} slots")
        reports.append(report)
    morning = ROUNDS[-1] + MORNING
    say(f"\nThe daily flow, {local(morning)}: load, match, queue, publish …")
    for report in daily(config=config, data=data, now=morning):
        say(f"  {report.line()}")
        reports.append(report)
    return reports


def summary(reports: Sequence[StageReport], folder: Path, seconds: float) -> None:
    """What was collected, refused and flagged, and where the queue lies."""
    by_stage = {report.stage: report for report in reports}
    say("\nNot reached in the last round (so that silence is not read as innocence):")
    for row in by_stage["collect"].tables["not-reached"]:
        say(f"  {row['outcome']:<18} {row['address']}  {row['detail']}")
    say("\nMatches, by rule and contestant:")
    rules = by_stage["match"].tables["rules"]
    for head in rules[:1]:
        say("  " + "".join(f"{name:<28}" if name == "rule" else f"{name:>14}" for name in head))
    for row in rules:
        say("  " + "".join(f"{c:<28}" if isinstance(c, str) else f"{c:>14}" for c in row.values()))
    say(f"\n{by_stage['queue'].line()}")
    for note in by_stage["queue"].notes:
        say(f"  {note}")
    here = os.path.relpath(folder)
    places = f"--config {here}/config --data {here}/data"
    at = f"--now {(ROUNDS[-1] + MORNING).isoformat()}"
    say(f"\nAsk about that morning like this:\n  .venv/bin/patroli sources {places} {at}")
    say(f"Everything the demo wrote is below {folder}. It took {seconds:.0f} s.")


def local(moment: datetime) -> str:
    return f"{moment:%d %B %Y %H:%M %Z}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
