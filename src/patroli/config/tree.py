"""YAML text in, plain dicts, lists and texts with their line numbers out.

Every plain scalar stays text and the model says what it means: `no` in a word list is a word,
`95.01` a region and `2` a number only where a number is asked for. Aliases, tags and second
documents are refused: one file says one thing, and small files stay small.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from patroli.config.yaml_problems import yaml_problem
from patroli.errors import Complaint, cut
from patroli.sayings import of_files as say
from patroli.told import Told

MAX_DEPTH = 40
MAX_BYTES = 5_000_000
NOTHING_HERE = say.NOTHING_HERE()

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A document as plain dicts, lists and texts, with the line of every key path."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(repr=False)
    complaints: tuple[Complaint, ...] = ()
    empty: Told = NOTHING_HERE
    """How to say that nothing stands where something should."""

    def line(self, path: KeyPath) -> int:
        """The line of a key path, or of the nearest part of it that exists; 0 for none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def complain(self, path: KeyPath, found: Told, expected: Told, near: str = "") -> Complaint:
        """A complaint at this place in the document."""
        return Complaint(self.file, self.line(path), cut(spell(path)), found, expected, near)

    def at(self, path: KeyPath) -> Any:
        """What stands at a key path, None where nothing does."""
        value = self.data
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def each(self, path: KeyPath) -> Iterator[KeyPath]:
        """The key paths of the items or keys right under a key path."""
        value = self.at(path)
        parts = range(len(value)) if isinstance(value, list) else value
        if isinstance(value, list | dict):
            yield from ((*path, part) for part in parts)

    def texts(self, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        """The texts at a key path, one or a list of them, each with its own key path."""
        value = self.at(path)
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list):
            for index, text in enumerate(value):
                if isinstance(text, str):
                    yield (*path, index), text

    def texts_below(self, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        """Every text at or below a key path, each with its own."""
        waiting = [(path, self.at(path))]
        while waiting:
            place, value = waiting.pop()
            if isinstance(value, str):
                yield place, value
            elif isinstance(value, list):
                waiting += [((*place, i), value[i]) for i in reversed(range(len(value)))]
            elif isinstance(value, dict):
                waiting += [((*place, key), value[key]) for key in reversed(value)]


def spell(path: KeyPath) -> str:
    """`('stages', 'quiet', 0)` as `stages.quiet[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def read_yaml(path: Path, shown_as: str | None = None) -> Located:
    """Read one YAML file. What cannot be read is in `complaints`, with `data` None."""
    file = shown_as or str(path)
    text, complaints = read_text(path, file)
    return Located(file, None, {}, complaints) if text is None else parse_yaml(text, file)


def read_text(path: Path, file: str) -> tuple[str | None, tuple[Complaint, ...]]:
    """The text of a UTF-8 file, its byte order mark dropped, or the complaint why not."""
    expected = say.READABLE_FILE(most=MAX_BYTES)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, (Complaint(file, 0, "", say.NO_FILE(), expected),)
        raw = path.read_bytes() if status.st_size <= MAX_BYTES else None
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError)
        found = say.NOT_THERE() if is_gone else say.NOT_READ(reason=error.strerror or str(error))
        return None, (Complaint(file, 0, "", found, expected),)
    if raw is None:
        return None, (Complaint(file, 0, "", say.TOO_BIG(most=MAX_BYTES), expected),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = say.NO_UTF8(byte=raw[error.start])
        return None, (Complaint(file, line, "", found, say.SAVED_AS_UTF8()),)


def parse_yaml(text: str, file: str) -> Located:
    """Like `read_yaml`, from text. Never raises."""
    builder = _Builder(file, text)
    try:
        data = builder.document()
    except _TooDeep:
        data = None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = yaml_problem(error.problem or error.context or "something else")
        line, column = (mark.line, mark.column) if mark else (0, 0)
        rows = text.split("\n")
        row = rows[line] if line < len(rows) else ""
        expected = _expected(row[column : column + 1], row[:column])
        builder.complain(line + 1, (), found, expected)
        data = None
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", getattr(error, "start", 0))
        line = text.count("\n", 0, position) + 1
        builder.complain(line, (), say.NO_CHARACTER(), say.YAML_IN_UTF8())
        data = None
    return Located(file, data, builder.lines, tuple(builder.complaints))


def _expected(character: str, before: str) -> Told:
    """What to say of the character at which a file stopped being YAML, and what stands before."""
    if character == "\t":
        return say.YAML_WITH_SPACES()
    if character in ("@", "`", "%"):
        return say.YAML_QUOTED_SIGN(sign=character)
    if character == "{" or before.rstrip().endswith("}"):
        return say.YAML_QUOTED_BRACES()
    return say.YAML()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> str | None:
    plain = event.implicit[0]
    return None if plain and event.value in ("", "~", "null") else str(event.value)


class _TooDeep(Exception):
    """Nesting without end: no use in reading on."""


class _Builder:
    """One pass over parser events. Composing nodes instead would follow aliases, and libyaml's
    composer overflows the C stack on deep nesting; its parser does not.
    """

    def __init__(self, file: str, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = iter(yaml.parse(text, Loader=loader))
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.complaints: list[Complaint] = []

    def complain(self, line: int, path: KeyPath, found: Told, expected: Told) -> None:
        self.complaints.append(Complaint(self.file, line, cut(spell(path)), found, expected))

    def document(self) -> Any:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        data = self.value(next(self.events), ())
        next(self.events)
        further = next(self.events)
        if isinstance(further, yaml.DocumentStartEvent):
            line = _line(further)
            self.complain(line, (), say.SECOND_DOCUMENT(), say.ONE_DOCUMENT())
        return data

    def value(self, event: yaml.Event, path: KeyPath) -> Any:
        line = _line(event)
        if path not in self.lines:
            self.lines[path] = line
        if len(path) > MAX_DEPTH:
            self.complain(line, path[:3], say.NESTED(), say.FLAT_FILE())
            raise _TooDeep
        if isinstance(event, yaml.ScalarEvent) and not event.tag:
            return _scalar(event)
        if isinstance(event, yaml.AliasEvent):
            self.complain(line, path, say.ALIAS(name=str(event.anchor)), say.NO_ALIAS())
            return None
        if tag := getattr(event, "tag", None):
            self.complain(line, path, say.TAG(name=str(tag)), say.PLAIN_TEXT())
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.keys(path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the parser's grammar
        return _scalar(event)

    def items(self, path: KeyPath) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self.value(event, (*path, len(result))))
        return result

    def keys(self, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.complain(line, path, say.KEY_OF_PARTS(), say.A_WORD())
                self.skip(event, (*path, "?"))
                self.skip(next(self.events), (*path, "?"))
                continue
            key = str(event.value)
            if key in result:
                first = self.lines[(*path, key)]
                found = say.KEY_AGAIN(line=first)
                self.complain(line, (*path, key), found, say.EACH_KEY_ONCE())
                self.skip(next(self.events), (*path, key))
                continue
            self.lines[(*path, key)] = line
            result[key] = self.value(next(self.events), (*path, key))
        return result

    def skip(self, event: yaml.Event, path: KeyPath) -> None:
        """Walk over a value that is not kept, so that no line of it is remembered."""
        kept, self.lines = self.lines, {}
        self.value(event, path)
        self.lines = kept
