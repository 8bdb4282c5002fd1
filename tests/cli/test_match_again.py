"""A recorded match is repeated from what is stored, and any difference is told."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from tests.fakes import NOW, a_contest, a_post, a_rule, a_rule_set, a_slot, an_account
from tests.landed import land_posts

from patroli.cli import patroli
from patroli.history import History
from patroli.judging import texts_of
from patroli.landing import list_batches
from patroli.match import compile_rules
from patroli.model import Role

CONTEST = a_contest()
RULES = a_rule_set(
    a_rule("{all: [[dukung~], ['{name}']]}", lowered_by=["negation"]),
    a_rule("{all: [[siap~]]}", id="balasan", where={"parent": ["contestant"]}),
)
CANDIDATE = an_account("calon", holder=CONTEST.contestants[0].names[0], role=Role.CONTESTANT)
ASKED = a_post("Mohon doa restu", native_id="http://contoh.example/1")
REPLY = a_post("Siap!", native_id="http://contoh.example/2", parent_id=ASKED.id)
PRAISE = a_post(
    f"Ayo dukung {CONTEST.contestants[0].names[0]}", native_id="http://contoh.example/3"
)


def a_region() -> dict[str, str]:
    return {"region": CONTEST.region}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = a_slot("http://contoh.example/calon", account_id=CANDIDATE.id, **a_region())
    land_posts(tmp_path / "landing", [ASKED], slot=place, round_id="r1")
    land_posts(tmp_path / "landing", [REPLY, PRAISE], slot=a_slot(**a_region()), round_id="r2")
    matcher = compile_rules(RULES)
    with History.open(tmp_path / "history.duckdb") as history:
        history.load(list_batches(tmp_path / "landing"), NOW)
        for page in history.unmatched(RULES.hash, accounts=[CANDIDATE], contests=[CONTEST]):
            found = matcher.match(texts_of(page))
            history.record_matches(RULES.hash, RULES.canonical, page, found, NOW, "e" * 64)
    return tmp_path


def again(data: Path, *words: str) -> Result:
    return CliRunner().invoke(patroli, ["match-again", *words, "--data", str(data)])


def ids(data: Path) -> dict[str, str]:
    with duckdb.connect(data / "history.duckdb", read_only=True) as history:
        return dict(history.execute("SELECT rule_id, match_id FROM matches").fetchall())


def test_a_match_is_found_again_to_the_byte_without_any_configuration(data: Path) -> None:
    assert set(ids(data)) == {"uji", "balasan"}
    for match_id in ids(data).values():
        said = again(data, match_id)
        assert said.exit_code == 0, said.output
        assert said.output.splitlines()[-1] == "EQUAL"
        recorded, repeated = (line.split()[-1] for line in said.output.splitlines()[1:3])
        assert recorded == repeated
        assert len(recorded) == 64


def test_what_was_learnt_after_the_judgement_does_not_change_what_it_rested_on(data: Path) -> None:
    """The answered post is met earlier elsewhere, and with another text."""
    older = a_post("Selamat pagi", native_id=ASKED.native_id)
    stranger = a_slot(
        "http://lain.example/feed", account_id="lain", region="11", zone="Asia/Jakarta"
    )
    before = NOW.replace(year=NOW.year - 1)
    land_posts(data / "landing", [older, REPLY, PRAISE], slot=stranger, round_id="r0", at=before)
    with History.open(data / "history.duckdb") as history:
        history.load(list_batches(data / "landing"), NOW)
    said = again(data, "--all")
    assert said.exit_code == 0, said.output
    assert "2 matches repeated, 2 EQUAL" in said.output


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE matches SET tier = 'low'", "tier: recorded"),
        ("UPDATE matches SET reasons = ['lain']", "reasons: recorded"),
        ("UPDATE versions SET text = 'Selamat pagi'", "no match"),
        ("DELETE FROM match_contexts", "before contexts were kept"),
        ("DELETE FROM versions", "no longer kept"),
    ],
)
def test_whatever_was_changed_is_told_and_exits_1(data: Path, change: str, told: str) -> None:
    match_id = ids(data)["uji"]
    with duckdb.connect(data / "history.duckdb") as history:
        history.execute(change)
    said = again(data, match_id[:12])
    assert said.exit_code == 1
    assert told in said.output
    assert again(data, "--all").exit_code == 1


def test_a_rule_set_that_was_tampered_with_repeats_nothing(data: Path) -> None:
    with duckdb.connect(data / "history.duckdb") as history:
        history.execute("UPDATE rule_sets SET canonical = replace(canonical, 'Uji', 'Coba')")
    said = again(data, "--all")
    assert said.exit_code == 1
    assert "is not what was stored" in str(said.exception)


def test_a_sample_is_the_same_whenever_it_is_asked_for(data: Path) -> None:
    said = again(data, "--all", "--sample", "1")
    assert "1 matches repeated, 1 EQUAL" in said.output
    with History.open(data / "history.duckdb") as history:
        assert history.match_ids(sample=1) == history.match_ids(sample=1)


@pytest.mark.parametrize("words", [(), ("abcdefgh", "--all"), ("abcdefgh", "--sample", "2")])
def test_either_one_match_or_all_of_them(data: Path, words: tuple[str, ...]) -> None:
    assert again(data, *words).exit_code == 2


@pytest.mark.parametrize("begins", ["abc", "f" * 12])
def test_an_unknown_match_is_told(data: Path, begins: str) -> None:
    said = again(data, begins)
    assert said.exit_code == 1
    assert "found" in str(said.exception)
