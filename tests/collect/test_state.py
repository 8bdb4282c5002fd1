"""What is remembered between rounds, and that it is never ahead of what is landed."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from tests.collect.children import advance_many
from tests.collect.states import a_known, known_ids, move, settled
from tests.fakes import NOW

from patroli.collect.robots import RobotsFile
from patroli.collect.state import StateStore, Validators
from patroli.errors import LandingError

HELD = Validators("http://a.example/", "http://a.example/", '"1"', "", "aa", "bb", "<urn:1>", NOW)


@pytest.fixture
def store(where: Path | str) -> StateStore:
    return StateStore(where)


def test_an_unknown_slot_starts_from_nothing(store: StateStore) -> None:
    with store as state:
        found = state.slot_state("slot-1", NOW, recheck_days=7, recheck_posts=20)
        assert (found.cursor, found.known) == ("", ())
        assert state.validators("slot-1") == {}
        assert state.due() == {}
        assert state.robots("http://a.example") is None


def test_progress_outlives_the_process(where: Path | str) -> None:
    with StateStore(where) as state:
        known = (a_known("a"), a_known("b"))
        move(state, settled(cursor="c1", validators=(HELD,), seen=known))
    with StateStore(where) as state:
        found = state.slot_state("slot-1", NOW, recheck_days=7, recheck_posts=20)
        assert found.cursor == "c1"
        assert found.known == known
        assert state.validators("slot-1") == {HELD.url: HELD}
        assert state.due()["slot-1"].next_due_at == NOW + timedelta(hours=6)


def test_no_new_cursor_keeps_the_old_one(store: StateStore) -> None:
    with store as state:
        move(state, settled(cursor="c1"))
        move(state, settled(cursor=None))
        assert state.slot_state("slot-1", NOW, recheck_days=7, recheck_posts=1).cursor == "c1"


def test_validators_of_another_software_version_do_not_count(
    store: StateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older reader overlooked must not stay hidden behind "unchanged"."""
    with store as state:
        move(state, settled(validators=(HELD,)))
        monkeypatch.setattr("patroli.collect.state.__version__", "99.0")
        assert state.validators("slot-1") == {}


def test_half_a_batch_is_never_remembered(store: StateStore) -> None:
    with store as state:
        broken = settled("slot-2", cursor=object())
        with pytest.raises((sqlite3.Error, LandingError)):
            move(state, settled(), broken)
        assert state.due() == {}
        move(state, settled())
        assert set(state.due()) == {"slot-1"}


def test_posts_listed_last_are_known_and_the_others_take_turns(store: StateStore) -> None:
    later = NOW + timedelta(hours=6)
    with store as state:
        move(state, settled(seen=tuple(a_known(f"old-{n}") for n in range(5))))
        listed = (a_known("new-1", later), a_known("new-2", later))
        move(state, settled(seen=listed, seen_at=later))
        first = known_ids(state, later, posts=2)
        assert {"new-1", "new-2"} < first
        asked = tuple(first - {"new-1", "new-2"})
        move(state, settled(asked=asked, seen_at=later + timedelta(hours=6)))
        second = known_ids(state, later, posts=2)
    assert len(first) == len(second) == 4
    assert not set(asked) & second


def test_an_unchanged_listing_still_lists_the_same_posts(store: StateStore) -> None:
    later = NOW + timedelta(hours=6)
    with store as state:
        move(state, settled(seen=(a_known("a"),)))
        move(state, settled(listing_unchanged=True, seen_at=later))
        found = state.slot_state("slot-1", later, recheck_days=7, recheck_posts=1)
    assert [known.last_seen for known in found.known] == [later]


@pytest.mark.parametrize(("days", "count"), [(6, 1), (8, 0)])
def test_posts_are_asked_again_only_for_their_days(
    store: StateStore, days: int, count: int
) -> None:
    with store as state:
        move(state, settled(seen=(a_known("a"),)))
        assert len(known_ids(state, NOW + timedelta(days=days))) == count


def test_no_rechecks_means_no_known_posts(store: StateStore) -> None:
    with store as state:
        move(state, settled(seen=(a_known("a"),)))
        assert known_ids(state, posts=0) == set()


def test_robots_files_are_kept(store: StateStore) -> None:
    file = RobotsFile(200, "User-agent: *", NOW, "")
    with store as state:
        state.keep_robots("http://a.example", RobotsFile(404, "", NOW))
        state.keep_robots("http://a.example", file)
        assert state.robots("http://a.example") == file


def test_pruning_forgets_what_is_old_and_nothing_else(store: StateStore) -> None:
    with store as state:
        move(state, settled(validators=(HELD,), seen=(a_known("a"),), cursor="c1"))
        state.keep_robots("http://a.example", RobotsFile(200, "", NOW))
        assert state.prune(NOW - timedelta(days=1)) == 0
        assert state.prune(NOW + timedelta(days=1)) == 3
        assert state.slot_state("slot-1", NOW, recheck_days=7, recheck_posts=9).cursor == "c1"
        assert set(state.due()) == {"slot-1"}


def test_threads_share_one_store(store: StateStore) -> None:
    def work(number: int) -> None:
        for step in range(20):
            move(store, settled(f"slot-{number}-{step}"))
            store.validators(f"slot-{number}-{step}")

    with store:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(store.due()) == 80


def test_processes_share_one_state(where: Path | str) -> None:
    StateStore(where).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=advance_many, args=(where, n)) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with StateStore(where) as state:
        assert len(state.due()) == 60


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    StateStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(LandingError, match="newer than this patroli"):
        StateStore(path)


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LandingError, match="not a state file"):
        StateStore(path)


@pytest.mark.parametrize(
    "address", ["mysql://db.example/x", "state.sqlite", "${PATROLI_STATE_URL}"]
)
def test_an_address_that_is_no_postgresql_is_refused_and_leaves_no_file(address: str) -> None:
    with pytest.raises(LandingError, match="expected postgresql://"):
        StateStore(address)
    assert not Path(address).exists()


@pytest.mark.postgresql
def test_a_database_of_a_later_version_is_refused(shared_state: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    StateStore(shared_state).close()
    with psycopg.connect(shared_state) as db:
        db.execute("UPDATE state_version SET version = 99")
    with pytest.raises(LandingError, match="newer than this patroli"):
        StateStore(shared_state)


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(LandingError, match="cannot be opened") as told:
        StateStore("postgresql://patroli:rahasia@127.0.0.1:1/patroli")
    assert "rahasia" not in str(told.value)
