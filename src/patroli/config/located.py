"""YAML with line numbers in, checked models or complaints out.

Every plain scalar stays text and the model says what it means: `no` in a word list is a word,
`95.01` a region and `2` a number only where a number is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patroli.errors import Complaint

MAX_DEPTH = 40
MAX_BYTES = 5_000_000

KeyPath = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


class Model(BaseModel):
    """What every configuration model agrees on: unknown keys are complaints, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML document as plain dicts, lists and texts, with the line of every key path."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(repr=False)
    complaints: tuple[Complaint, ...] = ()

    def line(self, path: KeyPath) -> int:
        """The line of a key path, or of the nearest part of it that exists; 0 for none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def complain(self, path: KeyPath, found: str, expected: str) -> Complaint:
        """A complaint at this place in the document."""
        return Complaint(self.file, self.line(path), spell(path), found, expected)


def spell(path: KeyPath) -> str:
    """`('stages', 'quiet', 0)` as `stages.quiet[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def read_yaml(path: Path, shown_as: str | None = None) -> Located:
    """Read one YAML file. What cannot be read is in `complaints`, with `data` None."""
    file = shown_as or str(path)
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise ValueError(f"a file of {len(raw):,} bytes")
        text = raw.decode("utf-8")
    except (OSError, ValueError) as error:
        found = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        expected = f"a readable UTF-8 file of at most {MAX_BYTES:,} bytes"
        return Located(file, None, {}, (Complaint(file, 0, "", found, expected),))
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> Located:
    """Like `read_yaml`, from text."""
    lines: dict[KeyPath, int] = {}
    complaints: list[Complaint] = []
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
        data = None if node is None else _plain(node, (), file, lines, complaints)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        complaint = Complaint(file, line, "", error.problem or str(error), "well-formed YAML")
        return Located(file, None, {}, (complaint,))
    except (yaml.YAMLError, RecursionError) as error:
        found = " ".join(str(error).split())
        return Located(file, None, {}, (Complaint(file, 0, "", found, "well-formed YAML"),))
    return Located(file, data, lines, tuple(complaints))


def validate(model: type[M], located: Located) -> tuple[M | None, tuple[Complaint, ...]]:
    """Check a document against a model: the model, or None, and every complaint at once."""
    if located.data is None:
        missing = located.complain((), "an empty file", f"the keys of a {model.__name__}")
        return None, located.complaints or (missing,)
    try:
        value = model.model_validate(located.data)
    except ValidationError as error:
        wrong = tuple(_complaint(located, dict(e)) for e in error.errors(include_url=False))
        return None, located.complaints + wrong
    return (None if located.complaints else value), located.complaints


def _complaint(located: Located, error: dict[str, Any]) -> Complaint:
    path = tuple(p for p in error["loc"] if p == "" or (p in located_parts(located, error["loc"])))
    kind = error["type"]
    if kind == "extra_forbidden":
        return located.complain(path, f"the unknown key {path[-1]!r}", "one of the documented keys")
    if kind == "missing":
        return located.complain(path, "nothing", "this key with a value")
    context = error.get("ctx") or {}
    if "found" in context:
        return located.complain(path, str(context["found"]), str(context["expected"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return located.complain(path, _short(error["input"]), message[0].lower() + message[1:])


def located_parts(located: Located, loc: KeyPath) -> set[str | int]:
    """The parts of a validator's location that are keys of the document, not names of types."""
    known: set[str | int] = set()
    path: KeyPath = ()
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if (*path, part) in located.lines or last:
            path = (*path, part)
            known.add(part)
    return known


def _short(value: object) -> str:
    text = repr(value) if not isinstance(value, dict) else f"the keys {sorted(value)}"
    return text if len(text) <= 80 else text[:77] + "…"


def _plain(
    node: yaml.Node,
    path: KeyPath,
    file: str,
    lines: dict[KeyPath, int],
    complaints: list[Complaint],
) -> Any:
    lines[path] = node.start_mark.line + 1
    if len(path) > MAX_DEPTH:
        complaints.append(
            Complaint(file, lines[path], spell(path[:3]), "nesting without end", "a flat file")
        )
        return None
    if isinstance(node, yaml.ScalarNode):
        empty = node.style is None and node.value in ("", "~", "null")
        return None if empty else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(child, (*path, index), file, lines, complaints)
            for index, child in enumerate(node.value)
        ]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            complaints.append(Complaint(file, line, spell(path), "a key made of parts", "a word"))
            continue
        if key in result:
            first = lines[(*path, key)]
            complaints.append(
                Complaint(
                    file,
                    line,
                    spell((*path, key)),
                    f"the key again (first in line {first})",
                    "each key once",
                )
            )
            continue
        result[key] = _plain(value_node, (*path, key), file, lines, complaints)
        lines[(*path, key)] = line
    return result
