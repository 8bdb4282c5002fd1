"""What Prefect costs the daily flow.

    python benchmarks/daily.py [--runs 3]

The fictional web is collected once. Then load, match, queue and publish run on copies of that
landing, in turn as plain stages and through `flows.daily.daily` on one temporary Prefect server
that is already up. What is compared is the time of the stages and of the flow; starting the
server and importing Prefect are told apart.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))


def main() -> int:
    parser = argparse.ArgumentParser(description="What Prefect costs the daily flow.")
    parser.add_argument("--runs", type=int, default=3)
    runs = max(parser.parse_args().runs, 1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        quiet_prefect(folder)
        config, landing = collected(folder)
        imported = time.perf_counter()
        from flows.daily import daily

        imported = time.perf_counter() - imported
        started = time.perf_counter()
        daily(config=str(config), data=str(a_copy(landing, folder / "first")), now=morning())
        started = time.perf_counter() - started
        pairs = [measured(config, landing, folder / str(number)) for number in range(runs)]
    plain = statistics.median(p for p, _ in pairs)
    flow = statistics.median(f for _, f in pairs)
    share = statistics.median(1 - p / f for p, f in pairs)
    print(f"import Prefect and the flow          {imported:6.2f} s")
    print(f"first run, starting the server       {started:6.2f} s")
    print(f"the stages called plainly            {plain:6.2f} s (median of {runs})")
    print(f"the same through the daily flow      {flow:6.2f} s (median of {runs})")
    print(f"Prefect's share of the flow's time   {share:6.0%}   (median of paired runs)")
    return 0


def quiet_prefect(folder: Path) -> None:
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


def morning() -> datetime:
    from patroli.demo import ROUNDS

    return ROUNDS[-1] + timedelta(hours=8)


def collected(folder: Path) -> tuple[Path, Path]:
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
        for slots in round_.batches:
            stages.collect_batch(place, round_, slots, ticking_from(ROUNDS[-1]))
    return config, place.landing


def a_copy(landing: Path, data: Path) -> Path:
    shutil.copytree(landing, data / "landing")
    return data


def measured(config: Path, landing: Path, folder: Path) -> tuple[float, float]:
    """Seconds of the plain stages, and of the flow, on fresh copies of one landing."""
    from flows.daily import DAY, daily

    from patroli.workspace import Workspace

    now = morning()
    data = a_copy(landing, folder / "plain")
    began = time.perf_counter()
    place = Workspace.open(config, data)
    for stage in DAY.values():
        stage(place, now)
    plain = time.perf_counter() - began
    data = a_copy(landing, folder / "flow")
    began = time.perf_counter()
    daily(config=str(config), data=str(data), now=now)
    return plain, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
