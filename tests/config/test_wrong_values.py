"""Whatever a value is, what is said of it is in words, and in Indonesian too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from patroli.config.accounts import AccountRow
from patroli.config.contest import ContestFile
from patroli.config.keywords import KeywordsFile
from patroli.config.law import LawFile
from patroli.config.lexicon import ListEntry, ListsFile, SpellingsFile
from patroli.config.located import PATTERNS, Located, Model, validate
from patroli.config.nearest import TRANSLATED, nearest
from patroli.config.settings import Settings
from patroli.rules import Rule
from patroli.sayings.of_files import SOMETHING_ELSE

MODELS = (
    Settings, LawFile, ContestFile, KeywordsFile, AccountRow, ListEntry, ListsFile, SpellingsFile,
    Rule,
)  # fmt: skip
ODD: list[Any] = [
    None, "", " ", "x", "X y", "x" * 500, "-1", "0", "1.5", "99999999999999999999", "nan", "inf",
    "1e9", "ya", "2029-02-30", "http://", [], ["x"], [[]], [None], {}, {"a": "b"}, {"A b": None},
]  # fmt: skip


def below(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation asks for."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from below(part)


def wrong(model: type[BaseModel], value: Any) -> Iterator[Any]:
    """Documents in which every value is this one, at every depth and in each shape."""
    data: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner = [each for kind in below(field.annotation) for each in wrong(kind, value)]
        data[field.alias or name] = inner[0] if inner else value
    yield data
    yield [data]
    yield {"contoh": data}
    yield value


def complaints(model: type[Model], value: Any) -> Iterator[Any]:
    for data in wrong(model, value):
        yield from validate(model, Located("a.yaml", data, {}))[1]


@pytest.mark.parametrize("model", MODELS)
def test_no_value_is_answered_in_the_words_of_the_validator(model: type[Model]) -> None:
    seen = 0
    for value in ODD:
        for complaint in complaints(model, value):
            seen += 1
            assert complaint.expected.saying is not SOMETHING_ELSE, str(complaint)
            assert "string" not in str(complaint.expected)
            assert "input" not in str(complaint.expected).lower()
    assert seen > 50


@pytest.mark.parametrize("model", MODELS)
def test_every_pattern_of_the_models_is_said_in_words(model: type[Model]) -> None:
    def patterns(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from (v for k, v in schema.items() if k == "pattern" and isinstance(v, str))
            for value in schema.values():
                yield from patterns(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from patterns(value)

    numbers = r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"
    assert set(patterns(model.model_json_schema())) - {numbers} <= PATTERNS.keys()


def test_an_indonesian_word_leads_to_the_english_one() -> None:
    assert nearest("sedang", ["high", "medium", "low"]) == "medium"
    assert nearest("Judul", ["id", "title"]) == "title"
    assert nearest("judul", ["id", "tier"]) == ""


def test_a_word_nearly_right_leads_to_the_right_one() -> None:
    assert nearest("tiar", ["id", "title", "tier"]) == "tier"
    assert nearest("zzz", ["id", "title"]) == ""


def test_words_are_translated_from_small_letters() -> None:
    assert all(word == word.casefold() for word in TRANSLATED)
