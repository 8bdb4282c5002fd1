"""`patroli rules test`: the rules' own examples, rule by rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from patroli.cli.options import config_option
from patroli.cli.shown import OUT
from patroli.match import compile_rules
from patroli.match.examples import Outcome, run_examples
from patroli.rules import Rule, RuleSet
from patroli.trials.bench import Bench, running

SHOWN = 3
"""Failed contestants of one example that are shown; `--all` shows every one."""


@click.command(name="test")
@click.argument("rules", metavar="[RULE]...", nargs=-1)
@config_option
@click.option("--all", "everything", is_flag=True, help="Show failures for every contestant.")
def test(rules: tuple[str, ...], config_folder: Path, everything: bool) -> None:
    """Run the examples of every rule for every contestant; exits 2 if one fails.

    With RULE only those rules, by id; a draft or retired one is tried too.

    \b
    patroli rules test
    patroli rules test ajakan-memilih --config percobaan
    """
    bench = Bench.open(config_folder)
    wanted = bench.known(rules)
    rule_set = running(bench.rules, wanted)
    outcomes: dict[str, list[Outcome]] = {rule.id: [] for rule in rule_set.running}
    for outcome in run_examples(compile_rules(rule_set)):
        outcomes[outcome.case.rule.id].append(outcome)
    asked = [rule for rule in rule_set.running if not wanted or rule.id in wanted]
    _show_table(asked, outcomes)
    failed = [o for rule in asked for o in outcomes[rule.id] if not o.holds]
    _show_failures(rule_set, failed, everything)
    _show_sum(asked, outcomes, failed)
    if failed:
        sys.exit(2)


def _show_table(rules: Sequence[Rule], outcomes: dict[str, list[Outcome]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("rule", overflow="fold")
    for head in ("flags held", "failed", "passes held", "failed", "contestants"):
        table.add_column(head, justify="right")
    for rule in rules:
        of_rule = outcomes[rule.id]
        counts = [
            sum(o.case.flag == flag and o.holds == holds for o in of_rule)
            for flag, holds in ((True, True), (True, False), (False, True), (False, False))
        ]
        who = {o.case.contestant.id for o in of_rule if o.case.contestant is not None}
        cells = [
            Text(f"{n:,}", style="bold red" if n and i % 2 else "") for i, n in enumerate(counts)
        ]
        untried = not counts[0] and not counts[1]
        style = "bold red" if counts[1] or counts[3] else "yellow" if untried else ""
        table.add_row(Text(rule.id, style=style), *cells, str(len(who)))
    OUT.print(table)


def _show_failures(rule_set: RuleSet, failed: Sequence[Outcome], everything: bool) -> None:
    by_place: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in failed:
        by_place.setdefault((outcome.case.rule.id, *outcome.case.place), []).append(outcome)
    for outcomes in by_place.values():
        case = outcomes[0].case
        origin = rule_set.origins.get(case.rule.id)
        place = f"{origin.file}:{origin.line(case.place)}" if origin else f"rule {case.rule.id}"
        kind = "flag" if case.flag else "pass"
        expected = f": {kind} example, expected {outcomes[0].expected}"
        OUT.print()
        OUT.print(Text.assemble((place, "bold"), expected), soft_wrap=True)
        shown = outcomes if everything else outcomes[:SHOWN]
        for outcome in shown:
            _show_failure(outcome)
        if left := len(outcomes) - len(shown):
            OUT.print(Text(f"  … and for {left:,} more; --all shows them.", style="dim"))


def _show_failure(outcome: Outcome) -> None:
    case = outcome.case
    tier = f"tier {outcome.tier}" if outcome.tier else "no match"
    who = f" for {case.contestant.id}" if case.contestant is not None else ""
    OUT.print(Text.assemble("  ", (tier, "bold magenta"), f"{who}: {case.text}"))
    if case.parent:
        role = f" ({case.parent_role})" if case.parent_role else ""
        OUT.print(Text(f"    in answer to{role}: {case.parent}", style="dim"))
    for sentence in outcome.lowered_by:
        OUT.print(Text(f"    lowered: {sentence}", style="yellow"))


def _show_sum(
    rules: Sequence[Rule], outcomes: dict[str, list[Outcome]], failed: Sequence[Outcome]
) -> None:
    tried = sum(len(outcomes[rule.id]) for rule in rules)
    OUT.print()
    if untried := [rule.id for rule in rules if not any(o.case.flag for o in outcomes[rule.id])]:
        OUT.print(Text(f"! without a flag example that could be tried: {', '.join(untried)}.",
                       style="yellow"))  # fmt: skip
    held = f"{tried - len(failed):,} of {tried:,} examples of {_rules(len(rules))} hold"
    if failed:
        wrong = _rules(len({o.case.rule.id for o in failed}))
        OUT.print(f"{held}; {len(failed):,} fail, in {wrong}.", style="bold red")
    else:
        OUT.print(f"{held}.", style="green")


def _rules(count: int) -> str:
    return "1 rule" if count == 1 else f"{count:,} rules"


COMMANDS = {"test": test}
