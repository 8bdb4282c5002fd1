"""What is asked between loading and the queue: what to match, what to look at, what was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from tests.fakes import NOW, a_post, a_slot
from tests.landed import land_outcome, land_plan, land_posts

from patroli.history import History
from patroli.landing import list_batches
from patroli.model import (
    Account,
    Confidence,
    Contest,
    Contestant,
    Form,
    LegalBasis,
    Match,
    Outcome,
    Platform,
    Post,
    QueueItem,
    Role,
    Span,
    Tier,
    digest,
)

RULES = "f" * 64
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
    confidence=Confidence.SURE,
    reason="pejabat",
    watched_from=date(2029, 6, 1),
    watched_to=None,
)
CONTESTANT = Contestant(
    id="bagas-ratna",
    names=("Bagas Wiratama",),
    short=("BaRa",),
    number=2,
    number_from=date(2029, 9, 23),
    parties=("Cakrawala",),
    tags=(),
    signs=(),
    colours=(),
    slogans=(),
    teams=("Sahabat Bagas",),
    accounts=("@bagaswiratama_",),
)
CONTEST = Contest(
    "telaga-biru", "", "95.99", "Asia/Jayapura", (), NOW.date(), NOW.date(), (), (CONTESTANT,)
)


def a_match(post: Post, **changes: object) -> Match:
    """A strong match of an invented rule on a post's first four characters."""
    plain = Match(
        id=digest("match", post.id, post.version, repr(changes)),
        post_id=post.id,
        version=post.version,
        rule_set=RULES,
        rule_id="ajakan-memilih",
        form=Form.F1,
        contest_id="telaga-biru",
        contestant_id="bagas-ratna",
        tier=Tier.HIGH,
        score=3.5,
        spans=(Span(0, 4, "target", "{name}"),),
        reasons=("menyebut nama",),
        lowered_by=(),
        basis=("pp-94-2021-5n",),
        stage="masa-tenang",
        local_day=date(2029, 11, 25),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def an_item(post: Post, **changes: object) -> QueueItem:
    """A listed item of one post."""
    plain = QueueItem(
        id=digest("item", post.id),
        day=date(2029, 11, 25),
        position=1,
        part=1,
        tier=Tier.HIGH,
        score=3.5,
        contestants=(("telaga-biru", "bagas-ratna"),),
        forms=(Form.F1,),
        rules=("ajakan-memilih",),
        members=((post.id, post.version),),
        first_seen=NOW,
        deadline=date(2029, 12, 2),
        days_left=7,
        since=date(2029, 11, 25),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_history(folder: Path) -> History:
    """A history of everything in `folder`/landing."""
    history = History.open(folder / "history.duckdb")
    history.load(list_batches(folder / "landing"), NOW)
    return history


def judge(history: History, *matched: Post) -> None:
    """Judge everything that is unmatched; `matched` posts match."""
    for page in history.unmatched(RULES):
        history.record_matches(RULES, "{}", page, [a_match(post) for post in matched], NOW)


def test_what_was_judged_is_not_asked_for_again_by_the_same_rules(tmp_path: Path) -> None:
    land_posts(tmp_path / "landing", [a_post(f"teks {n}") for n in range(25)])
    with a_history(tmp_path) as history:
        seen: list[str] = []
        for page in history.unmatched(RULES, rows=10):
            assert page.num_rows <= 10
            history.record_matches(RULES, "{}", page, [], NOW)
            seen += map(str, page.column("text").to_pylist())
        assert sorted(seen) == sorted(f"teks {n}" for n in range(25))
        assert list(history.unmatched(RULES)) == []
        assert sum(page.num_rows for page in history.unmatched("other")) == 25


def test_an_edited_post_is_judged_again(tmp_path: Path) -> None:
    land_posts(tmp_path / "landing", [a_post("lama", native_id="x")])
    with a_history(tmp_path) as history:
        judge(history)
        land_posts(tmp_path / "landing", [a_post("baru", native_id="x")], round_id="r2")
        history.load(list_batches(tmp_path / "landing"), NOW)
        pages = list(history.unmatched(RULES))
    assert [page.column("text").to_pylist() for page in pages] == [["baru"]]


@pytest.mark.parametrize(
    ("author", "parent", "roles"),
    [
        ("Dewi Lestawa", "", ("asn", "")),
        ("siapa saja", "@BagasWiratama_", ("asn", "contestant")),
        ("siapa saja", " bagas wiratama ", ("asn", "contestant")),
        ("siapa saja", "Sahabat Bagas", ("asn", "team")),
        ("siapa saja", "Cakrawala", ("asn", "party")),
        ("siapa saja", "tetangga", ("asn", "")),
    ],
)
def test_roles_follow_from_what_is_configured(
    tmp_path: Path, author: str, parent: str, roles: tuple[str, str]
) -> None:
    land_posts(tmp_path / "landing", [a_post("halo", author=author, parent_author=parent)])
    with a_history(tmp_path) as history:
        page = next(history.unmatched(RULES, accounts=[DEWI], contests=[CONTEST]))
    row = page.to_pylist()[0]
    assert (row["author_role"], row["parent_role"]) == roles
    assert (row["region"], row["zone"]) == ("95.99.01", "Asia/Jayapura")
    assert row["seen_at"] == NOW


def test_recording_the_same_matches_twice_keeps_one(tmp_path: Path) -> None:
    post = a_post("pilih Bagas")
    land_posts(tmp_path / "landing", [post])
    with a_history(tmp_path) as history:
        page = next(history.unmatched(RULES))
        assert history.record_matches(RULES, "{}", page, [a_match(post)], NOW) == 1
        assert history.record_matches(RULES, "{}", page, [a_match(post)], NOW) == 0
        count = history.match_counts(RULES)[0]
    assert (count.rule_id, count.contestant_id, count.matches) == (
        "ajakan-memilih",
        "bagas-ratna",
        1,
    )


def test_a_matched_version_comes_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    old, new = a_post("lama", native_id="x"), a_post("pilih Bagas", native_id="x")
    keyword = a_slot("http://berita.example/", account_id=None, keyword_id="bagas")
    land_posts(landing, [old])
    land_posts(landing, [new], round_id="r2", slot=keyword, at=NOW + timedelta(hours=1))
    land_posts(landing, [new], round_id="r3", at=NOW + timedelta(hours=2))
    for round_id, hours in (("r4", 6), ("r5", 12)):
        land_posts(
            landing, [], round_id=round_id, at=NOW + timedelta(hours=hours), missing=[new.id]
        )
    with a_history(tmp_path) as history:
        history.record_configured([DEWI], NOW)
        judge(history, new)
        (found,) = history.queue_inputs(RULES)
    assert (found.post, found.version, found.matches) == (new, new.version, (a_match(new),))
    assert found.account == DEWI
    assert (found.first_seen, found.last_seen) == (
        NOW + timedelta(hours=1),
        NOW + timedelta(hours=2),
    )
    assert found.captured is not None
    assert found.captured.url == "http://berita.example/"
    assert [state.text for state in found.other_states] == ["lama"]
    assert ([sign.signal for sign in found.signs], found.gone) == (["404", "404"], True)


@pytest.mark.parametrize(
    ("hours", "gone"), [([3], False), ([3, 4], False), ([3, 6], True), ([-3, -1], False)]
)
def test_a_post_is_gone_after_two_signs_hours_apart(
    tmp_path: Path, hours: list[int], gone: bool
) -> None:
    post = a_post("pilih Bagas")
    land_posts(tmp_path / "landing", [post])
    for hour in hours:
        at = NOW + timedelta(hours=hour)
        land_posts(tmp_path / "landing", [], round_id=f"h{hour}", at=at, missing=[post.id])
    with a_history(tmp_path) as history:
        judge(history, post)
        assert history.queue_inputs(RULES)[0].gone is gone


def test_decided_versions_are_left_out(tmp_path: Path) -> None:
    one, two = a_post("pilih Bagas"), a_post("dukung Bagas")
    land_posts(tmp_path / "landing", [one, two])
    with a_history(tmp_path) as history:
        judge(history, one, two)
        decided = pa.table({"post_id": [one.id], "version": [one.version]})
        assert [found.post for found in history.queue_inputs(RULES, decided)] == [two]
        assert len(history.queue_inputs(RULES)) == 2


def test_a_recorded_queue_tells_since_when_a_post_is_due(tmp_path: Path) -> None:
    post = a_post("pilih Bagas")
    land_posts(tmp_path / "landing", [post])
    waiting = an_item(post, position=0, part=0)
    with a_history(tmp_path) as history:
        judge(history, post)
        assert history.queue_inputs(RULES)[0].due_since is None
        day = date(2029, 11, 25)
        first = history.record_queue(day, RULES, [], [waiting], NOW)
        assert history.record_queue(day, RULES, [], [waiting], NOW) == first
        assert history.queue_inputs(RULES)[0].due_since == day
    with duckdb.connect(str(tmp_path / "history.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT items, waiting FROM queue_days").fetchall() == [(0, 1)]
        assert connection.execute("SELECT count(*) FROM queue_items").fetchall() == [(1,)]


def test_a_slot_that_was_planned_and_never_answered_is_interrupted(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    names = ("ok", "tolak", "tutup", "putus")
    ok, refused, unread, cut = (
        a_slot(f"http://{name}.example/", account_id=name) for name in names
    )
    before = NOW - timedelta(hours=12)
    land_posts(landing, [a_post("lama")], slot=cut, round_id="r0", at=before)
    land_plan(landing, [ok, refused, unread, cut])
    land_posts(landing, [a_post()], slot=ok)
    land_outcome(landing, refused, Outcome.ROBOTS_REFUSED)
    land_outcome(landing, unread, Outcome.ROBOTS_UNREACHABLE)
    with a_history(tmp_path) as history:
        history.record_configured([replace(DEWI, id=name, agency=name) for name in names], NOW)
        found = history.coverage(RULES, NOW - timedelta(hours=1), NOW)
    fared = {slot.agency: slot for slot in found.slots}
    assert {name: slot.outcome for name, slot in fared.items()} == {
        "ok": Outcome.COLLECTED,
        "tolak": Outcome.ROBOTS_REFUSED,
        "tutup": Outcome.ROBOTS_UNREACHABLE,
        "putus": Outcome.FAILED,
    }
    assert (fared["putus"].detail, fared["putus"].interrupted) == ("interrupted", True)
    assert (fared["putus"].reached, fared["putus"].last_reached) == (0, before)
    for name in ("tolak", "tutup"):
        assert (fared[name].reached, fared[name].last_reached) == (0, None)
    assert (found.new_posts, found.new_versions) == (1, 1)


def test_every_wording_of_the_watch_list_stays_known(tmp_path: Path) -> None:
    law = LegalBasis("skb", "SKB", "2", "", date(2022, 9, 22), None, "http://hukum.example/")
    surer = replace(DEWI, proof="surat dinas")
    with History.open(tmp_path / "history.duckdb") as history:
        kept = [
            history.record_configured([account, law], NOW + timedelta(days=day))
            for day, account in enumerate((DEWI, DEWI, surer, DEWI))
        ]
    assert kept == [2, 0, 1, 1]


def test_an_exported_queue_is_a_database_of_its_own_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "queue.duckdb"
    items = pa.table({"item_id": ["a", "b"], "spans": [[1, 2], []]})
    with History.open(tmp_path / "history.duckdb") as history:
        history.export_queue(path, {"items": items})
        history.export_queue(path, {"items": items.slice(0, 1)})
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT * FROM items").fetchall() == [("a", [1, 2])]
    assert sorted(p.name for p in tmp_path.iterdir() if "queue" in p.name) == ["queue.duckdb"]
