"""Pictures whose addresses are signed anew at every fetch: the same picture, the same version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.builders import PAGE, html, reading

from patroli.model import Post
from patroli.model.media import unsigned

STORE = "https://simpan.example/foto/bakti-sosial.jpg"
AMZ = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={0}&X-Amz-Date={0}&X-Amz-Signature={0}"
EDGE = "scontent-{0}.xx.fbcdn.net/v/t39.30808-6/{1}_n.jpg"

SIGNED = [
    STORE + "?" + AMZ,
    STORE + "?x-goog-date={0}&x-goog-signature={0}",
    STORE + "?w=800&Expires={0}&Signature={0}&Key-Pair-Id=K1",
    STORE + "?sv=2024-11-04&se={0}&sr=b&sp=r&sig={0}",
    STORE + "?token={0}&w=800",
    STORE + "?x-expires={0}&x-signature={0}",
    "https://" + EDGE + "?_nc_cat=1&ccb=1-7&_nc_sid={0}&_nc_ohc={0}&_nc_ht={0}&oh={0}&oe={0}",
    "https://simpan.example/lihat.php?berkas={1}&token={0}",
]


def page(picture: str) -> Post:
    """A page that shows a picture of this address."""
    head = f"<meta property='og:image' content='{picture.replace('&', '&amp;')}'>"
    body = html("<main><p>Warga membersihkan saluran air.</p></main>")
    found = reading(body.replace("</head>", f"{head}</head>"), PAGE, kind="text/html")
    (post,) = found.posts
    assert post.media == (picture,)
    return post


@pytest.mark.parametrize("form", SIGNED)
def test_an_unchanged_page_with_its_picture_signed_anew_is_no_new_version(form: str) -> None:
    first, again = page(form.format("a1", 5)), page(form.format("b2", 5))
    assert first.media != again.media
    assert first.version == again.version


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{STORE}?{AMZ.format('a1')}", f"{STORE.replace('bakti', 'pesta')}?{AMZ.format('a1')}"),
        (f"{STORE}?id=1&token=a1", f"{STORE}?id=2&token=a1"),
        ("https://simpan.example/foto.php?token=a1", "https://simpan.example/foto.php?token=b2"),
        ("https://simpan.example/?sig=a1", "https://simpan.example/?sig=b2"),
        (f"{STORE}?v=1", f"{STORE}?v=2"),
        (f"{STORE}?expires=1", f"{STORE}?expires=2"),
        (
            f"https://{EDGE.format('sin1', 5)}?oh=a1&oe=1",
            f"https://{EDGE.format('sin1', 6)}?oh=a1&oe=1",
        ),
    ],
)
def test_another_picture_is_a_new_version(one: str, other: str) -> None:
    assert page(one).version != page(other).version


def test_the_address_is_kept_with_its_signature_so_that_the_picture_can_be_fetched() -> None:
    signed = f"{STORE}?{AMZ.format('a1')}"
    assert page(signed).media == (signed,)


@given(st.text(max_size=80))
def test_what_is_not_signed_stays_as_it_is_and_twice_is_once(address: str) -> None:
    assert unsigned(unsigned(address)) == unsigned(address)
    if "?" not in address:
        assert unsigned(address) == address
