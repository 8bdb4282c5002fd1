"""What judges: the rule set in force, rebuilt from the history, and the code that applies it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import pyarrow as pa

from patroli.errors import HistoryError
from patroli.history import History
from patroli.history.in_force import Activation
from patroli.kept import shelf_of
from patroli.match import Matcher, Texts, compile_rules
from patroli.rules import RuleSet
from patroli.workspace import Workspace

ITSELF = "patroli"
"""Who puts the first rule set of a history in force."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The rule set that judges now, compiled, and since when it does."""

    matcher: Matcher
    activation: Activation
    notes: tuple[str, ...]
    """Sentences for people: what is configured and does not judge, or judges from now on."""

    @property
    def rules(self) -> RuleSet:
        return self.matcher.rule_set


def rules_in_force(history: History, place: Workspace, now: datetime) -> InForce:
    """The rule set of the last activation; the configured one where it is the same.

    A history without activations gets its first: the rule set that judged in it last, else the
    configured one. Raises HistoryError where the stored text cannot be read by this program.
    """
    known = history.activations()
    active = known[-1] if known else _first(history, place, now)
    notes = () if known else (f"rule set {active.rule_set[:12]} is in force: {active.because}",)
    if active.rule_set == place.rules.hash:
        return InForce(place.matcher, active, notes)
    waiting = (
        f"rules in {place.config_folder}/ are not in force: they are {place.rules.hash[:12]}, "
        f"in force is {active.rule_set[:12]} since {active.activated_at:%Y-%m-%d}; "
        "compare them by `patroli rules backtest`, then `patroli rules activate`"
    )
    rules = rebuilt(*history.rule_set_text(active.rule_set))
    matcher = compile_rules(rules, shelf=shelf_of(rules, place.cache))
    return InForce(matcher, active, (*notes, waiting))


def rebuilt(rule_set: str, canonical: str) -> RuleSet:
    """The rule set of a stored text, under its stored hash.

    Raises HistoryError where the text is not what the hash says, or of another format.
    """
    if hashlib.sha256(canonical.encode()).hexdigest() != rule_set:
        raise HistoryError(f"the stored text of rule set {rule_set[:12]} is not what was stored")
    try:
        return RuleSet.from_canonical(canonical)
    except (ValueError, KeyError, TypeError) as error:
        raise HistoryError(
            f"this program cannot read the stored rule set {rule_set[:12]}: {error}"
        ) from error


def texts_of(batch: pa.RecordBatch | pa.Table) -> Texts:
    """Rows of the history as matching reads them."""
    return Texts(
        post_id=batch.column("post_id"),
        version=batch.column("version"),
        text=batch.column("text"),
        parent_text=batch.column("parent_text"),
        parent_role=batch.column("parent_role"),
        author_role=batch.column("author_role"),
        region=batch.column("region"),
        zone=batch.column("zone"),
        published_at=batch.column("published_at"),
        seen_at=batch.column("seen_at"),
    )


@cache
def engine_mark() -> str:
    """SHA-256 over the source of all that turns rules and texts into matches, 64 hex digits.

    A match can differ though rules, text and context are the same: then this differs too.
    """
    state = hashlib.sha256()
    for room in ("patroli.match", "patroli.rules"):
        for file in sorted(files(room).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                state.update(f"{room}/{file.name}\0".encode())
                state.update(file.read_bytes())
    return state.hexdigest()


def _first(history: History, place: Workspace, now: datetime) -> Activation:
    if used := history.last_used():
        rule_set, canonical = history.rule_set_text(used)
        because = "it judged last before activations were kept"
    else:
        rule_set, canonical = place.rules.hash, place.rules.canonical
        because = "the first rule set of this history"
    return history.activate(
        rule_set, canonical, against="", backtest="", made_by=ITSELF, because=because, now=now
    )
