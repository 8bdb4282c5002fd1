"""`patroli rules coverage`: does everything that points to one contestant have its like?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from patroli.cli.language import lang_option
from patroli.cli.options import config_option
from patroli.cli.shown import OUT
from patroli.queueing.words import SHORT_FORMS
from patroli.rules.targets import SLOTS
from patroli.told import Language, Saying
from patroli.trials.bench import Bench
from patroli.trials.coverage import ContestCoverage, Lack, coverage

_KIND = Saying("kind of target", "jenis sasaran")
_FORM = Saying("form", "bentuk")
_KINDS = Saying(
    "Configured of each kind, and the spellings they become",
    "Yang dikonfigurasi dari setiap jenis, dan berapa ejaan jadinya",
)
_HOLDING = Saying(
    "Rules that can hold for each, and the spellings they take",
    "Aturan yang dapat cocok untuk masing-masing, dan berapa ejaan yang dipakainya",
)
_TAKING = Saying(
    "Rules that take each kind, where the contestant has any",
    "Aturan yang memakai setiap jenis, bila pesertanya memilikinya",
)
_LACK = Saying(
    "{contestant}: found {found} of {kind}; expected {expected}",
    "{contestant}: didapati {kind} {found}; seharusnya {expected}",
)
_NEEDED = Saying(
    "{lack}. Without it these rules never hold: {rules}",
    "{lack}. Tanpa itu aturan ini tidak pernah cocok: {rules}",
)
_UNFAIR = Saying(
    "{contest}: rules that hold for others never hold for {who}.",
    "{contest}: ada aturan yang dapat cocok untuk peserta lain, tetapi tidak pernah untuk {who}.",
)
_UNEVEN = Saying(
    "{contest}: every rule can hold for everyone, with uneven means.",
    "{contest}: setiap aturan dapat cocok untuk semua peserta, tetapi sarananya tidak merata.",
)
_EVEN = Saying(
    "{contest}: all {all} contestants are known by the same kinds and numbers.",
    "{contest}: {all} peserta semuanya dikenal lewat jenis dan jumlah yang sama.",
)


@click.command(name="coverage")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead.")
@lang_option
def coverage_command(config_folder: Path, as_json: bool, lang: Language) -> None:
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
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            _show(one, lang)
    if any(one.unfair for one in found):
        sys.exit(2)


def _plain(one: ContestCoverage) -> dict[str, object]:
    lacks = [
        {
            "contestant": lack.contestant,
            "kind": lack.kind,
            "found": str(lack.found),
            "expected": str(lack.expected),
            "needed_by": lack.needed_by,
        }
        for lack in one.lacks
    ]
    return asdict(replace(one, lacks=())) | {"lacks": lacks}


def _show(one: ContestCoverage, lang: Language) -> None:
    OUT.print(Text(one.contest, style="bold"))
    OUT.print(Text(_KINDS().words(lang), style="dim"))
    _show_kinds(one, lang)
    OUT.print()
    OUT.print(Text(_HOLDING().words(lang), style="dim"))
    _show_forms(one, lang)
    OUT.print()
    OUT.print(Text(_TAKING().words(lang), style="dim"))
    _show_matrix(one, lang)
    OUT.print()
    for lack in one.lacks:
        _show_lack(lack, lang)
    OUT.print(_sum(one, lang))


def _table(heads: Sequence[str], right: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for number, head in enumerate(heads):
        table.add_column(
            Text(head), justify="right" if right and number else "left", no_wrap=not number
        )
    return table


def _show_kinds(one: ContestCoverage, lang: Language) -> None:
    table = _table([_KIND().words(lang), *(kinds.contestant for kinds in one.kinds)])
    for slot in SLOTS:
        counts = [(kinds.things[slot], kinds.spellings[slot]) for kinds in one.kinds]
        cells = [_cell(f"{things} / {spellings:,}", (things, spellings) == max(counts))
                 for things, spellings in counts]  # fmt: skip
        table.add_row(Text("{" + slot + "}"), *cells)
    OUT.print(table)


def _show_forms(one: ContestCoverage, lang: Language) -> None:
    table = _table([_FORM().words(lang), *(kinds.contestant for kinds in one.kinds)])
    for form in dict.fromkeys(speaking.form for speaking in one.speaking):
        of_form = [speaking for speaking in one.speaking if speaking.form is form]
        counts = [(speaking.rules, speaking.spellings) for speaking in of_form]
        cells = [_cell(f"{rules} / {spellings:,}", (rules, spellings) == max(counts))
                 for rules, spellings in counts]  # fmt: skip
        table.add_row(Text(f"{form} {SHORT_FORMS[form]}"), *cells)
    OUT.print(table)


def _show_matrix(one: ContestCoverage, lang: Language) -> None:
    forms = list(dict.fromkeys(speaking.form for speaking in one.speaking))
    table = _table([_KIND().words(lang), *forms])
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


def _show_lack(lack: Lack, lang: Language) -> None:
    line = _LACK(
        contestant=lack.contestant,
        found=lack.found,
        kind="{" + lack.kind + "}",
        expected=lack.expected,
    )
    if lack.needed_by:
        without = _NEEDED(lack=line, rules=lack.needed_by)
        OUT.print(Text(without.words(lang), style="red"))
    else:
        OUT.print(Text(f"! {line.words(lang)}", style="yellow"))


def _sum(one: ContestCoverage, lang: Language) -> Text:
    if one.unfair:
        who = tuple(dict.fromkeys(lack.contestant for lack in one.unfair))
        return Text(_UNFAIR(contest=one.contest, who=who).words(lang), "bold red")
    if one.lacks:
        return Text(_UNEVEN(contest=one.contest).words(lang), "yellow")
    return Text(_EVEN(contest=one.contest, all=len(one.kinds)).words(lang), "green")


COMMANDS = {"coverage": coverage_command}
