"""The watch list: who is watched, where, why and when."""

from __future__ import annotations

from datetime import date

import pytest

from patroli.config.accounts import COLUMNS, read_accounts
from patroli.config.table import parse_table
from patroli.errors import Complaint
from patroli.model import Account, Confidence, Platform, Role

DEWI = {
    "id": "dewi-umpan",
    "holder": "Dewi Rekaan",
    "role": "asn",
    "position": "Guru",
    "agency": "SMPN 1",
    "region": "97.71.01",
    "zone": "Asia/Makassar",
    "platform": "feed",
    "address": "http://dewi.example/umpan",
    "selector": "",
    "proof": "Daftar instansi",
    "confidence": "sure",
    "reason": "Guru ASN",
    "watched_from": "2029-06-01",
    "watched_to": "",
}


def read(*changes: dict[str, str]) -> tuple[tuple[Account, ...], tuple[Complaint, ...]]:
    rows = [";".join({**DEWI, **changed}.values()) for changed in changes]
    located, complaints = parse_table("\n".join([";".join(COLUMNS), *rows]), "a.csv", COLUMNS)
    assert complaints == ()
    return read_accounts(located)


def test_a_row_becomes_an_account() -> None:
    accounts, complaints = read({"watched_to": "2029-12-31"})
    assert complaints == ()
    assert accounts == (
        Account(
            id="dewi-umpan",
            holder="Dewi Rekaan",
            role=Role.ASN,
            position="Guru",
            agency="SMPN 1",
            region="97.71.01",
            zone="Asia/Makassar",
            platform=Platform.FEED,
            address="http://dewi.example/umpan",
            selector="",
            proof="Daftar instansi",
            confidence=Confidence.SURE,
            reason="Guru ASN",
            watched_from=date(2029, 6, 1),
            watched_to=date(2029, 12, 31),
        ),
    )


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", "Dewi Umpan"),
        ("role", "pns"),
        ("position", ""),
        ("agency", ""),
        ("region", "9771"),
        ("zone", "WITA"),
        ("platform", "twitter"),
        ("address", "dewi.example"),
        ("address", "http://dewi:rahasia@dewi.example/"),
        ("selector", "article"),
        ("proof", ""),
        ("confidence", "yakin"),
        ("reason", ""),
        ("watched_from", ""),
        ("watched_from", "2029-06-01 07:00"),
        ("watched_to", "2029-05-31"),
        ("watched_to", "31/12/2029"),
    ],
)
def test_a_wrong_cell_is_a_complaint_at_its_column(column: str, cell: str) -> None:
    assert [(c.line, c.where) for c in read({column: cell})[1]] == [(2, column)]


def test_those_who_are_no_civil_servants_need_no_office() -> None:
    assert read({"role": "news", "position": "", "agency": ""})[1] == ()


def test_an_id_stands_once() -> None:
    _, complaints = read({}, {"address": "http://lain.example/"})
    assert [(c.line, c.where) for c in complaints] == [(3, "id")]
    assert "first in a.csv:2" in str(complaints[0].found)


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ({}, {}, True),
        ({"watched_to": "2029-07-01"}, {"watched_from": "2029-07-01"}, True),
        ({"watched_to": "2029-07-01"}, {"watched_from": "2029-07-02"}, False),
        ({"watched_from": "2029-07-02"}, {"watched_to": "2029-07-01"}, False),
        ({}, {"watched_from": "2029-07-02"}, True),
    ],
)
def test_an_address_is_watched_once_at_a_time(
    first: dict[str, str], second: dict[str, str], twice: bool
) -> None:
    _, complaints = read(first, {**second, "id": "dewi-lagi"})
    assert [c.where for c in complaints] == (["address"] if twice else [])


def test_one_page_may_hold_the_posts_of_two_people() -> None:
    page = {"platform": "page", "selector": ".dewi"}
    assert read(page, {**page, "selector": ".budi", "id": "budi"})[1] == ()
