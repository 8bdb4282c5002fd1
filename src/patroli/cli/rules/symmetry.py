"""`patroli rules symmetry`: are all contestants treated alike?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.text import Text

from patroli.cli.options import config_option
from patroli.cli.rules.marked import printable
from patroli.cli.shown import OUT, watching
from patroli.errors import BadInput
from patroli.history import History
from patroli.match import compile_rules
from patroli.report import Watch
from patroli.trials import Sample, SymmetryReport, symmetry
from patroli.trials.bench import Bench
from patroli.trials.samples import chosen, from_file, of_rows
from patroli.trials.symmetry import Difference, Side

SHOWN = 3
"""Differences shown of each rule; `--all` shows every one."""


@click.command(name="symmetry")
@config_option
@click.option(
    "--posts",
    type=click.Path(path_type=Path),
    help="Also swap through posts of this export (JSONL, CSV or Parquet with id and text).",
)
@click.option(
    "--history",
    "from_history",
    is_flag=True,
    help="Also swap through stored posts, from history.duckdb below --data.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder that everything collected is kept in.",
)
@click.option("--sample", type=click.IntRange(1), default=1_000, show_default=True,
              help="How many posts to take.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Which posts to take.")
@click.option("--all", "everything", is_flag=True, help="Show every difference of every rule.")
def symmetry_command(
    config_folder: Path,
    posts: Path | None,
    from_history: bool,
    data: Path,
    sample: int,
    seed: int,
    everything: bool,
) -> None:
    """Swap the contestants and demand equal tiers; exits 2 if a rule treats two of them unlike.

    Names, ballot numbers, parties, tags, signs, colours, slogans, teams and accounts are swapped
    in all examples of all running rules, and in the posts given. A post that mentions nobody gets
    each contestant written after it in turn.

    \b
    patroli rules symmetry
    patroli rules symmetry --posts export.csv --sample 5000
    patroli rules symmetry --history --seed 2
    """
    bench = Bench.open(config_folder)
    matcher = compile_rules(bench.rules)
    with watching() as watch:
        samples = from_file(posts, sample, seed, watch) if posts else []
        if from_history:
            samples += _stored(bench, data / "history.duckdb", sample, seed, watch)
        report = symmetry(matcher, samples, watch)
    _show(report, len(samples), everything)
    if not report.holds:
        sys.exit(2)


def _stored(bench: Bench, path: Path, size: int, seed: int, watch: Watch) -> list[Sample]:
    if not path.exists():
        raise BadInput(f"{path}: found no history; expected one, as `patroli load` makes it")
    config = bench.config
    rows: list[Sample] = []
    read = 0
    with History.open(path) as history:
        batches = history.unmatched(
            "", accounts=config.accounts, sources=config.sources, contests=config.contests
        )
        for batch in batches:
            read += batch.num_rows
            rows = chosen([*rows, *of_rows(batch.to_pylist())], size, seed)
            watch("stored posts read", read, read)
    return rows


def _show(report: SymmetryReport, given: int, everything: bool) -> None:
    for rule, differences in report.by_rule().items():
        many = "1 difference" if len(differences) == 1 else f"{len(differences):,} differences"
        OUT.print(Text.assemble((rule, "bold red"), f": {many}"))
        shown = differences if everything else differences[:SHOWN]
        for difference in shown:
            _show_difference(difference)
        if left := len(differences) - len(shown):
            OUT.print(Text(f"  … and {left:,} more; --all shows them.", style="dim"))
    for why, count in report.left_out.items():
        posts = "1 post" if count == 1 else f"{count:,} posts"
        OUT.print(Text(f"! {posts} left out: {why}.", style="yellow"), soft_wrap=True)
    if given:
        OUT.print(
            f"{given:,} posts taken; {report.mentioning:,} of them mention a contestant, "
            "each contestant was written after the others.",
            soft_wrap=True,
        )
    tried = f"{report.families:,} texts, {report.versions:,} with the contestants swapped"
    if not report.families:
        OUT.print("Nothing to swap: no contest has two contestants.", style="yellow")
    elif report.holds:
        OUT.print(f"{tried}: every rule treats all contestants alike.", style="green")
    else:
        rules = len(report.by_rule())
        unlike = "1 rule treats" if rules == 1 else f"{rules:,} rules treat"
        OUT.print(f"{tried}: {unlike} contestants unlike.", style="bold red")


def _show_difference(difference: Difference) -> None:
    OUT.print(Text(f"  {difference.source}, {difference.contest} on {difference.day}", style="dim"))
    before, after = difference.before, difference.after
    _show_side(before, after)
    _show_side(after, before)


def _show_side(side: Side, other: Side) -> None:
    line = Text("    ")
    line.append(f"{side.tier:<9}", style="cyan" if side.tier == "no match" else "magenta")
    line.append(f"{side.contestant}: ", style="bold")
    line.append_text(_marked(side.text, other.text))
    OUT.print(line)
    if side.parent:
        OUT.print(
            Text("             in answer to: ", style="dim") + _marked(side.parent, other.parent)
        )


def _marked(text: str, other: str) -> Text:
    """The words of a text that are not words of the other one stand out."""
    known = set(printable(other).split())
    line = Text()
    for number, word in enumerate(printable(text).split()):
        line.append(" " if number else "")
        line.append(word, style="" if word in known else "bold yellow")
    return line


COMMANDS = {"symmetry": symmetry_command}
