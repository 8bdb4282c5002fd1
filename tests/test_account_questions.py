"""From what a platform said of an account to the reviewer's page, and back by a person's answer."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from patroli import stages
from patroli.cli import patroli
from patroli.cli.options import usual_cache
from patroli.collect.state import StateStore
from patroli.config.slots import account_slot
from patroli.decisions import ReviewLog
from patroli.model import Outcome, Platform, Reply, Slot
from patroli.workspace import Workspace
from tests.collect.states import move, settled
from tests.fakes import NOW, a_post
from tests.landed import a_profile, land_outcome, land_posts
from tests.one_day import SHIPPED, everything

ROWS = (
    "id,holder,role,position,agency,region,zone,platform,address,selector,proof,confidence,"
    "reason,watched_from,watched_to\n"
    "dewi-ig,Dewi Uji,asn,Guru,SMPN 9,95.99.01,Asia/Jayapura,instagram,"
    "https://www.instagram.com/dewi.uji/,,Foto sama dengan laman instansi,sure,Uji,2029-06-01,\n"
)
TEXT = "Ayo dukung Bagas Wiratama, jangan sampai lupa coblos nomor 2"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped configuration with one more account, which has a handle."""
    folder = tmp_path_factory.mktemp("uji") / "config"
    shutil.copytree(SHIPPED, folder)
    (folder / "accounts" / "uji.csv").write_text(ROWS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def worked(config: Path) -> Workspace:
    """An account that posted daily; yesterday another id stood behind its handle."""
    place = Workspace.open(config, config.parent / "data", usual_cache())
    slot = slot_of(place)
    for day in range(20, 0, -1):
        native = "1001" if day > 1 else "2002"
        at = NOW - day * DAY
        posts = [a_post(f"Kabar hari ke-{day}", published_at=at)]
        if day == 1:
            posts.append(a_post(TEXT, published_at=at))
        profile = a_profile("dewi.uji", native_id=native, name="Dewi Uji")
        land_posts(place.landing, posts, round_id=f"r{day}", slot=slot, at=at, profiles=[profile])
    comment = a_post(
        "Mantap",
        native_id="c1",
        platform=Platform.INSTAGRAM,
        author="Orang Lain",
        author_handle="dewi_uji",
    )
    land_posts(place.landing, [comment], round_id="r0", slot=slot, at=NOW)
    stages.load(place, NOW)
    stages.match(place, NOW)
    return place


@pytest.fixture
def place(worked: Workspace, tmp_path: Path) -> Workspace:
    """The same in a place of its own."""
    shutil.copytree(worked.data, tmp_path / "data")
    return replace(worked, data=tmp_path / "data")


def slot_of(place: Workspace) -> Slot:
    (account,) = (a for a in place.config.accounts if a.id == "dewi-ig")
    return account_slot(account)


def run(place: Workspace, *words: str, at: datetime = NOW) -> str:
    """What `patroli sources` says."""
    where = ["--config", str(place.config_folder), "--data", str(place.data)]
    now = ["--now", at.isoformat()]
    group = words[1:] if words[:1] == ("answer",) else ()
    arguments = ["answer", *group, *where, *now] if group else [*words, *where, *now]
    said = CliRunner().invoke(patroli, ["sources", *arguments], catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return said.output


def queue_page(place: Workspace) -> str:
    stages.queue(place, NOW)
    newest = sorted((place.queues).iterdir(), key=lambda folder: folder.stat().st_mtime_ns)[-1]
    return (newest / "queue.html").read_text("utf-8")


def card_of(page: str) -> str:
    found = (match[0] for match in re.finditer(r"<article.*?</article>", page, re.DOTALL))
    (card,) = (card for card in found if "SMPN 9" in card)
    return str(card)


def open_questions(place: Workspace) -> dict[str, str]:
    """Ids of open questions by kind, as `--json` tells them."""
    lines = [json.loads(line) for line in run(place, "--json").splitlines()]
    found: dict[str, str] = {}
    for line in lines:
        found |= {q["kind"]: q["id"] for q in line["questions"] if not q["answer"]}
    return found


def test_a_doubted_account_carries_a_caution_until_a_person_answers(place: Workspace) -> None:
    assert "Pemilik akun mungkin berganti" in card_of(queue_page(place))
    asked = open_questions(place)
    assert set(asked) == {"owner", "look-alike"}
    said = run(
        place, "answer", asked["owner"][:8], "--as", "same", "--by", "Ratri", "--why", "Ditelepon"
    )
    assert "still the holder's" in said
    assert set(open_questions(place)) == {"look-alike"}
    assert "Perhatian:" not in card_of(queue_page(place))
    (answer,) = ReviewLog(place.review_log).answers()
    assert (answer.reply, answer.by, answer.account_id) == (Reply.SAME, "Ratri", "dewi-ig")
    assert "1001" in answer.asked


def test_an_answer_against_the_holder_keeps_the_caution_and_says_whose_it_is(
    place: Workspace,
) -> None:
    owner = open_questions(place)["owner"]
    run(place, "answer", owner, "--as", "other", "--by", "Ratri", "--why", "Nomor lama dijual")
    card = card_of(queue_page(place))
    assert "Jawaban Ratri" in card
    assert "milik orang lain" in card


def test_the_terminal_names_the_question_in_the_language_asked_for(place: Workspace) -> None:
    english = run(place, "--only", "question", "--lang", "en")
    assert "owner may have changed" in english
    assert "1 of 1" not in english
    indonesian = run(place, "--only", "question", "--lang", "id")
    assert "pemilik akun mungkin berganti" in indonesian


def test_the_table_tells_when_a_source_is_asked_again_and_counts_by_agency(
    place: Workspace,
) -> None:
    slot = slot_of(place)
    with StateStore(place.state) as state:
        move(state, settled(slot.id))
    (line,) = [json.loads(line) for line in run(place, "--json", "--agency", "smpn 9").splitlines()]
    assert (line["source"], line["next_due"]) == ("Dewi Uji", (NOW + 6 * HOUR).isoformat())
    shown = run(place, "--agency", "SMPN 9", "--lang", "id")
    assert "25 Nov 12.00" in shown
    assert "█" * 10 in shown
    counted = run(place, "--by", "agency")
    assert re.search(r"SMPN 9 +1 +0 +0 +1", counted)
    assert "menjawab, tetapi ganjil" in run(place, "--by", "region", "--lang", "id")


def test_the_words_are_those_of_the_terminal(place: Workspace) -> None:
    where = ["--config", str(place.config_folder), "--data", str(place.data)]
    words = ["sources", *where, "--now", NOW.isoformat()]
    said = CliRunner(env={"LC_ALL": "id_ID.UTF-8"}).invoke(patroli, words)
    assert "unggahan" in said.output
    said = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(patroli, words)
    assert "last post" in said.output


def test_where_the_data_lies_may_be_said_before_the_word_answer(place: Workspace) -> None:
    where = ["--config", str(place.config_folder), "--data", str(place.data)]
    when = ["--now", NOW.isoformat()]
    words = ["answer", open_questions(place)["owner"], "--as", "same", "--by", "R", "--why", "w"]
    said = CliRunner().invoke(patroli, ["sources", *where, *when, *words])
    assert said.exit_code == 0, said.output
    (answer,) = ReviewLog(place.review_log).answers()
    assert NOW <= answer.answered_at < NOW + DAY


@pytest.mark.parametrize("question", ["abc", "0123456789"])
def test_a_question_that_is_not_there_is_refused(place: Workspace, question: str) -> None:
    where = ["--config", str(place.config_folder), "--data", str(place.data)]
    words = ["sources", "answer", question, "--as", "same", "--by", "R", "--why", "w", *where]
    said = CliRunner().invoke(patroli, [*words, "--now", NOW.isoformat()])
    assert said.exit_code != 0
    assert not place.review_log.exists()


def test_alarms_and_open_questions_reach_the_load_note_the_queue_and_the_page_of_health(
    place: Workspace,
) -> None:
    later = NOW + 12 * DAY
    land_outcome(place.landing, slot_of(place), Outcome.UNCHANGED, round_id="late", at=later)
    loaded = stages.load(place, later)
    assert any("suddenly silent" in note for note in loaded.notes)
    assert any("open questions about accounts: 2, 1 of them" in note for note in loaded.notes)
    queued = stages.queue(place, later)
    assert any("suddenly silent" in note for note in queued.notes)
    assert [row["condition"] for row in queued.tables["alarms"]] == ["suddenly silent"]
    page = next(place.queues.glob("2029-12-*/queue.html")).read_text("utf-8")
    assert "mendadak sepi" in page
    assert "2 pertanyaan tentang akun" in page
    (health,) = place.health.glob("*.html")
    assert "Mendadak sepi" in health.read_text("utf-8")


def test_what_robots_txt_refuses_is_told_everywhere_and_is_no_alarm(place: Workspace) -> None:
    later = NOW + HOUR
    refused, slot = Outcome.ROBOTS_REFUSED, slot_of(place)
    land_outcome(place.landing, slot, refused, round_id="late", at=later)
    loaded = stages.load(place, later)
    assert "sources that robots.txt refuses, not read: 1; see patroli sources" in loaded.notes
    queued = stages.queue(place, later)
    assert queued.tables["alarms"] == []
    page = next(place.queues.glob("2029-*/queue.html")).read_text("utf-8")
    assert "dilarang robots.txt situsnya; dipatuhi" in page
    (health,) = place.health.glob("*.html")
    assert "Dilarang robots.txt" in health.read_text("utf-8")
    told = run(place, "--lang", "en", at=later)
    assert "refused by robots.txt (ujian)" in told
    assert "0 of 1 sources need looking after." in told
    assert "1 of 1 are refused by robots.txt and not read." in told
    assert "1 dari 1 dilarang robots.txt dan tidak dibaca." in run(place, "--lang", "id", at=later)
    assert "ujian" not in run(place, "--only", "alarm", "--lang", "en", at=later)


def test_a_history_rebuilt_from_landing_and_the_log_asks_the_same(place: Workspace) -> None:
    asked = open_questions(place)
    before = everything(place.history)
    tables = ("profiles", "profile_sightings", "authors")
    assert all(before[name] for name in tables)
    run(place, "answer", asked["owner"], "--as", "stop", "--by", "Ratri", "--why", "Pensiun")
    place.history.unlink()
    stages.load(place, NOW)
    again = everything(place.history)
    assert [again[name] for name in tables] == [before[name] for name in tables]
    assert set(open_questions(place)) == {"look-alike"}


@pytest.mark.parametrize("role", ["contestant", "news"])
def test_every_role_is_asked_about_alike(place: Workspace, tmp_path: Path, role: str) -> None:
    config = tmp_path / "config"
    shutil.copytree(place.config_folder, config)
    (config / "accounts" / "uji.csv").write_text(ROWS.replace(",asn,", f",{role},"), "utf-8")
    other = Workspace.open(config, place.data, usual_cache())
    assert set(open_questions(other)) == {"owner", "look-alike"}
