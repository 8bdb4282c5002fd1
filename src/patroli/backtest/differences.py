"""Two rule sets in, what people changed from the one to the other out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from patroli.backtest.report import SetDifference
from patroli.rules import RuleSet

_KINDS = (("rules", "rule"), ("lexicon", "list"), ("contests", "contest"), ("law", "law"))


def differences(old: RuleSet, new: RuleSet) -> tuple[SetDifference, ...]:
    """Rules, lists, contests and norms that are new, gone or changed, in that order of kinds."""
    before, after = json.loads(old.canonical), json.loads(new.canonical)
    return tuple(
        difference
        for key, kind in _KINDS
        for difference in _of_kind(kind, _by_id(before[key]), _by_id(after[key]))
    )


def _of_kind(
    kind: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterator[SetDifference]:
    for ident in sorted({*before, *after}):
        old, new = before.get(ident), after.get(ident)
        if old is None:
            yield SetDifference(kind, ident, "new")
        elif new is None:
            yield SetDifference(kind, ident, "gone")
        elif old != new:
            names = sorted({*old, *new})
            yield SetDifference(
                kind, ident, "changed", tuple(n for n in names if old.get(n) != new.get(n))
            )


def _by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items}
