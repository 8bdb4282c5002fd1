"""How fast landed batches become history, next to a plain insert of the same rows.

Both sides run in this one process, in turns, on invented posts:

* `plain`: the sightings, already in memory as Arrow, `INSERT … SELECT` into one table without keys;
* `load`: `History.load` from the landed batches: digests checked, Parquet read, posts, versions and
  sightings told apart, everything that is there already left out, one transaction;
* `again`: `History.load` of the same batches, all loaded.

Each side ends when its rows are in the file on disk and the file is closed.

    python benchmarks/load.py [--rows 200000] [--batches 8] [--repeat 5] [--two-names]
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from patroli.collect.round import HELD_ROWS
from patroli.history import History
from patroli.landing import Batch, BatchWriter, Sighting, list_batches, read_batch
from patroli.model import Fetch, Outcome, Platform, Post, Slot, digest, post_id

START = datetime(2029, 11, 11, tzinfo=UTC)
POSTS_PER_FETCH = 20
SLOTS = 900


@dataclass(frozen=True)
class Cost:
    """Seconds of one run."""

    wall: float
    cpu: float


def main() -> None:
    """Make the batches once, time the three sides in turns, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--batches", type=int, default=8)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--two-names", action="store_true", help="posts of Telegram channels")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="patroli-load-"))
    try:
        print(f"{chosen.rows:,} invented sightings in {chosen.batches} batches, duckdb", end=" ")
        print(duckdb.__version__)
        land(folder / "landing", chosen.rows, chosen.batches, two_names=chosen.two_names)
        show(compare(folder, chosen.repeat), chosen.rows)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, repeat: int) -> dict[str, list[Cost]]:
    """The costs of every side, one of each per turn."""
    batches = list_batches(folder / "landing")
    rows = pa.concat_tables([read_batch(batch).sightings for batch in batches])
    costs: dict[str, list[Cost]] = {"plain": [], "load": [], "again": []}
    for turn in range(repeat + 1):
        path = folder / f"history-{turn}.duckdb"
        taken = {
            "plain": timed(lambda turn=turn: plain(folder / f"plain-{turn}.duckdb", rows)),  # type: ignore[misc]
            "load": timed(lambda path=path: load(path, batches, len(batches))),  # type: ignore[misc]
            "again": timed(lambda path=path: load(path, batches, 0)),  # type: ignore[misc]
        }
        for name, cost in taken.items():
            if turn:
                costs[name].append(cost)
        path.unlink()
    return costs


def plain(path: Path, rows: pa.Table) -> None:
    """The peer: one table, no keys, no questions."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{path}' AS plain (STORAGE_VERSION 'v1.5.0')")
        connection.register("rows", rows)
        connection.execute("CREATE TABLE plain.sightings AS FROM rows LIMIT 0")
        connection.execute("INSERT INTO plain.sightings SELECT * FROM rows")
        connection.execute("DETACH plain")
    path.unlink()


def load(path: Path, batches: list[Batch], expected: int) -> None:
    """What patroli does, from a closed history to a closed history."""
    with History.open(path) as history:
        report = history.load(batches, START)
    assert (len(report.loaded), report.refused) == (expected, ())


def timed(act: Callable[[], None]) -> Cost:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def show(costs: dict[str, list[Cost]], rows: int) -> None:
    """Medians, and the medians of the ratios taken within each turn."""
    print(f"{'':8}{'wall s':>9}{'cpu s':>9}{'rows/s':>12}")
    for name, taken in costs.items():
        wall = statistics.median(cost.wall for cost in taken)
        cpu = statistics.median(cost.cpu for cost in taken)
        print(f"{name:8}{wall:9.3f}{cpu:9.3f}{rows / wall:12,.0f}")
    for over, under, goal in (("plain", "load", "at least 0.6"), ("again", "load", "under 0.02")):
        pairs = list(zip(costs[over], costs[under], strict=True))
        wall = statistics.median(a.wall / b.wall for a, b in pairs)
        cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
        print(f"{over}/{under}: wall {wall:.3f}, cpu {cpu:.3f} ({goal})")


def land(root: Path, rows: int, batches: int, *, two_names: bool) -> None:
    """Land `rows` sightings as a round does.

    One in ten is of a post that an earlier batch brought already.

    Posts with `two_names` come with a channel's number and an address with its name: the load has
    to keep both.
    """
    chance = random.Random(2029)
    words = [digest(str(n))[: 3 + n % 7].translate(LETTERS) for n in range(4000)]
    each = -(-rows // batches)
    for number in range(batches):
        day = (START + timedelta(days=number)).date()
        count = min(each, rows - number * each)
        with BatchWriter(root, day, f"round-{number}", held_rows=HELD_ROWS) as batch:
            sightings = list(sighted(number, count, number * each, words, chance))
            sightings = list(map(in_a_channel, sightings)) if two_names else sightings
            batch.add(sightings=sightings, fetches=fetches(sightings))


LETTERS = str.maketrans("0123456789", "lrstuknmgw")


def sighted(
    batch: int, count: int, offset: int, words: list[str], chance: random.Random
) -> Iterator[Sighting]:
    for index in range(count):
        number = offset + index
        if number > 10 and chance.random() < 0.1:
            number = chance.randrange(number)
        text = " ".join(random.Random(number).choices(words, k=25))
        where = f"http://host{number % 60}.example/2029/11/{number}-{text[:40].replace(' ', '-')}"
        slot = SLOT_LIST[number % SLOTS]
        yield Sighting(
            post=Post(
                id=post_id("web", where),
                platform=Platform.FEED,
                native_id=where,
                url=where,
                author=f"orang {number % SLOTS}",
                title="",
                text=text,
                published_at=START + timedelta(seconds=number),
                published_raw=str(START + timedelta(seconds=number)),
                edited_at=None,
                parent_id="",
                parent_text="",
                parent_author="",
                media=(),
            ),
            slot=slot,
            fetch_id=digest("fetch", str(batch), str(index // POSTS_PER_FETCH)),
            round_id=f"round-{batch}",
            seen_at=START + timedelta(days=batch, seconds=index // POSTS_PER_FETCH),
        )


def in_a_channel(sighting: Sighting) -> Sighting:
    number = int(sighting.post.native_id.rpartition("/")[2].partition("-")[0])
    native, url = f"{10**9 + number % 60}/{number}", f"https://t.me/Kanal{number % 60:02}/{number}"
    kind = Platform.TELEGRAM
    named = {"id": post_id(kind.value, native), "native_id": native, "url": url, "platform": kind}
    return replace(sighting, post=replace(sighting.post, **named))  # type: ignore[arg-type]


def fetches(sightings: list[Sighting]) -> Iterator[Fetch]:
    for sighting in sightings[::POSTS_PER_FETCH]:
        address = sighting.slot.address
        yield Fetch(
            id=sighting.fetch_id,
            round_id=sighting.round_id,
            slot_id=sighting.slot.id,
            purpose="list",
            url=address,
            final_url=address,
            status=200,
            outcome=Outcome.COLLECTED,
            detail="",
            fetched_at=sighting.seen_at,
            elapsed_ms=120,
            wire_bytes=20_000,
            body_bytes=90_000,
            body_sha256=digest(sighting.fetch_id) * 2,
            content_type="application/rss+xml",
            peer="192.0.2.1",
            warc_record_id="",
        )


SLOT_LIST = [
    Slot(
        id=digest("slot", str(number)),
        platform=Platform.FEED,
        address=f"http://host{number % 60}.example/feed/{number}",
        account_id=f"akun-{number}",
        keyword_id=None,
        source_id=None,
        query="",
        contains="",
        selector="",
        region="95.99.01",
        zone="Asia/Jayapura",
    )
    for number in range(SLOTS)
]


if __name__ == "__main__":
    main()
