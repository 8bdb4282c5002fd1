"""A month of rounds on a small fictional web, and then the history equals what happened, exactly.

Every wording stays for longer than the longest interval, so whoever looks as often as promised
sees every one of them. The web is on loopback; the days pass by a clock that the test moves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from patroli.config.settings import Asking
from patroli.connectors import CONNECTORS
from patroli.history import History
from patroli.history.presence import Gone, times_gone
from patroli.landing import list_batches, verify_batch
from patroli.model import Slot, post_id
from tests.collect.faults import Handler, answer, faults, redirect, validated
from tests.collect.rounds import Team
from tests.collect.webs import hosts_on, some_settings
from tests.fakes import a_slot

BEGINS = datetime(2029, 10, 26, 0, 30, tzinfo=UTC)
DAYS = 30
EVERY = timedelta(hours=6)
LONGEST = timedelta(hours=24)
LISTED = 12
DOWN = (BEGINS + timedelta(days=9), BEGINS + timedelta(days=13))
MOVES = BEGINS + timedelta(days=15)
SILENT, DOWN_HOST, MOVED, NEW_HOST = "sunyi", "padam", "pindah", "baru"
BUSY = ("ramai", "giat", DOWN_HOST, MOVED)
HOSTS = (*BUSY, SILENT, "mundur")


@dataclass(frozen=True, slots=True)
class Item:
    """One post: when it comes to be seen, what date it bears, what it says, when it is away."""

    host: str
    number: int
    shown: datetime
    dated: datetime
    texts: tuple[tuple[datetime, str], ...]
    away: tuple[datetime, datetime | None] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}.example/p/{self.number}"

    @property
    def id(self) -> str:
        return post_id("web", self.url)

    def is_away(self, now: datetime) -> bool:
        if self.away is None or now < self.away[0]:
            return False
        return self.away[1] is None or now < self.away[1]

    def text(self, now: datetime) -> str:
        return [text for at, text in self.texts if at <= now][-1]


@dataclass(frozen=True)
class Web:
    """What was posted where, and what a server answers at a moment."""

    items: tuple[Item, ...]
    slots: tuple[Slot, ...] = field(
        default=tuple(a_slot(f"http://{host}.example/feed", account_id=host) for host in HOSTS)
    )

    def routes(self, now: datetime) -> Mapping[str, Handler]:
        return dict(self._routes(now))

    def _routes(self, now: datetime) -> Iterator[tuple[str, Handler]]:
        for slot in self.slots:
            host = str(slot.account_id)
            if host == DOWN_HOST and DOWN[0] <= now < DOWN[1]:
                yield f"{host}.example/feed", answer(b"", "503 Service Unavailable")
                continue
            at = f"{NEW_HOST}.example" if host == MOVED and now >= MOVES else f"{host}.example"
            if at != f"{host}.example":
                yield f"{host}.example/feed", redirect(f"http://{at}/feed")
            shown = [i for i in self.items if i.host == host and i.shown <= now]
            here = [i for i in shown if not i.is_away(now)]
            newest = sorted(here, key=lambda i: (i.dated, i.number), reverse=True)[:LISTED]
            feed = _feed(newest, now)
            yield f"{at}/feed", validated(feed, etag=f'"{hash(feed)}"')
            for item in here:
                if at != f"{host}.example":
                    moved = f"http://{at}/p/{item.number}"
                    yield f"{host}.example/p/{item.number}", redirect(moved)
                page = f'<html><head><link rel="canonical" href="{item.url}"></head><body><p>'
                body = f"{page}{item.text(now)}</p></body></html>".encode()
                yield f"{at}/p/{item.number}", answer(body, content_type="text/html")


def _feed(items: list[Item], now: datetime) -> bytes:
    entries = "".join(
        f"<item><guid>{i.url}</guid><link>{i.url}</link><title>Kabar {i.number}</title>"
        f"<description>{i.text(now)}</description>"
        f"<pubDate>{format_datetime(i.dated)}</pubDate></item>"
        for i in items
    )
    return f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode()


def build() -> Web:
    """Every third post is edited, some vanish for good or for a while, some bear an old date."""
    chance, items = random.Random(20291125), []
    for host in BUSY:
        for number in range(DAYS - 4):
            shown = BEGINS + timedelta(days=number, hours=chance.uniform(0, 20))
            item = Item(host, number, shown, shown, ((shown, f"Pesan {number} dari {host}"),))
            if host != DOWN_HOST and number % 3 == 0 and number % 5 not in (1, 2):
                edited = shown + LONGEST * 1.5
                item = replace(item, texts=(*item.texts, (edited, f"Ralat {number} {host}")))
            if host in ("ramai", "giat") and number % 5 == 1:
                item = replace(item, away=(shown + LONGEST * 1.5, None))
            if host == "giat" and number % 5 == 2:
                first = shown + LONGEST * 1.5
                item = replace(item, away=(first, first + LONGEST * 2.5))
            items.append(item)
    for number in range(5):
        shown = BEGINS + timedelta(days=4 * number + 2, hours=7)
        late = shown - timedelta(days=3)
        old = shown - timedelta(days=300)
        items.append(Item("mundur", 2 * number, shown, late, ((shown, f"Terlambat {number}"),)))
        items.append(Item("mundur", 2 * number + 1, shown, old, ((shown, f"Mundur {number}"),)))
    for number, day in enumerate((-40, -39, 21)):
        shown = BEGINS + timedelta(days=day)
        items.append(Item(SILENT, number, shown, shown, ((shown, f"Jarang {number}"),)))
    return Web(tuple(items))


@dataclass(frozen=True)
class Month:
    web: Web
    rounds: tuple[datetime, ...]
    history: Path


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder, web, rounds = tmp_path_factory.mktemp("month"), build(), []
    with faults({}) as site:
        settings = some_settings(
            hosts=hosts_on(site.port),
            asking=Asking(at_most_every=6, at_least_every=24, during={}),
            retries=0,
        )
        team = Team(folder, settings, connectors=CONNECTORS, now=BEGINS)
        while team.now < BEGINS + timedelta(days=DAYS):
            site.routes.clear()
            site.routes |= web.routes(team.now)
            team.collect(web.slots)
            rounds.append(team.now)
            team.now += EVERY
    for batch in list_batches(team.landing):
        verify_batch(batch)
    path = folder / "history.duckdb"
    with History.open(path) as history:
        assert not history.load(list_batches(team.landing), team.now).refused
    return Month(web, tuple(rounds), path)


def ask(month: Month, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(month.history), read_only=True) as kept:
        kept.execute("SET TimeZone = 'UTC'")
        return kept.execute(question).fetchall()


def test_every_wording_of_every_post_is_there_and_nothing_else(month: Month) -> None:
    """Edited, late, backdated, posted while its site was down or after its account moved."""
    wanted = {
        (item.id, f"Kabar {item.number}\n\n{text}")
        for item in month.web.items
        for _, text in item.texts
    }
    found = ask(month, "SELECT post_id, text FROM versions")
    assert len(found) == len(set(found))
    assert set(found) == wanted


@dataclass(frozen=True, slots=True)
class Signed:
    seen_at: datetime


def found_gone(month: Month) -> dict[str, tuple[Gone, ...]]:
    """Every post that was ever gone, by the signs and sights that the history holds."""
    signs: dict[str, list[Signed]] = {}
    for name, at in ask(month, "SELECT post_id, seen_at FROM absences"):
        signs.setdefault(str(name), []).append(Signed(at))  # type: ignore[arg-type]
    met: dict[str, list[datetime]] = {}
    for name, at in ask(month, "SELECT post_id, seen_at FROM sightings"):
        met.setdefault(str(name), []).append(at)  # type: ignore[arg-type]
    found = {name: times_gone(met.get(name, ()), signs[name]) for name in signs}
    return {name: times for name, times in found.items() if times}


def test_every_absence_is_there_with_its_times_and_nothing_else(month: Month) -> None:
    """What fell out of a feed, or was on a site that was down or moved, is not gone."""
    vanished = {item.id: item for item in month.web.items if item.away}
    found = found_gone(month)
    assert set(found) == set(vanished)
    for name, times in found.items():
        (gone,) = times
        begins, ends = vanished[name].away or (BEGINS, None)
        assert gone.last_seen is not None
        assert gone.last_seen < begins <= gone.first_missed <= begins + LONGEST + EVERY
        assert (gone.back_at is None) == (ends is None)
        assert ends is None or ends <= (gone.back_at or BEGINS) <= ends + LONGEST + EVERY


def test_every_outage_is_in_the_ledger_and_nothing_else(month: Month) -> None:
    rows = ask(month, "SELECT account_id, due_at, outcome, detail FROM ledger ORDER BY due_at")
    lost = [row for row in rows if row[2] == "failed"]
    assert {row[0] for row in lost} == {DOWN_HOST}
    assert all(DOWN[0] <= row[1] < DOWN[1] for row in lost)  # type: ignore[operator]
    own = [(at, what) for name, at, what, _ in rows if name == DOWN_HOST]
    while_down = {what for at, what in own if DOWN[0] <= at < DOWN[1]}  # type: ignore[operator]
    assert while_down == {"failed", "skipped"}
    over = [row for row in rows if row[2] == "skipped"]
    assert all(str(row[3]).startswith("quarantined since") for row in over)
    assert all(DOWN[0] <= row[1] < DOWN[1] + LONGEST for row in over)  # type: ignore[operator]
    assert {row[2] for row in rows} == {"collected", "unchanged", "empty", "failed", "skipped"}
    first = {host: min(i.shown for i in month.web.items if i.host == host) for host in HOSTS}
    empty = [row for row in rows if row[2] == "empty"]
    assert all(row[1] < first[str(row[0])] for row in empty)  # type: ignore[operator]


def test_whatever_was_planned_has_ended_and_nobody_waits_longer_than_promised(
    month: Month,
) -> None:
    planned = ask(month, "SELECT round_id, slot_id FROM planned")
    asked = ask(month, "SELECT round_id, slot_id FROM ledger WHERE outcome <> 'skipped'")
    assert sorted(planned) == sorted(asked)
    asked_at: dict[str, list[datetime]] = {host: [] for host in HOSTS}
    question = "SELECT account_id, due_at FROM ledger WHERE outcome <> 'skipped' ORDER BY due_at"
    for host, at in ask(month, question):
        asked_at[str(host)].append(at)  # type: ignore[arg-type]
    for times in asked_at.values():
        assert max(later - earlier for earlier, later in pairwise(times)) <= LONGEST
    assert len(asked_at[SILENT]) < len(asked_at["ramai"]) / 3
    assert len(asked_at["ramai"]) >= len(month.rounds) * 0.9
