"""What a backtest found: counts that are kept, and examples that are only shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from patroli.model import Span, Tier


class Change(StrEnum):
    """How the judgement of one rule on one version for one contestant differs."""

    GAINED = "gained"
    LOST = "lost"
    RAISED = "raised"
    LOWERED = "lowered"
    REWORDED = "reworded"
    """The same tier with other spans, reasons or legal bases."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Matches of active rules under one heading, before and after."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    raised: int = 0
    lowered: int = 0
    reworded: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything but the wording of reasons differs."""
        return bool(self.gained or self.lost or self.raised or self.lowered)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of either set. A status is empty where the set does not have it."""

    rule_id: str
    title: str
    status_before: str
    status_after: str
    figures: Figures
    shadow_before: int
    """Matches counted while it is only on trial: they reach no queue."""
    shadow_after: int


@dataclass(frozen=True, slots=True)
class ContestantRow:
    """One contestant; the empty contestant is `nobody in particular`."""

    contest_id: str
    contestant_id: str
    label: str
    figures: Figures
    is_new: bool = False
    """Whether only the new rule set knows this contestant."""


@dataclass(frozen=True, slots=True)
class Row:
    """One region or tier."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Versions by what a person found about them; the empty word is `not decided`."""

    word: str
    before: int
    """Versions with a match of an active rule."""
    after: int
    entered: int
    left: int


@dataclass(frozen=True, slots=True)
class SetDifference:
    """What differs between the two rule sets themselves."""

    kind: str
    """`rule`, `list`, `contest` or `law`."""
    id: str
    how: str
    """`new`, `gone` or `changed`."""
    what: tuple[str, ...] = ()
    """The keys that changed."""


@dataclass(frozen=True, slots=True)
class Uneven:
    """A change that does not fall alike on the contestants of a contest."""

    contest_id: str
    change: Change
    counts: tuple[tuple[str, int], ...]
    """Contestant label and count, the greatest first."""
    proportional: bool
    """Whether it fits how many matches each of them had and has."""


@dataclass(frozen=True, slots=True)
class Example:
    """One version on which the two sets differ; shown to people, its text never stored here."""

    change: Change
    rule_id: str
    contest_id: str
    contestant_id: str
    before: Tier | None
    after: Tier | None
    region: str
    local_day: date
    decision: str
    post_id: str
    version: str
    url: str
    text: str
    parent_text: str
    spans: tuple[Span, ...]
    reasons: tuple[str, ...]
    lowered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Two rule sets over one stretch of history."""

    rule_set: str
    against: str
    engine: str
    first_day: date
    last_day: date
    zone: str
    versions: int
    set_aside: int
    """Matched versions of contestants, teams, parties and media, which no queue shows."""
    queued_before: int
    """Versions with a match of an active rule."""
    queued_after: int
    entered: int
    left: int
    total: Figures
    differences: tuple[SetDifference, ...]
    rules: tuple[RuleRow, ...]
    contestants: tuple[ContestantRow, ...]
    regions: tuple[Row, ...]
    tiers: tuple[Row, ...]
    decisions: tuple[DecisionRow, ...]
    uneven: tuple[Uneven, ...]
    examples: tuple[Example, ...]

    @property
    def json(self) -> str:
        """Canonical JSON of all counts; of the examples which versions, and no word of them."""
        values = asdict(self)
        values["examples"] = [
            {key: example[key] for key in ("change", "rule_id", "post_id", "version")}
            for example in values["examples"]
        ]
        return json.dumps(
            values, sort_keys=True, separators=(",", ":"), default=lambda day: day.isoformat()
        )

    @property
    def id(self) -> str:
        """SHA-256 of `json`: the same rule sets over the same history give the same id."""
        return hashlib.sha256(self.json.encode()).hexdigest()
