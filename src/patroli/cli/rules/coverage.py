"""`patroli rules coverage`: does everything that points to one contestant have its like?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from patroli.cli.options import config_option
from patroli.cli.shown import OUT
from patroli.queueing.words import SHORT_FORMS
from patroli.rules.targets import SLOTS
from patroli.trials.bench import Bench
from patroli.trials.coverage import ContestCoverage, Lack, coverage

WHAT = "kind of target"


@click.command(name="coverage")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead.")
def coverage_command(config_folder: Path, as_json: bool) -> None:
    """Compare what points to each contestant: kind by kind, and form by form.

    Exits 2 only if a contestant lacks a kind of target that a rule needs alone, so that the rule
    can hold for others and never for this one. A kind that is lacking otherwise, and uneven
    numbers, are told and left to you: an independent candidate has no party.

    \b
    patroli rules coverage
    patroli rules coverage --config percobaan
    """
    found = coverage(Bench.open(config_folder).rules)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            _show(one)
    if any(one.unfair for one in found):
        sys.exit(2)


def _show(one: ContestCoverage) -> None:
    OUT.print(Text(one.contest, style="bold"))
    OUT.print(Text("Configured of each kind, and the spellings they become", style="dim"))
    _show_kinds(one)
    OUT.print()
    OUT.print(Text("Rules that can hold for each, and the spellings they take", style="dim"))
    _show_forms(one)
    OUT.print()
    OUT.print(Text("Rules that take each kind, where the contestant has any", style="dim"))
    _show_matrix(one)
    OUT.print()
    for lack in one.lacks:
        _show_lack(lack)
    OUT.print(_sum(one))


def _table(heads: Sequence[str], right: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for number, head in enumerate(heads):
        table.add_column(
            Text(head), justify="right" if right and number else "left", no_wrap=not number
        )
    return table


def _show_kinds(one: ContestCoverage) -> None:
    table = _table([WHAT, *(kinds.contestant for kinds in one.kinds)])
    for slot in SLOTS:
        counts = [(kinds.things[slot], kinds.spellings[slot]) for kinds in one.kinds]
        cells = [_cell(f"{things} / {spellings:,}", (things, spellings) == max(counts))
                 for things, spellings in counts]  # fmt: skip
        table.add_row(Text("{" + slot + "}"), *cells)
    OUT.print(table)


def _show_forms(one: ContestCoverage) -> None:
    table = _table(["form", *(kinds.contestant for kinds in one.kinds)])
    for form in dict.fromkeys(speaking.form for speaking in one.speaking):
        of_form = [speaking for speaking in one.speaking if speaking.form is form]
        counts = [(speaking.rules, speaking.spellings) for speaking in of_form]
        cells = [_cell(f"{rules} / {spellings:,}", (rules, spellings) == max(counts))
                 for rules, spellings in counts]  # fmt: skip
        table.add_row(Text(f"{form} {SHORT_FORMS[form]}"), *cells)
    OUT.print(table)


def _show_matrix(one: ContestCoverage) -> None:
    forms = list(dict.fromkeys(speaking.form for speaking in one.speaking))
    table = _table([WHAT, *forms])
    for slot in SLOTS:
        row = []
        for form in forms:
            counts = [s.by_kind[slot] for s in one.speaking if s.form is form]
            same = len(set(counts)) == 1
            row.append(_cell(str(counts[0]) if same else "/".join(map(str, counts)), same))
        table.add_row(Text("{" + slot + "}"), *row)
    OUT.print(table)


def _cell(text: str, fine: bool) -> Text:
    return Text(text, style="" if fine else "bold yellow")


def _show_lack(lack: Lack) -> None:
    kind = "{" + lack.kind + "}"
    line = f"{lack.contestant}: found {lack.found} of {kind}; expected {lack.expected}"
    if lack.needed_by:
        rules = ", ".join(lack.needed_by)
        OUT.print(Text(f"{line}. Without it these rules never hold: {rules}", style="red"))
    else:
        OUT.print(Text(f"! {line}", style="yellow"))


def _sum(one: ContestCoverage) -> Text:
    if one.unfair:
        who = ", ".join(dict.fromkeys(lack.contestant for lack in one.unfair))
        return Text(f"{one.contest}: rules that hold for others never hold for {who}.", "bold red")
    if one.lacks:
        return Text(
            f"{one.contest}: every rule can hold for everyone, with uneven means.", "yellow"
        )
    everyone = f"all {len(one.kinds)} contestants"
    return Text(f"{one.contest}: {everyone} are known by the same kinds and numbers.", "green")


COMMANDS = {"coverage": coverage_command}
