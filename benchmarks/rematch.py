"""How long a whole history takes to be matched again, and in how much memory.

    .venv/bin/python -m benchmarks.rematch [--posts 1000000] [--processes 2] [--quick]

Invented sightings are landed and loaded into a history as the daily flow would, so many days of
them; their texts are ../shared/corpora/posts.csv.gz over and over, each with a number of its own so
that no two are one, and a sentence of support for an invented contestant in one of a thousand.
Where the corpus is not there the texts are invented words, and it says so. A fifth are replies,
twenty of them to one post of the same history, one in a hundred of which assents: every other one
with the text that it answers, the rest only with its id; half of what is answered is by somebody
whose role is known.
Then the `match` stage runs in a process of its own, with so many more that match, on a rule set
that has judged none of them: it reads, matches and records all. Four times a second the resident
memory of all these processes is added up; pages that they share are counted in each. What ten
million would take follows from the time from the first recorded block to the last. Whether memory
is flat is seen in its peak in each quarter.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gzip
import itertools
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.load import LETTERS, SLOT_LIST, START, fetches, sighted

from patroli.config import read_config
from patroli.history import History
from patroli.landing import BatchWriter, Sighting, list_batches
from patroli.model import digest, post_id
from patroli.workspace import Workspace

REPOSITORY = Path(__file__).resolve().parents[1]
CORPUS = REPOSITORY.parent / "shared" / "corpora" / "posts.csv.gz"
MANY = 10_000_000
GOAL_BYTES = 2_000_000_000
PER_DAY = 50_000
SUPPORTING_EVERY = 1_000
EVERY_SECONDS = 0.25
REPLY_EVERY = 5
TOGETHER = 20
"""Replies to one post."""
ASSENTING_EVERY = 100
ASSENTING = ("Mantap pak, siap!", "Setuju, rumah saya juga", "Lanjutkan!")
NOW = START + timedelta(days=100)

STAGE = """
import sys, time
from datetime import datetime
from pathlib import Path
from patroli import stages
from patroli.workspace import Workspace

config, data, cache, now, processes = sys.argv[1:]

def watch(what, done, total):
    print(f"{time.time()} {done}", flush=True)

if __name__ == "__main__":
    place = Workspace.open(config, data, Path(cache))
    print(f"{time.time()} 0", flush=True)
    report = stages.match(place, datetime.fromisoformat(now), watch, int(processes))
    print("matches", report.counts["new matches"], flush=True)
"""


@dataclass(frozen=True)
class Seen:
    """In how much memory all processes were at one moment."""

    moment: float
    first: int
    """Bytes of the process that reads and records."""
    others: int

    @property
    def resident(self) -> int:
        return self.first + self.others


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="few posts, to see that it runs")
    chosen = parser.parse_args()
    posts = 3_000 if chosen.quick else chosen.posts
    folder = Path(tempfile.mkdtemp(prefix="patroli-rematch-"))
    try:
        loaded(folder / "data", posts)
        return 0 if shown(folder, chosen.processes) or chosen.quick else 1
    finally:
        shutil.rmtree(folder)


def loaded(data: Path, posts: int) -> None:
    """A history of so many versions, none of them judged."""
    said = texts()
    place = Workspace.open(REPOSITORY / "config", data)
    by_role = {account.role: account.holder for account in place.config.accounts}
    authors = (*by_role.values(), *(f"warga {n}" for n in range(len(by_role))))
    for day, first in enumerate(range(0, posts, PER_DAY)):
        with BatchWriter(data / "landing", (START + timedelta(days=day)).date(), "r") as batch:
            sightings = list(landed(day, range(first, min(first + PER_DAY, posts)), said, authors))
            batch.add(sightings=sightings, fetches=fetches(sightings))
        with History.open(place.history) as history:
            report = history.load(list_batches(data / "landing")[-1:], NOW)
        assert not report.refused
        shutil.rmtree(data / "landing")
    size = place.history.stat().st_size / 1e6
    print(f"{posts:,} stored versions, {size:,.0f} MB of history")


def landed(day: int, numbers: range, said: list[str], authors: Sequence[str]) -> Iterator[Sighting]:
    """Sightings of one day, each of a post of its own."""
    (one,) = sighted(0, 1, 0, said, random.Random(1))
    for number in numbers:
        post = replace(
            one.post,
            id=post_id("web", address(number)),
            native_id=address(number),
            url=address(number),
            text=text_of(number, said),
            published_at=START + timedelta(seconds=number % 1_000_000),
        )
        thread = number // (REPLY_EVERY * TOGETHER)
        above, author = thread * REPLY_EVERY * TOGETHER, authors[thread % len(authors)]
        if number == above:
            post = replace(post, author=author)
        elif is_reply(number):
            post = replace(
                post,
                parent_id=post_id("web", address(above)),
                parent_author=author,
                parent_text=text_of(above, said) if thread // len(authors) % 2 else "",
            )
        yield replace(
            one,
            post=post,
            slot=SLOT_LIST[number % len(SLOT_LIST)],
            fetch_id=digest("fetch", str(day), str(number // 20)),
            round_id=f"round-{day}",
            seen_at=START + timedelta(days=day, seconds=number % 80_000),
        )


def address(number: int) -> str:
    return f"http://host{number % 60}.example/{number}"


def is_reply(number: int) -> bool:
    return number % REPLY_EVERY == REPLY_EVERY - 1


def text_of(number: int, said: list[str]) -> str:
    replies = number // REPLY_EVERY
    if is_reply(number) and replies % ASSENTING_EVERY == 0:
        return f"{ASSENTING[replies // ASSENTING_EVERY % len(ASSENTING)]} {number}"
    return f"{said[number % len(said)]} {number}"


def texts() -> list[str]:
    """What is said, over and over."""
    chance = random.Random(2029)
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8", newline="") as file:
            said = [row["text"] for row in csv.DictReader(file)]
    else:
        print("no corpus beside the repository: texts of invented words")
        words = [digest(str(n))[: 3 + n % 7].translate(LETTERS) for n in range(4_000)]
        said = [" ".join(chance.choices(words, k=20)) for _ in range(20_000)]
    config, _ = read_config(REPOSITORY / "config")
    pairs = config.contests[0].contestants
    for row in range(0, len(said), SUPPORTING_EVERY):
        said[row] += f". Ayo dukung {chance.choice(pairs).names[0]}"
    return said


def shown(folder: Path, processes: int) -> bool:
    """Run the stage and print what it took; whether memory kept below the goal."""
    script = folder / "stage.py"
    script.write_text(STAGE, "utf-8")
    arguments = [REPOSITORY / "config", folder / "data", folder / "cache", NOW.isoformat()]
    began = time.time()
    with subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments), str(processes)],
        stdout=subprocess.PIPE,
        text=True,
    ) as stage:
        seen: list[Seen] = []
        while stage.poll() is None:
            seen.append(Seen(time.time(), *resident(stage.pid)))
            time.sleep(EVERY_SECONDS)
        said = stage.stdout.read().splitlines() if stage.stdout else []
    assert stage.returncode == 0, said
    *steps, matched = said
    moments = [(float(moment), int(done)) for moment, done in map(str.split, steps)]
    (ready, _), (first, started), (ended, judged) = moments[0], moments[1], moments[-1]
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{processes} processes that match; {matched}; load average {os.getloadavg()[0]:.1f}")
    print(f"ready after {ready - began:.1f} s; {judged:,} judged and recorded ", end="")
    print(f"{ended - ready:.1f} s later; {cpu.ru_utime + cpu.ru_stime:.0f} s of processor in all")
    if judged > started:
        rate = (judged - started) / (ended - first)
        print(f"from the second block on {rate:,.0f} a second: ", end="")
        print(f"{MANY:,} would take about {MANY / rate / 60:.1f} minutes")
    most = max(seen, key=lambda each: each.resident)
    peak = most.resident
    quarters = [
        max((s.resident for s in seen if start <= s.moment < stop), default=0) / 1e6
        for start, stop in itertools.pairwise(
            [ready + (ended - ready) * quarter / 4 for quarter in range(5)]
        )
    ]
    print(f"peak of all processes {peak / 1e6:,.0f} MB ", end="")
    print(f"({most.first / 1e6:,.0f} of it reads and records; goal: under 2,000); ", end="")
    print("in each quarter " + ", ".join(f"{quarter:,.0f}" for quarter in quarters))
    return peak < GOAL_BYTES


def resident(root: int) -> tuple[int, int]:
    """Bytes in memory of a process, and of all below it; Linux only."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parents[int(folder.name)] = int(
                (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            )
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return _resident(root), sum(_resident(member) for member in family - {root})


def _resident(process: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
        return pages * resource.getpagesize()
    return 0


if __name__ == "__main__":
    sys.exit(main())
