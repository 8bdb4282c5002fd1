"""Whole rounds over TLS and HTTP/2 against nginx on twenty addresses, each with its own feed."""

from __future__ import annotations

import ssl
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.collect.rounds import Team
from tests.collect.webs import some_settings
from tests.fakes import a_slot
from tests.services import certificate, nginx

from patroli.collect import CollectReport
from patroli.config.settings import HostSettings
from patroli.connectors import CONNECTORS
from patroli.landing import captured, fields_of, list_batches
from patroli.model import Outcome, Slot

pytestmark = [pytest.mark.nginx, pytest.mark.timeout(300)]

PLACES = tuple(f"127.0.0.{n}" for n in range(2, 22))
REFUSING, MISSING, CHANGED = PLACES[3], PLACES[7], PLACES[11]
READ = tuple(place for place in PLACES if place not in (REFUSING, MISSING))
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{place}</title>
<link>https://{place}/</link><description>-</description>{items}</channel></rss>"""
ITEM = """<item><title>Catatan {number}</title><link>https://{place}/{number}.html</link>
<guid isPermaLink="true">https://{place}/{number}.html</guid>
<pubDate>Mon, 19 Nov 2029 08:0{number}:00 +0900</pubDate><description>Kerja bakti</description>
</item>"""


@dataclass(frozen=True, slots=True)
class Days:
    """Two rounds six hours apart; between them one feed gets a new item."""

    team: Team
    slots: tuple[Slot, ...]
    first: list[CollectReport]
    second: list[CollectReport]
    log: list[str]

    def ended(self, reports: list[CollectReport]) -> dict[str, str]:
        """How each place ended a round."""
        where = {slot.id: place for slot, place in zip(self.slots, PLACES, strict=True)}
        entries = (entry for report in reports for entry in report.entries)
        return {where[entry.slot_id]: entry.outcome for entry in entries}

    def metadata(self) -> list[dict[str, Any]]:
        """What the captures say of each answered request."""
        batches = (b for b in list_batches(self.team.landing) if b.name.startswith("round-"))
        records = (record for batch in batches for record in captured(batch))
        return [dict(fields_of(r)) for r in records if r.kind == "metadata" and r.about]


def write_feed(root: Path, place: str, items: int) -> None:
    listed = "".join(ITEM.format(place=place, number=number) for number in range(items))
    (root / f"{place}.rss").write_text(FEED.format(place=place, items=listed), "utf-8")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    folder = tmp_path_factory.mktemp("twenty")
    sites = {place: folder / f"site-{place}" for place in PLACES}
    for place, root in sites.items():
        root.mkdir()
        if place != MISSING:
            write_feed(root, place, 2)
    (sites[REFUSING] / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
    pem = certificate(folder, *PLACES)
    hosts = {place: HostSettings(pace=0, allow_private=True) for place in PLACES}
    trusting = ssl.create_default_context(cafile=str(pem))
    team = Team(folder, some_settings(hosts=hosts), CONNECTORS, seams={"tls": trusting})
    with nginx(folder, sites, tls=pem) as port:
        slots = tuple(a_slot(f"https://{place}:{port}/{place}.rss") for place in PLACES)
        first = team.collect(slots)
        write_feed(sites[CHANGED], CHANGED, 3)
        team.later(hours=6)
        second = team.collect(slots)
    log = (folder / "access.log").read_text("utf-8").splitlines()
    return Days(team, slots, first, second, log)


def test_every_address_ends_as_its_server_answers(days: Days) -> None:
    ended = days.ended(days.first)
    assert ended.pop(REFUSING) == Outcome.ROBOTS_REFUSED
    assert ended.pop(MISSING) == Outcome.GONE
    assert ended == dict.fromkeys(READ, Outcome.COLLECTED)


def test_what_did_not_change_costs_one_conditional_request_and_what_did_gives_its_post(
    days: Days,
) -> None:
    ended = days.ended(days.second)
    unchanged = {place for place, outcome in ended.items() if outcome == Outcome.UNCHANGED}
    assert unchanged == set(READ) - {CHANGED}
    assert ended[CHANGED] == Outcome.COLLECTED
    assert len({row["post_id"] for row in days.team.rows("sightings")}) == 2 * len(READ) + 1
    asked = Counter(line.split(" ")[8] for line in days.log if ".rss" in line)
    assert asked["304"] == len(unchanged)


def test_a_refused_address_is_never_asked_for_its_feed(days: Days) -> None:
    asked = {line.split(" ")[6] for line in days.log}
    assert f"/{REFUSING}.rss" not in asked
    assert {f"/{place}.rss" for place in READ} < asked


def test_everything_was_spoken_in_http2_with_the_certificate_kept(days: Days) -> None:
    assert {line.split('"')[1].rsplit(" ", 1)[-1] for line in days.log} == {"HTTP/2.0"}
    kept = days.metadata()
    assert {one["protocol"] for one in kept} == {"HTTP/2"}
    assert len({one["certificate-sha256"] for one in kept}) == 1
    answered = {one["peer"].rpartition(":")[0] for one in kept}
    assert answered == set(PLACES)


def test_the_captures_read_again_give_what_was_landed(days: Days) -> None:
    days.team.verify()
