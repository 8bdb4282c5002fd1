"""The history has one door: one process at a time, no network, errors that say what failed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from tests.fakes import NOW, a_post
from tests.landed import land_posts

from patroli.errors import HistoryError, HistoryLocked
from patroli.history import History
from patroli.history.in_force import KeptBacktest
from patroli.history.migrate import Migration, migrate, migrations
from patroli.history.store import connect

KEYS = pa.table({"post_id": ["p"], "version": ["v"]})

HOLDER = """
import sys
from importlib.resources import files
from pathlib import Path
from patroli.history import History
from patroli.history.in_force import KeptBacktest
with History.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""

Act = Callable[[History], object]
METHODS: dict[str, Act] = {
    "load": lambda h: h.load([], NOW),
    "record_configured": lambda h: h.record_configured([], NOW),
    "possibly_one": lambda h: h.possibly_one(["b"]),
    "under_kept_ids": lambda h: h.under_kept_ids({("p", "v"): "w"}),
    "unmatched": lambda h: list(h.unmatched("r")),
    "record_matches": lambda h: h.record_matches("r", "{}", KEYS, [], NOW),
    "unmatched_count": lambda h: h.unmatched_count("r"),
    "met_between": lambda h: list(h.met_between(NOW, NOW)),
    "met_count": lambda h: h.met_count(NOW, NOW),
    "met_bounds": lambda h: h.met_bounds(),
    "sample_texts": lambda h: h.sample_texts(1),
    "activations": lambda h: h.activations(),
    "activate": lambda h: h.activate(
        "r", "{}", against="", backtest="", made_by="a", because="b", now=NOW
    ),
    "rule_set_text": lambda h: h.rule_set_text("a" * 64),
    "last_used": lambda h: h.last_used(),
    "record_backtest": lambda h: h.record_backtest(
        KeptBacktest("b", "r", "a", "", NOW.date(), NOW.date(), 0, 0, 0, 0, "{}", NOW), {"r": "{}"}
    ),
    "backtests": lambda h: h.backtests("r", "a"),
    "match_ids": lambda h: h.match_ids(),
    "kept_matches": lambda h: h.kept_matches(["m"]),
    "match_counts": lambda h: h.match_counts("r"),
    "queue_inputs": lambda h: h.queue_inputs("r"),
    "kept_pictures": lambda history: history.kept_pictures([("p", "v")]),
    "tried_captures": lambda h: h.tried_captures(),
    "coverage": lambda h: h.coverage("r", NOW, NOW),
    "source_records": lambda h: h.source_records(NOW, NOW, timedelta(days=60)),
    "shown_profiles": lambda h: h.shown_profiles(NOW),
    "met_handles": lambda h: h.met_handles(NOW),
    "matched_accounts": lambda h: h.matched_accounts("r"),
    "record_queue": lambda h: h.record_queue(NOW.date(), "r", [], [], NOW),
    "item_members": lambda h: h.item_members("i"),
    "export_queue": lambda h: h.export_queue(Path("/nowhere/queue.duckdb"), {"t": KEYS}),
}


def test_a_second_process_is_told_who_holds_the_history(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(HistoryLocked, match=rf"process {holder.pid} "):
            History.open(path, wait=0.1)
        holder.communicate()
    with History.open(path, wait=0.1):
        pass


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    with History.open(path, wait=1):
        pass


def test_what_is_no_history_is_refused_and_nothing_stays_held(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    path.write_text("bukan basis data " * 500, "utf-8")
    with pytest.raises(HistoryError, match=r"open .*history\.duckdb"):
        History.open(path, wait=0)
    path.unlink()
    with History.open(path, wait=0):
        pass


def test_a_new_history_is_brought_to_shape_once(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    names = tuple(step.name for step in migrations())
    assert History.pending(path) == names
    assert not path.exists()
    for _ in range(2):
        with History.open(path):
            pass
        assert History.pending(path) == ()
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT name FROM schema_migrations ORDER BY number").fetchall()
    assert tuple(row[0] for row in found) == names


def test_migrations_are_numbered_without_gaps() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_history_newer_than_the_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    with History.open(path):
        pass
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (99, '0099_later', '9.0')")
    with pytest.raises(HistoryError, match="newer than this program"):
        History.open(path)
    with pytest.raises(HistoryError, match="newer than this program"):
        History.pending(path)


def test_a_step_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "history.duckdb"
    first, second, *_ = migrations()
    broken = Migration(second.number, second.name, f"{second.sql} FROM nowhere;")
    with connect(path) as connection, pytest.raises(duckdb.CatalogException, match="nowhere"):
        migrate(connection, (first, broken))
    with duckdb.connect(str(path), read_only=True) as connection:
        steps = connection.execute("SELECT number FROM schema_migrations").fetchall()
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert steps == [(1,)]
    assert ("account_versions",) not in tables


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_failed_as_a_history_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / "history.duckdb"
    history = History.open(path)
    history.close()
    with pytest.raises(HistoryError, match="cannot"):
        METHODS[name](history)


def test_every_public_method_is_in_the_test_above() -> None:
    public = {name for name in vars(History) if not name.startswith("_")}
    assert public - {"open", "close", "pending"} == set(METHODS)


def test_the_connection_reaches_no_other_file_and_no_network(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.duckdb") as history:
        connection = history._connection  # noqa: SLF001
        for attempt in (
            f"COPY posts TO '{tmp_path}/posts.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(attempt)


def test_no_table_has_an_index(tmp_path: Path) -> None:
    land_posts(tmp_path / "landing", [a_post()])
    with History.open(tmp_path / "history.duckdb") as history:
        connection = history._connection  # noqa: SLF001
        keys = "SELECT * FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL'"
        assert connection.execute(keys).fetchall() == []
        assert connection.execute("SELECT * FROM duckdb_indexes()").fetchall() == []


@pytest.mark.parametrize("folder", ["queries", "schema"])
def test_every_sql_file_begins_with_its_question(folder: str) -> None:
    for file in files("patroli.history").joinpath(folder).iterdir():
        assert file.read_text("utf-8").startswith("-- "), file.name
