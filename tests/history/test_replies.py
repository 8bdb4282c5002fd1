"""What a reply replies to: told by the place, or found among the posts collected."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.fakes import NOW, a_match, a_post, a_slot, an_account
from tests.landed import land_posts

from patroli.history import History
from patroli.landing import list_batches
from patroli.model import Role

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
