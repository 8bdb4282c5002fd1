"""A collector stopped (SIGSTOP) for longer than its lease that goes on after another took over.

Whoever is stopped is a process of its own, and so is who takes over. The web server that both ask
stops the first one where it is told to. What they read differs: when the second one comes the first
line is edited and there is one line more.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest
from tests.collect.children import NOT_LANDED, by_leases, collect_by_leases, village_slots
from tests.collect.faults import Faults, Wire, answer, faults, head
from tests.collect.lines import line_id
from tests.collect.rounds import Team
from tests.collect.test_interruptions import Landed, start_at_once
from tests.collect.webs import hosts_on, some_settings
from tests.fakes import a_slot

from patroli.collect.state import LEASE
from patroli.errors import LandingError
from patroli.history import History
from patroli.landing import list_batches

BEFORE = b"1 kabar pertama\n2 kabar kedua\ncursor tua"
AFTER = b"1 kabar pertama, disunting\n2 kabar kedua\n3 kabar ketiga\ncursor baru"
PLACES = ("desa-0.example/0", "desa-0.example/1")
"""Of one host, asked one after another, landed as one batch."""
SLOTS = village_slots(1, len(PLACES))
OFTEN, NEVER = 0.02, 600.0
"""How often claims are renewed, in seconds; a lease takes one."""


@dataclass
class Scene:
    """Two collectors with one state and one landing; the first is stopped by what it asks."""

    team: Team
    site: Faults
    renew_every: float = OFTEN
    began: float = field(default_factory=time.monotonic)
    first: ForkServerProcess | None = None
    begun: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    resumed: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """The first collector claims and asks, until it is stopped."""
        self.first = self._collector()
        self.begun.set()
        assert self.stopped.wait(60)

    def stop(self, writing: Callable[[], bool] = lambda: False) -> None:
        """Return once the first collector runs no more; one that is `writing` a little later."""
        assert self.begun.wait(60)
        self._send(signal.SIGSTOP)
        while writing():
            self._send(signal.SIGCONT)
            time.sleep(0.001)
            self._send(signal.SIGSTOP)
        self.stopped.set()

    def stop_here(self) -> None:
        """In the midst of an answer: stop, and send no more of it before it goes on."""
        if not self.stopped.is_set():
            self.stop()
            self.resumed.wait(60)

    def take_over(self) -> None:
        """Once the lease is over another collector does the whole round."""
        self.site.routes |= dict.fromkeys(PLACES, answer(AFTER))
        over = by_leases(self.began)() + LEASE
        while by_leases(self.began)() <= over:
            time.sleep(0.02)
        second = self._collector()
        second.join(60)
        assert second.exitcode == 0

    def go_on(self) -> int | None:
        """The first one goes on to its end; its exit status."""
        assert self.first
        self._send(signal.SIGCONT)
        self.resumed.set()
        self.first.join(60)
        return self.first.exitcode

    def remembered(self) -> list[object]:
        """All that the state knows of the slots."""
        with self.team.store() as state:
            return [
                *(state.due().get(slot.id) for slot in SLOTS),
                *(
                    state.slot_state(slot.id, self.team.now, recheck_days=7, recheck_posts=9)
                    for slot in SLOTS
                ),
                *(state.validators(slot.id) for slot in SLOTS),
                *(state.rows("collectors", {})),
            ]

    def _send(self, what: signal.Signals) -> None:
        assert self.first
        assert self.first.pid
        with suppress(ProcessLookupError):  # it may have come to its end
            os.kill(self.first.pid, what)
        while what is signal.SIGSTOP and _kind(self.first.pid) not in "TZX":
            time.sleep(0.001)

    def _collector(self) -> ForkServerProcess:
        values = (self.team, self.began, len(PLACES), self.renew_every)
        return start_at_once(collect_by_leases, *values)


def _kind(process: int) -> str:
    """How a process is, in the kernel's letter: T stopped, Z and X ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "X"


@contextmanager
def a_scene(folder: Path, where: Path | str, renew_every: float = OFTEN) -> Iterator[Scene]:
    """Whatever comes, nobody is left stopped behind."""
    with faults(dict.fromkeys(PLACES, answer(BEFORE))) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        team = Team(folder, settings, where=where if isinstance(where, str) else "")
        scene = Scene(team, site, renew_every)
        try:
            yield scene
        finally:
            scene.resumed.set()
            if scene.first and scene.first.pid and scene.first.exitcode is None:
                os.kill(scene.first.pid, signal.SIGKILL)
                scene.first.join(60)


def before_the_request(scene: Scene) -> None:
    def robots(wire: Wire) -> None:
        scene.stop_here()
        answer(b"", "404 Not Found")(wire)

    scene.site.routes["desa-0.example/robots.txt"] = robots


def before_the_answer(scene: Scene) -> None:
    def page(wire: Wire) -> None:
        scene.stop_here()
        answer(BEFORE)(wire)

    scene.site.routes[PLACES[0]] = page


def in_the_body(scene: Scene) -> None:
    def page(wire: Wire) -> None:
        half = len(BEFORE) // 2
        wire.send(head("200 OK", {"Content-Length": str(len(BEFORE))}) + BEFORE[:half])
        scene.stop_here()
        wire.send(BEFORE[half:])

    scene.site.routes[PLACES[0]] = page


def with_one_slot_read_and_nothing_landed(scene: Scene) -> None:
    def page(wire: Wire) -> None:
        scene.stop_here()
        answer(BEFORE)(wire)

    scene.site.routes[PLACES[-1]] = page


MOMENTS = (
    before_the_request,
    before_the_answer,
    in_the_body,
    with_one_slot_read_and_nothing_landed,
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_was_stopped_while_asking_loses_and_doubles_nothing(
    where: Path | str, tmp_path: Path, moment: Callable[[Scene], None]
) -> None:
    with a_scene(tmp_path, where) as scene:
        moment(scene)
        scene.begin()
        scene.take_over()
        as_it_was, asked = scene.remembered(), len(scene.site.pages)
        assert scene.go_on() == 0
        assert scene.remembered() == as_it_was
        assert len(scene.site.pages) <= asked + 1, "asked what another had taken over"
        nothing_is_lost_or_doubled(scene)


def test_who_was_stopped_after_landing_moves_nothing(tmp_path: Path) -> None:
    """It waits for the state, which the server holds from its last answer on."""
    where = tmp_path / "state.sqlite"
    with a_scene(tmp_path, where, NEVER) as scene:

        def page(wire: Wire) -> None:
            with closing(sqlite3.connect(where)) as state:
                state.execute("BEGIN IMMEDIATE")
                answer(BEFORE)(wire)
                wait_until_landed(scene)
                scene.stop()

        scene.site.routes[PLACES[-1]] = page
        scene.begin()
        assert scene.remembered()[: len(SLOTS)] == [None] * len(SLOTS)
        scene.take_over()
        as_it_was = scene.remembered()
        assert scene.go_on() == 0
        assert scene.remembered() == as_it_was
        nothing_is_lost_or_doubled(scene, versions=2)


@pytest.mark.postgresql
def test_who_was_stopped_within_a_transaction_is_cut_off(shared_state: str, tmp_path: Path) -> None:
    """The server ends its session, or nobody could ever take over what it is just about to move."""
    psycopg = pytest.importorskip("psycopg")
    with a_scene(tmp_path, shared_state, NEVER) as scene:
        scene.team.lock_seconds = 2

        def page(wire: Wire) -> None:
            with psycopg.connect(shared_state) as state:
                state.execute("LOCK TABLE claim IN ACCESS EXCLUSIVE MODE")
                answer(BEFORE)(wire)
                wait_until_landed(scene)
                waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                while not state.execute(waiting).fetchone()[0]:
                    time.sleep(0.01)
                scene.stop()

        scene.site.routes[PLACES[-1]] = page
        scene.begin()
        scene.take_over()
        as_it_was = scene.remembered()
        assert scene.go_on() == NOT_LANDED
        assert scene.remembered() == as_it_was
        nothing_is_lost_or_doubled(scene, versions=2)


def test_who_waits_too_long_for_a_stopped_writer_ends_its_round_and_loses_nothing(
    tmp_path: Path,
) -> None:
    """As with SQLite, where nobody can be cut off: the test holds what a stopped one would."""
    with faults({"/a": answer(BEFORE)}) as site:
        team, slot = Team(tmp_path, lock_seconds=0.3), a_slot(site.url("/a"))
        planned = team.plan([slot])
        with closing(sqlite3.connect(tmp_path / "state.sqlite")) as stopped:
            stopped.execute("BEGIN IMMEDIATE")
            with pytest.raises(LandingError, match="round state cannot be kept"):
                team.collect([], planned)
        assert site.pages == []
        (report,) = team.collect([], planned)
    assert report.posts == 2


@pytest.mark.parametrize("milliseconds", [0, 1, 2, 4, 6, 9, 13, 20])
def test_who_was_stopped_anywhere_after_the_last_answer_loses_and_doubles_nothing(
    tmp_path: Path, milliseconds: int
) -> None:
    """But within a transaction: there SQLite makes everybody wait until it goes on."""
    with a_scene(tmp_path, tmp_path) as scene:

        def page(wire: Wire) -> None:
            answer(BEFORE)(wire)
            if not scene.stopped.is_set():
                time.sleep(milliseconds / 1000)
                scene.stop(lambda: is_writing(tmp_path / "state.sqlite"))

        scene.site.routes[PLACES[-1]] = page
        scene.begin()
        scene.take_over()
        as_it_was = scene.remembered()
        assert scene.go_on() == 0
        assert scene.remembered() == as_it_was
        nothing_is_lost_or_doubled(scene)


def is_writing(state: Path) -> bool:
    """Whether somebody is in the midst of changing a SQLite file."""
    with closing(sqlite3.connect(state, timeout=0)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def wait_until_landed(scene: Scene) -> None:
    root = scene.team.landing
    while not any(batch.name.startswith("round-") for batch in list_batches(root)):
        time.sleep(0.002)


def nothing_is_lost_or_doubled(scene: Scene, versions: int = 0) -> None:
    """In the history of what both landed, and of one round more; `versions` of the edited line."""
    team = scene.team
    landed = Landed(team)
    landed.nothing_more_is_remembered()
    team.now += timedelta(hours=20)
    team.collect(SLOTS)
    landed.nothing_more_is_remembered()
    with team.store() as state:
        assert state.rows("collectors", {}) == []
    with History.open(team.folder / "history.duckdb") as history:
        assert not history.load(list_batches(team.landing), team.now).refused
    with duckdb.connect(str(team.folder / "history.duckdb"), read_only=True) as kept:
        posts = [post for (post,) in kept.execute("SELECT post_id FROM posts").fetchall()]
        states = kept.execute("SELECT post_id, version, text FROM versions").fetchall()
        met = kept.execute("SELECT post_id, version, slot_id, fetch_id FROM sightings").fetchall()
        last = kept.execute(
            "SELECT DISTINCT arg_max(text, seen_at) FROM sightings JOIN versions"
            " USING (post_id, version) WHERE text LIKE '%pertama%' GROUP BY post_id"
        ).fetchall()
    assert sorted(posts) == sorted(line_id(s.address, n) for s in SLOTS for n in (1, 2, 3))
    assert len(states) == len(set(states))
    assert len(met) == len(set(met))
    assert last == [("kabar pertama, disunting",)]
    if versions:
        edited = [text for *_, text in states if "pertama" in text]
        assert len(edited) == versions * len(SLOTS)
