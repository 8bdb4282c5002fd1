"""The text of a JSON answer in, the value at a path out; what is not there is empty."""

from __future__ import annotations

import json
from typing import Any

Fields = dict[str, Any]


def decoded(text: str) -> Any:
    """The value a JSON text holds, or None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def at(value: Any, *path: str) -> Any:
    """What stands at the end of a path of keys, or None."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text_at(value: Any, *path: str) -> str:
    """A text; empty where there is something else."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def object_at(value: Any, *path: str) -> Fields:
    """An object; empty where there is something else."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def objects_at(value: Any, *path: str) -> tuple[Fields, ...]:
    """The objects of a list; whatever else it holds is left out."""
    found = at(value, *path)
    return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
