"""What platforms said of accounts is kept once a state, with every showing; in any order alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.fakes import NOW, a_post, a_slot, an_account
from tests.landed import a_profile, as_format_1, land_posts

from patroli.audit import publish_snapshot
from patroli.history import History
from patroli.landing import Batch, list_batches
from patroli.model import Standing

DAY = timedelta(days=1)
STATES = (
    a_profile(),
    a_profile(),
    a_profile("dewi.baru"),
    a_profile("dewi.baru", standing=Standing.PRIVATE),
    a_profile(),
)


def land_states(root: Path) -> list[Batch]:
    return [
        land_posts(root, [a_post("sama")], round_id=f"r{n}", at=NOW + n * DAY, profiles=[state])
        for n, state in enumerate(STATES)
    ]


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone='UTC'")
        return connection.execute(f"FROM {table} ORDER BY ALL").fetchall()


def test_a_state_is_one_row_and_every_showing_another(tmp_path: Path) -> None:
    land_states(tmp_path / "landing")
    with History.open(tmp_path / "h.duckdb") as history:
        report = history.load(list_batches(tmp_path / "landing"), NOW)
        again = history.load(list_batches(tmp_path / "landing"), NOW)
    assert (report.rows["profiles"], report.rows["profile_sightings"]) == (3, 5)
    assert again.loaded == ()


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_the_order_of_loading_leaves_the_same_rows(tmp_path: Path, order: tuple[int, ...]) -> None:
    batches = land_states(tmp_path / "landing")
    with History.open(tmp_path / "a.duckdb") as history:
        history.load(batches, NOW)
    with History.open(tmp_path / "b.duckdb") as history:
        for number in order:
            history.load([batches[number]], NOW)
    for table in ("profile_sightings", "authors"):
        assert rows(tmp_path / "a.duckdb", table) == rows(tmp_path / "b.duckdb", table)
    states = [
        [row[:-1] for row in rows(tmp_path / name, "profiles")] for name in ("a.duckdb", "b.duckdb")
    ]
    assert states[0] == states[1]


def test_batches_from_before_profiles_still_load(tmp_path: Path) -> None:
    as_format_1(land_posts(tmp_path / "landing", [a_post("lama")], round_id="r1"))
    land_posts(tmp_path / "landing", [a_post("baru")], round_id="r2", profiles=[a_profile()])
    with History.open(tmp_path / "h.duckdb") as history:
        report = history.load(list_batches(tmp_path / "landing"), NOW)
    assert (report.refused, report.rows["posts"], report.rows["profiles"]) == ((), 2, 1)


def test_who_wrote_a_comment_is_kept_by_the_handle(tmp_path: Path) -> None:
    comment = a_post("Mantap", author="Dewi Lestawa", author_handle="dewi_lestawa")
    land_posts(tmp_path / "landing", [comment, a_post("milik sendiri")])
    with History.open(tmp_path / "h.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), NOW)
    assert [row[:2] for row in rows(tmp_path / "h.duckdb", "authors")] == [
        (comment.id, "dewi_lestawa")
    ]


def test_an_auditor_reads_each_change_with_first_and_last_seen_and_its_proof(
    tmp_path: Path,
) -> None:
    land_states(tmp_path / "landing")
    with History.open(tmp_path / "h.duckdb") as history:
        history.record_configured([an_account()], NOW + 9 * DAY)
        history.load(list_batches(tmp_path / "landing"), NOW)
    snapshot = publish_snapshot(tmp_path / "h.duckdb", tmp_path / "snapshots", NOW)
    told = [
        (row[6], row[8], row[10], row[11], row[12])
        for row in sorted(rows(snapshot, "account_shown"), key=by_first)
    ]
    assert told == [
        ("dewi.lestawa", "public", NOW, NOW + DAY, 2),
        ("dewi.baru", "public", NOW + 2 * DAY, NOW + 2 * DAY, 1),
        ("dewi.baru", "private", NOW + 3 * DAY, NOW + 3 * DAY, 1),
        ("dewi.lestawa", "public", NOW + 4 * DAY, NOW + 4 * DAY, 1),
    ]
    first = rows(snapshot, "account_shown")[0]
    assert first[1:4] == ("Dewi Lestawa", an_account().proof, "sure")
    assert first[13] == a_slot().address


def by_first(row: tuple[object, ...]) -> datetime:
    at = row[10]
    assert isinstance(at, datetime)
    return at
