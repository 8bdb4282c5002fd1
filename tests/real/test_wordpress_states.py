"""What becomes of a post in Debian's WordPress, and how the history tells it apart.

Each thing happens to two posts: one written as people do, a draft first, which WordPress names by
its number for good, and one that a program published at once, which it names by its first address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.collect.rounds import Team
from tests.fakes import a_slot
from tests.wordpress import WordPress, wordpress

from patroli.connectors import CONNECTORS
from patroli.history import History
from patroli.history.presence import Gone, times_gone
from patroli.landing import list_batches
from patroli.model import Platform

pytestmark = [pytest.mark.wordpress, pytest.mark.timeout(300)]

WAYS = ("manusia", "program")
FATES = ("tetap", "disunting", "dibuang", "dihapus", "pribadi", "terkunci", "pindah", "laman")
HOURS = (0, 8, 16, 24)
"""Of the rounds: things happen after the first one, and some are undone after the third one."""
LOCKED = "rest: password-protected"
TRANSIENT = ("pribadi", "terkunci")
"""What is open to everybody again at the end."""


@dataclass(frozen=True, slots=True)
class Sign:
    seen_at: datetime
    signal: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the history holds, and the numbers of the posts."""

    folder: Path
    numbers: Mapping[tuple[str, str], int]
    rounds: tuple[datetime, ...]

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "history.duckdb"), read_only=True) as history:
            return history.execute(question, list(values)).fetchall()

    def post(self, fate: str, way: str) -> str:
        """The id of the one post that has this title."""
        ((post_id,),) = self.rows(
            "SELECT DISTINCT post_id FROM versions WHERE title = ?", title(fate, way)
        )
        return str(post_id)

    def texts(self, fate: str, way: str) -> list[str]:
        """The versions of a post, the first seen first."""
        rows = self.rows(
            "SELECT text FROM versions JOIN sightings USING (post_id, version) WHERE post_id = ?"
            " GROUP BY ALL ORDER BY min(seen_at)",
            self.post(fate, way),
        )
        return [text for (text,) in rows]

    def met(self, fate: str, way: str) -> list[datetime]:
        question = "SELECT DISTINCT seen_at FROM sightings WHERE post_id = ? ORDER BY 1"
        return [at for (at,) in self.rows(question, self.post(fate, way))]

    def signs(self, fate: str, way: str) -> list[Sign]:
        question = "SELECT seen_at, signal FROM absences WHERE post_id = ? ORDER BY ALL"
        return [Sign(*row) for row in self.rows(question, self.post(fate, way))]

    def signals(self, fate: str, way: str) -> set[str]:
        return {sign.signal for sign in self.signs(fate, way)}

    def gone(self, fate: str, way: str) -> tuple[Gone, ...]:
        return times_gone(self.met(fate, way), self.signs(fate, way))


def title(fate: str, way: str) -> str:
    return f"Kabar {fate} dari {way}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("wordpress")
    with wordpress(folder) as site:
        numbers = {(fate, way): written(site, fate, way) for fate in FATES for way in WAYS}
        # A page slot beside REST: its address is the one that the post has at first.
        watched = [
            a_slot(f"{site.url}/", platform=Platform.WORDPRESS),
            a_slot(site.address(numbers["laman", "manusia"]), platform=Platform.PAGE),
        ]
        team = Team(folder, connectors=CONNECTORS, now=datetime.now(UTC))
        began = team.now
        for hours, happens in zip(HOURS, (happened, None, undone, None), strict=True):
            team.now = began + timedelta(hours=hours)
            team.collect(watched)
            if happens:
                happens(site, numbers)
    team.verify()
    with History.open(folder / "history.duckdb") as history:
        assert not history.load(list_batches(team.landing), team.now).refused
    return Kept(folder, numbers, tuple(began + timedelta(hours=hours) for hours in HOURS))


def written(site: WordPress, fate: str, way: str) -> int:
    text = f"<p>Jadwal piket sekolah kami, {fate}</p>"
    slug = f"{fate}-{way}"
    if way == "program":
        return site.write(title(fate, way), text, slug=slug)
    number = site.write(title(fate, way), text, slug=slug, status="draft")
    site.edit(number, status="publish")
    return number


def happened(site: WordPress, numbers: Mapping[tuple[str, str], int]) -> None:
    for way in WAYS:
        site.edit(numbers["disunting", way], content="<p>Jadwal piket kami berganti</p>")
        site.trash(numbers["dibuang", way])
        site.delete(numbers["dihapus", way])
        site.edit(numbers["pribadi", way], status="private")
        site.edit(numbers["terkunci", way], password="rahasia")  # noqa: S106
        for fate in ("pindah", "laman"):
            site.edit(numbers[fate, way], slug=f"alamat-baru-{fate}")


def undone(site: WordPress, numbers: Mapping[tuple[str, str], int]) -> None:
    for way in WAYS:
        site.edit(numbers["pribadi", way], status="publish")
        site.edit(numbers["terkunci", way], password="")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fate", [fate for fate in FATES if fate != "laman"])
def test_each_post_is_one_post_and_only_an_edit_makes_a_version(
    kept: Kept, fate: str, way: str
) -> None:
    texts = kept.texts(fate, way)
    assert f"Jadwal piket sekolah kami, {fate}" in texts[0]
    if fate == "disunting":
        assert len(texts) == 2
        assert "Jadwal piket kami berganti" in texts[1]
    else:
        assert len(texts) == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fate", ["tetap", "disunting", "pindah", "laman"])
def test_what_stays_public_never_gives_a_sign_of_absence(kept: Kept, fate: str, way: str) -> None:
    assert kept.signals(fate, way) == set()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fate", ["dibuang", "dihapus"])
def test_what_is_thrown_away_is_gone_after_two_rounds_hours_apart(
    kept: Kept, fate: str, way: str
) -> None:
    (gone,) = kept.gone(fate, way)
    assert gone.last_seen == kept.rounds[0]
    assert gone.first_missed == kept.rounds[1]
    assert gone.confirmed_at == kept.rounds[2]
    assert gone.back_at is None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fate", TRANSIENT)
def test_what_is_shut_away_is_gone_until_it_is_open_again(kept: Kept, fate: str, way: str) -> None:
    (gone,) = kept.gone(fate, way)
    assert gone.confirmed_at == kept.rounds[2]
    assert gone.back_at == kept.rounds[3]


@pytest.mark.parametrize(
    ("fate", "manusia", "program"),
    [
        ("dibuang", "rest: 401 rest_forbidden", "status 404"),
        ("dihapus", "rest: 404 rest_post_invalid_id", "status 404"),
        ("pribadi", "rest: 401 rest_forbidden", "status 404"),
        ("terkunci", LOCKED, LOCKED),
    ],
)
def test_the_signs_say_what_the_site_answered(
    kept: Kept, fate: str, manusia: str, program: str
) -> None:
    """A trashed and a private post look alike to who is not logged in; no more is claimed."""
    assert manusia in kept.signals(fate, "manusia")
    assert program in kept.signals(fate, "program")
    others = kept.signals(fate, "manusia") | kept.signals(fate, "program")
    assert (LOCKED in others) == (fate == "terkunci")


def test_a_renamed_post_is_one_by_rest_and_as_a_page_at_its_old_address(kept: Kept) -> None:
    rows = kept.rows(
        "SELECT DISTINCT f.purpose, f.final_url FROM sightings AS s JOIN fetches AS f"
        " USING (fetch_id) WHERE s.post_id = ?",
        kept.post("laman", "manusia"),
    )
    purposes = {purpose for purpose, _ in rows}
    assert {"page", "modified"} <= purposes
    assert any(url.endswith("/alamat-baru-laman/") for _, url in rows)
