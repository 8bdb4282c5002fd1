"""One way of asking the benchmark's web: `python -m benchmarks.collect.asking WAY`.

Prints one line of JSON: pages read, CPU seconds of this process, its largest memory in MB, how long
it took, and for whole rounds the largest memory after each quarter of the slots. Ways: `bare` (a
plain httpx loop), `fetch` (patroli's web client), `light` (the same with title and links parsed),
`read` (the same with the page connector, main text and all), `land` and `text` (whole rounds with
WARC and Parquet landed: light parse, and the page connector), `long` (as `land`, in batches as they
are shipped).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from benchmarks.collect.site import address
from lxml import etree

from patroli.clock import wall
from patroli.collect import Done, Setting, StateStore, collect_round, plan_round
from patroli.collect.client import Fetched, WebClient
from patroli.config.settings import HostSettings, Settings
from patroli.connectors import CONNECTORS
from patroli.model import Answer, Ask, Outcome, Platform, Post, Reading, Slot, SlotState, post_id

FASTEST = 0.01
AT_ONCE = 64
PER_SLOT = 10
SHIPPED = 40
"""Slots of a batch where nobody chose otherwise."""


def settings(hosts: int, pace: float = FASTEST, parallel: int = AT_ONCE) -> Settings:
    """A team that asks these hosts as fast as `pace` allows."""
    return Settings(
        team="Ukur",
        zone="Asia/Jayapura",
        contact="ukur@contoh.example",
        pace=pace,
        parallel_hosts=parallel,
        batch_slots=10_000,
        requests_per_day=1_000_000,
        hosts={address(n): HostSettings(allow_private=True, pace=pace) for n in range(hosts)},
    )


def addresses(pages: int, hosts: int, port: int) -> list[str]:
    """So many pages, host by host in turn."""
    return [f"http://{address(n % hosts)}:{port}/p/{n}.html" for n in range(pages)]


def title_and_links(body: bytes) -> tuple[str, list[str]]:
    """The light parse that every side makes."""
    root = etree.HTML(body)
    links = [link.get("href") or "" for link in root.iterfind(".//a[@href]")]
    return root.findtext(".//title") or "", links


async def each(urls: Iterable[str], ask: Callable[[str], Awaitable[object]]) -> int:
    """Ask every address, at most `AT_ONCE` at a time; how many were answered."""
    waiting, done = iter(urls), 0

    async def worker() -> None:
        nonlocal done
        for url in waiting:
            await ask(url)
            done += 1

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return done


async def bare(urls: list[str]) -> int:
    """A plain httpx loop: nothing checked, nothing kept."""
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:

        async def ask(url: str) -> None:
            (await client.get(url)).raise_for_status()

        return await each(urls, ask)


async def fetch(urls: list[str], hosts: int, parse: Callable[[Fetched], object]) -> int:
    """patroli's client with robots, guard, pace and bounds."""
    with (
        tempfile.TemporaryDirectory(prefix="patroli-collect-") as folder,
        StateStore(Path(folder) / "state.sqlite") as state,
    ):
        async with WebClient(settings(hosts), state, wall) as web:

            async def ask(url: str) -> None:
                fetched = await web.fetch(Ask(url, "page", "text/html"))
                if fetched.outcome is not None:
                    raise RuntimeError(fetched.detail)
                parse(fetched)

            return await each(urls, ask)


def read_page(fetched: Fetched) -> None:
    """What the page connector makes of it."""
    hop = fetched.hops[-1]
    answer = Answer(
        fetched.ask, fetched.url, hop.status or 0, hop.headers, hop.body, hop.fetched_at
    )
    reading = CONNECTORS[Platform.PAGE].read(a_slot("a", fetched.url), SlotState(), answer)
    if not reading.posts:
        raise RuntimeError(reading.detail)


PARSES: dict[str, Callable[[Fetched], object]] = {
    "fetch": lambda _: None,
    "light": lambda fetched: title_and_links(fetched.hops[-1].body),
    "read": read_page,
}


class Light:
    """A connector that asks the pages of a host from a slot's on and reads title and links."""

    def __init__(self, pages: int, hosts: int) -> None:
        self._pages, self._hosts = pages, hosts

    def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
        path, _, name = slot.address.rpartition("/")
        first = int(name.removesuffix(".html"))
        numbers = range(first, self._pages, self._hosts)[:PER_SLOT]
        urls = (f"{path}/{number}.html" for number in numbers)
        return tuple(Ask(url, "page", "text/html", conditional=True) for url in urls)

    def read(self, _slot: Slot, _state: SlotState, answer: Answer, /) -> Reading:
        title, links = title_and_links(answer.body)
        post = Post(
            id=post_id("web", answer.url), platform=Platform.PAGE, native_id=answer.url,
            url=answer.url, author="", title=title, text=f"{title}\n\n{len(links)}",
            published_at=None, published_raw="", edited_at=None, parent_id="", parent_text="",
            parent_author="", media=(),
        )  # fmt: skip
        return Reading(Outcome.COLLECTED, posts=(post,))


def a_slot(name: str, url: str) -> Slot:
    """An account whose page is watched."""
    return Slot(
        id=name, platform=Platform.PAGE, address=url, account_id=name, keyword_id=None,
        source_id=None, query="", contains="", selector="", region="95.99", zone="Asia/Jayapura",
    )  # fmt: skip


def whole_round(pages: int, hosts: int, port: int, way: str) -> tuple[int, list[float]]:
    """A round as the stage makes it: state, client, connector, WARC and Parquet.

    How many pages were read, and the largest memory after each quarter of the slots, in MB.
    """
    text = way == "text"
    per_slot = 1 if text else PER_SLOT
    slots = [
        a_slot(str(first), f"http://{address(host)}:{port}/p/{first}.html")
        for host in range(hosts)
        for first in range(host, pages, hosts * per_slot)
    ]
    connectors = CONNECTORS if text else {Platform.PAGE: Light(pages, hosts)}
    quarters: list[float] = []

    def progress(done: Done) -> None:
        if done.slots * 4 >= done.slots_of * (len(quarters) + 1):
            quarters.append(largest_memory())

    with tempfile.TemporaryDirectory(prefix="patroli-collect-") as folder:
        place, chosen = Path(folder), settings(hosts)
        if way == "long":
            chosen = chosen.model_copy(update={"batch_slots": SHIPPED})
        with StateStore(place / "state.sqlite") as state:
            round_ = plan_round(slots, state, chosen, datetime(2029, 11, 20, tzinfo=UTC))
            landing = place / "landing"
            setting = Setting(
                chosen, state, landing, wall, progress=progress, connectors=connectors
            )
            return sum(report.posts for report in collect_round(round_, setting)), quarters


def largest_memory() -> float:
    """Of this process up to now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Ask in one way and say what it cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("way", choices=["bare", *PARSES, "land", "text", "long"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--hosts", type=int, default=20)
    chosen = parser.parse_args()
    whole = chosen.way not in {"bare", *PARSES}
    urls = [] if whole else addresses(chosen.pages, chosen.hosts, chosen.port)
    quarters: list[float] = []
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    if whole:
        done, quarters = whole_round(chosen.pages, chosen.hosts, chosen.port, chosen.way)
    elif chosen.way == "bare":
        done = asyncio.run(bare(urls))
    else:
        done = asyncio.run(fetch(urls, chosen.hosts, PARSES[chosen.way]))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        json.dumps(
            {
                "pages": done,
                "cpu": cpu,
                "memory_mb": largest_memory(),
                "quarters": quarters,
                "wall": time.monotonic() - began,
            }
        )
    )


if __name__ == "__main__":
    main()
