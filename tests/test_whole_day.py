"""One day, whole: what was planted is found, what was not reached is said, twice is once."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from patroli import stages
from patroli.config.slots import slots
from patroli.decisions import ReviewLog, Word
from patroli.demo import ROUNDS, Truth, truth
from patroli.demo.draft import Kind
from patroli.demo.places import CLOSED, Manner, host_of, manner_of
from patroli.landing import list_batches, read_batch
from patroli.model import Decision
from patroli.workspace import Workspace
from tests.one_day import MORNING, Day, a_day, ask, everything, files, work

RANK = {"low": 1, "medium": 2, "high": 3}
REACHED = {"collected", "unchanged", "empty"}
EXPECTED: dict[Manner, set[str]] = {
    Manner.WELL: REACHED,
    Manner.REFUSES: {"robots_refused"},
    Manner.DOWN: {"failed", "robots_unreachable"},
    Manner.SLOW: REACHED,
    Manner.BROKEN: {"failed"},
    Manner.MISLABELLED: REACHED,
    Manner.LIMITED: REACHED,
}
"""How a slot on a host of each manner ends, whatever the round."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    day = a_day(tmp_path_factory.mktemp("hari"))
    work(day.place)
    return day


@pytest.fixture(scope="module")
def told(day: Day) -> tuple[Truth, ...]:
    return truth(day.world)


@pytest.fixture(scope="module")
def queued(day: Day) -> dict[str, str]:
    """The best tier of every post that is in the queue or waits, by post id."""
    rows = ask(
        day.place.history, "SELECT m.post_id, tier FROM queue_items, unnest(members) AS t(m)"
    )
    best: dict[str, str] = {}
    for post, tier in rows:
        best[post] = max(best.get(post, tier), tier, key=RANK.__getitem__)
    return best


def a_copy(day: Day, folder: Path) -> Workspace:
    """The same data in a place of its own."""
    shutil.copytree(day.place.data, folder / "data")
    return Workspace(
        day.place.config_folder, folder / "data", day.place.config, day.place.rules,
        day.place.matcher,
    )  # fmt: skip


# ------------------------------------------------------------------ the ledger


def test_every_due_slot_of_every_round_has_an_outcome(day: Day) -> None:
    watched = {slot.id for slot in slots(day.place.config, ROUNDS[0])}
    asked = ask(day.place.history, "SELECT round_id, slot_id FROM planned")
    ended = ask(day.place.history, "SELECT round_id, slot_id FROM ledger WHERE outcome <> ''")
    assert len(asked) == len(set(asked)) == len(ROUNDS) * len(watched)
    assert sorted(asked) == sorted(ended)
    assert {slot for _, slot in asked} == watched
    for report in day.collected:
        told = sum(int(row["slots"]) for row in report.tables["outcomes"])
        assert told == report.counts["due"]


def test_the_ledger_says_what_each_host_did(day: Day) -> None:
    rows = ask(
        day.place.history, "SELECT address, coalesce(account_id, ''), outcome, due_at FROM ledger"
    )
    seen = {manner_of(host_of(address)) for address, *_ in rows}
    assert seen == set(Manner)
    for address, account, outcome, due in rows:
        is_closed = account in CLOSED and due >= CLOSED[account]
        expected = {"gone"} if is_closed else EXPECTED[manner_of(host_of(address))]
        assert outcome in expected, (address, due)


def test_a_feed_that_was_cut_off_gives_its_posts_and_is_not_called_read(day: Day) -> None:
    question = "SELECT detail, posts FROM ledger WHERE address LIKE '%//rsud.%'"
    for detail, posts in ask(day.place.history, question):
        assert "cut off" in detail
        assert posts > 0


def test_the_queue_page_names_what_was_not_reached(day: Day) -> None:
    page = (day.place.queues / "2029-11-25" / "queue.html").read_text("utf-8")
    missed = day.collected[-1].tables["not-reached"]
    assert missed
    assert all(str(row["address"]) in page for row in missed)


# ------------------------------------------------------------------ the queue against the truth


def test_every_planted_endorsement_that_can_be_read_is_queued(
    told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    planted = _endorsements(told)
    lost = [t.texts for t in planted if t.post_id not in queued]
    assert len(planted) > 60
    assert lost == []


def test_nearly_all_planted_endorsements_are_at_medium_or_above(
    told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    """A reader's letter stands on a newsroom's account, whose posts count as news: low at best.

    Seen when this was written: two of some sixty texts, one with words that quote somebody and
    one with words that ask.
    """
    planted = [t for t in _endorsements(told) if Kind.LETTER not in t.kinds]
    weak = {_one_text(t) for t in planted if RANK.get(queued.get(t.post_id, ""), 0) < 2}
    assert len(weak) <= 3, weak


def test_a_letter_that_only_a_keyword_tells_from_the_news_is_queued_with_it(
    day: Day, told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    letters = [t for t in told if Kind.LETTER in t.kinds]
    assert letters
    assert all(t.post_id in queued for t in letters)


def test_harmless_posts_with_the_words_of_partiality_stay_below_medium(
    told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    negatives = [t for t in told if Kind.HARD_NEGATIVE in t.kinds]
    loud = [t.texts for t in negatives if RANK.get(queued.get(t.post_id, ""), 0) >= 2]
    assert len(negatives) > 50
    assert loud == []


def test_what_contestants_teams_and_parties_say_themselves_is_not_queued(
    told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    assert [t.texts for t in told if Kind.CAMPAIGN in t.kinds and t.post_id in queued] == []


def test_posts_nobody_planted_are_hardly_ever_queued(
    day: Day, told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    strange = set(queued) - {t.post_id for t in told}
    assert len(strange) <= len(day.world.utterances) / 500


def test_every_contestant_is_found_as_often_as_planted(
    told: tuple[Truth, ...], queued: dict[str, str]
) -> None:
    """Exactly in the queue; at medium or above within two, for each is given other sentences."""
    planted = _endorsements(told)
    of_each = Counter(t.contestant for t in planted)
    found = Counter(t.contestant for t in planted if t.post_id in queued)
    clear = {_one_text(t) for t in planted if RANK.get(queued.get(t.post_id, ""), 0) > 1}
    clear_of_each = Counter(contestant for contestant, _ in clear)
    assert len(of_each) == 3
    assert len(set(of_each.values())) == 1
    assert found == of_each
    assert max(clear_of_each.values()) - min(clear_of_each.values()) <= 2


def test_a_match_points_to_the_contestant_it_was_planted_for(
    day: Day, told: tuple[Truth, ...]
) -> None:
    """A reply that names nobody is about whose post it answers; its match may name nobody too."""
    rows = ask(day.place.history, "SELECT post_id, contestant_id FROM matches")
    named: dict[str, set[str]] = {}
    for post, contestant in rows:
        named.setdefault(post, set()).add(contestant)
    for one in _endorsements(told):
        whom = named[one.post_id]
        assert one.contestant in whom or (Kind.REPLY in one.kinds and whom == {""}), one.texts


def _endorsements(told: tuple[Truth, ...]) -> list[Truth]:
    return [t for t in told if Kind.ENDORSEMENT in t.kinds and t.reachable]


def _one_text(one: Truth) -> tuple[str, str]:
    """Copies of one text count once."""
    return one.contestant, one.group or one.post_id


# ------------------------------------------------------------------ edits, copies, deletions


def test_an_edit_is_a_second_version_and_both_can_be_read(
    day: Day, told: tuple[Truth, ...]
) -> None:
    edited = [t for t in told if {Kind.EDITED_IN, Kind.EDITED_OUT} & t.kinds]
    assert edited
    for one in edited:
        states = ask(day.place.history, "SELECT text FROM versions WHERE post_id = ?", one.post_id)
        assert len(states) == 2
        assert all(any(text in state for (state,) in states) for text in one.texts)


def test_a_post_that_was_taken_back_keeps_its_signs_of_absence(
    day: Day, told: tuple[Truth, ...]
) -> None:
    deleted = [t for t in told if t.deleted_at]
    assert deleted
    for one in deleted:
        assert one.deleted_at
        rounds_after = sum(moment > one.deleted_at for moment in ROUNDS)
        signs = ask(day.place.history, "SELECT signal FROM absences WHERE post_id = ?", one.post_id)
        assert len(signs) == rounds_after, one.url


def test_only_what_is_really_gone_is_said_to_be_missing(day: Day) -> None:
    gone = {u.link for u in day.world.utterances if u.deleted_at or u.account_id in CLOSED}
    rows = ask(
        day.place.history,
        "SELECT DISTINCT v.url FROM absences JOIN versions AS v USING (post_id)",
    )
    assert {url for (url,) in rows} <= gone


def test_copies_of_one_text_are_one_item(day: Day, told: tuple[Truth, ...]) -> None:
    groups: dict[str, set[str]] = {}
    for one in told:
        if Kind.COPY in one.kinds:
            groups.setdefault(one.group, set()).add(one.post_id)
    rows = ask(day.place.history, "SELECT members FROM queue_items")
    items = [{member["post_id"] for member in members} for (members,) in rows]
    assert len(groups) == 3
    assert all(any(group <= item for item in items) for group in groups.values())


# ------------------------------------------------------------------ twice is once


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(hours=5)])
def test_everything_again_changes_nothing(day: Day, tmp_path: Path, later: timedelta) -> None:
    place = a_copy(day, tmp_path)
    before, queues = everything(place.history), _bytes(place.queues)
    reports = {report.stage: report for report in work(place, MORNING + later)}
    assert everything(place.history) == before
    assert _bytes(place.queues) == queues
    assert reports["load"].counts["batches"] == 0
    assert reports["match"].counts["new matches"] == 0


def test_the_history_is_built_again_from_what_was_landed(day: Day, tmp_path: Path) -> None:
    place = a_copy(day, tmp_path)
    before = everything(place.history)
    queue = (place.queues / "2029-11-25" / "queue.csv").read_bytes()
    place.history.unlink()
    shutil.rmtree(place.queues)
    stages.load(place, MORNING)
    stages.match(place, MORNING)
    stages.queue(place, MORNING)
    after = everything(place.history)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    differing = [name for name in before if after[name] != before[name]]
    assert [name for name in differing if name != "schema_migrations"] == []
    assert (place.queues / "2029-11-25" / "queue.csv").read_bytes() == queue


def test_what_was_decided_is_not_queued_again(day: Day, tmp_path: Path) -> None:
    place = a_copy(day, tmp_path)
    question = "SELECT item_id, members FROM queue_items WHERE day = ? ORDER BY position LIMIT 5"
    decided = ask(place.history, question, MORNING.date())
    log = ReviewLog(place.review_log)
    for item, members in decided:
        for member in members:
            log.append(_a_decision(item, member["post_id"], member["version"], MORNING))
    tomorrow = MORNING + timedelta(days=1)
    stages.queue(place, tomorrow)
    rows = ask(place.history, "SELECT members FROM queue_items WHERE day = ?", tomorrow.date())
    left = {(m["post_id"], m["version"]) for (members,) in rows for m in members}
    gone = {(m["post_id"], m["version"]) for _, members in decided for m in members}
    assert left
    assert not left & gone


def _a_decision(item: str, post: str, version: str, at: datetime) -> Decision:
    return Decision(post, version, item, Word.NONE.value, "berita", "uji", at)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files(folder)}


# ------------------------------------------------------------------ what lies where


def test_the_five_files_of_the_queue_are_what_their_manifest_says(day: Day) -> None:
    folder = day.place.queues / "2029-11-25"
    names = {"queue.html", "queue.xlsx", "queue.csv", "queue.duckdb", "manifest.json"}
    assert {path.name for path in folder.iterdir()} == names
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}
    for name, said in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert len(content) == said["bytes"]
        assert hashlib.sha256(content).hexdigest() == said["sha256"]


LANDED = r"landing/\d{4}-\d\d-\d\d/(plan|round)-[0-9a-f-]+/"
PLACES = re.compile(
    rf"{LANDED}(capture\.warc\.gz|manifest\.json|"
    r"(sightings|fetches|absences|profiles|ledger)\.parquet)"
    r"|health/2029-11-25\.html"
    r"|state\.sqlite(-wal|-shm)?|review\.sqlite(-wal|-shm)?|history\.(duckdb|lock)"
    r"|queues/2029-11-25/(queue\.(html|xlsx|csv|duckdb)|manifest\.json)"
    r"|snapshots/(latest|[0-9TZ.]+\.duckdb(\.sha256)?)"
)


def test_nothing_lies_outside_the_documented_places(day: Day) -> None:
    assert [name for name in files(day.place.data) if not PLACES.fullmatch(name)] == []


def test_what_is_loaded_is_what_was_landed(day: Day) -> None:
    landed = {
        (row["post_id"], row["version"])
        for batch in list_batches(day.place.landing)
        for row in read_batch(batch).sightings.select(["post_id", "version"]).to_pylist()
    }
    kept = ask(day.place.history, "SELECT post_id, version FROM versions")
    assert len(kept) == len(set(kept))
    assert set(kept) == landed
