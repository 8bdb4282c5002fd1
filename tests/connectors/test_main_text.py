"""The main text of a page: what is taken, what is left out, and by which words."""

from __future__ import annotations

import re

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


COMMENTS = f"<p>{'Komentar orang lain yang panjang sekali di bawah tulisan ini. ' * 3}</p>" * 4
HEADLINES = f"<ul><li>{ELSEWHERE}</li><li>{ELSEWHERE}</li><li>{ELSEWHERE}</li></ul>"


@pytest.mark.parametrize(
    "opened",
    [
        "<div class='sf_comment_list'>",
        "<section id='readerComments'>",
        "<div class='box-komentar detail'>",
        "<ul class='list list--comments'>",
    ],
)
def test_what_readers_say_below_an_article_is_not_what_it_says(opened: str) -> None:
    closed = f"</{opened[1:].split()[0]}>"
    body = f"<article>{''.join(PARAGRAPHS)}{{}}</article>"
    assert text_of(body.format(opened + COMMENTS + closed)) == text_of(body.format(""))


def test_what_readers_say_below_a_short_article_is_not_taken_for_it() -> None:
    body = f"<article><p>{SENTENCE}</p>{{}}</article>"
    said = f"<div class='post-comments'>{COMMENTS}</div>"
    assert text_of(body.format(said)) == text_of(body.format(""))


@pytest.mark.parametrize(
    "wrapper",
    ["<div class='post with-comments'>", "<div class='no-comment'>", "<div class='commentary'>"],
)
def test_a_layout_that_tells_whether_there_are_comments_is_none(wrapper: str) -> None:
    story = "".join(PARAGRAPHS)
    read = text_of(f"<article>{wrapper}{story}</div></article>")
    assert read == text_of(f"<article>{story}</article>")


def test_a_block_named_after_comments_that_holds_the_article_stays() -> None:
    story = f"<h1>Judul</h1>{''.join(PARAGRAPHS)}"
    assert "Bagian 5." in text_of(f"<div class='page-comments'><article>{story}</article></div>")


@pytest.mark.parametrize(
    "behind",
    [
        f"<h3>Berita terkait</h3>{HEADLINES}",
        f"<div><div class='judul'><h4>Terpopuler</h4></div><div>{HEADLINES}</div></div>",
        f"<p><strong>Tentang hal ini</strong></p><p>{ELSEWHERE}</p><p>{ELSEWHERE}</p>",
        f"<p><b>Yang lain:</b><br>{ELSEWHERE}<br>{ELSEWHERE}</p>",
        f"<h2>Pilihan</h2><ul>{f'<li>Kata warga di tepi danau: {ELSEWHERE}</li>' * 3}</ul>",
    ],
)
def test_a_heading_with_headlines_of_other_articles_is_no_text_of_this_one(behind: str) -> None:
    body = f"<article><div class='entry-content'>{''.join(PARAGRAPHS)}{{}}</div></article>"
    assert text_of(body.format(behind)) == text_of(body.format(""))


@pytest.mark.parametrize(
    "said",
    [
        "<h3>Jadwal</h3><ul><li>Senin kerja bakti di tepi danau</li><li>Selasa rapat</li></ul>",
        f"<h3>Anak judul</h3><p>{ELSEWHERE}</p><p>{ELSEWHERE}</p><p>Sesudah itu warga pulang.</p>",
        f"<p><b>Warga</b> {ELSEWHERE} datang dan membawa sapu serta karung dari rumah.</p>",
        f"<h3>Satu tautan saja</h3><p>{ELSEWHERE}</p>",
    ],
)
def test_a_heading_with_something_said_behind_it_stays(said: str) -> None:
    words = set(tidy(re.sub(r"<[^>]*>", " ", said.replace(ELSEWHERE, ""))).split())
    read = text_of(an_article(f"<section>{said}</section>"))
    assert words <= set(read.split())


def test_text_between_paragraphs_is_read_where_it_stands() -> None:
    bare = f"Di antara alinea <b>kepala dinas</b> berkata: {SENTENCE}"
    read = text_of(an_article(bare))
    assert read.index("Bagian 2.") < read.index(tidy(f"kepala dinas berkata: {SENTENCE}"))
    assert read.index("kepala dinas berkata") < read.index("Bagian 3.")


def test_text_before_the_first_paragraph_is_read_first() -> None:
    story = "".join(PARAGRAPHS)
    read = text_of(f"<body><div>KABAR — {SENTENCE}{story}</div></body>")
    assert read.index("KABAR — Warga kampung") < read.index("Bagian 0.") < read.index("Bagian 5.")


@pytest.mark.parametrize("name", ["article__lead", "detail-teras", "standfirst"])
def test_a_lead_before_the_body_is_the_first_paragraph(name: str) -> None:
    body = f"<div class='article__body'>{''.join(PARAGRAPHS)}</div>"
    read = text_of(f"<article><div class='{name}'>Teras: {SENTENCE}</div>{body}</article>")
    assert read.index("Teras: Warga kampung") < read.index("Bagian 0.")
    assert read.count("Teras:") == 1


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class='lead'><img src='/a.jpg' alt=''>Keterangan gambar: {SENTENCE}</div>",
        f"<div class='leaderboard'>Keterangan: {SENTENCE}</div>",
        f"<div class='lead'>{ELSEWHERE}</div>",
    ],
)
def test_what_is_no_lead_is_not_set_before_the_text(beside: str) -> None:
    body = f"<div class='article__body'>{''.join(PARAGRAPHS)}</div>"
    assert text_of(f"<article>{beside}{body}</article>") == text_of(f"<article>{body}</article>")


@pytest.mark.parametrize(
    "notice",
    [
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Advertisement – Scroll to resume content",
        "[Gambas:Video Kabar]",
        "Artikel ini telah tayang di Kabar.example dengan judul “Bupati meresmikan pasar”",
        "Berita ini sudah dimuat di kabar.example",
    ],
)
def test_a_notice_that_sites_set_into_articles_is_left_out(notice: str) -> None:
    assert text_of(an_article(f"<p>{notice}</p>")) == text_of(an_article(""))


@pytest.mark.parametrize(
    "said",
    [
        "Iklan kampanye dipasang di kantor camat.",
        "✌️✌️",
        "Berita ini telah tayang dua kali, kata kepala dinas.",
        "Tulisan ini pernah dimuat di sebuah koran dan saya tetap memegangnya.",
        "* * *",
    ],
)
def test_a_line_that_only_resembles_a_notice_stays(said: str) -> None:
    read = text_of(f"<article><p>{SENTENCE}</p><p>{said}</p></article>")
    assert said in read.splitlines()


def test_paragraphs_said_again_are_no_reason_to_lose_those_between() -> None:
    again = f"<p>{SENTENCE * 4}</p>"
    story = "".join(f"<h2>Bagian {n}</h2>{again}" for n in range(5))
    read = text_of(f"<h1>Judul</h1>{story}")
    assert read.count("Warga kampung") == 20


PIECES = st.sampled_from(
    [
        *PARAGRAPHS[:3],
        "<script>var iklan = 1;</script> sambungan",
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle"}</script>',
        "<style>p { color: red }</style>",
        "<svg><title>ikon</title><path d=''/></svg> teks di belakang gambar",
        "<aside><p>Kotak samping.</p></aside>dan seterusnya",
        f"<nav><ul><li>{ELSEWHERE}</li></ul></nav>dan di belakangnya",
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
        f"<main><article>{''.join(PARAGRAPHS[3:])}{'<hr>'.join(pieces)}</article></main>", head=""
    )
    found = trafilatura.extract(page, fast=True, include_comments=False, deduplicate=False)
    assert found
    (post,) = reading(page, PAGE, kind="text/html").posts
    assert post.text == tidy(found)
