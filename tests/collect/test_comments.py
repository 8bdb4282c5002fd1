"""Of what others write under a post only watched people's is kept, as their own account's."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.collect.faults import answer, faults
from tests.collect.rounds import Team
from tests.collect.webs import some_settings
from tests.fakes import NOW, a_post, a_slot, an_account

from patroli import stages
from patroli.collect.watched import NOBODY, Watched, watched_on
from patroli.config import read_config
from patroli.config.slots import account_slot
from patroli.history import History
from patroli.landing import captured, list_batches
from patroli.model import (
    Account,
    Answer,
    Ask,
    Confidence,
    Outcome,
    Platform,
    Post,
    Reading,
    Role,
    Slot,
    SlotState,
    post_id,
)
from patroli.workspace import Workspace

SHIPPED = Path(__file__).resolve().parents[2] / "config"
CANDIDATE = an_account(
    "bagas-tg",
    holder="Bagas Wiratama",
    role=Role.CONTESTANT,
    platform=Platform.TELEGRAM,
    address="https://t.me/bagaswiratama",
)
TEACHER = an_account(
    "dewi-tg",
    platform=Platform.TELEGRAM,
    address="https://t.me/Dewi_Lestawa",
    region="95.99.02",
    zone="Asia/Makassar",
)


@dataclass(frozen=True, slots=True)
class Thread:
    """Reads JSON: a post, and what others wrote under it."""

    space: str = "telegram"
    comments_at: str = ""

    def start(self, slot: Slot, _state: SlotState, /) -> tuple[Ask, ...]:
        return (Ask(f"{self.comments_at or slot.address}", "comments", conditional=True),)

    def read(self, slot: Slot, _state: SlotState, answer: Answer, /) -> Reading:
        if answer.status == 304:
            return Reading(Outcome.UNCHANGED)
        told = json.loads(answer.body)
        posts = tuple(self._post(slot, one) for one in told)
        return Reading(Outcome.COLLECTED if posts else Outcome.EMPTY, posts=posts)

    def _post(self, slot: Slot, one: dict[str, str]) -> Post:
        parent = post_id(self.space, one["under"]) if one.get("under") else ""
        return replace(
            a_post(one["text"], native_id=one["id"], author=one.get("author", "")),
            id=post_id(self.space, one["id"]),
            platform=slot.platform,
            parent_id=parent,
            author_handle=one.get("handle", ""),
        )


def body(*posts: dict[str, str]) -> bytes:
    return json.dumps(posts).encode()


OWN = {"id": "1", "text": "Mohon doa restu, pilih nomor 2", "author": "Bagas Wiratama"}
HERS = {"id": "2", "text": "Gas terus pak", "handle": "dewi_lestawa", "under": "1"}
OTHERS = [
    {"id": str(n), "text": f"Komentar warga {n}", "handle": f"warga_{n}", "under": "1"}
    for n in range(3, 8)
]
HIS = {"id": "9", "text": "Terima kasih semua", "handle": "bagaswiratama", "under": "2"}


def team_at(folder: Path, address: str, *accounts: Account, **changes: Any) -> Team:
    connectors = dict.fromkeys(Platform, Thread(comments_at=address))
    watched = watched_on(accounts, NOW)
    return Team(folder, some_settings(), connectors, watched=watched, **changes)


def test_a_watched_persons_comment_is_kept_as_her_accounts_own(tmp_path: Path) -> None:
    with faults({"/t": answer(body(OWN, HERS, *OTHERS, HIS))}) as site:
        team = team_at(tmp_path, site.url("/t"), CANDIDATE, TEACHER)
        report = team.one(account_slot(CANDIDATE))
    rows = {row["native_id"]: row for row in team.rows("sightings")}
    assert rows.keys() == {"1", "2", "9"}
    hers, teacher = rows["2"], account_slot(TEACHER)
    assert (hers["account_id"], hers["slot_id"]) == (TEACHER.id, teacher.id)
    assert (hers["region"], hers["zone"]) == (TEACHER.region, TEACHER.zone)
    assert {rows[n]["account_id"] for n in ("1", "9")} == {CANDIDATE.id}
    (entry,) = report.entries
    assert entry.detail == "5 comments by people who are not watched, not kept"
    assert (entry.outcome, entry.posts) == (Outcome.COLLECTED, 3)
    team.verify()


def test_nothing_of_people_who_are_not_watched_is_in_tables_or_state(tmp_path: Path) -> None:
    with faults({"/t": answer(body(OWN, HERS, *OTHERS))}) as site:
        team = team_at(tmp_path, site.url("/t"), CANDIDATE, TEACHER)
        team.one(account_slot(CANDIDATE))
    tables = ("sightings", "fetches", "absences", "ledger")
    told = repr([team.rows(table) for table in tables])
    told += "".join(p.read_bytes().decode("latin-1") for p in tmp_path.glob("state.sqlite*"))
    notes = [
        r.body for b in list_batches(team.landing) for r in captured(b) if r.kind == "metadata"
    ]
    told += repr(notes)
    assert "warga" not in told
    assert "Gas terus pak" in told


def test_without_a_watch_list_no_comment_is_kept_and_one_is_told_as_one(tmp_path: Path) -> None:
    with faults({"/t": answer(body(OWN, HERS))}) as site:
        team = team_at(tmp_path, site.url("/t"))
        (entry,) = team.one(account_slot(CANDIDATE)).entries
    assert team.watched == NOBODY
    assert entry.detail == "1 comment by people who are not watched, not kept"
    assert [row["native_id"] for row in team.rows("sightings")] == ["1"]
    team.verify()


def test_a_search_keeps_every_hit(tmp_path: Path) -> None:
    with faults({"/t": answer(body(HERS, *OTHERS))}) as site:
        team = team_at(tmp_path, site.url("/t"), CANDIDATE, TEACHER)
        slot = a_slot(
            "https://t.me/kabar",
            platform=Platform.TELEGRAM,
            account_id=None,
            keyword_id="gas",
            source_id="kabar",
            query="gas",
        )
        (entry,) = team.one(slot).entries
    assert entry.detail == ""
    rows = team.rows("sightings")
    assert len(rows) == 6
    assert {row["account_id"] for row in rows} == {None}
    team.verify()


WEB = replace(CANDIDATE, platform=Platform.WORDPRESS, address="http://bagas.example/")
WEB_TEACHER = replace(TEACHER, platform=Platform.FEED, address="http://dewi.example/feed")
SIGNED = [
    {"id": "2", "text": "Gas terus pak", "author": " dewi  LESTAWA ", "under": "1"},
    {"id": "3", "text": "Semangat", "author": "Dewi", "under": "1"},
    {"id": "4", "text": "Semangat", "author": "Dewi Lestawa, S.Pd.", "under": "1"},
]


def test_where_nobody_has_a_handle_only_the_whole_name_counts(tmp_path: Path) -> None:
    with faults({"/t": answer(body(OWN, *SIGNED))}) as site:
        team = team_at(tmp_path, site.url("/t"), WEB, WEB_TEACHER)
        (entry,) = team.one(account_slot(WEB)).entries
    assert {row["native_id"]: row["account_id"] for row in team.rows("sightings")} == {
        "1": WEB.id,
        "2": WEB_TEACHER.id,
    }
    assert entry.detail == "2 comments by people who are not watched, not kept"
    team.verify()


def test_only_what_has_a_handle_is_asked_for_by_itself_later(tmp_path: Path) -> None:
    """Asked for alone, a comment known by its name alone would look like the place's own post."""
    with faults({"/t": answer(body(OWN, SIGNED[0]))}) as site:
        team = team_at(tmp_path, site.url("/t"), WEB, WEB_TEACHER)
        slot = account_slot(WEB)
        (entry,) = team.one(slot).entries
        with team.store() as state:
            known = state.slot_state(slot.id, NOW, recheck_days=7, recheck_posts=20).known
    assert entry.posts == 2
    assert [post.native_id for post in known] == ["1"]


def test_a_name_that_two_people_bear_is_nobodys() -> None:
    other = replace(WEB_TEACHER, id="dewi-lain", agency="Dinas Perikanan")
    post = a_post("x", author="Dewi Lestawa", parent_id="1")
    slot = account_slot(WEB)
    assert watched_on([WEB_TEACHER], NOW).home_of(post, slot, "comments") is not None
    assert watched_on([WEB_TEACHER, other], NOW).home_of(post, slot, "comments") is None


def test_only_who_is_watched_on_that_day_is() -> None:
    ended = replace(TEACHER, watched_to=date(2029, 11, 24))
    later = replace(TEACHER, watched_from=date(2029, 11, 26))
    assert watched_on([ended, later], NOW) == Watched()
    assert watched_on([replace(TEACHER, watched_to=date(2029, 11, 25))], NOW) != Watched()


MASTODON = [
    ("https://satu.example/@dewi", "dewi", "https://satu.example/@bagas", True),
    ("https://satu.example/@dewi", "dewi", "https://dua.example/@bagas", False),
    ("https://satu.example/@dewi", "dewi@satu.example", "https://dua.example/@bagas", True),
    ("https://dua.example/@dewi@satu.example", "dewi", "https://satu.example/@bagas", True),
]


@pytest.mark.parametrize(("hers", "handle", "his", "kept"), MASTODON)
def test_a_name_of_the_fediverse_is_its_own_servers(
    hers: str, handle: str, his: str, kept: bool
) -> None:
    watched = watched_on([replace(TEACHER, platform=Platform.MASTODON, address=hers)], NOW)
    slot = account_slot(replace(CANDIDATE, platform=Platform.MASTODON, address=his))
    post = a_post("x", author_handle=handle, parent_id="1")
    assert (watched.home_of(post, slot, "comments") is not None) is kept


ROWS = """\
bagas-tg,Bagas Wiratama,contestant,Calon Bupati nomor urut 2,,95.99,Asia/Jayapura,{his},,\
Akun kampanye yang didaftarkan,sure,Induk balasan,2029-08-27,
dewi-tg,Dewi Lestawa,asn,Guru Bahasa Indonesia,SMPN 3 Telaga Biru,95.99.01,Asia/Jayapura,\
{hers},,Tercantum di laman,sure,Guru ASN,2029-08-27,
"""


def a_place(folder: Path, his: str, hers: str) -> Workspace:
    shutil.copytree(SHIPPED, folder / "config")
    heads = (SHIPPED / "accounts" / "peserta.csv").read_text("utf-8").splitlines()[0]
    rows = f"{heads}\n{ROWS.format(his=his, hers=hers)}"
    (folder / "config" / "accounts" / "tambahan.csv").write_text(rows, "utf-8")
    assert read_config(folder / "config")[1] == ()
    return Workspace.open(folder / "config", folder / "data")


BY_HANDLE = ("telegram,https://t.me/bagaswiratama", "telegram,https://t.me/dewi_lestawa", HERS)
BY_NAME = ("wordpress,http://bagas.example/", "feed,http://dewi.example/feed", SIGNED[0])
WAYS = {Confidence.SURE: BY_HANDLE, Confidence.UNSURE: BY_NAME}


@pytest.mark.parametrize("sure", WAYS)
def test_her_comment_under_his_post_is_judged_as_hers_and_reaches_the_queue(
    tmp_path: Path, sure: Confidence
) -> None:
    his, hers, comment = WAYS[sure]
    place = a_place(tmp_path, his, hers)
    accounts = {account.id: account for account in place.config.accounts}
    with faults({"/t": answer(body(OWN, comment, *OTHERS))}) as site:
        team = Team(
            place.data,
            some_settings(),
            dict.fromkeys(Platform, Thread(comments_at=site.url("/t"))),
            watched=watched_on(place.config.accounts, NOW),
        )
        team.one(account_slot(accounts["bagas-tg"]))
    now = NOW + timedelta(hours=1)
    stages.load(place, now)
    with History.open(place.history) as history:
        pages = history.unmatched(
            place.rules.hash,
            accounts=place.config.accounts,
            sources=place.config.sources,
            contests=place.config.contests,
        )
        (page,) = pages
        rows = {row["text"]: row for row in page.to_pylist()}
    hers_row = rows["Gas terus pak"]
    assert hers_row["author_role"] == "asn"
    assert hers_row["parent_role"] == "contestant"
    assert hers_row["parent_text"] == OWN["text"]
    assert rows[OWN["text"]]["author_role"] == "contestant"
    stages.match(place, now)
    stages.queue(place, now)
    with History.open(place.history) as history:
        found = {one.post.text: one for one in history.queue_inputs(place.rules.hash)}
    one = found["Gas terus pak"]
    assert one.account is not None
    assert one.account.holder == "Dewi Lestawa"
    assert one.account.confidence is sure
    (sheet,) = place.queues.glob("*/queue.csv")
    listed = sheet.read_text("utf-8")
    assert "Gas terus pak" in listed
    assert OWN["text"] in listed
