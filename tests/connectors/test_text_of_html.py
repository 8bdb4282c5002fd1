"""What people read of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.connectors.text import clean, fragment, plain, tidy, titled


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Selamat pagi", "Selamat pagi"),
        ("Harga < 5000 & naik", "Harga < 5000 & naik"),
        ("Tom &amp; Jerry&nbsp;&#128077;", "Tom & Jerry 👍"),
        ("<p>Satu</p><p>Dua</p>", "Satu\n\nDua"),
        ("Satu<br>Dua<br/>Tiga", "Satu\nDua\nTiga"),
        ("<b>coblos</b> nomor <i>2</i>", "coblos nomor 2"),
        ("Salam <img src=/e.png alt='✌'> dua jari", "Salam ✌ dua jari"),
        ("<script>x()</script><style>p{}</style>Isi", "Isi"),
        ("Isi<!-- tersembunyi -->", "Isi"),
        ("<ul><li>satu<li>dua</ul>", "satu\ndua"),
        ("<p>tidak <b>ditutup", "tidak ditutup"),
        ("<p>satu\n dua</p>\n<div>tiga</div>\n\n<div>empat</div>", "satu dua\n\ntiga\nempat"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("<tr><td>No<td>2</tr>", "No 2"),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_markup_becomes_what_is_read(html: str, text: str) -> None:
    assert fragment(html)[0] == text


def test_pictures_are_found_once_and_inline_data_is_none() -> None:
    html = "<img src=/a.jpg><img src=/a.jpg><img src='data:image/png;base64,AA'><video src=/b.mp4>"
    assert fragment(html)[1] == ("/a.jpg", "/b.mp4")


def test_emoji_and_counting_pixels_are_no_pictures() -> None:
    html = "<img class=wp-smiley alt=x src=/e.png><img width=1 src=/hit?8231><img src=/a.jpg>"
    assert fragment(html)[1] == ("/a.jpg",)


@pytest.mark.parametrize(
    ("dirty", "harmless"),
    [("a\x00b", "ab"), ("a\ud83db", "a\ufffdb"), ("\ud83d\ude00", "😀"), ("a\x1b[2Jb", "a[2Jb")],
)
def test_nul_and_lone_surrogates_do_no_harm(dirty: str, harmless: str) -> None:
    assert clean(dirty) == harmless


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Judul", "Isi", "Judul\n\nIsi"),
        ("", "Isi", "Isi"),
        ("Judul", "", "Judul"),
        ("Selamat pagi…", "Selamat pagi semua", "Selamat pagi semua"),
        ("Selamat pagi...", "Selamat pagi semua", "Selamat pagi semua"),
    ],
)
def test_a_title_that_only_repeats_the_beginning_is_not_read_twice(
    title: str, body: str, text: str
) -> None:
    assert titled(title, body) == text


def test_a_hundred_thousand_nested_elements_are_still_read() -> None:
    assert "dalam" in fragment("awal " + "<div>" * 100_000 + "dalam")[0] + "dalam"
    assert fragment("awal " + "<div>" * 100_000 + "dalam")[0].startswith("awal")


@given(st.text(max_size=200))
def test_any_text_is_read_and_reading_again_changes_nothing(text: str) -> None:
    read = fragment(text)[0]
    read.encode("utf-8")
    assert tidy(read) == read
    assert "\n" not in plain(text)
