"""Word lists: written in rows or lines, reused by name, never in a circle."""

from __future__ import annotations

import pytest

from patroli.config.lexicon import SPELLINGS, read_lexicon
from patroli.config.located import parse_yaml
from patroli.config.words import WordList
from patroli.errors import Complaint


def read(*texts: str) -> tuple[dict[str, WordList], tuple[Complaint, ...]]:
    return read_lexicon(parse_yaml(text, f"{n}.yaml") for n, text in enumerate(texts))


def test_a_file_is_one_list_or_several() -> None:
    lists, complaints = read(
        "id: satu\ntitle: Satu\nregion: '33'\nnote: catatan\nwords: [no, 'ya', 2]\n",
        "lists:\n  dua: {title: Dua, words: [dua]}\n  tiga: {title: Tiga, words: [tiga]}\n",
    )
    assert complaints == ()
    assert lists["satu"] == WordList("satu", "Satu", "33", ("no", "ya", "2"))
    assert list(lists) == ["satu", "dua", "tiga"]


def test_rows_of_words_are_one_list() -> None:
    lists, complaints = read("id: a\ntitle: A\nwords:\n  - [satu, dua]\n  - tiga\n  - [empat]\n")
    assert complaints == ()
    assert lists["a"].words == ("satu", "dua", "tiga", "empat")


def test_included_lists_come_in_place_and_each_word_once() -> None:
    lists, complaints = read(
        "id: a\ntitle: A\nwords: [satu, '@b', lima]\n",
        "lists:\n  b: {title: B, words: [dua, '@c', satu]}\n  c: {title: C, words: [tiga, dua]}\n",
    )
    assert complaints == ()
    assert lists["a"].words == ("satu", "dua", "tiga", "lima")


def test_two_ways_to_one_list_are_no_circle() -> None:
    _, complaints = read(
        "lists:\n  a: {title: A, words: ['@b', '@c']}\n  b: {title: B, words: ['@d']}\n"
        "  c: {title: C, words: ['@d']}\n  d: {title: D, words: [kata]}\n"
    )
    assert complaints == ()


@pytest.mark.parametrize("length", [1, 2, 3, 300])
def test_a_circle_of_lists_is_a_complaint_at_each_link(length: int) -> None:
    links = (f"  l{n}: {{title: L, words: [k{n}, '@l{(n + 1) % length}']}}" for n in range(length))
    lists, complaints = read("\n".join(["lists:", *links]))
    assert len(complaints) == length
    assert set(lists["l0"].words) == {f"k{n}" for n in range(length)}


def test_a_list_that_leads_to_a_circle_is_not_itself_blamed() -> None:
    _, complaints = read(
        "lists:\n  a: {title: A, words: ['@b']}\n  b: {title: B, words: ['@b', kata]}\n"
    )
    assert [c.where for c in complaints] == ["lists.b.words[0]"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("id: a\ntitle: A\nwords: ['@tidak-ada']\n", "words[0]"),
        ("id: a\ntitle: A\nwords: []\n", "words"),
        ("id: a\ntitle: A\nregion: Jawa\nwords: [x]\n", "region"),
        ("id: a\nwords: [x]\n", "title"),
        ("id: a\ntitle: A\nwords:\n  - [x, {y: z}]\n", "words[1]"),
        ("lists:\n  a: {title: A, words: [x], wilayah: 33}\n", "lists.a.wilayah"),
        ("lists:\n  A: {title: A, words: [x]}\n", "lists.A"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, where: str) -> None:
    assert [c.where for c in read(text)[1]] == [where]


def test_an_id_stands_once_over_all_files() -> None:
    _, complaints = read("id: a\ntitle: A\nwords: [x]\n", "lists:\n  a: {title: A, words: [x]}\n")
    assert [(c.file, c.line, c.where) for c in complaints] == [("1.yaml", 2, "lists.a")]


def test_an_included_list_keeps_its_region() -> None:
    lists, complaints = read(
        "id: a\ntitle: A\nwords: [satu, '@b', '@c']\n",
        "lists:\n"
        "  b: {title: B, region: ['33', '34'], words: [loro]}\n"
        "  c: {title: C, region: '33.01', words: [telu, '@b']}\n",
    )
    assert complaints == ()
    assert lists["a"].words == ("satu",)
    assert [(part.region, part.words) for part in lists["a"].regional] == [
        ("33", ("loro",)),
        ("33.01", ("telu", "loro")),
        ("34", ("loro",)),
    ]
    assert (lists["c"].region, lists["c"].words) == ("33.01", ("telu", "loro"))


def test_a_list_of_other_regions_cannot_be_included() -> None:
    lists, complaints = read(
        "lists:\n"
        "  b: {title: B, region: '33', words: [loro, '@c']}\n"
        "  c: {title: C, region: '95', words: [dua]}\n",
    )
    assert lists["b"].words == ("loro",)
    assert [str(c) for c in complaints] == [
        (
            "0.yaml:2: lists.b.words[1]: found '@c', which holds in other regions only; "
            "expected a list that shares a region with this one"
        )
    ]


@pytest.mark.parametrize("region", ["[{a: b}]", "[[]]", "{a: b}", "[null, '95']"])
def test_a_region_that_is_no_text_is_a_complaint(region: str) -> None:
    _, complaints = read(f"lists:\n  b: {{title: B, region: {region}, words: [loro]}}\n")
    assert complaints
    assert all(c.where.startswith("lists.b.region") for c in complaints)


def test_spellings_of_all_files_are_one_list_of_rows() -> None:
    lists, complaints = read(
        "spellings:\n  untuk: [utk, Tuk]\n",
        "spellings: {saya: [sy]}\n",
        "id: a\ntitle: A\nwords: [b]\n",
    )
    assert complaints == ()
    assert lists[SPELLINGS].words == ("saya sy", "untuk utk tuk")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spellings:\n  untuk: [utk]\n  tuk: [utk]\n", "the spelling 'utk' again"),
        ("spellings:\n  untuk: [tuk]\n  tuk: [utk]\n", "the spelling 'tuk' again"),
        ("spellings:\n  untuk: [u t k]\n", "spellings.untuk[0]"),
        ("spellings:\n  untuk: []\n", "a list with something in it"),
    ],
)
def test_a_spelling_is_one_word_and_stands_for_one_word(text: str, said: str) -> None:
    _, complaints = read(text)
    assert said in "\n".join(map(str, complaints))


def test_a_list_says_how_far_it_reaches_and_what_it_doubts() -> None:
    lists, complaints = read(
        "id: a\ntitle: A\nsame: sentence\nwithin: 3 words\ndoubts: number\nwords: [b]\n"
    )
    assert complaints == ()
    assert (lists["a"].same, lists["a"].within, lists["a"].doubts) == ("sentence", 3, "number")
