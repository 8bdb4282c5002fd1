"""The main text of a page: what is taken, what is left out, and by which words."""

from __future__ import annotations

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.builders import PAGE, html, reading

from patroli.connectors.text import tidy

SENTENCE = "Warga kampung bergotong royong membersihkan saluran air di tepi danau hari ini. "
PARAGRAPHS = [f"<p>{SENTENCE * 2}Bagian {n}.</p>" for n in range(6)]
ELSEWHERE = "<a href='/lain'>Bupati meresmikan pasar baru di kampung sebelah</a>"


def text_of(body: str) -> str:
    """What is read of a page with this body."""
    (post,) = reading(html(body), PAGE, kind="text/html").posts
    return post.text


def an_article(between: str) -> str:
    """A page whose article has something between its paragraphs."""
    inner = "".join([*PARAGRAPHS[:3], between, *PARAGRAPHS[3:]])
    return f"<div class='wrap'><div class='entry-content'>{inner}</div></div>"


@pytest.mark.parametrize(
    "insert",
    [
        f"<p><strong>Baca juga: {ELSEWHERE}</strong></p>",
        f"<p>Baca Juga: {ELSEWHERE}</p>",
        f"<table class='sisip'><tr><td><div><b>Baca juga:</b> {ELSEWHERE}</div></td></tr></table>",
        f"<div><h4>SIMAK JUGA</h4><ul><li>{ELSEWHERE}</li><li>{ELSEWHERE}</li></ul></div>",
        f"<p>Pilihan Editor: {ELSEWHERE}</p>",
        f"<p><em>Lihat juga</em> – {ELSEWHERE}</p>",
    ],
)
def test_a_link_to_another_article_is_no_text_of_this_one(insert: str) -> None:
    assert text_of(an_article(insert)) == text_of(an_article(""))


@pytest.mark.parametrize(
    "said",
    [
        "Baca juga surat edaran itu sebelum menulis, kata kepala dinas kepada warga.",
        f"Baca juga {ELSEWHERE} sebelum rapat dimulai, kata kepala dinas kepada semua warga.",
        f"Saya lihat juga {ELSEWHERE}",
        "Baca juga: tidak ada tautan di sini, hanya kata-kata kepala dinas.",
    ],
)
def test_a_sentence_that_begins_alike_stays(said: str) -> None:
    words = tidy(said.replace(ELSEWHERE, "")).split()
    assert set(words) <= set(text_of(an_article(f"<p>{said}</p>")).split())


def test_text_around_an_insert_stays() -> None:
    read = text_of(an_article(f"<p>Kata pertama. <b>Baca juga: {ELSEWHERE}</b> Kata akhir.</p>"))
    assert "Kata pertama. Kata akhir." in read
    assert "Bupati" not in read


def test_a_page_without_an_element_for_its_article_is_read_without_its_menus() -> None:
    menu = "".join(f"<div><a href='/{n}'>Menu {n}</a></div>" for n in range(60))
    story = "<br><br>".join(f"{SENTENCE * 3}Bagian {n}." for n in range(8))
    page = f"<table><tr><td>{menu}</td><td><font>{story}</font></td></tr></table>"
    read = text_of(page)
    assert "Bagian 7." in read
    assert "Menu 30" not in read


PIECES = st.sampled_from(
    [
        *PARAGRAPHS[:3],
        "<script>var iklan = 1;</script> sambungan",
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle"}</script>',
        "<style>p { color: red }</style>",
        "<svg><title>ikon</title><path d=''/></svg> teks di belakang gambar",
        "<aside><p>Kotak samping.</p></aside>dan seterusnya",
        "<footer><p>Kaki tulisan.</p></footer>",
        "<h2>Anak judul</h2>",
        "<ul><li>Satu</li><li>Dua<script>x</script></li></ul>",
        "<div class='comment-list'><p>Komentar pembaca.</p></div>",
        f"<div class='sidebar'>{ELSEWHERE}</div>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14))
def test_what_is_taken_out_for_speed_leaves_the_text_trafilatura_finds(pieces: list[str]) -> None:
    page = html(
        f"<main><article>{''.join(PARAGRAPHS[3:])}{''.join(pieces)}</article></main>", head=""
    )
    found = trafilatura.extract(page, fast=True, include_comments=False, deduplicate=False)
    assert found
    (post,) = reading(page, PAGE, kind="text/html").posts
    assert post.text == tidy(found)
