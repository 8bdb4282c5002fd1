"""`patroli rules lint`: what is dead, double, confused, unproven or out of law."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.text import Text

from patroli.cli.options import Moment, config_option
from patroli.cli.rules.marked import printable
from patroli.cli.shown import OUT, watching
from patroli.clock import ticking_from
from patroli.match import compile_rules
from patroli.trials.bench import Bench
from patroli.trials.finding import Finding, Kind, Severity
from patroli.trials.lint import lint
from patroli.trials.samples import from_file

SHOWN = 5
"""Warnings of one kind that are shown; `--all` shows every one."""


@click.command(name="lint")
@config_option
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Posts of your own (JSONL, CSV or Parquet with id and text) to count words in.",
)
@click.option("--sample", type=click.IntRange(1), default=5_000, show_default=True,
              help="How many posts of the corpus to take.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Which posts to take.")
@click.option("--only", type=click.Choice([kind.value for kind in Kind]), multiple=True,
              help="Only findings of this kind.")  # fmt: skip
@click.option("--of", "subjects", metavar="ID", multiple=True,
              help="Only findings about this rule or list.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show every warning.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead.")
@click.option("--now", type=Moment(), default=None,
              help="Replay a moment; without it the clock counts.")  # fmt: skip
def lint_command(
    config_folder: Path,
    corpus: Path | None,
    sample: int,
    seed: int,
    only: tuple[str, ...],
    subjects: tuple[str, ...],
    everything: bool,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Name what is wrong with rules and word lists, each with file and line.

    Exits 2 on errors, 0 on warnings alone. Kinds: dead (no text can reach it), double, shadowed
    (a shorter word of the group says it all), collision (folding makes two words one), short,
    common (on a corpus), examples, law (not in force while the contest runs), unused, dates.

    \b
    patroli rules lint
    patroli rules lint --of ajakan-memilih --of dukung
    patroli rules lint --corpus export.csv --only common
    patroli rules lint --json > findings.json
    """
    bench = Bench.open(config_folder)
    with watching() as watch:
        posts = from_file(corpus, sample, seed, watch) if corpus else []
        today = ticking_from(now)().date()
        found = lint(bench, compile_rules(bench.rules), today, posts, watch)
    if only:
        found = tuple(finding for finding in found if finding.kind in only)
    if subjects:
        found = tuple(finding for finding in found if finding.subject.split()[-1] in subjects)
    if as_json:
        rows = [asdict(finding) for finding in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _show(found, everything or bool(only) or bool(subjects))
    if any(finding.severity is Severity.ERROR for finding in found):
        sys.exit(2)


def _show(found: Sequence[Finding], everything: bool) -> None:
    for kind in Kind:
        of_kind = [finding for finding in found if finding.kind is kind]
        errors = [finding for finding in of_kind if finding.severity is Severity.ERROR]
        warnings = [finding for finding in of_kind if finding.severity is Severity.WARNING]
        shown = warnings if everything else warnings[:SHOWN]
        for finding in (*errors, *shown):
            _show_one(finding)
        if left := len(warnings) - len(shown):
            OUT.print(
                Text(f"… and {left:,} more of {kind}; --only {kind} shows them.", style="dim")
            )
    count = Counter(finding.severity for finding in found)
    if not found:
        OUT.print("Nothing to say against these rules.", style="green")
        return
    kinds = Counter(finding.kind for finding in found)
    by_kind = ", ".join(f"{kinds[kind]:,} {kind}" for kind in Kind if kinds[kind])
    bad = count[Severity.ERROR]
    said = f"{_many(bad, 'error')}, {_many(count[Severity.WARNING], 'warning')}: {by_kind}."
    OUT.print(Text(said, style="bold red" if bad else "bold yellow"), soft_wrap=True)


def _show_one(finding: Finding) -> None:
    bad = finding.severity is Severity.ERROR
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    line = Text.assemble(
        (place, "bold"), ": ", (finding.severity, "bold red" if bad else "yellow"),
        f" {finding.kind}: {finding.subject}: found {printable(finding.found)}; ",
        f"expected {finding.expected}",
    )  # fmt: skip
    OUT.print(line, soft_wrap=True)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


COMMANDS = {"lint": lint_command}
