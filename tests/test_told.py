"""What is said to people is said in both their languages, with the same places filled."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import patroli
from patroli.told import LANGUAGES, Saying, as_it_is, listed

SOURCE = Path(patroli.__file__).parent


def sayings() -> Iterator[tuple[str, Saying]]:
    """Every saying that the program is written with, and where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Saying", "told.Saying"):
                texts = [ast.literal_eval(each) for each in node.args]
                named = {str(k.arg): ast.literal_eval(k.value) for k in node.keywords}
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", Saying(*texts, **named)


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_saying_has_both_languages_with_the_same_places() -> None:
    found = list(sayings())
    assert len(found) > 150
    for where, saying in found:
        assert saying.en.strip(), where
        assert saying.id.strip(), where
        assert places(saying.en) == places(saying.id), where
        assert places(saying.one) <= places(saying.en), where
        assert not saying.one or "count" in places(saying.en), where
        assert all(name.isidentifier() for name in places(saying.en)), where


ALIKE = {"id", "status", "at_most_every: , at_least_every: "}
"""Words that are the same in both languages, without their places."""


def test_no_saying_was_left_untranslated() -> None:
    for where, saying in sayings():
        bare = "".join(text for text, _, _, _ in string.Formatter().parse(saying.en))
        if saying.en == saying.id and any(c.isalpha() for c in bare):
            assert bare in ALIKE, where


def test_what_is_told_reads_in_each_language() -> None:
    told = Saying("{count:,} of {what}", "{count:,} dari {what}", one="one {what}")
    many = told(count=1_234, what=Saying("rules", "aturan")())
    assert [many.words(language) for language in LANGUAGES] == [
        "1.234 dari aturan",
        "1,234 of rules",
    ]
    assert str(told(count=1, what="x")) == "one x"
    assert told(count=1, what="x").words("id") == "1 dari x"


def test_a_choice_is_listed_in_each_language() -> None:
    choice = Saying("{of:or}", "{of:or}")(of=("a", as_it_is("b"), "c"))
    assert [choice.words(language) for language in LANGUAGES] == ["a, b atau c", "a, b or c"]
    assert str(listed([as_it_is("a"), as_it_is("b")])) == "a, b"
    assert str(Saying("{of:or}", "{of:or}")(of=("a",))) == "a"


@pytest.mark.parametrize("text", ["{x}", "{", "100 %", "{0!r:>9}"])
def test_braces_in_what_is_filled_in_stay_as_they_are(text: str) -> None:
    assert as_it_is(text).words("id") == str(as_it_is(text)) == text
