"""Auditors get a file that nobody writes any more, questions in it, and a proof beside it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.fakes import NOW, a_post, a_slot
from tests.landed import land_outcome, land_plan, land_posts

from patroli.audit import (
    latest_snapshot,
    open_snapshot,
    prune_snapshots,
    publish_snapshot,
    verify_snapshot,
)
from patroli.audit.reading import statements
from patroli.errors import HistoryError, HistoryLocked
from patroli.history import History
from patroli.landing import list_batches
from patroli.model import (
    Account,
    Confidence,
    Form,
    LegalBasis,
    Match,
    Outcome,
    Platform,
    QueueItem,
    Role,
    Span,
    Tier,
)

DAY = date(2029, 11, 25)
POST = a_post("pilih Bagas besok", native_id="x")
DEWI = Account(
    id="dewi-feed",
    holder="Dewi Lestawa",
    role=Role.ASN,
    position="Kepala Seksi",
    agency="Dinas Perahu",
    region="95.99.01",
    zone="Asia/Jayapura",
    platform=Platform.FEED,
    address="http://contoh.example/feed",
    selector="",
    proof="tertaut dari situs dinas",
    confidence=Confidence.LIKELY,
    reason="pejabat",
    watched_from=date(2029, 6, 1),
    watched_to=None,
)
LAW = LegalBasis("skb", "SKB Netralitas", "II.2", "", date(2022, 9, 22), None, "")
MATCH = Match(
    id="match-1",
    post_id=POST.id,
    version=POST.version,
    rule_set="f" * 64,
    rule_id="ajakan",
    form=Form.F1,
    contest_id="telaga-biru",
    contestant_id="bagas-ratna",
    tier=Tier.HIGH,
    score=2.5,
    spans=(Span(6, 11, "target", "{name}"), Span(0, 5, "signal", "ajakan")),
    reasons=("menyebut nama",),
    lowered_by=(),
    basis=("skb",),
    stage="masa-tenang",
    local_day=DAY,
)
ITEM = QueueItem(
    id="item-1",
    day=DAY,
    position=1,
    part=1,
    tier=Tier.HIGH,
    score=2.5,
    contestants=(("telaga-biru", "bagas-ratna"),),
    forms=(Form.F1,),
    rules=("ajakan",),
    members=((POST.id, POST.version),),
    first_seen=NOW,
    deadline=date(2029, 12, 2),
    days_left=7,
    since=DAY,
)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A small history with one flagged post, one account out of reach and one queue."""
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    away = a_slot("http://putus.example/", account_id="putus")
    land_plan(landing, [a_slot(), away])
    land_posts(landing, [POST, a_post("biasa")])
    land_outcome(landing, away, Outcome.BLOCKED)
    with History.open(path) as opened:
        opened.load(list_batches(landing), NOW)
        opened.record_configured([DEWI, LAW], NOW)
        surer = replace(DEWI, confidence=Confidence.SURE)
        opened.record_configured([surer], NOW + timedelta(days=1))
        for page in opened.unmatched(MATCH.rule_set):
            opened.record_matches(MATCH.rule_set, "{}", page, [MATCH], NOW)
        opened.record_queue(DAY, MATCH.rule_set, [ITEM], [], NOW)
    return path


@pytest.fixture
def snapshot(history: Path, tmp_path: Path) -> Path:
    return publish_snapshot(history, tmp_path / "snapshots", NOW)


def answers(path: Path, question: str) -> list[dict[str, object]]:
    """What a view of a snapshot says."""
    with open_snapshot(path) as connection:
        return connection.sql(f"FROM {question}").to_arrow_table().to_pylist()


def test_a_snapshot_is_whole_read_only_and_pointed_at(snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    assert latest_snapshot(folder) == snapshot
    assert snapshot.stat().st_mode & 0o777 == 0o444
    assert verify_snapshot(snapshot) == ()
    names = {path.name for path in folder.iterdir()}
    assert names == {"latest", snapshot.name, f"{snapshot.name}.sha256"}


def test_activations_are_shown_and_their_chain_is_verified(history: Path, tmp_path: Path) -> None:
    with History.open(history) as opened:
        for number, rule_set in enumerate(("a" * 64, "b" * 64, "c" * 64)):
            opened.activate(
                rule_set, "{}", against=("", "a" * 64, "b" * 64)[number],
                backtest="", made_by="Sari", because="uji", now=NOW + timedelta(days=number),
            )  # fmt: skip
    whole = publish_snapshot(history, tmp_path / "whole", NOW)
    assert verify_snapshot(whole) == ()
    shown = answers(whole, "rules_in_force")
    assert [row["to_time"] for row in shown] == [*(row["from_time"] for row in shown[1:]), None]
    with duckdb.connect(str(history)) as connection:
        connection.execute("DELETE FROM activations WHERE number = 2")
    cut = publish_snapshot(history, tmp_path / "cut", NOW)
    assert verify_snapshot(cut) == ("activation 3 is not what was recorded",)


def test_its_hash_is_what_sha256sum_reads(snapshot: Path) -> None:
    command = ["sha256sum", "-c", f"{snapshot.name}.sha256"]
    done = subprocess.run(command, cwd=snapshot.parent, capture_output=True, check=False)
    assert done.returncode == 0


def test_why_was_this_post_flagged(snapshot: Path) -> None:
    (row,) = answers(snapshot, "why_flagged")
    assert (row["url"], row["text"], row["account_id"]) == (POST.url, POST.text, "dewi-feed")
    assert row["words"] == [
        {"words": "Bagas", "what": "target", "name": "{name}"},
        {"words": "pilih", "what": "signal", "name": "ajakan"},
    ]
    assert row["captured_at"] == NOW


def test_what_was_known_of_an_account_and_when(snapshot: Path) -> None:
    first, second = answers(snapshot, "account_known")
    assert (first["confidence"], second["confidence"]) == ("likely", "sure")
    assert first["known_until"] == second["known_from"] == NOW + timedelta(days=1)
    assert second["known_until"] is None


def test_on_which_days_was_an_account_never_reached(snapshot: Path) -> None:
    (row,) = answers(snapshot, "unreached_days")
    assert (row["local_day"], row["account_id"], row["outcomes"]) == (DAY, "putus", ["blocked"])


def test_which_law_was_in_force(snapshot: Path) -> None:
    (row,) = answers(snapshot, "law_in_force")
    assert (row["match_id"], row["basis"], row["article"]) == ("match-1", "skb", "II.2")


def test_what_was_in_the_queue_of_a_day(snapshot: Path) -> None:
    (row,) = answers(snapshot, "queue_of_day")
    assert (row["day"], row["position"], row["waited"], row["text"]) == (DAY, 1, False, POST.text)


def test_what_a_post_said_and_when(snapshot: Path) -> None:
    rows = answers(snapshot, "post_states")
    assert {row["text"] for row in rows} == {POST.text, "biasa"}


@pytest.mark.parametrize("view", statements("views"))
def test_every_view_begins_with_its_question(view: str) -> None:
    assert statements("views")[view].startswith("-- ")
    assert f"CREATE VIEW {view} AS" in statements("views")[view]


@pytest.mark.parametrize(
    "attempt",
    [
        "COPY matches TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET enable_external_access = true",
        "SET threads = 1",
        "RESET lock_configuration",
        "CREATE TABLE more (i INTEGER)",
        "DELETE FROM matches",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_an_auditor_can_only_read(snapshot: Path, attempt: str) -> None:
    with open_snapshot(snapshot) as connection, pytest.raises(duckdb.Error):
        connection.execute(attempt)


def test_a_snapshot_in_use_can_be_opened_again_and_verified(snapshot: Path) -> None:
    with open_snapshot(snapshot) as one, open_snapshot(snapshot) as other:
        zones = [c.execute("SELECT current_setting('TimeZone')").fetchone() for c in (one, other)]
        assert (zones, verify_snapshot(snapshot)) == ([("UTC",), ("UTC",)], ())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE matches SET tier = 'low'", "match match-1"),
        ("UPDATE matches SET spans = []", "match match-1"),
        ("UPDATE queue_items SET position = 9", "queue item item-1"),
        ("UPDATE versions SET text = 'lain' WHERE text = 'biasa'", "version"),
        ("INSERT INTO batches SELECT * FROM batches", "is not what was published"),
    ],
)
def test_a_changed_snapshot_is_found_out(snapshot: Path, change: str, complaint: str) -> None:
    snapshot.chmod(0o644)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(change)
    found = verify_snapshot(snapshot)
    assert any(complaint in sentence for sentence in found)
    assert any("is not what was published" in sentence for sentence in found)


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(
    history: Path, snapshot: Path
) -> None:
    with open_snapshot(snapshot) as reader:
        later = publish_snapshot(history, snapshot.parent, NOW + timedelta(days=1))
        assert reader.execute("SELECT count(*) FROM matches").fetchall() == [(1,)]
    assert latest_snapshot(snapshot.parent) == later
    assert verify_snapshot(later) == ()


def test_old_snapshots_go_and_the_latest_stays(history: Path, tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    published = [publish_snapshot(history, folder, NOW + timedelta(days=n)) for n in range(4)]
    assert prune_snapshots(folder, 2) == tuple(published[:2])
    assert sorted(folder.glob("*.duckdb")) == published[2:]
    assert len(list(folder.iterdir())) == 5
    with pytest.raises(HistoryError):
        prune_snapshots(folder, 0)


HOLDER = """
import sys
from pathlib import Path
from patroli.history import History
with History.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_publisher_left_is_swept(history: Path, tmp_path: Path) -> None:
    folder = tmp_path / "potret"
    folder.mkdir()
    for name in (".x.duckdb.part", ".x.duckdb.part.wal", "x.duckdb.sha256"):
        (folder / name).write_text("sisa", "utf-8")
    published = publish_snapshot(history, folder, NOW)
    names = {path.name for path in folder.iterdir()}
    assert names == {published.name, f"{published.name}.sha256", "latest"}


def test_a_held_history_is_waited_for_and_nothing_is_left(history: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(history)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(HistoryLocked, match=str(holder.pid)):
            publish_snapshot(history, tmp_path / "snapshots", NOW, wait=0.1)
        holder.communicate()
    assert list((tmp_path / "snapshots").iterdir()) == []


@pytest.mark.parametrize("content", [None, "bukan basis data " * 500])
def test_what_is_no_history_is_not_published(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "history.duckdb"
    if content:
        path.write_text(content, "utf-8")
    with pytest.raises(HistoryError, match=r"history\.duckdb"):
        publish_snapshot(path, tmp_path / "snapshots", NOW)
    assert latest_snapshot(tmp_path / "snapshots") is None
    with pytest.raises(HistoryError):
        verify_snapshot(tmp_path / "snapshots" / "none.duckdb")


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from patroli.history import History
from patroli.model import LegalBasis
now = datetime(2029, 11, 26, tzinfo=UTC)
history = History.open(Path(sys.argv[1]))
history.record_configured([LegalBasis("baru", "", "", "", now.date(), None, "")], now)
os._exit(9)
"""


def test_what_a_killed_process_had_committed_is_in_the_snapshot(
    history: Path, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(history)], check=False)
    assert history.with_name("history.duckdb.wal").exists()
    path = publish_snapshot(history, tmp_path / "snapshots", NOW)
    assert {row["id"] for row in answers(path, "law_versions")} == {"skb", "baru"}
