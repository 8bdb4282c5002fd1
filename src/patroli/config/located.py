"""A located document in, a checked model or complaints out."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from patroli.config.nearest import nearest
from patroli.config.tree import KeyPath, Located, parse_yaml, read_text, read_yaml, spell
from patroli.errors import Complaint
from patroli.sayings import of_files as say
from patroli.told import Told, as_it_is

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
MOST = 80
"""Code points of a value that are repeated."""
KEY = "[key]"
"""How a validator ends the location of a key that is wrong itself."""

WORDS_FOR = {
    "bool_parsing": say.YES_OR_NO,
    "bool_type": say.YES_OR_NO,
    "decimal_parsing": say.ANY_NUMBER,
    "decimal_type": say.ANY_NUMBER,
    "dict_type": say.KEYS_WITH_VALUES,
    "finite_number": say.ANY_NUMBER,
    "float_parsing": say.ANY_NUMBER,
    "float_type": say.ANY_NUMBER,
    "int_from_float": say.WHOLE_NUMBER,
    "int_parsing": say.WHOLE_NUMBER,
    "int_type": say.WHOLE_NUMBER,
    "list_type": say.A_LIST,
    "model_type": say.KEYS_WITH_VALUES,
    "string_too_short": say.TEXT_NOT_EMPTY,
    "string_type": say.A_TEXT,
    "too_short": say.LIST_NOT_EMPTY,
    "tuple_type": say.A_LIST,
}
"""What a validator's kind of error says to somebody who does not program."""

_CHOICE = re.compile(r"'[^']*'")
LIMITS = {
    "greater_than": (say.MORE_THAN, "gt"),
    "greater_than_equal": (say.AT_LEAST, "ge"),
    "less_than": (say.LESS_THAN, "lt"),
    "less_than_equal": (say.AT_MOST, "le"),
    "string_too_long": (say.AT_MOST_LETTERS, "max_length"),
}

PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": say.AN_ID,
    r"^[A-Za-z]{2,30}$": say.ONE_WORD,
}
"""What the patterns of the models ask for."""


class Model(BaseModel):
    """What every configuration model agrees on: unknown keys are complaints, values are frozen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


def validate(model: type[M], located: Located) -> tuple[M | None, tuple[Complaint, ...]]:
    """Check a document against a model: the model, or None, and every complaint at once."""
    if located.data is None:
        expected = say.THE_KEYS(keys=_names(model))
        missing = located.complain((), say.EMPTY_FILE(), expected)
        return None, located.complaints or (missing if missing.line else replace(missing, line=1),)
    try:
        value = model.model_validate(located.data)
    except ValidationError as error:
        errors: list[dict[str, Any]] = [dict(e) for e in error.errors(include_url=False)]
        meant = {_meant(model, located, e) for e in errors}
        wrong = [
            _complaint(model, located, e)
            for e in errors
            if not _follows(e)
            and not (e["type"] == "missing" and _path(located, e["loc"]) in meant)
        ]
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


def _meant(model: type[BaseModel], located: Located, error: dict[str, Any]) -> KeyPath:
    """Where the key stands that an unknown one was meant to be; that it is missing goes unsaid."""
    if error["type"] != "extra_forbidden":
        return ()
    path = _path(located, error["loc"])
    known = _names(_model_at(model, path[:-1]))
    near = _close(path, known) or nearest(str(path[-1]), known)
    return (*path[:-1], near) if near else ()


def _close(path: KeyPath, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(str(path[-1]), known, n=1)), "")


def _complaint(model: type[BaseModel], located: Located, error: dict[str, Any]) -> Complaint:
    path = _path(located, error["loc"])
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "extra_forbidden":
        known = _names(_model_at(model, path[:-1]))
        if close := _close(path, known):
            return located.complain(path, say.UNKNOWN_KEY(), say.THE_KEY(near=close))
        expected = say.ONE_OF_KEYS(keys=known or say.KNOWN())
        near = nearest(str(path[-1]), known)
        return located.complain(path, say.UNKNOWN_KEY(), expected, near)
    if kind == "missing":
        return located.complain(path, say.MISSING(), say.THIS_KEY())
    if error["input"] is None:
        return located.complain(path, located.empty, say.A_VALUE())
    told = _refused(error["input"], context) or _wanted(kind, error, context)
    return located.complain(path, *told)


def _refused(value: object, context: dict[str, Any]) -> tuple[Told, Told, str] | None:
    """What one of our own kinds of values says of what it found."""
    if not isinstance(expected := context.get("expected"), Told):
        return None
    return context.get("found") or _short(value), expected, context.get("near", "")


def _wanted(kind: str, error: dict[str, Any], context: dict[str, Any]) -> tuple[Told, Told, str]:
    """What pydantic asks for, in words."""
    value, found = error["input"], _short(error["input"])
    if kind in WORDS_FOR:
        return found, WORDS_FOR[kind](), ""
    if kind in ("enum", "literal_error"):
        choices = tuple(_CHOICE.findall(context["expected"]))
        near = nearest(value, [c[1:-1] for c in choices]) if isinstance(value, str) else ""
        return found, say.ONE_OF(choices=choices), near
    if kind in LIMITS:
        saying, name = LIMITS[kind]
        return found, saying(limit=f"{context[name]:f}".rstrip("0").rstrip(".")), ""
    if kind == "string_pattern_mismatch" and context["pattern"] in PATTERNS:
        return found, PATTERNS[context["pattern"]](), ""
    message = str(error["msg"]).removeprefix("Input should be ")
    return found, say.SOMETHING_ELSE(message=message[0].lower() + message[1:]), ""


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


def _names(model: type[BaseModel] | None) -> tuple[str, ...]:
    return tuple(f.alias or name for name, f in model.model_fields.items()) if model else ()


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


def _short(value: object) -> Told:
    if isinstance(value, dict):
        keys = ", ".join(value)
        return say.THE_KEYS(keys=keys if len(keys) <= MOST else keys[: MOST - 3] + "…")
    text = repr(value)
    return as_it_is(text if len(text) <= MOST else text[: MOST - 3] + "…")
