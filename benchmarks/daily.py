"""What Prefect costs the daily flow.

The fictional web is collected once. Then load, match, queue and publish run on fresh copies of that
landing, in turns:

* `plain`: the stages called one after another, as `patroli run` does;
* `flow`: the same stages through `flows.daily.daily`, on one temporary Prefect server that is
  already up.

Wall time is what ops wait for. CPU time is that of this process and of the server it started (on
Linux; elsewhere of this process alone). Importing Prefect and starting the server are told apart,
for a team with a server pays them once and not every day.

    python benchmarks/daily.py [--runs 3] [--quick]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
QUICK_SLOTS = 12


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall and of the processor."""

    wall: float
    cpu: float


def main(argv: Sequence[str] | None = None) -> None:
    """Collect once, time both sides in turns, print medians and Prefect's share."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one run on few accounts")
    chosen = parser.parse_args(argv)
    runs = 1 if chosen.quick else max(chosen.runs, 1)
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    with tempfile.TemporaryDirectory(prefix="patroli-daily-") as place:
        folder = Path(place)
        quiet_prefect(folder)
        config, landing = collected(folder, QUICK_SLOTS if chosen.quick else None)
        importing = timed(import_flow)
        first = a_copy(landing, folder / "first")
        starting = timed(lambda: through_prefect(config, first))
        pairs = [measured(config, landing, folder / str(number)) for number in range(runs)]
    show(importing, starting, pairs)


def quiet_prefect(folder: Path) -> None:
    """A Prefect of this run's own, that reports to nobody and leaves nothing."""
    os.environ |= {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_PROFILES_PATH": str(folder / "prefect" / "profiles.toml"),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "150",
    }
    os.environ.pop("PREFECT_API_URL", None)


def collected(folder: Path, slots: int | None) -> tuple[Path, Path]:
    """The configuration, and what one round over the fictional web landed."""
    from patroli import stages
    from patroli.clock import ticking_from
    from patroli.config import read_config
    from patroli.demo import ROUNDS, Web, build_world, prepare
    from patroli.workspace import Workspace

    shipped = REPOSITORY / "config"
    with Web(build_world(read_config(shipped)[0]), ROUNDS[-1]) as web:
        config = prepare(folder / "web", shipped, web.port)
        place = Workspace.open(config, folder / "web" / "data")
        round_ = stages.plan_round(place, ROUNDS[-1])
        if slots:
            round_ = replace(round_, batches=(round_.batches[0][:slots],))
        stages.collect_round(place, round_, ticking_from(ROUNDS[-1]))
    return config, place.landing


def import_flow() -> None:
    import flows.daily  # noqa: F401


def measured(config: Path, landing: Path, folder: Path) -> tuple[Cost, Cost]:
    """The plain stages and the flow, each on a copy of one landing."""
    plain, flow = a_copy(landing, folder / "plain"), a_copy(landing, folder / "flow")
    return timed(lambda: plainly(config, plain)), timed(lambda: through_prefect(config, flow))


def a_copy(landing: Path, data: Path) -> Path:
    shutil.copytree(landing, data / "landing")
    return data


def plainly(config: Path, data: Path) -> None:
    """What the flow does, without Prefect; the configuration is read on both sides."""
    from flows.daily import DAY

    from patroli.workspace import Workspace

    place = Workspace.open(config, data)
    for stage in DAY.values():
        stage(place, morning())


def through_prefect(config: Path, data: Path) -> None:
    from flows.daily import daily

    daily(config=str(config), data=str(data), now=morning())


def morning() -> datetime:
    from patroli.demo import ROUNDS

    return ROUNDS[-1] + timedelta(hours=8)


def timed(act: Callable[[], object]) -> Cost:
    cpu, wall = time.process_time() + cpu_of_children(), time.perf_counter()
    act()
    wall = time.perf_counter() - wall
    return Cost(wall, time.process_time() + cpu_of_children() - cpu)


def cpu_of_children() -> float:
    """Seconds of processor that the processes started here and still running have used."""
    lists = Path("/proc/self/task").glob("*/children")
    ticks = 0
    for child in (pid for listed in lists for pid in listed.read_text().split()):
        # After the name in brackets, which may hold blanks: user and system are fields 14 and 15.
        fields = Path("/proc", child, "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def show(importing: Cost, starting: Cost, pairs: list[tuple[Cost, Cost]]) -> None:
    """Medians of both sides, and of Prefect's share within each turn."""
    plain, flow = zip(*pairs, strict=True)
    print(f"{'':34}{'wall s':>8}{'cpu s':>8}")
    for name, costs in (
        ("importing Prefect, once", (importing,)),
        ("first flow, with server's start", (starting,)),
        (f"plain, median of {len(pairs)}", plain),
        (f"flow, median of {len(pairs)}", flow),
    ):
        wall = statistics.median(cost.wall for cost in costs)
        cpu = statistics.median(cost.cpu for cost in costs)
        print(f"{name:34}{wall:8.2f}{cpu:8.2f}")
    wall = statistics.median(1 - a.wall / b.wall for a, b in pairs)
    cpu = statistics.median(1 - a.cpu / b.cpu for a, b in pairs)
    print(f"Prefect's share of the flow: wall {wall:.0%}, cpu {cpu:.0%}")


if __name__ == "__main__":
    main()
