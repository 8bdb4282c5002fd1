"""`patroli rules activate`: put the configured rules in force, on proof."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.backtest.gate import SHORTEST_REASON, proof_of, required
from patroli.cli.options import place_options
from patroli.cli.shown import OUT, watching
from patroli.clock import ticking_from
from patroli.errors import BadInput
from patroli.history import History
from patroli.judging import engine_mark, rules_in_force
from patroli.report import Watch
from patroli.trials import symmetry
from patroli.workspace import Workspace

TEXTS = 300
"""Texts of the history in which contestants are swapped, beside all examples."""
SHOWN = 10


@click.command(name="activate")
@place_options
@click.option("--by", "made_by", required=True, help="Who decides this.")
@click.option(
    "--because",
    required=True,
    help=f"Why, for auditors to read; {SHORTEST_REASON} letters or more.",
)
def activate(
    config_folder: Path, data_folder: Path, now: datetime | None, made_by: str, because: str
) -> None:
    """Put the configured rules in force.

    Refused unless their examples hold, every contestant is treated alike, and a backtest of exactly
    these rules against those in force covers the last days (`backtest_days` in patroli.yaml).
    """
    place = Workspace.open(config_folder, data_folder)
    if not made_by.strip():
        raise BadInput("--by: found no name; expected who decides this")
    if (length := len(because.strip())) < SHORTEST_REASON:
        raise BadInput(
            f"--because: found a reason of {length} letters; "
            f"expected {SHORTEST_REASON} or more, for auditors to read"
        )
    moment = ticking_from(now)()
    settings, rules = place.config.settings, place.rules
    with History.open(place.history) as history, watching() as watch:
        force = rules_in_force(history, place, moment)
        if force.activation.rule_set == rules.hash:
            raise BadInput(
                f"the rules in {config_folder}/ are in force already, since "
                f"{force.activation.activated_at:%Y-%m-%d}: {force.activation.because}"
            )
        need = required(history.met_bounds(), settings.backtest_days, settings.zone)
        kept = history.backtests(rules.hash, force.rules.hash)
        proof, missing = proof_of(kept, need, engine_mark())
        if proof is None:
            raise BadInput(f"not put in force: {missing}; run `patroli rules backtest` first")
        _demand_symmetry(place, history, watch)
        made = history.activate(
            rules.hash,
            rules.canonical,
            against=force.rules.hash,
            backtest=proof.backtest,
            made_by=made_by.strip(),
            because=because.strip(),
            now=moment,
        )
        waiting = history.unmatched_count(rules.hash)
    _say(f"In force: rule set {made.rule_set[:12]} instead of {made.against[:12]}.")
    _say(
        f"Proof: backtest {made.backtest[:12]}, {made.first_day} to {made.last_day}, "
        f"{made.versions:,} versions, {made.gained:,} gained, {made.lost:,} lost, "
        f"{made.moved:,} moved."
    )
    _say(f"`patroli match` has {waiting:,} versions to judge by it; so has the next daily round.")


def _demand_symmetry(place: Workspace, history: History, watch: Watch) -> None:
    found = symmetry(place.matcher, history.sample_texts(TEXTS), watch)
    if found.holds:
        return
    told = "\n  ".join(str(one) for one in found.differences[:SHOWN])
    more = len(found.differences) - SHOWN
    raise BadInput(
        "not put in force: the rules do not treat all contestants alike:\n  "
        f"{told}" + (f"\n  … and {more:,} more" if more > 0 else "")
    )


def _say(text: str) -> None:
    OUT.print(text, markup=False, soft_wrap=True)


COMMANDS = {"activate": activate}
