"""Norms are kept with their days: an old post is held against the law of its day."""

from __future__ import annotations

from datetime import date

import pytest

from patroli.config import read_config
from patroli.config.law import LawFile, check_law, law_in_force, legal_bases
from patroli.config.located import parse_yaml, salvage
from patroli.config.starter import shipped_config
from patroli.errors import Complaint
from patroli.model import LegalBasis

ACT = """\
acts:
  - title: UU Lama
    number: 5/2014
    valid_from: 2014-01-15
    valid_to: 2023-10-30
    address: https://hukum.example/lama
    check: Cocokkan.
    norms:
      - {id: lama-1, article: Pasal 1, summary: Netral., successor: baru-1, check: Belum dibaca.}
  - title: UU Baru
    valid_from: 2023-10-31
    address: https://hukum.example/baru
    norms:
      - {id: baru-1, article: Pasal 1, summary: Netral.}
      - {id: baru-2, article: Pasal 2, summary: Lain., valid_from: 2024-01-01,
         valid_to: 2024-08-24, address: "https://hukum.example/2"}
"""


def read(text: str) -> tuple[tuple[LegalBasis, ...], list[Complaint]]:
    located = parse_yaml(text, "law.yaml")
    file, complaints = salvage(LawFile, located)
    return legal_bases(file) if file else (), [*complaints, *check_law(located)]


def test_a_norm_takes_from_its_act_what_it_does_not_say() -> None:
    law, complaints = read(ACT)
    assert complaints == []
    assert law[0] == LegalBasis(
        id="lama-1",
        title="UU Lama (5/2014)",
        article="Pasal 1",
        summary="Netral.",
        valid_from=date(2014, 1, 15),
        valid_to=date(2023, 10, 30),
        address="https://hukum.example/lama",
        successor="baru-1",
        check="Belum dibaca. Cocokkan.",
    )
    assert (law[2].valid_from, law[2].valid_to) == (date(2024, 1, 1), date(2024, 8, 24))
    assert law[2].address == "https://hukum.example/2"


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (date(2014, 1, 14), []),
        (date(2014, 1, 15), ["lama-1"]),
        (date(2023, 10, 30), ["lama-1"]),
        (date(2023, 10, 31), ["baru-1"]),
        (date(2024, 8, 24), ["baru-2", "baru-1"]),
        (date(2024, 8, 25), ["baru-1"]),
    ],
)
def test_a_norm_is_in_force_on_its_first_and_last_day_and_between(
    day: date, ids: list[str]
) -> None:
    law, _ = read(ACT)
    named = ["baru-2", "lama-1", "baru-1", "baru-1", "tidak-ada"]
    assert [basis.id for basis in law_in_force(law, named, day)] == ids


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("valid_to: 2023-10-30", "valid_to: 2014-01-14", ["acts[0].valid_to"]),
        ("valid_to: 2024-08-24", "valid_to: 2023-12-31", ["acts[1].norms[1].valid_to"]),
        ("successor: baru-1", "successor: baru-9", ["acts[0].norms[0].successor"]),
        ("id: baru-2", "id: lama-1", ["acts[1].norms[1].id"]),
        ("2023-10-31", "2023-10-31T00:00", ["acts[1].valid_from"]),
        ("https://hukum.example/baru", "hukum.example", ["acts[1].address"]),
        ("article: Pasal 2, ", "", ["acts[1].norms[1].article"]),
    ],
)
def test_what_is_wrong_is_said_at_its_place(old: str, new: str, where: list[str]) -> None:
    assert [c.where for c in read(ACT.replace(old, new))[1]] == where


def test_the_shipped_law_changes_hands_without_a_gap() -> None:
    law = {basis.id: basis for basis in read_config(shipped_config())[0].law}
    before, after = date(2023, 10, 30), date(2023, 10, 31)
    both = ("uu-5-2014-87", "uu-20-2023-52-3j")
    assert [b.id for b in law_in_force(law.values(), both, before)] == ["uu-5-2014-87"]
    assert [b.id for b in law_in_force(law.values(), both, after)] == ["uu-20-2023-52-3j"]
    assert not law["kasn-teknis"].in_force(date(2024, 8, 25))
    assert law["bkn-teknis"].in_force(date(2024, 8, 25))
    for basis in law.values():
        assert not basis.successor or basis.valid_to is not None


def test_every_shipped_norm_says_what_is_still_to_be_checked() -> None:
    assert all(basis.check for basis in read_config(shipped_config())[0].law)
