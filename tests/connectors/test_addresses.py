"""One spelling for one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.connectors.address import absolute, canonical, is_address, same_place

BASE = "http://contoh.example/a"


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("HTTP://Contoh.Example:80/a/../b", "http://contoh.example/b"),
        ("https://contoh.example:443", "https://contoh.example/"),
        ("http://contoh.example:8080/", "http://contoh.example:8080/"),
        (f"{BASE}?utm_source=x&utm_medium=y", BASE),
        (f"{BASE}?fbclid=1&id=2", f"{BASE}?id=2"),
        (f"{BASE}#komentar", BASE),
        (f"{BASE}?b=2&a=1", f"{BASE}?a=1&b=2"),
        ("http://contoh.example/%7edewi%2f", "http://contoh.example/~dewi%2F"),
        (
            "http://contoh.example/index.php?option=com_content&view=article&id=7&Itemid=3&utm_id=1",
            "http://contoh.example/index.php?Itemid=3&id=7&option=com_content&view=article",
        ),
        ("http://contoh.example/?p=12", "http://contoh.example/?p=12"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("http://[rusak/", "http://[rusak/"),
        ("http://contoh.example:99999999/", "http://contoh.example:99999999/"),
        ("bukan alamat", "bukan alamat"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str) -> None:
    assert canonical(written) == spelled
    assert canonical(spelled) == spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://contoh.example/a", "https://www.contoh.example/a/"),
        ("http://contoh.example", "http://contoh.example/?utm_campaign=x"),
    ],
)
def test_scheme_www_and_slash_do_not_make_another_place(one: str, other: str) -> None:
    assert same_place(one, other)


def test_a_query_makes_another_place() -> None:
    assert not same_place("http://contoh.example/?p=1", "http://contoh.example/?p=2")


@pytest.mark.parametrize(
    "written",
    ["", "#atas", "javascript:alert(1)", "mailto:a@contoh.example", "http://[x"],
)
def test_what_leads_nowhere_is_no_address(written: str) -> None:
    assert absolute(written, BASE) == ""


@given(st.text(max_size=80))
def test_any_text_has_a_spelling(text: str) -> None:
    canonical(f"http://contoh.example/{text}")
    canonical(f"http://{text}")
    assert absolute(text, BASE) == "" or is_address(absolute(text, BASE))
