"""A builder for tests of rounds: a team with a state, a landing and a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.collect.lines import reading_lines
from tests.collect.webs import FakeTime, some_settings, standing, steady
from tests.fakes import NOW

from patroli.collect import (
    CollectReport,
    Round,
    Setting,
    StateStore,
    collect_round,
    land_plan,
    plan_round,
    replay,
)
from patroli.collect.client import WebClient
from patroli.collect.replay import replay_profiles
from patroli.collect.watched import NOBODY, Watched
from patroli.config.settings import Settings
from patroli.connectors import Connector
from patroli.landing import list_batches, read_batch, verify_batch
from patroli.landing.rows import profile_row, sighting_row
from patroli.model import Contest, Platform, Slot

Rows = list[dict[str, Any]]


@dataclass
class Team:
    """Everything a round needs; `now` stands still until a test moves it."""

    folder: Path
    settings: Settings = field(default_factory=some_settings)
    connectors: Mapping[Platform, Connector] = field(default_factory=reading_lines)
    now: datetime = NOW
    seams: dict[str, Any] = field(default_factory=dict)
    contests: tuple[Contest, ...] = ()
    where: str = ""
    """The PostgreSQL address of the state; empty for a file in the folder."""
    collector: str = ""
    lock_seconds: float = 60
    watched: Watched = NOBODY

    @property
    def landing(self) -> Path:
        return self.folder / "landing"

    def store(self) -> StateStore:
        where = self.where or self.folder / "state.sqlite"
        return StateStore(where, self.collector, self.lock_seconds)

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)

    def plan(self, slots: Iterable[Slot]) -> Round:
        with self.store() as state:
            planned = plan_round(slots, state, self.settings, self.now, self.contests)
            land_plan(planned, self.landing, state)
        return planned

    def collect(self, slots: Iterable[Slot], round_: Round | None = None) -> list[CollectReport]:
        """A whole round."""
        planned = round_ or self.plan(slots)
        with self.store() as state:
            return list(collect_round(planned, self.setting(state)))

    def setting(self, state: StateStore, **changes: Any) -> Setting:
        time = FakeTime()
        quiet = {"chance": steady, "ticking": standing, "environment": {}}
        seams = {"sleep": time.sleep, "now": time.now, **quiet, **self.seams}
        values: dict[str, Any] = {
            "settings": self.settings,
            "state": state,
            "landing_root": self.landing,
            "clock": lambda: self.now,
            "contests": self.contests,
            "connectors": self.connectors,
            "connect": partial(WebClient, **seams),
            "watched": self.watched,
        }
        return Setting(**{**values, **changes})

    def one(self, *slots: Slot) -> CollectReport:
        """A round of one batch."""
        (report,) = self.collect(slots)
        return report

    def rows(self, table: str) -> Rows:
        """Everything landed of one table, planned ledger rows left out."""
        tables = (read_batch(batch) for batch in list_batches(self.landing))
        rows: Rows = [row for one in tables for row in getattr(one, table).to_pylist()]
        return [row for row in rows if row.get("outcome") != ""]

    def outcomes(self) -> dict[str, str]:
        """How each slot ended last, by address."""
        return {row["address"]: row["outcome"] for row in self.rows("ledger")}

    def verify(self) -> None:
        """Every batch is what it says, and reading its capture again gives the same sightings."""
        for batch in list_batches(self.landing):
            verify_batch(batch)
            again = [dict(sighting_row(one)) for one in replay(batch, self.connectors)]
            landed = read_batch(batch).sightings.to_pylist()
            assert sorted(again, key=_by_name) == sorted(landed, key=_by_name)
            shown = [dict(profile_row(one)) for one in replay_profiles(batch, self.connectors)]
            told = read_batch(batch).profiles.to_pylist()
            assert sorted(shown, key=_by_fetch) == sorted(told, key=_by_fetch)


def _by_fetch(row: dict[str, Any]) -> str:
    return str(row["fetch_id"])


def _by_name(row: dict[str, Any]) -> tuple[str, str]:
    return row["fetch_id"], row["post_id"]
