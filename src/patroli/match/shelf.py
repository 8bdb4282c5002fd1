"""What compiling makes, in bytes and back; and the shelf on which it may lie between two starts.

Nothing here reads or writes a file: a shelf is given. JSON and no pickle: what is read back is
data, whatever stands in it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Protocol

from patroli.match.meanings import Kind, Who
from patroli.match.phrases import Around, Phrase
from patroli.match.spelling import Spelled
from patroli.rules.surface import Check


class Shelf(Protocol):
    """Keeps bytes by name for one rule set and one program; what it gives back is what it took."""

    def take(self, name: str) -> bytes | None:
        """What was put there under this name; None if nothing was, or it cannot be trusted."""

    def put(self, name: str, content: bytes) -> None:
        """Keep it if that is possible. Never raises."""


class Nothing:
    """The shelf on which nothing ever lies."""

    def __reduce__(self) -> str:
        """In another process it is that process's own NOTHING."""
        return "NOTHING"

    def take(self, _name: str) -> None:
        return None

    def put(self, _name: str, _content: bytes) -> None:
        return None


NOTHING = Nothing()


def encoded(spelled: Spelled) -> bytes:
    """Spellings as JSON."""
    plain = {
        "literals": [literal.decode("latin-1") for literal in spelled.literals],
        "starts": spelled.starts,
        "texts": spelled.texts,
        "kind_of": spelled.kind_of,
        "kinds": [(*kind[:5], kind.who, sorted(groups)) for kind, groups in spelled.kinds],
        "phrases": [
            (*p.around, p.before.decode("latin-1"), p.after.decode("latin-1"), sorted(p.groups))
            for p in spelled.phrases
        ],
        "symbols": spelled.symbols,
        "tag_words": spelled.tag_words,
        "variants": [(a.decode("latin-1"), b.decode("latin-1")) for a, b in spelled.variants],
    }
    return json.dumps(plain, separators=(",", ":"), default=_day_as_text).encode()


def decoded(content: bytes) -> Spelled:
    """Spellings from their JSON. Raises ValueError for anything else."""
    try:
        plain = json.loads(content)
        return Spelled(
            tuple(literal.encode("latin-1") for literal in plain["literals"]),
            tuple(plain["starts"]),
            tuple(plain["texts"]),
            tuple(plain["kind_of"]),
            tuple((_kind(row), frozenset(row[6])) for row in plain["kinds"]),
            tuple(_phrase(row) for row in plain["phrases"]),
            tuple(plain["symbols"]),
            tuple(plain["tag_words"]),
            tuple((a.encode("latin-1"), b.encode("latin-1")) for a, b in plain["variants"]),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError("not the spellings of a rule set") from error


def _day_as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _kind(row: list[Any]) -> Kind:
    name, check, slot, region, context, who = row[:6]
    return Kind(name, Check(check), slot, region, context, tuple(map(_who, who)))


def _who(row: list[Any]) -> Who:
    contest, contestant, since = row
    return contest, contestant, date.fromisoformat(since) if since else None


def _phrase(row: list[Any]) -> Phrase:
    before, after = row[5].encode("latin-1"), row[6].encode("latin-1")
    return Phrase(Around(*row[:5]), before, after, frozenset(row[7]))
