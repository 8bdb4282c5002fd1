"""`patroli rules symmetry`: are all contestants treated alike?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.text import Text

from patroli.cli.language import lang_option
from patroli.cli.options import HISTORY, config_option, data_option, demand_history
from patroli.cli.rules.marked import printable
from patroli.cli.rules.words import ANSWERED, POSTS
from patroli.cli.shown import OUT, hung, watching
from patroli.history import History
from patroli.match import compile_rules
from patroli.report import Watch
from patroli.told import Language, Saying
from patroli.trials import Sample, SymmetryReport, symmetry
from patroli.trials.bench import Bench
from patroli.trials.samples import chosen, from_file, of_rows
from patroli.trials.symmetry import NO_MATCH, Difference, Side

_DIFFERENCES = Saying("{count:,} differences", "{count:,} perbedaan", one="1 difference")
_MORE = Saying(
    "… and {count:,} more; --all shows them.", "… dan {count:,} lagi; --all menampilkannya."
)
_LEFT_OUT = Saying("! {posts} left out: {why}.", "! {posts} tidak ikut: {why}.")
_TAKEN = Saying(
    "{given:,} posts taken; {mentioning:,} of them mention a contestant, "
    "each contestant was written after the others.",
    "{given:,} unggahan diambil; {mentioning:,} di antaranya menyebut peserta, pada yang lain "
    "setiap peserta dituliskan di belakangnya.",
)
_TRIED = Saying(
    "{texts:,} texts, {versions:,} with the contestants swapped",
    "{texts:,} teks, {versions:,} setelah pesertanya dipertukarkan",
)
_NOTHING = Saying(
    "Nothing to swap: no contest has two contestants.",
    "Tidak ada yang dapat dipertukarkan: tidak ada pemilihan dengan dua peserta.",
)
_ALIKE = Saying(
    "{tried}: every rule treats all contestants alike.",
    "{tried}: setiap aturan memperlakukan semua peserta sama.",
)
_UNLIKE = Saying(
    "{tried}: {count:,} rules treat contestants unlike.",
    "{tried}: {count:,} aturan memperlakukan peserta tidak sama.",
    one="{tried}: 1 rule treats contestants unlike.",
)
_WHERE = Saying("{source}, {contest} on {day}", "{source}, {contest} pada {day}")

WIDEST = 10
"""Letters of the widest tier, and one blank."""
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
@data_option
@click.option("--sample", type=click.IntRange(1), default=1_000, show_default=True,
              help="How many posts to take.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Which posts to take.")
@click.option("--all", "everything", is_flag=True, help="Show every difference of every rule.")
@lang_option
def symmetry_command(
    config_folder: Path,
    posts: Path | None,
    from_history: bool,
    data_folder: Path,
    sample: int,
    seed: int,
    everything: bool,
    lang: Language,
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
    if from_history:
        demand_history(data_folder)
    matcher = compile_rules(bench.rules)
    with watching(lang) as watch:
        samples = from_file(posts, sample, seed, watch) if posts else []
        if from_history:
            samples += _stored(bench, data_folder, sample, seed, watch)
        report = symmetry(matcher, samples, watch)
    _show(report, len(samples), lang, everything)
    if not report.holds:
        sys.exit(2)


def _stored(bench: Bench, data: Path, size: int, seed: int, watch: Watch) -> list[Sample]:
    config = bench.config
    rows: list[Sample] = []
    read = 0
    with History.open(data / HISTORY) as history:
        batches = history.unmatched(
            "", accounts=config.accounts, sources=config.sources, contests=config.contests
        )
        for batch in batches:
            read += batch.num_rows
            rows = chosen([*rows, *of_rows(batch.to_pylist())], size, seed)
            watch("stored posts read", read, read)
    return rows


def _show(report: SymmetryReport, given: int, lang: Language, everything: bool) -> None:
    for rule, differences in report.by_rule().items():
        many = _DIFFERENCES(count=len(differences)).words(lang)
        OUT.print(Text.assemble((rule, "bold red"), f": {many}"))
        shown = differences if everything else differences[:SHOWN]
        for difference in shown:
            _show_difference(difference, lang)
        if left := len(differences) - len(shown):
            OUT.print(Text(f"  {_MORE(count=left).words(lang)}", style="dim"))
    for why, count in report.left_out.items():
        left_out = _LEFT_OUT(posts=POSTS(count=count), why=why)
        OUT.print(Text(left_out.words(lang), style="yellow"))
    if given:
        OUT.print(_TAKEN(given=given, mentioning=report.mentioning).words(lang))
    tried = _TRIED(texts=report.families, versions=report.versions)
    if not report.families:
        OUT.print(_NOTHING().words(lang), style="yellow")
    elif report.holds:
        OUT.print(_ALIKE(tried=tried).words(lang), style="green")
    else:
        unlike = _UNLIKE(tried=tried, count=len(report.by_rule()))
        OUT.print(unlike.words(lang), style="bold red")


def _show_difference(difference: Difference, lang: Language) -> None:
    where = _WHERE(source=difference.source, contest=difference.contest, day=difference.day)
    OUT.print(Text(f"  {where.words(lang)}", style="dim"))
    before, after = difference.before, difference.after
    _show_side(before, after, lang)
    _show_side(after, before, lang)


def _show_side(side: Side, other: Side, lang: Language) -> None:
    tier = f"{side.told_tier.words(lang):<{WIDEST}}"
    who = f"{side.told_contestant.words(lang)}: "
    hung(
        Text.assemble((tier, "cyan" if side.tier == NO_MATCH else "magenta"), (who, "bold")),
        _marked(side.text, other.text),
    )
    if side.parent:
        before = Text(" " * WIDEST + ANSWERED().words(lang), style="dim")
        hung(before, _marked(side.parent, other.parent))


def _marked(text: str, other: str) -> Text:
    """The words of a text that are not words of the other one stand out."""
    known = set(printable(other).split())
    line = Text()
    for number, word in enumerate(printable(text).split()):
        line.append(" " if number else "")
        line.append(word, style="" if word in known else "bold yellow")
    return line


COMMANDS = {"symmetry": symmetry_command}
