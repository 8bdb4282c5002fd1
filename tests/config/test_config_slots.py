"""What is due on a day: nothing outside its days, nothing twice, every id for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.config.rekaan import A_CONTEST
from tests.fakes import NOW

from patroli.config import Config, read_config
from patroli.config.settings import Settings
from patroli.config.slots import slots
from patroli.config.starter import shipped_config
from patroli.model import Account, Confidence, Keyword, Platform, Role, Source

DEWI = Account(
    id="dewi",
    holder="Dewi Rekaan",
    role=Role.ASN,
    position="Guru",
    agency="SMPN 1",
    region="97.71.01",
    zone="Asia/Jayapura",
    platform=Platform.PAGE,
    address="http://dewi.example/",
    selector="article",
    proof="Daftar instansi",
    confidence=Confidence.SURE,
    reason="Guru ASN",
    watched_from=date(2029, 6, 1),
    watched_to=date(2029, 11, 25),
)
KABAR = Source(
    id="kabar",
    platform=Platform.WORDPRESS,
    address="http://kabar.example/",
    searchable=True,
    region="97.71",
    zone="Asia/Makassar",
    role=Role.NEWS,
    reason="Portal",
)
DUKUNG = Keyword("dukung:1", "dukung #Rangga & Sekar", ("kabar",), "Ajakan", "rekaan")


def a_config(
    accounts: tuple[Account, ...] = (),
    sources: tuple[Source, ...] = (KABAR,),
    keywords: tuple[Keyword, ...] = (),
) -> Config:
    settings = Settings(team="Rekaan", zone="Asia/Makassar", contact="a@rekaan.example")
    return Config(settings, (), (A_CONTEST,), accounts, sources, keywords, {})


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2029, 5, 31, 14, 59, tzinfo=UTC), False),
        (datetime(2029, 5, 31, 15, 0, tzinfo=UTC), True),
        (datetime(2029, 11, 25, 14, 59, tzinfo=UTC), True),
        (datetime(2029, 11, 25, 15, 0, tzinfo=UTC), False),
    ],
)
def test_an_account_is_due_on_the_days_of_its_own_zone(moment: datetime, due: bool) -> None:
    assert bool(slots(a_config(accounts=(DEWI,)), moment)) is due


def test_an_account_without_a_last_day_stays_due() -> None:
    assert slots(a_config(accounts=(replace(DEWI, watched_to=None),)), NOW.replace(year=2040))


def test_an_accounts_slot_carries_what_its_connector_needs() -> None:
    (slot,) = slots(a_config(accounts=(DEWI,)), NOW)
    assert (slot.account_id, slot.keyword_id, slot.source_id) == ("dewi", None, None)
    assert (slot.platform, slot.address, slot.selector) == (
        Platform.PAGE,
        "http://dewi.example/",
        "article",
    )
    assert (slot.region, slot.zone) == ("97.71.01", "Asia/Jayapura")
    assert (slot.query, slot.contains) == ("", "")


@pytest.mark.parametrize(
    ("source", "address", "query", "contains"),
    [
        (KABAR, "http://kabar.example/", DUKUNG.text, ""),
        (replace(KABAR, searchable=False), "http://kabar.example/", "", DUKUNG.text),
        (
            replace(KABAR, platform=Platform.FEED, address="http://kabar.example/cari?q={query}"),
            "http://kabar.example/cari?q=dukung%20%23Rangga%20%26%20Sekar",
            "",
            "",
        ),
        (
            replace(KABAR, platform=Platform.PAGE, searchable=False),
            "http://kabar.example/",
            "",
            DUKUNG.text,
        ),
    ],
)
def test_a_keyword_is_a_search_where_there_is_one_else_a_filter(
    source: Source, address: str, query: str, contains: str
) -> None:
    (slot,) = slots(a_config(sources=(source,), keywords=(DUKUNG,)), NOW)
    assert (slot.address, slot.query, slot.contains) == (address, query, contains)
    assert (slot.account_id, slot.keyword_id, slot.source_id) == (None, "dukung:1", "kabar")


@pytest.mark.parametrize(
    ("moment", "region", "due"),
    [
        (NOW, "97.71", True),
        (NOW, "97.71.02", True),
        (NOW, "97", False),
        (NOW, "96", False),
        (datetime(2029, 5, 31, 15, 59, tzinfo=UTC), "97.71", False),
        (datetime(2029, 12, 31, 16, 0, tzinfo=UTC), "97.71", False),
    ],
)
def test_a_keyword_of_a_contest_is_due_while_and_where_it_is_watched(
    moment: datetime, region: str, due: bool
) -> None:
    config = a_config(sources=(replace(KABAR, region=region),), keywords=(DUKUNG,))
    assert bool(slots(config, moment)) is due


def test_a_keyword_of_no_contest_is_always_due() -> None:
    free = replace(DUKUNG, contest_id="")
    assert slots(a_config(keywords=(free,)), NOW.replace(year=2040))


def test_a_source_named_twice_is_asked_once() -> None:
    assert len(slots(a_config(keywords=(replace(DUKUNG, sources=("kabar", "kabar")),)), NOW)) == 1


def test_every_slot_of_the_shipped_configuration_has_its_own_lasting_id() -> None:
    config, _ = read_config(shipped_config())
    due = slots(config, NOW)
    assert len({slot.id for slot in due}) == len(due) > len(config.accounts)
    assert slots(config, NOW) == due


def test_a_slots_id_is_known_for_good() -> None:
    (slot,) = slots(a_config(accounts=(DEWI,)), NOW)
    assert slot.id == "9f95b19d5590d1c7b842f4a1429c0359"
    (slot,) = slots(a_config(keywords=(DUKUNG,)), NOW)
    assert slot.id == "394280bbcdff17bad5e62b6fbadb6022"
