"""`patroli rules lint`: what is dead, double, confused, unproven or out of law."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.text import Text

from patroli.cli.language import lang_option
from patroli.cli.options import Moment, config_option
from patroli.cli.rules.marked import printable
from patroli.cli.shown import OUT, print_at, watching
from patroli.clock import ticking_from
from patroli.errors import BadInput, sentence
from patroli.match import compile_rules
from patroli.told import Language, Saying
from patroli.trials.bench import Bench
from patroli.trials.finding import Finding, Kind, Severity
from patroli.trials.lint import lint
from patroli.trials.samples import from_file

_NOTHING = Saying(
    "Nothing to say against these rules.", "Tidak ada yang perlu diperbaiki dalam aturan ini."
)
_ERROR, _WARNING = Saying("error", "kesalahan"), Saying("warning", "peringatan")
_ERRORS = Saying("{count:,} errors", "{count:,} kesalahan", one="1 error")
_WARNINGS = Saying("{count:,} warnings", "{count:,} peringatan", one="1 warning")
_COUNT = Saying("{count:,} {what}", "{count:,} {what}")
_SUM = Saying("{errors}, {warnings}: {kinds}.", "{errors}, {warnings}: {kinds}.")
_MORE = Saying(
    "… and {count:,} more of {what}; --only {kind} shows them.",
    "… dan {count:,} lagi ({what}); --only {kind} menampilkannya.",
)
_KINDS = {
    Kind.DEAD: Saying("dead", "mati"),
    Kind.DOUBLE: Saying("double", "ganda"),
    Kind.SHADOWED: Saying("shadowed", "tercakup"),
    Kind.COLLISION: Saying("collision", "tertukar"),
    Kind.SHORT: Saying("short", "pendek"),
    Kind.COMMON: Saying("common", "terlalu umum"),
    Kind.EXAMPLES: Saying("examples", "contoh"),
    Kind.LAW: Saying("law", "hukum"),
    Kind.UNUSED: Saying("unused", "tidak terpakai"),
    Kind.DATES: Saying("dates", "tanggal"),
}

_KIND_OF = {name: kind for kind in Kind for name in (kind.value, _KINDS[kind].id)}
"""A kind by its name in either language."""
_PAIRS = ", ".join(f"{kind.value} ({_KINDS[kind].id})" for kind in Kind)


def _kinds_asked(_: click.Context, __: click.Parameter, names: Sequence[str]) -> frozenset[Kind]:
    return frozenset(_KIND_OF[name] for name in names)


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
@click.option("--only", type=click.Choice([*map(str, _KIND_OF)]), multiple=True, metavar="KIND",
              callback=_kinds_asked, help=f"Only findings of this kind: {_PAIRS}.")  # fmt: skip
@click.option("--of", "subjects", metavar="ID", multiple=True,
              help="Only findings about this rule or list.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show every warning.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead.")
@lang_option
@click.option("--now", type=Moment(), default=None,
              help="Replay a moment; without it the clock counts.")  # fmt: skip
def lint_command(
    config_folder: Path,
    corpus: Path | None,
    sample: int,
    seed: int,
    only: frozenset[Kind],
    subjects: tuple[str, ...],
    everything: bool,
    as_json: bool,
    lang: Language,
    now: datetime | None,
) -> None:
    """Name what is wrong with rules and word lists, each with file and line.

    Exits 2 on errors and on an unknown ID, 0 on warnings alone. Kinds: dead (no text can reach
    it), double, shadowed (a shorter word of the group says it all), collision (folding makes two
    words one), short, common (on a corpus), examples, law (not in force while the contest runs),
    unused, dates.

    \b
    patroli rules lint
    patroli rules lint --of ajakan-memilih --of dukung
    patroli rules lint --corpus export.csv --only common
    patroli rules lint --json > findings.json
    """
    bench = Bench.open(config_folder)
    try:
        bench.known_subjects(subjects)
    except BadInput as error:
        click.echo(f"patroli: {error.words(lang)}", err=True)
        sys.exit(2)
    with watching(lang) as watch:
        posts = from_file(corpus, sample, seed, watch) if corpus else []
        today = ticking_from(now)().date()
        found = lint(bench, compile_rules(bench.rules), today, posts, watch)
    if only:
        found = tuple(finding for finding in found if finding.kind in only)
    if subjects:
        found = tuple(finding for finding in found if finding.subject.place("id") in subjects)
    if as_json:
        rows = [finding.plain() for finding in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _show(found, lang, everything or bool(only) or bool(subjects))
    if any(finding.severity is Severity.ERROR for finding in found):
        sys.exit(2)


def _show(found: Sequence[Finding], lang: Language, everything: bool) -> None:
    for kind in Kind:
        of_kind = [finding for finding in found if finding.kind is kind]
        errors = [finding for finding in of_kind if finding.severity is Severity.ERROR]
        warnings = [finding for finding in of_kind if finding.severity is Severity.WARNING]
        shown = warnings if everything else warnings[:SHOWN]
        for finding in (*errors, *shown):
            _show_one(finding, lang)
        if left := len(warnings) - len(shown):
            more = _MORE(count=left, what=_KINDS[kind](), kind=kind.value)
            OUT.print(Text(more.words(lang), style="dim"))
    count = Counter(finding.severity for finding in found)
    if not found:
        OUT.print(_NOTHING().words(lang), style="green")
        return
    kinds = Counter(finding.kind for finding in found)
    bad = count[Severity.ERROR]
    said = _SUM(
        errors=_ERRORS(count=bad),
        warnings=_WARNINGS(count=count[Severity.WARNING]),
        kinds=tuple(_COUNT(count=kinds[k], what=_KINDS[k]()) for k in Kind if kinds[k]),
    )
    OUT.print(Text(said.words(lang), style="bold red" if bad else "bold yellow"))


def _show_one(finding: Finding, lang: Language) -> None:
    bad = finding.severity is Severity.ERROR
    severity = (_ERROR if bad else _WARNING)().words(lang)
    said = sentence(finding.found, finding.expected).words(lang)
    kind = _KINDS[finding.kind]().words(lang)
    line = Text.assemble(
        (finding.place, "bold"), ": ", (severity, "bold red" if bad else "yellow"),
        f" {kind}: {finding.subject.words(lang)}:",
    )  # fmt: skip
    print_at(OUT, line, printable(said))


COMMANDS = {"lint": lint_command}
