"""A located document in, a checked model or complaints out."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from patroli.config.tree import KeyPath, Located, parse_yaml, read_text, read_yaml, spell
from patroli.errors import Complaint

__all__ = [
    "KeyPath",
    "Located",
    "Model",
    "parse_yaml",
    "read_text",
    "read_yaml",
    "salvage",
    "spell",
    "validate",
]

M = TypeVar("M", bound=BaseModel)

MAX_PRUNINGS = 20
KEY = "[key]"
"""How a validator ends the location of a key that is wrong itself."""

WORDS_FOR = {
    "bool_parsing": "true or false",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "dict_type": "keys with values",
    "finite_number": "a number",
    "float_parsing": "a number",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "keys with values",
    "string_too_short": "a text that is not empty",
    "string_type": "a text",
    "too_short": "a list with something in it",
    "tuple_type": "a list",
}
"""What a validator's kind of error says to somebody who does not program."""


class Model(BaseModel):
    """What every configuration model agrees on: unknown keys are complaints, values are frozen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


def validate(model: type[M], located: Located) -> tuple[M | None, tuple[Complaint, ...]]:
    """Check a document against a model: the model, or None, and every complaint at once."""
    if located.data is None:
        missing = located.complain((), "an empty file", f"the keys {_names(model)}")
        return None, located.complaints or (missing if missing.line else replace(missing, line=1),)
    try:
        value = model.model_validate(located.data)
    except ValidationError as error:
        errors = [dict(e) for e in error.errors(include_url=False)]
        wrong = [_complaint(model, located, e) for e in errors if not _follows(e)]
        told = {(complaint.line, complaint.where) for complaint in located.complaints}
        new = (complaint for complaint in wrong if (complaint.line, complaint.where) not in told)
        return None, (*located.complaints, *new)
    return (None if located.complaints else value), located.complaints


def salvage(model: type[M], located: Located) -> tuple[M | None, tuple[Complaint, ...]]:
    """Like `validate`, but with complaints the model of what is right, if that is enough for one.

    So one wrong line of a file does not hide what other files say about the rest of it.
    """
    value, complaints = validate(model, located)
    data = located.data
    if value is not None or not isinstance(data, dict):
        return value, complaints
    for _ in range(MAX_PRUNINGS):
        try:
            return model.model_validate(data), complaints
        except ValidationError as error:
            wrong = {_prunable(replace(located, data=data), dict(e)) for e in error.errors()}
        if () in wrong:
            break
        data = _without(data, (), wrong)
    return None, complaints


def _follows(error: dict[str, Any]) -> bool:
    """Whether a list is called too short only because what stands in it is wrong."""
    if error["type"] != "too_short":
        return False
    size: int = error["ctx"]["min_length"]
    return len(error["input"]) >= size


def _complaint(model: type[BaseModel], located: Located, error: dict[str, Any]) -> Complaint:
    path = _path(located, error["loc"])
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "extra_forbidden":
        known = _names(_model_at(model, path[:-1]))
        close = get_close_matches(str(path[-1]), known.split(", "), n=1)
        expected = f"the key {close[0]}?" if close else f"one of the keys {known}"
        return located.complain(path, "an unknown key", expected)
    if kind == "missing":
        return located.complain(path, "nothing", "this key with a value")
    if error["input"] is None:
        return located.complain(path, located.empty, "a value")
    if "found" in context:
        return located.complain(path, str(context["found"]), str(context["expected"]))
    return located.complain(path, _short(error["input"]), WORDS_FOR.get(kind) or _wanted(error))


def _wanted(error: dict[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    sized = error["type"].startswith(("greater_than", "less_than"))
    return ("a number " if sized else "") + message[0].lower() + message[1:]


def _path(located: Located, loc: KeyPath) -> KeyPath:
    """The parts of a validator's location that are keys of the document, not names of types."""
    path: KeyPath = ()
    for index, part in enumerate(loc):
        last = index == len(loc) - 1 and part != KEY
        if (*path, part) in located.lines or last:
            path = (*path, part)
    return path


def _prunable(located: Located, error: dict[str, Any]) -> KeyPath:
    path = _path(located, error["loc"])
    return path[:-1] if error["type"] == "missing" else path


def _without(value: Any, path: KeyPath, wrong: set[KeyPath]) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(below, (*path, key), wrong)
            for key, below in value.items()
            if (*path, key) not in wrong
        }
    if isinstance(value, list):
        return [
            _without(below, (*path, index), wrong)
            for index, below in enumerate(value)
            if (*path, index) not in wrong
        ]
    return value


def _names(model: type[BaseModel] | None) -> str:
    return (
        ", ".join(f.alias or name for name, f in model.model_fields.items()) if model else "known"
    )


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model that a key path inside a document leads to."""
    kind: Any = model
    for part in path:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            named = {f.alias or name: f for name, f in kind.model_fields.items()}
            kind = named[str(part)].annotation if str(part) in named else None
        else:
            inner = [a for a in get_args(kind) if a not in (NoneType, Ellipsis)]
            kind = inner[-1] if inner else None
        while kind is not None and _wraps(kind):
            kind = next(a for a in get_args(kind) if a is not NoneType)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _wraps(kind: Any) -> bool:
    """Whether an annotation is `X | None` or `Annotated[X, ...]`, to be read as X."""
    return get_origin(kind) is Annotated or NoneType in get_args(kind)


def _short(value: object) -> str:
    text = repr(value) if not isinstance(value, dict) else f"the keys {', '.join(value) or 'none'}"
    return text if len(text) <= 80 else text[:77] + "…"
