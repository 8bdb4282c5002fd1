"""The whole configuration: read together, complained of together."""

from __future__ import annotations

import os
import shutil
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.config.rekaan import A_CONTEST, ANOTHER_CONTEST

from patroli.config import read_config
from patroli.config.accounts import AccountRow, read_accounts
from patroli.config.contest import ContestantEntry, ContestFile, check_contest, contest
from patroli.config.keywords import KeywordEntry, KeywordsFile, SourceEntry, read_keywords
from patroli.config.law import ActEntry, LawFile, NormEntry, check_law, legal_bases
from patroli.config.lexicon import ListEntry, ListsFile, read_lexicon
from patroli.config.located import Model, parse_yaml, salvage
from patroli.config.settings import BudgetSettings, HostSettings, Settings, Timeouts
from patroli.config.starter import shipped_config

SOUND = Path(__file__).with_name("golden") / "sound"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "config")


def test_the_shipped_configuration_has_no_complaint() -> None:
    config, complaints = read_config(shipped_config())
    assert complaints == ()
    assert [contest.id for contest in config.contests] == ["telaga-biru"]


def test_the_shipped_contestants_have_the_same_kinds_of_targets() -> None:
    (contest,) = read_config(shipped_config())[0].contests
    kinds = ("short", "parties", "tags", "signs", "colours", "slogans", "teams", "accounts")
    for kind in kinds:
        assert len({len(getattr(one, kind)) for one in contest.contestants}) == 1, kind
    assert [one.number for one in contest.contestants] == [1, 2, 3]


def test_a_folder_that_is_not_there_has_complaints_and_does_not_raise(tmp_path: Path) -> None:
    config, complaints = read_config(tmp_path / "tidak-ada")
    assert {Path(c.file).name for c in complaints} == {
        "patroli.yaml",
        "law.yaml",
        "keywords.yaml",
        "contests",
        "accounts",
        "lexicon",
    }
    assert config.accounts == ()


@pytest.mark.parametrize(
    "name", ["patroli.yaml", "law.yaml", "keywords.yaml", "contests", "accounts", "lexicon"]
)
def test_each_part_must_be_there(config: Path, name: str) -> None:
    path = config / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert [c.file for c in read_config(config)[1]] == [str(path)]


@pytest.mark.parametrize(
    "name", ["keyword.yaml", "law.yml", "contests/dua.yml", "accounts/a.xlsx", "rules/a.yml"]
)
def test_a_file_that_would_be_passed_over_is_a_complaint(config: Path, name: str) -> None:
    (config / name).parent.mkdir(exist_ok=True)
    (config / name).write_text("id: x\n", encoding="utf-8")
    assert [c.file for c in read_config(config)[1]] == [str(config / name)]


@pytest.mark.parametrize(
    "name", [".git", "README.md", "accounts/~$akun.csv", "contests/.a.yaml.swp", "rules/README.md"]
)
def test_notes_and_leftovers_are_no_complaint(config: Path, name: str) -> None:
    (config / name).parent.mkdir(exist_ok=True)
    (config / name).write_bytes(b"\xff")
    assert read_config(config)[1] == ()


def test_complaints_of_all_files_come_together_and_the_rest_is_read(config: Path) -> None:
    for name in ("patroli.yaml", "law.yaml", "keywords.yaml", "contests/rekaan.yaml"):
        with (config / name).open("a", encoding="utf-8") as file:
            file.write("\nwarna: biru\n")
    read, complaints = read_config(config)
    assert [(Path(c.file).name, c.where) for c in complaints] == [
        ("rekaan.yaml", "warna"),
        ("keywords.yaml", "warna"),
        ("law.yaml", "warna"),
        ("patroli.yaml", "warna"),
    ]
    assert read.settings.team == "Patroli Siber Kota Rekaan"
    assert read.law
    assert read.contests[0].contestants
    assert [k.text for k in read.keywords] == ["dukung Rangga Palaka", "dukung Sekar Mandalika"]


def test_contests_of_several_files_are_read_and_their_ids_compared(config: Path) -> None:
    first = config / "contests/rekaan.yaml"
    text = first.read_text(encoding="utf-8")
    (config / "contests/b.yaml").write_text(text.replace("id: rekaan", "id: b"), encoding="utf-8")
    read, complaints = read_config(config)
    assert complaints == ()
    assert [c.id for c in read.contests] == ["b", "rekaan"]
    shutil.copy(first, config / "contests/c.yaml")
    assert [Path(c.file).name for c in read_config(config)[1]] == ["rekaan.yaml"]


def test_settings_have_defaults_for_all_but_three(config: Path) -> None:
    settings = read_config(config)[0].settings
    assert (settings.pace, settings.retries, settings.batch_slots) == (5, 2, 40)
    assert (settings.max_body_bytes, settings.longest_wait) == (20_000_000, 60)
    assert settings.hosts == {}


def test_a_host_may_differ(config: Path) -> None:
    with (config / "patroli.yaml").open("a", encoding="utf-8") as file:
        file.write('hosts:\n  "*.example": {pace: 0.02, connect_to: "127.0.0.1:8470"}\n')
    settings, complaints = read_config(config)[0].settings, read_config(config)[1]
    assert complaints == ()
    host = settings.hosts["*.example"]
    assert (host.pace, host.connect_to, host.allow_private) == (0.02, "127.0.0.1:8470", False)


def test_a_stage_that_no_contest_has_is_a_complaint(config: Path) -> None:
    with (config / "patroli.yaml").open("a", encoding="utf-8") as file:
        file.write("asking:\n  during:\n    kampanye: {at_most_every: 2}\n")
        file.write("    kampanya: {at_most_every: 1}\n    pemungutan: {at_most_every: 1}\n")
    (complaint,) = read_config(config)[1]
    assert str(complaint.found) == "the unknown stage 'kampanya'"
    assert str(complaint.expected) == "a stage of a contest: kampanye, masa-tenang"


def test_a_budget_is_units_or_money(config: Path) -> None:
    with (config / "patroli.yaml").open("a", encoding="utf-8") as file:
        file.write("budgets:\n  x: {price: 0.005, money_per_month: 50}\n  youtube: {per_day: 80}\n")
    settings, complaints = read_config(config)[0].settings, read_config(config)[1]
    assert complaints == ()
    assert settings.budgets["x"].price == Decimal("0.005")
    assert settings.budgets["youtube"].per_day == 80


WRONG_BUDGETS = [
    ("x: {price: 0.005}", "both: the price of a unit and the sum"),
    ("x: {price: murah, money_per_month: 50}", "a number"),
    ("x: {per_day: 1.5}", "a whole number"),
    ("x: {zone: Mars}", "a zone such as"),
    ("x: {per_week: 7}", "per_"),
    ("X: {per_day: 7}", "an id of small letters"),
    ("yutub: {per_day: 7}", "a budget that is spent: youtube, youtube-search, x, meta, "),
]


@pytest.mark.parametrize(("line", "expected"), WRONG_BUDGETS)
def test_what_is_wrong_with_a_budget_is_told_in_words(
    config: Path, line: str, expected: str
) -> None:
    with (config / "patroli.yaml").open("a", encoding="utf-8") as file:
        file.write(f"budgets:\n  {line}\n")
    (complaint,) = read_config(config)[1]
    assert expected in str(complaint.expected)


def test_what_is_no_file_is_not_waited_for(config: Path) -> None:
    (config / "contests/dua.yaml").mkdir()
    (config / "law.yaml").unlink()
    os.mkfifo(config / "law.yaml")
    assert {Path(c.file).name for c in read_config(config)[1]} == {"dua.yaml", "law.yaml"}


MODELS: tuple[type[Model], ...] = (
    *(AccountRow, ActEntry, BudgetSettings, ContestFile, ContestantEntry, HostSettings),
    KeywordEntry,
    *(KeywordsFile, LawFile, ListEntry, ListsFile, NormEntry, Settings, SourceEntry, Timeouts),
)
KEYS = sorted({key for model in MODELS for key in model.model_fields})
LEAVES = st.one_of(
    st.none(),
    st.sampled_from(["a", "@a", "{name}", "2029-09-25 .. 2029-11-23", "2029-09-25", "2", "95.99"]),
    st.sampled_from(["http://a.example/{query}", "Asia/Makassar", "feed", "news", "yes", "", "."]),
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, "a", "b"]), below, max_size=8)
    ),
    max_leaves=30,
)


SHIPPED = ("patroli", "law", "keywords", "contests/telaga-biru", "lexicon/konteks")
SOUND_DOCUMENTS = [
    parse_yaml((shipped_config() / f"{name}.yaml").read_text("utf-8"), name).data
    for name in SHIPPED
]


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A sound document with one part of it replaced by anything."""
    document = deepcopy(draw(st.sampled_from(SOUND_DOCUMENTS)))
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or draw(st.booleans()):
            place[key] = draw(DOCUMENTS)
            return document
        place = place[key]


@given(st.one_of(DOCUMENTS, spoiled()))
def test_no_document_makes_any_reader_raise(document: Any) -> None:
    located = parse_yaml(yaml.safe_dump(document), "a.yaml")
    law, _ = salvage(LawFile, located)
    one, _ = salvage(ContestFile, located)
    found = [
        *salvage(Settings, located)[1],
        *check_contest(located),
        *check_law(located),
        *read_accounts([located] if isinstance(document, dict) else [])[1],
        *read_keywords(located, (A_CONTEST, ANOTHER_CONTEST))[2],
        *read_lexicon([located])[1],
    ]
    assert all(c.file == "a.yaml" and c.line > 0 and c.found and c.expected for c in found)
    assert law is None or legal_bases(law) is not None
    assert one is None or contest(one).id == one.id
