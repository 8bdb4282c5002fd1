"""What the ledger keeps in English is said in Indonesian where reviewers read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.collect import hop, tls
from patroli.collect.outcomes import Part, ending_of
from patroli.collect.robots import RobotsFile, judge
from patroli.ledger_words import ledger_words
from patroli.model import Outcome
from tests.fakes import NOW


def test_a_robots_file_that_refuses_or_cannot_be_read_is_told_in_indonesian() -> None:
    page = "http://kabar.example/a"
    refuses = judge(RobotsFile(200, "User-agent: *\nDisallow: /", NOW), page).detail
    broken = judge(RobotsFile(503, "", NOW), page).detail
    silent = judge(RobotsFile(0, "", NOW, detail="no connection: refused"), page).detail
    assert ledger_words(refuses) == "alamat ini termasuk yang dilarang"
    assert ledger_words(broken) == "robots.txt dijawab dengan kode 503"
    assert ledger_words(silent) == "robots.txt tidak dijawab: tidak tersambung"


@pytest.mark.parametrize(
    "said", sorted({*hop.SAID.values(), *(f"TLS: {why}" for why in tls.WHY.values())})
)
def test_every_way_a_request_can_break_has_words(said: str) -> None:
    assert ledger_words(said) == ledger_words(f"{said}: [Errno 111] Connection refused") != ""


def test_of_several_sentences_each_is_told() -> None:
    cut = "the feed was cut off; 1,300 whole items stand before the cut"
    parts = (
        Part(Outcome.FAILED, cut),
        Part(Outcome.COLLECTED),
        Part(Outcome.FAILED, "status 500", is_aside=True),
    )
    assert ledger_words(ending_of(parts).detail) == (
        "hanya sebagian terbaca: umpannya terpotong; 1.300 butir utuh sebelum potongan terbaca; "
        "1 unggahan atau laman tidak terbaca: situs menjawab dengan kode 500"
    )


def test_quarantine_tells_since_when_and_why() -> None:
    assert ledger_words("2029-11-20, gone: status 404") == (
        "sejak 20 Nov 2029: alamatnya sudah tidak ada (situs menjawab dengan kode 404)"
    )
    passed_over = (
        "quarantined since 2029-11-20 06:00 because it failed 5 times in a row "
        "(failed: no byte in time), next try 2029-11-27 06:00"
    )
    assert ledger_words(passed_over) == (
        "dikarantina sejak 20 Nov 2029, 06.00 karena gagal 5 kali berturut-turut, dicoba lagi "
        "27 Nov 2029, 06.00: tidak terhubung atau tidak terbaca (tersambung, tetapi tidak ada "
        "jawaban sampai batas waktu)"
    )


def test_what_has_no_words_is_left_to_the_outcome() -> None:
    assert ledger_words("") == ""
    assert ledger_words("a riddle") == ""
    assert ledger_words("status 404; a riddle") == "situs menjawab dengan kode 404"


@given(st.text(max_size=80), st.sampled_from(["", "status 404: ", "2029-11-20, failed: "]))
def test_whatever_a_site_said_is_never_repeated_as_indonesian(said: str, before: str) -> None:
    told = ledger_words(before + said)
    assert re.fullmatch(r"[\w ,.:;()`\-{}]*", told), told
