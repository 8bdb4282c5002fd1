"""Keywords are looked for alike for every contestant of every contest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from tests.config.rekaan import A_CONTEST, ANOTHER_CONTEST

from patroli.config.keywords import read_keywords
from patroli.config.located import parse_yaml
from patroli.errors import Complaint
from patroli.model import Keyword, Source

SOURCE = {
    "id": "kabar",
    "platform": "wordpress",
    "address": "http://kabar.example/",
    "region": "97.71",
    "zone": "Asia/Makassar",
    "role": "news",
    "reason": "Portal setempat",
}
KEYWORD = {"id": "dukung", "text": "dukung {name}", "sources": ["kabar"], "reason": "Ajakan"}

Read = tuple[tuple[Source, ...], tuple[Keyword, ...], tuple[Complaint, ...]]


def read(source: dict[str, Any] | None = None, **keyword: Any) -> Read:
    document = {"sources": [{**SOURCE, **(source or {})}], "keywords": [{**KEYWORD, **keyword}]}
    located = parse_yaml(yaml.safe_dump(document, allow_unicode=True), "a.yaml")
    return read_keywords(located, (A_CONTEST, ANOTHER_CONTEST))


def test_a_slot_is_filled_in_for_every_contestant_of_every_contest() -> None:
    _, keywords, complaints = read()
    assert complaints == ()
    assert sorted((k.contest_id, k.text) for k in keywords) == [
        ("rekaan", "dukung Lestari Palaka"),
        ("rekaan", "dukung Rangga Palaka"),
        ("rekaan", "dukung Sekar Mandalika"),
        ("seberang", "dukung Jatmika Wulandanu"),
    ]
    assert len({k.id for k in keywords}) == 4


def test_two_slots_are_filled_in_each_way_there_is() -> None:
    _, keywords, _ = read(text="{name} {party} {name}")
    assert [k.text for k in keywords if ":rangga:" in k.id] == [
        "Lestari Palaka Partai Layar Lestari Palaka",
        "Rangga Palaka Partai Layar Rangga Palaka",
    ]


def test_a_text_without_slots_is_one_keyword_of_no_contest() -> None:
    _, keywords, _ = read(text="netralitas pegawai")
    assert [(k.id, k.text, k.contest_id) for k in keywords] == [
        ("dukung", "netralitas pegawai", "")
    ]


def test_a_keyword_keeps_its_id_when_other_contestants_come() -> None:
    located = parse_yaml(yaml.safe_dump({"sources": [SOURCE], "keywords": [KEYWORD]}), "a.yaml")
    _, alone, _ = read_keywords(
        located, (replace(A_CONTEST, contestants=A_CONTEST.contestants[1:]),)
    )
    _, together, _ = read_keywords(located, (ANOTHER_CONTEST, A_CONTEST))
    assert set(alone) <= set(together)


@pytest.mark.parametrize(
    "text",
    [
        "coblos Rangga Palaka",
        "coblos rangga!",
        "#laymajubersama menang",
        "LAYMAJU",
        "menangkan partai  layar",
        "bersama Sahabat Rangga",
        "maju bersama rakyat",
        "{tag} dan Mandalika",
        "kabar dari @rangga_",
    ],
)
def test_naming_a_contestant_by_hand_is_a_complaint(text: str) -> None:
    assert [c.where for c in read(text=text)[2]] == ["keywords[0].text"]


@pytest.mark.parametrize("text", ["ranggas daun", "layar lebar", "{name} maju", "biru"])
def test_words_that_only_look_like_names_are_none(text: str) -> None:
    assert read(text=text)[2] == ()


@pytest.mark.parametrize("text", ["dukung {number}", "dukung {nama}", "dukung {}"])
def test_an_unknown_slot_is_a_complaint(text: str) -> None:
    complaints = read(text=text)[2]
    assert [c.where for c in complaints] == ["keywords[0].text"]
    assert "{name}, {short}, {party}, {tag}, {slogan}" in str(complaints[0].expected)


def test_an_unknown_source_is_a_complaint() -> None:
    assert [c.where for c in read(sources=["kabar", "lain"])[2]] == ["keywords[0].sources[1]"]


def test_a_source_that_no_contest_reaches_is_a_complaint() -> None:
    assert [c.where for c in read({"region": "31"})[2]] == ["keywords[0].sources[0]"]
    assert read({"region": "31"}, text="netralitas pegawai")[2] == ()


@pytest.mark.parametrize(
    ("changes", "searchable"),
    [
        ({}, True),
        ({"searchable": "no"}, False),
        ({"platform": "feed"}, False),
        ({"platform": "feed", "address": "http://kabar.example/cari?q={query}"}, True),
        ({"platform": "page", "address": "http://kabar.example/?s={query}"}, True),
    ],
)
def test_a_source_is_searchable_where_it_has_a_search(
    changes: dict[str, Any], searchable: bool
) -> None:
    sources, _, complaints = read(changes)
    assert complaints == ()
    assert [s.searchable for s in sources] == [searchable]


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "http://kabar.example/?s={query}"},
        {"platform": "feed", "address": "http://kabar.example/{cari}"},
        {"platform": "feed", "searchable": "yes"},
        {"address": "http://orang:rahasia@kabar.example/"},
    ],
)
def test_an_address_that_cannot_be_searched_is_a_complaint(changes: dict[str, Any]) -> None:
    assert [c.where for c in read(changes)[2]] == ["sources[0].address"]


SEARCHED = (
    "feed, page, wordpress, telegram, youtube, bluesky, mastodon, x, instagram, threads, gdelt"
)


def test_a_place_that_is_read_by_import_only_cannot_be_searched() -> None:
    _, _, complaints = read({"platform": "tiktok"})
    assert [(c.where, str(c.expected)) for c in complaints] == [
        ("sources[0].platform", f"one of {SEARCHED}")
    ]


def test_a_place_without_a_search_cannot_be_searched() -> None:
    _, _, complaints = read({"platform": "facebook", "address": "https://www.facebook.com/"})
    assert [(c.where, str(c.expected)) for c in complaints] == [
        ("sources[0].platform", f"one of {SEARCHED}")
    ]


def test_a_search_has_the_address_that_its_platform_has() -> None:
    _, _, complaints = read({"platform": "youtube", "address": "https://contoh.example/"})
    assert [(c.where, str(c.expected)) for c in complaints] == [
        ("sources[0].address", "the address of a search: https://www.youtube.com/")
    ]


@pytest.mark.parametrize("name", [["kabar"], {"a": "b"}])
def test_an_id_that_is_no_text_is_a_complaint(name: object) -> None:
    _, _, complaints = read({"id": name})
    assert "sources[0].id" in {c.where for c in complaints}
