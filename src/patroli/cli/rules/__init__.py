"""`patroli rules …`: what a team does with its rules before they judge anybody."""

from __future__ import annotations

import click

from patroli.cli.lazy import Entry, LazyGroup

ENTRIES: dict[str, Entry] = {
    "test": Entry("rules.test", "Run the examples of every rule and show them rule by rule."),
    "lint": Entry("rules.lint", "Name what is dead, double, confused or out of law."),
    "coverage": Entry("rules.coverage", "Compare what points to each contestant."),
    "explain": Entry("rules.explain", "Show what matches in a text, and what nearly does."),
    "symmetry": Entry("rules.symmetry", "Swap the contestants and demand equal tiers."),
    "backtest": Entry("rules.backtest", "Show what changed rules would have done to the history."),
    "activate": Entry("rules.activate", "Put the configured rules in force, on proof."),
    "history": Entry("rules.history", "List which rules were in force when, and why."),
    "schema": Entry("rules.schema", "Print or write the JSON Schemas that editors complete by."),
}


@click.group(name="rules", cls=LazyGroup, entries=ENTRIES)
def rules() -> None:
    """Try, check, compare and change the rules."""


COMMANDS = {"rules": rules}
