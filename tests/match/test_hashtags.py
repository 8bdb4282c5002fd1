from __future__ import annotations

from itertools import pairwise

import pytest

from patroli.match.hashtags import TagSplitter

SPLITTER = TagSplitter(
    ["coblos", "dukung", "menang", "bagas", "pilih", "bara", "salam", "dua", "jari", "pendukung"]
)


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("CoblosNomor2", "Coblos Nomor 2"),
        ("coblos01sudahterbukti", "coblos 01 sudahterbukti"),
        ("17aprilcoblosbajuputih", "17 april coblos bajuputih"),
        ("SalamDuaJari", "Salam Dua Jari"),
        ("salamduajari", "salam dua jari"),
        ("sayapilihbagas", "saya pilih bagas"),
        ("akudukungbagas", "aku dukung bagas"),
        ("BaRaMenang", "BaRa Menang"),
        ("PNSDukungBaRa", "PNS Dukung BaRa"),
        ("pemenangan", "pemenangan"),
        ("pendukungbagas", "pendukung bagas"),
        ("penduduk", "penduduk"),
        ("", ""),
    ],
)
def test_a_tag_is_cut_where_a_reader_would(tag: str, parts: str) -> None:
    data = tag.encode()
    cuts = [0, *SPLITTER.split(data), len(data)]
    assert " ".join(tag[a:b] for a, b in pairwise(cuts)) == parts


def test_only_hashtags_are_cut() -> None:
    assert SPLITTER.cuts(b" CoblosNomor2 #CoblosNomor2").tolist() == [21, 26]


def test_an_endless_tag_is_left_alone() -> None:
    assert SPLITTER.split(b"coblosBagas" * 1000) == ()
