"""Debian's WordPress, collected through the real flows into a queue."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from tests.webs import REPOSITORY, SHIPPED
from tests.wordpress import WordPress, wordpress

pytest.importorskip("prefect")
pytestmark = [pytest.mark.wordpress, pytest.mark.prefect, pytest.mark.timeout(400)]

SUPPORT = "Ayo dukung Bagas Wiratama, jangan lupa coblos nomor 2"
"""An invented endorsement of an invented pair."""

# One process, one Prefect server: between two rounds it waits for the test to change the site.
DRIVER = """
import sys
from datetime import datetime
from flows.collect import collect
from flows.daily import daily
config, data, *moments = sys.argv[1:]
for moment in moments:
    now = datetime.fromisoformat(moment)
    report = collect(config=config, data=data, now=now)
    print("collected", report.line(), flush=True)
    sys.stdin.readline()
for report in daily(config=config, data=data, now=now):
    print("daily", report.line(), flush=True)
"""
# WordPress dates posts by its own clock and hides what is dated in the future: the contest of this
# test is held today.
TODAY = datetime.now(UTC)
MOMENTS = tuple((TODAY + timedelta(hours=hours)).isoformat() for hours in (0, 8, 16))
ACCOUNTS = """\
id,holder,role,position,agency,region,zone,platform,address,selector,proof,confidence,reason,\
watched_from,watched_to
dewi-wp,Dewi Lestawa,asn,Guru,SDN Rekaan,95.99.01,Asia/Jayapura,wordpress,{url}/,,\
rekaan,sure,uji,{day},
laman-wp,Dewi Lestawa,asn,Guru,SDN Rekaan,95.99.01,Asia/Jayapura,page,{page},,\
rekaan,sure,uji,{day},
"""
TWO_WAYS = "dua-jalan"
"""A post that is written as people do, as a draft first, and met by REST and as a page."""
KEYWORDS = {
    "sources": [
        {
            "id": "portal",
            "platform": "wordpress",
            "address": "{url}/",
            "searchable": "yes",
            "region": "95.99",
            "zone": "Asia/Jayapura",
            "role": "asn",
            "reason": "uji",
        }
    ],
    "keywords": [{"id": "dukung", "text": "dukung {name}", "sources": ["portal"], "reason": "uji"}],
}


TALK = "bincang"
"""A post that readers comment on."""
COMMENTS = {
    "tetap": "Siap menangkan Bagas Wiratama",
    "diganti": "Terima kasih infonya",
    "dihapus": "Komentar yang dihapus",
    "dibuang": "Komentar yang dibuang",
}


@dataclass(frozen=True, slots=True)
class Day:
    """What the flows left, and the numbers of the posts by what happened to them."""

    data: Path
    url: str
    numbers: Mapping[str, int]
    said: str

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.data / "history.duckdb", read_only=True) as history:
            return history.execute(question, list(values)).fetchall()

    def versions(self, name: str) -> list[str]:
        rows = self.rows(
            "SELECT text FROM versions JOIN posts USING (post_id) WHERE native_id LIKE ?"
            " ORDER BY text",
            f"%{name}%",
        )
        return [text for (text,) in rows]

    def signs(self, name: str) -> list[str]:
        rows = self.rows(
            "SELECT signal FROM absences JOIN posts USING (post_id) WHERE native_id LIKE ?",
            f"%{name}%",
        )
        return [signal for (signal,) in rows]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("wordpress")
    with wordpress(folder) as site:
        numbers = written(site)
        page = site.address(numbers[TWO_WAYS])
        config = a_config(folder / "config", site.url, page)
        driver = started_flows(folder, config)
        assert driver.stdin
        assert driver.stdout
        said = [driver.stdout.readline()]
        changed(site, numbers)
        for _ in MOMENTS[1:]:
            driver.stdin.write("\n")
            driver.stdin.flush()
            said.append(driver.stdout.readline())
        rest, wrong = driver.communicate("\n", timeout=240)
        assert driver.returncode == 0, wrong[-3000:]
        return Day(folder / "data", site.url, numbers, "".join(said) + rest)


def a_config(folder: Path, url: str, page: str) -> Path:
    shutil.copytree(SHIPPED, folder)
    shutil.rmtree(folder / "accounts")
    (folder / "accounts").mkdir()
    (folder / "accounts" / "uji.csv").write_text(
        ACCOUNTS.format(url=url, page=page, day=f"{TODAY - timedelta(days=30):%Y-%m-%d}"),
        "utf-8",
    )
    keywords = json.dumps(KEYWORDS).replace("{url}", url)
    (folder / "keywords.yaml").write_text(keywords, "utf-8")
    hold_today(folder / "contests" / "telaga-biru.yaml")
    settings = yaml.safe_load((folder / "patroli.yaml").read_text("utf-8"))
    settings |= {"hosts": {"127.0.0.1": {"pace": 0.01, "allow_private": True}}}
    (folder / "patroli.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    return folder


def hold_today(path: Path) -> None:
    first, last = (f"{TODAY + timedelta(days=days):%Y-%m-%d}" for days in (-20, 20))
    contest = yaml.safe_load(path.read_text("utf-8"))
    contest |= {"watched": f"{first} .. {last}", "stages": {"kampanye": f"{first} .. {last}"}}
    for number, contestant in enumerate(contest["contestants"], start=1):
        contestant["number"] = f"{number} from {first}"
    path.write_text(yaml.safe_dump(contest, allow_unicode=True), "utf-8")


def written(site: WordPress) -> dict[str, int]:
    """Posts, each named for what will become of it."""
    texts = {
        "dukungan": SUPPORT,
        "disunting": "Selamat pagi dari sekolah kami",
        "dibuang": "Rapat guru pukul delapan",
        "dihapus": "Kerja bakti hari Sabtu",
        "disembunyikan": "Catatan tentang jadwal piket",
        "dikunci": "Pengumuman untuk wali murid",
    }
    numbers = {name: site.write(name, f"<p>{text}</p>", slug=name) for name, text in texts.items()}
    draft = site.write(TWO_WAYS, "<p>Piket pagi di sekolah</p>", slug=TWO_WAYS, status="draft")
    site.edit(draft, status="publish")
    talk = site.write(TALK, "<p>Bagaimana jadwal piket minggu ini?</p>", slug=TALK)
    said = {name: site.comment(talk, "Budi Santika", text) for name, text in COMMENTS.items()}
    site.comment(draft, "Budi Santika", "Piketnya ramai")
    return {**numbers, TWO_WAYS: draft, **{f"komentar {name}": n for name, n in said.items()}}


def changed(site: WordPress, numbers: Mapping[str, int]) -> None:
    site.edit(numbers["disunting"], content=f"<p>{SUPPORT} ya</p>")
    site.trash(numbers["dibuang"])
    site.delete(numbers["dihapus"])
    site.edit(numbers["disembunyikan"], status="private")
    site.edit(numbers["dikunci"], password="rahasia")  # noqa: S106
    site.edit_comment(numbers["komentar diganti"], "Hidup nomor 2")
    site.delete_comment(numbers["komentar dihapus"], for_good=True)
    site.delete_comment(numbers["komentar dibuang"], for_good=False)


def started_flows(folder: Path, config: Path) -> subprocess.Popen[str]:
    home = folder / "prefect"
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PYTHONPATH": str(REPOSITORY),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "150",
    }
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(config), str(folder / "data"), *MOMENTS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=REPOSITORY,
    )


def test_an_endorsement_written_in_wordpress_lies_in_the_queue(day: Day) -> None:
    queues = list((day.data / "queues").iterdir())
    assert len(queues) == 1
    page = (queues[0] / "queue.html").read_text("utf-8")
    assert "Dewi Lestawa" in page
    assert "/dukungan/" in page
    manifest = json.loads((queues[0] / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["items"] >= 1


def test_a_post_met_by_rest_and_as_a_page_is_one_post(day: Day) -> None:
    met = day.rows(
        "SELECT s.account_id, post_id FROM sightings AS s JOIN versions USING (post_id, version)"
        " WHERE url LIKE ? AND s.account_id IS NOT NULL",
        f"%/{TWO_WAYS}/",
    )
    assert {account for account, _ in met} == {"dewi-wp", "laman-wp"}
    assert len({post for _, post in met}) == 1


def test_an_edited_post_has_two_versions(day: Day) -> None:
    before, after = sorted(day.versions("disunting"), key=len)
    assert "Selamat pagi dari sekolah kami" in before
    assert SUPPORT in after


@pytest.mark.parametrize("name", ["dibuang", "dihapus", "disembunyikan"])
def test_a_post_that_is_gone_leaves_signs_in_two_rounds_hours_apart(day: Day, name: str) -> None:
    assert day.signs(name)
    rows = day.rows(
        "SELECT date_diff('hour', min(seen_at), max(seen_at)) FROM absences"
        " JOIN posts USING (post_id) WHERE native_id LIKE ?",
        f"%{name}%",
    )
    assert rows[0][0] >= 3


@pytest.mark.parametrize("name", ["disembunyikan", "dikunci", "dibuang", "dihapus"])
def test_a_post_that_is_shut_away_is_not_read_as_emptied(day: Day, name: str) -> None:
    versions = day.versions(name)
    assert len(versions) == 1
    assert len(versions[0]) > len(name) + 10


def test_a_comment_is_found_with_the_post_it_answers(day: Day) -> None:
    rows = day.rows(
        "SELECT DISTINCT versions.author, versions.parent_text, parent.native_id FROM versions"
        " JOIN posts USING (post_id) JOIN posts AS parent ON parent.post_id = versions.parent_id"
        " WHERE versions.text = ?",
        COMMENTS["tetap"],
    )
    ((author, parent_text, parent),) = rows
    assert author == "Budi Santika"
    assert parent_text.startswith(f"{TALK}\n\nBagaimana jadwal piket")
    assert parent.rstrip("/").endswith(f"/{TALK}")


def test_a_comment_on_a_post_written_by_hand_answers_that_post(day: Day) -> None:
    rows = day.rows(
        "SELECT DISTINCT posts.native_id, parent.native_id FROM versions JOIN posts USING (post_id)"
        " JOIN posts AS parent ON parent.post_id = versions.parent_id WHERE versions.text = ?",
        "Piketnya ramai",
    )
    ((comment, parent),) = rows
    assert parent == f"{day.url}/?p={day.numbers[TWO_WAYS]}"
    assert comment.startswith(f"{parent}#comment-")


def test_an_edited_comment_has_two_versions(day: Day) -> None:
    number = day.numbers["komentar diganti"]
    assert day.versions(f"#comment-{number}") == sorted([COMMENTS["diganti"], "Hidup nomor 2"])


@pytest.mark.parametrize("name", ["dihapus", "dibuang"])
def test_a_deleted_comment_leaves_signs_in_two_rounds_hours_apart(day: Day, name: str) -> None:
    number = day.numbers[f"komentar {name}"]
    assert len(day.signs(f"#comment-{number}")) >= 2
    assert day.versions(f"#comment-{number}") == [COMMENTS[name]]


def test_a_keyword_is_searched_where_the_platform_has_a_search(day: Day) -> None:
    asked = day.rows("SELECT DISTINCT url FROM fetches WHERE url LIKE '%search=%'")
    assert asked
    met = day.rows("SELECT count(*) FROM sightings WHERE keyword_id IS NOT NULL")
    assert met[0][0] >= 1


def test_every_due_slot_of_every_round_was_answered(day: Day) -> None:
    planned, ended = (
        day.rows(f"SELECT count(DISTINCT (round_id, slot_id)) FROM {table}")[0][0]  # noqa: S608
        for table in ("planned", "ledger")
    )
    assert planned == ended > 0
    outcomes = {outcome for (outcome,) in day.rows("SELECT DISTINCT outcome FROM ledger")}
    assert outcomes <= {"collected", "unchanged", "empty"}, day.said
