"""Editors help with what the reader reads: same keys, same choices, each told in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from patroli.config.starter import shipped_config
from patroli.rules.meanings import CHOICES, MEANINGS
from patroli.rules.schema import SCHEMAS, as_text

CONFIG = shipped_config()
KINDS = {"rules": "rule", "lexicon": "lexicon", "contests": "contest"}
FILES = [path for folder in KINDS for path in sorted((CONFIG / folder).glob("*.yaml"))]
LINE = "# yaml-language-server: $schema=../schema/{}.schema.json\n"


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: days are texts, `no` is a text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, found) for tag, found in kinds if tag.endswith((":int", ":float", ":null"))]
    for first, kinds in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf")
)


def as_edited(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506


def checker(kind: str) -> Draft7Validator:
    schema = SCHEMAS[f"{kind}.schema.json"]()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def objects(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield at, schema
        for key, below in schema.items():
            yield from objects(below, f"{at}/{key}")
    elif isinstance(schema, list):
        for number, below in enumerate(schema):
            yield from objects(below, f"{at}/{number}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_what_the_model_generates(name: str) -> None:
    committed = (CONFIG / "schema" / name).read_text(encoding="utf-8")
    assert committed == as_text(SCHEMAS[name]()), "run: patroli rules schema config/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_says_in_indonesian_what_it_means(name: str) -> None:
    found = list(objects(SCHEMAS[name]()))
    assert found
    for at, schema in found:
        assert schema["description"], at
        for key, value in schema["properties"].items():
            assert value.get("description"), (
                f"{name}{at}: {key} has no meaning in rules/meanings.py"
            )


@pytest.mark.parametrize("model", MEANINGS)
def test_no_meaning_is_left_of_a_key_that_is_gone(model: type) -> None:
    fields = getattr(model, "model_fields", {})
    assert set(MEANINGS[model]) == {"", *(f.alias or name for name, f in fields.items())}


@pytest.mark.parametrize("kind", CHOICES)
def test_every_choice_is_told(kind: Any) -> None:
    assert list(CHOICES[kind]) == [choice.value for choice in kind]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_points_to_its_schema_and_keeps_it(path: Path) -> None:
    kind = KINDS[path.parent.name]
    text = path.read_text(encoding="utf-8")
    assert text.startswith(LINE.format(kind))
    assert [e.message for e in checker(kind).iter_errors(as_edited(text))] == []


WRONG = {
    "a typo in a key": ("tier: high", "tiar: high"),
    "an unknown form": ("form: F1", "form: F9"),
    "a distance in metres": ("within: 7 words", "within: 7 metres"),
    "an empty group": ("- [dukung~]", "- []"),
    "a group with an unknown key": ("- [dukung~]", "- {any: [dukung~], di: post}"),
    "nothing to find": ("find:", "finds:"),
}

GOOD = """\
id: contoh
title: Contoh
status: draft
form: F1
basis: [pp-94-2021-5n]
tier: high
date: 2029-09-01
regions: ["95.99", 35]
find:
  within: 7 words
  all:
    - [dukung~]
    - {any: ["{name}", 01], on: tags}
lowered_by:
  - negation
  - {context: news, to: medium, within: 3}
examples:
  flag: ["Dukung {name}", {text: Setuju, parent: "Dukung {name}", parent_role: team}]
"""


def test_every_way_of_writing_is_known_to_the_editor() -> None:
    assert [e.message for e in checker("rule").iter_errors(as_edited(GOOD))] == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_underlined(name: str) -> None:
    before, after = WRONG[name]
    assert before in GOOD
    assert not checker("rule").is_valid(as_edited(GOOD.replace(before, after)))


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("id: ajakan\ntitle: Ajakan\nwords: [ayo, [mari, 2]]", True),
        ("lists: {ajakan: {title: Ajakan, words: [ayo]}}", True),
        ("lists: {ajakan: {title: Ajakan}}", False),
        ("id: ajakan\ntitle: Ajakan\nword: [ayo]", False),
    ],
)
def test_a_file_of_one_list_and_of_several_are_both_known(text: str, fine: bool) -> None:
    assert checker("lexicon").is_valid(as_edited(text)) is fine
