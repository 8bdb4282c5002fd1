"""How long the commands that people wait for take, next to starting Python itself.

Each is a whole process, from `exec` to exit, and the four take turns in one run:

* `python`: `python -c pass`, below which no program in Python can come;
* `pydantic`: `python -c "import pydantic"`, what one imported library costs;
* `help`: `patroli --help`;
* `check`: `patroli check` on the shipped configuration, with every example of every rule run for
  every contestant. Nothing is kept from one start to the next but what Python itself keeps, the
  compiled modules (`.pyc`), as an installed copy has them: they are written by a turn before.

Wall time is what people feel; on a machine that does other things at the same time the CPU time of
the process and the ratios say more.

    python benchmarks/startup.py [--repeat 9] [--quick]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SIDES: dict[str, tuple[str, ...]] = {
    "python": ("-c", "pass"),
    "pydantic": ("-c", "import pydantic"),
    "help": ("-m", "patroli", "--help"),
    "check": ("-m", "patroli", "check", "--config", str(REPOSITORY / "config")),
}
GOALS = {"help": 0.3, "check": 1.0}
"""Seconds."""


@dataclass(frozen=True)
class Cost:
    """Seconds of one process: on the wall, and of the processor in user and system mode."""

    wall: float
    cpu: float


def main(argv: Sequence[str] | None = None) -> None:
    """Start every side in turns, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="one turn, to see that it runs")
    chosen = parser.parse_args(argv)
    show(compare(1 if chosen.quick else chosen.repeat))


def compare(repeat: int) -> dict[str, list[Cost]]:
    """The costs of every side, one of each per turn; a turn before them fills the caches."""
    costs: dict[str, list[Cost]] = {name: [] for name in SIDES}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(repeat + 1):
            for name, arguments in SIDES.items():
                cost = timed((sys.executable, *arguments), environment)
                if turn:
                    costs[name].append(cost)
    return costs


def timed(command: tuple[str, ...], environment: Mapping[str, str]) -> Cost:
    """One process from start to exit. Raises CalledProcessError if it fails."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system
    return Cost(wall, cpu - before.children_user - before.children_system)


def show(costs: dict[str, list[Cost]]) -> None:
    """Medians and fastest, and the medians of the ratios taken within each turn."""
    print(f"{'':10}{'wall s':>8}{'fastest':>9}{'cpu s':>8}{'× python':>10}{'× pydantic':>12}  goal")
    for name, taken in costs.items():
        walls = [cost.wall for cost in taken]
        cpu = statistics.median(cost.cpu for cost in taken)
        ratios = [
            statistics.median(a.wall / b.wall for a, b in zip(taken, costs[peer], strict=True))
            for peer in ("python", "pydantic")
        ]
        goal = f"under {GOALS[name]} s" if name in GOALS else ""
        print(
            f"{name:10}{statistics.median(walls):8.3f}{min(walls):9.3f}{cpu:8.3f}"
            f"{ratios[0]:10.1f}{ratios[1]:12.1f}  {goal}".rstrip()
        )


if __name__ == "__main__":
    main()
