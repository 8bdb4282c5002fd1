"""The models of files that teams write in, JSON Schemas with Indonesian descriptions out.

An editor that knows them (VS Code with its YAML extension) completes keys, says what each means,
and underlines what `patroli check` would complain about. They are a little kinder than the reader:
what only the whole configuration can tell, such as unknown lists, is left to `patroli check`.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from patroli.config.contest import ContestFile
from patroli.config.lexicon import ListEntry, ListsFile, SpellingsFile
from patroli.config.values import BallotNumber, Span
from patroli.config.weights import WeightsFile
from patroli.rules.meanings import CHOICES, MEANINGS
from patroli.rules.model import Example, Group, Lowering, Rule

__all__ = ["SCHEMAS", "as_text", "contest_schema", "lexicon_schema", "rule_schema"]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that every editor knows."""

Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number"]}
"""A word may be written as a number, `[01, 2]`: in these files every scalar is text."""

_WRITTEN: dict[type, Schema] = {
    Span: {"type": "string", "description": "Hari pertama .. hari terakhir, atau satu hari."},
    BallotNumber: {"type": ["integer", "string"]},
}
"""How values are written that the reader turns into something else."""

_SHORT: dict[type, Schema] = {
    Group: {"type": "array", "minItems": 1, "items": _SCALAR},
    Lowering: {"type": "string"},
    Example: {"type": "string", "minLength": 1},
}
"""The short way of writing a thing, beside the one with keys."""

_DISTANCE: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 200},
        {"type": "string", "pattern": "^[0-9]+( words?)?$"},
    ]
}


def rule_schema() -> Schema:
    """Of one file of rules/."""
    return _schema("Aturan patroli", Rule)


def lexicon_schema() -> Schema:
    """Of one file of lexicon/: one list, several under `lists`, or other spellings of words."""
    one, several = _schema("Daftar kata patroli", ListEntry), _schema("", ListsFile)
    spelled, weighed = _schema("", SpellingsFile), _schema("", WeightsFile)
    definitions = one.pop("definitions", {}) | several.pop("definitions", {})
    dialect, title = one.pop("$schema"), one.pop("title")
    for whole in (spelled, weighed):
        whole.pop("definitions", None)
    for whole in (several, spelled, weighed, one):
        whole.pop("$schema", None)
        whole.pop("title", None)
    return {
        "$schema": dialect,
        "title": title,
        "if": {"required": ["lists"]},
        "then": several,
        "else": {
            "if": {"required": ["spellings"]},
            "then": spelled,
            "else": {"if": {"required": ["weights"]}, "then": weighed, "else": one},
        },
        "definitions": definitions,
    }


def contest_schema() -> Schema:
    """Of one file of contests/."""
    return _schema("Pemilihan patroli", ContestFile)


SCHEMAS = {
    "rule.schema.json": rule_schema,
    "lexicon.schema.json": lexicon_schema,
    "contest.schema.json": contest_schema,
}
"""The files of config/schema/, to which rules, lists and contests point in their first line."""


def as_text(schema: Schema) -> str:
    """As it is written into a file: the same on every machine, a line for each value."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(title: str, model: type[BaseModel]) -> Schema:
    raw = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = raw.pop("$defs", {})
    kinds = {kind.__name__: kind for kind in (*MEANINGS, *CHOICES, *_WRITTEN)}
    whole = _object(raw, model)
    whole["definitions"] = {name: _defined(kinds[name], body) for name, body in definitions.items()}
    return {"$schema": DIALECT, "title": title} | whole


def _defined(kind: type, body: Schema) -> Schema:
    """One definition: with its short way of writing, its meaning, the meaning of each choice."""
    if kind in _WRITTEN:
        return dict(_WRITTEN[kind])
    if kind in CHOICES:
        meanings = [CHOICES[kind][choice] for choice in body["enum"]]
        told = "\n".join(f"- {c}: {m}" for c, m in zip(body["enum"], meanings, strict=True))
        return {
            "type": "string",
            "enum": body["enum"],
            "enumDescriptions": meanings,
            "description": told,
        }
    described = _object(body, kind)
    if kind not in _SHORT:
        return described
    return {"description": described["description"], "anyOf": [_SHORT[kind], described]}


def _object(body: Schema, kind: type) -> Schema:
    meanings = MEANINGS[kind]
    properties = {
        key: _property(key, value, meanings.get(key)) for key, value in body["properties"].items()
    }
    kept = {key: body[key] for key in ("required", "additionalProperties") if key in body}
    whole = {"description": meanings[""], "type": "object", "properties": properties} | kept
    if kind is ListEntry or "words" in properties:
        properties["words"]["items"] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
        told = properties["region"].get("description", meanings[""])
        several: Schema = {"type": "array", "items": _SCALAR}
        properties["region"] = {"description": told, "anyOf": [_SCALAR, several]}
    if kind is Group:
        properties["any"]["items"] = _SCALAR
    return whole


def _property(key: str, value: Schema, meaning: str | None) -> Schema:
    value = _without_null(value)
    kept = {k: v for k, v in value.items() if k not in ("title", "default", "description")}
    if key == "within":
        kept = dict(_DISTANCE)
    if key in ("region", "regions"):
        kept = _SCALAR if key == "region" else {"type": "array", "items": _SCALAR}
    if "$ref" in kept:
        kept = {"allOf": [kept]}
    told = {"description": meaning} if meaning else {}
    default = {"default": value["default"]} if value.get("default") not in (None, "", []) else {}
    return told | kept | (default if not isinstance(value.get("default"), dict) else {})


def _without_null(value: Schema) -> Schema:
    """A key is left out rather than set to nothing: an empty value is a complaint."""
    kinds: list[Schema] = [kind for kind in value.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) == 1:
        return {k: v for k, v in value.items() if k != "anyOf"} | kinds[0]
    return value
