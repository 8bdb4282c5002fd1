"""Recorded matches and their rule set in, the same matches found anew out: the same bytes or not.

Both are written as canonical JSON (sorted keys, no blanks, every column but the row's own hash).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from patroli.judging import engine_mark, texts_of
from patroli.match import Matcher
from patroli.model import Match

_COLUMNS = (
    *("post_id", "version", "rule_set", "rule_id", "form", "contest_id", "contestant_id"),
    *("tier", "score", "spans", "reasons", "lowered_by", "basis", "stage", "local_day"),
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """One recorded match and what the same rules find now in the same version."""

    match_id: str
    stored: str
    """The recorded match as canonical JSON."""
    repeated: str
    """The match found anew; empty where there is none."""
    missing: str = ""
    """What the history does not hold, so that nothing could be repeated; else empty."""
    other_engine: bool = False
    """Whether it was first found by matching code that is not this program's."""

    @property
    def equal(self) -> bool:
        """Whether both are the same bytes."""
        return self.stored == self.repeated

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """Every column that differs: its name, as recorded, as found anew."""
        before = json.loads(self.stored)
        after = json.loads(self.repeated) if self.repeated else {}
        for name, value in before.items():
            if value != after.get(name):
                found = _json(after[name]) if name in after else "no match"
                yield name, _json(value), found


def repeat(kept: pa.Table, matcher: Matcher) -> tuple[Repeated, ...]:
    """Find every match of `kept` (a page of `History.kept_matches`, one rule set's) once more."""
    rows = kept.to_pylist()
    found = dict(matcher.match_rows(texts_of(kept)))
    return tuple(_repeated(row, found.get(number, [])) for number, row in enumerate(rows))


def digest_of(canonical: str) -> str:
    """SHA-256 of a canonical text, 64 hex digits."""
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _repeated(row: Mapping[str, Any], matches: list[Match]) -> Repeated:
    stored = _json({"id": row["match_id"], **{name: row[name] for name in _COLUMNS}})
    if row["text"] is None:
        return Repeated(row["match_id"], stored, "", "the version's text is no longer kept")
    if row["parent_text"] is None:
        return Repeated(row["match_id"], stored, "", "it was found before contexts were kept")
    other = bool(row["engine"]) and row["engine"] != engine_mark()
    again = next((m for m in matches if m.id == row["match_id"]), None) or next(
        (m for m in matches if _place(asdict(m)) == _place(row)), None
    )
    return Repeated(
        row["match_id"], stored, _json(asdict(again)) if again else "", other_engine=other
    )


def _place(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(values[name]) for name in ("rule_id", "contest_id", "contestant_id"))


def _json(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
