"""`patroli rules …`: what a team does with its rules before they judge anybody."""

from __future__ import annotations

import click

from patroli.cli.lazy import Entry, LazyGroup

ENTRIES: dict[str, Entry] = {
    "test": Entry("rules.test", "Run the examples of every rule and show them rule by rule."),
    "symmetry": Entry("rules.symmetry", "Swap the contestants and demand equal tiers."),
}


@click.group(name="rules", cls=LazyGroup, entries=ENTRIES)
def rules() -> None:
    """Try, check, compare and change the rules."""


COMMANDS = {"rules": rules}
