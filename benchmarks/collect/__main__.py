"""What collecting costs: `python -m benchmarks.collect [speed] [polite] [unchanged] [memory]`.

* `speed`: pages per CPU second of the asking process, on twenty loopback hosts without a pause:
  patroli's client beside a bare httpx loop, and beside Scrapy with the same parse. Scrapy is taken
  from the Python that `--scrapy` names (a venv of its own with `scrapy`, `trafilatura` and
  `lxml_html_clean`); else it is left out.
* `polite`: 200 hosts, 20 of them slow, dead or limiting, at a pace: how often the others were
  asked, as a share of what their pace allows.
* `unchanged`: accounts of which 95 in 100 have nothing new: requests, CPU seconds and bytes.
* `memory`: the largest memory of a round over many fetches.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.collect.asking import a_slot, settings
from benchmarks.collect.site import address

from patroli.clock import ticking_from
from patroli.collect import Setting, StateStore, collect_round, plan_round
from patroli.landing import list_batches, read_batch

HERE = Path(__file__).parent
PARTS = ("speed", "polite", "unchanged", "memory")
BEGIN = datetime(2029, 11, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process needed."""

    pages: int
    cpu: float
    memory_mb: float
    wall: float
    quarters: Sequence[float] = ()
    """The largest memory in MB after each quarter of a whole round."""

    @property
    def per_cpu_second(self) -> float:
        return self.pages / self.cpu


@contextmanager
def a_web(*words: str) -> Iterator[int]:
    """The benchmark's web in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.collect.site", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def asked(way: str, port: int, pages: int, hosts: int = 20) -> Cost:
    """One way of asking, in a process of its own."""
    return _run([sys.executable, "-m", "benchmarks.collect.asking", way], port, pages, hosts)


def crawled(python: str, way: str, port: int, pages: int, hosts: int = 20) -> Cost:
    """The same by Scrapy."""
    return _run([python, str(HERE / "crawling.py"), way], port, pages, hosts)


def _run(command: list[str], port: int, pages: int, hosts: int) -> Cost:
    more = ["--port", str(port), "--pages", str(pages), "--hosts", str(hosts)]
    said = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(said.stderr)
    cost = Cost(**json.loads(said.stdout.splitlines()[-1]))
    if cost.pages != pages:
        raise SystemExit(f"{command[-1]}: {cost.pages} of {pages} pages were read")
    return cost


def speed(pages: int, runs: int, scrapy: str | None) -> None:
    """Ratios pair by pair, the two sides in turn."""
    pairs: list[tuple[str, str, str | None, str]] = [
        ("fetch", "bare httpx, nothing parsed", None, "bare")
    ]
    if scrapy:
        pairs += [
            ("light", "Scrapy, title and links", scrapy, "light"),
            ("land", "Scrapy, title and links; WARC and Parquet on our side", scrapy, "light"),
            ("read", "Scrapy, main text", scrapy, "text"),
            ("text", "Scrapy, main text; WARC and Parquet on our side", scrapy, "text"),
        ]
    else:
        print("Scrapy is left out: name a Python that has it with --scrapy")
    with a_web("--hosts", "20") as port:
        for ours, against, python, theirs in pairs:
            ratios, rates = [], []
            for _ in range(runs):
                mine = asked(ours, port, pages)
                other = (
                    crawled(python, theirs, port, pages) if python else asked(theirs, port, pages)
                )
                ratios.append(mine.per_cpu_second / other.per_cpu_second)
                rates.append(mine.per_cpu_second)
            middle, least, most = statistics.median(ratios), min(ratios), max(ratios)
            print(
                f"{ours:6} {statistics.median(rates):7.0f} pages/CPU-s  "
                f"{middle:5.2f} x {against}  ({least:.2f} to {most:.2f})"
            )


def polite(hosts: int, per_host: int, pace: float) -> None:
    """A round over hosts of which a tenth is slow, dead or limiting."""
    bad = hosts // 10
    kinds = [("slow", "dead", "limiting")[n % 3] for n in range(bad)]
    with (
        a_web("--hosts", str(hosts), "--kinds", ",".join(kinds), "--small") as port,
        tempfile.TemporaryDirectory(prefix="patroli-polite-") as folder,
    ):
        place = Path(folder)
        chosen = settings(hosts, pace, parallel=256).model_copy(update={"retries": 1})
        slots = [
            a_slot(f"{h}-{n}", f"http://{address(h)}:{port}/p/{n}.html")
            for h in range(hosts)
            for n in range(per_host)
        ]
        with StateStore(place / "state.sqlite") as state:
            round_ = plan_round(slots, state, chosen, BEGIN)
            began = time.monotonic()
            setting = Setting(chosen, state, place / "landing", ticking_from(BEGIN))
            reports = collect_round(round_, setting)
            took = time.monotonic() - began
        fetches = [
            f for b in list_batches(place / "landing") for f in read_batch(b).fetches.to_pylist()
        ]
        show_pace(fetches, {f"{address(h)}:{port}" for h in range(bad, hosts)}, pace)
        ended = sum(len(report.entries) for report in reports)
        print(f"       {ended} of {len(slots)} slots ended in {took:.0f} s")


def show_pace(fetches: list[dict[str, Any]], well: set[str], pace: float) -> None:
    """How near to their pace hosts that answer well were asked, and the shortest time between."""
    times: dict[str, list[datetime]] = {host: [] for host in well}
    for row in fetches:
        if (host := row["url"].split("/")[2]) in well:
            times[host].append(row["fetched_at"])
    ordered = [sorted(at) for at in times.values()]
    shares = [(len(at) - 1) * pace / (at[-1] - at[0]).total_seconds() for at in ordered]
    soonest = min((b - a).total_seconds() for at in ordered for a, b in pairwise(at))
    print(
        f"polite {len(well)} well hosts, a request every {pace:g} s: asked at "
        f"{statistics.median(shares):.3f} of their pace (least {min(shares):.3f}), "
        f"never sooner than {soonest:.3f} s"
    )


def unchanged(accounts: int) -> None:
    """Two rounds over the same accounts; in the second 95 in 100 answer 304."""
    hosts = 100
    with (
        a_web("--hosts", str(hosts), "--small") as port,
        tempfile.TemporaryDirectory(prefix="patroli-unchanged-") as folder,
    ):
        place, chosen = Path(folder), settings(hosts, parallel=256)
        slots = [
            a_slot(f"a{n}", f"http://{address(n % hosts)}:{port}/p/{n}.html")
            for n in range(accounts)
        ]
        with StateStore(place / "state.sqlite") as state:
            for number in range(2):
                begin = BEGIN + timedelta(days=8 * number)
                due = slots if number == 0 else [
                    slot if n % 20 else a_slot(f"new{n}", f"{slot.address}?new")
                    for n, slot in enumerate(slots)
                ]  # fmt: skip
                round_ = plan_round(due, state, chosen, begin)
                cpu, began = time.process_time(), time.monotonic()
                setting = Setting(chosen, state, place / "landing", ticking_from(begin))
                collect_round(round_, setting)
                cpu, took = time.process_time() - cpu, time.monotonic() - began
        new = [b for b in list_batches(place / "landing") if b.day == begin.date()]
        rows = [row for b in new for row in read_batch(b).fetches.to_pylist()]
        outcomes = [row["outcome"] for row in rows]
        wire = sum(row["wire_bytes"] for row in rows)
        kept = sum(f.stat().st_size for b in new for f in b.path.iterdir())
        print(
            f"unchanged {accounts} accounts, {outcomes.count('unchanged')} of them unchanged: "
            f"{len(rows)} requests, "
            f"{cpu:.1f} CPU-s, {wire:,} bytes of bodies, {kept:,} bytes landed, {took:.0f} s"
        )


def memory(fetches: int) -> None:
    """A long round of small pages."""
    hosts = 50
    with a_web("--hosts", str(hosts), "--small") as port:
        few, many = (asked("long", port, n, hosts) for n in (fetches // 10, fetches))
        quarters = ", ".join(f"{largest:.0f}" for largest in many.quarters)
        print(
            f"memory {few.memory_mb:.0f} MB at {few.pages:,} fetches, "
            f"{many.memory_mb:.0f} MB at {many.pages:,}, up to its quarters {quarters}"
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scrapy", help="a Python that has Scrapy")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a few pages, to see that it runs")
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"found {', '.join(sorted(unknown))}; expected {', '.join(PARTS)}")
    parts, quick = chosen.parts or PARTS, chosen.quick
    if "speed" in parts:
        speed(60 if quick else 1_000, 1 if quick else chosen.runs, chosen.scrapy)
    if "polite" in parts:
        polite(20 if quick else 200, 3 if quick else 20, 0.05 if quick else 4.0)
    if "unchanged" in parts:
        unchanged(200 if quick else 10_000)
    if "memory" in parts:
        memory(1_000 if quick else 100_000)


if __name__ == "__main__":
    main()
