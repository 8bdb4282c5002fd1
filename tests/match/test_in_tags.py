"""A word counts as part of a hashtag only where the hashtag reaches it."""

from __future__ import annotations

import pytest

from patroli.match.scene import _in_tag


@pytest.mark.parametrize(
    ("text", "word", "inside"),
    [
        ("#PilihBagas", "Bagas", True),
        ("Ayo #PilihBagas", "Ayo", False),
        ("#TelagaBiru Bagas", "Bagas", False),
        ("#TelagaBiru\nBagas", "Bagas", False),
        ("# Bagas", "Bagas", False),
        ("#a #bBagas", "Bagas", True),
        ("Bagas", "Bagas", False),
    ],
)
def test_a_hashtag_ends_where_its_letters_end(text: str, word: str, inside: bool) -> None:
    assert _in_tag(text, text.index(word)) is inside
