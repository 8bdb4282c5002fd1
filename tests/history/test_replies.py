"""What a reply replies to: told by the place, or found among the posts collected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from tests.fakes import NOW, a_match, a_post, a_slot, an_account
from tests.landed import land_posts

from patroli.history import History
from patroli.landing import list_batches
from patroli.model import Role, Tier, digest

RULES = "a" * 64
CANDIDATE = an_account("bagas-laman", holder="Bagas Wiratama", role=Role.CONTESTANT)
DEWI = an_account()
ASKED = a_post("Mohon doa restu", native_id="http://contoh.example/1", author="bagas")
REPLY = a_post("Siap menangkan!", native_id="http://contoh.example/2", parent_id=ASKED.id)


def a_history(folder: Path) -> History:
    place = a_slot("http://contoh.example/bagas", account_id=CANDIDATE.id)
    land_posts(folder / "landing", [ASKED], slot=place, round_id="r1")
    edited = a_post("Doa restu dan suara", native_id=ASKED.native_id)
    later = NOW + timedelta(hours=3)
    land_posts(folder / "landing", [edited], slot=place, round_id="r2", at=later)
    land_posts(folder / "landing", [REPLY], round_id="r3")
    history = History.open(folder / "history.duckdb")
    history.load(list_batches(folder / "landing"), NOW)
    return history


def test_a_reply_is_judged_with_the_collected_post_it_names(tmp_path: Path) -> None:
    with a_history(tmp_path) as history:
        (page,) = history.unmatched(RULES, accounts=[CANDIDATE, DEWI])
        rows = {row["post_id"]: row for row in page.to_pylist()}
    reply = rows[REPLY.id]
    assert reply["parent_text"] == "Mohon doa restu"
    assert (reply["author_role"], reply["parent_role"]) == ("asn", "contestant")
    assert rows[ASKED.id]["parent_text"] == ""


def test_the_queue_shows_what_a_reply_answers(tmp_path: Path) -> None:
    with a_history(tmp_path) as history:
        for page in history.unmatched(RULES, accounts=[CANDIDATE, DEWI]):
            history.record_matches(RULES, "{}", page, [a_match(REPLY)], NOW)
        (found,) = history.queue_inputs(RULES)
        assert (found.post.parent_text, found.post.parent_author) == ("Mohon doa restu", "bagas")
        assert found.version == REPLY.version
        assert history.record_queue(date(2029, 11, 25), RULES, [], [], NOW)


def judge(history: History, now: datetime, tier: Tier = Tier.HIGH) -> list[str]:
    """Every version not judged yet holds one match; the parents' texts of what was judged."""
    told = []
    for page in history.unmatched(RULES, accounts=[CANDIDATE, DEWI]):
        rows = page.to_pylist()
        told += [row["parent_text"] for row in rows if row["post_id"] == REPLY.id]
        found = [a_match(REPLY, id=digest(REPLY.id, *told), tier=tier)] if told else []
        history.record_matches(RULES, "{}", page, found, now)
    return told


def test_a_reply_judged_before_its_parent_is_known_is_judged_once_more(tmp_path: Path) -> None:
    place = a_slot("http://contoh.example/bagas", account_id=CANDIDATE.id)
    hours = [NOW + timedelta(hours=n) for n in range(5)]
    land_posts(tmp_path / "landing", [REPLY], round_id="r1")
    with History.open(tmp_path / "history.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), hours[0])
        assert judge(history, hours[1]) == [""]
        assert history.unmatched_count(RULES) == 0
        land_posts(tmp_path / "landing", [ASKED], slot=place, round_id="r2")
        history.load(list_batches(tmp_path / "landing"), hours[2])
        assert history.unmatched_count(RULES) == 2
        assert judge(history, hours[3], Tier.LOW) == ["Mohon doa restu"]
        assert history.unmatched_count(RULES) == 0
        assert judge(history, hours[4]) == []
        (queued,) = history.queue_inputs(RULES)
        assert [match.tier for match in queued.matches] == [Tier.LOW]
        assert sum(count.matches for count in history.match_counts(RULES)) == 1
        assert sum(map(len, history.match_ids().values())) == 2


def test_a_reply_that_no_longer_matches_with_its_parent_leaves_the_queue(tmp_path: Path) -> None:
    hours = [NOW + timedelta(hours=n) for n in range(5)]
    land_posts(tmp_path / "landing", [REPLY], round_id="r1")
    with History.open(tmp_path / "history.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), hours[0])
        judge(history, hours[1])
        assert len(history.queue_inputs(RULES)) == 1
        land_posts(tmp_path / "landing", [ASKED], round_id="r2")
        history.load(list_batches(tmp_path / "landing"), hours[2])
        for page in history.unmatched(RULES, accounts=[CANDIDATE, DEWI]):
            history.record_matches(RULES, "{}", page, [], hours[3])
        assert history.queue_inputs(RULES) == ()
